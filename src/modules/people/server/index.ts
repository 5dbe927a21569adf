import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { openSession } from './commands.ts';
export {
  anAdmin,
  consentsOf,
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

export const { changeLanguage, changeOwnDetails, requestCode, signIn, signOut, signOutEverywhere } =
  commands;
export const { getOwnAccount } = queries;

export const people: ServerModule = {
  commands: [requestCode, signIn, signOut, signOutEverywhere, changeOwnDetails, changeLanguage],
  queries: [getOwnAccount],
  privacy,
};
