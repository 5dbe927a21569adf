import type { PersonActor } from '#kernel/actor.ts';
import type { ClubId, EventId } from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { openStream } from '#platform/live.ts';
import type { ServerModule } from '#platform/module.ts';
import { answer } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import * as commands from './commands/index.ts';
import { clockEvent, handlers, jobs, votesEvent } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { setPeerSource } from './commands/index.ts';
export { keepClubs } from './jobs.ts';
export { clubsForPractices, clubThreads } from './queries/index.ts';
export { clubNames, insertClub, insertMembers } from './store/index.ts';

export const {
  acceptMembership,
  addFile,
  agreeRecording,
  archiveClub,
  beginPlan,
  changeCard,
  closePlan,
  declineMembership,
  drawRooms,
  formClub,
  giveFeedback,
  leaveClub,
  logProgress,
  nameLeader,
  offerAgain,
  pausePoint,
  planKickOff,
  planMeetings,
  proposeMembers,
  recordDecision,
  remindAfterWrapUp,
  removeFile,
  revisePlan,
  sayHere,
  sendWords,
  setRecording,
  settleTheme,
  sharePriorities,
  startClub,
  startPoint,
  takeAttendance,
  tickStep,
  voteThemes,
  wrapUpClub,
  writeFuture,
  writeReport,
} = commands;
export const {
  getClock,
  getClub,
  getDesk,
  getKickOff,
  getMeeting,
  getPlan,
  getPlanForm,
  getRoom,
  getTime,
  getWordFacts,
  getWrapUp,
  listCandidates,
  listClubs,
  listOwnPlans,
  openFile,
} = queries;

/** Notes that somebody has opened the room: from then on they are shown what is new since. */
export async function noteRoomSeen(
  runtime: Runtime,
  actor: PersonActor,
  clubId: ClubId,
): Promise<void> {
  await execute(runtime, commands.noteSeen, actor, { clubId });
}

/** The clock of a meeting for one person as it changes, beginning with how it stands. */
export function openClock(
  runtime: Runtime,
  of: { actor: PersonActor; token: string },
  eventId: EventId,
): Response {
  return openStream(runtime, { personId: of.actor.personId, token: of.token }, async () => {
    const told = await answer(runtime, getClock, of.actor, { eventId });
    if (!told.ok) return [];
    const { points, votes } = told.view;
    return [clockEvent(eventId, points), ...(votes ? [votesEvent(eventId, votes)] : [])];
  });
}

export const clubs: ServerModule = {
  commands: [
    formClub,
    proposeMembers,
    acceptMembership,
    declineMembership,
    startClub,
    planKickOff,
    planMeetings,
    changeCard,
    sharePriorities,
    commands.noteSeen,
    nameLeader,
    leaveClub,
    offerAgain,
    sendWords,
    startPoint,
    pausePoint,
    takeAttendance,
    sayHere,
    voteThemes,
    settleTheme,
    drawRooms,
    recordDecision,
    writeReport,
    agreeRecording,
    setRecording,
    addFile,
    removeFile,
    beginPlan,
    revisePlan,
    tickStep,
    logProgress,
    giveFeedback,
    closePlan,
    writeFuture,
    wrapUpClub,
    archiveClub,
    commands.endRecordings,
    commands.mailDigest,
    commands.forgetClub,
    remindAfterWrapUp,
  ],
  queries: [
    listCandidates,
    listClubs,
    getClub,
    getRoom,
    getMeeting,
    getKickOff,
    getTime,
    getClock,
    openFile,
    getPlan,
    getPlanForm,
    listOwnPlans,
    getWrapUp,
    getDesk,
    getWordFacts,
  ],
  jobs,
  handlers,
  privacy,
};
