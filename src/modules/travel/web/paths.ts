import { path } from '#platform/http/path.ts';

export const paths = {
  travel: path('/mobilities/:mobilityId/travel'),
  plan: path('/mobilities/:mobilityId/travel/:direction'),
  depart: path('/mobilities/:mobilityId/travel/depart'),
  arrive: path('/mobilities/:mobilityId/travel/arrive'),
  return: path('/mobilities/:mobilityId/travel/home'),
};
