import type { Actor, OrgRole } from '#kernel/actor.ts';
import { isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { PersonId } from '#kernel/ids.ts';
import type { RoundParties } from './types.ts';

/** Who at the school runs a round, and decides. */
export const schoolDeciders: OrgRole[] = ['head', 'coordinator'];
/** Who at the supporting organisation runs it with the school. */
export const supportRunners: OrgRole[] = ['head', 'coordinator'];
/** Who of the two may be asked to rate. */
export const raterRoles: OrgRole[] = ['head', 'coordinator', 'teacher', 'mentor', 'volunteer'];

export type RoundRole = 'school' | 'supporting' | 'rater';

/** What the actor is to a round, the most first; null for strangers and for pupils, who only read what is published. */
export function roundRole(actor: Actor, round: RoundParties): RoundRole | null {
  if (worksFor(actor, round.schoolId, ...schoolDeciders)) return 'school';
  if (round.supportOrgId && worksFor(actor, round.supportOrgId, ...supportRunners))
    return 'supporting';
  return isRater(actor, round) ? 'rater' : null;
}

/** A rater rates for one of the two organisations: who left it no longer does. */
export function isRater(actor: Actor, round: RoundParties): boolean {
  return (
    round.raterIds.some((id) => isPerson(actor, id)) &&
    (worksFor(actor, round.schoolId) || worksFor(actor, round.supportOrgId))
  );
}

/** Criteria, raters and dates are prepared by both organisations together. */
export function mayPrepare(actor: Actor, round: RoundParties): Decision {
  const role = roundRole(actor, round);
  if (role === 'school' || role === 'supporting') return allow;
  return role === 'rater' ? refuse('selection.refused.organisers') : hide;
}

/** Opening a round, publishing it and deciding are the school's. */
export function mayDecideRound(actor: Actor, round: RoundParties): Decision {
  const role = roundRole(actor, round);
  if (role === null) return hide;
  return allowIf(role === 'school', refuse('selection.refused.school-decides'));
}

export function mayOpenRound(
  actor: Actor,
  at: Pick<RoundParties, 'schoolId'> & { otherParties: readonly `org_${string}`[] },
): Decision {
  if (worksFor(actor, at.schoolId, ...schoolDeciders)) return allow;
  return [at.schoolId, ...at.otherParties].some((id) => worksFor(actor, id))
    ? refuse('selection.refused.school-opens')
    : hide;
}

export function mayRate(actor: Actor, round: RoundParties): Decision {
  if (isRater(actor, round)) return allow;
  return roundRole(actor, round) === null ? hide : refuse('selection.refused.not-rater');
}

/** The scores of all are compared from calibration on by those who rated and those who run the round. */
export function mayCompare(actor: Actor, round: RoundParties): Decision {
  if (roundRole(actor, round) === null) return hide;
  return allowIf(
    ['calibrating', 'decided', 'closed'].includes(round.state),
    refuse('selection.refused.not-compared-yet'),
  );
}

/** Whom a result is told to, and who may ask to look at it again. */
export function mayReadNews(
  actor: Actor,
  of: { pupilId: PersonId; guardianIds: readonly PersonId[] },
): Decision {
  return allowIf(isPerson(actor, of.pupilId) || of.guardianIds.some((id) => isPerson(actor, id)));
}

type ReviewParties = { deciders: readonly (PersonId | null)[]; handedTo: PersonId | null };

/** Whether somebody had no part in a decision: neither planned nor took it, nor rated for it. */
export function tookNoPart(
  personId: PersonId,
  round: Pick<RoundParties, 'raterIds'>,
  deciders: readonly (PersonId | null)[],
): boolean {
  return !deciders.includes(personId) && !round.raterIds.includes(personId);
}

/** Somebody answers who had no part in the decision: a head or coordinator of the school, or who was asked to. */
export function mayAnswerReview(
  actor: Actor,
  round: RoundParties,
  { deciders, handedTo }: ReviewParties,
): Decision {
  const asked = isPerson(actor, handedTo);
  const decision = mayDecideRound(actor, round);
  if (!asked && !decision.allow) return decision;
  return allowIf(
    actor.kind === 'person' && tookNoPart(actor.personId, round, deciders),
    refuse('selection.refused.other-person-answers'),
  );
}
