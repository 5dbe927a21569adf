import { describe, expect, it } from 'vitest';
import { can } from '#engines/workflow/index.ts';
import {
  clubLifecycle,
  meetingMinutes,
  meetingStart,
  meetingsOf,
  memberFaults,
  membershipLifecycle,
  questionFaults,
} from './index.ts';

const person = (n: number, org = n) => ({
  personId: `per_${n}`,
  orgId: `org_${org}`,
  orgName: `School ${org}`,
});
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index));

describe('a club', () => {
  it('has five to eight people', () => {
    expect(memberFaults(people(4))).toEqual([
      { reason: 'clubs.invalid.too-few', field: 'members', params: { chosen: 4, least: 5 } },
    ]);
    expect(memberFaults(people(5))).toEqual([]);
    expect(memberFaults(people(8))).toEqual([]);
    expect(memberFaults(people(9))).toEqual([
      { reason: 'clubs.invalid.too-many', field: 'members', params: { chosen: 9, most: 8 } },
    ]);
  });

  it('counts those who are in it already', () => {
    expect(memberFaults([person(9)], people(4))).toEqual([]);
    expect(memberFaults([person(9, 0)], people(4))[0]?.reason).toBe(
      'clubs.invalid.same-organisation',
    );
  });

  it('takes one person of an organisation, and nobody twice', () => {
    expect(memberFaults([...people(4), person(7, 2)])).toEqual([
      {
        reason: 'clubs.invalid.same-organisation',
        field: 'members',
        params: { organisation: 'School 2' },
      },
    ]);
    expect(memberFaults([...people(4), person(2, 9)])[0]?.reason).toBe('clubs.invalid.same-person');
  });

  it('has three or four questions', () => {
    expect(questionFaults(['a', 'b'])[0]?.field).toBe('questions');
    expect(questionFaults(['a', 'b', 'c'])).toEqual([]);
    expect(questionFaults(['a', 'b', 'c', 'd', 'e'])).toHaveLength(1);
  });

  it('starts with five who accepted, by its facilitator, once', () => {
    const ask = (state: 'forming' | 'running', role: string, accepted: number) =>
      can(clubLifecycle, state, 'start', { roles: [role], subject: { accepted } });
    expect(ask('forming', 'facilitator', 4)).toEqual({
      ok: false,
      reason: 'guard',
      guard: 'enough-accepted',
    });
    expect(ask('forming', 'facilitator', 5)).toMatchObject({ ok: true, to: 'running' });
    expect(ask('forming', 'member', 5)).toMatchObject({ ok: false, reason: 'not_yours' });
    expect(ask('running', 'facilitator', 5)).toMatchObject({ ok: false, reason: 'wrong_state' });
  });

  it('takes one answer of each', () => {
    const ask = (state: 'proposed' | 'accepted' | 'declined') =>
      can(membershipLifecycle, state, 'accept', { roles: ['invited'], subject: undefined }).ok;
    expect([ask('proposed'), ask('accepted'), ask('declined')]).toEqual([true, false, false]);
  });

  it('is wrapped up, stays as alumni, and is archived', () => {
    const ask = (
      state: 'forming' | 'running' | 'alumni' | 'archived',
      what: 'wrap-up' | 'archive',
    ) => can(clubLifecycle, state, what, { roles: ['facilitator'], subject: { accepted: 6 } }).ok;
    expect([
      ask('running', 'wrap-up'),
      ask('alumni', 'archive'),
      ask('forming', 'archive'),
    ]).toEqual([true, true, true]);
    expect([
      ask('forming', 'wrap-up'),
      ask('running', 'archive'),
      ask('archived', 'archive'),
    ]).toEqual([false, false, false]);
  });

  it('is left by those who are in it, and offered again by its facilitator', () => {
    const ask = (
      state: 'accepted' | 'left' | 'declined',
      what: 'leave' | 'offer-again',
      by: string,
    ) => can(membershipLifecycle, state, what, { roles: [by], subject: undefined }).ok;
    expect(ask('accepted', 'leave', 'member')).toBe(true);
    expect(ask('left', 'offer-again', 'facilitator')).toBe(true);
    expect(ask('left', 'offer-again', 'member')).toBe(false);
    expect(ask('declined', 'offer-again', 'facilitator')).toBe(false);
  });
});

describe('the templates', () => {
  it('are four or five, and each minute plan has no gap and adds up', () => {
    expect(meetingsOf('standard4').map((m) => m.id)).toEqual(['M1', 'M2', 'M3', 'M4W']);
    expect(meetingsOf('extended5').map((m) => m.number)).toEqual([1, 2, 3, 4, 5]);
    for (const meeting of [...meetingsOf('standard4'), ...meetingsOf('extended5')]) {
      let at = 0;
      for (const line of meeting.agenda) {
        expect(line.start).toBe(at);
        expect(line.end).toBeGreaterThan(line.start);
        expect(line.title.en && line.title.fr).toBeTruthy();
        at = line.end;
      }
      expect(at).toBe(meetingMinutes);
    }
  });
});

describe('the begin of a meeting', () => {
  const day = Temporal.PlainDate.from('2027-03-28');
  it('is read by the clock of its zone', () => {
    const start = meetingStart(day, '14:00', 'Europe/Riga');
    expect(start.ok && start.at.toInstant().toString()).toBe('2027-03-28T11:00:00Z');
    const winter = meetingStart(Temporal.PlainDate.from('2027-03-27'), '9h30', 'Europe/Madrid');
    expect(winter.ok && winter.at.toInstant().toString()).toBe('2027-03-27T08:30:00Z');
  });

  it('is refused in the hour that spring skips, out of shape, or in a zone nobody knows', () => {
    const fault = (clock: string, zone: string) => {
      const start = meetingStart(day, clock, zone);
      return start.ok ? null : start.fault.reason;
    };
    expect(fault('02:30', 'Europe/Brussels')).toBe('clubs.invalid.skipped-hour');
    expect(fault('25:00', 'Europe/Brussels')).toBe('clubs.invalid.time');
    expect(fault('soon', 'Europe/Brussels')).toBe('clubs.invalid.time');
    expect(fault('14:00', 'Europe/Atlantis')).toBe('clubs.invalid.time-zone');
  });
});
