import type { Actor } from '#kernel/actor.ts';
import { isPerson, worksFor } from '#kernel/actor.ts';
import { allowIf, type Decision, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';

/** Facilitators are named by their organisation; one role in any organisation is enough. */
export function mayOpenRounds(actor: Actor): boolean {
  return actor.kind === 'person' && actor.orgs.some((o) => o.roles.includes('facilitator'));
}

/** Who registers speaks for an organisation they work for: pupils and families do not, and are never in a round. */
export function mayRegister(actor: Actor, orgId: OrgId): Decision {
  return allowIf(worksFor(actor, orgId), refuse('rounds.refused.not-your-organisation'));
}

export function leads(actor: Actor, round: { facilitator_id: string }): boolean {
  return isPerson(actor, round.facilitator_id);
}
