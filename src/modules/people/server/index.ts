import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
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
  announceEnd,
  answerConsent,
  changeLanguage,
  changeOwnDetails,
  forgetPerson,
  forgetSignIns,
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
    announceEnd,
    forgetPerson,
    forgetSignIns,
  ],
  queries: [getOwnAccount, getConsents, listOwnConsents],
  jobs,
  handlers,
  privacy,
};
