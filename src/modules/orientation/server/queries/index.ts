export { getGoals } from './goals.ts';
export { getNearby, listBuddies, listOwnTurns } from './nearby.ts';
export {
  getOrientation,
  getOrientationForm,
  getProposals,
  listOfStay,
  listOrientations,
} from './orientations.ts';
export { getTest, getTestForm, getTranslationForm, listTests } from './tests.ts';
