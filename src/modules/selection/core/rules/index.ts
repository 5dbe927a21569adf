export { chancesOf, smallest, stages } from './chances.ts';
export {
  criteriaFaults,
  shareOf,
  shippedCriteria,
  shippedTieRules,
  tieRuleIn,
} from './criteria.ts';
export { differencesIn } from './differences.ts';
export { cancelledDays, isRoundState, lifecycle, reviewDays, reviewUntil } from './lifecycle.ts';
export { codeAt, maskNames } from './masking.ts';
export {
  asNumber,
  completeRatings,
  drawLots,
  levelOf,
  type Placed,
  proposeOutcome,
  strengthsOf,
} from './outcome.ts';
