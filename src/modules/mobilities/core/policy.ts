import type { Actor, PersonActor } from '#kernel/actor.ts';
import { rolesIn } from '#kernel/actor.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import { type Phase, phaseOf } from './rules.ts';
import { type Dossier, type Party, type PartyRole, partyRoles } from './types.ts';

/** Parts of a dossier by how much they could hurt. */
export const sensitivities = [
  'contact',
  'profile',
  'placement',
  'learning',
  'travel',
  'support',
  'safeguarding',
  'money',
] as const;
export type Sensitivity = (typeof sensitivities)[number];
export type Access = 'none' | 'read' | 'write';

type Row = Partial<Record<Sensitivity, Access>>;

const all: Phase[] = ['before_match', 'placed', 'abroad', 'returned'];
const afterMatch: Phase[] = ['placed', 'abroad', 'returned'];

/**
 * The one table of who sees what: role x sensitivity x phase. What is not listed is none. Printed on the privacy page
 * and enumerated by a guard test.
 */
export const accessTable: { role: PartyRole; phases: Phase[]; access: Row }[] = [
  {
    role: 'pupil',
    phases: all,
    access: {
      contact: 'read',
      profile: 'write',
      placement: 'write',
      learning: 'write',
      travel: 'write',
      support: 'write',
    },
  },
  {
    role: 'guardian',
    phases: all,
    access: {
      contact: 'read',
      profile: 'read',
      placement: 'write',
      learning: 'write',
      travel: 'read',
    },
  },
  {
    role: 'sending_school',
    phases: all,
    access: {
      contact: 'read',
      profile: 'read',
      placement: 'read',
      learning: 'write',
      travel: 'write',
      support: 'read',
      money: 'write',
    },
  },
  {
    role: 'sending_support',
    phases: all,
    access: {
      contact: 'read',
      profile: 'read',
      placement: 'read',
      learning: 'read',
      travel: 'write',
      support: 'read',
    },
  },
  {
    role: 'hosting_support',
    phases: all,
    access: {
      contact: 'read',
      profile: 'read',
      placement: 'write',
      learning: 'read',
      travel: 'write',
      support: 'write',
    },
  },
  {
    role: 'host_school',
    phases: all,
    access: { profile: 'read', placement: 'write', learning: 'write' },
  },
  { role: 'host_school', phases: afterMatch, access: { contact: 'read', travel: 'read' } },
  {
    role: 'host_family',
    phases: afterMatch,
    access: { contact: 'read', profile: 'read', placement: 'write', travel: 'read' },
  },
  { role: 'mentor', phases: all, access: { contact: 'read', profile: 'read', learning: 'write' } },
  {
    role: 'contact_teacher',
    phases: all,
    access: { contact: 'read', profile: 'read', learning: 'write', travel: 'read' },
  },
  {
    role: 'contact_person',
    phases: afterMatch,
    access: {
      contact: 'read',
      profile: 'read',
      placement: 'read',
      support: 'write',
      travel: 'read',
    },
  },
];

const strength: Record<Access, number> = { none: 0, read: 1, write: 2 };

function inForce(party: Party, today: Temporal.PlainDate): boolean {
  return (
    Temporal.PlainDate.compare(party.fromOn, today) <= 0 &&
    (party.untilOn === null || Temporal.PlainDate.compare(party.untilOn, today) >= 0)
  );
}

/**
 * As whom the actor finds dossiers: themselves, and the organisations they act for. A volunteer does not act for an
 * organisation: of its dossiers they find those in which they have a part of their own.
 */
export function partiesFor(actor: PersonActor): string[] {
  const acting = actor.orgs.filter((o) => o.roles.some((r) => r !== 'volunteer'));
  return [actor.personId, ...acting.map((o) => o.orgId)];
}

/** The parts the actor plays in this dossier today: as a person, and by working for an organisation that is a party. */
export function rolesFor(
  actor: Actor,
  dossier: Pick<Dossier, 'parties'>,
  today: Temporal.PlainDate,
): PartyRole[] {
  if (actor.kind !== 'person') return [];
  const mine = partiesFor(actor);
  const roles = dossier.parties
    .filter((p) => inForce(p, today) && mine.includes(p.personId ?? p.orgId ?? ''))
    .map((p) => p.role);
  return [...new Set(roles)];
}

/** How far the actor may go with a part of the dossier, by the strongest of their roles. */
export function accessTo(
  actor: Actor,
  dossier: Dossier,
  sensitivity: Sensitivity,
  today: Temporal.PlainDate,
): Access {
  const roles = rolesFor(actor, dossier, today);
  const phase = phaseOf(dossier.state);
  let best: Access = 'none';
  for (const row of accessTable) {
    if (!roles.includes(row.role) || !row.phases.includes(phase)) continue;
    const access = row.access[sensitivity] ?? 'none';
    if (strength[access] > strength[best]) best = access;
  }
  return best;
}

/** For commands: strangers get "not found", parties without the right a sentence. */
export function mayWrite(
  actor: Actor,
  dossier: Dossier,
  sensitivity: Sensitivity,
  today: Temporal.PlainDate,
): Decision {
  if (rolesFor(actor, dossier, today).length === 0) return hide;
  return accessTo(actor, dossier, sensitivity, today) === 'write'
    ? allow
    : refuse('mobilities.refused.not-your-part');
}

export function mayRead(
  actor: Actor,
  dossier: Dossier,
  sensitivity: Sensitivity,
  today: Temporal.PlainDate,
): boolean {
  return accessTo(actor, dossier, sensitivity, today) !== 'none';
}

/** One of these parts is needed; strangers get "not found". */
export function needsRole(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
  ...roles: PartyRole[]
): Decision {
  const held = rolesFor(actor, dossier, today);
  if (held.length === 0) return hide;
  return held.some((r) => roles.includes(r)) ? allow : refuse('mobilities.refused.not-your-part');
}

/** Decisions that stay the school's (programme rule): its head or coordinator. */
export function decidesForSchool(actor: Actor, orgId: string | null): boolean {
  return rolesIn(actor, orgId).some((r) => r === 'head' || r === 'coordinator');
}

/** The binding consent: only with family, mentor and agreement known, and only by a guardian (or a pupil of age). */
export function mayConsent(
  actor: Actor,
  dossier: Dossier,
  ofAge: boolean,
  today: Temporal.PlainDate,
): Decision {
  const roles = rolesFor(actor, dossier, today);
  if (roles.length === 0) return hide;
  if (!roles.includes(ofAge ? 'pupil' : 'guardian'))
    return refuse('mobilities.refused.guardian-consents');
  if (dossier.state === 'selected' || !dossier.hostSchoolId)
    return refuse('mobilities.refused.no-family-yet');
  if (!dossier.mentorId) return refuse('mobilities.refused.no-mentor-yet');
  if (dossier.state === 'placed') return refuse('mobilities.refused.no-agreement-yet');
  return allow;
}

/** The binding consent is taken back by whom it was asked of: a guardian, or a pupil of age. */
export function mayTakeBackConsent(
  actor: Actor,
  dossier: Dossier,
  ofAge: boolean,
  today: Temporal.PlainDate,
): Decision {
  const roles = rolesFor(actor, dossier, today);
  if (roles.length === 0) return hide;
  return roles.includes(ofAge ? 'pupil' : 'guardian')
    ? allow
    : refuse('mobilities.refused.guardian-consents');
}

/** How far a role may go with a part of a dossier in a phase: the table, asked the other way round. */
export function accessOf(role: PartyRole, sensitivity: Sensitivity, phase: Phase): Access {
  let best: Access = 'none';
  for (const row of accessTable) {
    if (row.role !== role || !row.phases.includes(phase)) continue;
    const access = row.access[sensitivity] ?? 'none';
    if (strength[access] > strength[best]) best = access;
  }
  return best;
}

/** The roles that see a part of a dossier in a phase, as data for a list that is cut to them. */
export function rolesThatSee(sensitivity: Sensitivity, phase: Phase): PartyRole[] {
  return partyRoles.filter((role) => accessOf(role, sensitivity, phase) !== 'none');
}

export const phases: readonly Phase[] = all;
