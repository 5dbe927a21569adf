import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ApplicationId, IntakeId, OrgId, PersonId, ReviewId, RoundId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import { applicationForgotten } from '#modules/applications/core/index.ts';
import {
  getApplication,
  selectPupil,
  withdrawApplication,
} from '#modules/applications/server/index.ts';
import { execute } from '#platform/command.ts';
import { reading, writing } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, openHouse } from '#tests/support/house.ts';
import {
  addLateApplications,
  answerReview,
  askReview,
  cancelRound,
  closeRound,
  decideRound,
  declareConflict,
  dropRater,
  eraseCancelled,
  getCalibration,
  getChances,
  getCriteria,
  getLetter,
  getNews,
  getOutcome,
  getRating,
  getReview,
  getRound,
  handReview,
  listRounds,
  listToRate,
  listTurns,
  moveUp,
  nameRater,
  noteGivenUp,
  openRating,
  openRound,
  planOutcome,
  publishRound,
  ratePupil,
  reviseRating,
  saveRound,
  sayAbroad,
  selection,
  startCalibration,
  takeBackRound,
  tellReviewers,
  writeLetter,
} from './index.ts';

const house = await openHouse();

type Who =
  | 'head'
  | 'coordinator'
  | 'teacher'
  | 'mentor'
  | 'supporter'
  | 'volunteer'
  | 'other'
  | 'stranger';
const hands = {} as Record<Who, Hand>;
const ids = {} as Record<Who, PersonId>;
let school: OrgId;
let otherSchool: OrgId;
let support: OrgId;
let intakeId: IntakeId;
let roundId: RoundId;

type Pupil = { id: PersonId; applicationId: ApplicationId; hand: Hand; guardian: Hand };
const pupils: Record<string, Pupil> = {};
/** the neutral name of each pupil, by given name */
const codes: Record<string, string> = {};

const reasons = (o: Outcome) => (o.ok ? 'ok' : o.faults.map((f) => f.reason).join(' '));
const done = <T extends object>(o: Outcome<T>): T => {
  if (!o.ok) throw new Error(JSON.stringify(o.faults));
  return o;
};

async function newIntake(): Promise<IntakeId> {
  const projectId = newId('prj');
  const id = newId('int');
  const at = '2026-09-01T00:00:00Z';
  await house.sql(
    'insert into projects (id, code, title, coordinator_id, created_at) values ($1, $1, $2, $3, $4)',
    [projectId, 'Learning Mobility', school, at],
  );
  for (const [org, role] of [
    [school, 'school'],
    [otherSchool, 'school'],
    [support, 'supporting'],
  ])
    await house.sql('insert into project_parties values ($1, $2, $3, $4)', [
      projectId,
      org,
      role,
      at,
    ]);
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Spring', 'january', '2027-02-01', '2027-03-31', $3)",
    [id, projectId, at],
  );
  return id;
}

/** A pupil who has submitted, with a mother who has agreed. */
async function newPupil(givenName: string, at = intakeId, consent = true): Promise<Pupil> {
  const id = await house.person({
    givenName,
    familyName: 'Vītols',
    birthDate: '2010-04-27',
    gender: 'f',
    email: `${givenName.toLowerCase()}@example.org`,
  });
  const mother = await house.person({ givenName: 'Ilze', familyName: 'Vītola' });
  await house.guardian(id, mother);
  const applicationId = newId('app');
  const frozen = {
    language: 'en',
    parts: [
      {
        id: 'why',
        title: 'Why you want to go',
        lines: [{ question: 'Why?', answer: `I am ${givenName} and I want to see the sea.` }],
      },
      {
        id: 'food',
        title: 'Food',
        lines: [{ question: 'Allergies', answer: 'nuts', sensitive: true }],
      },
      { id: 'home', title: 'Home', lines: [{ question: 'Pets', answer: 'none, please' }] },
    ],
  };
  await house.sql(
    `insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, school_class, state, answers, frozen, submitted_at, created_at)
     values ($1, $2, $3, $4, $5, '10.a', 'submitted', '{}', $6, '2026-10-01T00:00:00Z', '2026-09-02T00:00:00Z')`,
    [applicationId, at, id, school, support, JSON.stringify(frozen)],
  );
  if (consent)
    await house.sql(
      `insert into consents (id, pupil_id, application_id, kind, wording, language, given_by, capacity, given_at)
       values ($1, $2, $3, 'first', 'yes', 'en', $4, 'guardian', '2026-10-02T00:00:00Z')`,
      [newId('con'), id, applicationId, mother],
    );
  return { id, applicationId, hand: await house.as(id), guardian: await house.as(mother) };
}

const version = async () => {
  const [row] = await house.sql('select version from selection_rounds where id = $1', [roundId]);
  return row.version as number;
};

const input = () => ({
  roundId,
  version: 1,
  places: 1,
  reservePlaces: 1,
  pointsMax: 5,
  isBlind: true,
  rateUntil: '2026-11-01',
  newsOn: '2026-11-08',
  note: '',
  firstTieRule: 'motivation',
  neverAbroadFirst: true,
  criteria: ['motivation', 'openness', 'courage'].map((key) => ({
    key,
    title: key,
    low: 'little',
    middle: 'some',
    high: 'much',
    weight: 2,
  })),
});

const scores = (m: number, o: number, c: number) =>
  (
    [
      ['motivation', m],
      ['openness', o],
      ['courage', c],
    ] as const
  ).map(([criterion, points]) => ({ criterion, points, reason: `because of ${criterion}` }));

const rate = (who: Who, pupil: string, m: number, o: number, c: number) =>
  hands[who].do(ratePupil, {
    roundId,
    code: codes[pupil] as string,
    scores: scores(m, o, c),
    note: '',
  });

beforeAll(async () => {
  house.setNow('2026-10-10T10:00:00Z');
  school = await house.organisation({ name: 'Rīgas 49. vidusskola', countryCode: 'LV' });
  otherSchool = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  support = await house.organisation({ name: 'AFS Latvija', kind: 'supporting' });
  const outside = await house.organisation({ name: 'Elsewhere' });
  const staff = async (
    name: Who,
    org: OrgId,
    role: 'head' | 'coordinator' | 'teacher' | 'mentor' | 'volunteer',
  ) => {
    ids[name] = await house.person({ givenName: name });
    await house.member(org, ids[name], [role]);
    hands[name] = await house.as(ids[name]);
  };
  await staff('head', school, 'head');
  await staff('coordinator', school, 'coordinator');
  await staff('teacher', school, 'teacher');
  await staff('mentor', school, 'mentor');
  await staff('supporter', support, 'coordinator');
  await staff('volunteer', support, 'volunteer');
  await staff('other', otherSchool, 'head');
  await staff('stranger', outside, 'head');
  intakeId = await newIntake();
  for (const name of ['Žanete', 'Marta', 'Elza']) pupils[name] = await newPupil(name);
});

describe('preparing', () => {
  it('is begun by the head or coordinator of the school, once', async () => {
    const at = { intakeId, schoolId: school };
    expect(reasons(await hands.stranger.do(openRound, at))).toBe('platform.error.not-found');
    expect(reasons(await hands.other.do(openRound, at))).toBe('selection.refused.school-opens');
    expect(reasons(await hands.supporter.do(openRound, at))).toBe('selection.refused.school-opens');
    expect(reasons(await hands.teacher.do(openRound, at))).toBe('selection.refused.school-opens');
    ({ roundId } = done(await hands.coordinator.do(openRound, at)));
    expect(reasons(await hands.head.do(openRound, at))).toBe('selection.refused.one-round');
  });

  it('is a draft that both organisations read, and no family', async () => {
    for (const who of ['head', 'coordinator', 'supporter'] as const)
      expect((await hands[who].ask(getRound, { roundId })).ok, who).toBe(true);
    for (const who of ['other', 'stranger', 'teacher'] as const) {
      expect((await hands[who].ask(getRound, { roundId })).ok, who).toBe(false);
      expect((await hands[who].ask(getCriteria, { roundId })).ok, who).toBe(false);
    }
    expect((await pupils.Marta?.hand.ask(getCriteria, { roundId }))?.ok).toBe(false);
    expect((await house.visitor.ask(getRound, { roundId })).ok).toBe(false);
  });

  it('refuses marks, one that decides alone, and a day of news before the ratings', async () => {
    const bad = input();
    const [first] = bad.criteria;
    if (first) Object.assign(first, { title: 'Average marks', weight: 5 });
    expect(reasons(await hands.coordinator.do(saveRound, bad))).toBe(
      'selection.criteria.marks selection.criteria.decisive',
    );
    expect(
      reasons(await hands.coordinator.do(saveRound, { ...input(), newsOn: '2026-10-20' })),
    ).toBe('selection.invalid.news-before-rating');
    expect(
      reasons(
        await hands.coordinator.do(saveRound, { ...input(), newsOn: '31-02', places: '' as never }),
      ),
    ).toContain('platform.invalid.date');
    expect(reasons(await hands.teacher.do(saveRound, input()))).toBe('platform.error.not-found');
  });

  it('is saved by either organisation, and a stale form is told so', async () => {
    done(await hands.supporter.do(saveRound, input()));
    expect(reasons(await hands.coordinator.do(saveRound, input()))).toBe(
      'platform.error.changed-meanwhile',
    );
  });

  it('names raters of the two organisations alone', async () => {
    const name = (personId: PersonId, interviews = false) =>
      hands.coordinator.do(nameRater, { roundId, personId, interviews });
    expect(
      reasons(await hands.coordinator.do(publishRound, { roundId, version: await version() })),
    ).toBe('selection.refused.too-few-raters');
    expect(reasons(await name(ids.other))).toBe('selection.refused.rater-elsewhere');
    expect(reasons(await name(pupils.Marta?.id as PersonId))).toBe(
      'selection.refused.rater-elsewhere',
    );
    done(await name(ids.teacher, true));
    done(await name(ids.volunteer));
    done(await name(ids.mentor));
    expect(
      reasons(await hands.other.do(nameRater, { roundId, personId: ids.other, interviews: false })),
    ).toBe('platform.error.not-found');
    done(await hands.coordinator.do(dropRater, { roundId, personId: ids.mentor }));
    done(await name(ids.mentor));
  });

  it('is published by the school, and read by its families from then on', async () => {
    expect(
      reasons(await hands.supporter.do(publishRound, { roundId, version: await version() })),
    ).toBe('selection.refused.school-decides');
    done(await hands.coordinator.do(publishRound, { roundId, version: await version() }));
    for (const hand of [pupils.Marta?.hand, pupils.Marta?.guardian]) {
      const seen = await hand?.ask(getCriteria, { roundId });
      expect(seen?.ok && [seen.view.isOwn, seen.view.criteria.length, seen.view.raters]).toEqual([
        true,
        3,
        3,
      ]);
      expect((await hand?.ask(getRound, { roundId }))?.ok).toBe(false);
    }
    expect((await hands.stranger.ask(getCriteria, { roundId })).ok).toBe(false);
    expect((await hands.other.ask(getCriteria, { roundId })).ok).toBe(false);
  });

  it('is fixed then: nothing changes unless it is taken back before anybody rates', async () => {
    expect(
      reasons(await hands.coordinator.do(saveRound, { ...input(), version: await version() })),
    ).toBe('selection.refused.criteria-fixed');
    done(await hands.head.do(takeBackRound, { roundId }));
    expect((await pupils.Marta?.hand.ask(getCriteria, { roundId }))?.ok).toBe(false);
    done(await hands.head.do(publishRound, { roundId, version: await version() }));
  });

  it('leaves no selecting beside it', async () => {
    const [a] = await house.sql('select version from applications where id = $1', [
      pupils.Marta?.applicationId,
    ]);
    expect(
      reasons(
        await hands.head.do(selectPupil, {
          applicationId: pupils.Marta?.applicationId as ApplicationId,
          version: a.version,
          reason: 'my favourite',
        }),
      ),
    ).toBe('applications.refused.in-round');
  });
});

describe('rating', () => {
  it('begins with who has submitted, under neutral names', async () => {
    expect(reasons(await hands.teacher.do(openRating, { roundId }))).toBe(
      'selection.refused.organisers',
    );
    expect(done(await hands.supporter.do(openRating, { roundId }))).toMatchObject({ pupils: 3 });
    expect(reasons(await hands.coordinator.do(openRating, { roundId }))).toBe(
      'selection.refused.is-rating',
    );
    pupils.Late = await newPupil('Late');
    expect(done(await hands.coordinator.do(addLateApplications, { roundId }))).toMatchObject({
      pupils: 1,
    });
    expect(reasons(await hands.coordinator.do(addLateApplications, { roundId }))).toBe(
      'platform.error.already-done',
    );
    const rows = await house.sql(
      'select c.code, p.given_name from selection_candidates c join persons p on p.id = c.pupil_id where round_id = $1',
      [roundId],
    );
    for (const r of rows) codes[r.given_name] = r.code;
    expect(Object.values(codes).toSorted()).toEqual(['A', 'B', 'C', 'D']);
    expect(codes.Late).toBe('D');
    const mails = await house.mails();
    expect(mails.filter((m) => m.kind === 'selection.rate')).toHaveLength(3);
    expect(reasons(await hands.coordinator.do(takeBackRound, { roundId }))).toBe(
      'selection.refused.criteria-fixed',
    );
  });

  it('shows a rater no name, no class, and nothing a host family asks', async () => {
    const list = await hands.volunteer.ask(listToRate, { roundId });
    expect(list.ok && list.view.pupils.map((p) => p.name)).toEqual([null, null, null, null]);
    const code = codes.Žanete as string;
    const seen = await hands.volunteer.ask(getRating, { roundId, code });
    const text = JSON.stringify(seen);
    expect(text).toContain('want to see the sea');
    for (const hidden of ['Žanete', 'Vītol', '10.a', 'nuts', 'none, please', 'app_', 'per_'])
      expect(text, hidden).not.toContain(hidden);
    const page = await hands.volunteer.get(`/selection/${roundId}/rate/${code}`);
    expect(page.status).toBe(200);
    expect(page.text.slice(page.text.indexOf('<main'))).not.toMatch(/Žanete|Vītols/);
  });

  it('is done by raters alone', async () => {
    for (const who of ['coordinator', 'head', 'supporter'] as const)
      expect(reasons(await rate(who, 'Marta', 3, 3, 3)), who).toBe('selection.refused.not-rater');
    for (const who of ['other', 'stranger'] as const)
      expect(reasons(await rate(who, 'Marta', 3, 3, 3)), who).toBe('platform.error.not-found');
    const code = codes.Marta as string;
    for (const who of ['coordinator', 'other', 'stranger'] as const)
      expect((await hands[who].ask(getRating, { roundId, code })).ok, who).toBe(false);
    expect((await pupils.Marta?.hand.ask(getRating, { roundId, code }))?.ok).toBe(false);
  });

  it('takes some now and the rest later, and refuses points outside the scale', async () => {
    const code = codes.Marta as string;
    const some = [
      { criterion: 'motivation', points: 4, reason: 'sea' },
      { criterion: 'openness', points: null, reason: '' },
    ];
    expect(
      done(await hands.teacher.do(ratePupil, { roundId, code, scores: some, note: 'We talked.' })),
    ).toMatchObject({ isComplete: false });
    const seen = await hands.teacher.ask(getRating, { roundId, code });
    expect(seen.ok && [seen.view.own, seen.view.note]).toEqual([
      [
        { criterion: 'motivation', points: 4, reason: 'sea' },
        { criterion: 'openness', points: null, reason: '' },
        { criterion: 'courage', points: null, reason: '' },
      ],
      'We talked.',
    ]);
    const bad = (criterion: string, points: number | null, reason = 'x') =>
      hands.teacher.do(ratePupil, {
        roundId,
        code,
        scores: [{ criterion, points, reason }],
        note: '',
      });
    expect(reasons(await bad('motivation', 6))).toBe('platform.invalid.value');
    expect(reasons(await bad('marks', 3))).toBe('platform.invalid.value');
    expect(reasons(await bad('motivation', null))).toBe('selection.rate.points-missing');
  });

  it('is seen by nobody else before calibration, not even in the database', async () => {
    done(await rate('teacher', 'Marta', 5, 4, 4));
    for (const who of ['mentor', 'volunteer', 'coordinator', 'head', 'supporter'] as const) {
      const actor = hands[who].actor;
      if (actor.kind !== 'person') throw new Error('a person');
      const orgs = actor.orgs.map((o) => o.orgId).join(',');
      const client = await house.runtime.db.reader.connect();
      await client.query(
        `begin; set local app.person = '${actor.personId}'; set local app.orgs = '${orgs}'`,
      );
      for (const table of ['selection_ratings', 'selection_interviews', 'selection_revisions']) {
        const { rows } = await client.query(`select * from ${table}`);
        expect(rows, `${who} ${table}`).toEqual([]);
      }
      await client.query('rollback');
      client.release();
      expect((await hands[who].ask(getCalibration, { roundId })).ok).toBe(false);
      expect((await hands[who].ask(getOutcome, { roundId })).ok).toBe(false);
    }
    const seen = await hands.coordinator.ask(getRound, { roundId });
    expect(seen.ok && seen.view.raters.map((r) => [r.name?.split(' ')[0], r.done, r.of])).toEqual(
      expect.arrayContaining([['teacher', 1, 4]]),
    );
    expect(JSON.stringify(seen)).not.toContain('because of');
  });

  it('leaves out who is too close, with what they had said', async () => {
    const code = codes.Elza as string;
    done(await rate('mentor', 'Elza', 5, 5, 5));
    expect(
      reasons(await hands.coordinator.do(declareConflict, { roundId, code, kind: 'relative' })),
    ).toBe('selection.refused.not-rater');
    done(await hands.mentor.do(declareConflict, { roundId, code, kind: 'own_child' }));
    expect(reasons(await rate('mentor', 'Elza', 5, 5, 5))).toBe('selection.refused.left-out');
    const seen = await hands.mentor.ask(getRating, { roundId, code });
    expect(seen.ok && [seen.view.isLeftOut, seen.view.words]).toEqual([true, null]);
    const left = await house.sql(
      'select 1 from selection_ratings where rater_id = $1 and application_id = $2',
      [ids.mentor, pupils.Elza?.applicationId],
    );
    expect(left).toEqual([]);
  });

  it('waits until every pupil has two complete ratings', async () => {
    expect(reasons(await hands.coordinator.do(startCalibration, { roundId }))).toBe(
      'selection.refused.not-all-rated',
    );
    done(await rate('volunteer', 'Marta', 3, 4, 4));
    done(await rate('teacher', 'Elza', 4, 3, 3));
    done(await rate('volunteer', 'Elza', 4, 3, 3));
    done(await rate('teacher', 'Žanete', 3, 3, 4));
    done(await rate('volunteer', 'Žanete', 3, 3, 4));
    expect(reasons(await hands.teacher.do(startCalibration, { roundId }))).toBe(
      'selection.refused.organisers',
    );
    expect(reasons(await hands.coordinator.do(startCalibration, { roundId }))).toBe(
      'selection.refused.not-all-rated',
    );
  });

  it('a pupil who withdraws meanwhile is no longer asked for', async () => {
    const [a] = await house.sql('select version from applications where id = $1', [
      pupils.Late?.applicationId,
    ]);
    done(
      (await pupils.Late?.hand.do(withdrawApplication, {
        applicationId: pupils.Late.applicationId,
        version: a.version,
      })) as Outcome,
    );
    expect(reasons(await rate('teacher', 'Late', 3, 3, 3))).toBe(
      'selection.refused.pupil-withdrew',
    );
    done(await hands.coordinator.do(startCalibration, { roundId }));
  });
});

describe('calibration', () => {
  it('shows where raters differ, with both reasons, to raters and who runs the round', async () => {
    for (const who of ['teacher', 'volunteer', 'coordinator', 'supporter'] as const) {
      const seen = await hands[who].ask(getCalibration, { roundId });
      expect(seen.ok && seen.view.differences).toMatchObject([
        {
          code: codes.Marta,
          criterion: 'motivation',
          why: 'far_apart',
          said: [{ points: 3 }, { points: 5 }],
        },
      ]);
    }
    expect((await hands.other.ask(getCalibration, { roundId })).ok).toBe(false);
    expect((await pupils.Marta?.hand.ask(getCalibration, { roundId }))?.ok).toBe(false);
  });

  it('keeps what was said before a rater thought again', async () => {
    const change = {
      roundId,
      code: codes.Marta as string,
      criterion: 'motivation',
      points: 4,
      reason: 'said better in the talk',
      remark: 'I had missed a line',
    };
    expect(reasons(await rate('volunteer', 'Marta', 1, 1, 1))).toBe(
      'selection.refused.is-calibrating',
    );
    expect(reasons(await hands.mentor.do(reviseRating, change))).toBe(
      'selection.refused.nothing-to-revise',
    );
    done(await hands.volunteer.do(reviseRating, change));
    expect(reasons(await hands.volunteer.do(reviseRating, change))).toBe(
      'platform.error.already-done',
    );
    const seen = await hands.teacher.ask(getCalibration, { roundId });
    expect(seen.ok && seen.view.differences).toEqual([]);
    expect(seen.ok && seen.view.settled[0]?.said.flatMap((s) => s.before)).toEqual([
      { points: 3, reason: 'because of motivation', remark: 'I had missed a line' },
    ]);
  });

  it('explains equal scores by the rule', async () => {
    const seen = await hands.head.ask(getOutcome, { roundId });
    if (!seen.ok) throw new Error('seen');
    expect(seen.view.pupils.map((p) => [p.code, p.proposed, p.decidedBy])).toEqual([
      [codes.Marta, 'selected', []],
      [codes.Elza, 'reserve', [{ kind: 'criterion', key: 'motivation' }]],
      [codes.Žanete, 'not_selected', [{ kind: 'criterion', key: 'motivation' }]],
    ]);
    expect(seen.view.lotNumber).not.toBeNull();
    const blind = await hands.volunteer.ask(getOutcome, { roundId });
    expect(blind.ok && blind.view.pupils.map((p) => p.name)).toEqual([null, null, null]);
    const code = codes.Elza as string;
    expect(reasons(await hands.teacher.do(sayAbroad, { roundId, code, was: 'no' }))).toBe(
      'selection.refused.school-decides',
    );
    done(await hands.head.do(sayAbroad, { roundId, code, was: 'no' }));
  });
});

describe('deciding', () => {
  const results = (selected: string, reserve: string, not: string) => [
    { code: codes[selected] as string, result: 'selected' as const },
    { code: codes[reserve] as string, result: 'reserve' as const },
    { code: codes[not] as string, result: 'not_selected' as const },
  ];
  const plan = async (who: Who, r: ReturnType<typeof results>, reason = '') =>
    hands[who].do(planOutcome, { roundId, version: await version(), results: r, reason });
  const letter = async (who: Who, pupil: string, strength = 'openness') => {
    const code = codes[pupil] as string;
    const seen = await hands.coordinator.ask(getLetter, { roundId, code });
    if (!seen.ok) throw new Error(JSON.stringify(seen));
    return hands[who].do(writeLetter, {
      roundId,
      code,
      strength,
      words: seen.view.words,
      version: seen.view.letterVersion,
    });
  };

  it('is the school’s, and needs a reason where it is not as proposed', async () => {
    expect(reasons(await plan('supporter', results('Marta', 'Elza', 'Žanete')))).toBe(
      'selection.refused.school-decides',
    );
    expect(reasons(await plan('coordinator', results('Elza', 'Marta', 'Žanete')))).toBe(
      'selection.refused.reason-missing',
    );
    const two = results('Marta', 'Elza', 'Žanete').map((r) => ({
      ...r,
      result: 'selected' as const,
    }));
    expect(reasons(await plan('coordinator', two, 'all of them'))).toBe(
      'selection.refused.too-many-selected',
    );
    expect(reasons(await plan('coordinator', results('Marta', 'Elza', 'Žanete').slice(1)))).toBe(
      'selection.refused.pupils-changed',
    );
    done(await plan('coordinator', results('Elza', 'Marta', 'Žanete'), 'She has no other chance.'));
    const [kept] = await house.sql('select deviation_reason from selection_rounds where id = $1', [
      roundId,
    ]);
    expect(kept.deviation_reason).toBe('She has no other chance.');
    done(await plan('coordinator', results('Marta', 'Elza', 'Žanete')));
  });

  it('waits for every letter', async () => {
    expect(
      reasons(await hands.coordinator.do(decideRound, { roundId, version: await version() })),
    ).toBe('selection.refused.letters-missing');
    expect(reasons(await letter('supporter', 'Marta'))).toBe('selection.refused.school-decides');
    for (const pupil of ['Marta', 'Elza', 'Žanete']) done(await letter('coordinator', pupil));
    const [row] = await house.sql(
      'select words, strength from selection_news where application_id = $1',
      [pupils.Marta?.applicationId],
    );
    expect(row.words).toContain('openness');
    // letters are nobody’s news yet
    expect(
      (
        await pupils.Marta?.hand.ask(getNews, {
          applicationId: pupils.Marta.applicationId,
        })
      )?.ok,
    ).toBe(false);
  });

  it('a changed plan asks for a new letter', async () => {
    done(await plan('coordinator', results('Marta', 'Žanete', 'Elza'), 'order'));
    expect(
      reasons(await hands.coordinator.do(decideRound, { roundId, version: await version() })),
    ).toBe('selection.refused.letters-missing');
    done(await plan('coordinator', results('Marta', 'Elza', 'Žanete')));
    for (const pupil of ['Elza', 'Žanete']) done(await letter('coordinator', pupil));
  });

  it('refuses who has no consent, by name, and changes nothing then', async () => {
    await house.sql('update consents set withdrawn_at = now() where application_id = $1', [
      pupils.Marta?.applicationId,
    ]);
    const refused = await hands.coordinator.do(decideRound, { roundId, version: await version() });
    expect(refused.ok ? [] : refused.faults).toMatchObject([
      { reason: 'selection.refused.consent-missing', params: { pupil: 'Marta Vītols' } },
    ]);
    await house.sql('update consents set withdrawn_at = null where application_id = $1', [
      pupils.Marta?.applicationId,
    ]);
  });

  it('tells everybody at the same moment, once, and hands the decision over', async () => {
    const at = { roundId, version: await version() };
    expect(reasons(await hands.supporter.do(decideRound, at))).toBe(
      'selection.refused.school-decides',
    );
    const [one, two] = await Promise.all([
      hands.coordinator.do(decideRound, at),
      hands.coordinator.do(decideRound, at),
    ]);
    expect([one, two].filter((o) => o.ok)).toHaveLength(1);
    const states = await house.sql(
      'select p.given_name, a.state, m.state as mobility from applications a join persons p on p.id = a.pupil_id left join mobilities m on m.application_id = a.id where a.intake_id = $1',
      [intakeId],
    );
    expect(Object.fromEntries(states.map((s) => [s.given_name, [s.state, s.mobility]]))).toEqual({
      Marta: ['selected', 'selected'],
      Elza: ['submitted', null],
      Žanete: ['not_selected', null],
      Late: ['withdrawn', null],
    });
    const mails = (await house.mails()).filter((m) => m.kind.endsWith('-news'));
    expect(mails.map((m) => m.kind).toSorted()).toEqual([
      ...Array(3).fill('selection.guardian-news'),
      ...Array(3).fill('selection.pupil-news'),
    ]);
    for (const m of mails)
      expect(`${m.subject} ${m.body_text}`).not.toMatch(/selected|reserve|not select|place/i);
  });

  it('lets a family read their own letter and how they were seen, and nothing of others', async () => {
    const marta = pupils.Marta as Pupil;
    for (const hand of [marta.hand, marta.guardian]) {
      const news = await hand.ask(getNews, { applicationId: marta.applicationId });
      expect(news.ok && [news.view.result, news.view.seen.map((s) => s.level)]).toEqual([
        'selected',
        ['high', 'high', 'high'],
      ]);
      expect(JSON.stringify(news)).not.toMatch(/because of|Elza|Žanete|points/);
    }
    const elza = pupils.Elza as Pupil;
    expect((await elza.hand.ask(getNews, { applicationId: marta.applicationId })).ok).toBe(false);
    for (const who of ['coordinator', 'supporter', 'stranger'] as const)
      expect((await hands[who].ask(getNews, { applicationId: marta.applicationId })).ok).toBe(
        false,
      );
    expect((await elza.hand.ask(getOutcome, { roundId })).ok).toBe(false);
    const client = await house.runtime.db.reader.connect();
    await client.query(`begin; set local app.person = '${elza.id}'`);
    for (const table of [
      'selection_candidates',
      'selection_ratings',
      'selection_conflicts',
      'selection_interviews',
    ])
      expect((await client.query(`select * from ${table}`)).rows, table).toEqual([]);
    expect((await client.query('select pupil_id from selection_news')).rows).toEqual([
      { pupil_id: elza.id },
    ]);
    await client.query('rollback');
    client.release();
  });
});

describe('afterwards', () => {
  it('the reserve list moves up when a place is free, in its order', async () => {
    const elza = codes.Elza as string;
    expect(reasons(await hands.coordinator.do(moveUp, { roundId, code: elza }))).toBe(
      'selection.refused.no-free-place',
    );
    expect(reasons(await hands.coordinator.do(noteGivenUp, { roundId, code: elza }))).toBe(
      'selection.refused.holds-no-place',
    );
    expect(
      reasons(await hands.teacher.do(noteGivenUp, { roundId, code: codes.Marta as string })),
    ).toBe('selection.refused.school-decides');
    done(await hands.coordinator.do(noteGivenUp, { roundId, code: codes.Marta as string }));
    expect(
      reasons(await hands.coordinator.do(moveUp, { roundId, code: codes.Žanete as string })),
    ).toBe('selection.refused.not-next-in-reserve');
    done(await hands.coordinator.do(moveUp, { roundId, code: elza }));
    expect(reasons(await hands.coordinator.do(moveUp, { roundId, code: elza }))).toBe(
      'platform.error.already-done',
    );
    const news = await pupils.Elza?.hand.ask(getNews, {
      applicationId: pupils.Elza.applicationId,
    });
    expect(news?.ok && [news.view.result, news.view.words]).toEqual([
      'selected',
      expect.stringContaining('A place has come free'),
    ]);
  });

  it('a family may ask to look again, within fourteen days, once', async () => {
    const applicationId = pupils.Žanete?.applicationId as ApplicationId;
    const ask = { applicationId, words: 'You did not read my second page.' };
    expect(reasons(await hands.coordinator.do(askReview, ask))).toBe('platform.error.not-found');
    expect(reasons(await (pupils.Elza as Pupil).hand.do(askReview, ask))).toBe(
      'platform.error.not-found',
    );
    expect(
      reasons(
        await (pupils.Elza as Pupil).hand.do(askReview, {
          ...ask,
          applicationId: pupils.Elza?.applicationId as ApplicationId,
        }),
      ),
    ).toBe('selection.refused.nothing-to-review');
    house.setNow('2026-10-25T10:00:00Z');
    expect(reasons(await (pupils.Žanete as Pupil).guardian.do(askReview, ask))).toBe(
      'selection.refused.review-late',
    );
    house.setNow('2026-10-24T10:00:00Z');
    done(await (pupils.Žanete as Pupil).guardian.do(askReview, ask));
    expect(reasons(await (pupils.Žanete as Pupil).hand.do(askReview, ask))).toBe(
      'platform.error.already-done',
    );
  });

  it('somebody who did not decide answers, and a changed decision opens the dossier', async () => {
    const [review] = await house.sql('select id from selection_reviews');
    const reviewId = review.id as ReviewId;
    const sent = await execute(house.runtime, tellReviewers, system('test'), { reviewId });
    expect(sent.ok).toBe(true);
    const asked = (await house.mails()).filter((m) => m.kind === 'selection.review-asked');
    expect(asked.map((m) => m.to_address)).toEqual([`${ids.head}@example.org`]);
    const answer = { reviewId, answer: 'changed' as const, words: 'We have read it now.' };
    expect(reasons(await hands.coordinator.do(answerReview, answer))).toBe(
      'selection.refused.other-person-answers',
    );
    for (const who of ['other', 'stranger'] as const)
      expect(reasons(await hands[who].do(answerReview, answer))).toBe('platform.error.not-found');
    expect(reasons(await hands.supporter.do(answerReview, answer))).toBe(
      'selection.refused.school-decides',
    );
    expect((await hands.supporter.ask(getReview, { reviewId })).ok).toBe(false);
    // whoever of the two organisations had no part may be asked to answer, and raters and deciders may not
    const hand = (by: Who, personId: PersonId) => hands[by].do(handReview, { reviewId, personId });
    for (const by of ['other', 'stranger'] as const)
      expect(reasons(await hand(by, ids.supporter))).toBe('platform.error.not-found');
    expect(reasons(await hand('supporter', ids.supporter))).toBe(
      'selection.refused.school-decides',
    );
    for (const to of [ids.coordinator, ids.teacher, ids.stranger, pupils.Elza?.id as PersonId])
      expect(reasons(await hand('coordinator', to))).toBe('selection.refused.had-a-part');
    const asks = await hands.coordinator.ask(getReview, { reviewId });
    expect(asks.ok && asks.view.reviewers.map((m) => m.id).sort()).toEqual(
      [ids.head, ids.supporter].sort(),
    );
    done(await hand('coordinator', ids.supporter));
    expect(reasons(await hand('coordinator', ids.supporter))).toBe('platform.error.already-done');
    const told = (await house.mails()).filter((m) => m.kind === 'selection.review-asked');
    expect(told.map((m) => m.to_address)).toContain(`${ids.supporter}@example.org`);
    const theirs = await hands.supporter.ask(listTurns, {});
    expect(theirs.ok && theirs.view.reviews).toMatchObject([{ reviewId, answers: true }]);
    const read = await hands.supporter.ask(getReview, { reviewId });
    expect(read.ok && [read.view.mayAnswer, read.view.reviewers]).toEqual([true, []]);
    const answering = await hands.supporter.get(`/selection/${roundId}/reviews/${reviewId}`);
    expect(answering.text).toContain('Answer the family');
    const waits = await hands.coordinator.get(`/selection/${roundId}/reviews/${reviewId}`);
    expect(waits.text).toContain('was asked to answer');
    expect((await hands.head.ask(getReview, { reviewId })).ok).toBe(true);
    expect((await hands.volunteer.ask(getReview, { reviewId })).ok).toBe(false);
    done(await hands.head.do(answerReview, answer));
    expect(reasons(await hands.head.do(answerReview, answer))).toBe('platform.error.already-done');
    const zanete = pupils.Žanete as Pupil;
    const news = await zanete.hand.ask(getNews, { applicationId: zanete.applicationId });
    expect(news.ok && [news.view.result, news.view.review?.answerWords]).toEqual([
      'selected',
      'We have read it now.',
    ]);
    const own = await zanete.hand.ask(getApplication, { applicationId: zanete.applicationId });
    expect(own.ok && own.view.state).toBe('selected');
    const [m] = await house.sql('select state from mobilities where application_id = $1', [
      zanete.applicationId,
    ]);
    expect(m.state).toBe('selected');
  });

  it('is closed by the school', async () => {
    expect(reasons(await hands.supporter.do(closeRound, { roundId }))).toBe(
      'selection.refused.school-decides',
    );
    expect(done(await hands.head.do(closeRound, { roundId }))).toMatchObject({ told: 0 });
    expect(reasons(await hands.head.do(closeRound, { roundId }))).toBe(
      'selection.refused.is-closed',
    );
  });
});

describe('around it', () => {
  it('everybody finds what is theirs to do', async () => {
    const turns = await pupils.Elza?.hand.ask(listTurns, {});
    expect(turns?.ok && turns.view.news.map((n) => n.isOwn)).toEqual([true]);
    const rounds = await hands.coordinator.ask(listRounds, { intakeId });
    expect(rounds.ok && rounds.view.rounds).toHaveLength(1);
    expect((await hands.stranger.ask(listRounds, { intakeId })).ok).toBe(false);
    const other = await hands.other.ask(listRounds, { intakeId });
    expect(other.ok && [other.view.rounds, other.view.openFor.length]).toEqual([[], 1]);
  });

  it('a reserve list that was not needed is told so when the round is closed', async () => {
    const second = await newIntake();
    const one = await newPupil('Anna', second);
    const two = await newPupil('Beate', second);
    ({ roundId } = done(
      await hands.coordinator.do(openRound, { intakeId: second, schoolId: school }),
    ));
    done(await hands.coordinator.do(saveRound, input()));
    for (const who of ['teacher', 'volunteer'] as const)
      done(
        await hands.coordinator.do(nameRater, { roundId, personId: ids[who], interviews: false }),
      );
    done(await hands.coordinator.do(publishRound, { roundId, version: await version() }));
    done(await hands.coordinator.do(openRating, { roundId }));
    for (const r of await house.sql(
      'select c.code, p.given_name from selection_candidates c join persons p on p.id = c.pupil_id where round_id = $1',
      [roundId],
    ))
      codes[r.given_name] = r.code;
    for (const who of ['teacher', 'volunteer'] as const) {
      done(await rate(who, 'Anna', 5, 5, 5));
      done(await rate(who, 'Beate', 4, 4, 4));
    }
    done(await hands.coordinator.do(startCalibration, { roundId }));
    done(
      await hands.coordinator.do(planOutcome, {
        roundId,
        version: await version(),
        reason: '',
        results: [
          { code: codes.Anna as string, result: 'selected' },
          { code: codes.Beate as string, result: 'reserve' },
        ],
      }),
    );
    for (const pupil of ['Anna', 'Beate'])
      done(
        await hands.coordinator.do(writeLetter, {
          roundId,
          code: codes[pupil] as string,
          strength: 'openness',
          words: 'Dear you, words.',
          version: 0,
        }),
      );
    done(await hands.coordinator.do(decideRound, { roundId, version: await version() }));
    expect(done(await hands.head.do(closeRound, { roundId }))).toMatchObject({ told: 1 });
    const news = await two.hand.ask(getNews, { applicationId: two.applicationId });
    expect(news.ok && [news.view.result, news.view.words]).toEqual([
      'not_selected',
      expect.stringContaining('the reserve list is closed'),
    ]);
    expect((await one.hand.ask(getNews, { applicationId: one.applicationId })).ok).toBe(true);
  });

  it('a round is stopped with a reason, also while it is rated, and another may follow', async () => {
    const third = await newIntake();
    const one = await newPupil('Clara', third);
    const two = await newPupil('Dace', third);
    const begin = async () => {
      ({ roundId } = done(
        await hands.coordinator.do(openRound, { intakeId: third, schoolId: school }),
      ));
      done(await hands.coordinator.do(saveRound, input()));
      for (const who of ['teacher', 'volunteer'] as const)
        done(
          await hands.coordinator.do(nameRater, { roundId, personId: ids[who], interviews: false }),
        );
    };
    await begin();
    const stop = async (by: Who, reason = 'Two of us fell ill.') =>
      hands[by].do(cancelRound, { roundId, version: await version(), reason });
    expect(reasons(await stop('head'))).toBe('selection.refused.is-draft');
    done(await hands.coordinator.do(publishRound, { roundId, version: await version() }));
    done(await hands.coordinator.do(openRating, { roundId }));
    for (const r of await house.sql(
      'select c.code, p.given_name from selection_candidates c join persons p on p.id = c.pupil_id where round_id = $1',
      [roundId],
    ))
      codes[r.given_name] = r.code;
    done(await rate('teacher', 'Clara', 5, 5, 5));
    for (const who of ['supporter', 'teacher'] as const)
      expect(reasons(await stop(who))).toBe('selection.refused.school-decides');
    for (const who of ['other', 'stranger'] as const)
      expect(reasons(await stop(who))).toBe('platform.error.not-found');
    expect(reasons(await one.hand.do(cancelRound, { roundId, version: 1, reason: 'no' }))).toBe(
      'platform.error.not-found',
    );
    expect(reasons(await stop('head', ' '))).toBe('platform.invalid.required');
    expect(
      reasons(await hands.head.do(cancelRound, { roundId, version: 1, reason: 'Old page' })),
    ).toBe('platform.error.changed-meanwhile');
    expect(done(await stop('head'))).toMatchObject({ told: 2 });
    expect(reasons(await stop('head'))).toBe('selection.refused.is-cancelled');
    const told = (await house.mails()).filter((m) => m.kind.endsWith('-cancelled'));
    expect(told.map((m) => m.kind).sort()).toEqual([
      'selection.guardian-cancelled',
      'selection.guardian-cancelled',
      'selection.pupil-cancelled',
      'selection.pupil-cancelled',
    ]);
    expect(JSON.stringify(told)).not.toContain('fell ill');
    // families read why; the application is as it was, and nothing holds it
    const page = await one.hand.get(`/selection/${roundId}/criteria`);
    expect(page.text).toContain('Two of us fell ill.');
    const own = await one.hand.ask(getApplication, { applicationId: one.applicationId });
    expect(own.ok && [own.view.state, own.view.round?.holds]).toEqual(['submitted', false]);
    expect((await hands.head.get(`/selection/${roundId}`)).text).toContain('Two of us fell ill.');
    expect(reasons(await rate('volunteer', 'Dace', 4, 4, 4))).not.toBe('ok');
    // what was not compared stays each rater's own
    const rows = async (who: Who) =>
      reading(house.runtime.db, hands[who].actor, (read) =>
        read.selectFrom('selection_ratings').selectAll().where('round_id', '=', roundId).execute(),
      );
    expect(await rows('teacher')).toHaveLength(3);
    for (const who of ['head', 'volunteer', 'supporter'] as const)
      expect(await rows(who)).toEqual([]);
    // a new round takes the same pupils in
    const stopped = roundId;
    await begin();
    expect(roundId).not.toBe(stopped);
    done(await hands.coordinator.do(publishRound, { roundId, version: await version() }));
    done(await hands.coordinator.do(openRating, { roundId }));
    const again = await two.hand.ask(getApplication, { applicationId: two.applicationId });
    expect(again.ok && again.view.round).toMatchObject({ roundId, holds: true });
    const rounds = await hands.coordinator.ask(listRounds, { intakeId: third });
    expect(rounds.ok && rounds.view.rounds.map((r) => r.state).sort()).toEqual([
      'cancelled',
      'rating',
    ]);
    expect(rounds.ok && rounds.view.openFor).toEqual([]);
    // and after the term nothing of what was said is left
    const due = { roundId: stopped };
    expect(reasons(await hands.head.do(eraseCancelled, due))).toBe('platform.error.not-found');
    expect(reasons(await execute(house.runtime, eraseCancelled, system('test'), due))).toBe(
      'platform.error.already-done',
    );
    await house.sql(
      "update selection_rounds set cancelled_at = cancelled_at - interval '181 days' where id = $1",
      [stopped],
    );
    const nightly = selection
      .handlers?.(house.runtime)
      .find((h) => h.job.name === 'selection.erase-cancelled');
    await nightly?.handle({});
    for (const table of ['selection_ratings', 'selection_candidates', 'selection_conflicts'])
      expect(
        (await house.sql(`select 1 from ${table} where round_id = $1`, [stopped])).length,
      ).toBe(0);
    expect(
      (await house.sql('select 1 from selection_candidates where round_id = $1', [roundId])).length,
    ).toBe(2);
  });

  it('what was said of a pupil goes with the application, and leaves the others’', async () => {
    const at = { applicationId: pupils.Žanete?.applicationId as ApplicationId };
    const left = async (table: string) =>
      (
        await house.sql(`select count(*)::int as n from ${table} where application_id = $1`, [
          at.applicationId,
        ])
      )[0].n;
    const tables = [
      'selection_candidates',
      'selection_ratings',
      'selection_news',
      'selection_reviews',
    ];
    for (const table of tables) expect(await left(table), table).toBeGreaterThan(0);
    const [before] = await house.sql('select count(*)::int as n from selection_ratings');
    const told = applicationForgotten({ ...at, pupilId: pupils.Žanete?.id as PersonId });
    await writing(house.runtime.db, system('test'), async (tx) => {
      for (const react of house.runtime.reactions[told.name] ?? [])
        await react(told as never, { tx } as never);
    });
    for (const table of tables) expect(await left(table), table).toBe(0);
    const [after] = await house.sql('select count(*)::int as n from selection_ratings');
    expect(after.n).toBe(before.n - 6);
  });

  it('equal chances are counted for who runs a round, without small numbers', async () => {
    const third = await newIntake();
    for (let i = 0; i < 7; i++) await newPupil(`Pupil${i}`, third);
    for (const who of ['coordinator', 'supporter'] as const) {
      const seen = await hands[who].ask(getChances, { intakeId: third });
      expect(seen.ok && seen.view.shown?.totals).toEqual([7, 7, 7, 0]);
      expect(
        seen.ok && seen.view.shown?.tables.find((t) => t.dimension === 'gender')?.rows,
      ).toEqual([{ group: 'f', counts: [7, 7, 7, 0] }]);
    }
    // several countries: by country, and then not by school, which would tell by subtraction
    for (let i = 0; i < 6; i++) {
      const { applicationId } = await newPupil(`Autre${i}`, third);
      await house.sql('update applications set sending_school_id = $1 where id = $2', [
        otherSchool,
        applicationId,
      ]);
    }
    const both = await hands.supporter.ask(getChances, { intakeId: third });
    const tables = both.ok ? (both.view.shown?.tables ?? []) : [];
    expect(tables.map((t) => t.dimension)).not.toContain('school');
    expect(tables.find((t) => t.dimension === 'country')?.rows.map((r) => r.counts)).toEqual([
      [6, 6, 6, 0],
      [7, 7, 7, 0],
    ]);
    expect((await hands.supporter.get(`/intakes/${third}/equal-chances`)).text).toContain('France');
    const page = await hands.coordinator.get(`/intakes/${third}/equal-chances`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Girls');
    const few = await hands.coordinator.ask(getChances, { intakeId });
    expect(JSON.stringify(few.ok && few.view.shown)).not.toMatch(/[^\d][1-4][,\]]/);
    expect((await hands.teacher.ask(getChances, { intakeId })).ok).toBe(false);
    expect((await hands.stranger.ask(getChances, { intakeId })).ok).toBe(false);
    const other = await hands.other.ask(getChances, { intakeId });
    expect(other.ok && other.view.schools).toEqual([]);
  });
});
