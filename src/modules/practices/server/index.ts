import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export {
  authorsInClubs,
  type PracticeClubSource,
  practicesOfClub,
  practiceTitle,
  setPracticeClubs,
} from './queries.ts';

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
  ],
  queries: [searchPractices, listOwnPractices, getPractice, listReports, getPracticeForm],
  privacy,
};
