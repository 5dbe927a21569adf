export { isOfAge } from '#modules/people/core/index.ts';
export {
  foodQuestions,
  inWords,
  isSealedPage,
  type OwnProfile,
  openPages,
  parted,
  placementWishesIn,
  profileIn,
  progressOf,
  sealedQuestions,
  stateOfApplication,
} from './answers.ts';
export {
  daysSealKept,
  firstConsentOf,
  forgetsBefore,
  isForgettable,
  isState,
  lifecycle,
  sealKeptUntil,
  waitingFor,
} from './lifecycle.ts';
export {
  allColumnKeys,
  columnKeys,
  guessColumns,
  headerOfPupils,
  type ImportFault,
  isHeaderAlone,
  type ListReading,
  nameOrderOf,
  nameOrders,
  pupilFaults,
  pupilsInTable,
  slashShown,
  templateHeader,
} from './pupils-table.ts';
