import type { PersonActor } from '#kernel/actor.ts';
import type { ClubId, EventId } from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { openStream } from '#platform/live.ts';
import type { ServerModule } from '#platform/module.ts';
import { answer } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import * as commands from './commands/index.ts';
import { clockEvent, handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

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
  removeFile,
  revisePlan,
  sendWords,
  setRecording,
  startClub,
  startPoint,
  wrapUpClub,
  writeFuture,
  writeReport,
} = commands;
export const {
  getClub,
  getDesk,
  getMeeting,
  getPlan,
  getPlanForm,
  getRoom,
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
    const told = await answer(runtime, getMeeting, of.actor, { eventId });
    return told.ok ? [clockEvent(eventId, told.view.points)] : [];
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
    commands.noteSeen,
    nameLeader,
    leaveClub,
    offerAgain,
    sendWords,
    startPoint,
    pausePoint,
    drawRooms,
    recordDecision,
    writeReport,
    agreeRecording,
    setRecording,
    addFile,
    removeFile,
    beginPlan,
    revisePlan,
    logProgress,
    giveFeedback,
    closePlan,
    writeFuture,
    wrapUpClub,
    archiveClub,
    commands.endRecordings,
    commands.mailDigest,
  ],
  queries: [
    listCandidates,
    listClubs,
    getClub,
    getRoom,
    getMeeting,
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
