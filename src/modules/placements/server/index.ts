import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { placementFacts } from './queries.ts';

export const {
  answerPlacement,
  forgetNotes,
  proposePlacement,
  setPlacementContactPerson,
  withdrawPlacement,
} = commands;
export const { getPlacement, listContacts, listMatches, listPlacementTasks, listRules } = queries;

export const placements: ServerModule = {
  commands: [
    proposePlacement,
    answerPlacement,
    withdrawPlacement,
    setPlacementContactPerson,
    forgetNotes,
  ],
  queries: [getPlacement, listMatches, listContacts, listPlacementTasks, listRules],
  jobs,
  handlers,
  privacy,
};
