import type { Actor } from '#kernel/actor.ts';
import { all, allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import {
  accessOf,
  type Dossier,
  needsRole,
  type PartyRole,
  phaseOf,
  rolesFor,
} from '#modules/mobilities/core/index.ts';
import { type EvaluationRole, evaluationRoles, type TalkPartner, talkPartners } from './types.ts';

/** Who writes check-ins down: never the host family, the school or the pupil. */
const keepers: PartyRole[] = ['contact_person', 'hosting_support'];

export function mayCheckIn(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): Decision {
  const abroad = dossier.state === 'departed' || dossier.state === 'settled';
  return all(
    needsRole(actor, dossier, today, ...keepers),
    abroad ? allow : refuse('support.refused.not-abroad'),
  );
}

/** Whether somebody is one of those who talk with pupil and family. */
export function keepsCheckIns(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  return rolesFor(actor, dossier, today).some((r) => keepers.includes(r));
}

/**
 * Whose answers somebody may read. Whoever is the pupil or belongs to the host family never reads the other's, even if
 * they hold another part in the same dossier.
 */
export function readableCheckIns(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): TalkPartner[] {
  const roles = rolesFor(actor, dossier, today);
  if (roles.includes('host_family') || roles.includes('guardian')) return [];
  if (roles.includes('pupil')) return ['pupil'];
  const phase = phaseOf(dossier.state);
  return roles.some((role) => accessOf(role, 'support', phase) !== 'none') ? [...talkPartners] : [];
}

/** The parts in which somebody may look back on this mobility. */
export function evaluatesAs(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): EvaluationRole[] {
  const roles = rolesFor(actor, dossier, today);
  return evaluationRoles.filter((role) => roles.includes(role));
}

export function mayEvaluate(
  actor: Actor,
  dossier: Dossier,
  role: EvaluationRole,
  today: Temporal.PlainDate,
): Decision {
  if (rolesFor(actor, dossier, today).length === 0) return hide;
  if (!evaluatesAs(actor, dossier, today).includes(role))
    return refuse('support.refused.not-your-evaluation');
  return dossier.state === 'returned' || dossier.state === 'recognised'
    ? allow
    : refuse('support.refused.not-returned');
}

/** The counts are for the four organisations; who wrote sees their own words. */
export function seesCounts(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  const organisations: PartyRole[] = [
    'sending_school',
    'host_school',
    'sending_support',
    'hosting_support',
  ];
  return rolesFor(actor, dossier, today).some((r) => organisations.includes(r));
}
