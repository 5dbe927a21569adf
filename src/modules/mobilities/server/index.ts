import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export {
  addParty,
  moveMobility,
  openMobility,
  pupilAndGuardians,
  setContactPerson,
  setHost,
} from './commands.ts';
export { mobilityFacts } from './queries.ts';
export {
  loadDossier,
  lockDossier,
  mobilitiesOfIntake,
} from './store.ts';

export const { chooseHostingSide, giveBindingConsent, nameContactTeacher } = commands;
export const { getBindingConsent, getDossier, listChoices, listMobilities, listOpenDecisions } =
  queries;

export const mobilities: ServerModule = {
  commands: [chooseHostingSide, nameContactTeacher, giveBindingConsent],
  queries: [listMobilities, getDossier, getBindingConsent, listChoices, listOpenDecisions],
  privacy,
};
