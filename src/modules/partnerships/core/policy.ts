import { type Actor, isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { isCore } from './rules.ts';
import type { DecisionTopic, PartnershipSides, Shares, TaskParty } from './types.ts';

/** Head and coordinator speak for an organisation to others; colleagues are told so, strangers find nothing. */
export function maySpeakFor(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator'),
    refuse('partnerships.refused.only-leaders'),
  );
}

/** The side somebody works for; null for strangers. */
export function sideOf(actor: Actor, on: PartnershipSides): OrgId | null {
  if (worksFor(actor, on.firstOrgId)) return on.firstOrgId;
  return worksFor(actor, on.secondOrgId) ? on.secondOrgId : null;
}

/** Everybody who works for one of the two reads what they agreed. */
export function maySeePartnership(actor: Actor, on: PartnershipSides): boolean {
  return sideOf(actor, on) !== null;
}

/** Writes, accepts and ends for one side: head or coordinator there. */
export function mayActFor(actor: Actor, on: PartnershipSides): Decision {
  const speaks = [on.firstOrgId, on.secondOrgId].map((orgId) => maySpeakFor(actor, orgId));
  return speaks.find((d) => d.allow) ?? speaks.find((d) => 'hidden' in d && !d.hidden) ?? hide;
}

/** The side somebody acts for, as head or coordinator; null when they may not. */
export function actingSide(actor: Actor, on: PartnershipSides): OrgId | null {
  return [on.firstOrgId, on.secondOrgId].find((orgId) => maySpeakFor(actor, orgId).allow) ?? null;
}

/** Answered by the side it was put to; the side that put it there is told whose turn it is. */
export function mayAnswerFor(
  actor: Actor,
  on: PartnershipSides & { proposedByOrgId: OrgId; askedName: string },
): Decision {
  const asked = on.firstOrgId === on.proposedByOrgId ? on.secondOrgId : on.firstOrgId;
  const decision = maySpeakFor(actor, asked);
  if (decision.allow || worksFor(actor, asked)) return decision;
  return worksFor(actor, on.proposedByOrgId)
    ? refuse('partnerships.refused.their-answer', { org: on.askedName })
    : hide;
}

/** Whether a party of the table does a task. */
export function doesTask(shares: Shares, party: TaskParty): boolean {
  return shares.does.includes(party);
}

/** Partners of what the decision is about: others do not learn that it was asked for. */
export function maySeeDecision(actor: Actor, orgIds: readonly OrgId[]): boolean {
  return orgIds.some((orgId) => worksFor(actor, orgId));
}

/** Head or coordinator of the organisation that must decide; a core decision only where that is a school. */
export function mayDecide(
  actor: Actor,
  decision: {
    orgIds: readonly OrgId[];
    decidingOrgId: OrgId;
    decidingName: string;
    decidingKind: string;
    topic: DecisionTopic;
  },
): Decision {
  if (!maySeeDecision(actor, decision.orgIds)) return hide;
  if (isCore(decision.topic) && decision.decidingKind !== 'school')
    return refuse('partnerships.refused.school-decides');
  return worksFor(actor, decision.decidingOrgId, 'head', 'coordinator')
    ? allow
    : refuse('partnerships.refused.decided-by', { org: decision.decidingName });
}

/** Who asked, and who leads the organisation that asked. */
export function mayWithdrawQuestion(
  actor: Actor,
  question: {
    orgIds: readonly OrgId[];
    askedBy: PersonId;
    askedByOrgId: OrgId;
    askedByName: string;
  },
): Decision {
  if (!maySeeDecision(actor, question.orgIds)) return hide;
  return isPerson(actor, question.askedBy) || maySpeakFor(actor, question.askedByOrgId).allow
    ? allow
    : refuse('partnerships.refused.asked-by', { org: question.askedByName });
}
