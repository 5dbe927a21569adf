import { type Actor, isPerson } from '#kernel/actor.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import {
  type Dossier,
  decidesForSchool,
  mayRead,
  needsRole,
  rolesFor,
} from '#modules/mobilities/core/index.ts';
import type { SignatoryRole } from './types.ts';

/** The schools and the pupil make the agreement; guardians sign it, supporting organisations read along. */
export function mayDraft(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): Decision {
  return needsRole(
    actor,
    dossier,
    today,
    'pupil',
    'sending_school',
    'host_school',
    'mentor',
    'contact_teacher',
  );
}

/** The sending school leads the drafting, so it says when it is ready (Comenius guide; domain file). */
export function mayOpen(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): Decision {
  return needsRole(actor, dossier, today, 'sending_school', 'contact_teacher');
}

export function mayReadAgreement(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): boolean {
  return mayRead(actor, dossier, 'learning', today);
}

/** The parts in which somebody may sign: as a person, or as head or coordinator of one of the two schools. */
export function signableRoles(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): SignatoryRole[] {
  const roles = rolesFor(actor, dossier, today);
  const found: SignatoryRole[] = [];
  if (roles.includes('pupil') && isPerson(actor, dossier.pupilId)) found.push('pupil');
  if (roles.includes('guardian')) found.push('guardian');
  if (roles.includes('sending_school') && decidesForSchool(actor, dossier.sendingSchoolId))
    found.push('sending_school');
  if (roles.includes('host_school') && decidesForSchool(actor, dossier.hostSchoolId))
    found.push('host_school');
  return found;
}

/** Strangers find nothing; parties who do not sign are told who does. */
export function maySign(
  actor: Actor,
  dossier: Dossier,
  role: SignatoryRole,
  today: Temporal.PlainDate,
): Decision {
  if (rolesFor(actor, dossier, today).length === 0) return hide;
  return signableRoles(actor, dossier, today).includes(role)
    ? allow
    : refuse('learning.refused.not-your-signature');
}

/** The host school says what was achieved: its head, coordinator, or the mentor. */
export function mayIssueComplement(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  const roles = rolesFor(actor, dossier, today);
  if (roles.length === 0) return hide;
  if (roles.includes('mentor')) return allow;
  return roles.includes('host_school') && decidesForSchool(actor, dossier.hostSchoolId)
    ? allow
    : refuse('learning.refused.host-school-reports');
}

/** Recognition is a decision of the sending school: its head or coordinator (programme rule). */
export function mayDecideRecognition(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  const roles = rolesFor(actor, dossier, today);
  if (roles.length === 0) return hide;
  return roles.includes('sending_school') && decidesForSchool(actor, dossier.sendingSchoolId)
    ? allow
    : refuse('learning.refused.sending-school-decides');
}
