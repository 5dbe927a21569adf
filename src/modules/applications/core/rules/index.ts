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
  ageFault,
  duplicatePupils,
  type ImportFault,
  pupilFaults,
  pupilsInTable,
  templateHeader,
} from './pupils-table.ts';
