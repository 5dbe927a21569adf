import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileForm, type FormDefinition, fingerprint } from '#engines/forms/index.ts';
import { system } from '#kernel/actor.ts';
import { allow } from '#kernel/decision.ts';
import type { FormFileId, FormRequestId, OrgId, PersonId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { reading, writing } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  type Asking,
  askFor,
  forgetInForms,
  getBeside,
  getFile,
  getRequest,
  getWords,
  recallRequest,
  requestsAbout,
  savePage,
  sendBack,
  submitAnswers,
} from '../index.ts';

/** What another module's command does. */
const ask = command({
  name: 'test.ask',
  summary: 'Ask, for the tests.',
  input: z.object({ asking: z.custom<Asking>() }),
  load: async () => ({}),
  permit: () => allow,
  run: async (tools: CommandTools, _, input) => ok(await askFor(tools, input.asking)),
});

/** A form with files, a year and a scale. */
const definition: FormDefinition = {
  id: 'papers',
  languages: ['en'],
  title: { en: 'Papers' },
  sections: [
    {
      id: 'papers',
      title: { en: 'Papers' },
      owner: 'guardian',
      sensitivity: 'profile',
      pages: [
        {
          id: 'one',
          title: { en: 'Papers' },
          questions: [
            {
              id: 'papers',
              kind: 'file',
              label: { en: 'Reports' },
              required: true,
              limits: { accept: ['image', 'pdf', 'audio'], max: 2 },
            },
            { id: 'since', kind: 'number', label: { en: 'In this school since' } },
            {
              id: 'likes',
              kind: 'scale',
              label: { en: 'Likes to write' },
              limits: { points: 5 },
              ends: { low: { en: 'not at all' }, high: { en: 'very much' } },
            },
          ],
        },
      ],
    },
  ],
};

let house: House;
let school: OrgId;
const who = {} as Record<
  'pupil' | 'mother' | 'father' | 'coordinator' | 'teacher' | 'stranger',
  PersonId
>;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-23T09:00:00Z');
  school = await house.organisation({ name: 'Paraugu vidusskola' });
  const elsewhere = await house.organisation({ name: 'Another School' });
  who.pupil = await house.person({ givenName: 'Žanete', birthDate: '2009-12-01' });
  for (const name of ['mother', 'father', 'coordinator', 'teacher', 'stranger'] as const)
    who[name] = await house.person({ givenName: name, familyName: 'Parauga' });
  await house.member(school, who.coordinator, ['coordinator']);
  await house.member(school, who.teacher, ['teacher']);
  await house.member(elsewhere, who.stranger, ['head', 'coordinator']);
  await house.guardian(who.pupil, who.mother);
  await house.guardian(who.pupil, who.father, 'father');
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ('prj_papers', 'TEST-2', 'Forms', $1, now())",
    [school],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ('int_papers', 'prj_papers', 'Spring', 'september', '2027-01-10', '2027-03-20', now())",
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at) values ('app_papers', 'int_papers', $1, $2, 'draft', now())",
    [who.pupil, school],
  );
  expect(compileForm(definition)).toMatchObject({ ok: true });
  await house.sql("insert into forms (id, key, created_at) values ('frm_papers', 'papers', now())");
  await house.sql(
    "insert into form_versions (id, form_id, number, fingerprint, definition, published_at) values ('fve_papers', 'frm_papers', 1, $1, $2, now())",
    [fingerprint(definition), JSON.stringify(definition)],
  );
});

async function asked(of: 'mother' | 'father') {
  const done = await (await house.as(who.coordinator)).do(ask, {
    asking: {
      formKey: 'papers',
      askingOrgId: school,
      about: { kind: 'application', id: 'app_papers' },
      subjectId: who.pupil,
      addressee: { personId: who[of], name: of, email: `${of}@example.org` },
      capacity: 'guardian',
      asGuardian: true,
      language: 'en',
      readers: { orgs: [school], persons: [] },
    },
  });
  if (!done.ok) throw new Error(done.faults[0].reason);
  return done.requestId as FormRequestId;
}
const hand = (name: keyof typeof who) => house.as(who[name]);
const reason = (o: { ok: boolean; faults?: readonly { reason: string }[] }) =>
  o.ok ? 'ok' : o.faults?.[0]?.reason;
const photo = async () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } })
    .jpeg()
    .withExif({ IFD0: { Artist: 'Somebody in Riga' } })
    .toBuffer();
const pdf = Buffer.from('%PDF-1.7\nnot much of it');
const files = (requestId: string) =>
  house.sql('select id, name, media_type, storage_key from form_files where request_id = $1', [
    requestId,
  ]);

let first: FormRequestId;

describe('a question for files', () => {
  it('takes photos, PDF and recordings by what they are, without a script', async () => {
    first = await asked('mother');
    const mother = await hand('mother');
    const page = `/requests/${first}/page/one`;
    expect((await mother.get(page)).text).toContain('enctype="multipart/form-data"');
    const send = (name: string, bytes: Buffer, more: Record<string, string> = {}) =>
      mother.post(page, { do: 'another papers', papers: { name, bytes }, ...more });
    const bad = await send('report.pdf', Buffer.from('MZ not a document'));
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('cannot be read as a photo');
    expect(await files(first)).toEqual([]);
    expect((await send('C:\\Users\\me\\Report <1>.PDF', pdf)).status).toBe(303);
    const [report] = await files(first);
    expect(report).toMatchObject({ name: 'Report 1.pdf', media_type: 'application/pdf' });
    const shown = await mother.get(page);
    expect(shown.text).toContain(`value="${report.id}"`);
    const fresh = await mother.post(page, {
      do: 'another papers',
      papers: report.id,
      'file.papers': { name: 'me.png', bytes: await photo() },
    });
    expect(fresh.status).toBe(303);
    const kept = await files(first);
    expect(kept.map((f) => [f.name, f.media_type])).toEqual([
      ['Report 1.pdf', 'application/pdf'],
      ['me.jpg', 'image/jpeg'],
    ]);
    const stored = await house.runtime.files.get(kept[1].storage_key);
    expect(Buffer.from((await stored?.bytes()) ?? []).includes('Riga')).toBe(false);
    // no more than asked for, and nobody else's
    const full = await mother.do(savePage, {
      requestId: first,
      pageId: 'one',
      fields: { papers: kept.map((f) => f.id) },
      files: [{ question: 'papers', name: 'x.pdf', content: pdf.toString('base64') }],
    });
    expect(reason(full)).toBe('forms.too-many-files');
    expect(await files(first)).toHaveLength(2);
  });

  it('is opened by who answers alone until it is handed in, and by the readers then', async () => {
    const [report] = await files(first);
    const at = { requestId: first, fileId: report.id as FormFileId };
    const mother = await hand('mother');
    expect((await mother.ask(getFile, at)).ok).toBe(true);
    const opened = await mother.get(`/requests/${first}/files/${report.id}`);
    expect(opened.headers.get('content-disposition')).toMatch(/^attachment/);
    for (const name of ['father', 'coordinator', 'teacher', 'stranger'] as const)
      expect((await (await hand(name)).ask(getFile, at)).ok).toBe(false);
    expect((await house.visitor.ask(getFile, at)).ok).toBe(false);
    // a file of one request is no answer of another
    const other = await asked('father');
    const borrowed = await (await hand('father')).do(savePage, {
      requestId: other,
      pageId: 'one',
      fields: { papers: [report.id], since: ['2019'], likes: ['4'] },
    });
    expect(reason(borrowed)).toBe('forms.file-required');
    expect(
      (await (await hand('father')).ask(getFile, { requestId: other, fileId: report.id })).ok,
    ).toBe(false);
    await (await hand('coordinator')).do(recallRequest, { requestId: other });
    // one is taken away again, and is gone
    const [, picture] = await files(first);
    expect(
      (
        await mother.do(savePage, {
          requestId: first,
          pageId: 'one',
          fields: { papers: [report.id], since: ['2019'], likes: ['4'] },
        })
      ).ok,
    ).toBe(true);
    await house.removeFiles();
    expect(await house.runtime.files.get(picture.storage_key)).toBeNull();
    expect((await mother.do(submitAnswers, { requestId: first })).ok).toBe(true);
    for (const name of ['coordinator', 'teacher'] as const)
      expect((await (await hand(name)).ask(getFile, at)).ok).toBe(true);
    for (const name of ['father', 'stranger'] as const)
      expect((await (await hand(name)).ask(getFile, at)).ok).toBe(false);
    const words = await (await hand('coordinator')).ask(getWords, { requestId: first });
    // a year is no sum of money, and a point has its scale
    expect(
      words.ok && words.view.frozen?.sections[0]?.pages[0]?.lines.map((l) => l.answer),
    ).toEqual(['Report 1.pdf', '2019', '4 of 5 (from 1, not at all, to 5, very much)']);
    expect(words.ok && words.view.files.map((f) => f.name)).toEqual(['Report 1.pdf']);
  });
});

describe('what was handed in', () => {
  it('is sent back with a word, begins with the old answers, and stays as it was', async () => {
    const send = async (name: keyof typeof who, word = 'Please add the report of last year.') =>
      (await hand(name)).do(sendBack, { requestId: first, word });
    expect(reason(await send('stranger'))).toBe('platform.error.not-found');
    expect(reason(await send('teacher'))).toBe('forms.refused.coordinator-manages');
    expect(reason(await send('mother'))).toBe('forms.refused.coordinator-manages');
    expect(reason(await send('coordinator', ' '))).toBe('platform.invalid.required');
    const sent = await send('coordinator');
    if (!sent.ok) throw new Error(reason(sent));
    expect(reason(await send('coordinator'))).toBe('platform.error.already-done');
    const second = sent.requestId as FormRequestId;
    const mail = (await house.mails()).find((m) => m.kind === 'forms.sent-back');
    expect(mail?.to_address).toBe('mother@example.org');
    expect(mail?.body_text).not.toContain('last year');
    const mother = await hand('mother');
    const again = await mother.ask(getRequest, { requestId: second });
    expect(again.ok && [again.view.followWord, again.view.next, again.view.state]).toEqual([
      'Please add the report of last year.',
      null,
      'asked',
    ]);
    expect((await mother.get(`/requests/${second}`)).text).toContain('look at your answers again');
    const [report] = await files(first);
    const added = await mother.do(savePage, {
      requestId: second,
      pageId: 'one',
      fields: { papers: [report.id], since: ['2020'], likes: ['4'] },
      files: [{ question: 'papers', name: 'last.pdf', content: pdf.toString('base64') }],
    });
    expect(added.ok).toBe(true);
    // the lists show the one that goes on; the frozen one is read beside it
    const { actor } = await hand('coordinator');
    const today = Temporal.PlainDate.from('2026-11-23');
    const listed = await reading(house.runtime.db, actor, (read) =>
      requestsAbout({ read, actor, language: 'en', today }, 'application', 'app_papers'),
    );
    expect(listed.map((r) => r.id)).not.toContain(first);
    expect(listed.map((r) => r.id)).toContain(second);
    const before = await (await hand('coordinator')).get(`/requests/${first}/words`);
    expect(before.text).toContain('Sent back for correction');
    expect(before.text).toContain('Report 1.pdf');
    expect((await mother.do(submitAnswers, { requestId: second })).ok).toBe(true);
    const now = await (await hand('coordinator')).ask(getWords, { requestId: second });
    expect(now.ok && now.view.files.map((f) => f.name).sort()).toEqual([
      'Report 1.pdf',
      'last.pdf',
    ]);
    expect(
      (
        await (
          await hand('coordinator')
        ).ask(getFile, {
          requestId: second,
          fileId: report.id as FormFileId,
        })
      ).ok,
    ).toBe(true);
    first = second;
  });

  it('cannot be sent back before it is handed in', async () => {
    const open = await asked('father');
    expect(
      reason(await (await hand('coordinator')).do(sendBack, { requestId: open, word: 'Why?' })),
    ).toBe('forms.refused.nothing-to-correct');
    await (await hand('coordinator')).do(recallRequest, { requestId: open });
  });
});

describe('two parents', () => {
  it('are read side by side by who may read both, with where they differ, and neutrally', async () => {
    const fathers = await asked('father');
    const father = await hand('father');
    const beside = async (name: keyof typeof who, requestId: FormRequestId) =>
      (await hand(name)).ask(getBeside, { requestId });
    expect((await beside('coordinator', first)).ok).toBe(false);
    await father.do(savePage, {
      requestId: fathers,
      pageId: 'one',
      fields: { papers: [], since: ['2020'], likes: ['2'] },
      files: [{ question: 'papers', name: 'mine.pdf', content: pdf.toString('base64') }],
    });
    expect((await father.do(submitAnswers, { requestId: fathers })).ok).toBe(true);
    const both = await beside('coordinator', first);
    if (!both.ok) throw new Error('not found');
    expect([...both.view.names].sort()).toEqual(['father', 'mother']);
    expect(both.view.pages[0]?.lines.map((l) => [l.question, l.differs])).toEqual([
      ['papers', true],
      ['since', false],
      ['likes', true],
    ]);
    expect(both.view.differences).toBe(2);
    // whichever was opened, the order is the same
    const turned = await beside('coordinator', fathers);
    expect(turned.ok && turned.view.names).toEqual(both.view.names);
    for (const name of ['mother', 'father', 'stranger'] as const)
      expect((await beside(name, first)).ok).toBe(false);
    const page = await (await hand('coordinator')).get(`/requests/${first}/beside`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('both may be right');
    expect((await (await hand('coordinator')).get(`/requests/${first}/words`)).text).toContain(
      `/requests/${first}/beside`,
    );
    expect((await (await hand('mother')).get(`/requests/${first}/words`)).text).not.toContain(
      '/beside',
    );
  });

  it('are forgotten with all files', async () => {
    const all = await house.sql('select storage_key from form_files');
    expect(all.length).toBeGreaterThan(2);
    await writing(house.runtime.db, system('test'), (tx) =>
      forgetInForms(tx, { kind: 'application', id: 'app_papers' }),
    );
    await house.removeFiles();
    for (const { storage_key } of all)
      expect(await house.runtime.files.get(storage_key)).toBeNull();
    expect(
      await house.sql('select 1 from form_requests where about_id = $1', ['app_papers']),
    ).toEqual([]);
  });
});
