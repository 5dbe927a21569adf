import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, refuse } from '#kernel/decision.ts';

/** Facilitators are named by their organisation; one role in any organisation is enough. */
export function isFacilitator(actor: Actor): boolean {
  return actor.kind === 'person' && actor.orgs.some((o) => o.roles.includes('facilitator'));
}

export function mayFormClubs(actor: Actor): Decision {
  return allowIf(isFacilitator(actor), refuse('clubs.refused.facilitators-only'));
}

/** Members see the club; what moves it on is the facilitator's. */
export function mayLead(actor: Actor, club: { facilitator_id: string }): Decision {
  return isPerson(actor, club.facilitator_id) ? allow : refuse('clubs.refused.not-your-club');
}
