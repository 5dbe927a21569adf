export * from './afterwards.ts';
export { inboundEvent, takeReply } from './by-mail.ts';
export {
  answerByLink,
  answerInvitation,
  cancelMeeting,
  changeMeeting,
  planMeeting,
  proposeTime,
  proposeTimeByLink,
  settleProposal,
} from './meetings.ts';
export * from './polls.ts';
export * from './settings.ts';
export * from './upkeep.ts';
