import { describe, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import type { Dossier, PartyRole } from '#modules/mobilities/core/index.ts';
import {
  type CheckInRatings,
  checkInTopics,
  countRatings,
  evaluationInput,
  heldOnProblem,
  isWorrying,
  mayCheckIn,
  mayEvaluate,
  nextCheckInDue,
  readableCheckIns,
  seesCounts,
} from './index.ts';

const day = Temporal.PlainDate.from;
const today = day('2027-02-10');
const fine: CheckInRatings = { wellBeing: 4, family: 3, school: 5, friends: 3, language: 3 };

/** Somebody who plays these parts in a dossier of this state. */
function playing(roles: PartyRole[], state: Dossier['state'] = 'settled'): [Actor, Dossier] {
  const actor = {
    kind: 'person',
    personId: 'per_me',
    name: 'Me',
    language: 'en',
    isAdmin: false,
    orgs: [{ orgId: 'org_me', roles: ['coordinator'] }],
  };
  const organisations: PartyRole[] = [
    'sending_school',
    'host_school',
    'sending_support',
    'hosting_support',
  ];
  const parties = roles.map((role) => ({
    role,
    orgId: organisations.includes(role) ? 'org_me' : null,
    personId: organisations.includes(role) ? null : 'per_me',
    fromOn: day('2026-11-01'),
    untilOn: null,
  }));
  return [actor, { state, parties }] as never;
}

describe('a worrying answer', () => {
  it.each(checkInTopics)('is a 1 or 2 on %s', (topic) => {
    expect(isWorrying({ ...fine, [topic]: 2 })).toBe(true);
    expect(isWorrying({ ...fine, [topic]: 1 })).toBe(true);
    expect(isWorrying({ ...fine, [topic]: 3 })).toBe(false);
  });
});

describe('when to talk', () => {
  it('is within two weeks of the arrival, then monthly', () => {
    expect(nextCheckInDue(day('2027-02-01'), null).toString()).toBe('2027-02-15');
    expect(nextCheckInDue(day('2027-02-01'), day('2027-02-10')).toString()).toBe('2027-03-12');
  });

  it('is neither tomorrow nor before the stay', () => {
    const stay = { startsOn: day('2027-02-01'), today };
    expect(heldOnProblem(day('2027-02-11'), stay)).toBe('support.check-in.in-future');
    expect(heldOnProblem(day('2027-01-29'), stay)).toBe('support.check-in.before-stay');
    expect(heldOnProblem(today, stay)).toBeNull();
  });
});

describe('whose answers somebody reads', () => {
  it.each([
    [['pupil'], ['pupil']],
    [['host_family'], []],
    [['guardian'], []],
    [['host_school'], []],
    [['mentor'], []],
    [['contact_teacher'], []],
    [['contact_person'], ['pupil', 'host_family']],
    [['hosting_support'], ['pupil', 'host_family']],
    [['sending_support'], ['pupil', 'host_family']],
    [['sending_school'], ['pupil', 'host_family']],
    // whoever hosts, or is the parent, does not come to it by another door
    [['host_family', 'hosting_support'], []],
    [['guardian', 'sending_school'], []],
    [['pupil', 'sending_school'], ['pupil']],
    [[], []],
  ] as [PartyRole[], string[]][])('%j reads %j', (roles, partners) => {
    expect(readableCheckIns(...playing(roles), today)).toEqual(partners);
  });
});

describe('who writes', () => {
  it('a check-in: contact person and hosting organisation, while the pupil is abroad', () => {
    expect(mayCheckIn(...playing(['contact_person']), today)).toEqual({ allow: true });
    expect(mayCheckIn(...playing(['hosting_support'], 'departed'), today)).toEqual({ allow: true });
    expect(mayCheckIn(...playing(['contact_person'], 'ready'), today)).toMatchObject({
      reason: 'support.refused.not-abroad',
    });
    expect(mayCheckIn(...playing(['pupil']), today)).toMatchObject({
      reason: 'mobilities.refused.not-your-part',
    });
    expect(mayCheckIn(...playing([]), today)).toEqual({ allow: false, hidden: true });
  });

  it('an evaluation: the five sides, each for itself, after the return', () => {
    for (const role of [
      'pupil',
      'guardian',
      'host_family',
      'host_school',
      'sending_school',
    ] as const) {
      expect(mayEvaluate(...playing([role], 'returned'), role, today)).toEqual({ allow: true });
      expect(mayEvaluate(...playing([role], 'settled'), role, today)).toMatchObject({
        reason: 'support.refused.not-returned',
      });
    }
    expect(mayEvaluate(...playing(['pupil'], 'returned'), 'guardian', today)).toMatchObject({
      reason: 'support.refused.not-your-evaluation',
    });
    expect(mayEvaluate(...playing([], 'returned'), 'pupil', today)).toEqual({
      allow: false,
      hidden: true,
    });
    expect(seesCounts(...playing(['hosting_support'], 'returned'), today)).toBe(true);
    expect(seesCounts(...playing(['guardian', 'host_family'], 'returned'), today)).toBe(false);
  });
});

describe('points', () => {
  const all = (n: number) => ({ preparation: n, family: n, school: n, support: n, recommend: n });

  it('are counted, topic by topic', () => {
    expect(countRatings([all(5), all(5), { ...all(1), school: 3 }])).toEqual({
      preparation: [1, 0, 0, 0, 2],
      family: [1, 0, 0, 0, 2],
      school: [0, 0, 1, 0, 2],
      support: [1, 0, 0, 0, 2],
      recommend: [1, 0, 0, 0, 2],
    });
    expect(countRatings([]).family).toEqual([0, 0, 0, 0, 0]);
  });

  it.each(['', '0', '6', '2.5', 'good'])('are refused as “%s”', (typed) => {
    const parsed = evaluationInput.shape.ratings.safeParse({ ...all(3), school: typed });
    expect(parsed.error?.issues.map((i) => [i.path.join('.'), i.message])).toEqual([
      ['school', 'support.points'],
    ]);
  });
});
