import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Dossier, rolesFor } from '#modules/mobilities/core/index.ts';
import type { RaiserPart } from './types.ts';

/** Head or coordinator of an organisation. */
export function leads(actor: Actor, orgId: OrgId | null): boolean {
  return worksFor(actor, orgId, 'head', 'coordinator');
}

export type GroupParties = {
  orgId: OrgId;
  partnerOrgId: OrgId | null;
  memberIds: readonly PersonId[];
};

/** Whoever leads one of the organisations that share duty makes its rota. */
export function leadsGroup(actor: Actor, group: GroupParties): boolean {
  return leads(actor, group.orgId) || leads(actor, group.partnerOrgId);
}

export function sharesDuty(actor: Actor, group: GroupParties): boolean {
  return actor.kind === 'person' && group.memberIds.includes(actor.personId);
}

/** The rota is read by who shares duty and who works for one of the organisations. */
export function readsRota(actor: Actor, group: GroupParties): boolean {
  return (
    sharesDuty(actor, group) || worksFor(actor, group.orgId) || worksFor(actor, group.partnerOrgId)
  );
}

/** The parts in which somebody may raise an alarm about a stay: who lives it and who stands by. The nearest first. */
export function raisesAlarmAs(
  actor: Actor,
  dossier: Pick<Dossier, 'parties' | 'hostingOrgId' | 'sendingOrgId' | 'sendingSchoolId'>,
  today: Temporal.PlainDate,
): RaiserPart | null {
  const roles = rolesFor(actor, dossier, today);
  if (roles.includes('pupil')) return 'pupil';
  if (roles.includes('host_family')) return 'host_family';
  if (roles.includes('contact_person')) return 'contact_person';
  const coordinates =
    (roles.includes('hosting_support') && leads(actor, dossier.hostingOrgId)) ||
    (roles.includes('sending_support') && leads(actor, dossier.sendingOrgId)) ||
    (roles.includes('sending_school') && leads(actor, dossier.sendingSchoolId));
  return coordinates ? 'coordinator' : null;
}

export type IncidentParties = {
  orgId: OrgId;
  partnerOrgId: OrgId | null;
  mobilityId: MobilityId | null;
  /** who shares duty */
  memberIds: readonly PersonId[];
  /** pupil, guardians and host family: they never see it, whatever else they are */
  livingIds: readonly PersonId[];
};

/** Who sees an incident and works on it. The row policies say the same (migrations/0031). */
export function handlesIncident(actor: Actor, incident: IncidentParties): boolean {
  if (actor.kind !== 'person' || incident.livingIds.includes(actor.personId)) return false;
  return (
    incident.memberIds.includes(actor.personId) ||
    leads(actor, incident.orgId) ||
    leads(actor, incident.partnerOrgId)
  );
}

/**
 * The crisis action plan of a stay is for who lives it and who stands by on the spot and at home: pupil, parents, host
 * family, mentor, contact person, contact teacher, and those who lead the schools and organisations.
 */
export function readsPlan(
  actor: Actor,
  dossier: Pick<
    Dossier,
    'parties' | 'hostingOrgId' | 'sendingOrgId' | 'sendingSchoolId' | 'hostSchoolId'
  >,
  today: Temporal.PlainDate,
): boolean {
  const roles = rolesFor(actor, dossier, today);
  const named = ['guardian', 'mentor', 'contact_teacher'] as const;
  return (
    raisesAlarmAs(actor, dossier, today) !== null ||
    named.some((role) => roles.includes(role)) ||
    (roles.includes('host_school') && leads(actor, dossier.hostSchoolId))
  );
}
