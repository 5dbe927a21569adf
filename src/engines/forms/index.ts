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
export { type Address, addressLines, addressParts } from './address.ts';
export {
  checkAnswers,
  type Fields,
  fieldsOf,
  type Known,
  type ReadAnswers,
  readAnswers,
} from './answers.ts';
export { carryAnswers, type Dropped, dropReasons } from './carry.ts';
export {
  type CompiledForm,
  type CompiledPage,
  compileForm,
  type FormFault,
  formFaults,
} from './compile.ts';
export type { Condition, DateBound, Facts, FactTest, Plain, QuestionTest } from './condition.ts';
export {
  defaultLimits,
  type Field,
  type FieldKind,
  type FileKind,
  type FormDefinition,
  fileKinds,
  fingerprint,
  hasOptions,
  languageLevels,
  mapWords,
  type Option,
  type Page,
  type Question,
  type QuestionKind,
  type QuestionOf,
  questionKinds,
  type Section,
  say,
  type Words,
  wordsOf,
} from './definition.ts';
export { type Difference, describeChanges } from './differences.ts';
export { type AnswerWords, answerInWords, type Frozen, type FrozenLine, freeze } from './freeze.ts';
export { type Conflict, conflictReasons, rebaseChanges } from './rebase.ts';
export {
  type FormState,
  formState,
  nextReachable,
  type PageQuestion,
  type PageState,
  type PageSummary,
  type Progress,
  pageState,
  type Scope,
  type SectionSummary,
  type Status,
} from './state.ts';
export {
  type Answer,
  type AnswerReason,
  type Answers,
  answerFaults,
  isBlank,
  type LanguageRow,
  type PersonName,
  type Row,
} from './values.ts';
