import { path } from '#platform/http/path.ts';

export const paths = {
  placement: path('/mobilities/:mobilityId/placement'),
  propose: path('/mobilities/:mobilityId/placement/propose'),
  answer: path('/mobilities/:mobilityId/placement/answer/:side'),
  withdraw: path('/mobilities/:mobilityId/placement/withdraw'),
  contactPerson: path('/mobilities/:mobilityId/contact-person'),
  rules: path('/placements/rules'),
};
