export {
  changedJourney,
  delays,
  instantIn,
  isGreen,
  leavesSoon,
  legsProblem,
  planProblem,
  stageOf,
  zonesOf,
} from './journeys.ts';
export { checkPapers, type PaperStanding, papersDue } from './papers.ts';
export {
  changedParts,
  concernedBy,
  type Finding,
  schoolDaysMissed,
  sideOf,
  stateBy,
  type TripFacts,
  type TripPart,
  tripFindings,
  tripParts,
  turnOf,
} from './trips.ts';
