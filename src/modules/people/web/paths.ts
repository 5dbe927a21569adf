import { path } from '#platform/http/path.ts';

export const paths = {
  signIn: path('/sign-in'),
  signInCode: path('/sign-in/code'),
  signOut: path('/sign-out'),
  account: path('/account'),
  signOutEverywhere: path('/account/sign-out-everywhere'),
  language: path('/language'),
};
