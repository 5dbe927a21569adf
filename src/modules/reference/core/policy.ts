import { type Actor, orgIdsOf, worksFor } from '#kernel/actor.ts';
import { allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';

/** Whoever works for an organisation reads what its plans rest on; families see what follows on their timeline. */
export function mayRead(actor: Actor): boolean {
  return actor.kind === 'person' && (actor.isAdmin || orgIdsOf(actor).length > 0);
}

export function mayChange(actor: Actor): Decision {
  if (!mayRead(actor)) return hide;
  return allowIf(actor.kind === 'person' && actor.isAdmin, refuse('reference.refused.only-admin'));
}

/** Which calendar of its country an organisation goes by is its head's and its coordinators' to say. */
export function mayChooseRegion(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator'),
    refuse('reference.refused.only-leaders'),
  );
}

/** What an organisation or a network holds about countries is its head's and its coordinators' to write; others read it. */
export function mayHoldPolicies(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator'),
    refuse('reference.refused.only-policy-leaders'),
  );
}
