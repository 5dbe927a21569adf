export { applicationForgotten, pupilSelected } from './events.ts';
export { placementWishesIn } from './rules/index.ts';
export {
  type Answers,
  allergyKinds,
  answersSchema,
  diets,
  interests,
  type PlacementWishes,
} from './schema.ts';
export type { FrozenApplication } from './types.ts';
