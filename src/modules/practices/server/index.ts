import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { markAdopted } from './commands.ts';
export { keepPractices } from './jobs.ts';
export {
  authorsInClubs,
  type PracticeClubSource,
  practiceForPlan,
  practicesOfClub,
  practiceTitle,
  setPracticeClubs,
} from './queries.ts';
export { takeFromClub } from './store.ts';

export const {
  changePractice,
  draftPractice,
  markPractice,
  releasePractice,
  reportPractice,
  settleReport,
  sharePractice,
  withdrawPractice,
} = commands;
export const { getPractice, getPracticeForm, listOwnPractices, listReports, searchPractices } =
  queries;

export const practices: ServerModule = {
  commands: [
    draftPractice,
    changePractice,
    sharePractice,
    releasePractice,
    withdrawPractice,
    markPractice,
    reportPractice,
    settleReport,
    commands.forgetDrafts,
  ],
  queries: [searchPractices, listOwnPractices, getPractice, listReports, getPracticeForm],
  jobs,
  handlers,
  privacy,
};
