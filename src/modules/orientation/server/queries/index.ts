export { getGoals } from './goals.ts';
export { getNearby, listBuddies, listOwnTurns } from './nearby.ts';
export {
  getOrientation,
  getOrientationForm,
  getProposals,
  listOfStay,
  listOrientations,
} from './orientations.ts';
export { getTest, getTestForm, listTests } from './tests.ts';
