import { describe, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import {
  changedFields,
  missingWords,
  noWords,
  ordered,
  ownParties,
  sharesFault,
  sourcesOf,
  taskById,
  taskOfStep,
  tasks,
  waitingIn,
} from './rules.ts';
import { type Shares, shareKinds, type Task, taskParties } from './types.ts';

const task = (id: string): Task => {
  const found = taskById(id);
  if (!found) throw new Error(id);
  return found;
};
const today = Temporal.PlainDate.from('2026-09-01');

describe('the default table', () => {
  it('names each task once, with known parties, somebody who does it, and a source', () => {
    expect(new Set(tasks.map((t) => t.id)).size).toBe(tasks.length);
    for (const each of tasks) {
      expect(each.shares.does.length, each.id).toBeGreaterThan(0);
      for (const kind of shareKinds)
        expect(taskParties, each.id).toEqual(expect.arrayContaining(each.shares[kind]));
      expect(sourcesOf(each).length, each.id).toBe(each.source.length);
      expect(sharesFault(each, each.shares), each.id).toBeNull();
    }
  });
  it('covers both lists of the cooperation model', () => {
    expect(tasks.filter((t) => t.list === 'school')).toHaveLength(9);
    expect(tasks.filter((t) => t.list === 'support').length).toBeGreaterThanOrEqual(11);
  });
  it('leaves what is core with schools alone', () => {
    const core = tasks.filter((t) => t.core);
    expect(core.map((t) => t.id)).toEqual(
      expect.arrayContaining(['choose-host', 'learning-agreement', 'money', 'reports']),
    );
    for (const each of core)
      for (const party of [...each.shares.does, ...each.shares.approves])
        expect(['sending-school', 'host-school'], each.id).toContain(party);
  });
  it('leaves talks with the pupil to somebody apart from the school', () => {
    const apart = tasks.filter((t) => t.apart);
    expect(apart.map((t) => t.id)).toEqual(['check-in', 'mediate']);
    for (const each of apart) {
      expect(each.shares.does).toEqual(['hosting-support']);
      const moved = { ...each.shares, does: ['host-school' as const] };
      expect(sharesFault(each, moved)).toBe('apart-stays');
      // who is asked and told stays theirs to agree on
      expect(sharesFault(each, { ...each.shares, told: [] })).toBeNull();
    }
  });
  it('knows the task of a step', () => {
    expect(taskOfStep('recognise')?.id).toBe('recognise-learning');
    expect(taskOfStep('depart')).toBeUndefined();
  });
});

describe('shares', () => {
  const shares = (over: Partial<Shares>): Shares => ({
    does: [],
    approves: [],
    asked: [],
    told: [],
    ...over,
  });
  it('of core tasks do not move', () => {
    const money = task('money');
    expect(sharesFault(money, { ...money.shares, does: ['sending-support'] })).toBe('core-stays');
    expect(
      sharesFault(money, { ...money.shares, approves: ['sending-school', 'sending-support'] }),
    ).toBe('core-stays');
    // advice may be asked of anybody
    expect(sharesFault(money, { ...money.shares, asked: ['sending-support'] })).toBeNull();
  });
  it('are given to the two at the table, and by nobody taken from a third', () => {
    const hosts = task('recruit-host-families');
    expect(ownParties(hosts)).toEqual({ school: 'host-school', supporting: 'hosting-support' });
    expect(sharesFault(hosts, shares({ does: ['host-school'] }))).toBeNull();
    expect(sharesFault(hosts, shares({ does: ['sending-school'] }))).toBe('not-at-table');
    expect(sharesFault(hosts, shares({}))).toBe('nobody-does-it');
    const emergencies = task('emergencies');
    expect(sharesFault(emergencies, shares({ does: ['hosting-support'] }))).toBe('not-at-table');
  });
  it('stand in the order of the table', () => {
    expect(ordered(['host-school', 'nobody', 'sending-school'])).toEqual([
      'sending-school',
      'host-school',
    ]);
  });
});

describe('the agreement', () => {
  it('needs the four points where money flows', () => {
    const least = {
      ...noWords,
      firstGoals: 'a',
      secondGoals: 'b',
      channels: 'c',
      languages: ['en'],
      renewsOn: '2027-08-31',
    };
    expect(missingWords(least)).toEqual([]);
    expect(missingWords({ ...least, paid: true })).toEqual([
      'tasks',
      'quality',
      'failure',
      'cancellation',
      'payment',
    ]);
    expect(missingWords(noWords)).toEqual([
      'firstGoals',
      'secondGoals',
      'channels',
      'languages',
      'renewsOn',
    ]);
  });
  it('tells which fields an edit changed', () => {
    expect(changedFields(noWords, noWords)).toEqual([]);
    expect(changedFields(noWords, { ...noWords, paid: true, languages: ['fr', 'en'] })).toEqual([
      { field: 'paid', before: 'no', after: 'yes' },
      { field: 'languages', before: '', after: 'fr en' },
    ]);
  });
});

describe('whose turn it is', () => {
  const [school, support] = ['org_school', 'org_support'] as [OrgId, OrgId];
  const p = (state: string, renewsOn: string | null = null) => ({
    firstOrgId: school,
    secondOrgId: support,
    state,
    proposedByOrgId: school,
    renewsOn: renewsOn ? Temporal.PlainDate.from(renewsOn) : null,
  });
  const facts = { drafting: false, accepted: null, proposals: [] };
  it.each([
    ['a proposal waits for the other side', p('proposed'), facts, [['answer', support]]],
    ['a draft for either', p('agreeing'), { ...facts, drafting: true }, [['write', null]]],
    [
      'an agreement for who has not accepted',
      p('agreeing'),
      { ...facts, accepted: [support] },
      [['accept', school]],
    ],
    [
      'a change of a task for the other side',
      p('agreed'),
      { ...facts, proposals: [support] },
      [['task', school]],
    ],
    ['renewal for either, two months before', p('agreed', '2026-10-31'), facts, [['renew', null]]],
    ['nothing before that', p('agreed', '2026-11-01'), facts, []],
    ['nothing once it is over', p('ended', '2026-09-02'), { ...facts, drafting: true }, []],
  ])('%s', (_, partnership, given, expected) => {
    expect(waitingIn(partnership, given, today).map((w) => [w.what, w.by])).toEqual(expected);
  });
});
