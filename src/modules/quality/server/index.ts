import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { lookAgainAfter, proposeStatus } from './commands/index.ts';
export { countOrganisations, remindAgain } from './jobs.ts';
export { sheetOfResults } from './queries/index.ts';
export { prioritiesOfPeople as prioritiesOf, priorityHolders } from './store/index.ts';

export const {
  answerItems,
  answerProposal,
  carryOver,
  inviteReviewer,
  publishBenchmark,
  remindToAssess,
  removeReviewer,
  reviewAnswers,
  reviewByLink,
  saveStandard,
  setBenchmarkConsent,
  setPriorities,
  setWishes,
  shareCriteria,
  startAssessment,
  submitAssessment,
} = commands;
export const {
  getAssessment,
  getBenchmark,
  getMeasures,
  getOutsideReviews,
  getResult,
  getReviews,
  getStandards,
  listAssessments,
} = queries;

export const quality: ServerModule = {
  commands: [
    startAssessment,
    answerItems,
    reviewAnswers,
    reviewByLink,
    inviteReviewer,
    removeReviewer,
    shareCriteria,
    carryOver,
    answerProposal,
    setPriorities,
    setWishes,
    submitAssessment,
    saveStandard,
    setBenchmarkConsent,
    publishBenchmark,
    remindToAssess,
  ],
  queries: [
    listAssessments,
    getAssessment,
    getReviews,
    getOutsideReviews,
    getResult,
    getMeasures,
    getBenchmark,
    getStandards,
  ],
  jobs,
  handlers,
  privacy,
};
