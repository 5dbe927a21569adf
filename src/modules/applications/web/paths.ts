import { path } from '#platform/http/path.ts';

export const paths = {
  own: path('/applications'),
  list: path('/intakes/:intakeId/applications'),
  add: path('/intakes/:intakeId/applications/add'),
  import: path('/intakes/:intakeId/applications/import'),
  importConfirm: path('/intakes/:intakeId/applications/import/confirm'),
  template: path('/intakes/:intakeId/applications/template.csv'),
  support: path('/intakes/:intakeId/applications/support'),
  application: path('/applications/:applicationId'),
  part: path('/applications/:applicationId/part/:part'),
  submit: path('/applications/:applicationId/submit'),
  withdraw: path('/applications/:applicationId/withdraw'),
  consent: path('/applications/:applicationId/consent'),
  consentWithdraw: path('/applications/:applicationId/consent/withdraw'),
  remind: path('/applications/:applicationId/remind'),
  remindFromList: path('/intakes/:intakeId/applications/:applicationId/remind'),
  decision: path('/applications/:applicationId/decision'),
  decline: path('/applications/:applicationId/decision/decline'),
};
