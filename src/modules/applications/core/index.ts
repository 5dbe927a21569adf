export { applicationForgotten, letterForgotten, pupilSelected } from './events.ts';
export { profileIn } from './rules/index.ts';
export {
  allergyKinds,
  diets,
  interests,
  type PlacementWishes,
} from './schema.ts';
export type { FrozenApplication } from './types.ts';
