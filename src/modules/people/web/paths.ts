import { path } from '#platform/http/path.ts';

export const paths = {
  signIn: path('/sign-in'),
  signInCode: path('/sign-in/code'),
  signOut: path('/sign-out'),
  account: path('/account'),
  signOutEverywhere: path('/account/sign-out-everywhere'),
  language: path('/language'),
  ownConsents: path('/consents'),
  consents: path('/consents/:pupilId'),
  consent: path('/consents/:pupilId/:applicationId/:kind'),
  consentWithdraw: path('/consents/:pupilId/:applicationId/:kind/withdraw'),
};
