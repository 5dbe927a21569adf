import { path } from '#platform/http/path.ts';

export const paths = {
  library: path('/library'),
  mine: path('/library/for-me'),
  add: path('/library/new'),
  resource: path('/library/:resourceId'),
  edit: path('/library/:resourceId/edit'),
  newVersion: path('/library/:resourceId/version'),
  check: path('/library/:resourceId/check'),
  withdraw: path('/library/:resourceId/withdraw'),
  again: path('/library/:resourceId/again'),
  used: path('/library/:resourceId/used'),
  adapt: path('/library/:resourceId/adapt'),
  read: path('/library/:resourceId/read'),
  file: path('/library/:resourceId/files/:number/:which'),
};
