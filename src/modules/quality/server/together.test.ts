import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { system } from '#kernel/actor.ts';
import { allow } from '#kernel/decision.ts';
import type { AssessmentId, OrgId, PersonId, StatusProposalId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { type CommandTools, command, execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { readTable } from '#platform/spreadsheet.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier } from '#tests/support/shared-dossier.ts';
import { itemsFor, questionnaire, wordingFor } from '../core/index.ts';
import type { Level, Role } from '../core/types.ts';
import {
  answerItems,
  answerProposal,
  carryOver,
  countOrganisations,
  getAssessment,
  getBenchmark,
  getMeasures,
  getResult,
  getReviews,
  getStandards,
  inviteReviewer,
  listAssessments,
  proposeStatus,
  publishBenchmark,
  remindAgain,
  remindToAssess,
  removeReviewer,
  reviewAnswers,
  reviewByLink,
  saveStandard,
  setBenchmarkConsent,
  setPriorities,
  setWishes,
  shareCriteria,
  sheetOfResults,
  startAssessment,
  submitAssessment,
} from './index.ts';

let house: House;
let school: OrgId;
let teacherId: PersonId;
let headId: PersonId;
let volunteerId: PersonId;
let teacher: Hand;
let head: Hand;
let volunteer: Hand;
let stranger: Hand;
let strangerId: PersonId;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-10-05T09:00:00Z');
  school = await house.organisation({ name: 'Example Lyceum' });
  teacherId = await house.person({ givenName: 'Ilze', email: 'ilze@example.org' });
  headId = await house.person({ givenName: 'Ragnar', email: 'ragnar@example.org' });
  volunteerId = await house.person({ givenName: 'Oda', email: 'oda@example.org' });
  strangerId = await house.person({ givenName: 'Odd' });
  await house.member(school, teacherId, ['teacher']);
  await house.member(school, headId, ['head']);
  await house.member(school, volunteerId, ['volunteer']);
  await house.member(await house.organisation({ name: 'Other School' }), strangerId, [
    'coordinator',
    'head',
    'facilitator',
  ]);
  teacher = await house.as(teacherId);
  head = await house.as(headId);
  volunteer = await house.as(volunteerId);
  stranger = await house.as(strangerId);
});

async function start(who: Hand, orgId = school, appliesAs = 'sending_school' as Role) {
  const started = await who.do(startAssessment, { orgId, scope: 'quick', appliesAs });
  if (!started.ok) throw new Error(started.faults[0].reason);
  return started.assessmentId as AssessmentId;
}

async function seen(who: Hand, assessmentId: AssessmentId) {
  const found = await who.ask(getAssessment, { assessmentId });
  if (!found.ok) throw new Error('not seen');
  return found.view;
}

async function point(who: Hand, assessmentId: AssessmentId, itemId: string) {
  const found = (await seen(who, assessmentId)).criteria
    .flatMap((c) => c.items)
    .find((i) => i.id === itemId);
  if (!found) throw new Error(`no ${itemId}`);
  return found;
}

async function answer(
  who: Hand,
  assessmentId: AssessmentId,
  criterionId: string,
  answers: Record<string, object>,
  more: object = {},
) {
  const { criteria } = await seen(who, assessmentId);
  const at = criteria.find((c) => c.id === criterionId)?.seen?.toString() ?? '';
  return who.do(answerItems, {
    assessmentId,
    criterionId,
    seen: at,
    answers,
    ...more,
  } as never);
}

/** Answers everything that is asked and closes. */
async function close(who: Hand, assessmentId: AssessmentId, status: (itemId: string) => Level) {
  for (const c of (await seen(who, assessmentId)).criteria) {
    const saved = await who.do(answerItems, {
      assessmentId,
      criterionId: c.id,
      seen: c.seen?.toString() ?? '',
      answers: Object.fromEntries(c.items.map((i) => [i.id, { status: status(i.id) }])),
    } as never);
    expect(saved).toMatchObject({ ok: true });
  }
  expect(await who.do(submitAssessment, { assessmentId })).toMatchObject({ ok: true });
}

const mailsTo = async (address: string) =>
  ((await house.mails()) as { to_address: string; kind: string; body_text: string }[]).filter(
    (m) => m.to_address === address,
  );

const proven = (reviewerId: string) => ({
  status: 'documented_audited',
  evidence: 'Minutes, page 3',
  evidenceOn: '2026-09-30',
  reviewerId,
});

describe('documented and audited', () => {
  let id: AssessmentId;

  it('is saved without its proof, says what it lacks, and counts as implemented', async () => {
    id = await start(teacher);
    expect(
      await answer(teacher, id, 'C01', { 'PL-01': { status: 'documented_audited' } }),
    ).toMatchObject({ ok: true, saying: 'lacking' });
    expect((await seen(head, id)).unproven).toEqual([
      { itemId: 'PL-01', lacks: ['evidence', 'day', 'reviewer'], reviewer: '' },
    ]);
    const result = await teacher.ask(getResult, { assessmentId: id });
    expect(result.ok && result.view.matrix[0]?.counts).toMatchObject({
      implemented: 1,
      documented_audited: 0,
    });
  });

  it('takes no reviewer who answered it, who was asked to answer it, or who works elsewhere', async () => {
    const reason = async (reviewerId: string) => {
      const outcome = await answer(teacher, id, 'C01', { 'PL-01': proven(reviewerId) });
      return 'faults' in outcome ? (outcome.faults as { reason: string }[])[0]?.reason : 'ok';
    };
    expect(await reason(teacherId)).toBe('quality.invalid.reviewer-self');
    expect(await reason(strangerId)).toBe('platform.invalid.value');
    const { version } = await seen(teacher, id);
    expect(
      await teacher.do(shareCriteria, {
        assessmentId: id,
        version,
        shares: { C01: volunteerId },
      }),
    ).toMatchObject({ ok: true, told: 1 });
    expect(await reason(volunteerId)).toBe('quality.invalid.reviewer-does');
    expect(await reason(headId)).toBe('ok');
  });

  it('is confirmed by the reviewer in person, by nobody else, and only as it was', async () => {
    expect((await mailsTo('ragnar@example.org')).map((m) => m.kind)).toContain('quality-review');
    const say = (who: Hand, verdict: string, words = '', at = '2026-10-05T09:00:00Z') =>
      who.do(reviewAnswers, {
        assessmentId: id,
        seen: at,
        reviews: { 'PL-01': { verdict, words } },
      } as never);
    for (const who of [teacher, volunteer])
      expect(await say(who, 'confirmed')).toMatchObject({
        kind: 'refused',
        faults: [{ reason: 'quality.refused.not-reviewer' }],
      });
    for (const who of [stranger, house.visitor])
      expect(await say(who, 'confirmed')).toMatchObject({ kind: 'not_found' });
    expect(await say(head, '')).toMatchObject({ faults: [{ field: 'reviews' }] });
    expect(await say(head, 'declined')).toMatchObject({
      faults: [{ reason: 'quality.invalid.review-words' }],
    });
    expect(await say(head, 'declined', 'The page is missing.')).toMatchObject({ ok: true });
    const told = await mailsTo('ilze@example.org');
    expect(told.map((m) => m.kind)).toContain('quality-declined');
    // what was said stands behind the link, not in the mail
    expect(told.map((m) => m.body_text).join('')).not.toContain('The page is missing');
    expect(await point(teacher, id, 'PL-01')).toMatchObject({
      review: 'declined',
      reviewWords: 'The page is missing.',
    });
    // answered anew, it is asked anew; what changed after the page was opened is not confirmed unseen
    house.setNow('2026-10-06T09:00:00Z');
    await answer(teacher, id, 'C01', {
      'PL-01': { ...proven(headId), evidence: 'Minutes, page 4' },
    });
    expect(await point(teacher, id, 'PL-01')).toMatchObject({ review: 'asked', reviewWords: '' });
    expect(await say(head, 'confirmed')).toMatchObject({ kind: 'conflict' });
    const reviews = await head.ask(getReviews, { assessmentId: id });
    expect(reviews).toMatchObject({ view: { points: [{ evidence: 'Minutes, page 4' }] } });
    expect(await say(head, 'confirmed', '', '2026-10-06T09:00:00Z')).toMatchObject({
      ok: true,
      confirmed: 1,
    });
    expect(await say(head, 'confirmed', '', '2026-10-06T09:00:00Z')).toMatchObject({
      kind: 'conflict',
    });
    expect((await seen(teacher, id)).unproven).toEqual([]);
    const result = await teacher.ask(getResult, { assessmentId: id });
    expect(result).toMatchObject({ view: { confirmed: 1, unproven: 0 } });
  });

  it('keeps the confirmation when only the comment changes, and loses it with the proof', async () => {
    const kept = { ...proven(headId), evidence: 'Minutes, page 4' };
    await answer(teacher, id, 'C01', { 'PL-01': { ...kept, note: 'For the report.' } });
    expect(await point(teacher, id, 'PL-01')).toMatchObject({
      review: 'confirmed',
      note: 'For the report.',
    });
    // the reviewer may not put it as their own
    expect(await answer(head, id, 'C01', { 'PL-01': { ...kept, note: 'x' } })).toMatchObject({
      faults: [{ reason: 'quality.invalid.reviewer-self' }],
    });
    await answer(teacher, id, 'C01', { 'PL-01': { ...kept, evidence: 'Another' } });
    expect(await point(teacher, id, 'PL-01')).toMatchObject({ review: 'asked', reviewedAt: null });
  });

  it('of everything gets a plain word on the page', async () => {
    for (const c of (await seen(teacher, id)).criteria)
      await answer(
        teacher,
        id,
        c.id,
        Object.fromEntries(c.items.map((i) => [i.id, { status: 'documented_audited' }])),
      );
    const view = await seen(teacher, id);
    expect(view.allAtTop).toBe(true);
    expect(view.unproven).toHaveLength(view.total);
    const at = `/quality/${id}`;
    expect((await teacher.get(at)).text).toContain('Everything is marked as documented');
    const result = await teacher.ask(getResult, { assessmentId: id });
    expect(result.ok && result.view.matrix.every((r) => r.median === 'implemented')).toBe(true);
    expect((await teacher.get(`${at}/result`)).text).toContain(
      'Everything is marked as documented',
    );
  });
});

describe('a team', () => {
  it('shares criteria: whoever is newly asked gets one mail with theirs and finds it at home', async () => {
    const id = await start(teacher);
    const { version } = await seen(teacher, id);
    const share = (who: Hand, shares: Record<string, string>, at = version) =>
      who.do(shareCriteria, { assessmentId: id, version: at, shares } as never);
    for (const who of [stranger, house.visitor])
      expect(await share(who, { C02: headId })).toMatchObject({ kind: 'not_found' });
    expect(await share(teacher, { C02: strangerId })).toMatchObject({
      faults: [{ field: 'shares.C02', reason: 'platform.invalid.value' }],
    });
    expect(await share(teacher, { C99: headId })).toMatchObject({ kind: 'invalid' });
    expect(await share(teacher, { C02: headId, C03: headId, C04: teacherId })).toMatchObject({
      told: 1,
    });
    expect(await share(head, { C02: volunteerId })).toMatchObject({ kind: 'conflict' });
    const mails = (await mailsTo('ragnar@example.org')).filter((m) => m.kind === 'quality-share');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body_text).toContain(wordingFor('en').criterion('C03').text);
    expect(await head.ask(listAssessments, {})).toMatchObject({
      view: { assessments: [{ id, yours: [] }] },
    });
    await house.sql(
      "update assessment_answers set look_again = true where item_id = 'PL-05' and assessment_id = $1",
      [id],
    );
    expect(await head.ask(listAssessments, {})).toMatchObject({
      view: { assessments: [{ id, yours: ['C02'] }] },
    });
    expect((await head.get('/')).text).toContain('Answer the criterion you know');
  });

  it('sees who answered what, and when', async () => {
    const id = await start(teacher);
    await answer(head, id, 'C02', { 'PL-05': { status: 'in_progress' } });
    const view = await seen(teacher, id);
    expect(view.contributions.map((c) => [c.name.split(' ')[0], c.points > 0])).toEqual([
      ['Ilze', true],
      ['Ragnar', true],
    ]);
    const one = await point(teacher, id, 'PL-05');
    expect(one).toMatchObject({ status: 'in_progress', lookAgain: false });
    expect(one.answeredBy).toContain('Ragnar');
    expect(one.earlier.map((e) => e.status)).toEqual(['documented_audited']);
  });

  it('says where it wants to come to, hidden from all others', async () => {
    const id = await start(teacher);
    const { version } = await seen(teacher, id);
    const wish = (who: Hand, wishes: Record<string, string>) =>
      who.do(setWishes, { assessmentId: id, version, wishes } as never);
    for (const who of [stranger, house.visitor])
      expect(await wish(who, { C02: 'implemented' })).toMatchObject({ kind: 'not_found' });
    expect(await wish(teacher, { C99: 'implemented' })).toMatchObject({ kind: 'invalid' });
    expect(await wish(teacher, { C02: 'documented_audited', C03: '' })).toMatchObject({ count: 1 });
    expect(await wish(head, { C03: 'implemented' })).toMatchObject({ kind: 'conflict' });
    const result = await head.ask(getResult, { assessmentId: id, axes: ['C01', 'C02', 'C03'] });
    expect(result).toMatchObject({
      view: { wishes: [{ criterionId: 'C02', steps: 1 }], radar: [{}, { wished: 3 }, {}] },
    });
  });

  it('writes its own words on a standard, one after the other', async () => {
    const id = await start(teacher);
    const write = (who: Hand, words: string, at = '') =>
      who.do(saveStandard, { assessmentId: id, standardId: 'inclusion', seen: at, words });
    for (const who of [stranger, house.visitor]) {
      expect(await write(who, 'x')).toMatchObject({ kind: 'not_found' });
      expect(await who.ask(getStandards, { assessmentId: id })).toMatchObject({
        kind: 'not_found',
      });
      expect(await who.ask(getReviews, { assessmentId: id })).toMatchObject({ kind: 'not_found' });
    }
    expect(
      await teacher.do(saveStandard, { assessmentId: id, standardId: 'other', words: 'x' }),
    ).toMatchObject({ kind: 'not_found' });
    expect(await write(teacher, 'We pay for the train.')).toMatchObject({ saved: true });
    expect(await write(head, 'We pay for the bus.')).toMatchObject({ kind: 'conflict' });
    const page = await teacher.get(`/quality/${id}/standards`);
    expect(page.text).toContain('We pay for the train.');
    expect(page.text).toContain('Inclusion and diversity');
    // a standard without own words is made from the answers
    expect(page.text).toContain(wordingFor('en').item('PL-01').text.slice(0, 40));
    expect((await teacher.get(`/quality/${id}/standards/inclusion`)).text).toContain('<textarea');
  });
});

describe('a questionnaire that changes in the middle of an answer', () => {
  let id: AssessmentId;

  it('tells what would change, and carries over what did not', async () => {
    const org = await house.organisation({ name: 'In the middle' });
    await house.member(org, teacherId, ['teacher']);
    await house.member(org, headId, ['head']);
    teacher = await house.as(teacherId);
    head = await house.as(headId);
    id = await start(teacher, org);
    await house.sql("update assessments set questionnaire_version = '0.1.0' where id = $1", [id]);
    const old = wordingFor('en', '0.1.0').item('FU-10').text;
    await answer(teacher, id, 'C16', {
      'FU-10': { status: 'implemented' },
      'FU-08': { status: 'in_progress' },
    });
    const page = await teacher.get(`/quality/${id}/criteria/C16`);
    expect(page.text).toContain(old.slice(0, 40));
    const overview = (await teacher.get(`/quality/${id}`)).text;
    expect(overview).toContain('revised since you began');
    const { newer, version, answered } = await seen(teacher, id);
    expect(newer).toEqual({ version: questionnaire.version, reworded: 1, added: 0, dropped: 0 });
    expect(answered).toBe(2);
    for (const who of [stranger, house.visitor])
      expect(await who.do(carryOver, { assessmentId: id, version })).toMatchObject({
        kind: 'not_found',
      });
    expect(await head.do(carryOver, { assessmentId: id, version: 99 })).toMatchObject({
      kind: 'conflict',
    });
    expect(await head.do(carryOver, { assessmentId: id, version })).toMatchObject({
      ok: true,
      reworded: 4,
    });
    expect(await head.do(carryOver, { assessmentId: id, version })).toMatchObject({
      kind: 'conflict',
    });
    const after = await seen(teacher, id);
    expect(after.carried).toMatchObject({ from: '0.1.0', lookAgain: ['FU-10'] });
    expect(after.missing).toContain('FU-10');
    expect(after.answered).toBe(1);
    expect((await teacher.get(`/quality/${id}`)).text).toContain('was reworded: please look again');
  });

  it('does not save what was answered to the old words, and keeps what was typed', async () => {
    const at = `/quality/${id}/criteria/C16`;
    const { criteria } = await seen(teacher, id);
    const opened = criteria.find((c) => c.id === 'C16')?.seen?.toString() ?? '';
    const form = {
      seen: opened,
      questionnaire: '0.1.0',
      next: '',
      'answers.FU-10.status': 'not_started',
      'answers.FU-10.note': 'typed while it changed',
    };
    const refused = await teacher.post(at, form);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('typed while it changed');
    expect(refused.text).toContain(wordingFor('en').item('FU-10').text.slice(0, 40));
    expect(refused.text).toContain('Reworded since it was answered');
    // an answer to a point whose words did not change is taken from the old page
    expect(
      (
        await teacher.post(at, {
          seen: opened,
          questionnaire: '0.1.0',
          next: '',
          'answers.FU-09.status': 'in_progress',
        })
      ).status,
    ).toBe(303);
    // the same answer, given again to the new words, is an answer
    expect(await answer(teacher, id, 'C16', { 'FU-10': { status: 'implemented' } })).toMatchObject({
      saved: 1,
    });
    expect((await seen(teacher, id)).carried?.lookAgain).toEqual([]);
  });

  it('leaves a closed assessment in its own words', async () => {
    await close(teacher, id, () => 'implemented');
    await house.sql("update assessments set questionnaire_version = '0.1.0' where id = $1", [id]);
    const view = await seen(teacher, id);
    expect(view.newer).toBeNull();
    expect(await teacher.do(carryOver, { assessmentId: id, version: view.version })).toMatchObject({
      kind: 'refused',
    });
    expect((await teacher.get(`/quality/${id}/criteria/C16`)).text).toContain(
      wordingFor('en', '0.1.0').item('FU-10').text.slice(0, 40),
    );
  });
});

/** What another module does in a command of its own when a plan is closed. */
const closePlan = command({
  name: 'test.close-plan',
  summary: 'Close a plan.',
  input: z.object({
    orgId: z.string(),
    itemId: z.string(),
    status: z.string(),
    source: z.string(),
  }),
  load: async () => ({}),
  permit: () => allow,
  run: async (tools: CommandTools, _, input) => {
    await proposeStatus(tools, {
      orgId: input.orgId as OrgId,
      itemId: input.itemId,
      status: input.status as Level,
      source: input.source,
      planLabel: 'Letter to the mentor',
    });
    return ok({});
  },
});

describe('a closed plan', () => {
  const plan = (itemId: string, status: Level, source = 'plan_1') => ({
    orgId: school,
    itemId,
    status,
    source,
  });

  it('proposes a status, once a plan, by people of the organisation only', async () => {
    await expect(stranger.do(closePlan, plan('IM-04', 'implemented'))).rejects.toThrow(RangeError);
    await expect(teacher.do(closePlan, plan('XX-01', 'implemented'))).rejects.toThrow(RangeError);
    expect(await teacher.do(closePlan, plan('PL-02', 'in_progress'))).toMatchObject({ ok: true });
    expect(await teacher.do(closePlan, plan('PL-02', 'implemented'))).toMatchObject({ ok: true });
    expect(await teacher.do(closePlan, plan('PL-10', 'implemented', 'plan_2'))).toMatchObject({
      ok: true,
    });
    const id = await start(teacher);
    // the quick scan does not ask PL-10: that one waits
    expect((await seen(head, id)).proposals).toMatchObject([
      { itemId: 'PL-02', status: 'implemented', plan: 'Letter to the mentor' },
    ]);
    expect((await head.get(`/quality/${id}`)).text).toContain('Letter to the mentor');
  });

  it('is taken into the assessment or left, by colleagues and nobody else', async () => {
    const id = await start(teacher);
    const [proposal] = (await seen(teacher, id)).proposals;
    const proposalId = proposal?.id as StatusProposalId;
    for (const who of [stranger, house.visitor])
      expect(
        await who.do(answerProposal, { proposalId, assessmentId: id, answer: 'take' }),
      ).toMatchObject({ kind: 'not_found' });
    const elsewhere = await start(
      stranger,
      (await stranger
        .ask(listAssessments, {})
        .then((l) => (l.ok ? l.view.organisations[0]?.id : undefined))) as OrgId,
    );
    expect(
      await stranger.do(answerProposal, { proposalId, assessmentId: elsewhere, answer: 'take' }),
    ).toMatchObject({ kind: 'not_found' });
    const taken = await head.post(`/quality/${id}/proposals`, {
      proposalId,
      criterionId: 'C01',
      answer: 'take',
    });
    expect(taken.location).toBe(`/quality/${id}/criteria/C01`);
    expect(await point(teacher, id, 'PL-02')).toMatchObject({ status: 'implemented' });
    expect(
      await teacher.do(answerProposal, { proposalId, assessmentId: id, answer: 'leave' }),
    ).toMatchObject({ kind: 'conflict' });
    const [waiting] = (await house.sql(
      "select id from status_proposals where item_id = 'PL-10'",
    )) as { id: StatusProposalId }[];
    expect(
      await teacher.do(answerProposal, {
        proposalId: waiting?.id as StatusProposalId,
        assessmentId: id,
        answer: 'take',
      }),
    ).toMatchObject({ faults: [{ reason: 'quality.refused.not-asked' }] });
  });
});

describe('half a year later', () => {
  it('reminds once, by mail and at home, unless somebody has begun again', async () => {
    const id = await start(teacher);
    await close(teacher, id, () => 'implemented');
    const { version } = await seen(teacher, id);
    await teacher.do(setPriorities, {
      assessmentId: id,
      version,
      priorities: [{ itemId: 'PL-01', intent: 'offer' }],
    });
    expect(await remindAgain(house.runtime)).toBe(0);
    house.setNow('2027-04-08T09:00:00Z');
    expect(await teacher.do(remindToAssess, { assessmentId: id })).toMatchObject({
      kind: 'not_found',
    });
    expect(await remindAgain(house.runtime)).toBeGreaterThan(0);
    expect(await remindAgain(house.runtime)).toBe(0);
    const mails = (await mailsTo('ilze@example.org')).filter((m) => m.kind === 'quality-again');
    expect(mails.filter((m) => m.body_text.includes('Example Lyceum'))).toHaveLength(1);
    // whoever was away for half a year signs in again
    teacher = await house.as(teacherId);
    expect((await teacher.get('/')).text).toContain('Assess your mobility work again');
    expect((await teacher.get('/quality')).text).toContain('It is time to look again');
    await start(teacher);
    const list = await teacher.ask(listAssessments, {});
    expect(list.ok && list.view.organisations.find((o) => o.id === school)?.againSince).toBeNull();
  });
});

describe('the benchmark', () => {
  const orgs: { orgId: OrgId; hand: Hand; id: AssessmentId }[] = [];
  let night = 1;

  async function school_(role: Role, status: Level) {
    const orgId = await house.organisation({
      name: `Counted ${orgs.length}`,
      ...(role === 'supporting_organisation' ? { kind: 'supporting' as const } : {}),
    });
    const personId = await house.person();
    await house.member(orgId, personId, ['coordinator']);
    const hand = await house.as(personId);
    const id = await start(hand, orgId, role);
    await close(hand, id, () => status);
    expect(await hand.do(setBenchmarkConsent, { orgId, given: true })).toMatchObject({ ok: true });
    const one = { orgId, hand, id };
    orgs.push(one);
    return one;
  }
  const nextNight = async () => {
    house.setNow(`2027-05-${String(night++).padStart(2, '0')}T02:51:00Z`);
    await countOrganisations(house.runtime);
  };
  const figures = async (one = orgs[0]) => {
    const found = await one?.hand.ask(getBenchmark, { assessmentId: one.id });
    return found?.ok
      ? found.view.figures
          .filter((f) => f.criterionId === 'C01')
          .map((f) => [f.cut, f.organisations, f.done])
      : null;
  };

  it('is agreed to by heads and coordinators, computed by nobody but the night', async () => {
    expect(await teacher.do(setBenchmarkConsent, { orgId: school, given: true })).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'quality.refused.benchmark-who' }],
    });
    for (const who of [stranger, house.visitor])
      expect(await who.do(setBenchmarkConsent, { orgId: school, given: true })).toMatchObject({
        kind: 'not_found',
      });
    for (const who of [head, stranger, house.visitor])
      expect(await who.do(publishBenchmark, {})).toMatchObject({ kind: 'not_found' });
  });

  it('shows nothing of four, and five of everybody, to those who are counted themselves', async () => {
    for (let i = 0; i < 4; i++) await school_('sending_school', 'in_progress');
    await nextNight();
    expect(await figures()).toEqual([]);
    await school_('sending_school', 'implemented');
    await nextNight();
    expect(await figures()).toEqual([['all', 5, 1]]);
    // who is not counted sees none, and a stranger not even that there is a page
    const id = await start(head);
    expect(await head.ask(getBenchmark, { assessmentId: id })).toMatchObject({
      view: { given: false, figures: [] },
    });
    expect(await stranger.ask(getBenchmark, { assessmentId: id })).toMatchObject({
      kind: 'not_found',
    });
    expect(await house.visitor.ask(getBenchmark, { assessmentId: id })).toMatchObject({
      kind: 'not_found',
    });
  });

  it('cannot be differenced by one who joins: figures stand until five have changed', async () => {
    await school_('host_school', 'documented_audited');
    await nextNight();
    expect(await figures()).toEqual([['all', 5, 1]]);
    for (let i = 0; i < 3; i++) await school_('host_school', 'implemented');
    await nextNight();
    expect(await figures()).toEqual([['all', 5, 1]]);
    await school_('host_school', 'implemented');
    await nextNight();
    expect(await figures()).toEqual([
      ['all', 10, 6],
      ['sending_school', 5, 1],
    ]);
  });

  it('cannot be differenced by one who assesses again', async () => {
    const [one] = orgs;
    if (!one) throw new Error('nobody');
    const again = await start(one.hand, one.orgId, 'sending_school');
    await close(one.hand, again, () => 'documented_audited');
    await nextNight();
    expect(await figures()).toEqual([
      ['all', 10, 6],
      ['sending_school', 5, 1],
    ]);
  });

  it('shows no role whose remainder is too small', async () => {
    for (let i = 0; i < 4; i++) await school_('supporting_organisation', 'not_started');
    await nextNight();
    // ten sending and host schools and four others: with both roles shown, the four would be the difference
    const shown = await figures();
    expect(shown?.[0]).toEqual(['all', 14, 7]);
    const host = await figures(orgs[6]);
    const roles = [shown, host].filter((f) => (f?.length ?? 0) > 1);
    expect(roles).toHaveLength(1);
  });

  it('is taken down at once with a consent, and stands again when nobody else has changed', async () => {
    const [one, two] = orgs;
    if (!one || !two) throw new Error('nobody');
    await two.hand.do(setBenchmarkConsent, { orgId: two.orgId, given: false });
    expect(await figures()).toEqual([]);
    await nextNight();
    // the rest minus what was shown before would tell of the one that left
    expect(await figures()).toEqual([]);
    await two.hand.do(setBenchmarkConsent, { orgId: two.orgId, given: true });
    expect(await figures()).toEqual([]);
    await nextNight();
    expect((await figures())?.[0]).toEqual(['all', 14, 7]);
    // by the row policies too: nobody reads who is counted
    const rows = await reading(
      house.runtime.db,
      {
        kind: 'person',
        personId: headId,
        name: '',
        language: 'en',
        isAdmin: true,
        orgs: [{ orgId: school, roles: ['head'] }],
      },
      (read) => read.selectFrom('benchmark_counted').selectAll().execute(),
    );
    expect(rows).toEqual([]);
  });

  it('shows beside the own results', async () => {
    const [, two] = orgs;
    const page = await two?.hand.get(`/quality/${two.id}/result`);
    expect(page?.text).toContain('7 of 14 at implemented or above');
    const home = await two?.hand.get('/quality');
    expect(home?.text).toContain('Take consent back');
    const back = await two?.hand.post('/quality/benchmark', {
      orgId: two.orgId,
      given: 'no',
    });
    expect(back?.status).toBe(303);
    expect(await execute(house.runtime, publishBenchmark, system('test'), {})).toMatchObject({
      ok: true,
      published: false,
    });
  });
});

describe('what is counted here', () => {
  it('is told to people of the organisation alone, and nothing where there is nothing', async () => {
    head = await house.as(headId);
    stranger = await house.as(strangerId);
    const id = await start(head);
    expect(await head.ask(getMeasures, { assessmentId: id })).toMatchObject({
      view: { measures: [] },
    });
    for (const who of [stranger, house.visitor])
      expect(await who.ask(getMeasures, { assessmentId: id })).toMatchObject({ kind: 'not_found' });
  });

  it('are numbers of stays, told from three on, and no word about a pupil', async () => {
    const id = await start(head);
    const stay = async (signedAt: string, talks: string[], decision: string, days = 0) => {
      const dossier = await openDossier(house, { state: 'recognised' });
      const { id: mobility, sender } = dossier;
      await house.sql('update mobilities set sending_school_id = $2 where id = $1', [
        mobility,
        school,
      ]);
      await house.sql(
        "update mobility_parties set org_id = $2 where mobility_id = $1 and role = 'sending_school'",
        [mobility, school],
      );
      await house.sql(
        `insert into agreement_versions (mobility_id, number, state, created_at, created_by, completed_at)
         values ($1, 9, 'completed', $2, $3, $2)`,
        [mobility, signedAt, sender],
      );
      for (const on of talks)
        await house.sql(
          `insert into check_ins (mobility_id, id, talked_with, held_on, way, ratings, entered_by, entered_at)
           values ($1, $2, 'pupil', $3, 'phone', '{}', $4, $5)`,
          [mobility, newId('chk'), on, sender, `${on}T10:00:00Z`],
        );
      await house.sql(
        'insert into recognition_decisions (mobility_id, position, decision, decided_by, decided_at) values ($1, 1, $2, $3, $4)',
        [mobility, decision, sender, '2027-04-20T10:00:00Z'],
      );
      // handed in on 1 October; all had said yes to the placement so many days later
      await house.sql(
        "update applications set submitted_at = '2026-10-01T22:30:00Z' where id = (select application_id from mobilities where id = $1)",
        [mobility],
      );
      const [family, offer] = [newId('fam'), newId('off')];
      await house.sql(
        'insert into host_families (id, org_id, name, country_code, city, created_at) values ($1, $2, $3, $4, $5, now())',
        [family, dossier.hostingOrg, 'Paraugs', 'LV', 'Rīga'],
      );
      await house.sql(
        'insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, created_at) values ($1, $2, $3, $4, 1, $5, now())',
        [offer, dossier.intake, dossier.hostSchool, dossier.hostingOrg, 'lv'],
      );
      const placed = Temporal.Instant.from('2026-10-02T09:00:00Z').add({ hours: 24 * days });
      for (const [kind, state, later] of [
        ['temporary', 'accepted', 0],
        ['main', 'declined', 0],
        ['main', 'accepted', 0],
        ['main', 'accepted', 90],
      ] as const)
        await house.sql(
          `insert into placements (mobility_id, id, host_school_id, host_offer_id, family_id, kind, state, from_on, until_on, proposed_by, proposed_at, decided_at)
           values ($1, $2, $3, $4, $5, $6, $7, '2027-02-01', '2027-03-28', $8, $9, $10)`,
          [
            mobility,
            newId('pla'),
            dossier.hostSchool,
            offer,
            family,
            kind,
            state,
            sender,
            String(placed.subtract({ hours: 72 })),
            String(
              kind === 'main' && state === 'accepted'
                ? placed.add({ hours: 24 * later })
                : placed.subtract({ hours: 48 }),
            ),
          ],
        );
    };
    const daysToPlacement = async () => {
      const found = await head.ask(getMeasures, { assessmentId: id });
      return found.ok ? found.view.measures.find((m) => m.id === 'placement-days') : null;
    };
    const told = async () => {
      const found = await head.ask(getMeasures, { assessmentId: id });
      return found.ok
        ? Object.fromEntries(found.view.measures.map((m) => [m.id, [m.part, m.whole, m.few]]))
        : null;
    };
    await stay('2027-01-20T10:00:00Z', ['2027-02-10', '2027-03-05'], 'recognised', 40);
    await stay('2027-01-25T10:00:00Z', ['2027-02-10'], 'partly', 12);
    expect(await daysToPlacement()).toMatchObject({ days: null, few: true });
    expect(await told()).toMatchObject({
      agreements: [null, 0, true],
      recognition: [null, 0, true],
    });
    await stay('2027-02-03T10:00:00Z', [], 'recognised', 30);
    // the middle of 12, 30 and 40: main placements that were accepted, each mobility by its first
    expect(await daysToPlacement()).toMatchObject({ days: 30, whole: 3, few: false });
    expect(await told()).toMatchObject({
      agreements: [2, 3, false],
      recognition: [2, 3, false],
      // in time: two and one; due and missed: one of the second, two of the third
      contacts: [3, 6, false],
    });
    const page = await head.get(`/quality/${id}/criteria/C06`);
    expect(page.text).toContain('2 of 3 learning agreements were signed before departure');
    expect(page.text).not.toContain('Lucía');
    expect((await head.get(`/quality/${id}/result`)).text).toContain('2 of 3');
  });
});

describe('a reviewer from elsewhere', () => {
  it('is named by the team, sees by a link only what they are asked about, and confirms it', async () => {
    head = await house.as(headId);
    stranger = await house.as(strangerId);
    const id = await start(head);
    const [point] = itemsFor('quick', 'sending_school').filter((i) => i.criterion === 'C01');
    const itemId = point?.id ?? '';
    const invite = {
      assessmentId: id,
      name: 'Olga Outside',
      organisation: 'Another School',
      email: 'olga@elsewhere.example',
      language: 'en',
    };
    for (const who of [stranger, house.visitor])
      expect(await who.do(inviteReviewer, invite)).toMatchObject({ kind: 'not_found' });
    const [own] = await house.sql('select email from persons where id = $1', [teacherId]);
    expect(await head.do(inviteReviewer, { ...invite, email: own.email })).toMatchObject({
      faults: [{ reason: 'quality.invalid.reviewer-inside', field: 'email' }],
    });
    const invited = await head.do(inviteReviewer, invite);
    if (!invited.ok) throw new Error(invited.faults[0].reason);
    const { reviewerId } = invited;
    expect(await head.do(inviteReviewer, invite)).toMatchObject({ kind: 'conflict' });
    const mails = async () =>
      (await house.mails()).filter((m) => m.kind === 'quality-outside').map((m) => m.body_text);
    // naming somebody alone writes to nobody
    expect(await mails()).toEqual([]);
    const answer = (evidence: string, seen = '') =>
      head.do(answerItems, {
        assessmentId: id,
        criterionId: 'C01',
        seen,
        answers: {
          [itemId]: {
            status: 'documented_audited',
            note: 'Between us.',
            evidence,
            evidenceOn: '2026-01-02',
            reviewerId,
          },
        },
      });
    expect(await answer('Minutes, page 3')).toMatchObject({ ok: true });
    const [mail = ''] = await mails();
    const token = /outside-reviews\/(\S+)/.exec(mail)?.[1] ?? '';
    const page = await house.visitor.get(`/outside-reviews/${token}`);
    expect(page.text).toContain('Minutes, page 3');
    expect(page.text).not.toContain('Between us.');
    expect((await house.visitor.get('/outside-reviews/nothing')).status).toBe(404);
    expect((await house.visitor.get(`/quality/${id}`)).text).not.toContain('Minutes, page 3');
    const seen = await head.ask(getAssessment, { assessmentId: id });
    if (!seen.ok) throw new Error('not seen');
    expect(seen.view.unproven).toMatchObject([
      { itemId, lacks: ['confirmation'], reviewer: 'Olga Outside, Another School' },
    ]);
    const say = (words: string, verdict: 'confirmed' | 'declined') =>
      house.visitor.do(reviewByLink, { token, reviews: { [itemId]: { verdict, words } } });
    expect(await house.visitor.do(reviewByLink, { token: 'x', reviews: {} })).toMatchObject({
      kind: 'not_found',
    });
    expect(await say('', 'declined')).toMatchObject({
      faults: [{ reason: 'quality.invalid.review-words' }],
    });
    expect(await say('', 'confirmed')).toMatchObject({ ok: true, confirmed: 1 });
    expect(await say('', 'confirmed')).toMatchObject({ kind: 'conflict' });
    const result = await head.ask(getResult, { assessmentId: id });
    expect(result).toMatchObject({ view: { confirmed: 1, unproven: 0 } });
    // who has confirmed something stays; another is taken back, and the link with them
    const remove = (who: Hand, id2 = reviewerId) =>
      who.do(removeReviewer, { assessmentId: id, reviewerId: id2 });
    for (const who of [stranger, house.visitor])
      expect(await remove(who)).toMatchObject({ kind: 'not_found' });
    expect(await remove(head)).toMatchObject({
      faults: [{ reason: 'quality.invalid.reviewer-said' }],
    });
    const newest = await head.ask(getAssessment, { assessmentId: id });
    const at = newest.ok && newest.view.criteria.find((c) => c.id === 'C01')?.seen;
    expect(await answer('Minutes, page 4', String(at))).toMatchObject({ ok: true });
    // the look was at something else: asked anew, and the link before opens nothing
    expect(await mails()).toHaveLength(2);
    expect((await house.visitor.get(`/outside-reviews/${token}`)).status).toBe(404);
    expect(await remove(head)).toMatchObject({ ok: true });
    const after = await head.ask(getAssessment, { assessmentId: id });
    expect(after.ok && after.view.unproven).toMatchObject([{ itemId, lacks: ['reviewer'] }]);
  });
});

describe('the spreadsheet', () => {
  it('holds a row a point, and is closed to all others', async () => {
    head = await house.as(headId);
    stranger = await house.as(strangerId);
    const id = await start(head);
    const file = await head.get(`/quality/${id}/result.xlsx`);
    expect(file.status).toBe(200);
    const found = await head.ask(getAssessment, { assessmentId: id });
    const result = await head.ask(getResult, { assessmentId: id });
    if (!found.ok || !result.ok) throw new Error('not seen');
    const bytes = await sheetOfResults(found.view, result.view, 'en');
    const matrix = await readTable(bytes, 'results.xlsx');
    // the matrix comes first: a row a criterion
    expect(matrix).toMatchObject({ ok: true });
    if (matrix.ok) expect(matrix.rows).toHaveLength(result.view.matrix.length);
    const names = Buffer.from(bytes).toString('latin1');
    expect([...names.matchAll(/xl\/worksheets\/sheet(\d)\.xml/g)].map((m) => m[1])).toContain('4');
    expect((await stranger.get(`/quality/${id}/result.xlsx`)).status).toBe(404);
    for (const path of ['share', 'reviews', 'wishes', 'standards', 'standards/inclusion'])
      expect((await stranger.get(`/quality/${id}/${path}`)).status).toBe(404);
    expect(itemsFor('quick', 'sending_school').length).toBeGreaterThan(20);
  });
});
