import { path } from '#platform/http/path.ts';

export const paths = {
  checkIns: path('/mobilities/:mobilityId/check-ins'),
  newCheckIn: path('/mobilities/:mobilityId/check-ins/new'),
  evaluation: path('/mobilities/:mobilityId/evaluation'),
};
