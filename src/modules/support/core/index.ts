export {
  evaluatesAs,
  keepsCheckIns,
  mayCheckIn,
  mayEvaluate,
  readableCheckIns,
  seesCounts,
} from './policy.ts';
export {
  countRatings,
  evaluationDays,
  heldOnProblem,
  isWorrying,
  nextCheckInDue,
} from './rules.ts';
export { checkInInput, checkInRatings, evaluationInput, evaluationRatings } from './schema.ts';
export {
  type CheckInRatings,
  checkInTopics,
  type EvaluationRatings,
  type EvaluationRole,
  evaluationRoles,
  evaluationTopics,
  type TalkPartner,
  talkPartners,
  type Way,
  ways,
} from './types.ts';
