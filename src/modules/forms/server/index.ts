import type { OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { ServerModule } from '#platform/module.ts';
import type { PublishedForm } from '../core/types.ts';
import * as commands from './commands/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';
import * as store from './store.ts';

export {
  type Asking,
  askFor,
  compiledOnce,
  compiledVersion,
  layPage,
  seenOf,
} from './commands/index.ts';
export { answerWords } from './notices.ts';
export { requestsAbout, sharedForms } from './queries/index.ts';
export { deleteAbout as forgetInForms, setReaders } from './store.ts';

export const {
  adaptForm,
  askAgain,
  changeForm,
  declineRequest,
  keepDraft,
  openRequest,
  publishForm,
  publishShipped,
  recallRequest,
  remindRequest,
  savePage,
  sendBack,
  submitAnswers,
  takeNewerForm,
  undoChange,
} = commands;
export const {
  getAnswerPage,
  getBeside,
  getCheck,
  getFile,
  getForm,
  getPreview,
  getRequest,
  getWords,
  listForms,
  listOwnRequests,
} = queries;

/** The version asked for now: an organisation's own where it has published one, else the product's. */
export async function versionOf(
  read: Readable,
  key: string,
  orgId: OrgId | null = null,
): Promise<PublishedForm | null> {
  return (await store.newestVersion(read, key, orgId)) ?? null;
}

export const forms: ServerModule = {
  commands: [
    adaptForm,
    askAgain,
    changeForm,
    declineRequest,
    keepDraft,
    openRequest,
    publishForm,
    publishShipped,
    recallRequest,
    remindRequest,
    savePage,
    sendBack,
    submitAnswers,
    takeNewerForm,
    undoChange,
  ],
  queries: [
    getAnswerPage,
    getBeside,
    getCheck,
    getFile,
    getForm,
    getPreview,
    getRequest,
    getWords,
    listForms,
    listOwnRequests,
  ],
  privacy,
};
