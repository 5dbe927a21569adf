import { describe, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import type { Dossier, PartyRole } from '#modules/mobilities/core/index.ts';
import {
  type CaseTool,
  type CheckInRatings,
  caseTools,
  checkInTopics,
  contactPlanOn,
  contactsDue,
  countRatings,
  evaluationInput,
  heldOnProblem,
  isOpenStep,
  isWorrying,
  mayBeDone,
  mayCheckIn,
  mayConfirmStep,
  mayEvaluate,
  monthOfStay,
  openPromises,
  questionsOf,
  type RatedTalk,
  readableCheckIns,
  routeIfWished,
  routeOf,
  seesCaseAs,
  seesCounts,
  sightOf,
  signalsOf,
  silenceOf,
  subjectsFor,
  type Talk,
  toolRule,
  toolsFor,
  worstOf,
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
    expect(isWorrying({ ...fine, [topic]: 2 }, today)).toBe(true);
    expect(isWorrying({ ...fine, [topic]: 1 }, today)).toBe(true);
    expect(isWorrying({ ...fine, [topic]: 3 }, today)).toBe(false);
  });
});

describe('when to talk', () => {
  const plan = contactPlanOn(today);
  const arrivedOn = day('2027-02-01');
  const talk = (with_: Talk['with'], heldOn: string, more: Partial<Talk> = {}): Talk => ({
    with: with_,
    heldOn: day(heldOn),
    way: 'phone',
    promise: '',
    lastPromise: null,
    ...more,
  });
  const due = (more: Partial<Parameters<typeof contactsDue>[1]> = {}) =>
    contactsDue(plan, {
      arrivedOn,
      family: { since: arrivedOn, temporary: false },
      lived: true,
      talks: [],
      visits: [],
      firstVisitor: 'per_first',
      ...more,
    }).map((d) => `${d.what} ${d.due}${d.first ? ' first' : ''}${d.inPerson ? ' in person' : ''}`);

  it('is within two weeks of the arrival, in person, then monthly; the second visit within 60 days', () => {
    expect(due()).toEqual([
      'pupil 2027-02-15 first in person',
      'host_family 2027-02-15 first in person',
      'visit 2027-04-02 in person',
    ]);
    expect(
      due({
        talks: [
          talk('pupil', '2027-02-10', { way: 'in_person' }),
          talk('host_family', '2027-02-11'),
        ],
      }),
    ).toEqual([
      'pupil 2027-03-12',
      'host_family 2027-03-13 in person',
      'visit 2027-04-02 in person',
    ]);
  });

  it('a second visit counts when another person than the first visitor made it', () => {
    const visits = (by: string) => [{ on: day('2027-02-20'), by }];
    expect(due({ visits: visits('per_first') })).toContain('visit 2027-04-02 in person');
    expect(due({ visits: visits('per_second') }).some((d) => d.startsWith('visit'))).toBe(false);
  });

  it('between two families the pupil alone is talked with, every week; with the next it begins anew', () => {
    const talks = [
      talk('pupil', '2027-02-10', { way: 'in_person' }),
      talk('host_family', '2027-02-10', { way: 'in_person' }),
    ];
    expect(due({ talks, family: null })).toEqual(['pupil 2027-02-17']);
    // not yet with any family: nobody is between two
    expect(due({ family: null, lived: false })).toEqual(['pupil 2027-02-15 first in person']);
    expect(due({ talks, family: { since: day('2027-02-20'), temporary: true } })).toEqual([
      'pupil 2027-03-12',
      'host_family 2027-03-06 first in person',
    ]);
  });

  it('promises stay open until they are kept', () => {
    const talks = [
      talk('pupil', '2027-02-10', { promise: 'bus map' }),
      talk('pupil', '2027-03-10', { promise: 'piano', lastPromise: 'not_yet' }),
    ];
    expect(openPromises(talks).map((p) => p.promise)).toEqual(['bus map', 'piano']);
    expect(openPromises([...talks, talk('pupil', '2027-04-10', { lastPromise: 'kept' })])).toEqual(
      [],
    );
  });

  it('the questions change with the month, in the language of who asks, and end with the last', () => {
    const ids = (month: number) =>
      questionsOf(month, 'pupil', 'en')
        .questions.map((q) => q.id)
        .join();
    expect([1, 2, 4, 11].map(ids)).toEqual(['p1a,p1b', 'p2a,p2b', 'p4a,p4b', 'p4a,p4b']);
    const french = questionsOf(1, 'pupil', 'fr').questions[0]?.text;
    expect(french).toMatch(/\u202f\?$/);
    expect(monthOfStay(arrivedOn, day('2027-02-28'))).toBe(1);
    expect(monthOfStay(arrivedOn, day('2027-03-05'))).toBe(2);
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

describe('signs', () => {
  const talk = (id: string, heldOn: string, ratings: object = {}, side = 'pupil'): RatedTalk => ({
    id,
    with: side as 'pupil',
    heldOn: day(heldOn),
    ratings: { ...fine, ...ratings },
  });
  const told = (newest: RatedTalk, before: RatedTalk[] = []) =>
    signalsOf(newest, before).map((s) => `${s.kind} ${s.level} ${s.params.topic}`);

  it('are a poor answer, an alarming one, and nothing while all is well', () => {
    expect(told(talk('a', '2027-02-10'))).toEqual([]);
    expect(told(talk('a', '2027-02-10', { school: 2 }))).toEqual(['poor moderate school']);
    expect(told(talk('a', '2027-02-10', { wellBeing: 1, language: 1 }))).toEqual([
      'alarming serious wellBeing',
      'poor moderate language',
    ]);
  });

  it('are answers of pupil and family that do not fit together, when they are of the same weeks', () => {
    const family = talk('f', '2027-02-08', { friends: 5 }, 'host_family');
    const pupil = talk('p', '2027-02-20', { friends: 2 });
    expect(told(pupil, [family])).toEqual([
      'poor moderate friends',
      'contradiction moderate friends',
    ]);
    expect(told({ ...pupil, heldOn: day('2027-04-20') }, [family])).toEqual([
      'poor moderate friends',
    ]);
  });

  it('are lines that fall over three talks with the same side', () => {
    const before = [
      talk('a', '2027-02-01', { school: 5 }),
      talk('x', '2027-02-02', { school: 5 }, 'host_family'),
      talk('b', '2027-03-01', { school: 4 }),
    ];
    expect(told(talk('c', '2027-04-01', { school: 3 }), before)).toEqual(['falling mild school']);
    expect(told(talk('c', '2027-04-01', { school: 4 }), before)).toEqual([]);
  });

  it('are silence two weeks after a talk was due, of a talk and not of a visit', () => {
    const due = { what: 'pupil', due: day('2027-02-01') };
    expect(silenceOf(due, day('2027-02-14'))).toBeNull();
    expect(silenceOf(due, day('2027-02-15'))).toMatchObject({
      level: 'mild',
      sign: 'silence:pupil:2027-02-01',
    });
    expect(silenceOf({ ...due, what: 'visit' }, day('2027-06-15'))).toBeNull();
    expect(worstOf(['mild', 'serious', 'moderate'])).toBe('serious');
  });
});

describe('a support case', () => {
  const at = (level: 'mild' | 'moderate' | 'serious' | 'emergency', withoutContact = false) => ({
    level,
    withoutContact,
  });

  it.each([
    ['contact_person', 'mild', 'shared'],
    ['contact_person', 'emergency', 'shared'],
    ['hosting_lead', 'mild', 'confidential'],
    ['sending_lead', 'moderate', 'none'],
    ['sending_lead', 'serious', 'confidential'],
    ['school_lead', 'moderate', 'none'],
    ['school_lead', 'emergency', 'shared'],
  ] as const)('is seen by %s at the level %s: %s', (part, level, sight) => {
    expect(sightOf([part], at(level))).toBe(sight);
  });

  it('can leave the contact person out, and nobody else sees any', () => {
    expect(sightOf(['contact_person'], at('serious', true))).toBe('none');
    expect(seesCaseAs([], at('emergency'))).toEqual([]);
  });

  it('gives each tool its own right to decide', () => {
    expect(toolsFor('mild', ['contact_person'])).toEqual(['talk']);
    expect(toolsFor('serious', ['contact_person'])).toEqual(['talk', 'plan_for_success']);
    expect(toolsFor('serious', ['sending_lead'])).toEqual(['joint_call', 'early_return']);
    expect(toolsFor('serious', ['hosting_lead'])).toEqual(
      caseTools.filter((t) => toolRule(t).decide.includes('hosting_lead')),
    );
  });

  it('needs a second person for a letter, and another organisation for an early return', () => {
    const me = { ...playing(['hosting_support'])[0], personId: 'per_b' } as never;
    const confirm = (tool: CaseTool, plannedBy: string, plannedFor: string) =>
      mayConfirmStep(me, ['hosting_lead'], at('serious'), {
        tool,
        plannedBy: plannedBy as never,
        plannedFor: plannedFor as never,
      });
    expect(confirm('letter', 'per_a', 'org_me')).toEqual({ allow: true });
    expect(confirm('letter', 'per_b', 'org_me')).toMatchObject({
      reason: 'support.refused.second-person',
    });
    expect(confirm('early_return', 'per_a', 'org_me')).toMatchObject({
      reason: 'support.refused.second-organisation',
    });
    expect(confirm('early_return', 'per_a', 'org_other')).toEqual({ allow: true });
    expect(confirm('talk', 'per_a', 'org_me')).toMatchObject({
      reason: 'support.refused.not-your-decision',
    });
  });

  it('lets a move come first in an emergency, and stays open until it is confirmed', () => {
    const step = (state: 'to_confirm' | 'done', confirmed = false) => ({
      tool: 'move' as const,
      state,
      confirmed,
    });
    expect(mayBeDone(step('to_confirm'), 'serious')).toBe(false);
    expect(mayBeDone(step('to_confirm'), 'emergency')).toBe(true);
    expect(mayBeDone(step('to_confirm', true), 'serious')).toBe(true);
    expect(isOpenStep(step('done'))).toBe(true);
    expect(isOpenStep(step('done', true))).toBe(false);
  });
});

describe('a concern', () => {
  it('never goes to those it is about, nor to their organisation', () => {
    expect(routeOf('pupil', ['host_family', 'contact_person'])).toEqual([
      'sending_support',
      'sending_school',
    ]);
    expect(routeOf('pupil', ['host_family', 'sending_org'])).toEqual(['sending_school']);
    expect(routeOf('pupil', ['contact_person', 'sending_org', 'sending_school'])).toEqual([]);
    const own: Record<string, string> = {
      host_family: 'hosting_support',
      contact_person: 'hosting_support',
      hosting_org: 'hosting_support',
      sending_org: 'sending_support',
      sending_school: 'sending_school',
    };
    for (const raiser of ['pupil', 'host_family', 'guardian'] as const)
      for (const subject of subjectsFor(raiser))
        expect(routeOf(raiser, [subject]), `${raiser} ${subject}`).not.toContain(own[subject]);
  });

  it('goes to those who work with the family only if whoever wrote it wishes so, and to nobody concerned', () => {
    expect(routeIfWished('pupil', ['host_family'])).toEqual(['hosting_support']);
    expect(routeIfWished('guardian', ['host_family'])).toEqual(['hosting_support']);
    expect(routeIfWished('pupil', ['host_family', 'contact_person'])).toEqual([]);
    expect(routeIfWished('pupil', ['host_family', 'hosting_org'])).toEqual([]);
    expect(routeIfWished('host_family', ['contact_person'])).toEqual([]);
    expect(routeIfWished('pupil', ['other'])).toEqual([]);
  });
});
