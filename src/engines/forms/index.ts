/**
 * Questionnaires as data: sections, pages, questions and conditions go in; what to show, what is missing, what is wrong
 * and what was said come out. The engine knows no pupil, keeps nothing and reads no clock. See README.md.
 */
export {
  adaptForm,
  type ChangeFault,
  changeFaults,
  type FormChange,
  isFormChange,
} from './adapt.ts';
export { addressLines, addressParts } from './address.ts';
export {
  checkAnswers,
  fieldsOf,
  type Known,
  type ReadAnswers,
  readAnswers,
} from './answers.ts';
export { carryAnswers, dropReasons } from './carry.ts';
export {
  type CompiledForm,
  compileForm,
  type FormFault,
  formFaults,
} from './compile.ts';
export type { Condition, Facts } from './condition.ts';
export {
  type Field,
  type FormDefinition,
  fingerprint,
  languageLevels,
  mapWords,
  type Page,
  type Question,
  questionKinds,
  type Section,
  say,
  type Words,
  wordsOf,
} from './definition.ts';
export { type Difference, describeChanges } from './differences.ts';
export { type AnswerWords, answerInWords, type Frozen, freeze } from './freeze.ts';
export { type Conflict, conflictReasons, rebaseChanges } from './rebase.ts';
export {
  type FormState,
  formState,
  nextReachable,
  type PageState,
  pageState,
} from './state.ts';
export {
  type Answer,
  type Answers,
  answerFaults,
  isBlank,
  type PersonName,
} from './values.ts';
