export { isOfAge } from '#modules/people/core/index.ts';
export {
  firstConsentOf,
  forgetsBefore,
  isForgettable,
  isState,
  lifecycle,
  missingParts,
  partsDone,
  placementWishesIn,
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
