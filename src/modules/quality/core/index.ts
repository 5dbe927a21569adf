export {
  isCriterion,
  itemById,
  itemsFor,
  itemsOfCriterion,
  questionnaire,
  wordingFor,
} from './rules/index.ts';
export { type Intent, intents, type Level } from './types.ts';
