export { isTimeZone } from '#modules/reference/core/index.ts';
export {
  compareTimes,
  halfHoursOf,
  overlaps,
  pollDays,
  pollTimesAtMost,
  tally,
} from './polls.ts';
export { judgeReply } from './replies.ts';
export {
  isOddHour,
  localMoment,
  meetingTimes,
  occasionOf,
  seasonKey,
  weeksOf,
} from './times.ts';
export { answerToken, feedToken, partsOfAnswerToken, personOfToken } from './tokens.ts';
