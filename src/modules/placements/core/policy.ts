import { type Actor, isPerson, worksFor } from '#kernel/actor.ts';
import { ageOn, type CalendarDate } from '#kernel/dates.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type Dossier, rolesFor } from '#modules/mobilities/core/index.ts';
import type { Placing, Side } from './types.ts';

/** Head or coordinator of the organisation that hosts: it accompanies the stay. */
export function hostsFor(actor: Actor, dossier: Dossier): boolean {
  return worksFor(actor, dossier.hostingOrgId, 'head', 'coordinator');
}

/** Names the contact person, who is of the hosting organisation. */
export function mayHost(actor: Actor, dossier: Dossier, today: CalendarDate): Decision {
  const held = rolesFor(actor, dossier, today);
  if (held.includes('hosting_support') && hostsFor(actor, dossier)) return allow;
  return held.length > 0 ? refuse('placements.refused.hosting-proposes') : hide;
}

/** Whether somebody proposes for a host school as one of it: only while the pupil has no place. */
const proposesAsSchool = (actor: Actor, dossier: Dossier, school: Placing['schools'][number]) =>
  school.schoolPlaces &&
  dossier.state === 'selected' &&
  worksFor(actor, school.orgId, 'head', 'coordinator');

/**
 * For which host schools somebody proposes families: the hosting organisation, unless it agreed with a school that the
 * school does (task `place-pupils` of their table of responsibilities).
 */
export function schoolsToPropose(actor: Actor, dossier: Dossier, placing: Placing): OrgId[] {
  return placing.schools
    .filter(
      (school) =>
        (school.hostingPlaces && hostsFor(actor, dossier)) ||
        proposesAsSchool(actor, dossier, school),
    )
    .map((school) => school.orgId);
}

/**
 * Whether a proposal is one that somebody's school made, or could have made: for itself, with a family that it keeps. Only
 * those does it see and take back; of the hosting organisation's families it learns nothing before the match.
 */
export function isSchoolsOwn(
  actor: Actor,
  dossier: Dossier,
  placing: Placing,
  proposal: { hostSchoolId: OrgId; keeperId: OrgId },
): boolean {
  const school = placing.schools.find((s) => s.orgId === proposal.hostSchoolId);
  return (
    school !== undefined &&
    proposal.keeperId === school.orgId &&
    proposesAsSchool(actor, dossier, school)
  );
}

export function mayPropose(
  actor: Actor,
  dossier: Dossier,
  placing: Placing,
  today: CalendarDate,
): Decision {
  if (schoolsToPropose(actor, dossier, placing).length > 0) return allow;
  const held = rolesFor(actor, dossier, today);
  // before a school offers a place there is nobody to agree with
  if (placing.schools.length === 0) return mayHost(actor, dossier, today);
  const others = placing.schools.filter((school) => !school.hostingPlaces);
  if (hostsFor(actor, dossier) && others.length > 0)
    return refuse('placements.refused.school-proposes', {
      who: others.map((school) => school.name).join(', '),
    });
  return held.length > 0 ? refuse('placements.refused.hosting-proposes') : hide;
}

/** Whose families somebody proposes: a school those it keeps itself, the hosting organisation also its schools' own. */
export function keepersToPropose(
  actor: Actor,
  dossier: Dossier,
  placing: Placing,
  hostSchoolId: OrgId,
): OrgId[] {
  const school = placing.schools.find((s) => s.orgId === hostSchoolId);
  if (!school) return [];
  const asHost = school.hostingPlaces && hostsFor(actor, dossier);
  const asSchool = proposesAsSchool(actor, dossier, school);
  return [
    ...(asHost && dossier.hostingOrgId ? [dossier.hostingOrgId] : []),
    ...(asSchool || (asHost && school.schoolRecruits) ? [school.orgId] : []),
  ];
}

/** Everybody who may speak for a side of one placement. */
export type Askable = {
  dossier: Dossier;
  hostSchoolId: OrgId;
  /** the organisation that keeps the family */
  keeperId: OrgId;
  family: readonly { personId: PersonId | null; birthDate: CalendarDate }[];
  guardianIds: readonly PersonId[];
  asked: readonly Side[];
};

/**
 * Sides this person may answer for. The organisation that keeps a family may pass on what it said where nobody of it signs
 * in; it is noted that it did.
 */
export function sidesOf(actor: Actor, on: Askable, today: CalendarDate): Side[] {
  const speaks: Record<Side, boolean> = {
    host_school: worksFor(actor, on.hostSchoolId, 'head', 'coordinator'),
    host_family:
      on.family.some((m) => isPerson(actor, m.personId) && ageOn(m.birthDate, today) >= 18) ||
      worksFor(actor, on.keeperId, 'head', 'coordinator'),
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
