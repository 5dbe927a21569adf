import { path } from '#platform/http/path.ts';

export const paths = {
  list: path('/mobilities'),
  dossier: path('/mobilities/:mobilityId'),
  hostingSide: path('/mobilities/:mobilityId/hosting-side'),
  contactTeacher: path('/mobilities/:mobilityId/contact-teacher'),
  consent: path('/mobilities/:mobilityId/consent'),
  consentTakeBack: path('/mobilities/:mobilityId/consent/take-back'),
  whoSeesWhat: path('/privacy/who-sees-what'),
};
