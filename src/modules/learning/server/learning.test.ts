import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#kernel/canonical-json.ts';
import type { DocumentId, MobilityId, OrgId } from '#kernel/ids.ts';
import { getDocument, listDocuments, setDocumentAccess } from '#modules/documents/server/index.ts';
import { now } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import type { SignatoryRole } from '../core/index.ts';
import {
  changeAgreement,
  decideRecognition,
  declineAgreement,
  dossierDocumentAccess,
  fileAgreement,
  getAgreement,
  getRecognition,
  issueComplement,
  learning,
  learningFacts,
  listTurns,
  openForSignature,
  saveDraft,
  signAgreement,
  startAgreement,
} from './index.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  setDocumentAccess(dossierDocumentAccess);
  house.setNow('2027-01-05T09:00:00Z');
});
afterAll(closePdf);

const rows = [
  {
    subject: 'Mathématiques – Μαθηματικά',
    outcome: 'Solves quadratic equations\nand explains them',
    learned: 'Four lessons a week',
    assessed: 'Two written tests',
    recognised: 'The mark counts',
  },
  {
    subject: 'Ķīmija',
    outcome: 'Plans an experiment',
    learned: 'Laboratory, two hours a week',
    assessed: 'Portfolio',
    recognised: 'No catching up',
  },
];

type World = Awaited<ReturnType<typeof makeWorld>>;

/** Two schools, two supporting organisations, a pupil with a mother, and a mobility that is placed. */
async function makeWorld(pupil: { birthDate?: string; state?: string } = {}) {
  const org = (name: string, kind: 'school' | 'supporting', countryCode: string, language = 'en') =>
    house.organisation({ name, kind, countryCode, language });
  const sending = await org('Rīgas 49. vidusskola', 'school', 'LV');
  const host = await org('Lycée Fulbert', 'school', 'FR', 'fr');
  const support = await org('Starpkultūru atbalsts', 'supporting', 'LV');
  const other = await org('Another School', 'school', 'ES');
  const person = async (
    givenName: string,
    familyName: string,
    orgId?: OrgId,
    role: 'coordinator' | 'teacher' = 'coordinator',
  ) => {
    const id = await house.person({ givenName, familyName });
    if (orgId) await house.member(orgId, id, [role]);
    return id;
  };
  const pupilId = await house.person({
    givenName: 'Jānis',
    familyName: 'Ķēniņš-Ñuñez',
    birthDate: pupil.birthDate ?? '2010-05-01',
  });
  const mother = await person('Ελένη', 'Ķēniņa');
  const stranger = await person('Stranger', 'Mother');
  const otherPupil = await house.person({
    givenName: 'Other',
    familyName: 'Pupil',
    birthDate: '2010-05-01',
  });
  await house.guardian(pupilId, mother);
  await house.guardian(otherPupil, stranger);
  const people = {
    pupil: pupilId,
    mother,
    stranger,
    sendingCoordinator: await person('Ilze', 'Bērziņa', sending),
    sendingTeacher: await person('Anna', 'Skolotāja', sending, 'teacher'),
    hostCoordinator: await person('Zoé', 'Lefèvre', host),
    mentor: await person('Marc', 'Mentor', host, 'teacher'),
    supporter: await person('Sandra', 'Support', support),
    outsider: await person('Otto', 'Outsider', other),
  };
  const [project, intake, application, mobility] = [
    newId('prj'),
    newId('int'),
    newId('app'),
    newId('mob'),
  ];
  const at = now().toString();
  const state = pupil.state ?? 'placed';
  await house.sql(
    'insert into projects (id, code, title, coordinator_id, created_at) values ($1,$2,$3,$4,$5)',
    [
      project,
      `2026-1-LV01-KA121-SCH-${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`,
      'Expanding Learning Mobility',
      sending,
      at,
    ],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1,$2,'Spring','january','2027-02-01','2027-03-31',$3)",
    [intake, project, at],
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at) values ($1,$2,$3,$4,'selected',$5)",
    [application, intake, pupilId, sending, at],
  );
  await house.sql(
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, sending_org_id, host_school_id, host_country,
       starts_on, ends_on, state, contact_teacher_id, mentor_id, created_at)
     values ($1,$2,$3,$4,$5,$6,$7,$8,'FR','2027-02-01','2027-03-31',$9,$10,$11,$12)`,
    [
      mobility,
      project,
      intake,
      application,
      pupilId,
      sending,
      support,
      host,
      state,
      people.sendingTeacher,
      people.mentor,
      at,
    ],
  );
  const party = (role: string, orgId: string | null, personId: string | null) =>
    house.sql(
      "insert into mobility_parties (mobility_id, org_id, person_id, role, from_on, state, starts_on) values ($1,$2,$3,$4,'2027-01-01',$5,'2027-02-01')",
      [mobility, orgId, personId, role, state],
    );
  await party('sending_school', sending, null);
  await party('host_school', host, null);
  await party('sending_support', support, null);
  await party('pupil', null, pupilId);
  await party('guardian', null, mother);
  await party('mentor', null, people.mentor);
  const hands = Object.fromEntries(
    await Promise.all(
      Object.entries(people).map(async ([name, id]) => [name, await house.as(id)] as const),
    ),
  ) as Record<keyof typeof people, Hand>;
  return { ...hands, people, mobilityId: mobility, intakeId: intake, sending, host };
}

async function moveTo(mobilityId: MobilityId, state: string) {
  await house.sql('update mobilities set state = $2 where id = $1', [mobilityId, state]);
  await house.sql('update mobility_parties set state = $2 where mobility_id = $1', [
    mobilityId,
    state,
  ]);
}

async function seen(hand: Hand, mobilityId: MobilityId) {
  const answered = await hand.ask(getAgreement, { mobilityId });
  if (!answered.ok) throw new Error(answered.faults[0].reason);
  return answered.view;
}

/** Written and opened, so that everybody can sign. */
async function opened(world: World, texts = rows) {
  const { mobilityId } = world;
  expect(await world.sendingTeacher.do(startAgreement, { mobilityId })).toMatchObject({ ok: true });
  return written(world, texts);
}

async function written(world: World, texts = rows) {
  const { mobilityId } = world;
  const before = (await seen(world.pupil, mobilityId)).shown;
  const number = before?.number ?? 0;
  const saved = await world.pupil.do(saveDraft, {
    mobilityId,
    number,
    version: before?.version ?? 0,
    rows: texts,
    monitoring: 'Call every week',
  });
  expect(saved).toMatchObject({ ok: true });
  const shown = (await seen(world.pupil, mobilityId)).shown;
  const open = await world.sendingCoordinator.do(openForSignature, {
    mobilityId,
    number,
    version: shown?.version ?? 0,
  });
  expect(open).toMatchObject({ ok: true });
  return { number, sha256: open.ok ? open.sha256 : '' };
}

function sign(
  hand: Hand,
  world: World,
  v: { number: number; sha256: string },
  role: SignatoryRole,
) {
  return hand.do(signAgreement, {
    mobilityId: world.mobilityId,
    ...v,
    role,
    language: 'en',
    agrees: true,
  });
}

async function allSign(world: World, v: { number: number; sha256: string }) {
  for (const [hand, role] of [
    [world.pupil, 'pupil'],
    [world.mother, 'guardian'],
    [world.sendingCoordinator, 'sending_school'],
    [world.hostCoordinator, 'host_school'],
  ] as const)
    expect(await sign(hand, world, v, role)).toMatchObject({ ok: true });
}

async function signed(world: World) {
  const v = await opened(world);
  await allSign(world, v);
  return v;
}

function reasonOf(outcome: { ok: boolean; faults?: { reason: string }[] }) {
  return outcome.ok ? null : outcome.faults?.[0]?.reason;
}

/** Runs what the jobs of the queue would do. */
async function workOff() {
  const jobs = await house.sql(
    "select name, data from jobs.job where name like 'learning.%' and state = 'created' order by created_on",
  );
  for (const job of jobs) {
    const handler = learning.handlers?.(house.runtime).find((h) => h.job.name === job.name);
    await handler?.handle(job.data);
  }
  return jobs;
}

describe('writing', () => {
  it('is begun once, by the schools and the pupil, and by nobody else', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    for (const hand of [world.stranger, world.outsider, house.visitor])
      expect(await hand.do(startAgreement, { mobilityId })).toMatchObject({
        ok: false,
        kind: 'not_found',
      });
    for (const hand of [world.mother, world.supporter])
      expect(await hand.do(startAgreement, { mobilityId })).toMatchObject({
        ok: false,
        kind: 'refused',
      });
    expect(await world.hostCoordinator.do(startAgreement, { mobilityId })).toMatchObject({
      ok: true,
      number: 1,
    });
    expect(await world.pupil.do(startAgreement, { mobilityId })).toMatchObject({
      ok: false,
      kind: 'conflict',
    });
  });

  it('is read by the parties to the learning and by nobody else', async () => {
    const world = await makeWorld();
    await world.pupil.do(startAgreement, { mobilityId: world.mobilityId });
    for (const hand of [
      world.pupil,
      world.mother,
      world.supporter,
      world.mentor,
      world.sendingTeacher,
    ])
      expect(await hand.ask(getAgreement, { mobilityId: world.mobilityId })).toMatchObject({
        ok: true,
      });
    for (const hand of [world.stranger, world.outsider, house.visitor]) {
      expect(await hand.ask(getAgreement, { mobilityId: world.mobilityId })).toMatchObject({
        ok: false,
        kind: 'not_found',
      });
      expect(await hand.ask(getRecognition, { mobilityId: world.mobilityId })).toMatchObject({
        ok: false,
        kind: 'not_found',
      });
    }
  });

  it('keeps both texts when two people edit one agreement', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    await world.pupil.do(startAgreement, { mobilityId });
    const version = (await seen(world.pupil, mobilityId)).shown?.version ?? 0;
    const path = `/mobilities/${mobilityId}/agreement/edit`;
    const form = (outcome: string) => ({
      number: 1,
      version,
      'rows.0.subject': 'Maths',
      'rows.0.outcome': outcome,
      do: 'save',
    });
    expect((await world.hostCoordinator.post(path, form('what Zoé wrote'))).status).toBe(303);
    const second = await world.pupil.post(path, form('what Jānis wrote'));
    expect(second.status).toBe(409);
    expect(second.text).toContain('Zoé Lefèvre saved while you were writing');
    expect(second.text).toContain('what Jānis wrote');
    expect(second.text).toContain('what Zoé wrote');
    expect((await seen(world.pupil, mobilityId)).shown?.rows[0]?.outcome).toBe('what Zoé wrote');
    // having seen it, the second save replaces it
    const fresh = /name="version" value="(\d+)"/.exec(second.text)?.[1] ?? '';
    expect(
      (await world.pupil.post(path, { ...form('what Jānis wrote'), version: fresh })).status,
    ).toBe(303);
    expect((await seen(world.pupil, mobilityId)).shown?.rows[0]?.outcome).toBe('what Jānis wrote');
  });

  it('adds and removes rows without scripts and loses nothing', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    await world.pupil.do(startAgreement, { mobilityId });
    const path = `/mobilities/${mobilityId}/agreement/edit`;
    const cell = (i: number, subject: string) => ({
      [`rows.${i}.subject`]: subject,
      [`rows.${i}.outcome`]: `${subject} outcome`,
    });
    const added = await world.pupil.post(path, {
      number: 1,
      version: 1,
      ...cell(0, 'Maths'),
      ...cell(1, 'Latin'),
      do: 'add-row',
    });
    expect(added.location).toBe(`${path}?blank=1#row-3`);
    const page = await world.pupil.get(`${path}?blank=1`);
    expect(page.text).toContain('name="rows.2.subject"');
    expect(page.text).toContain('Latin outcome');
    await world.pupil.post(path, {
      number: 1,
      version: 2,
      ...cell(0, 'Maths'),
      ...cell(1, 'Latin'),
      ...cell(2, ''),
      do: 'remove-0',
    });
    expect((await seen(world.pupil, mobilityId)).shown?.rows.map((r) => r.subject)).toEqual([
      'Latin',
      '',
    ]);
  });

  it('says in words what is too long and keeps what was typed', async () => {
    const world = await makeWorld();
    await world.pupil.do(startAgreement, { mobilityId: world.mobilityId });
    const path = `/mobilities/${world.mobilityId}/agreement/edit`;
    const answer = await world.pupil.post(path, {
      number: 1,
      version: 1,
      'rows.0.subject': 'Kept',
      'rows.0.outcome': 'x'.repeat(2001),
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('#f-rows.0.outcome');
    expect(answer.text).toContain('Kept');
  });
});

describe('opening for signature', () => {
  it('is refused while a cell is empty, nothing is written or nobody is placed', async () => {
    const world = await makeWorld({ state: 'selected' });
    const { mobilityId } = world;
    await world.pupil.do(startAgreement, { mobilityId });
    const open = (version: number) =>
      world.sendingCoordinator.do(openForSignature, { mobilityId, number: 1, version });
    expect(reasonOf(await open(1))).toBe('learning.refused.no-placement-yet');
    await moveTo(mobilityId, 'placed');
    expect(reasonOf(await open(1))).toBe('learning.refused.no-rows');
    await world.pupil.do(saveDraft, {
      mobilityId,
      number: 1,
      version: 1,
      rows: [{ ...rows[0], assessed: ' ' }],
    });
    expect(await open(2)).toMatchObject({
      faults: [{ reason: 'learning.missing.assessed', params: { row: 1 } }],
    });
    expect(reasonOf(await open(1))).toBe('learning.refused.changed-meanwhile');
    await world.pupil.do(saveDraft, {
      mobilityId,
      number: 1,
      version: 2,
      rows: [{ ...rows[0], outcome: 'a sign 🎓 no font has' }],
    });
    expect(reasonOf(await open(3))).toBe('learning.refused.cannot-print');
  });

  it('is the sending school’s, freezes the text, and asks each signatory by mail', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    const before = (await house.mails()).length;
    const { sha256 } = await opened(world);
    const [kept] = await house.sql(
      'select content, sha256 from agreement_versions where mobility_id = $1',
      [mobilityId],
    );
    expect(createHash('sha256').update(canonicalJson(kept.content.agreement)).digest('hex')).toBe(
      sha256,
    );
    expect(kept.content.agreement.rows).toEqual(rows);
    const mails = (await house.mails()).slice(before).filter((m) => m.kind === 'learning-to-sign');
    expect(mails.map((m) => m.to_address).sort()).toEqual(
      [world.people.pupil, world.people.mother, world.people.hostCoordinator]
        .map((id) => `${id}@example.org`)
        .sort(),
    );
    expect(mails[0]?.body_text).toContain(`/mobilities/${mobilityId}/agreement`);
    expect(
      reasonOf(await world.pupil.do(saveDraft, { mobilityId, number: 1, version: 3, rows })),
    ).toBe('learning.refused.no-draft');
    for (const hand of [world.hostCoordinator, world.pupil])
      expect(await hand.do(openForSignature, { mobilityId, number: 1, version: 3 })).toMatchObject({
        kind: 'refused',
      });
    expect(
      await world.outsider.do(openForSignature, { mobilityId, number: 1, version: 3 }),
    ).toMatchObject({ kind: 'not_found' });
  });
});

describe('signing', () => {
  it('is open to the four signatories alone', async () => {
    const world = await makeWorld();
    const v = await opened(world);
    for (const hand of [world.stranger, world.outsider, house.visitor])
      for (const role of ['pupil', 'guardian', 'sending_school', 'host_school'] as const)
        expect(await sign(hand, world, v, role)).toMatchObject({ ok: false, kind: 'not_found' });
    for (const hand of [world.supporter, world.sendingTeacher, world.mentor])
      for (const role of ['guardian', 'sending_school', 'host_school'] as const)
        expect(await sign(hand, world, v, role)).toMatchObject({ ok: false, kind: 'refused' });
    expect(await sign(world.hostCoordinator, world, v, 'sending_school')).toMatchObject({
      kind: 'refused',
    });
    expect(await sign(world.mother, world, v, 'pupil')).toMatchObject({ kind: 'refused' });
    const [{ count }] = await house.sql(
      'select count(*)::int from agreement_signatures where mobility_id = $1',
      [world.mobilityId],
    );
    expect(count).toBe(0);
  });

  it('needs the tick and the very text that was shown', async () => {
    const world = await makeWorld();
    const v = await opened(world);
    const path = `/mobilities/${world.mobilityId}/agreement/sign`;
    const page = await world.pupil.get(path);
    expect(page.text).toContain(v.sha256);
    expect(page.text).toContain('Ķīmija');
    const untouched = await world.pupil.post(path, { ...v, role: 'pupil' });
    expect(untouched.status).toBe(400);
    expect(untouched.text).toContain('Please tick the box');
    expect(
      reasonOf(await sign(world.pupil, world, { ...v, sha256: 'f'.repeat(64) }, 'pupil')),
    ).toBe('learning.refused.other-text');
    // somebody with the key to the database changes the text behind our back
    await house.sql(
      "update agreement_versions set content = jsonb_set(content, '{agreement,rows,0,outcome}', '\"nothing\"') where mobility_id = $1",
      [world.mobilityId],
    );
    expect(reasonOf(await sign(world.pupil, world, v, 'pupil'))).toBe(
      'learning.refused.other-text',
    );
  });

  it('takes a double click as one signature', async () => {
    const world = await makeWorld();
    const v = await opened(world);
    const path = `/mobilities/${world.mobilityId}/agreement/sign`;
    const fields = { ...v, role: 'pupil', agrees: 'on' };
    // signed in before, so that both clicks come from the same session
    expect((await world.pupil.get(path)).status).toBe(200);
    const both = await Promise.all([
      world.pupil.post(path, fields),
      world.pupil.post(path, fields),
    ]);
    expect(both.map((a) => a.status).sort()).toEqual([303, 409]);
    expect(both.find((a) => a.status === 409)?.text).toContain(
      'You have already signed this version',
    );
    const given = await house.sql('select * from agreement_signatures where mobility_id = $1', [
      world.mobilityId,
    ]);
    expect(given).toHaveLength(1);
    expect(given[0]).toMatchObject({ role: 'pupil', sha256: v.sha256, language: 'en' });
    expect(given[0].wording).toContain('Lycée Fulbert');
  });

  it('lets one person sign in one part only', async () => {
    const world = await makeWorld();
    // the mother also works at the sending school
    await house.member(world.sending, world.people.mother, ['head']);
    const v = await opened(world);
    const mother = await house.as(world.people.mother);
    expect(await sign(mother, world, v, 'guardian')).toMatchObject({ ok: true });
    expect(reasonOf(await sign(mother, world, v, 'sending_school'))).toBe(
      'learning.refused.one-person-one-part',
    );
  });

  it('completes with the last signature: the mobility is agreed, all are told, the paper is made once', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    const v = await opened(world);
    expect(await sign(world.pupil, world, v, 'pupil')).toMatchObject({ ok: true, complete: false });
    const waiting = await world.mother.get(`/mobilities/${mobilityId}/agreement`);
    expect(waiting.text).toContain(
      'Waiting for Ελένη Ķēniņa, Rīgas 49. vidusskola and Lycée Fulbert to sign',
    );
    expect(await sign(world.mother, world, v, 'guardian')).toMatchObject({
      ok: true,
      complete: false,
    });
    expect(await sign(world.hostCoordinator, world, v, 'host_school')).toMatchObject({
      ok: true,
      complete: false,
    });
    expect(await sign(world.sendingCoordinator, world, v, 'sending_school')).toMatchObject({
      ok: true,
      complete: true,
    });
    const [m] = await house.sql('select state from mobilities where id = $1', [mobilityId]);
    expect(m.state).toBe('agreed');
    expect(
      (await house.mails()).filter(
        (x) => x.kind === 'learning-signed' && x.body_text.includes(mobilityId),
      ),
    ).toHaveLength(3);

    const jobs = await workOff();
    expect(jobs).toContainEqual({
      name: 'learning.print-agreement',
      data: { mobilityId, number: 1 },
    });
    await workOff();
    const documents = await house.sql('select * from documents where mobility_id = $1', [
      mobilityId,
    ]);
    expect(documents).toHaveLength(1);
    const id = documents[0].id as DocumentId;
    expect((await seen(world.pupil, mobilityId)).shown?.documentId).toBe(id);

    const file = await house.runtime.files.get(documents[0].storage_key);
    const bytes = (await file?.bytes()) ?? new Uint8Array();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(documents[0].sha256);
    const pdf = readPdf(bytes);
    expect(pdf).toMatchObject({
      untagged: 0,
      claimsUa: true,
      lang: 'en',
      title: 'Learning Agreement – Jānis Ķēniņš-Ñuñez',
    });
    for (const role of ['Document', 'H1', 'Table', 'TH', 'TD']) expect(pdf.roles).toContain(role);
    for (const words of [
      'Jānis Ķēniņš-Ñuñez',
      'Ελένη Ķēniņa',
      'Ilze Bērziņa',
      'Zoé Lefèvre',
      'Rīgas 49. vidusskola',
      'Lycée Fulbert',
      'Mathématiques – Μαθηματικά',
      'Ķīmija',
      'Ce qui est appris et comment cela compte',
      'not an official form of the European Commission',
      v.sha256,
    ])
      expect(pdf.squeezed).toContain(words.replaceAll(/\s/g, ''));

    for (const hand of [world.pupil, world.mother, world.supporter])
      expect(await hand.ask(getDocument, { documentId: id })).toMatchObject({
        ok: true,
        view: { sha256: documents[0].sha256 },
      });
    const download = await world.mother.get(`/documents/${id}`);
    expect(download.status).toBe(200);
    expect(download.headers.get('content-disposition')).toContain(
      "filename*=UTF-8''Learning%20Agreement",
    );
    expect(download.headers.get('content-security-policy')).toContain('sandbox');
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    for (const hand of [world.stranger, world.outsider]) {
      expect(await hand.ask(getDocument, { documentId: id })).toMatchObject({
        ok: false,
        kind: 'not_found',
      });
      expect(await hand.ask(listDocuments, { mobilityId })).toMatchObject({
        ok: true,
        view: { documents: [] },
      });
      expect((await hand.get(`/documents/${id}`)).status).toBe(404);
    }
    expect((await house.visitor.get(`/documents/${id}`)).status).toBe(303);
    const facts = await reading(house.runtime.db, world.pupil.actor, (read) =>
      learningFacts(read, world.intakeId),
    );
    expect(facts.map((f) => f.fact)).toEqual(['agreement-signed']);
  });

  it('asks no guardian of a pupil of 18, and takes none', async () => {
    const world = await makeWorld({ birthDate: '2009-01-05' });
    const v = await opened(world);
    expect(
      (await seen(world.pupil, world.mobilityId)).shown?.signatories.map((s) => s.role),
    ).toEqual(['pupil', 'sending_school', 'host_school']);
    expect(reasonOf(await sign(world.mother, world, v, 'guardian'))).toBe(
      'learning.refused.of-age',
    );
    await sign(world.pupil, world, v, 'pupil');
    await sign(world.sendingCoordinator, world, v, 'sending_school');
    expect(await sign(world.hostCoordinator, world, v, 'host_school')).toMatchObject({
      ok: true,
      complete: true,
    });
  });

  it('takes no signature of a guardian whose guardianship ended', async () => {
    const world = await makeWorld();
    const v = await opened(world);
    await house.sql("update guardianships set until_on = '2027-01-04' where guardian_id = $1", [
      world.people.mother,
    ]);
    // who is a party no longer finds the agreement no longer
    expect(await sign(world.mother, world, v, 'guardian')).toMatchObject({
      ok: false,
      kind: 'not_found',
    });
  });

  it('shows a refusal with its reason and lets a new version be written', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    const v = await opened(world);
    expect(
      await world.supporter.do(declineAgreement, { mobilityId, number: 1, reason: 'no' }),
    ).toMatchObject({ kind: 'refused' });
    expect(
      await world.outsider.do(declineAgreement, { mobilityId, number: 1, reason: 'no' }),
    ).toMatchObject({ kind: 'not_found' });
    expect(
      await world.mother.do(declineAgreement, { mobilityId, number: 1, reason: ' ' }),
    ).toMatchObject({ kind: 'invalid' });
    expect(
      await world.mother.do(declineAgreement, { mobilityId, number: 1, reason: 'Too many hours' }),
    ).toMatchObject({ ok: true });
    expect(reasonOf(await sign(world.pupil, world, v, 'pupil'))).toBe('learning.refused.not-open');
    const page = await world.supporter.get(`/mobilities/${mobilityId}/agreement`);
    expect(page.text).toContain('Ελένη Ķēniņa does not sign this version');
    expect(page.text).toContain('Too many hours');
    expect(
      await world.pupil.do(changeAgreement, { mobilityId, reason: 'Fewer hours' }),
    ).toMatchObject({ ok: true, number: 2 });
  });
});

describe('a change after signing', () => {
  it('keeps what stands around the rows when only the rows are saved', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    await signed(world);
    await world.pupil.do(changeAgreement, { mobilityId, reason: 'No laboratory' });
    expect(
      await world.pupil.do(saveDraft, { mobilityId, number: 2, version: 1, rows }),
    ).toMatchObject({ ok: true });
    expect((await seen(world.pupil, mobilityId)).shown).toMatchObject({
      number: 2,
      monitoring: 'Call every week',
    });
  });

  it('is a new version that all sign again; the signed one stays in force until then', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    await signed(world);
    for (const hand of [world.mother, world.supporter])
      expect(await hand.do(changeAgreement, { mobilityId, reason: 'x' })).toMatchObject({
        kind: 'refused',
      });
    expect(await world.outsider.do(changeAgreement, { mobilityId, reason: 'x' })).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await world.hostCoordinator.do(changeAgreement, { mobilityId, reason: 'No laboratory' }),
    ).toMatchObject({ number: 2 });
    expect(reasonOf(await world.pupil.do(changeAgreement, { mobilityId, reason: 'again' }))).toBe(
      'learning.refused.draft-exists',
    );
    const v2 = await written(
      world,
      rows.slice(0, 1).map((row) => ({ ...row, learned: 'Five lessons a week' })),
    );
    const before = await seen(world.pupil, mobilityId);
    expect(before.inForce).toBe(1);
    expect(before.shown?.signatories.every((s) => s.signedAt === null)).toBe(true);
    expect(before.shown?.changes?.map((c) => [c.kind, c.cells])).toMatchObject([
      ['changed', ['learned']],
      ['removed', expect.anything()],
    ]);
    const diff = await world.pupil.get(`/mobilities/${mobilityId}/agreement/versions/2`);
    expect(diff.text).toMatch(/<del>.*Four .*<\/del><ins>.*Five .*<\/ins>/s);
    await allSign(world, v2);
    const after = await seen(world.pupil, mobilityId);
    expect(after.inForce).toBe(2);
    expect(after.versions.map((v) => v.state)).toEqual(['superseded', 'signed']);
    // made twice at the same time, kept once
    const job = { kind: 'system', reason: 'learning.print-agreement' } as const;
    await Promise.all(
      [1, 2].map(() => execute(house.runtime, fileAgreement, job, { mobilityId, number: 2 })),
    );
    const kept = await house.sql(
      'select document_id from agreement_versions where mobility_id = $1 order by number',
      [mobilityId],
    );
    const made = await house.sql('select id from documents where mobility_id = $1', [mobilityId]);
    expect(made.map((d) => d.id)).toEqual([kept[1].document_id]);
    expect(await world.pupil.do(fileAgreement, { mobilityId, number: 1 })).toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('complement and recognition', () => {
  const report = (mobilityId: MobilityId) => ({
    mobilityId,
    confirmedFrom: '2027-02-01',
    confirmedUntil: '2027-03-31',
    remarks: 'Elle était merveilleuse – ļoti labi',
    results: [
      { position: 0, result: 'achieved' as const, remark: '' },
      { position: 1, result: 'partly' as const, remark: 'Laboratory closed' },
    ],
  });

  it('goes from the host school’s word to the sending school’s decision', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    await signed(world);
    expect(reasonOf(await world.hostCoordinator.do(issueComplement, report(mobilityId)))).toBe(
      'learning.refused.not-abroad-yet',
    );
    await moveTo(mobilityId, 'settled');
    expect(reasonOf(await world.hostCoordinator.do(issueComplement, report(mobilityId)))).toBe(
      'learning.invalid.end-ahead',
    );
    house.setNow('2027-04-02T08:00:00Z');
    try {
      const all = [
        { position: 0, decision: 'recognised' as const },
        { position: 1, decision: 'partly' as const, reason: 'Half' },
      ];
      const decide = (
        hand: Hand,
        decisions: { position: number; decision: 'recognised' | 'partly'; reason?: string }[],
      ) => hand.do(decideRecognition, { mobilityId, decisions });
      expect(reasonOf(await decide(world.sendingCoordinator, all))).toBe(
        'learning.refused.no-complement-yet',
      );
      for (const hand of [world.pupil, world.sendingCoordinator, world.supporter])
        expect(await hand.do(issueComplement, report(mobilityId))).toMatchObject({
          ok: false,
          kind: 'refused',
        });
      expect(await world.outsider.do(issueComplement, report(mobilityId))).toMatchObject({
        kind: 'not_found',
      });
      const short = { ...report(mobilityId), results: report(mobilityId).results.slice(1) };
      expect(reasonOf(await world.mentor.do(issueComplement, short))).toBe(
        'learning.invalid.every-row',
      );
      const wrong = { ...report(mobilityId), confirmedUntil: '2027-01-31' };
      expect(reasonOf(await world.mentor.do(issueComplement, wrong))).toBe(
        'learning.invalid.end-before-start',
      );
      const twice = await Promise.all(
        [1, 2].map(() => world.mentor.do(issueComplement, report(mobilityId))),
      );
      expect(twice.map((o) => o.ok).sort()).toEqual([false, true]);
      await workOff();
      const [paper] = await house.sql(
        "select * from documents where mobility_id = $1 and kind = 'learning-complement'",
        [mobilityId],
      );
      const file = await house.runtime.files.get(paper.storage_key);
      const pdf = readPdf((await file?.bytes()) ?? new Uint8Array());
      expect(pdf.untagged).toBe(0);
      expect(pdf.squeezed).toContain('merveilleuse–ļotilabi');
      expect(pdf.squeezed).toContain('MarcMentor');

      expect(reasonOf(await decide(world.sendingCoordinator, all))).toBe(
        'learning.refused.not-returned-yet',
      );
      await moveTo(mobilityId, 'returned');
      for (const hand of [world.hostCoordinator, world.sendingTeacher, world.pupil])
        expect(await decide(hand, all)).toMatchObject({ ok: false, kind: 'refused' });
      expect(await decide(world.outsider, all)).toMatchObject({ kind: 'not_found' });
      const path = `/mobilities/${mobilityId}/recognition`;
      const unfounded = await world.sendingCoordinator.post(path, {
        'decisions.0.decision': '',
        'decisions.0.reason': '',
        'decisions.1.decision': 'partly',
        'decisions.1.reason': '',
      });
      expect(unfounded.status).toBe(400);
      expect(unfounded.text).toContain('#f-decisions.1.reason');
      expect(await decide(world.sendingCoordinator, all.slice(1))).toMatchObject({
        ok: true,
        complete: false,
        left: 1,
      });
      expect(await decide(world.sendingCoordinator, all.slice(0, 1))).toMatchObject({
        ok: true,
        complete: true,
      });
      const [m] = await house.sql('select state from mobilities where id = $1', [mobilityId]);
      expect(m.state).toBe('recognised');
      expect(reasonOf(await decide(world.sendingCoordinator, all))).toBe(
        'learning.refused.already-decided',
      );
      const page = await world.pupil.get(path);
      expect(page.text).toContain('Partly recognised');
      expect(page.text).toContain('Half');
      const facts = await reading(house.runtime.db, world.pupil.actor, (read) =>
        learningFacts(read, world.intakeId),
      );
      expect(facts.map((f) => f.fact).sort()).toEqual([
        'agreement-signed',
        'host-report',
        'recognised',
      ]);
    } finally {
      house.setNow('2027-01-05T09:00:00Z');
    }
  });
});

describe('next steps', () => {
  const turns = async (hand: Hand, id: MobilityId) => {
    const answered = await hand.ask(listTurns, {});
    return answered.ok
      ? answered.view.turns.filter((t) => t.mobilityId === id).map((t) => [t.kind, t.mine, t.who])
      : null;
  };
  it('name who is next and belong to one side', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    expect(await turns(world.sendingCoordinator, mobilityId)).toEqual([['start', true, '']]);
    expect(await turns(world.pupil, mobilityId)).toEqual([
      ['start', false, 'Rīgas 49. vidusskola'],
    ]);
    const v = await opened(world);
    await sign(world.pupil, world, v, 'pupil');
    expect(await turns(world.hostCoordinator, mobilityId)).toEqual([['sign', true, '']]);
    expect(await turns(world.pupil, mobilityId)).toEqual([
      ['sign', false, 'Ελένη Ķēniņa, Rīgas 49. vidusskola, Lycée Fulbert'],
    ]);
    expect(await turns(world.outsider, mobilityId)).toEqual([]);
    expect(await house.visitor.ask(listTurns, {})).toMatchObject({ ok: false });
  });
});

describe('pages', () => {
  it('open for those who take part, are not found by others, and preview the paper', async () => {
    const world = await makeWorld();
    const { mobilityId } = world;
    const at = `/mobilities/${mobilityId}`;
    const all = [
      `${at}/agreement`,
      `${at}/agreement/edit`,
      `${at}/agreement/sign`,
      `${at}/complement`,
      `${at}/recognition`,
    ];
    for (const path of all) {
      expect((await world.pupil.get(path)).status, path).toBe(200);
      expect((await world.mother.get(path, { cookie: '' })).status, path).toBe(303);
      expect((await world.outsider.get(path)).status, path).toBe(404);
    }
    await opened(world);
    for (const path of [...all, `${at}/agreement/versions/1`]) {
      const page = await world.hostCoordinator.get(path);
      expect(page.status, path).toBe(200);
      expect(page.text).not.toContain('⟦');
      expect(page.text).not.toContain('style="');
    }
    const preview = await world.supporter.get(`${at}/agreement/versions/1/preview`);
    expect(preview.headers.get('content-type')).toBe('application/pdf');
    expect((await world.outsider.get(`${at}/agreement/versions/1/preview`)).status).toBe(404);
    expect((await world.pupil.get(`${at}/agreement/versions/7`)).status).toBe(404);
    // the interface for programs knows the commands, and not those that jobs alone run
    const api = JSON.parse((await house.visitor.get('/api/v1/openapi.json')).text);
    expect(Object.keys(api.paths)).toContain('/api/v1/learning/sign-agreement');
    expect(Object.keys(api.paths)).not.toContain('/api/v1/learning/file-agreement');
    expect(Object.keys(api.paths)).not.toContain('/api/v1/documents/open-document');
  });
});
