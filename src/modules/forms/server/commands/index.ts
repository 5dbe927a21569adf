export { adaptForm, changeForm, publishForm, takeNewerForm, undoChange } from './adapt.ts';
export {
  declineRequest,
  keepDraft,
  openRequest,
  savePage,
  submitAnswers,
} from './answer.ts';
export { type Asking, askAgain, askFor, recallRequest, remindRequest, sendBack } from './ask.ts';
export { compiledOnce, compiledVersion, layPage, seenOf } from './loaded.ts';
export { publishShipped } from './publish.ts';
