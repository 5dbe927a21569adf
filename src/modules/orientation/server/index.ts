import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { testPageOf } from './queries/orientations.ts';
export { buddiesSource, staysOf } from './queries/sources.ts';

export const {
  agreeNearby,
  allowNearby,
  answerBuddy,
  cancelOrientation,
  editOrientation,
  endBuddy,
  inviteParticipants,
  issueCertificates,
  planOrientation,
  recordAttendance,
  recordLevel,
  setGoal,
  suggestBuddy,
  tryTest,
  withdrawNearby,
} = commands;
export const {
  getGoals,
  getNearby,
  getOrientation,
  getOrientationForm,
  getProposals,
  getTest,
  listBuddies,
  listOfStay,
  listOrientations,
  listOwnTurns,
} = queries;

export const orientation: ServerModule = {
  commands: [
    planOrientation,
    editOrientation,
    inviteParticipants,
    cancelOrientation,
    recordAttendance,
    issueCertificates,
    commands.fileCertificate,
    commands.forgetNearby,
    tryTest,
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
