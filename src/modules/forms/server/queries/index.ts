export { getAnswerPage, getCheck, getFile, getRequest } from './answering.ts';
export { getForm, getPreview, listForms } from './forms.ts';
export { getBeside, getWords, listOwnRequests, requestsAbout } from './requests.ts';
export { sharedForms } from './sharing.ts';
