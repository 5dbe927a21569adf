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
  isTimeZone,
  localMoment,
  meetingTimes,
  occasionOf,
  seasonKey,
  weeksOf,
} from './times.ts';
export { answerToken, feedToken, partsOfAnswerToken, personOfToken } from './tokens.ts';
