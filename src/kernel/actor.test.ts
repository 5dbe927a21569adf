import { expect, it } from 'vitest';
import { type PersonActor, system, visitor, worksFor, worksSomewhere } from './actor.ts';

const actor: PersonActor = {
  kind: 'person',
  personId: 'per_one',
  name: 'Ona',
  language: 'en',
  isAdmin: false,
  orgs: [
    { orgId: 'org_a', roles: ['teacher'] },
    { orgId: 'org_b', roles: ['coordinator', 'mentor'] },
  ],
};

it('a role is held in one organisation, or somewhere', () => {
  expect(worksFor(actor, 'org_a', 'head', 'coordinator')).toBe(false);
  expect(worksFor(actor, 'org_b', 'head', 'coordinator')).toBe(true);
  expect(worksFor(actor, 'org_c')).toBe(false);
  expect(worksSomewhere(actor, 'head', 'coordinator')).toBe(true);
  expect(worksSomewhere(actor, 'head')).toBe(false);
  expect(worksSomewhere(actor)).toBe(true);
});

it('a pupil, a visitor and the installation work nowhere', () => {
  for (const nobody of [{ ...actor, orgs: [] }, visitor, system('test')])
    expect(worksSomewhere(nobody)).toBe(false);
});
