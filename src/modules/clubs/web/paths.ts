import { path } from '#platform/http/path.ts';

export const paths = {
  clubs: path('/clubs'),
  form: path('/clubs/new'),
  club: path('/clubs/:clubId'),
  members: path('/clubs/:clubId/members'),
  accept: path('/clubs/:clubId/accept'),
  decline: path('/clubs/:clubId/decline'),
  start: path('/clubs/:clubId/start'),
  kickOff: path('/clubs/:clubId/kick-off'),
};
