export {
  isCriterion,
  itemById,
  itemsFor,
  itemsOfCriterion,
  questionnaire,
  wordingFor,
} from './rules.ts';
export type { Intent, Priority, Status } from './types.ts';
