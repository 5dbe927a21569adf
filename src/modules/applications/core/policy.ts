import type { Actor, OrgRole } from '#kernel/actor.ts';
import { isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { doesTask, type Shares } from '#modules/partnerships/core/index.ts';
import type { ApplicationParties, ApplicationRole } from './types.ts';

/** Who at the school works with applications, and who decides about them. */
export const schoolReaders: OrgRole[] = ['head', 'coordinator', 'teacher'];
const schoolDeciders: OrgRole[] = ['head', 'coordinator'];
/** Who at the supporting organisation reads them. */
export const supportReaders: OrgRole[] = ['head', 'coordinator', 'volunteer'];

/** What the actor is to an application; null for strangers, other schools and guardians of other children. */
export function roleOf(actor: Actor, a: ApplicationParties): ApplicationRole | null {
  if (isPerson(actor, a.pupilId)) return 'pupil';
  if (a.guardianIds.some((id) => isPerson(actor, id))) return 'guardian';
  if (worksFor(actor, a.sendingSchoolId, ...schoolReaders)) return 'school';
  if (a.sendingOrgId && worksFor(actor, a.sendingOrgId, ...supportReaders)) return 'supporting';
  return null;
}

/** The application is the pupil's own words: nobody else writes, submits or withdraws it. */
export function mayWrite(actor: Actor, a: ApplicationParties): Decision {
  const role = roleOf(actor, a);
  if (role === null) return hide;
  return allowIf(role === 'pupil', refuse('applications.refused.only-pupil'));
}

/** Guardians consent for a minor; somebody of age consents in their own name, and nobody else can. */
export function mayConsent(actor: Actor, a: ApplicationParties, isOfAge: boolean): Decision {
  const role = roleOf(actor, a);
  if (role === null) return hide;
  if (role === 'pupil') return allowIf(isOfAge, refuse('applications.refused.consent-by-guardian'));
  if (role === 'guardian')
    return allowIf(!isOfAge, refuse('applications.refused.consent-by-pupil'));
  return refuse('applications.refused.consent-by-family');
}

/** The core decision stays the school's: its head or coordinator selects. */
export function mayDecide(actor: Actor, a: ApplicationParties): Decision {
  const role = roleOf(actor, a);
  if (role === null) return hide;
  if (worksFor(actor, a.sendingSchoolId, ...schoolDeciders)) return allow;
  return refuse(
    role === 'school'
      ? 'applications.refused.head-or-coordinator'
      : 'applications.refused.school-decides',
  );
}

/** School and supporting organisation, as far as their table of who does what says so. */
export function mayRemind(actor: Actor, a: ApplicationParties, shares: Shares): Decision {
  const role = roleOf(actor, a);
  if (role !== 'school' && role !== 'supporting') return hide;
  return allowIf(
    doesTask(shares, role === 'school' ? 'sending-school' : 'sending-support'),
    refuse('partnerships.refused.task-elsewhere'),
  );
}

/** School and supporting organisation ask for words about a pupil; the pupil may ask their own teachers too. */
export function mayAskForWords(actor: Actor, a: ApplicationParties): Decision {
  const role = roleOf(actor, a);
  if (role === null) return hide;
  return allowIf(role !== 'guardian', refuse('applications.asked.not-guardian'));
}

/**
 * Pupils are added by their own school, and only when it takes part in the project; by its supporting organisation where
 * the two agreed so in their table of who does what.
 */
export function mayAddPupils(
  actor: Actor,
  at: {
    schoolId: OrgId;
    schoolTakesPart: boolean;
    otherParties: readonly OrgId[];
    schoolDoes: boolean;
    supportingDo: readonly OrgId[];
  },
): Decision {
  if (at.schoolTakesPart) {
    if (at.supportingDo.some((id) => worksFor(actor, id, ...schoolDeciders))) return allow;
    if (worksFor(actor, at.schoolId, ...schoolReaders))
      return allowIf(at.schoolDoes, refuse('partnerships.refused.task-elsewhere'));
  }
  return [at.schoolId, ...at.otherParties].some((id) => worksFor(actor, id))
    ? refuse('applications.refused.own-school-adds')
    : hide;
}

/** The school chooses who supports its pupils. */
export function mayChooseSupport(
  actor: Actor,
  at: { schoolId: OrgId; schoolTakesPart: boolean; otherParties: readonly OrgId[] },
): Decision {
  if (at.schoolTakesPart && worksFor(actor, at.schoolId, ...schoolDeciders)) return allow;
  return [at.schoolId, ...at.otherParties].some((id) => worksFor(actor, id))
    ? refuse('applications.refused.school-chooses-support')
    : hide;
}
