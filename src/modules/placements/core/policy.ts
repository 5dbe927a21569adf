import { type Actor, isPerson, worksFor } from '#kernel/actor.ts';
import { ageOn, type CalendarDate } from '#kernel/dates.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type Dossier, rolesFor } from '#modules/mobilities/core/index.ts';
import type { Side } from './types.ts';

/** Head or coordinator of the organisation that hosts: it proposes, withdraws and names the contact person. */
export function hostsFor(actor: Actor, dossier: Dossier): boolean {
  return worksFor(actor, dossier.hostingOrgId, 'head', 'coordinator');
}

export function mayPropose(actor: Actor, dossier: Dossier, today: CalendarDate): Decision {
  const held = rolesFor(actor, dossier, today);
  if (held.includes('hosting_support') && hostsFor(actor, dossier)) return allow;
  return held.length > 0 ? refuse('placements.refused.hosting-proposes') : hide;
}

/** Everybody who may speak for a side of one placement. */
export type Askable = {
  dossier: Dossier;
  hostSchoolId: OrgId;
  family: readonly { personId: PersonId | null; birthDate: CalendarDate }[];
  guardianIds: readonly PersonId[];
  asked: readonly Side[];
};

/**
 * Sides this person may answer for. The hosting organisation may pass on what a family said that does not sign in; it is
 * noted that it did.
 */
export function sidesOf(actor: Actor, on: Askable, today: CalendarDate): Side[] {
  const speaks: Record<Side, boolean> = {
    host_school: worksFor(actor, on.hostSchoolId, 'head', 'coordinator'),
    host_family:
      on.family.some((m) => isPerson(actor, m.personId) && ageOn(m.birthDate, today) >= 18) ||
      hostsFor(actor, on.dossier),
    pupil: isPerson(actor, on.dossier.pupilId),
    guardian: on.guardianIds.some((id) => isPerson(actor, id)),
  };
  return on.asked.filter((side) => speaks[side]);
}

/** Strangers find nothing; parties without this side are told whose answer it is. */
export function mayAnswer(actor: Actor, on: Askable, side: Side, today: CalendarDate): Decision {
  const mine = sidesOf(actor, on, today);
  if (mine.includes(side)) return allow;
  return mine.length > 0 || rolesFor(actor, on.dossier, today).length > 0
    ? refuse('placements.refused.not-your-answer')
    : hide;
}
