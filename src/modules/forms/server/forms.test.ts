import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allow } from '#kernel/decision.ts';
import type { FormRequestId, OrgId, PersonId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  type Asking,
  adaptForm,
  askAgain,
  askFor,
  changeForm,
  declineRequest,
  getAnswerPage,
  getCheck,
  getForm,
  getPreview,
  getRequest,
  getWords,
  keepDraft,
  listForms,
  listOwnRequests,
  openRequest,
  publishForm,
  publishShipped,
  recallRequest,
  remindRequest,
  requestsAbout,
  savePage,
  submitAnswers,
  takeNewerForm,
  undoChange,
  versionOf,
} from './index.ts';

/** What another module's command does. */
const ask = command({
  name: 'test.ask',
  summary: 'Ask, for the tests.',
  input: z.object({ asking: z.custom<Asking>() }),
  load: async () => ({}),
  permit: () => allow,
  run: async (tools: CommandTools, _, input) => ok(await askFor(tools, input.asking)),
});

let house: House;
let school: OrgId;
let support: OrgId;
let elsewhere: OrgId;
let pupil: PersonId;
let mother: PersonId;
let coordinator: PersonId;
let volunteer: PersonId;
let stranger: PersonId;
let other: PersonId;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-23T09:00:00Z');
  school = await house.organisation({ name: 'Paraugu vidusskola' });
  support = await house.organisation({ name: 'Support', kind: 'supporting' });
  elsewhere = await house.organisation({ name: 'Another School' });
  pupil = await house.person({
    givenName: 'Žanete',
    familyName: 'Parauga',
    birthDate: '2009-12-01',
  });
  mother = await house.person({ givenName: 'Svetlana', familyName: 'Parauga' });
  coordinator = await house.person({ givenName: 'Dzintra', familyName: 'Koordinē' });
  volunteer = await house.person({ givenName: 'Līga', familyName: 'Palīdz' });
  stranger = await house.person({ givenName: 'Odd' });
  other = await house.person({ givenName: 'Other' });
  await house.member(school, coordinator, ['coordinator']);
  await house.member(support, volunteer, ['volunteer']);
  await house.member(elsewhere, other, ['head', 'coordinator', 'teacher', 'volunteer']);
  await house.guardian(pupil, mother);
  // the school knows the pupil by an application
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ('prj_forms', 'TEST-1', 'Forms', $1, now())",
    [school],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ('int_forms', 'prj_forms', 'Spring', 'september', '2027-01-10', '2027-03-20', now())",
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, state, created_at) values ('app_test', 'int_forms', $1, $2, $3, 'draft', now())",
    [pupil, school, support],
  );
});

beforeEach(() => house.setNow('2026-11-23T09:00:00Z'));

const asking = (more: Partial<Asking> = {}): Asking => ({
  formKey: 'class-teacher',
  askingOrgId: school,
  about: { kind: 'application', id: 'app_test' },
  subjectId: pupil,
  addressee: { name: 'Ilze Skolotāja', email: 'ilze@example.org' },
  capacity: 'class-teacher',
  language: 'en',
  readers: { orgs: [school, support], persons: [] },
  ...more,
});

async function mailOf(
  sendKey: string,
): Promise<{ to_address: string; subject: string; body_text: string } | undefined> {
  return (await house.sql('select * from mails where send_key = $1', [sendKey]))[0];
}

async function askAs(who: PersonId, more: Partial<Asking> = {}) {
  const asked = await (await house.as(who)).do(ask, { asking: asking(more) });
  if (!asked.ok) throw new Error(asked.faults[0].reason);
  const mail = await mailOf(`forms.asked:${asked.requestId}:1`);
  const token = /\/answer\/([\w-]+)/.exec(mail?.body_text ?? '')?.[1] ?? '';
  return { id: asked.requestId as FormRequestId, token, mail };
}

const good: Record<string, Record<string, string[]>> = {
  class: { class: ['11.b'], 'known-for': ['1,5'], subjects: ['Ķīmija'] },
  work: { steady: ['4'], asks: ['5'], 'catches-up': ['4'], 'work-words': [''] },
  'self-reliance': { 'self-reliance': ['asks'], change: ['She builds again.'], others: [''] },
  'to-know': { 'to-know': [''] },
  recommendation: { recommends: ['yes'], reasons: ['She is curious.'] },
};

async function fill(token: string) {
  for (const [pageId, fields] of Object.entries(good)) {
    const saved = await house.visitor.do(savePage, { token, pageId, fields });
    if (!saved.ok) throw new Error(`${pageId}: ${JSON.stringify(saved.faults)}`);
  }
}

const reasonOf = (outcome: { ok: boolean; faults?: { reason: string }[] }) =>
  outcome.ok ? null : outcome.faults?.[0]?.reason;

describe('The product’s forms', () => {
  it('are registered once, and only by the installation', async () => {
    const before = await house.sql('select count(*) as n from form_versions');
    expect(before[0].n).toBe(6);
    const hand = await house.as(coordinator);
    expect(reasonOf(await hand.do(publishShipped, {}))).toBe('platform.error.not-found');
    expect(reasonOf(await house.visitor.do(publishShipped, {}))).toBe('platform.error.not-found');
    expect((await house.sql('select count(*) as n from form_versions'))[0].n).toBe(6);
  });

  it('never change in the database, whoever asks', async () => {
    await expect(
      house.runtime.db.request.query('update form_versions set number = 9'),
    ).rejects.toThrow(/permission denied/);
    await expect(house.runtime.db.request.query('delete from form_versions')).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('Somebody is asked', () => {
  it('and the mail says who asks and about whom, with a link of which only the hash is kept', async () => {
    const { id, token, mail } = await askAs(coordinator);
    expect(mail).toMatchObject({ to_address: 'ilze@example.org' });
    expect(mail?.subject).toContain('Žanete Parauga');
    expect(mail?.body_text).toContain('Dzintra Koordinē (Paraugu vidusskola)');
    expect(token.length).toBe(43);
    const [row] = await house.sql('select * from form_requests where id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain(token);
    const seen = await house.visitor.ask(getRequest, { token });
    expect(seen).toMatchObject({
      ok: true,
      view: {
        state: 'asked',
        closed: null,
        subject: 'Žanete Parauga',
        readers: ['Paraugu vidusskola', 'Support'],
        subjectReads: false,
      },
    });
  });

  it('and nobody finds it without the link', async () => {
    const { id } = await askAs(coordinator);
    for (const hand of [house.visitor, await house.as(stranger), await house.as(other)]) {
      expect(reasonOf(await hand.ask(getRequest, { token: 'x'.repeat(43) }))).toBe(
        'platform.error.not-found',
      );
      for (const refused of [
        await hand.ask(getRequest, { requestId: id }),
        await hand.ask(getAnswerPage, { requestId: id, pageId: 'class' }),
        await hand.ask(getCheck, { requestId: id }),
        await hand.ask(getWords, { requestId: id }),
        await hand.do(openRequest, { requestId: id }),
        await hand.do(savePage, { requestId: id, pageId: 'class', fields: {} }),
        await hand.do(keepDraft, { requestId: id, pageId: 'class', fields: {} }),
        await hand.do(submitAnswers, { requestId: id }),
        await hand.do(declineRequest, { requestId: id, reason: 'other' }),
        await hand.do(remindRequest, { requestId: id }),
        await hand.do(recallRequest, { requestId: id }),
        await hand.do(askAgain, { requestId: id, name: 'X', email: 'x@example.org' }),
      ])
        expect(reasonOf(refused)).toBe('platform.error.not-found');
    }
    // who asked is not who answers
    const hand = await house.as(coordinator);
    expect(reasonOf(await hand.do(savePage, { requestId: id, pageId: 'class', fields: {} }))).toBe(
      'platform.error.not-found',
    );
  });

  it('answers over two sittings, and the school reads it in the words that were read', async () => {
    const { id, token } = await askAs(coordinator);
    const opened = await house.visitor.do(openRequest, { token });
    expect(opened).toMatchObject({ ok: true, next: 'class' });
    await house.visitor.do(savePage, { token, pageId: 'class', fields: good.class as never });
    // what is being written is read by nobody else
    const hand = await house.as(coordinator);
    expect(await hand.ask(getWords, { requestId: id })).toMatchObject({
      ok: true,
      view: { request: { state: 'draft', mayRead: false }, frozen: null },
    });
    expect(
      await reading(house.runtime.db, hand.actor, (read) =>
        read.selectFrom('form_answers').select('request_id').where('request_id', '=', id).execute(),
      ),
    ).toEqual([]);
    expect(reasonOf(await house.visitor.do(submitAnswers, { token }))).toBe(
      'forms.refused.incomplete',
    );
    await fill(token);
    expect(await house.visitor.ask(getCheck, { token })).toMatchObject({
      ok: true,
      view: { complete: true },
    });
    expect(await house.visitor.do(submitAnswers, { token, language: 'fr' })).toMatchObject({
      ok: true,
    });
    for (const reader of [coordinator, volunteer]) {
      const words = await (await house.as(reader)).ask(getWords, { requestId: id });
      if (!words.ok) throw new Error('not read');
      const lines = words.view.frozen?.sections.flatMap((s) => s.pages.flatMap((p) => p.lines));
      expect(lines?.find((l) => l.question === 'recommends')).toMatchObject({
        label: 'Laisseriez-vous partir l’élève\u202f?',
        answer: 'Oui, volontiers',
      });
    }
    // the pupil sees that it was answered, and not what
    const own = await (await house.as(pupil)).ask(getWords, { requestId: id });
    expect(own).toMatchObject({
      ok: true,
      view: { request: { state: 'submitted', mayRead: false }, frozen: null },
    });
    expect(
      await reading(house.runtime.db, (await house.as(pupil)).actor, (read) =>
        read.selectFrom('form_answers').select('request_id').where('request_id', '=', id).execute(),
      ),
    ).toEqual([]);
  });

  it('hands in once: the second time changes nothing', async () => {
    const { id, token } = await askAs(coordinator);
    await fill(token);
    const both = await Promise.all([
      house.visitor.do(submitAnswers, { token }),
      house.visitor.do(submitAnswers, { token }),
    ]);
    expect(both.filter((o) => o.ok)).toHaveLength(1);
    expect(both.map(reasonOf)).toContain('forms.refused.submitted');
    expect(
      reasonOf(
        await house.visitor.do(savePage, { token, pageId: 'class', fields: good.class as never }),
      ),
    ).toBe('forms.refused.submitted');
    const mail = await mailOf(`forms.answered:${id}:1`);
    expect(mail?.subject).toContain('Ilze Skolotāja has answered');
    expect(mail?.body_text).not.toContain('curious');
  });

  it('keeps what is wrong as it was typed, says what it is, and does not take it for an answer', async () => {
    const { token } = await askAs(coordinator);
    const saved = await house.visitor.do(savePage, {
      token,
      pageId: 'class',
      fields: { class: ['11.b'], 'known-for': ['since autumn'], subjects: [''] },
    });
    expect(saved).toMatchObject({
      ok: false,
      faults: [{ reason: 'forms.not-a-number', field: 'known-for' }],
    });
    const page = await house.visitor.ask(getAnswerPage, { token, pageId: 'class' });
    expect(page).toMatchObject({
      ok: true,
      view: { page: { fields: { class: ['11.b'], 'known-for': ['since autumn'] } } },
    });
    const check = await house.visitor.ask(getCheck, { token });
    expect(check.ok && check.view.pages.find((p) => p.id === 'class')?.open).toBe(true);
  });

  it('on two devices: the second hears of the first, and nothing is written over unknowingly', async () => {
    const { token } = await askAs(coordinator);
    const open = async () => {
      const page = await house.visitor.ask(getAnswerPage, { token, pageId: 'class' });
      return page.ok ? page.view.seen : '';
    };
    const [phone, desk] = [await open(), await open()];
    const first = await house.visitor.do(keepDraft, {
      token,
      pageId: 'class',
      seen: phone,
      fields: { class: ['11.b'] },
    });
    expect(first.ok).toBe(true);
    const second = await house.visitor.do(keepDraft, {
      token,
      pageId: 'class',
      seen: desk,
      fields: { class: ['11.c'] },
    });
    expect(second).toMatchObject({
      ok: false,
      kind: 'conflict',
      faults: [{ reason: 'forms.refused.other-device' }],
    });
    // another page is no quarrel, nor are the same words
    const work = await house.visitor.ask(getAnswerPage, { token, pageId: 'work' });
    expect(
      (
        await house.visitor.do(keepDraft, {
          token,
          pageId: 'work',
          seen: work.ok ? work.view.seen : '',
          fields: { steady: ['3'] },
        })
      ).ok,
    ).toBe(true);
    expect(
      (
        await house.visitor.do(keepDraft, {
          token,
          pageId: 'class',
          seen: desk,
          fields: { class: ['11.b'] },
        })
      ).ok,
    ).toBe(true);
    // the page shows both, and saving again is a decision
    const shown = await house.visitor.post(`/answer/${token}/page/class`, {
      seen: desk,
      do: 'next',
      class: '11.c',
      'known-for': '2',
      subjects: '',
    });
    expect(shown.status).toBe(409);
    expect(shown.text).toContain('11.b');
    expect(shown.text).toContain('value="11.c"');
    const seen = /name="seen" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
    const again = await house.visitor.post(`/answer/${token}/page/class`, {
      seen,
      do: 'next',
      class: '11.c',
      'known-for': '2',
      subjects: '',
    });
    expect(again.status).toBe(303);
  });

  it('writes no audit line for what is kept while typing, and one for what is sent', async () => {
    const { id, token } = await askAs(coordinator);
    await house.visitor.do(keepDraft, { token, pageId: 'class', fields: { class: ['x'] } });
    await house.visitor.do(savePage, { token, pageId: 'class', fields: good.class as never });
    const lines = await house.sql(
      "select command, actor_kind, details from audit_lines where subject_id = $1 and command like 'forms.%'",
      [id],
    );
    expect(lines.map((l) => l.command)).toEqual(['forms.save-page']);
    expect(JSON.stringify(lines)).not.toContain('Ķīmija');
  });

  it('may say that it is not for them; what was begun is gone, and who asked hears of it', async () => {
    const { id, token } = await askAs(coordinator);
    await house.visitor.do(keepDraft, { token, pageId: 'class', fields: { class: ['x'] } });
    expect(reasonOf(await house.visitor.do(declineRequest, { token, reason: '' as never }))).toBe(
      'platform.invalid.choose',
    );
    expect(
      (
        await house.visitor.do(declineRequest, {
          token,
          reason: 'relative',
          note: 'I am her aunt.',
        })
      ).ok,
    ).toBe(true);
    expect(await house.sql('select * from form_answers where request_id = $1', [id])).toEqual([]);
    const mail = await mailOf(`forms.declined:${id}:1`);
    expect(mail?.subject).toContain('Ilze Skolotāja does not answer');
    expect(mail?.body_text).not.toContain('aunt');
    const words = await (await house.as(coordinator)).ask(getWords, { requestId: id });
    expect(words).toMatchObject({
      ok: true,
      view: { request: { decline: { reason: 'relative', note: 'I am her aunt.' } } },
    });
    expect(reasonOf(await house.visitor.do(savePage, { token, pageId: 'class', fields: {} }))).toBe(
      'forms.refused.declined',
    );
  });

  it('by a link that has ended reads why, and who to write to', async () => {
    const { token } = await askAs(coordinator, { days: 10 });
    house.setNow('2026-12-24T09:00:00Z');
    const page = await house.visitor.get(`/answer/${token}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('This link has ended.');
    expect(page.text).toContain('Paraugu vidusskola');
    expect(reasonOf(await house.visitor.do(savePage, { token, pageId: 'class', fields: {} }))).toBe(
      'forms.refused.expired',
    );
  });

  it('is reminded with the same link, once a day and not more', async () => {
    const { id, token } = await askAs(coordinator);
    const hand = await house.as(coordinator);
    expect(reasonOf(await hand.do(remindRequest, { requestId: id }))).toBe(
      'forms.refused.reminded-today',
    );
    house.setNow('2026-11-25T09:00:00Z');
    expect((await hand.do(remindRequest, { requestId: id })).ok).toBe(true);
    expect(reasonOf(await hand.do(remindRequest, { requestId: id }))).toBe(
      'forms.refused.reminded-today',
    );
    const mails = (await house.mails()).filter((m) => m.body_text.includes(token));
    expect(mails.map((m) => m.kind)).toEqual(['forms.asked', 'forms.reminded']);
    expect(await mailOf(`forms.reminded:${id}:1:1`)).toBeTruthy();
    // a volunteer reads, and does not manage
    expect(reasonOf(await (await house.as(volunteer)).do(remindRequest, { requestId: id }))).toBe(
      'forms.refused.coordinator-manages',
    );
  });

  it('is asked at another address: the first link ends, and what another person began is gone', async () => {
    const { id, token } = await askAs(coordinator);
    await house.visitor.do(keepDraft, { token, pageId: 'class', fields: { class: ['x'] } });
    await house.sql('update mails set failed_at = now() where send_key = $1', [
      `forms.asked:${id}:1`,
    ]);
    const hand = await house.as(coordinator);
    const words = await hand.ask(getWords, { requestId: id });
    expect(words.ok && words.view.request.refusedAt).toBeTruthy();
    const shown = await hand.get(`/requests/${id}/words`);
    expect(shown.text).toContain('did not take our mail');
    expect(
      (await hand.do(askAgain, { requestId: id, name: 'Ilze Skolotāja', email: 'I.S@Example.org' }))
        .ok,
    ).toBe(true);
    expect(await house.sql('select * from form_answers where request_id = $1', [id])).toHaveLength(
      1,
    );
    expect((await house.visitor.get(`/answer/${token}`)).status).toBe(404);
    const again = await hand.ask(getWords, { requestId: id });
    expect(again.ok && again.view.request.refusedAt).toBeNull();
    expect(
      (await hand.do(askAgain, { requestId: id, name: 'Somebody Else', email: 's@example.org' }))
        .ok,
    ).toBe(true);
    expect(await house.sql('select * from form_answers where request_id = $1', [id])).toEqual([]);
  });

  it('is not asked any more once it is taken back', async () => {
    const { id, token } = await askAs(coordinator);
    await house.visitor.do(keepDraft, { token, pageId: 'class', fields: { class: ['x'] } });
    const hand = await house.as(coordinator);
    expect((await hand.do(recallRequest, { requestId: id })).ok).toBe(true);
    expect(await house.sql('select * from form_answers where request_id = $1', [id])).toEqual([]);
    expect((await house.visitor.get(`/answer/${token}`)).text).toContain(
      'You are not asked for this any more.',
    );
    expect(reasonOf(await hand.do(recallRequest, { requestId: id }))).toBe(
      'forms.refused.not-waited-for',
    );
  });
});

describe('A guardian is asked', () => {
  const forFamily = () => ({
    formKey: 'family-part',
    addressee: { personId: mother, name: 'Svetlana Parauga', email: 'svetlana@example.org' },
    capacity: 'guardian',
    asGuardian: true,
  });
  const home = {
    'living-situation': ['in-turn'],
    'other-home': ['Her father and his mother'],
    'people.0.name': ['Anna'],
    'people.0.age': ['9'],
    'people.1.name': [''],
  };

  it('and answers signed in; a page that was not asked for comes with the answer before', async () => {
    const { id } = await askAs(coordinator, forFamily());
    const hand = await house.as(mother);
    const own = await hand.ask(listOwnRequests, {});
    expect(own.ok && own.view.requests.map((r) => r.id)).toContain(id);
    expect((await hand.get('/')).text).toContain('The family’s part');
    expect((await hand.do(savePage, { requestId: id, pageId: 'home', fields: home })).ok).toBe(
      true,
    );
    const page = await hand.ask(getAnswerPage, { requestId: id, pageId: 'home' });
    expect(page.ok && page.view.page?.questions.map((q) => q.question.id)).toEqual([
      'living-situation',
      'other-home',
      'people',
    ]);
    // the link of a mail is not her proof: she signs in
    expect((await house.visitor.get(`/requests/${id}`)).location).toContain('/sign-in');
  });

  it('and not any more when the pupil is of age: the page says so, and what was answered stays', async () => {
    const { id } = await askAs(coordinator, { ...forFamily(), days: 60 });
    const hand = await house.as(mother);
    await hand.do(savePage, { requestId: id, pageId: 'home', fields: home });
    house.setNow('2027-12-02T09:00:00Z');
    expect(reasonOf(await hand.do(savePage, { requestId: id, pageId: 'home', fields: home }))).toBe(
      'forms.refused.of-age',
    );
    expect((await hand.get(`/requests/${id}`)).text).toContain('is of age now and speaks');
    const words = await (await house.as(coordinator)).ask(getWords, { requestId: id });
    expect(words.ok && words.view.request.over).toBe('of-age');
  });

  it('and not any more when parental responsibility has ended', async () => {
    const { id } = await askAs(coordinator, forFamily());
    await house.sql("update guardianships set until_on = '2026-11-01' where guardian_id = $1", [
      mother,
    ]);
    try {
      const hand = await house.as(mother);
      expect(
        reasonOf(await hand.do(savePage, { requestId: id, pageId: 'home', fields: home })),
      ).toBe('forms.refused.not-guardian');
    } finally {
      await house.sql('update guardianships set until_on = null where guardian_id = $1', [mother]);
    }
  });
});

describe('About health', () => {
  it('nobody is asked here: whoever asks about it seals it themselves', async () => {
    await expect(
      askAs(coordinator, {
        formKey: 'physician',
        addressee: { name: 'Dr. Ozols', email: 'ozols@example.org' },
        capacity: 'physician',
      }),
    ).rejects.toThrow('health is not asked by a request');
  });
});

describe('An organisation adapts a form', () => {
  let formId: `frm_${string}`;
  const hand = async () => house.as(coordinator);
  const versionIs = async () => {
    const form = await (await hand()).ask(getForm, { formId });
    if (!form.ok) throw new Error('no form');
    return form.view.version;
  };

  it('its head or coordinator, for their own organisation', async () => {
    const made = await (await hand()).do(adaptForm, { key: 'language-teacher', orgId: school });
    if (!made.ok) throw new Error(made.faults[0].reason);
    formId = made.formId;
    // the second time it is the same one
    expect(await (await hand()).do(adaptForm, { key: 'language-teacher', orgId: school })).toEqual({
      ok: true,
      formId,
    });
    for (const who of [stranger, other, volunteer]) {
      const no = await house.as(who);
      expect(reasonOf(await no.do(adaptForm, { key: 'family-part', orgId: school }))).toBe(
        'platform.error.not-found',
      );
      for (const refused of [
        await no.ask(getForm, { formId }),
        await no.ask(getPreview, { formId, pageId: 'language' }),
        await no.do(changeForm, {
          formId,
          version: 1,
          changes: [{ do: 'hide-question', question: 'hours' }],
        }),
        await no.do(undoChange, { formId, version: 1, number: 0 }),
        await no.do(takeNewerForm, { formId, version: 1 }),
        await no.do(publishForm, { formId, version: 1, sure: true }),
      ])
        expect(reasonOf(refused)).toBe('platform.error.not-found');
    }
    expect(reasonOf(await (await house.as(volunteer)).ask(listForms, {}))).toBe(
      'platform.error.not-found',
    );
  });

  it('hides and rewords what may be, and is told in words what may not', async () => {
    const change = async (changes: unknown) =>
      (await hand()).do(changeForm, {
        formId,
        version: await versionIs(),
        changes: changes as never,
      });
    expect((await change([{ do: 'hide-question', question: 'hours' }])).ok).toBe(true);
    const fixed = await change([{ do: 'hide-question', question: 'listening' }]);
    expect(fixed).toMatchObject({
      ok: false,
      faults: [{ reason: 'forms.change.fixed', params: { question: 'Listening' } }],
    });
    const loop = await change([
      {
        do: 'add-question',
        page: 'remarks',
        after: null,
        question: {
          id: 'own-loop',
          kind: 'yes-no',
          label: { en: 'Loop', fr: 'Boucle' },
          when: { question: 'own-loop', is: true },
        },
      },
    ]);
    expect(loop).toMatchObject({ ok: false, faults: [{ params: { place: 'Question “Loop”' } }] });
    expect(reasonOf(await change([{ do: 'burn-it' }]))).toBe('forms.change.malformed');
    expect(
      reasonOf(
        await (await hand()).do(changeForm, {
          formId,
          version: 99,
          changes: [{ do: 'hide-question', question: 'remarks' }],
        }),
      ),
    ).toBe('platform.error.changed-meanwhile');
  });

  it('publishes it: whoever is asked from then on gets it, and who was asked before keeps theirs', async () => {
    const language = { formKey: 'language-teacher', capacity: 'language-teacher' };
    const before = await askAs(coordinator, language);
    expect(
      reasonOf(
        await (await hand()).do(publishForm, {
          formId,
          version: await versionIs(),
          sure: false as never,
        }),
      ),
    ).toBe('forms.publish.tick');
    const published = await (await hand()).do(publishForm, {
      formId,
      version: await versionIs(),
      sure: true,
    });
    expect(published).toMatchObject({ ok: true, number: 1 });
    expect(
      reasonOf(
        await (await hand()).do(publishForm, { formId, version: await versionIs(), sure: true }),
      ),
    ).toBe('platform.error.already-done');
    const after = await askAs(coordinator, language);
    const ids = async (token: string) => {
      const page = await house.visitor.ask(getAnswerPage, { token, pageId: 'language' });
      return page.ok ? page.view.page?.questions.map((q) => q.question.id) : null;
    };
    expect(await ids(before.token)).toEqual(['language', 'years', 'hours']);
    expect(await ids(after.token)).toEqual(['language', 'years']);
    // a pupil who asks uses the school's form too, though they may not open it
    const asked = await askAs(pupil, language);
    expect(await ids(asked.token)).toEqual(['language', 'years']);
    const versions = await reading(house.runtime.db, (await house.as(other)).actor, (read) =>
      versionOf(read, 'language-teacher', elsewhere),
    );
    expect(versions?.orgId).toBeNull();
  });

  it('takes a change back', async () => {
    expect(
      (await (await hand()).do(undoChange, { formId, version: await versionIs(), number: 0 })).ok,
    ).toBe(true);
    const form = await (await hand()).ask(getForm, { formId });
    expect(form.ok && form.view.unpublished).toEqual([
      { what: 'question', id: 'hours', change: 'added' },
    ]);
  });
});

describe('Who still has to say something', () => {
  it('is shown to those it concerns, and to nobody else', async () => {
    const about = { kind: 'application', id: 'app_summary' };
    await askAs(coordinator, { about });
    const seenBy = async (who: PersonId) => {
      const { actor } = await house.as(who);
      return reading(house.runtime.db, actor, (read) =>
        requestsAbout(
          { read, actor, language: 'en', today: Temporal.PlainDate.from('2026-11-23') },
          about.kind,
          about.id,
        ),
      );
    };
    expect(await seenBy(coordinator)).toMatchObject([{ state: 'asked', mayManage: true }]);
    expect(await seenBy(pupil)).toMatchObject([{ mayManage: false, mayRead: false }]);
    expect(await seenBy(stranger)).toEqual([]);
    expect(await seenBy(other)).toEqual([]);
  });
});
