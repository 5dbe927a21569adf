import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { ClubState, MemberState } from './types.ts';

/** Facilitators are named by their organisation; one role in any organisation is enough. */
export function isFacilitator(actor: Actor): boolean {
  return actor.kind === 'person' && actor.orgs.some((o) => o.roles.includes('facilitator'));
}

export function mayFormClubs(actor: Actor): Decision {
  return allowIf(isFacilitator(actor), refuse('clubs.refused.facilitators-only'));
}

type Place = { person_id: string; state: MemberState; leads?: boolean };

/** Members see the club; what moves it on is the facilitator's, and of whom the facilitator has asked to lead with them. */
export function mayLead(
  actor: Actor,
  club: { facilitator_id: string },
  members: readonly Place[] = [],
): Decision {
  if (isPerson(actor, club.facilitator_id)) return allow;
  return members.some((m) => m.leads && m.state === 'accepted' && isPerson(actor, m.person_id))
    ? allow
    : refuse('clubs.refused.not-your-club');
}

/** Only the facilitator: who leads with them does not choose who leads. */
export function mayOwnClub(actor: Actor, club: { facilitator_id: string }): Decision {
  return isPerson(actor, club.facilitator_id) ? allow : refuse('clubs.refused.not-your-club');
}

/** Who is in the club today. Who was only asked knows that it exists, and has to answer first. */
export function mayTakePart(
  actor: Actor,
  club: { facilitator_id: string },
  members: readonly Place[],
): Decision {
  if (isPerson(actor, club.facilitator_id)) return allow;
  const own = members.find((m) => isPerson(actor, m.person_id));
  if (own?.state === 'accepted') return allow;
  return own?.state === 'proposed' ? refuse('clubs.refused.answer-first') : hide;
}

/** Nothing more is written where a club is archived, and nothing is planned before it runs. */
export function inState(club: { state: ClubState }, ...states: ClubState[]): Decision {
  return states.includes(club.state)
    ? allow
    : refuse(club.state === 'forming' ? 'clubs.refused.not-running' : 'clubs.refused.over');
}

/** A plan is its person's, also after they have left the club. */
export function mayOwnPlan(actor: Actor, plan: { person_id: string }): Decision {
  return isPerson(actor, plan.person_id) ? allow : refuse('clubs.refused.not-your-plan');
}
