export { type Declared, familyFor, nothingDeclared, type PupilFacts, pupilFor } from './adapt.ts';
export {
  type PlacementState,
  placementAddress,
  placementLifecycle,
  placeTask,
  sidesAsked,
} from './lifecycle.ts';
export {
  alwaysOn,
  checkContactPerson,
  checkHardRules,
  fitReasons,
  hardRuleIds,
  policyFor,
  sourcesOf,
} from './matching.ts';
export { spoken, spokenReason } from './sentences.ts';
