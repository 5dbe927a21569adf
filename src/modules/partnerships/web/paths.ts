import { path } from '#platform/http/path.ts';

export const paths = {
  partnerships: path('/partnerships'),
  writeTo: path('/organisations/:orgId/write'),
  propose: path('/organisations/:orgId/propose-partnership'),
  letters: path('/organisations/:orgId/letters'),
  contact: path('/contacts/:contactId'),
  answerContact: path('/contacts/:contactId/answer'),
  declineContact: path('/contacts/:contactId/decline'),
  partnership: path('/partnerships/:partnershipId'),
  answerProposal: path('/partnerships/:partnershipId/answer'),
  end: path('/partnerships/:partnershipId/end'),
  agreement: path('/partnerships/:partnershipId/agreement'),
  editAgreement: path('/partnerships/:partnershipId/agreement/edit'),
  putAgreement: path('/partnerships/:partnershipId/agreement/put'),
  acceptAgreement: path('/partnerships/:partnershipId/agreement/accept'),
  sendBack: path('/partnerships/:partnershipId/agreement/send-back'),
  changeAgreement: path('/partnerships/:partnershipId/agreement/change'),
  version: path('/partnerships/:partnershipId/versions/:number'),
  paper: path('/partnerships/:partnershipId/versions/:number/paper.pdf'),
  responsibilities: path('/partnerships/:partnershipId/responsibilities'),
  responsibilitiesFile: path('/partnerships/:partnershipId/responsibilities.xlsx'),
  task: path('/partnerships/:partnershipId/responsibilities/:taskId'),
  answerTask: path('/partnerships/:partnershipId/changes/:changeId/answer'),
  withdrawTask: path('/partnerships/:partnershipId/changes/:changeId/withdraw'),
  decisions: path('/decisions'),
  newDecision: path('/decisions/new'),
  chooseDecision: path('/decisions/ask'),
  decision: path('/decisions/:decisionId'),
  opinion: path('/decisions/:decisionId/opinion'),
  decide: path('/decisions/:decisionId/decide'),
  withdrawDecision: path('/decisions/:decisionId/withdraw'),
};

/** Where a first letter is written; what somebody was looking for is said in it already. */
export function contactPath(orgId: string, wish: Record<string, string> = {}): string {
  return paths.writeTo.href({ orgId }, wish);
}

/** Where a decision is asked for about something of another module. */
export function askAddress(kind: string, id: string): string {
  return paths.newDecision.href(undefined, { about: `${kind}:${id}` });
}

/** Where the decisions about something of another module are read. */
export function listAddress(kind: string, id: string): string {
  return paths.decisions.href(undefined, { about: `${kind}:${id}` });
}
