import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { priorityHolders } from './store.ts';

export const { answerItems, setPriorities, startAssessment, submitAssessment } = commands;
export const { getAssessment, getResult, listAssessments } = queries;

export const quality: ServerModule = {
  commands: [startAssessment, answerItems, setPriorities, submitAssessment],
  queries: [listAssessments, getAssessment, getResult],
  privacy,
};
