export { getOwnAccount } from './account.ts';
export {
  type ConsentOccasion,
  getConsents,
  listOwnConsents,
  setConsentOccasions,
  standingIn,
} from './consents.ts';
