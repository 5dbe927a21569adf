import { path } from '#platform/http/path.ts';

export const paths = {
  reference: path('/reference'),
  find: path('/reference/find'),
  entry: path('/reference/:entry'),
  edit: path('/reference/:entry/edit'),
  read: path('/reference/:entry/read'),
  undo: path('/reference/:entry/undo'),
  region: path('/organisations/:orgId/school-calendar'),
};
