import type { Actor, OrgRole } from '#kernel/actor.ts';
import { isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { closedBecause } from './rules.ts';
import type { RequestCircumstances, RequestParties } from './types.ts';

/** Who at an organisation reads what was answered for it. */
const readingRoles: OrgRole[] = ['head', 'coordinator', 'teacher', 'volunteer'];
/** Who at an organisation reminds, recalls and asks again, and adapts forms. */
const managingRoles: OrgRole[] = ['head', 'coordinator'];

/** Whether the actor may know that this was asked. */
export function maySeeRequest(actor: Actor, r: RequestParties): boolean {
  if (isPerson(actor, r.addresseeId) || isPerson(actor, r.askedBy) || isPerson(actor, r.subjectId))
    return true;
  if (r.readerPersons.some((id) => isPerson(actor, id))) return true;
  return [r.askingOrgId, ...r.readerOrgs].some((id) => worksFor(actor, id, ...readingRoles));
}

/** What was submitted is read by those who were named when it was asked, and by who wrote it. */
export function mayReadAnswers(actor: Actor, r: RequestParties): boolean {
  if (r.state !== 'submitted') return false;
  if (isPerson(actor, r.addresseeId)) return true;
  if (r.readerPersons.some((id) => isPerson(actor, id))) return true;
  return r.readerOrgs.some((id) => worksFor(actor, id, ...readingRoles));
}

/** Who asked looks after it, and so do the coordinators of those it is for. */
export function mayManageRequest(actor: Actor, r: RequestParties): Decision {
  if (!maySeeRequest(actor, r)) return hide;
  if (isPerson(actor, r.askedBy)) return allow;
  return allowIf(
    [r.askingOrgId, ...r.readerOrgs].some((id) => worksFor(actor, id, ...managingRoles)),
    refuse('forms.refused.coordinator-manages'),
  );
}

/** Whose hand the request is in: the proof is the link, or being the person who was asked. */
export type Proof = 'link' | 'person';

/** Only who was asked writes, and only while it is open. Whoever else comes finds nothing. */
export function mayAnswer(
  actor: Actor,
  r: RequestParties,
  proof: Proof,
  at: RequestCircumstances,
  now: Temporal.Instant,
): Decision {
  if (proof === 'person' && !isPerson(actor, r.addresseeId)) return hide;
  const closed = closedBecause(r.state, at, now);
  return allowIf(closed === null, refuse(closed ?? ''));
}

/** An organisation's own form is changed by its head and coordinators. */
export function mayAdapt(actor: Actor, orgId: OrgId | null): Decision {
  if (!orgId || !worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, ...managingRoles),
    refuse('forms.refused.coordinator-adapts'),
  );
}

/** The organisations whose forms the actor may adapt. */
export function adaptingOrgs(actor: Actor): OrgId[] {
  if (actor.kind !== 'person') return [];
  return actor.orgs
    .filter((o) => o.roles.some((role) => managingRoles.includes(role)))
    .map((o) => o.orgId);
}

/** The product's own forms come with the product: nobody writes them by hand. */
export function mayPublishShipped(actor: Actor): Decision {
  return allowIf(actor.kind === 'system');
}
