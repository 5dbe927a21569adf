import { type Actor, isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type Dossier, isOfAge, rolesFor } from '#modules/mobilities/core/index.ts';
import type { OrientationFacts } from './types.ts';

/** Head, coordinator and teacher plan; volunteers note who came. */
export function mayPlanFor(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator', 'teacher'),
    refuse('orientation.refused.not-your-role'),
  );
}

/** Partners whose pupils take part read it and are told whose it is; what is planned still is nobody else's. */
export function mayRun(actor: Actor, o: OrientationFacts): Decision {
  if (worksFor(actor, o.orgId)) return mayPlanFor(actor, o.orgId);
  return o.state === 'draft' ? hide : refuse('orientation.refused.theirs', { org: o.orgName });
}

/** Who came is written down by anybody who works for the organisation that ran it. */
export function mayRecord(actor: Actor, o: OrientationFacts): Decision {
  if (worksFor(actor, o.orgId)) return allow;
  return mayRun(actor, o);
}

/** The test is for those who take part. */
export function mayTry(actor: Actor, o: OrientationFacts): Decision {
  if (actor.kind !== 'person') return hide;
  if (o.participantIds.includes(actor.personId)) return allow;
  return worksFor(actor, o.orgId) ? refuse('orientation.refused.no-part') : hide;
}

const coordinates = (actor: Actor, orgId: OrgId | null): boolean =>
  worksFor(actor, orgId, 'head', 'coordinator');

/** Coordinators of the organisations that have a part in a stay today. */
function coordinatesStay(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  return dossier.parties.some(
    (p) =>
      p.orgId !== null &&
      coordinates(actor, p.orgId) &&
      Temporal.PlainDate.compare(p.fromOn, today) <= 0 &&
      (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
  );
}

const isContactTeacher = (actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean =>
  isPerson(actor, dossier.contactTeacherId) ||
  dossier.parties.some(
    (p) =>
      p.role === 'contact_teacher' &&
      isPerson(actor, p.personId) &&
      (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
  );

/** Language goals: the pupil, guardians, the contact teacher, and the coordinators of both sides. Nobody else. */
export function seesGoals(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  const roles = rolesFor(actor, dossier, today);
  return (
    roles.includes('pupil') ||
    roles.includes('guardian') ||
    isContactTeacher(actor, dossier, today) ||
    coordinatesStay(actor, dossier, today)
  );
}

/** Set by the pupil, the contact teacher or a coordinator; guardians read. */
export function maySetGoal(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): Decision {
  if (!seesGoals(actor, dossier, today)) return hide;
  return allowIf(
    isPerson(actor, dossier.pupilId) ||
      isContactTeacher(actor, dossier, today) ||
      coordinatesStay(actor, dossier, today),
    refuse('orientation.refused.guardian-reads'),
  );
}

/** As whom somebody says what was reached: the pupil for themselves, the teacher for the teacher. Null for others. */
export function levelSaidBy(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): 'self' | 'teacher' | null {
  if (isPerson(actor, dossier.pupilId)) return 'self';
  return isContactTeacher(actor, dossier, today) || coordinatesStay(actor, dossier, today)
    ? 'teacher'
    : null;
}

/** Being known to others nearby: asked of the pupil, and of a guardian while the pupil is under age. */
export function nearbyPart(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): 'pupil' | 'guardian' | 'coordinator' | null {
  const roles = rolesFor(actor, dossier, today);
  if (roles.includes('pupil')) return 'pupil';
  if (roles.includes('guardian')) return 'guardian';
  return coordinatesStay(actor, dossier, today) ? 'coordinator' : null;
}

/** Under age a guardian has to want it too. */
export function needsGuardian(dossier: Dossier, today: Temporal.PlainDate): boolean {
  return !isOfAge(dossier.pupilBirthDate, today);
}

export type PairFacts = {
  orgId: OrgId;
  firstPersonId: PersonId;
  secondPersonId: PersonId;
};

/** A coordinator of an organisation that has a part in both stays brings two together. */
export function maySuggest(
  actor: Actor,
  orgId: OrgId,
  both: readonly Dossier[],
  today: Temporal.PlainDate,
): Decision {
  if (!worksFor(actor, orgId)) return hide;
  const shares = both.every((d) =>
    d.parties.some(
      (p) =>
        p.orgId === orgId &&
        (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
    ),
  );
  if (!shares) return hide;
  return allowIf(coordinates(actor, orgId), refuse('orientation.refused.coordinators-suggest'));
}

/** Each of the two answers for themselves; guardians see it and can end it. */
export function mayAnswerPair(actor: Actor, pair: PairFacts): Decision {
  if (isPerson(actor, pair.firstPersonId) || isPerson(actor, pair.secondPersonId)) return allow;
  return worksFor(actor, pair.orgId) ? refuse('orientation.refused.they-answer') : hide;
}

/** Whoever sees a pair is one of the two, stands for one of them, or works where it was suggested. */
export function mayEndPair(actor: Actor, orgId: OrgId): Decision {
  if (actor.kind !== 'person') return hide;
  return allowIf(
    !worksFor(actor, orgId) || coordinates(actor, orgId),
    refuse('orientation.refused.coordinators-suggest'),
  );
}
