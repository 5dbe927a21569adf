import { describe, expect, it } from 'vitest';
import type { PersonActor } from '#kernel/actor.ts';
import {
  accessOf,
  accessTable,
  accessTo,
  type Dossier,
  mayConsent,
  mobilityLifecycle,
  nextStation,
  partiesFor,
  partyRoles,
  phases,
  rolesFor,
  rolesThatSee,
  sensitivities,
  stationsOf,
  turnAt,
} from './index.ts';

const day = Temporal.PlainDate.from;
const today = day('2027-01-10');

const person = (id: string, orgs: { orgId: string; roles: string[] }[] = []): PersonActor =>
  ({ kind: 'person', personId: id, name: id, language: 'en', isAdmin: false, orgs }) as never;

const dossier = (change: Partial<Dossier> = {}): Dossier =>
  ({
    id: 'mob_1',
    state: 'agreed',
    startsOn: day('2027-02-01'),
    endsOn: day('2027-03-28'),
    hostSchoolId: 'org_host',
    mentorId: 'per_mentor',
    parties: [
      {
        orgId: null,
        personId: 'per_pupil',
        role: 'pupil',
        fromOn: day('2026-11-01'),
        untilOn: null,
      },
      {
        orgId: null,
        personId: 'per_mother',
        role: 'guardian',
        fromOn: day('2026-11-01'),
        untilOn: null,
      },
      {
        orgId: null,
        personId: 'per_family',
        role: 'host_family',
        fromOn: day('2026-11-01'),
        untilOn: day('2027-01-09'),
      },
      {
        orgId: 'org_send',
        personId: null,
        role: 'sending_school',
        fromOn: day('2026-11-01'),
        untilOn: null,
      },
    ],
    ...change,
  }) as never;

describe('the journey line', () => {
  const stay = { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') };

  it('shows what lies behind, what is next and what is ahead', () => {
    const views = stationsOf({ state: 'placed', ...stay }, today);
    expect(views.map((s) => s.state)).toEqual([
      'done',
      'done',
      'done',
      'current',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ]);
    expect(nextStation(views)?.id).toBe('agreed');
    expect(nextStation(views)?.due?.toString()).toBe('2027-01-18');
  });

  it('is late from the day after the due date on, not on it', () => {
    expect(nextStation(stationsOf({ state: 'placed', ...stay }, day('2027-01-18')))?.state).toBe(
      'current',
    );
    expect(nextStation(stationsOf({ state: 'placed', ...stay }, day('2027-01-19')))?.state).toBe(
      'late',
    );
  });

  it('has nothing next when complete or given up', () => {
    expect(nextStation(stationsOf({ state: 'recognised', ...stay }, today))).toBeNull();
    expect(nextStation(stationsOf({ state: 'withdrawn', ...stay }, today))).toBeNull();
  });

  it('gives the turn to the school until a hosting side is chosen, and to it until there is a contact person', () => {
    expect(turnAt('placed', { hostingOrg: null, contactPerson: null })).toBe('sending_school');
    expect(turnAt('placed', { hostingOrg: 'org_1', contactPerson: null })).toBe('hosting_support');
    expect(turnAt('settled', { hostingOrg: 'org_1', contactPerson: null })).toBe('hosting_support');
    expect(turnAt('settled', { hostingOrg: 'org_1', contactPerson: 'per_1' })).toBe(
      'contact_person',
    );
  });

  it('lets nobody depart before the binding consent', () => {
    expect(mobilityLifecycle.transitions.find((t) => t.name === 'depart')?.from).toEqual(['ready']);
    expect(mobilityLifecycle.transitions.find((t) => t.name === 'consent')?.from).toEqual([
      'agreed',
    ]);
  });
});

describe('who sees what', () => {
  it('is the table and nothing else', () => {
    for (const role of partyRoles)
      for (const phase of phases)
        for (const part of sensitivities) {
          const rows = accessTable.filter((r) => r.role === role && r.phases.includes(phase));
          const listed = rows.some((r) => (r.access[part] ?? 'none') !== 'none');
          expect(accessOf(role, part, phase) !== 'none', `${role} ${part} ${phase}`).toBe(listed);
        }
  });

  it('keeps check-ins from host family, guardian and host school', () => {
    expect(rolesThatSee('support', 'abroad')).toEqual([
      'pupil',
      'sending_school',
      'sending_support',
      'hosting_support',
      'contact_person',
    ]);
  });

  it('shows nothing to a host family before a family is found', () => {
    for (const part of sensitivities)
      expect(accessOf('host_family', part, 'before_match')).toBe('none');
  });

  it('is found as oneself and for organisations one acts for, volunteering not among them', () => {
    const both = person('per_x', [
      { orgId: 'org_send', roles: ['volunteer'] },
      { orgId: 'org_host', roles: ['volunteer', 'coordinator'] },
    ]);
    expect(partiesFor(both)).toEqual(['per_x', 'org_host']);
  });

  it('ends with the part, and does not reach volunteers of an organisation', () => {
    const d = dossier();
    expect(rolesFor(person('per_family'), d, day('2027-01-09'))).toEqual(['host_family']);
    expect(rolesFor(person('per_family'), d, today)).toEqual([]);
    expect(accessTo(person('per_family'), d, 'contact', today)).toBe('none');
    expect(
      rolesFor(person('per_x', [{ orgId: 'org_send', roles: ['volunteer'] }]), d, today),
    ).toEqual([]);
    expect(
      rolesFor(person('per_x', [{ orgId: 'org_send', roles: ['teacher'] }]), d, today),
    ).toEqual(['sending_school']);
  });
});

describe('the binding consent', () => {
  const mother = person('per_mother');
  it.each([
    ['selected', {}, 'mobilities.refused.no-family-yet'],
    ['placed', { mentorId: null }, 'mobilities.refused.no-mentor-yet'],
    ['placed', {}, 'mobilities.refused.no-agreement-yet'],
  ] as const)('is refused in %s with what is missing', (state, change, reason) => {
    expect(mayConsent(mother, dossier({ state, ...change }), false, today)).toMatchObject({
      allow: false,
      reason,
    });
  });

  it('is the guardian’s until 18, then the pupil’s', () => {
    expect(mayConsent(mother, dossier(), false, today)).toEqual({ allow: true });
    expect(mayConsent(person('per_pupil'), dossier(), false, today)).toMatchObject({
      reason: 'mobilities.refused.guardian-consents',
    });
    expect(mayConsent(person('per_pupil'), dossier(), true, today)).toEqual({ allow: true });
    expect(mayConsent(mother, dossier(), true, today)).toMatchObject({
      reason: 'mobilities.refused.guardian-consents',
    });
    expect(mayConsent(person('per_nobody'), dossier(), false, today)).toEqual({
      allow: false,
      hidden: true,
    });
  });
});
