export {
  isCriterion,
  itemById,
  itemsFor,
  itemsOfCriterion,
  questionnaire,
  wordingFor,
} from './rules.ts';
