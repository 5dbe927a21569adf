import { beforeAll, describe, expect, it } from 'vitest';
import type { IntakeId, OrgId, PersonId, ProjectId, TemplateId } from '#kernel/ids.ts';
import { chooseSource, tellPart } from '#modules/organisations/server/index.ts';
import { changeEntry, changePolicy } from '#modules/reference/server/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  changeIntake,
  changeTimelineStep,
  copyTimeline,
  createProject,
  getDossierPlan,
  getOverview,
  getOwnTimeline,
  getProjectPlan,
  getTimeline,
  getWeek,
  hideTimelineStep,
  listChoices,
  listTimelines,
  markStep,
  openIntake,
  previewMove,
  publishTimeline,
} from './index.ts';

let house: House;
let school: OrgId;
let admin: PersonId;
let claire: Hand;
let tom: Hand;
let sam: Hand;
let projectId: ProjectId;
let intakeId: IntakeId;

/** Temporal dates have no own properties: compare texts. */
const words = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
const told = (outcome: { ok: boolean; kind?: string; faults?: { reason: string }[] }) =>
  outcome.ok ? 'done' : `${outcome.kind} ${outcome.faults?.map((f) => f.reason).join(' ')}`;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-22T10:00:00Z');
  school = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  const coordinator = await house.person({ givenName: 'Claire' });
  await house.member(school, coordinator, ['coordinator']);
  const teacher = await house.person({ givenName: 'Tom' });
  await house.member(school, teacher, ['teacher']);
  const stranger = await house.person({ givenName: 'Sam' });
  const elsewhere = await house.organisation({ name: 'Elsewhere' });
  await house.member(elsewhere, stranger, ['head', 'coordinator']);
  admin = await house.person({ givenName: 'Ada', isAdmin: true });
  [claire, tom, sam] = [
    await house.as(coordinator),
    await house.as(teacher),
    await house.as(stranger),
  ];
  const riga = await house.organisation({ name: 'Rīgas vidusskola', countryCode: 'LV' });
  const made = await claire.do(createProject, {
    orgId: school,
    code: '2026-1-FR01-KA121-SCH-000000000',
    title: 'Far away',
  });
  if (!made.ok) throw new Error(JSON.stringify(made));
  projectId = made.projectId;
  await house.sql(
    "insert into project_parties (project_id, org_id, role, joined_at) values ($1, $2, 'school', now())",
    [projectId, riga],
  );
  const opened = await claire.do(openIntake, {
    projectId,
    name: 'Autumn 2027',
    template: 'september',
    startsOn: '2027-09-01',
    endsOn: '2027-12-17',
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  intakeId = opened.intakeId;
});

async function timeline(hand = claire) {
  const seen = await hand.ask(getTimeline, { intakeId });
  if (!seen.ok) throw new Error(told(seen));
  return seen.view;
}
const stepOf = async (id: string) => (await timeline()).steps.find((s) => s.id === id);

describe('the calendar of both countries', () => {
  it('counts, and tells what it does not know', async () => {
    const { calendar } = await timeline();
    expect([calendar.sending, calendar.host]).toEqual([['FR'], ['LV']]);
    expect(calendar.gaps.map((g) => `${g.what} ${g.countryCode} ${g.schoolYear}`)).toContain(
      'no-school-holidays LV 2027/28',
    );
    // due on 1 May 2027: a Saturday, and a holiday of both
    expect((await stepOf('confirm-host-school'))?.latest.toString()).toBe('2027-04-30');
  });

  it('moves the steps of who is closed, once holidays are known, and of nobody else', async () => {
    const before = await stepOf('vet-families');
    const shared = await stepOf('name-mentors');
    await (await house.as(admin)).do(changeEntry, {
      entry: 'school-holidays~LV~~2026-27',
      version: 0,
      periods: '2027-04-26; 2027-05-02; Pavasaris\n2027-05-31; 2027-07-31; Vasara',
      sourceTitle: 'Cabinet regulation',
      certainty: 'official',
    });
    // hosting organisations work on in the holidays of schools
    expect((await stepOf('vet-families'))?.latest.toString()).toBe(before?.latest.toString());
    // the choice of the host is the sending school's alone, by the table of responsibilities
    expect((await stepOf('confirm-host-school'))?.latest.toString()).toBe('2027-04-30');
    expect(shared?.latest.toString()).toBe('2027-06-01');
    expect((await stepOf('name-mentors'))?.latest.toString()).toBe('2027-05-28');
    const text = (await claire.get(`/intakes/${intakeId}`)).text;
    expect(text).toContain('We know no school holidays of Latvia for 2027/28');
    expect(text).not.toContain('We know no school holidays of Latvia for 2026/27');
  });

  it('limits of the host country are told beside the dates', async () => {
    await (await house.as(admin)).do(changeEntry, {
      entry: 'stay-limits~LV~~',
      version: 0,
      longestDays: 90,
      sourceTitle: 'Letter of the agency',
      certainty: 'own',
    });
    expect((await timeline()).limits).toMatchObject([
      { rule: 'longest', countryCode: 'LV', limit: 90 },
    ]);
    // and at the day they speak of
    expect(words((await stepOf('return'))?.allowed)).toEqual({ from: null, until: '2027-11-29' });
    expect((await claire.get(`/intakes/${intakeId}`)).text).toContain('Letter of the agency');
  });

  it('limits are the coordinator’s own or its network’s, by its choice', async () => {
    const network = await house.organisation({ name: 'Federation', kind: 'network' });
    const leader = await house.person({ givenName: 'Fee' });
    await house.member(network, leader, ['coordinator']);
    await house.sql(
      "insert into network_members (network_id, org_id, state, since) values ($1, $2, 'member', now())",
      [network, school],
    );
    const policy = {
      country: 'LV',
      version: 0,
      sourceTitle: 'Our guide',
      certainty: 'own',
    } as const;
    const fee = await house.as(leader);
    const written = await fee.do(changePolicy, {
      ...policy,
      orgId: network,
      shortestMonths: 4,
      note: 'Bring the insurance card.',
    });
    expect(told(written)).toBe('done');
    // not chosen yet
    expect((await timeline()).limits.map((l) => l.rule)).toEqual(['longest']);
    await claire.do(chooseSource, { orgId: school, kind: 'policies', version: 0, choice: network });
    const seen = await timeline();
    expect(seen.limits).toMatchObject([{ rule: 'shortest', source: 'Our guide' }]);
    expect(seen.policies).toEqual([
      { countryCode: 'LV', note: 'Bring the insurance card.', own: false },
    ]);
    expect((await claire.get(`/intakes/${intakeId}`)).text).toContain('Bring the insurance card.');
    expect((await claire.get(`/organisations/${school}/shared`)).text).toContain('Stays in Latvia');
    expect(
      told(await sam.do(changePolicy, { ...policy, orgId: school, longestDays: 90 })),
    ).toContain('not_found');
    await claire.do(chooseSource, {
      orgId: school,
      kind: 'policies',
      version: 1,
      choice: 'product',
    });
  });

  it('closed weeks that schools tell in their profiles count, for whoever follows the plan', async () => {
    const weeks = (from: string, to: string, audience: 'partners' | 'us') => ({
      orgId: school,
      part: 'holidays' as const,
      audience,
      content: { periods: [{ name: 'Closed', from, to }] },
    });
    const before = await stepOf('select-pupils');
    const last = before?.latest as Temporal.PlainDate;
    const from = last.subtract({ days: 3 }).toString();
    const to = last.add({ days: 2 }).toString();
    expect(told(await claire.do(tellPart, { ...weeks(from, to, 'us'), version: 0 }))).toBe('done');
    // what is kept to oneself counts for nobody: one plan for all
    expect((await stepOf('select-pupils'))?.latest.toString()).toBe(last.toString());
    await claire.do(tellPart, { ...weeks(from, to, 'partners'), version: 1 });
    const after = (await stepOf('select-pupils'))?.latest as Temporal.PlainDate;
    expect(Temporal.PlainDate.compare(after, Temporal.PlainDate.from(from))).toBe(-1);
    expect((await timeline()).calendar.told).toEqual(['Lycée Fulbert']);
    expect((await claire.get(`/intakes/${intakeId}`)).text).toContain(
      'Closed weeks that Lycée Fulbert',
    );
    await claire.do(tellPart, { ...weeks('2026-01-01', '2026-01-02', 'us'), version: 2 });
  });
});

describe('what if the dates move', () => {
  const other = { startsOn: '2027-10-01', endsOn: '2027-12-20' };
  it('is told before it is done, and keeps what is done', async () => {
    await claire.do(markStep, { intakeId, stepId: 'promote', doneOn: '2026-08-30' });
    const was = await stepOf('promote');
    expect(was?.state).toBe('done');
    const seen = await claire.ask(previewMove, { intakeId, ...other });
    if (!seen.ok) throw new Error(told(seen));
    expect(seen.view).toMatchObject({ fault: null, kept: 1, limits: [] });
    expect(seen.view.moved.map((m) => m.id)).not.toContain('promote');
    const moved = seen.view.moved.find((m) => m.id === 'match-family');
    expect(`${moved?.from} ${moved?.to} ${moved?.days}`).toBe('2027-07-30 2027-09-01 33');
    // nothing has changed yet
    expect((await stepOf('match-family'))?.latest.toString()).toBe('2027-07-30');

    const { intake } = await timeline();
    const done = await claire.post(`/intakes/${intakeId}/move`, {
      version: String(intake.version),
      name: intake.name,
      ...other,
      timeline: '',
    });
    expect(done.status).toBe(303);
    expect((await stepOf('match-family'))?.latest.toString()).toBe('2027-09-01');
    const still = await stepOf('promote');
    expect([still?.state, still?.latest.toString()]).toEqual(['done', was?.latest.toString()]);
    expect((await timeline()).moves).toHaveLength(1);
  });

  it('moved to an earlier day, does not make late what was in time', async () => {
    house.setNow('2026-11-22T11:00:00Z');
    const { intake } = await timeline();
    await claire.do(changeIntake, {
      intakeId,
      version: intake.version,
      name: intake.name,
      startsOn: '2027-03-01',
      endsOn: '2027-05-31',
    });
    expect((await stepOf('promote'))?.state).toBe('done');
    expect((await timeline()).steps.filter((s) => s.state === 'late').length).toBeGreaterThan(0);
    house.setNow('2026-11-22T12:00:00Z');
    const again = await timeline();
    await claire.do(changeIntake, {
      intakeId,
      version: again.intake.version,
      name: intake.name,
      startsOn: '2027-09-01',
      endsOn: '2027-11-30',
    });
    expect((await timeline()).moves.map((m) => m.startsOn.toString())).toEqual([
      '2027-03-01',
      '2027-10-01',
      '2027-09-01',
    ]);
  });

  it('says what is wrong with dates, and is for who runs the project', async () => {
    const bad = await claire.ask(previewMove, { intakeId, ...other, endsOn: '2027-09-20' });
    expect(bad.ok && bad.view.fault?.reason).toBe('projects.stay.end-before-start');
    expect((await tom.ask(previewMove, { intakeId, ...other })).ok).toBe(false);
    expect((await sam.ask(previewMove, { intakeId, ...other })).ok).toBe(false);
    const page = await claire.get(
      `/intakes/${intakeId}/move?startsOn.day=1&startsOn.month=10&startsOn.year=2027&endsOn.day=3&endsOn.month=10&endsOn.year=2027`,
    );
    expect(page.text).toContain('These dates are not possible');
  });
});

describe('views', () => {
  it('show the week, the project and the whole organisation to those who belong', async () => {
    house.setNow('2027-02-01T10:00:00Z');
    const week = await claire.ask(getWeek, {});
    if (!week.ok) throw new Error(told(week));
    expect(week.view.steps.length).toBeGreaterThan(0);
    const days = week.view.steps.map((s) => s.latest.toString());
    expect(days).toEqual([...days].sort());
    for (const s of week.view.steps) expect(s.waitsFor).toEqual([]);
    const overview = await claire.ask(getOverview, {});
    if (!overview.ok) throw new Error(told(overview));
    expect(overview.view.partners.map((p) => `${p.name} ${p.own}`)).toEqual([
      'Lycée Fulbert true',
      'Rīgas vidusskola false',
    ]);
    const late = (r: { earlier: number; cells: { late: number }[] }) =>
      r.cells.reduce((sum, c) => sum + c.late, r.earlier);
    const { steps } = await timeline();
    expect(late(overview.view.intakes[0] as never)).toBe(
      steps.filter((s) => s.state === 'late').length,
    );
    const plan = await tom.ask(getProjectPlan, { projectId });
    expect(plan.ok && plan.view.intakes[0]?.steps.filter((s) => s.critical).at(-1)?.id).toBe(
      'depart',
    );
    house.setNow('2026-11-22T10:00:00Z');
  });

  it('hide themselves from strangers', async () => {
    expect((await sam.ask(getProjectPlan, { projectId })).ok).toBe(false);
    const overview = await sam.ask(getOverview, {});
    expect(overview.ok && overview.view.intakes).toEqual([]);
    const week = await sam.ask(getWeek, {});
    expect(week.ok && week.view.steps).toEqual([]);
    expect((await house.visitor.ask(getWeek, {})).ok).toBe(false);
    expect((await house.visitor.ask(getOverview, {})).ok).toBe(false);
    const mobilityId = 'mob_00000000000000000000000000' as never;
    expect((await claire.ask(getDossierPlan, { mobilityId })).ok).toBe(false);
  });

  it('each has its page', async () => {
    for (const path of [
      '/projects/week',
      '/projects/overview',
      `/projects/${projectId}/plan`,
      `/intakes/${intakeId}/move`,
      '/projects/timelines',
    ]) {
      const shown = await claire.get(path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect([path, (await house.visitor.get(path)).status]).toEqual([path, 303]);
    }
    expect((await tom.get(`/intakes/${intakeId}/move`)).status).toBe(404);
    // lateness is a shade, and says itself in words
    expect((await claire.get('/projects/overview')).text).toMatch(
      /<span class="heat is-\d"><(strong|span)>\d+ (late|due)/,
    );
  });
});

describe('an own timeline', () => {
  let templateId: TemplateId;
  const change = {
    side: 'sending' as const,
    anchor: 'start' as const,
    direction: 'before' as const,
    amount: 10,
    unit: 'weeks' as const,
  };
  const current = async () => {
    const seen = await claire.ask(getOwnTimeline, { templateId });
    if (!seen.ok) throw new Error(told(seen));
    return seen.view;
  };

  it('is made from one that is shipped, by who leads the organisation', async () => {
    const input = { orgId: school, base: 'september' as const, name: 'Our autumn' };
    expect(told(await tom.do(copyTimeline, input))).toContain('only-timeline-leaders');
    expect(told(await sam.do(copyTimeline, input))).toContain('not_found');
    const made = await claire.do(copyTimeline, input);
    if (!made.ok) throw new Error(told(made));
    templateId = made.templateId;
    expect((await tom.ask(getOwnTimeline, { templateId })).ok).toBe(true);
    expect((await sam.ask(getOwnTimeline, { templateId })).ok).toBe(false);
    const list = await sam.ask(listTimelines, {});
    expect(list.ok && list.view.timelines).toEqual([]);
  });

  it('gets steps of its own in both languages, moved ones and none that it can do without', async () => {
    const add = (more: object) =>
      claire.do(changeTimelineStep, { templateId, version: 1, ...change, ...more });
    expect(told(await add({ titleEn: 'Invite the mayor' }))).toContain('both-languages');
    expect(told(await add({ titleEn: 'a', titleFr: 'b', amount: 1.5 }))).toContain('own.whole');
    const added = await add({
      titleEn: 'Invite the mayor',
      titleFr: 'Inviter le maire',
      dependsOn: ['select-pupils'],
    });
    expect(added).toMatchObject({ ok: true, stepId: 'own-1' });
    // whoever opened the page before is told
    expect(told(await add({ titleEn: 'a', titleFr: 'b' }))).toContain('conflict');
    const hide = (stepId: string) =>
      claire.do(hideTimelineStep, { templateId, version: 2, stepId, hidden: 'yes' });
    expect(told(await hide('depart'))).toContain('own.fixed');
    expect(told(await hide('nothing'))).toContain('not-found');
    expect(told(await hide('review-dossier'))).toBe('done');
    const { steps } = await current();
    expect(steps.find((s) => s.id === 'own-1')).toMatchObject({
      certainty: 'own',
      title: { fr: 'Inviter le maire' },
    });
    // what waited for the hidden one waits for what that waited for
    expect(steps.find((s) => s.id === 'confirm-host-school')?.dependsOn).toEqual(['share-dossier']);
  });

  it('refuses steps that would wait for each other, and says where', async () => {
    const { version } = await current();
    const circle = await claire.do(changeTimelineStep, {
      templateId,
      version,
      stepId: 'apply',
      ...change,
      dependsOn: ['own-1'],
    });
    expect(circle).toMatchObject({
      ok: false,
      faults: [
        {
          reason: 'projects.own.circle',
          params: {
            path: expect.stringMatching(/^“Apply.*→ “Invite the mayor” → .*→ “Apply[^→]*”$/),
          },
        },
      ],
    });
    expect(
      told(
        await claire.do(changeTimelineStep, {
          templateId,
          version,
          stepId: 'apply',
          ...change,
          dependsOn: ['nowhere'],
        }),
      ),
    ).toContain('platform.invalid.choose');
    expect(
      told(await sam.do(changeTimelineStep, { templateId, version, stepId: 'apply', ...change })),
    ).toContain('not_found');
    expect(
      told(await tom.do(hideTimelineStep, { templateId, version, stepId: 'apply', hidden: 'yes' })),
    ).toContain('only-timeline-leaders');
  });

  it('is followed once it is in use; an intake keeps the version it was laid out by', async () => {
    const choices = async () => {
      const seen = await claire.ask(listChoices, { projectId });
      return seen.ok ? seen.view.timelines.map((t) => `${t.name} ${t.number}`) : [];
    };
    expect(await choices()).toEqual([]);
    const follow = async () => {
      const { intake } = await timeline();
      return claire.do(changeIntake, {
        intakeId,
        version: intake.version,
        name: intake.name,
        template: templateId,
        startsOn: intake.startsOn.toString(),
        endsOn: intake.endsOn.toString(),
      });
    };
    expect(told(await follow())).toContain('platform.invalid.choose');
    const publish = async (hand = claire) =>
      hand.do(publishTimeline, { templateId, version: (await current()).version });
    expect(told(await publish(tom))).toContain('only-timeline-leaders');
    expect(await publish()).toMatchObject({ ok: true, number: 1 });
    expect(told(await publish())).toContain('already-done');
    expect(await choices()).toEqual(['Our autumn 1']);
    expect((await sam.ask(listChoices, { projectId })).ok).toBe(false);

    const preview = await claire.ask(previewMove, {
      intakeId,
      startsOn: '2027-09-01',
      endsOn: '2027-11-30',
      timeline: templateId,
    });
    expect(preview.ok && preview.view.added.map((s) => s.title?.en)).toEqual(['Invite the mayor']);
    expect(preview.ok && preview.view.dropped.map((s) => s.id)).toEqual(['review-dossier']);
    expect(told(await follow())).toBe('done');
    expect((await stepOf('own-1'))?.title?.en).toBe('Invite the mayor');
    expect(await stepOf('review-dossier')).toBeUndefined();
    expect(told(await claire.do(markStep, { intakeId, stepId: 'own-1' }))).toBe('done');
    expect(told(await claire.do(markStep, { intakeId, stepId: 'review-dossier' }))).toContain(
      'not_found',
    );

    await claire.do(hideTimelineStep, {
      templateId,
      version: (await current()).version,
      stepId: 'own-1',
      hidden: 'yes',
    });
    await publish();
    const kept = await timeline();
    expect(kept.steps.some((s) => s.id === 'own-1')).toBe(true);
    expect(kept.timeline).toEqual({ name: 'Our autumn', newer: 2 });
    const pages = [
      `/timelines/${templateId}`,
      `/timelines/${templateId}/new-step`,
      `/timelines/${templateId}/steps/apply`,
      `/intakes/${intakeId}`,
      `/intakes/${intakeId}/edit`,
    ];
    for (const path of pages) expect([path, (await claire.get(path)).status]).toEqual([path, 200]);
    expect((await tom.get(`/timelines/${templateId}/new-step`)).status).toBe(404);
    expect((await claire.get(`/timelines/${templateId}/steps/depart`)).status).toBe(404);
    await house.sql("update persons set language = 'fr' where id = $1", [
      claire.actor.kind === 'person' ? claire.actor.personId : '',
    ]);
    for (const path of [...pages, '/projects/week', `/intakes/${intakeId}/move?timeline=short`])
      expect((await claire.get(path)).text).toContain('lang="fr"');
    expect((await claire.get(`/intakes/${intakeId}`)).text).toContain('Inviter le maire');
  });
});
