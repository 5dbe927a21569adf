import { path } from '#platform/http/path.ts';

export const paths = {
  reference: path('/reference'),
  find: path('/reference/find'),
  entry: path('/reference/:entry'),
  edit: path('/reference/:entry/edit'),
  read: path('/reference/:entry/read'),
  undo: path('/reference/:entry/undo'),
  policies: path('/organisations/:orgId/country-policies'),
  choosePolicy: path('/organisations/:orgId/country-policy'),
  policy: path('/organisations/:orgId/country-policies/:country'),
  takePolicyBack: path('/organisations/:orgId/country-policies/:country/take-back'),
  region: path('/organisations/:orgId/school-calendar'),
};
