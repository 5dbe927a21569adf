import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { supportFacts } from './queries.ts';

export const { recordCheckIn, submitEvaluation } = commands;
export const { getEvaluation, listCheckIns, listSupportDuties } = queries;

export const support: ServerModule = {
  commands: [recordCheckIn, submitEvaluation],
  queries: [listCheckIns, getEvaluation, listSupportDuties],
  privacy,
};
