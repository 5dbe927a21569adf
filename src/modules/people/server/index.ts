import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { openSession } from './commands/index.ts';
export { type ConsentOccasion, setConsentOccasions, standingIn } from './queries/index.ts';
export {
  anAdmin,
  changeAddress,
  consentsOf,
  endFeed,
  endGuardianship,
  feedOf,
  guardiansOf,
  insertConsent,
  insertGuardianship,
  insertPerson,
  markAdmin,
  personById,
  personsByEmail,
  personsByIds,
  renewFeed,
} from './store.ts';

export const {
  answerConsent,
  changeLanguage,
  changeOwnDetails,
  requestCode,
  signIn,
  signOut,
  signOutEverywhere,
  withdrawConsent,
} = commands;
export const { getConsents, getOwnAccount, listOwnConsents } = queries;

export const people: ServerModule = {
  commands: [
    requestCode,
    signIn,
    signOut,
    signOutEverywhere,
    changeOwnDetails,
    changeLanguage,
    answerConsent,
    withdrawConsent,
  ],
  queries: [getOwnAccount, getConsents, listOwnConsents],
  privacy,
};
