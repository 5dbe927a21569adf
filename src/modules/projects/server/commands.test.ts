import { beforeAll, describe, expect, it } from 'vitest';
import type { IntakeId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  changeIntake,
  createProject,
  getProject,
  getTimeline,
  invitePartner,
  listNextSteps,
  listProjects,
  markStep,
  openIntake,
  renameProject,
  setFactSources,
  unmarkStep,
} from './index.ts';

let house: House;
let school: OrgId;
let coordinator: PersonId;
let teacher: PersonId;
let partnerOrg: OrgId;
let partner: PersonId;
let stranger: PersonId;
let projectId: ProjectId;
let intakeId: IntakeId;
const day = (iso: string) => Temporal.PlainDate.from(iso);

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-22T10:00:00Z');
  school = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR', city: 'Chartres' });
  coordinator = await house.person({ givenName: 'Claire', familyName: 'Exemple' });
  await house.member(school, coordinator, ['coordinator']);
  teacher = await house.person({ givenName: 'Tom' });
  await house.member(school, teacher, ['teacher']);
  partnerOrg = await house.organisation({ name: 'AFS Example', kind: 'supporting' });
  partner = await house.person({ givenName: 'Pia', email: 'pia@example.org' });
  await house.member(partnerOrg, partner, ['coordinator']);
  stranger = await house.person({ givenName: 'Sam' });
  const elsewhere = await house.organisation({ name: 'Elsewhere' });
  await house.member(elsewhere, stranger, ['head']);
  const made = await (await house.as(coordinator)).do(createProject, {
    orgId: school,
    code: '2026-1-LV01-KA121-SCH-000000000',
    title: 'Pupils go far',
  });
  if (!made.ok) throw new Error(JSON.stringify(made));
  projectId = made.projectId;
  const opened = await (await house.as(coordinator)).do(openIntake, {
    projectId,
    name: 'Spring 2027',
    template: 'january',
    startsOn: '2027-02-01',
    endsOn: '2027-03-31',
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  intakeId = opened.intakeId;
});

describe('a project', () => {
  it('is opened by who leads a school, once for each code', async () => {
    const input = { orgId: school, code: ' 2025–1–fr01–ka122–sch–000000001 ', title: 'Another' };
    expect(await (await house.as(teacher)).do(createProject, input)).toMatchObject({
      kind: 'refused',
    });
    expect(await (await house.as(stranger)).do(createProject, input)).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await (await house.as(partner)).do(createProject, { ...input, orgId: partnerOrg }),
    ).toMatchObject({ faults: [{ reason: 'projects.refused.only-schools' }] });
    const hand = await house.as(coordinator);
    expect((await hand.do(createProject, input)).ok).toBe(true);
    expect(await hand.do(createProject, input)).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'projects.code.taken', field: 'code' }],
    });
    // a project of others is taken as well, though they may not see it
    const other = await house.as(stranger);
    const [org] = other.actor.kind === 'person' ? other.actor.orgs : [];
    expect(await other.do(createProject, { ...input, orgId: org?.orgId as OrgId })).toMatchObject({
      faults: [{ reason: 'projects.code.taken' }],
    });
  });

  it('keeps what was typed when the code is wrong, and says what is wrong', async () => {
    const page = await (await house.as(coordinator)).post('/projects/new', {
      orgId: school,
      code: '2026-1-GR01-KA210-SCH-12',
      title: 'Mine <b>',
    });
    expect(page.status).toBe(400);
    expect(page.text).toContain('value="2026-1-GR01-KA210-SCH-12"');
    expect(page.text).toContain('Mine &lt;b>');
    expect(page.text).toContain('the agency is EL01');
    expect(page.text).toContain('KA210 is a partnership between organisations');
    expect(page.text).toContain('this one has 2');
  });

  it('is hidden from a stranger and another organisation, and listed for its own', async () => {
    for (const who of [stranger, partner])
      expect(await (await house.as(who)).ask(getProject, { projectId })).toMatchObject({
        kind: 'not_found',
      });
    const hand = await house.as(stranger);
    expect((await hand.get(`/projects/${projectId}`)).status).toBe(404);
    expect((await hand.get(`/intakes/${intakeId}`)).status).toBe(404);
    expect(await hand.ask(listProjects, {})).toMatchObject({ view: { projects: [] } });
    expect(await hand.do(renameProject, { projectId, version: 1, title: 'X' })).toMatchObject({
      kind: 'not_found',
    });
    expect((await house.visitor.get(`/projects/${projectId}`)).status).toBe(303);
    const own = await (await house.as(teacher)).get('/projects');
    expect(own.text).toContain('Pupils go far');
  });

  it('is renamed by one of two editors; the other is told', async () => {
    const hand = await house.as(coordinator);
    expect((await hand.do(renameProject, { projectId, version: 1, title: 'Far away' })).ok).toBe(
      true,
    );
    expect(
      await hand.do(renameProject, { projectId, version: 1, title: 'Too late' }),
    ).toMatchObject({ kind: 'conflict' });
    expect(
      await (await house.as(teacher)).do(renameProject, { projectId, version: 2, title: 'No' }),
    ).toMatchObject({ kind: 'refused' });
  });
});

describe('an intake', () => {
  const input = { name: 'Long', template: 'september', startsOn: '2027-09-01' } as const;

  it.each([
    ['2028-07-31', 'projects.stay.too-long'],
    ['2027-08-31', 'projects.stay.end-before-start'],
    ['2027-09-10', 'projects.stay.too-short'],
    ['2027-02-30', 'platform.invalid.date'],
  ])('that ends on %s is refused: %s', async (endsOn, reason) => {
    expect(
      await (await house.as(coordinator)).do(openIntake, { ...input, projectId, endsOn }),
    ).toMatchObject({ ok: false, kind: 'invalid', faults: [{ reason, field: 'endsOn' }] });
  });

  it('names the length in the sentence and keeps the dates typed', async () => {
    const page = await (await house.as(coordinator)).post(`/projects/${projectId}/intakes/new`, {
      name: 'Long',
      template: 'september',
      'startsOn.day': '1',
      'startsOn.month': '9',
      'startsOn.year': '2027',
      'endsOn.day': '31',
      'endsOn.month': '7',
      'endsOn.year': '2028',
    });
    expect(page.status).toBe(400);
    expect(page.text).toContain('These dates make 11 months');
    expect(page.text).toContain('the last day can be 30 June 2028');
    expect(page.text).toContain('value="2028"');
  });

  it('is opened and changed by who coordinates only', async () => {
    const fields = { ...input, endsOn: '2028-01-31' };
    expect(await (await house.as(teacher)).do(openIntake, { ...fields, projectId })).toMatchObject({
      faults: [{ reason: 'projects.refused.only-coordinator' }],
    });
    expect(await (await house.as(stranger)).do(openIntake, { ...fields, projectId })).toMatchObject(
      { kind: 'not_found' },
    );
    expect(
      await (await house.as(stranger)).do(changeIntake, { ...fields, intakeId, version: 1 }),
    ).toMatchObject({ kind: 'not_found' });
    const hand = await house.as(coordinator);
    const change = {
      intakeId,
      version: 1,
      name: 'Spring',
      template: 'january',
      startsOn: '2027-02-01',
      endsOn: '2027-03-31',
    } as const;
    expect((await hand.do(changeIntake, change)).ok).toBe(true);
    expect(await hand.do(changeIntake, { ...change, name: 'Late' })).toMatchObject({
      kind: 'conflict',
    });
  });
});

describe('the timeline', () => {
  it('is complete, with whose turn, by when and how sure', async () => {
    const seen = await (await house.as(coordinator)).ask(getTimeline, { intakeId });
    if (!seen.ok) throw new Error('not seen');
    const depart = seen.view.steps.find((s) => s.id === 'depart');
    expect(depart?.latest.equals(day('2027-02-01'))).toBe(true);
    expect(seen.view.steps.some((s) => s.state === 'late' && s.own)).toBe(true);
    for (const step of seen.view.steps) expect(step.sources.length).toBeGreaterThan(0);
    const page = await (await house.as(coordinator)).get(`/intakes/${intakeId}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('was not recovered');
    expect(page.text).toContain('suggested by Sojourn');
    expect(page.text).toContain('from a published guide');
    const filtered = await (await house.as(coordinator)).get(`/intakes/${intakeId}?side=hostOrg`);
    expect(filtered.text).not.toContain('id="s-sign-agreement"');
    expect(filtered.text).toContain('id="s-vet-families"');
  });

  it('is ticked by the side whose step it is, and taken back', async () => {
    const step = { intakeId, stepId: 'promote' };
    expect(await (await house.as(stranger)).do(markStep, step)).toMatchObject({
      kind: 'not_found',
    });
    expect(await (await house.as(stranger)).do(unmarkStep, step)).toMatchObject({
      kind: 'not_found',
    });
    expect(await (await house.as(teacher)).do(markStep, step)).toMatchObject({ kind: 'refused' });
    const hand = await house.as(coordinator);
    expect(await hand.do(markStep, { intakeId, stepId: 'vet-families' })).toMatchObject({
      kind: 'refused',
    });
    expect(await hand.do(markStep, { intakeId, stepId: 'no-such-step' })).toMatchObject({
      kind: 'not_found',
    });
    expect(await hand.do(markStep, { ...step, doneOn: '2027-01-01' })).toMatchObject({
      faults: [{ reason: 'projects.step.in-future' }],
    });
    const state = async () => {
      const seen = await hand.ask(getTimeline, { intakeId });
      return seen.ok && seen.view.steps.find((s) => s.id === 'promote')?.state;
    };
    expect(await state()).toBe('late');
    const ticked = await hand.post(`/intakes/${intakeId}/mark`, { stepId: 'promote' });
    expect(ticked.status).toBe(303);
    expect(await state()).toBe('done_late');
    expect((await hand.do(unmarkStep, step)).ok).toBe(true);
    expect(await state()).toBe('late');
  });

  it('learns from the rest of the product what is done', async () => {
    setFactSources([async () => ({ 'pupil-selected': day('2026-06-01') })]);
    const seen = await (await house.as(coordinator)).ask(getTimeline, { intakeId });
    setFactSources([]);
    const selected = seen.ok && seen.view.steps.find((s) => s.id === 'select-pupils');
    expect(selected).toMatchObject({ state: 'done', mayMark: false, mayUnmark: false });
  });

  it('gives the next steps to who leads, to nobody else', async () => {
    const own = await (await house.as(coordinator)).ask(listNextSteps, {});
    expect(own.ok && own.view.steps.length).toBe(3);
    expect(await (await house.as(teacher)).ask(listNextSteps, {})).toMatchObject({
      view: { steps: [] },
    });
    expect(await house.visitor.ask(listNextSteps, {})).toMatchObject({ kind: 'not_found' });
  });
});

describe('a partner', () => {
  it('new here is invited by mail, joins, and sees the project', async () => {
    const hand = await house.as(coordinator);
    const input = {
      projectId,
      orgName: 'IES Ejemplo',
      role: 'school',
      email: 'ies@example.org',
      language: 'en',
    } as const;
    expect(await (await house.as(stranger)).do(invitePartner, input)).toMatchObject({
      kind: 'not_found',
    });
    expect(await (await house.as(teacher)).do(invitePartner, input)).toMatchObject({
      kind: 'refused',
    });
    expect((await hand.do(invitePartner, input)).ok).toBe(true);
    expect(await hand.do(invitePartner, input)).toMatchObject({ kind: 'conflict' });
    const mail = (await house.mails()).find((m) => m.to_address === 'ies@example.org');
    expect(mail?.body_text).toContain('Claire Exemple (Lycée Fulbert) invites IES Ejemplo');
    expect(mail?.body_text).toContain('Far away');
    const link = /\/join\/[\w-]+/.exec(mail?.body_text ?? '')?.[0] ?? '';
    expect((await hand.get(`/projects/${projectId}`)).text).toContain('IES Ejemplo');
    const joined = await house.visitor.post(link, {
      givenName: 'Inés',
      familyName: 'Ejemplo',
      language: 'en',
      orgName: 'IES Ejemplo',
      country: 'ES',
      city: 'Madrid',
    });
    expect(joined.status).toBe(303);
    expect(joined.location).toBe(`/projects/${projectId}`);
    const cookie = /session=[^;]+/.exec(joined.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const page = await house.visitor.get(`/projects/${projectId}`, { cookie });
    expect(page.status).toBe(200);
    expect(page.text).toContain('IES Ejemplo');
    expect((await house.visitor.post(link, {})).status).toBe(410);
  });

  it('that is here is reached at its contact address and joins with its own account', async () => {
    const hand = await house.as(coordinator);
    const input = { projectId, orgId: partnerOrg, language: 'fr' } as const;
    expect(await hand.do(invitePartner, input)).toMatchObject({
      faults: [{ reason: 'projects.partner.no-address', field: 'email' }],
    });
    expect((await hand.do(invitePartner, { ...input, email: 'pia@example.org' })).ok).toBe(true);
    const mail = (await house.mails()).find((m) => m.to_address === 'pia@example.org');
    const link = /\/join\/[\w-]+/.exec(mail?.body_text ?? '')?.[0] ?? '';
    expect((await house.visitor.get(link)).text).toContain('You join as Pia Example');
    expect((await house.visitor.post(link, {})).status).toBe(303);
    const seen = await (await house.as(partner)).ask(getProject, { projectId });
    expect(seen.ok && seen.view.parties.map((p) => p.name)).toContain('AFS Example');
    expect(seen.ok && seen.view.can.run).toBe(false);
    const vetting = await (await house.as(partner)).do(markStep, {
      intakeId,
      stepId: 'vet-families',
    });
    expect(vetting.ok).toBe(true);
    expect(await hand.do(invitePartner, input)).toMatchObject({
      faults: [{ reason: 'projects.partner.already-party' }],
    });
  });
});

/** The table as the school and its supporting organisation agreed it, beside the default. */
async function agree(taskId: string, does: string[]) {
  const ids = [`pts_${taskId}`, school, partnerOrg, coordinator] as const;
  await house.sql(
    `insert into partnerships (id, kind, first_org_id, second_org_id, state, proposed_by_org_id, proposed_by, proposed_by_name, proposed_at)
     values ($1, 'support', $2, $3, 'agreed', $2, $4, 'Claire', now()) on conflict do nothing`,
    [...ids],
  );
  await house.sql(
    `insert into partnership_tasks (id, partnership_id, school_id, supporting_id, task_id, shares, reason, state,
       proposed_by_org_id, proposed_by, proposed_by_name, proposed_at)
     select 'pta_' || $3::text, id, $1, $2, $3::text, $4::jsonb, '', 'in_force', $1, $5, 'Claire', now() from partnerships limit 1`,
    [school, partnerOrg, taskId, JSON.stringify({ does, approves: does }), coordinator],
  );
}

describe('the table of responsibilities', () => {
  const steps = async (who: PersonId) => {
    const seen = await (await house.as(who)).ask(getTimeline, { intakeId });
    if (!seen.ok) throw new Error('not seen');
    return (id: string) => {
      const step = seen.view.steps.find((s) => s.id === id);
      return { side: step?.side, doers: step?.doers, own: step?.own, mayMark: step?.mayMark };
    };
  };
  const tick = async (who: PersonId, stepId: string) => {
    const outcome = await (await house.as(who)).do(markStep, { intakeId, stepId });
    return outcome.ok ? 'done' : outcome.kind;
  };

  it('says who does and who ticks a step that a task covers', async () => {
    const [ofSchool, ofPartner] = [await steps(coordinator), await steps(partner)];
    // the timeline gives it to the sending side; the table to its supporting organisation
    const preparing = { side: 'sendingOrg', doers: ['AFS Example'] };
    expect(ofSchool('prepare-for-departure')).toEqual({ ...preparing, own: false, mayMark: false });
    expect(ofPartner('prepare-for-departure')).toEqual({ ...preparing, own: true, mayMark: true });
    expect(await tick(coordinator, 'prepare-for-departure')).toBe('refused');
    expect(await tick(stranger, 'prepare-for-departure')).toBe('not_found');
    const weekOf = async (who: PersonId) => {
      const next = await (await house.as(who)).ask(listNextSteps, { perIntake: 50 });
      return next.ok && next.view.steps.map((s) => s.stepId);
    };
    expect(await weekOf(coordinator)).toContain('promote');
    expect(await weekOf(partner)).not.toContain('promote');
  });

  it('is followed as soon as the partners change it: by ticks, by the plan, by the page', async () => {
    await agree('prepare-for-departure', ['sending-school']);
    await agree('support-return', ['sending-school', 'sending-support']);
    const ofSchool = await steps(coordinator);
    expect(ofSchool('prepare-for-departure')).toEqual({
      ...{ side: 'sendingSchool', doers: ['Lycée Fulbert'], own: true, mayMark: true },
    });
    expect(ofSchool('support-return').side).toBe('sending');
    const page = await (await house.as(coordinator)).get(`/intakes/${intakeId}`);
    expect(page.text).toContain('Lycée Fulbert and AFS Example');
    expect(await tick(partner, 'prepare-for-departure')).toBe('refused');
    expect(await tick(coordinator, 'prepare-for-departure')).toBe('done');
  });

  it('leaves core decisions with the school, whatever a table says', async () => {
    await agree('recognise-learning', ['sending-support']);
    expect((await steps(partner))('recognise')).toMatchObject({
      side: 'sendingSchool',
      own: false,
    });
    expect(await tick(partner, 'recognise')).toBe('refused');
    expect(await tick(partner, 'confirm-host-school')).toBe('refused');
    expect(await tick(coordinator, 'recognise')).toBe('done');
  });
});
