import { describe, expect, it } from 'vitest';
import type { PersonActor } from '#kernel/actor.ts';
import { mayChangeSafeguarding, mayClose, mayRead, mayRemind, mayWrite } from './policy.ts';

const pupil: PersonActor = {
  kind: 'person',
  personId: 'per_pupil',
  name: 'Zoé',
  language: 'en',
  isAdmin: false,
  orgs: [],
};
const teacher: PersonActor = { ...pupil, orgs: [{ orgId: 'org_a', roles: ['teacher'] }] };
const head: PersonActor = { ...pupil, orgs: [{ orgId: 'org_a', roles: ['head'] }] };
const talk = { kind: 'talk', standing: 'reads', sends: false } as const;
const told = { kind: 'announcement', standing: 'reads', sends: false } as const;

describe('a conversation', () => {
  it('is written in by who reads it', () => {
    expect(mayWrite(talk).allow).toBe(true);
    expect(mayWrite({ ...talk, standing: 'none' })).toMatchObject({ hidden: true });
    expect(mayWrite({ ...talk, standing: 'left' })).toMatchObject({
      reason: 'messaging.refused.no-longer',
    });
    expect(mayRead({ standing: 'left' })).toMatchObject({ hidden: true });
  });

  it('is closed by people of organisations, not by a pupil', () => {
    expect(mayClose(pupil, talk)).toMatchObject({ reason: 'messaging.refused.close' });
    expect(mayClose(teacher, talk).allow).toBe(true);
    expect(mayClose(teacher, { ...talk, standing: 'left' })).toMatchObject({ hidden: true });
  });
});

describe('an announcement', () => {
  it('is not answered by who was told, and its receipts are for who sent it', () => {
    expect(mayWrite(told)).toMatchObject({ reason: 'messaging.refused.announcement' });
    expect(mayWrite({ ...told, sends: true }).allow).toBe(true);
    expect(mayRemind(told)).toMatchObject({ hidden: true });
    expect(mayRemind({ ...told, sends: true }).allow).toBe(true);
    expect(mayRemind({ ...talk, sends: true })).toMatchObject({ hidden: true });
  });
});

it('who reads along is decided by head and coordinator alone', () => {
  expect(mayChangeSafeguarding(head, 'org_a').allow).toBe(true);
  expect(mayChangeSafeguarding(teacher, 'org_a')).toMatchObject({
    reason: 'messaging.refused.only-leaders',
  });
  expect(mayChangeSafeguarding(head, 'org_b')).toMatchObject({ hidden: true });
});
