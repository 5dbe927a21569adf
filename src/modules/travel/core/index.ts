export { mayConfirmArrival, mayPlan, mayRecordDeparture, mayRecordReturn } from './policy.ts';
export {
  instantIn,
  leavesSoon,
  planProblem,
  stageOf,
  zonesOf,
} from './rules.ts';
export { planInput } from './schema.ts';
export {
  type Direction,
  directions,
  type Journey,
  type Means,
  means,
  type Zones,
} from './types.ts';
