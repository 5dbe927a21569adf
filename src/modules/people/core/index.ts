export { consentLost } from './events.ts';
export {
  comesOfAgeOn,
  displayName,
  holderRule,
  initialsOf,
  isOfAge,
  safeNext,
  standingOf,
} from './rules.ts';
export {
  type ConsentStanding,
  consentKinds,
  optionalKinds,
} from './types.ts';
