export { pupilSelected } from './events.ts';
export { isOfAge, placementWishesIn } from './rules/index.ts';
export {
  type Answers,
  allergyKinds,
  answersSchema,
  diets,
  interests,
  type Part,
  type PlacementWishes,
  placementWishes,
  triStates,
} from './schema.ts';
export type { ApplicationState, FrozenApplication } from './types.ts';
