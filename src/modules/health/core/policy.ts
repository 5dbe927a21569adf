import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import { allow, type Decision, hide } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type Dossier, type PartyRole, phaseOf, rolesFor } from '#modules/mobilities/core/index.ts';
import type { HealthCase } from './types.ts';

/** As whom somebody stands to a pupil's health. An organisation's head and coordinators lead; others are its staff. */
export const healthRoles = [
  'pupil',
  'pupil_of_age',
  'guardian',
  'guardian_of_adult',
  'contact_person',
  'mentor',
  'contact_teacher',
  'host_family',
  'sending_school_lead',
  'sending_school_staff',
  'sending_support_lead',
  'sending_support_staff',
  'hosting_support_lead',
  'hosting_support_staff',
  'host_school_lead',
  'host_school_staff',
  'administrator',
] as const;
export type HealthRole = (typeof healthRoles)[number];

export const healthActs = [
  /** the record in words, every part of it */
  'read-record',
  /** fill, sign, ask the physician, say that it is still true, ask to have it destroyed */
  'write-record',
  'read-looks',
  /** that it exists, what is missing from whom, when it was last confirmed: never what it says */
  'see-envelope',
  'remind',
  /** open it in an emergency, with a reason, for an hour, told to the family */
  'break-glass',
  'write-note',
  'check-note',
  /** withdraw it: the family what it accepted, who wrote it what is not answered yet */
  'end-note',
  /** the care note that was accepted */
  'read-note',
  /** destroys a record that the family asked to have destroyed, or whose time is over */
  'destroy',
] as const;
export type HealthAct = (typeof healthActs)[number];

const family = [
  'read-record',
  'write-record',
  'read-looks',
  'see-envelope',
  'check-note',
  'end-note',
  'read-note',
] as const satisfies HealthAct[];

/** The one table of who may do what with a pupil's health. What is not listed is hidden, and hidden is "not found". */
export const healthTable: Record<HealthRole, readonly HealthAct[]> = {
  pupil: ['read-record', 'read-looks', 'see-envelope', 'read-note'],
  pupil_of_age: family,
  guardian: family,
  guardian_of_adult: [],
  contact_person: ['see-envelope', 'remind', 'break-glass', 'write-note', 'end-note', 'read-note'],
  mentor: ['see-envelope', 'read-note'],
  contact_teacher: ['see-envelope'],
  host_family: ['read-note'],
  sending_school_lead: ['see-envelope', 'remind', 'break-glass', 'write-note', 'end-note'],
  sending_school_staff: ['see-envelope'],
  sending_support_lead: ['see-envelope', 'remind', 'break-glass'],
  sending_support_staff: ['see-envelope'],
  hosting_support_lead: ['see-envelope', 'remind', 'break-glass', 'write-note', 'end-note'],
  hosting_support_staff: ['see-envelope'],
  host_school_lead: ['see-envelope', 'remind', 'break-glass'],
  host_school_staff: ['see-envelope'],
  administrator: ['destroy'],
};

/**
 * Which act each command and query of this module asks for; a guard test walks through all of them. `own` lists what is
 * the asker's own, `link` is proved by a link, `installation` is work of its own.
 */
export const actOf: Record<string, HealthAct | 'own' | 'link' | 'installation'> = {
  'health.list-own-records': 'own',
  'health.list-duties': 'own',
  'health.get-record': 'read-record',
  'health.read-record': 'read-record',
  'health.get-answers': 'write-record',
  'health.list-looks': 'read-looks',
  'health.get-envelope': 'see-envelope',
  'health.get-emergency': 'break-glass',
  'health.get-care-note': 'read-note',
  'health.get-note-to-write': 'write-note',
  'health.get-note-to-check': 'check-note',
  'health.get-statement': 'link',
  'health.list-destructions': 'destroy',
  'health.save-answers': 'write-record',
  'health.sign-history': 'write-record',
  'health.ask-physician': 'write-record',
  'health.withdraw-link': 'write-record',
  'health.save-statement': 'link',
  'health.sign-statement': 'link',
  'health.confirm-record': 'write-record',
  'health.ask-destruction': 'write-record',
  'health.keep-record': 'write-record',
  'health.destroy-record': 'destroy',
  'health.destroy-due-records': 'installation',
  'health.remind-family': 'remind',
  'health.break-glass': 'break-glass',
  'health.look-inside': 'break-glass',
  'health.propose-note': 'write-note',
  'health.answer-note': 'check-note',
  'health.end-note': 'end-note',
};

const organisations = [
  'sending_school',
  'sending_support',
  'hosting_support',
  'host_school',
] as const satisfies PartyRole[];

const leads = (actor: Actor, orgId: OrgId | null) => worksFor(actor, orgId, 'head', 'coordinator');

/** Organisations of the dossier that the actor leads, with the part each plays in it today. */
function ledIn(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): { orgId: OrgId; role: (typeof organisations)[number] }[] {
  return organisations.flatMap((role) =>
    dossier.parties.flatMap((p) =>
      p.role === role &&
      p.orgId !== null &&
      leads(actor, p.orgId) &&
      rolesFor(actor, { parties: [p] }, today).length > 0
        ? [{ orgId: p.orgId, role }]
        : [],
    ),
  );
}

/**
 * As whom the actor stands to this pupil today. Guardians are those who are it now: somebody who lost custody is none,
 * even where the dossier still names them.
 */
export function healthRolesOf(
  actor: Actor,
  on: HealthCase,
  today: Temporal.PlainDate,
): HealthRole[] {
  if (actor.kind !== 'person') return [];
  const found = new Set<HealthRole>();
  if (actor.personId === on.pupilId) found.add(on.ofAge ? 'pupil_of_age' : 'pupil');
  else if (on.guardians.includes(actor.personId))
    found.add(on.ofAge ? 'guardian_of_adult' : 'guardian');
  if (actor.isAdmin) found.add('administrator');
  const { dossier } = on;
  if (!dossier || dossier.pupilId !== on.pupilId) return [...found];
  const held = rolesFor(actor, dossier, today);
  const led = ledIn(actor, dossier, today).map((o) => o.role);
  for (const role of held) {
    // decided above, by who they are today and not by what the dossier once noted
    if (role === 'pupil' || role === 'guardian') continue;
    // only once everybody has said yes to the placement does a family belong to it
    if (role === 'host_family' && phaseOf(dossier.state) === 'before_match') continue;
    if (role === 'sending_school' || role === 'sending_support')
      found.add(led.includes(role) ? `${role}_lead` : `${role}_staff`);
    else if (role === 'hosting_support' || role === 'host_school')
      found.add(led.includes(role) ? `${role}_lead` : `${role}_staff`);
    else found.add(role);
  }
  return [...found];
}

/** Whether one of these roles may; the table, asked. */
export function mayAs(roles: readonly HealthRole[], act: HealthAct): boolean {
  return roles.some((role) => healthTable[role].includes(act));
}

/** For commands: whoever may not learns nothing, not even that there is something. */
export function mayHealth(
  actor: Actor,
  act: HealthAct,
  on: HealthCase,
  today: Temporal.PlainDate,
): Decision {
  return mayAs(healthRolesOf(actor, on, today), act) ? allow : hide;
}

/** For whom somebody acts who opens a record: their organisation, or themselves as the contact person. */
export function openerOf(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): OrgId | null {
  if (actor.kind === 'person' && rolesFor(actor, dossier, today).includes('contact_person'))
    return null;
  return ledIn(actor, dossier, today)[0]?.orgId ?? null;
}
