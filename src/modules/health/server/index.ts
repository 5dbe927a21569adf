import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { lookInto } from './commands/emergency.ts';

export const {
  answerNote,
  askDestruction,
  askPhysician,
  breakGlass,
  confirmRecord,
  destroyDueRecords,
  destroyRecord,
  endNote,
  keepRecord,
  lookInside,
  proposeNote,
  remindFamily,
  saveAnswers,
  saveStatement,
  signHistory,
  signStatement,
  withdrawLink,
} = commands;
export const {
  getAnswers,
  getCareNote,
  getEmergency,
  getEnvelope,
  getNoteToCheck,
  getNoteToWrite,
  getRecord,
  getStatement,
  listDestructions,
  listDuties,
  listLooks,
  listOwnRecords,
  readRecord,
} = queries;

export const health: ServerModule = {
  commands: Object.values(commands),
  queries: Object.values(queries),
  jobs,
  handlers,
  privacy,
};
