export { getAnswerPage, getCheck, getRequest } from './answering.ts';
export { getForm, getPreview, listForms } from './forms.ts';
export { getWords, listOwnRequests, requestsAbout } from './requests.ts';
