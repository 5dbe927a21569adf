export {
  isOfAge,
  isState,
  lifecycle,
  missingParts,
  partsDone,
  placementWishesIn,
  waitingFor,
} from './lifecycle.ts';
export {
  type ImportFault,
  pupilFaults,
  pupilsInTable,
  templateHeader,
} from './pupils-table.ts';
