export {
  changeLanguage,
  changeOwnDetails,
  openSession,
  requestCode,
  signIn,
  signOut,
  signOutEverywhere,
} from './account.ts';
export { answerConsent, withdrawConsent } from './consents.ts';
export { announceEnd, forgetPerson, forgetSignIns } from './retention.ts';
