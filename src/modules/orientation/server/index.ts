import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { followAttendance } from './commands/index.ts';
export { buddiesSource, staysOf } from './queries/sources.ts';

export const {
  agreeNearby,
  allowNearby,
  answerBuddy,
  cancelOrientation,
  editOrientation,
  editTest,
  endBuddy,
  fileCertificate,
  inviteParticipants,
  issueCertificates,
  planOrientation,
  recordAttendance,
  recordLevel,
  retireTest,
  setGoal,
  suggestBuddy,
  translateTest,
  tryTest,
  withdrawNearby,
  writeTest,
} = commands;
export const {
  getGoals,
  getNearby,
  getOrientation,
  getOrientationForm,
  getProposals,
  getTest,
  getTestForm,
  getTranslationForm,
  listBuddies,
  listOfStay,
  listOrientations,
  listOwnTurns,
  listTests,
} = queries;

export const orientation: ServerModule = {
  commands: [
    planOrientation,
    editOrientation,
    inviteParticipants,
    cancelOrientation,
    recordAttendance,
    issueCertificates,
    fileCertificate,
    commands.forgetNearby,
    tryTest,
    writeTest,
    editTest,
    translateTest,
    retireTest,
    setGoal,
    recordLevel,
    agreeNearby,
    allowNearby,
    withdrawNearby,
    suggestBuddy,
    answerBuddy,
    endBuddy,
  ],
  queries: [
    listOrientations,
    getOrientation,
    getProposals,
    getOrientationForm,
    getTest,
    listTests,
    getTestForm,
    getTranslationForm,
    listOfStay,
    getGoals,
    getNearby,
    listBuddies,
    listOwnTurns,
  ],
  jobs,
  handlers,
  privacy,
};
