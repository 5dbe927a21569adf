export { adaptForm, changeForm, publishForm, takeNewerForm, undoChange } from './adapt.ts';
export {
  declineRequest,
  keepDraft,
  openRequest,
  savePage,
  submitAnswers,
} from './answer.ts';
export { type Asking, askAgain, askFor, recallRequest, remindRequest } from './ask.ts';
export { setAnswerVault } from './loaded.ts';
export { publishShipped } from './publish.ts';
