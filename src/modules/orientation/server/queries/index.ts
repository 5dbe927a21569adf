export { getGoals } from './goals.ts';
export { getNearby, listBuddies, listOwnTurns } from './nearby.ts';
export {
  getOrientation,
  getOrientationForm,
  getProposals,
  getTest,
  listOfStay,
  listOrientations,
} from './orientations.ts';
