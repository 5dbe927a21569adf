import { path } from '#platform/http/path.ts';

export const paths = {
  forms: path('/forms'),
  adapt: path('/forms/adapt'),
  form: path('/forms/:formId'),
  edit: path('/forms/:formId/edit/:pageId'),
  addQuestion: path('/forms/:formId/edit/:pageId/add'),
  translate: path('/forms/:formId/translate/:language'),
  chooseTranslation: path('/forms/:formId/translate'),
  undo: path('/forms/:formId/undo'),
  preview: path('/forms/:formId/preview/:pageId'),
  publish: path('/forms/:formId/publish'),
  newer: path('/forms/:formId/newer'),

  answer: path('/answer/:token'),
  answerPage: path('/answer/:token/page/:pageId'),
  answerCheck: path('/answer/:token/check'),
  answerDecline: path('/answer/:token/decline'),
  answerFile: path('/answer/:token/files/:formFileId'),

  request: path('/requests/:requestId'),
  requestPage: path('/requests/:requestId/page/:pageId'),
  requestCheck: path('/requests/:requestId/check'),
  requestDecline: path('/requests/:requestId/decline'),

  requestFile: path('/requests/:requestId/files/:formFileId'),

  words: path('/requests/:requestId/words'),
  sendBack: path('/requests/:requestId/send-back'),
  beside: path('/requests/:requestId/beside'),
  remind: path('/requests/:requestId/remind'),
  recall: path('/requests/:requestId/recall'),
  askAgain: path('/requests/:requestId/ask-again'),
};

let aboutPaths: Record<string, (id: string) => string> = {};

/** Where the page stands of what a request is about, by its kind: modules above ask, and their pages are theirs. */
export function setAboutPaths(given: Record<string, (id: string) => string>): void {
  aboutPaths = given;
}

export function aboutHref(about: { kind: string; id: string }): string | null {
  return aboutPaths[about.kind]?.(about.id) ?? null;
}

/** The addresses of one person's answering: by the link they were sent, or signed in. */
export type Ways = {
  token: string;
  requestId: string;
  intro: string;
  page(pageId: string): string;
  check: string;
  decline: string;
  file(fileId: string): string;
};

export function waysByLink(token: string): Ways {
  return {
    token,
    requestId: '',
    intro: paths.answer.href({ token }),
    page: (pageId) => paths.answerPage.href({ token, pageId }),
    check: paths.answerCheck.href({ token }),
    decline: paths.answerDecline.href({ token }),
    file: (fileId) => paths.answerFile.href({ token, formFileId: fileId }),
  };
}

export function waysSignedIn(requestId: string): Ways {
  return {
    token: '',
    requestId,
    intro: paths.request.href({ requestId }),
    page: (pageId) => paths.requestPage.href({ requestId, pageId }),
    check: paths.requestCheck.href({ requestId }),
    decline: paths.requestDecline.href({ requestId }),
    file: (fileId) => paths.requestFile.href({ requestId, formFileId: fileId }),
  };
}
