import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export {
  addParty,
  bindingStanding,
  endPart,
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
  partiesOfIntake,
  pupilNames,
} from './store.ts';

export const {
  chooseHostingSide,
  forgetMobility,
  giveBindingConsent,
  nameContactTeacher,
  takeBackBindingConsent,
  tellConsentTakenBack,
} = commands;
export const { getBindingConsent, getDossier, listChoices, listMobilities, listOpenDecisions } =
  queries;

export const mobilities: ServerModule = {
  commands: [
    chooseHostingSide,
    nameContactTeacher,
    giveBindingConsent,
    takeBackBindingConsent,
    tellConsentTakenBack,
    forgetMobility,
  ],
  queries: [listMobilities, getDossier, getBindingConsent, listChoices, listOpenDecisions],
  jobs,
  handlers,
  privacy,
};
