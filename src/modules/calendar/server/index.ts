import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { calendarJob, handlers } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export {
  callOff,
  inviteMore,
  meetingUrl,
  planEvent,
  tellAll as tellInvited,
} from './commands/meetings.ts';
export {
  type AboutFacts,
  agendaOf,
  type EventSource,
  setAgendaSources,
  setEventSources,
} from './queries/index.ts';
export {
  addParticipants,
  askAgain,
  insertMinutes,
  minutesOf,
  removeParticipants,
  updateEvent,
} from './store/index.ts';

export const {
  addTask,
  answerByLink,
  answerInvitation,
  answerPoll,
  answerPollByLink,
  beginPoll,
  cancelMeeting,
  changeMeeting,
  changeSettings,
  closePoll,
  confirmMinutes,
  endFeed,
  finishTask,
  keepCalendar,
  planMeeting,
  proposeTime,
  proposeTimes,
  recordAttendance,
  renewFeed,
  settleProposal,
  takeReply,
  withdrawPoll,
  writeMinutes,
} = commands;
export const {
  getAbout,
  getEvent,
  getFeed,
  getInvitation,
  getOwnFeed,
  getPoll,
  getPollByLink,
  getPollTimes,
  listEventsAbout,
  listNextSteps,
  listOwnEvents,
  listReachablePersons,
} = queries;

export const calendar: ServerModule = {
  commands: [
    renewFeed,
    endFeed,
    changeSettings,
    planMeeting,
    changeMeeting,
    cancelMeeting,
    answerInvitation,
    answerByLink,
    proposeTime,
    settleProposal,
    recordAttendance,
    writeMinutes,
    confirmMinutes,
    addTask,
    finishTask,
    beginPoll,
    proposeTimes,
    answerPoll,
    answerPollByLink,
    closePoll,
    withdrawPoll,
    takeReply,
    keepCalendar,
  ],
  queries: [
    getOwnFeed,
    getFeed,
    listOwnEvents,
    listEventsAbout,
    listNextSteps,
    getAbout,
    getEvent,
    getInvitation,
    listReachablePersons,
    getPoll,
    getPollByLink,
    getPollTimes,
  ],
  jobs: [calendarJob],
  handlers,
  inbound: { event: commands.inboundEvent },
  privacy,
};
