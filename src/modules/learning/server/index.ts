import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { fileAgreement, fileComplement } from './commands.ts';
export { tryAgreement } from './jobs/print.ts';
export { dossierDocumentAccess, getAgreementPrint, learningFacts } from './queries.ts';

export const {
  changeAgreement,
  decideRecognition,
  declineAgreement,
  issueComplement,
  openForSignature,
  saveDraft,
  signAgreement,
  startAgreement,
} = commands;
export const { getAgreement, getRecognition, listTurns } = queries;

export const learning: ServerModule = {
  commands: [
    startAgreement,
    saveDraft,
    openForSignature,
    signAgreement,
    declineAgreement,
    changeAgreement,
    issueComplement,
    decideRecognition,
  ],
  queries: [getAgreement, getRecognition, listTurns],
  jobs,
  handlers,
  privacy,
};
