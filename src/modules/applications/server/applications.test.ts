import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ApplicationId, IntakeId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import { adaptForm, changeForm, publishForm } from '#modules/forms/server/index.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, openHouse } from '#tests/support/house.ts';
import type { PupilInput } from '../core/schema.ts';
import {
  addGuardian,
  addPhoto,
  addPupil,
  applicationFacts,
  changePhoto,
  checkPupils,
  correctAddress,
  declinePupil,
  destroyFoodAnswers,
  endGuardianship,
  equalChancesRows,
  forgetApplication,
  forgetClosed,
  getAdding,
  getApplication,
  getCheck,
  getPage,
  giveFirstConsent,
  importPupils,
  keepDraft,
  listApplications,
  listOwn,
  listPhotos,
  placementWishesOf,
  remindApplicant,
  removePhoto,
  saveAnswers,
  sealApplication,
  sealWhatIsClear,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
  withdrawApplication,
  withdrawConsent,
} from './index.ts';

const house = await openHouse();

type People = 'head' | 'coordinator' | 'teacher' | 'other' | 'supporter' | 'stranger';
const hands = {} as Record<People, Hand>;
let school: OrgId;
let otherSchool: OrgId;
let support: OrgId;
let intakeId: IntakeId;

beforeAll(async () => {
  house.setNow('2026-10-01T10:00:00Z');
  school = await house.organisation({
    name: 'Rīgas 49. vidusskola',
    countryCode: 'LV',
    language: 'lv',
    timeZone: 'Europe/Riga',
  });
  otherSchool = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  support = await house.organisation({
    name: 'AFS Latvija',
    kind: 'supporting',
    countryCode: 'LV',
  });
  const outside = await house.organisation({ name: 'Elsewhere' });
  const staff = async (name: People, org: OrgId, role: 'head' | 'coordinator' | 'teacher') => {
    const id = await house.person({ givenName: name });
    await house.member(org, id, [role]);
    hands[name] = await house.as(id);
  };
  await staff('head', school, 'head');
  await staff('coordinator', school, 'coordinator');
  await staff('teacher', school, 'teacher');
  await staff('other', otherSchool, 'head');
  await staff('supporter', support, 'coordinator');
  await staff('stranger', outside, 'head');
  intakeId = await newIntake();
});

async function newIntake(startsOn = '2027-02-01', endsOn = '2027-03-31'): Promise<IntakeId> {
  const projectId = newId('prj');
  const id = newId('int');
  const at = '2026-09-01T00:00:00Z';
  await house.sql(
    'insert into projects (id, code, title, coordinator_id, created_at) values ($1, $2, $3, $4, $5)',
    [projectId, projectId, 'Expanding Learning Mobility', school, at],
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
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Spring 2027', 'january', $3, $4, $5)",
    [id, projectId, startsOn, endsOn, at],
  );
  return id;
}

const pupil = (over: Partial<PupilInput> = {}): PupilInput => ({
  row: 2,
  givenName: 'Jānis',
  familyName: 'Bērziņš',
  birthDate: '2010-04-27',
  gender: 'm',
  schoolClass: '10.a',
  email: 'janis@example.org',
  language: 'en',
  countryCode: 'LV',
  guardians: [
    { givenName: 'Ilze', familyName: 'Bērziņa', email: 'ilze@example.org', relation: 'mother' },
  ],
  ...over,
});

/** What the form with this target would send as it stands. */
function formOf(html: string, target: string): Record<string, string | string[]> {
  const form = new RegExp(`<form[^>]*action="${target}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1];
  if (!form) throw new Error(`no form to ${target}`);
  const plain = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const fields: Record<string, string | string[]> = {};
  for (const [, name = '', value = ''] of form.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  ))
    fields[name] = name === 'packed' ? [...(fields[name] ?? []), plain(value)] : plain(value);
  for (const [, name = '', inside = ''] of form.matchAll(
    /<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  )) {
    const options = inside.match(/<option[^>]*>/g) ?? [];
    const chosen = options.find((o) => / selected/.test(o)) ?? options[0] ?? '';
    fields[name] = /value="([^"]*)"/.exec(chosen)?.[1] ?? '';
  }
  return fields;
}

const reasons = (outcome: Outcome) => (outcome.ok ? [] : outcome.faults.map((f) => f.reason));
const kind = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.kind);
const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64');
const check = (by: Hand, content: string | Uint8Array, fileName = 'pupils.csv') =>
  by.do(checkPupils, { intakeId, schoolId: school, fileName, content: base64(content) });
const counted = async () =>
  (
    await house.sql(
      'select (select count(*)::int from persons) persons, (select count(*)::int from applications) applications, (select count(*)::int from guardianships) guardianships, (select count(*)::int from mails) mails',
    )
  )[0];

/** A pupil with a mother in an intake, ready to act. */
async function family(
  over: Partial<PupilInput> = {},
  into = intakeId,
  sends = { by: hands.teacher, school },
) {
  const tag = newId('per').slice(-6);
  const child = pupil({ givenName: `Pupil ${tag}`, email: `p${tag}@example.org`, ...over });
  const added = await sends.by.do(importPupils, {
    intakeId: into,
    schoolId: sends.school,
    pupils: [child],
  });
  expect(added).toMatchObject({ ok: true, added: 1 });
  const [row] = await house.sql(
    'select a.id, a.pupil_id from applications a join persons p on p.id = a.pupil_id where p.email = $1',
    [child.email],
  );
  const guardians = await house.sql('select guardian_id from guardianships where pupil_id = $1', [
    row.pupil_id,
  ]);
  return {
    id: row.id as ApplicationId,
    pupil: await house.as(row.pupil_id as PersonId),
    guardians: await Promise.all(guardians.map((g) => house.as(g.guardian_id as PersonId))),
  };
}

const pagesToSave: Record<string, Record<string, string[]>> = {
  about: { 'about-me': ['I fix bicycles with my brother.'], interests: ['music', 'nature'] },
  why: { why: ['I have never seen the sea.'] },
  languages: {
    'mother-tongue': ['lv'],
    'other-languages.0.language': ['en'],
    'other-languages.0.level': ['B1'],
    'other-languages.1.language': [''],
  },
  food: {
    'has-allergies': ['yes'],
    allergies: ['pollen', 'nuts'],
    'serious-allergies': ['nuts'],
    diet: ['vegetarian'],
  },
  home: {
    smokes: ['no'],
    'accepts-smoking': ['strongly-object'],
    'accepts-pets': ['yes'],
    'accepts-shared-room': ['rather-not'],
    'accepts-single-adult': ['yes'],
  },
  letter: { letter: ['Hello, I am glad to meet you.'] },
};

const versionOf = async (id: ApplicationId): Promise<number> =>
  (await house.sql('select version from applications where id = $1', [id]))[0].version;

async function fill(f: { id: ApplicationId; pupil: Hand }) {
  for (const [pageId, fields] of Object.entries(pagesToSave)) {
    const saved = await f.pupil.do(saveAnswers, { applicationId: f.id, pageId, fields });
    expect(saved, pageId).toMatchObject({ ok: true });
  }
}
const submit = async (f: { id: ApplicationId; pupil: Hand }) =>
  f.pupil.do(submitApplication, {
    applicationId: f.id,
    version: await versionOf(f.id),
    language: 'en',
  });
async function consent(f: { id: ApplicationId; guardians: Hand[] }) {
  const [mother] = f.guardians;
  return mother?.do(giveFirstConsent, { applicationId: f.id, language: 'en', agree: true });
}
async function ready(into = intakeId) {
  const f = await family({}, into);
  await fill(f);
  expect(await submit(f)).toMatchObject({ ok: true });
  expect(await consent(f)).toMatchObject({ ok: true });
  return f;
}

describe('checking a list', () => {
  const head =
    'Vārds;Uzvārds;Dzimšanas datums;E-pasts;Vecāka vārds;Vecāka uzvārds;Vecāka e-pasts;Radniecība';

  it('reads windows-1257 with the right letters', async () => {
    const text = `${head}\r\nJānis;Bērziņš;27.4.2010;janis.b@example.org;Ilze;Ķemere;ilze@example.org;māte\r\nĶirsis;Šķēle;2011-01-05;kirsis@example.org;Gļebs;Žagars;glebs@example.org;tēvs\r\n`;
    const letters: Record<string, number> = {
      ā: 0xe2,
      ē: 0xe7,
      ī: 0xee,
      ņ: 0xf2,
      š: 0xf0,
      Ķ: 0xcd,
      Š: 0xd0,
      ķ: 0xed,
      ļ: 0xef,
      Ž: 0xde,
      ž: 0xfe,
    };
    const bytes = Uint8Array.from([...text], (c) => letters[c] ?? c.charCodeAt(0));
    const outcome = await check(hands.teacher, bytes);
    expect(outcome).toMatchObject({
      ok: true,
      pupils: [
        {
          givenName: 'Jānis',
          familyName: 'Bērziņš',
          guardians: [{ familyName: 'Ķemere', relation: 'mother' }],
        },
        {
          givenName: 'Ķirsis',
          familyName: 'Šķēle',
          guardians: [{ givenName: 'Gļebs', familyName: 'Žagars', relation: 'father' }],
        },
      ],
    });
  });

  it('says every fault by row and column and writes nothing', async () => {
    const before = await counted();
    const outcome = await check(
      hands.teacher,
      `${head}\nAna;Young;2013-06-01;ana@example.org;A;B;ab@example.org;mother\nBen;Old;2007-01-01;ben@;A;B;ab@example.org;uncle\nCia;Odd;31/02/2010;cia@example.org;A;B;ab@example.org;mother\nDo;Twin;2010-01-01;do@example.org;A;B;ab@example.org;mother\nDo;Twin;2010-01-01;do2@example.org;A;B;ab@example.org;mother\n`,
    );
    expect(outcome.ok).toBe(false);
    if (outcome.ok) return;
    expect(outcome.faults.map((f) => [f.params?.row, f.params?.column, f.reason])).toEqual([
      [2, 'Dzimšanas datums', 'applications.import.too-young'],
      [3, 'Dzimšanas datums', 'applications.import.too-old'],
      [3, 'E-pasts', 'applications.import.email'],
      [3, 'Radniecība', 'applications.import.relation'],
      [4, 'Dzimšanas datums', 'applications.import.date'],
      [6, 'Uzvārds', 'applications.import.duplicate-in-file'],
    ]);
    expect(await counted()).toEqual(before);
  });

  it('says in words what is no list', async () => {
    expect(reasons(await check(hands.teacher, '%PDF-1.7 not a table', 'a.pdf'))).toEqual([
      'platform.file.not-a-table',
    ]);
    expect(reasons(await check(hands.teacher, '   \n'))).toEqual(['platform.file.empty']);
    expect(reasons(await check(hands.teacher, head))).toEqual(['applications.import.no-rows']);
    expect(reasons(await check(hands.teacher, 'Vārds\nJānis\n'))).toContain(
      'applications.import.missing-family-name',
    );
    const many = Array.from(
      { length: 501 },
      (_, i) => `P${i};Q;2010-01-01;p${i}@example.org;A;B;a@example.org;mother`,
    );
    expect(reasons(await check(hands.teacher, [head, ...many].join('\n')))).toEqual([
      'applications.import.too-many',
    ]);
  });

  it('is for the own school', async () => {
    expect(kind(await check(hands.stranger, head))).toBe('not_found');
    expect(reasons(await check(hands.other, head))).toEqual([
      'applications.refused.own-school-adds',
    ]);
    expect(kind(await check(hands.supporter, head))).toBe('refused');
    expect(kind(await check(house.visitor, head))).toBe('not_found');
  });
});

describe('importing', () => {
  it('writes pupils, guardians and mails, and knows a mother of two', async () => {
    const into = await newIntake();
    const mother = {
      givenName: 'Līga',
      familyName: 'Kalna',
      email: 'liga@example.org',
      relation: 'mother' as const,
    };
    const outcome = await hands.coordinator.do(importPupils, {
      intakeId: into,
      schoolId: school,
      pupils: [
        pupil({
          givenName: 'Anna',
          familyName: 'Kalna',
          email: 'anna.k@example.org',
          guardians: [mother],
        }),
        pupil({
          row: 3,
          givenName: 'Toms',
          familyName: 'Kalns',
          email: 'toms.k@example.org',
          language: 'fr',
          guardians: [mother],
        }),
      ],
    });
    expect(outcome).toMatchObject({ ok: true, added: 2 });
    const [{ n }] = await house.sql(
      "select count(*)::int n from persons where email = 'liga@example.org'",
    );
    expect(n).toBe(1);
    const mails = (await house.mails()).filter((m) =>
      /^(anna\.k|toms\.k|liga)@/.test(m.to_address),
    );
    expect(mails).toHaveLength(4);
    expect(mails.find((m) => m.to_address.startsWith('toms'))?.subject).toContain('Aimeriez-vous');
    expect(mails.find((m) => m.to_address.startsWith('anna'))?.body_text).toContain(
      'http://sojourn.test/applications/app_',
    );
    const [written] = await house.sql(
      "select is_example, birth_date::text b from persons where email = 'anna.k@example.org'",
    );
    expect(written).toEqual({ is_example: false, b: '2010-04-27' });
  });

  it('knows a person who comes back in a later intake', async () => {
    const again = pupil({ givenName: 'Rūta', email: 'ruta@example.org' });
    for (const into of [await newIntake(), await newIntake()])
      expect(
        await hands.teacher.do(importPupils, { intakeId: into, schoolId: school, pupils: [again] }),
      ).toMatchObject({ ok: true });
    const [{ n }] = await house.sql(
      "select count(*)::int n from persons where email = 'ruta@example.org'",
    );
    expect(n).toBe(1);
  });

  it('is all or nothing, and harmless when sent twice', async () => {
    const into = await newIntake();
    const list = [
      pupil({ email: 'x1@example.org' }),
      pupil({ row: 3, givenName: 'Old', birthDate: '2007-01-01' }),
    ];
    const before = await counted();
    expect(
      reasons(
        await hands.teacher.do(importPupils, { intakeId: into, schoolId: school, pupils: list }),
      ),
    ).toEqual(['applications.import.too-old']);
    expect(await counted()).toEqual(before);
    const clean = { intakeId: into, schoolId: school, pupils: list.slice(0, 1) };
    const both = await Promise.all([
      hands.teacher.do(importPupils, clean),
      hands.coordinator.do(importPupils, clean),
    ]);
    expect(both.map(kind).sort()).toEqual(['conflict', 'ok']);
    expect(both.flatMap(reasons)).toEqual(['platform.error.already-done']);
    expect(
      reasons(
        await hands.teacher.do(importPupils, {
          ...clean,
          pupils: [...clean.pupils, pupil({ row: 3, givenName: 'New', email: 'new@example.org' })],
        }),
      ),
    ).toEqual(['applications.import.already-in-intake']);
  });

  it('writes nothing at all when a late row breaks', async () => {
    const into = await newIntake();
    const before = await counted();
    await house.sql(
      "create function stop_row() returns trigger language plpgsql as $$ begin if new.email = 'late@example.org' then raise exception 'no'; end if; return new; end $$",
    );
    await house.sql(
      'create trigger stop_row before insert on persons for each row execute function stop_row()',
    );
    await expect(
      hands.teacher.do(importPupils, {
        intakeId: into,
        schoolId: school,
        pupils: [
          pupil({ givenName: 'First', email: 'first@example.org' }),
          pupil({ row: 3, givenName: 'Late', email: 'late@example.org' }),
        ],
      }),
    ).rejects.toThrow('no');
    await house.sql('drop trigger stop_row on persons');
    expect(await counted()).toEqual(before);
  });

  it('is refused to others', async () => {
    const input = { intakeId, schoolId: school, pupils: [pupil({ email: 'n@example.org' })] };
    expect(kind(await hands.stranger.do(importPupils, input))).toBe('not_found');
    expect(kind(await hands.other.do(importPupils, input))).toBe('refused');
    expect(kind(await hands.supporter.do(importPupils, input))).toBe('refused');
    expect(kind(await hands.supporter.do(addPupil, { ...input, ...pupil(), language: 'en' }))).toBe(
      'refused',
    );
    expect((await hands.stranger.ask(getAdding, { intakeId })).ok).toBe(false);
    expect((await hands.supporter.ask(getAdding, { intakeId })).ok).toBe(false);
  });

  it('goes through the pages: upload, preview, confirm; a changed preview is refused', async () => {
    const into = await newIntake();
    const csv =
      'Given name,Family name,Birth date,E-mail,Guardian given name,Guardian family name,Guardian e-mail,Relation,Shoe size\nMārtiņš,Ķemers,2010-04-27,martins@example.org,Inga,Ķemere,inga@example.org,mother,42\n';
    const path = `/intakes/${into}/applications/import`;
    const columns = await hands.teacher.post(path, {
      schoolId: school,
      file: { name: 'p.csv', bytes: Buffer.from(csv) },
    });
    expect(columns.status).toBe(200);
    expect(columns.text).toContain('8 of 9 columns are understood');
    expect(columns.text).toContain('2010-04-27');
    const preview = await hands.teacher.post(
      `${path}/check`,
      formOf(columns.text, `${path}/check`),
    );
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('Mārtiņš Ķemers');
    expect(preview.text).toContain('Shoe size');
    const sealed = /name="sealed" value="([^"]+)"/.exec(preview.text)?.[1] ?? '';
    expect(sealed).not.toBe('');
    const forged = sealed.replace(
      /^.{8}/,
      Buffer.from('[{"row"').toString('base64url').slice(0, 8),
    );
    const changed = `${Buffer.from(
      Buffer.from(sealed.split('.')[0] ?? '', 'base64url')
        .toString()
        .replace('martins@', 'mallory@'),
    ).toString('base64url')}.${sealed.split('.')[1]}`;
    for (const bad of [forged === sealed ? 'x' : forged, changed, '']) {
      const refused = await hands.teacher.post(`${path}/confirm`, {
        schoolId: school,
        sealed: bad,
      });
      expect(refused.status).toBe(400);
      expect(refused.text).toContain('was changed on its way');
    }
    const done = await hands.teacher.post(`${path}/confirm`, { schoolId: school, sealed });
    expect([done.status, done.location]).toEqual([303, `/intakes/${into}/applications`]);
    const list = await hands.teacher.get(`/intakes/${into}/applications`);
    expect(list.text).toContain('Mārtiņš Ķemers');
    const template = await hands.teacher.get(`/intakes/${into}/applications/template.csv`);
    expect(template.text).toContain('Given name;Family name;Birth date');
  });

  it('lets every column be chosen, remembers it for the school by the headers alone, and forgets it', async () => {
    const into = await newIntake();
    const path = `/intakes/${into}/applications/import`;
    await house.sql('delete from import_mappings');
    // semicolons, a title above, month before day
    const text = [
      'Skolas saraksts;;;;;',
      'A;B;Kad;Adrese;Mamma;Mammas pasts',
      'Zoltán;Kovács;04/25/2010;zoltan@example.org;Kovács Éva;eva@example.org',
      'Anna;Nagy;12/11/2010;anna@example.org;Nagy Ágnes;agnes@example.org',
    ].join('\r\n');
    const bytes = Buffer.from(text, 'latin1');
    const upload = { schoolId: school, file: { name: 'saraksts.csv', bytes } };
    const first = await hands.teacher.post(path, upload);
    expect(first.status).toBe(200);
    expect(first.text).not.toContain('Read as on');
    const form = { ...formOf(first.text, `${path}/check`) };
    const missing = await hands.teacher.post(`${path}/check`, form);
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('No column tells the given name');
    Object.assign(form, {
      'column.0': 'givenName',
      'column.1': 'familyName',
      'column.2': 'birthDate',
      'column.3': 'email',
      'column.4': 'email',
      'column.5': 'guardianEmail',
      slash: 'month-first',
    });
    const again = { ...formOf(missing.text, `${path}/check`), ...form };
    const twice = await hands.teacher.post(`${path}/check`, again);
    expect(twice.status).toBe(400);
    expect(twice.text).toContain('cannot both mean the same');
    // what was chosen is chosen still
    expect(formOf(twice.text, `${path}/check`)).toMatchObject(form);
    const right = { ...form, 'column.4': 'guardianFullName', nameOrder: 'family-first' };
    const preview = await hands.teacher.post(`${path}/check`, right);
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('Éva Kovács');
    expect(preview.text).toContain('11 December 2010');
    const [kept] = await house.sql('select * from import_mappings where org_id = $1', [school]);
    expect(JSON.stringify(kept)).not.toMatch(/Kov|example\.org|2010/);
    expect(kept.headers).toEqual(['a', 'b', 'kad', 'adrese', 'mamma', 'mammas pasts']);

    // another list, its columns in another order: understood at once, and said why
    const other = Buffer.from(
      'Mammas pasts;Mamma;B;A;Kad;Adrese\nute@example.org;Ozola Ute;Ozols;Uldis;03/04/2010;uldis@example.org',
      'utf8',
    );
    const second = await hands.coordinator.post(path, {
      schoolId: school,
      file: { name: 'cits.csv', bytes: other },
    });
    expect(second.text).toContain('Read as on 1 October 2026, by teacher Example');
    const fields = formOf(second.text, `${path}/check`);
    expect(fields).toMatchObject({
      'column.0': 'guardianEmail',
      'column.1': 'guardianFullName',
      'column.2': 'familyName',
      slash: 'month-first',
      nameOrder: 'family-first',
    });
    const seen = await hands.coordinator.post(`${path}/check`, fields);
    expect(seen.text).toContain('Ute Ozola');
    // the other school of the project has nothing remembered
    const elsewhere = await hands.other.post(path, {
      schoolId: otherSchool,
      file: { name: 'cits.csv', bytes: other },
    });
    expect(elsewhere.text).not.toContain('Read as on');
    const forgot = await hands.coordinator.post(`${path}/forget`, fields);
    expect(forgot.status).toBe(200);
    expect(forgot.text).not.toContain('Read as on');
    expect(formOf(forgot.text, `${path}/check`)['column.0']).not.toBe('guardianFullName');
    expect(
      await house.sql('select 1 from import_mappings where org_id = $1', [school]),
    ).toHaveLength(0);
  });

  it('reads a file again as somebody says: letters, separator, row of headers', async () => {
    const into = await newIntake();
    const path = `/intakes/${into}/applications/import`;
    const bytes = Buffer.from('Vārds,Uzvārds|Dzimšanas datums|E-pasts\n1|2|3\n', 'utf16le');
    const read = await hands.teacher.post(path, {
      schoolId: school,
      file: { name: 'u.txt', bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) },
    });
    expect(read.text).toMatch(/How the file was read: [^<]*All languages \(UTF-16\)/);
    const { packed = '', list = '', schoolId = '' } = formOf(read.text, path);
    const again = await hands.teacher.post(path, {
      schoolId,
      packed,
      list,
      separator: 'comma',
      header: '1+1',
      encoding: '',
    });
    expect(again.text).toContain('Uzvārds|Dzimšanas datums|E-pasts');
    const none = await hands.teacher.post(path, { schoolId, packed, list, header: '9+1' });
    expect(none.status).toBe(400);
    expect(none.text).toContain('no such row');
  });

  it('shows faults of rows as a table and answers a file that is too large', async () => {
    const path = `/intakes/${intakeId}/applications/import`;
    const read = await hands.teacher.post(path, {
      schoolId: school,
      file: {
        name: 'p.csv',
        bytes: Buffer.from('Given name,Family name,Birth date,E-mail\nA,B,30/02/2010,nope\n'),
      },
    });
    const bad = await hands.teacher.post(`${path}/check`, formOf(read.text, `${path}/check`));
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('There is no such day');
    expect(bad.text).toContain('30/02/2010');
    const large = await hands.teacher.post(path, {
      schoolId: school,
      file: { name: 'p.csv', bytes: new Uint8Array(50 * 1024 * 1024).fill(65) },
    });
    expect(large.status).toBe(413);
    expect(large.text).toContain('too large');
    const none = await hands.teacher.post(path, { schoolId: school });
    expect(none.text).toContain('Please choose a file');
  });

  it('adds one pupil by a form, keeping what was typed', async () => {
    const path = `/intakes/${intakeId}/applications/add`;
    const fields = {
      schoolId: school,
      givenName: 'Elza',
      familyName: 'Ozola',
      'birthDate.day': 27,
      'birthDate.month': 4,
      'birthDate.year': 2013,
      email: 'elza@example.org',
      language: 'lv',
    };
    const young = await hands.teacher.post(path, fields);
    expect(young.status).toBe(400);
    expect(young.text).toContain('This pupil is 13 when the stay begins');
    expect(young.text).toContain('value="Elza"');
    const alone = await hands.teacher.post(path, { ...fields, 'birthDate.year': 2010 });
    expect(alone.text).toContain('needs a guardian');
    const done = await hands.teacher.post(path, {
      ...fields,
      'birthDate.year': 2010,
      guardianGivenName: 'Uldis',
      guardianFamilyName: 'Ozols',
      guardianEmail: 'uldis@example.org',
      guardianRelation: 'father',
    });
    expect(done.status).toBe(303);
    expect(
      (
        await hands.teacher.post(path, {
          ...fields,
          'birthDate.year': 2010,
          guardianGivenName: 'U',
          guardianFamilyName: 'O',
          guardianEmail: 'u@example.org',
          guardianRelation: 'father',
        })
      ).status,
    ).toBe(409);
  });
});

describe('the application', () => {
  it('is saved page by page, submitted once, and frozen in the words that were read', async () => {
    const f = await family();
    const early = await submit(f);
    expect(reasons(early)).toEqual(['applications.refused.incomplete']);
    await fill(f);
    const version = await versionOf(f.id);
    const twice = await Promise.all([
      f.pupil.do(submitApplication, { applicationId: f.id, version, language: 'fr' }),
      f.pupil.do(submitApplication, { applicationId: f.id, version, language: 'fr' }),
    ]);
    expect(twice.map(kind).sort()).toEqual(['conflict', 'ok']);
    const [row] = await house.sql('select state, frozen, answers from applications where id = $1', [
      f.id,
    ]);
    expect(row.state).toBe('submitted');
    expect(row.frozen.language).toBe('fr');
    const lines = row.frozen.parts.flatMap(
      (p: { lines: { question: string; answer: string }[] }) => p.lines,
    );
    expect(lines).toContainEqual({
      question: 'Pourquoi voulez-vous partir\u202f?',
      answer: 'I have never seen the sea.',
    });
    // what is said about food is in no column that can be read
    expect(JSON.stringify(row)).not.toMatch(/nuts|noix|coque|vegetarian|végétarien/i);
    const why = { applicationId: f.id, pageId: 'why', fields: { why: ['Something else'] } };
    for (const late of [await f.pupil.do(saveAnswers, why), await f.pupil.do(keepDraft, why)])
      expect(reasons(late)).toEqual(['applications.refused.already-submitted']);
    expect((await f.pupil.get(`/applications/${f.id}/part/why`)).text).toContain(
      'no longer changes',
    );
    expect((await f.pupil.get(`/applications/${f.id}/check`)).text).toContain('no longer changes');
    const own = await f.pupil.ask(getApplication, { applicationId: f.id });
    expect(JSON.stringify(own)).toContain('Fruits à coque');
  });

  it('keeps two devices apart, and what was typed', async () => {
    const f = await family();
    const at = { applicationId: f.id, pageId: 'why' };
    const page = await f.pupil.ask(getPage, at);
    const seen = page.ok ? page.view.seen : '';
    const one = await f.pupil.do(keepDraft, { ...at, seen, fields: { why: ['One'] } });
    expect(one).toMatchObject({ ok: true });
    expect(reasons(await f.pupil.do(keepDraft, { ...at, seen, fields: { why: ['Two'] } }))).toEqual(
      ['forms.refused.other-device'],
    );
    // the same again is no quarrel
    expect(kind(await f.pupil.do(keepDraft, { ...at, seen, fields: { why: ['One'] } }))).toBe('ok');
    const sent = await f.pupil.post(`/applications/${f.id}/part/why`, {
      seen,
      why: 'My second text',
      do: 'next',
    });
    expect(sent.status).toBe(409);
    expect(sent.text).toContain('My second text');
    expect(sent.text).toContain('One');
    expect(sent.text).toContain(`name="seen" value="${one.ok ? one.seen : ''}"`);
  });

  it('keeps as it was typed what is no answer yet', async () => {
    const f = await family();
    const fields = { 'mother-tongue': ['lv'], 'other-languages.0.language': ['en'] };
    const kept = await f.pupil.do(keepDraft, { applicationId: f.id, pageId: 'languages', fields });
    expect(kept).toMatchObject({ ok: true });
    const page = await f.pupil.ask(getPage, { applicationId: f.id, pageId: 'languages' });
    expect(page.ok && page.view.page?.fields['other-languages.0.language']).toEqual(['en']);
    const own = await f.pupil.ask(getApplication, { applicationId: f.id });
    expect(own.ok && own.view.pages?.find((p) => p.id === 'languages')?.done).toBe(false);
  });

  it('asks for what is missing on a page, at the field, and keeps the rest', async () => {
    const f = await family();
    const food = await f.pupil.post(`/applications/${f.id}/part/food`, {
      'has-allergies': 'yes',
      diet: 'vegan',
      do: 'next',
    });
    expect(food.status).toBe(400);
    expect(food.text).toContain('href="#f-allergies"');
    expect(food.text).toContain('data-sensitive');
    const again = await f.pupil.get(`/applications/${f.id}/part/food`);
    expect(again.text).toMatch(/value="vegan"[^>]* checked|checked[^>]* value="vegan"/);
    const language = await f.pupil.post(`/applications/${f.id}/part/languages`, {
      'mother-tongue': 'lv',
      'other-languages.1.language': 'en',
      do: 'next',
    });
    expect(language.text).toContain('href="#f-other-languages');
    const saved = await f.pupil.post(`/applications/${f.id}/part/why`, {
      why: 'Because',
      do: 'next',
    });
    expect([saved.status, saved.location]).toEqual([303, `/applications/${f.id}/part/languages`]);
    const later = await f.pupil.post(`/applications/${f.id}/part/about`, {
      'about-me': 'Half a',
      do: 'later',
    });
    expect([later.status, later.location]).toEqual([303, `/applications/${f.id}`]);
    expect(
      kind(await f.pupil.do(saveAnswers, { applicationId: f.id, pageId: 'nowhere', fields: {} })),
    ).toBe('not_found');
  });

  it('leads from the last page to all of it in words, and from there to the school', async () => {
    const f = await family();
    await fill(f);
    const last = await f.pupil.post(`/applications/${f.id}/part/food`, {
      ...pagesToSave.food,
      do: 'next',
    });
    expect(last.location).toBe(`/applications/${f.id}/check`);
    const check = await f.pupil.get(`/applications/${f.id}/check`);
    expect(check.text).toContain('Read it once more');
    expect(check.text).toContain('Pollen');
    expect(check.text).toContain('Your school does not see this page.');
    const sent = await f.pupil.post(
      `/applications/${f.id}/submit`,
      formOf(check.text, `/applications/${f.id}/submit`),
    );
    expect([sent.status, sent.location]).toEqual([303, `/applications/${f.id}`]);
  });

  it('can be adapted by the school: who begins gets it, who had begun keeps theirs', async () => {
    const into = await newIntake();
    const sends = { by: hands.other, school: otherSchool };
    const early = await family({}, into, sends);
    const why = { pageId: 'why', fields: { why: ['Because of the sea.'] } };
    await early.pupil.do(saveAnswers, { applicationId: early.id, ...why });
    const waiting = await family({}, into, sends);

    const made = await hands.other.do(adaptForm, { key: 'application', orgId: otherSchool });
    if (!made.ok) throw new Error(made.faults[0].reason);
    const { formId } = made;
    const change = (version: number, changes: object[]) =>
      hands.other.do(changeForm, { formId, version, changes: changes as never });
    // placement could not do without it
    expect(kind(await change(1, [{ do: 'hide-question', question: 'accepts-pets' }]))).not.toBe(
      'ok',
    );
    expect(
      await change(1, [
        { do: 'reword', at: 'questions.why.label', language: 'en', text: 'What draws you away?' },
        {
          do: 'add-question',
          page: 'about',
          after: 'about-me',
          question: {
            id: 'own-song',
            kind: 'text',
            label: { en: 'Which song do you sing?', fr: 'Quelle chanson chantez-vous\u202f?' },
            required: true,
          },
        },
      ]),
    ).toMatchObject({ ok: true });
    expect(await hands.other.do(publishForm, { formId, version: 2, sure: true })).toMatchObject({
      ok: true,
    });

    expect((await waiting.pupil.get(`/applications/${waiting.id}/part/about`)).text).toContain(
      'Which song do you sing?',
    );
    expect((await early.pupil.get(`/applications/${early.id}/part/about`)).text).not.toContain(
      'Which song do you sing?',
    );
    expect((await early.pupil.get(`/applications/${early.id}/part/why`)).text).toContain(
      'Why do you want to go?',
    );
    for (const [pageId, fields] of Object.entries(pagesToSave))
      await waiting.pupil.do(saveAnswers, {
        applicationId: waiting.id,
        pageId,
        fields: pageId === 'about' ? { ...fields, 'own-song': ['Pūt, vējiņi'] } : fields,
      });
    expect(await submit(waiting)).toMatchObject({ ok: true });
    const page = await hands.other.get(`/applications/${waiting.id}`);
    expect(page.text).toContain('Which song do you sing?');
    expect(page.text).toContain('Pūt, vējiņi');
    expect(page.text).toContain('What draws you away?');
    // the first one is finished with the form it was begun with
    await fill(early);
    expect(await submit(early)).toMatchObject({ ok: true });
    expect((await hands.other.get(`/applications/${early.id}`)).text).toContain(
      'Why do you want to go?',
    );
    // pupils of other schools are asked what the product asks
    const elsewhere = await family({}, into);
    expect(
      (await elsewhere.pupil.get(`/applications/${elsewhere.id}/part/about`)).text,
    ).not.toContain('Which song do you sing?');
  });

  it('is sealed about food: with another key, or none, nothing of it opens', async () => {
    const f = await family();
    const g = await family();
    await fill(f);
    await fill(g);
    const rows = await house.sql(
      'select id, answers::text answers, typed::text typed, sealed from applications where id = any($1)',
      [[f.id, g.id]],
    );
    for (const row of rows) {
      expect(`${row.answers}${row.typed}`).not.toMatch(/nuts|pollen|vegetarian|allerg|diet/);
      expect(row.sealed.toString('latin1')).not.toMatch(/nuts|pollen|vegetarian/);
    }
    // one application’s seal does not open in another
    await house.sql(
      'update applications a set sealed = b.sealed from applications b where a.id = $1 and b.id = $2',
      [f.id, g.id],
    );
    const wishesOf = (id: ApplicationId, of: Hand) =>
      reading(house.runtime.db, of.actor, (read) => placementWishesOf(house.runtime, read, id));
    await expect(wishesOf(f.id, f.pupil)).rejects.toThrow('the vault did not open');
    // a key that is destroyed leaves “not known”, never “none”
    expect(await wishesOf(g.id, g.pupil)).toMatchObject({ diet: 'vegetarian' });
    await house.sql('update vault_keys set wrapped = null, destroyed_at = now() where room = $1', [
      `application ${g.id}`,
    ]);
    expect(await wishesOf(g.id, g.pupil)).toBeNull();
  });

  it('is taken over from the pages of before, question by question', async () => {
    const f = await family();
    const before = {
      about: { aboutMe: 'I run.', interests: ['music'], mustContinue: '' },
      why: { why: 'The sea.' },
      languages: { motherTongue: 'lv', others: [{ language: 'en', level: 'B1' }] },
      food: {
        allergies: [
          { kind: 'pollen', severity: 'mild' },
          { kind: 'nuts', severity: 'serious' },
        ],
        otherAllergy: 'latex',
        diet: 'gluten-free',
      },
      home: {
        smokes: false,
        acceptsSmoking: 'strongly_object',
        acceptsPets: 'yes',
        acceptsSharedRoom: 'rather_not',
        acceptsSingleAdult: 'yes',
      },
    };
    await house.sql('update applications set answers = $2 where id = $1', [
      f.id,
      JSON.stringify(before),
    ]);
    const migration = readFileSync('migrations/0014-application-form.sql', 'utf8');
    const flatten = /update applications a set[^;]*/.exec(migration)?.[0] ?? '';
    await house.sql(flatten.replace("a.answers <> '{}'", 'a.id = $1'), [f.id]);
    const own = await f.pupil.ask(getApplication, { applicationId: f.id });
    expect(own.ok && own.view.pages?.filter((page) => !page.done).map((page) => page.id)).toEqual([
      'letter',
    ]);
    const wishes = await reading(house.runtime.db, f.pupil.actor, (read) =>
      placementWishesOf(house.runtime, read, f.id),
    );
    expect(wishes).toEqual({
      ...before.home,
      ...before.food,
      interests: ['music'],
      mustContinue: '',
      languages: ['lv', 'en'],
    });
    // the next page that is kept takes what is about food under the seal
    await f.pupil.do(saveAnswers, {
      applicationId: f.id,
      pageId: 'letter',
      fields: { letter: ['Hello'] },
    });
    const [row] = await house.sql(
      'select answers::text a, sealed from applications where id = $1',
      [f.id],
    );
    expect(row.a).not.toMatch(/nuts|latex|gluten/);
    expect(row.sealed).not.toBeNull();
    expect(await submit(f)).toMatchObject({ ok: true });
    expect((await f.pupil.get(`/applications/${f.id}`)).text).toContain('latex');
  });

  it('is not about health for guardians of somebody who is of age, and for nobody after the stay', async () => {
    const f = await family({ birthDate: '2008-12-01' });
    await fill(f);
    await submit(f);
    const read = async (by: Hand | undefined) =>
      JSON.stringify(await by?.ask(getApplication, { applicationId: f.id }));
    expect(await read(f.guardians[0])).toContain('Pollen');
    try {
      house.setNow('2026-12-02T10:00:00Z');
      expect(await read(f.guardians[0])).not.toContain('Pollen');
      expect(await read(f.guardians[0])).toContain('bicycles');
      expect(await read(f.pupil)).toContain('Pollen');
      const night = () =>
        execute(house.runtime, destroyFoodAnswers, system('test'), { applicationId: f.id });
      house.setNow('2027-06-29T10:00:00Z');
      expect((await night()).ok).toBe(false);
      house.setNow('2027-06-30T10:00:00Z');
      expect((await night()).ok).toBe(true);
      expect(await read(f.pupil)).not.toContain('Pollen');
      expect(await read(f.pupil)).toContain('bicycles');
      const [key] = await house.sql('select wrapped from vault_keys where room = $1', [
        `application ${f.id}`,
      ]);
      expect(key.wrapped).toBeNull();
    } finally {
      house.setNow('2026-10-01T10:00:00Z');
    }
  });

  it('seals what an earlier version of the product kept in clear', async () => {
    const f = await family();
    await house.sql(
      `update applications set state = 'submitted', submitted_at = now(), answers = $2, frozen = $3 where id = $1`,
      [
        f.id,
        JSON.stringify({
          why: 'The sea',
          'has-allergies': true,
          allergies: ['nuts'],
          'serious-allergies': ['nuts'],
          diet: 'vegan',
          smokes: false,
          'accepts-smoking': 'yes',
          'accepts-pets': 'yes',
          'accepts-shared-room': 'yes',
          'accepts-single-adult': 'yes',
        }),
        JSON.stringify({
          language: 'en',
          parts: [
            { id: 'why', title: 'Why', lines: [{ question: 'Why?', answer: 'The sea' }] },
            {
              id: 'food',
              title: 'Food',
              lines: [{ question: 'Allergies', answer: 'Nuts', sensitive: true }],
            },
          ],
        }),
      ],
    );
    const wishes = () =>
      reading(house.runtime.db, f.pupil.actor, (read) =>
        placementWishesOf(house.runtime, read, f.id),
      );
    const before = await wishes();
    expect(before).toMatchObject({ allergies: [{ kind: 'nuts', severity: 'serious' }] });
    expect(await sealWhatIsClear(house.runtime)).toBe(1);
    expect(await sealWhatIsClear(house.runtime)).toBe(0);
    const [row] = await house.sql('select answers, frozen from applications where id = $1', [f.id]);
    expect(JSON.stringify(row)).not.toMatch(/nuts|vegan|sensitive/i);
    expect(JSON.stringify(row)).toContain('The sea');
    expect(await wishes()).toEqual(before);
    expect(JSON.stringify(await f.pupil.ask(getApplication, { applicationId: f.id }))).toContain(
      'Nuts',
    );
    expect(
      JSON.stringify(await hands.head.ask(getApplication, { applicationId: f.id })),
    ).not.toContain('Nuts');
    // nobody can ask for it by hand
    for (const hand of [f.pupil, hands.head, hands.stranger])
      for (const command of [sealApplication, destroyFoodAnswers])
        expect(kind(await hand.do(command, { applicationId: f.id }))).toBe('not_found');
  });

  it('shows every page to the pupil', async () => {
    const f = await family();
    for (const path of [
      '',
      '/part/about',
      '/part/why',
      '/part/languages',
      '/part/food',
      '/part/home',
      '/part/letter',
      '/check',
      '/withdraw',
    ]) {
      const page = await f.pupil.get(`/applications/${f.id}${path}`);
      expect(page.status, path).toBe(200);
    }
    expect((await f.pupil.get(`/applications/${f.id}/part/nonsense`)).text).toContain('Go on');
    expect((await f.pupil.get('/applications')).text).toContain('Spring 2027');
    expect((await f.guardians[0]?.get(`/applications/${f.id}/part/about`))?.status).toBe(404);
    expect((await f.guardians[0]?.get(`/applications/${f.id}/check`))?.status).toBe(404);
    // a guardian may read, and is told so
    expect(
      reasons(
        (await f.guardians[0]?.do(keepDraft, {
          applicationId: f.id,
          pageId: 'why',
          fields: {},
        })) as Outcome,
      ),
    ).toEqual(['applications.refused.only-pupil']);
  });

  it('is hidden from everybody who does not belong to it', async () => {
    const f = await family();
    const another = await family({
      guardians: [
        { givenName: 'Dace', familyName: 'Cita', email: 'dace@example.org', relation: 'mother' },
      ],
    });
    for (const by of [
      hands.stranger,
      hands.other,
      hands.supporter,
      another.pupil,
      another.guardians[0] as Hand,
      house.visitor,
    ]) {
      expect((await by.ask(getApplication, { applicationId: f.id })).ok).toBe(false);
      expect(kind(await by.do(submitApplication, { applicationId: f.id, version: 1 }))).toBe(
        'not_found',
      );
      expect(
        kind(await by.do(saveAnswers, { applicationId: f.id, pageId: 'why', fields: {} })),
      ).toBe('not_found');
      expect(kind(await by.do(keepDraft, { applicationId: f.id, pageId: 'why', fields: {} }))).toBe(
        'not_found',
      );
      expect((await by.ask(getPage, { applicationId: f.id, pageId: 'why' })).ok).toBe(false);
      expect((await by.ask(getCheck, { applicationId: f.id })).ok).toBe(false);
      expect(kind(await by.do(giveFirstConsent, { applicationId: f.id, agree: true }))).toBe(
        'not_found',
      );
      expect(kind(await by.do(withdrawConsent, { applicationId: f.id }))).toBe('not_found');
      expect(kind(await by.do(withdrawApplication, { applicationId: f.id, version: 1 }))).toBe(
        'not_found',
      );
      expect(kind(await by.do(selectPupil, { applicationId: f.id, version: 1, reason: 'x' }))).toBe(
        'not_found',
      );
      expect(
        kind(await by.do(declinePupil, { applicationId: f.id, version: 1, reason: 'x' })),
      ).toBe('not_found');
      expect(kind(await by.do(remindApplicant, { applicationId: f.id }))).toBe('not_found');
    }
    for (const path of ['', '/check', '/consent', '/decision', '/part/why'])
      expect((await hands.other.get(`/applications/${f.id}${path}`)).status, path).toBe(404);
  });

  it('is read by nobody but the family until it is sent, and then without health', async () => {
    const f = await family();
    await fill(f);
    expect(
      JSON.stringify(await f.guardians[0]?.ask(getApplication, { applicationId: f.id })),
    ).toContain('bicycles');
    const draft = await hands.head.ask(getApplication, { applicationId: f.id });
    expect(draft).toMatchObject({ ok: true, view: { words: null, pages: null } });
    await submit(f);
    const sent = JSON.stringify(await hands.head.ask(getApplication, { applicationId: f.id }));
    expect(sent).toContain('bicycles');
    expect(sent).not.toMatch(/nuts|pollen|vegetarian/i);
    const pages = [
      await hands.head.get(`/applications/${f.id}`),
      await hands.head.get(`/applications/${f.id}/decision`),
      await hands.head.get(`/intakes/${intakeId}/applications`),
    ];
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(page.text).not.toMatch(/nuts|pollen|vegetarian/i);
    }
    expect(JSON.stringify(await hands.head.ask(listApplications, { intakeId }))).not.toMatch(
      /nuts|pollen|vegetarian/i,
    );
    for (const mail of await house.mails())
      expect(mail.body_text).not.toMatch(/nuts|pollen|vegetarian/i);
    const [{ n }] = await house.sql(
      "select count(*)::int n from audit_lines where details::text ~* 'nuts|pollen|vegetarian'",
    );
    expect(n).toBe(0);
    const wishes = await reading(house.runtime.db, f.pupil.actor, (read) =>
      placementWishesOf(house.runtime, read, f.id),
    );
    expect(wishes).toMatchObject({
      allergies: [
        { kind: 'pollen', severity: 'mild' },
        { kind: 'nuts', severity: 'serious' },
      ],
      diet: 'vegetarian',
      acceptsSmoking: 'strongly_object',
      languages: ['lv', 'en'],
    });
  });

  it('can be withdrawn by the pupil alone', async () => {
    const f = await family();
    expect(
      kind(await hands.head.do(withdrawApplication, { applicationId: f.id, version: 1 })),
    ).toBe('refused');
    expect(
      kind(
        (await f.guardians[0]?.do(withdrawApplication, {
          applicationId: f.id,
          version: 1,
        })) as Outcome,
      ),
    ).toBe('refused');
    expect(
      await f.pupil.do(withdrawApplication, { applicationId: f.id, version: 1 }),
    ).toMatchObject({ ok: true });
    expect(kind(await f.pupil.do(withdrawApplication, { applicationId: f.id, version: 2 }))).toBe(
      'conflict',
    );
    expect(reasons((await consent(f)) as Outcome)).toEqual(['applications.refused.closed']);
  });
});

describe('the first consent', () => {
  it('is given by a guardian, in words that are kept, once', async () => {
    const f = await family();
    const [mother] = f.guardians as [Hand];
    const page = await mother.get(`/applications/${f.id}/consent`);
    expect(page.text).toContain('It does not bind');
    const unticked = await mother.post(`/applications/${f.id}/consent`, {});
    expect(unticked.status).toBe(400);
    expect(unticked.text).toContain('Please tick the box');
    expect((await mother.post(`/applications/${f.id}/consent`, { agree: 'on' })).status).toBe(303);
    expect((await mother.post(`/applications/${f.id}/consent`, { agree: 'on' })).status).toBe(409);
    const [kept] = await house.sql(
      'select wording, language, capacity from consents where application_id = $1',
      [f.id],
    );
    expect(kept).toMatchObject({ language: 'en', capacity: 'guardian' });
    expect(kept.wording).toContain('from 1 February 2027 to 31 March 2027');
    expect(kept.wording).toContain('Ilze');
  });

  it('needs both of two guardians, who need not see each other', async () => {
    const f = await family({
      guardians: [
        { givenName: 'Māra', familyName: 'Liepa', email: 'mara.l@example.org', relation: 'mother' },
        {
          givenName: 'Pēteris',
          familyName: 'Liepa',
          email: 'peteris.l@example.org',
          relation: 'father',
        },
      ],
    });
    const [one, two] = f.guardians as [Hand, Hand];
    expect(await one.do(giveFirstConsent, { applicationId: f.id, agree: true })).toMatchObject({
      ok: true,
    });
    const seen = await two.ask(getApplication, { applicationId: f.id });
    expect(seen).toMatchObject({
      ok: true,
      view: { hasFirstConsent: false, consents: [{ name: null, own: false }] },
    });
    const page = (await two.get(`/applications/${f.id}/consent`)).text;
    expect(page).toContain('Another guardian consented');
    expect(page).toContain('everybody who holds parental responsibility');
    expect(await two.do(giveFirstConsent, { applicationId: f.id, agree: true })).toMatchObject({
      ok: true,
    });
    expect(await two.ask(getApplication, { applicationId: f.id })).toMatchObject({
      view: { hasFirstConsent: true },
    });
    expect(await one.do(withdrawConsent, { applicationId: f.id })).toMatchObject({ ok: true });
    expect(kind(await one.do(withdrawConsent, { applicationId: f.id }))).toBe('conflict');
    expect(await two.ask(getApplication, { applicationId: f.id })).toMatchObject({
      view: { hasFirstConsent: false },
    });
    // who holds it no longer is not asked, and sees nothing any more
    const father = one.actor.kind === 'person' ? one.actor.personId : null;
    const end = { applicationId: f.id, guardianId: father as PersonId, lastDay: '2026-09-30' };
    expect(kind(await hands.teacher.do(endGuardianship, end))).toBe('refused');
    expect(kind(await hands.other.do(endGuardianship, end))).toBe('not_found');
    expect(kind(await two.do(endGuardianship, end))).toBe('refused');
    expect((await hands.head.get(`/applications/${f.id}/guardians`)).text).toContain('Māra Liepa');
    expect((await two.get(`/applications/${f.id}/guardians`)).status).toBe(404);
    const ended = await hands.head.post(`/applications/${f.id}/guardians/end`, {
      guardianId: String(father),
      'lastDay.day': '30',
      'lastDay.month': '9',
      'lastDay.year': '2026',
    });
    expect(ended.status).toBe(303);
    expect(await two.ask(getApplication, { applicationId: f.id })).toMatchObject({
      view: { hasFirstConsent: true },
    });
    expect((await one.get(`/applications/${f.id}`)).status).toBe(404);
    expect(kind(await one.do(giveFirstConsent, { applicationId: f.id, agree: true }))).toBe(
      'not_found',
    );
    // and who comes to hold it is
    const added = {
      applicationId: f.id,
      givenName: 'Uldis',
      familyName: 'Liepa',
      email: 'uldis.l@example.org',
      relation: 'guardian' as const,
      language: 'lv',
    };
    expect(kind(await hands.teacher.do(addGuardian, added))).toBe('refused');
    expect(await hands.head.do(addGuardian, added)).toMatchObject({ ok: true });
    expect(kind(await hands.head.do(addGuardian, added))).toBe('conflict');
    expect((await house.mails()).map((m) => m.to_address)).toContain('uldis.l@example.org');
    expect(await two.ask(getApplication, { applicationId: f.id })).toMatchObject({
      view: { hasFirstConsent: false },
    });
  });

  it('shows the school when it is taken back after the selection', async () => {
    const f = await ready();
    await hands.head.do(selectPupil, {
      applicationId: f.id,
      version: await versionOf(f.id),
      reason: 'Yes.',
    });
    expect((await f.guardians[0]?.get(`/applications/${f.id}/consent/withdraw`))?.status).toBe(200);
    expect((await f.guardians[0]?.post(`/applications/${f.id}/consent/withdraw`))?.status).toBe(
      303,
    );
    expect((await hands.head.get(`/applications/${f.id}`)).text).toContain(
      'the first consent was taken back',
    );
    expect(await hands.head.ask(listApplications, { intakeId, show: 'consent' })).toMatchObject({
      ok: true,
      view: { applications: expect.arrayContaining([expect.objectContaining({ id: f.id })]) },
    });
  });

  it('is the pupil’s own at 18, and nobody else’s', async () => {
    const f = await family({ birthDate: '2008-09-01' });
    expect(reasons((await consent(f)) as Outcome)).toEqual([
      'applications.refused.consent-by-pupil',
    ]);
    expect(await f.pupil.do(giveFirstConsent, { applicationId: f.id, agree: true })).toMatchObject({
      ok: true,
      capacity: 'pupil_of_age',
    });
    const minor = await family();
    expect(
      reasons(await minor.pupil.do(giveFirstConsent, { applicationId: minor.id, agree: true })),
    ).toEqual(['applications.refused.consent-by-guardian']);
    expect(
      reasons(await hands.head.do(giveFirstConsent, { applicationId: minor.id, agree: true })),
    ).toEqual(['applications.refused.consent-by-family']);
  });
});

describe('the decision', () => {
  it('needs what was sent and a consent, and is told kindly and once', async () => {
    const f = await family();
    const select = async (by: Hand) =>
      by.do(selectPupil, {
        applicationId: f.id,
        version: await versionOf(f.id),
        reason: 'Has never been abroad.',
      });
    expect(reasons(await select(hands.head))).toEqual(['applications.refused.not-submitted']);
    await fill(f);
    await submit(f);
    expect(reasons(await select(hands.head))).toEqual(['applications.refused.no-consent']);
    await consent(f);
    expect(
      reasons(await hands.head.do(selectPupil, { applicationId: f.id, version: 99, reason: 'x' })),
    ).toEqual(['platform.error.changed-meanwhile']);
    expect(
      reasons(await hands.head.do(selectPupil, { applicationId: f.id, version: 1, reason: ' ' })),
    ).toEqual(['platform.invalid.required']);
    expect(reasons(await select(hands.teacher))).toEqual([
      'applications.refused.head-or-coordinator',
    ]);
    const both = await Promise.all([select(hands.head), select(hands.coordinator)]);
    expect(both.map(kind).sort()).toEqual(['conflict', 'ok']);
    const mails = (await house.mails()).filter(
      (m) => m.kind.endsWith('-selected') && m.body_text.includes(f.id),
    );
    expect(mails.map((m) => m.kind).sort()).toEqual([
      'applications.guardian-selected',
      'applications.pupil-selected',
    ]);
    expect(mails.every((m) => !m.body_text.includes('never been abroad'))).toBe(true);
    expect(
      reasons(
        await f.pupil.do(withdrawApplication, {
          applicationId: f.id,
          version: await versionOf(f.id),
        }),
      ),
    ).toEqual(['applications.refused.withdraw-selected']);
    expect((await f.pupil.get(`/applications/${f.id}`)).text).toContain('You are selected');
  });

  it('is not the supporting organisation’s, though it reads and reminds once it is chosen', async () => {
    const into = await newIntake();
    const f = await family({}, into);
    expect((await hands.supporter.ask(getApplication, { applicationId: f.id })).ok).toBe(false);
    const choice = { intakeId: into, schoolId: school, orgId: support };
    expect(kind(await hands.supporter.do(setSupportingOrganisation, choice))).toBe('refused');
    expect(kind(await hands.stranger.do(setSupportingOrganisation, choice))).toBe('not_found');
    expect(
      reasons(await hands.head.do(setSupportingOrganisation, { ...choice, orgId: otherSchool })),
    ).toEqual(['applications.refused.support-not-in-project']);
    expect(await hands.head.do(setSupportingOrganisation, choice)).toMatchObject({
      ok: true,
      changed: 1,
    });
    expect(await hands.supporter.ask(getApplication, { applicationId: f.id })).toMatchObject({
      ok: true,
      view: { role: 'supporting' },
    });
    expect(await hands.supporter.do(remindApplicant, { applicationId: f.id })).toMatchObject({
      ok: true,
      reminded: 1,
    });
    await hands.supporter.do(remindApplicant, { applicationId: f.id });
    const reminders = (await house.mails()).filter(
      (m) => m.kind === 'applications.pupil-reminded' && m.body_text.includes(f.id),
    );
    expect(reminders).toHaveLength(1);
    await fill(f);
    await submit(f);
    await consent(f);
    const version = await versionOf(f.id);
    for (const command of [selectPupil, declinePupil])
      expect(
        reasons(await hands.supporter.do(command, { applicationId: f.id, version, reason: 'x' })),
      ).toEqual(['applications.refused.school-decides']);
    const late = await family({}, into);
    expect((await hands.supporter.ask(getApplication, { applicationId: late.id })).ok).toBe(true);
  });

  it('declines with a mail that keeps the reason to the school', async () => {
    const f = await ready();
    const page = await hands.head.get(`/applications/${f.id}/decision/decline`);
    expect(page.text).toContain('offers a talk');
    const done = await hands.head.post(`/applications/${f.id}/decision/decline`, {
      version: await versionOf(f.id),
      reason: 'Five places, nine applications.',
    });
    expect(done.status).toBe(303);
    const mails = (await house.mails()).filter((m) => m.kind.endsWith('-not-selected'));
    expect(mails).toHaveLength(2);
    expect(mails.every((m) => !m.body_text.includes('Five places'))).toBe(true);
    const seen = await f.pupil.ask(getApplication, { applicationId: f.id });
    expect(seen).toMatchObject({ ok: true, view: { state: 'not_selected', decisionReason: null } });
    expect(await hands.head.ask(getApplication, { applicationId: f.id })).toMatchObject({
      view: { decisionReason: 'Five places, nine applications.' },
    });
    expect(reasons(await hands.head.do(remindApplicant, { applicationId: f.id }))).toEqual([
      'applications.refused.nobody-to-remind',
    ]);
  });
});

describe('lists', () => {
  it('say who must act, filtered, and only to those who belong', async () => {
    const into = await newIntake();
    const f = await family({}, into);
    await ready(into);
    await fill(f);
    await submit(f);
    const waiting = await hands.teacher.ask(listApplications, { intakeId: into, show: 'consent' });
    expect(waiting).toMatchObject({
      ok: true,
      view: {
        counts: { all: 2, consent: 1, decide: 1 },
        applications: [
          {
            id: f.id,
            waiting: 'guardian-consent',
            guardians: [{ name: 'Ilze Bērziņa', relation: 'mother' }],
          },
        ],
      },
    });
    const page = await hands.teacher.get(`/intakes/${into}/applications`);
    expect(page.text).toContain('Waiting for the consent of Ilze Bērziņa (mother)');
    expect((await hands.stranger.ask(listApplications, { intakeId: into })).ok).toBe(false);
    const other = await hands.other.ask(listApplications, { intakeId: into });
    expect(other).toMatchObject({ ok: true, view: { applications: [], counts: { all: 0 } } });
    expect(await hands.head.ask(listOwn, {})).toMatchObject({ ok: true });
    expect((await hands.head.get('/applications')).text).toContain('1 to decide');
    const home = await f.guardians[0]?.get('/');
    expect(home?.text).toContain('first consent for');
  });

  it('and pages can be read in every state, by everybody who belongs, in English and French', async () => {
    const into = await newIntake();
    const families = [];
    for (const language of ['en', 'fr'])
      for (const state of ['draft', 'submitted', 'selected', 'not_selected', 'withdrawn']) {
        const f = await family({ language }, into);
        await fill(f);
        if (state !== 'draft' && state !== 'withdrawn') await submit(f);
        if (state === 'selected') await consent(f);
        const decide = { applicationId: f.id, version: await versionOf(f.id), reason: 'Yes.' };
        if (state === 'selected') await hands.head.do(selectPupil, decide);
        if (state === 'not_selected') await hands.head.do(declinePupil, decide);
        if (state === 'withdrawn') await f.pupil.do(withdrawApplication, decide);
        const [row] = await house.sql('select state from applications where id = $1', [f.id]);
        expect(row.state).toBe(state);
        families.push(f);
      }
    await hands.head.do(setSupportingOrganisation, {
      intakeId: into,
      schoolId: school,
      orgId: support,
    });
    for (const f of families) {
      const [guardian] = f.guardians as [Hand];
      for (const [by, paths] of [
        [f.pupil, ['', '/consent', '/withdraw', '/part/why']],
        [guardian, ['', '/consent']],
        [hands.head, ['', '/decision', '/decision/decline']],
        [hands.teacher, ['', '/decision']],
      ] as const)
        for (const path of paths) {
          const page = await by.get(`/applications/${f.id}${path}`);
          expect(page.status, path).toBe(200);
          expect(page.text).not.toContain('⟦');
        }
      for (const by of [f.pupil, guardian]) {
        expect((await by.get('/')).status).toBe(200);
        expect((await by.get('/applications')).status).toBe(200);
      }
    }
    for (const by of [hands.head, hands.supporter]) {
      expect((await by.get('/')).status).toBe(200);
      for (const show of ['all', 'draft', 'consent', 'decide', 'selected', 'closed'])
        expect((await by.get(`/intakes/${into}/applications?show=${show}&search=pu`)).status).toBe(
          200,
        );
    }
    expect((await families[9]?.pupil.get('/applications'))?.text).toContain('Retirée par');
  });

  it('tell the timeline when the steps were reached', async () => {
    const into = await newIntake();
    const facts = () =>
      reading(house.runtime.db, hands.head.actor, (read) =>
        applicationFacts(read, into, 'Europe/Riga'),
      );
    expect(await facts()).toEqual({});
    const f = await ready(into);
    expect(Object.keys(await facts()).sort()).toEqual([
      'application-submitted',
      'applications-open',
    ]);
    await hands.head.do(selectPupil, {
      applicationId: f.id,
      version: await versionOf(f.id),
      reason: 'Yes.',
    });
    expect(await facts()).toEqual({
      'applications-open': Temporal.PlainDate.from('2026-10-01'),
      'application-submitted': Temporal.PlainDate.from('2026-10-01'),
      'pupil-selected': Temporal.PlainDate.from('2026-10-01'),
      'dossier-complete': Temporal.PlainDate.from('2026-10-01'),
    });
    const next = await family({}, into);
    expect(Object.keys(await facts())).toEqual(['applications-open']);
    await next.pupil.do(withdrawApplication, { applicationId: next.id, version: 1 });
    expect(Object.keys(await facts())).toHaveLength(4);
  });
});

const picture = async (width = 640, height = 480) =>
  (
    await sharp({ create: { width, height, channels: 3, background: '#aa5522' } })
      .jpeg()
      .withExif({ IFD0: { Artist: 'Somebody in Riga' } })
      .toBuffer()
  ).toString('base64');

describe('an address that refuses mails', () => {
  const correct = (
    by: Hand,
    f: { id: ApplicationId },
    personId: PersonId,
    email = 'new@example.org',
  ) => by.do(correctAddress, { applicationId: f.id, personId, email });
  /** What the receiving server answers to everything sent to somebody so far. */
  const answers = (who: PersonId, verdict: 'sent_at' | 'failed_at') =>
    house.sql(
      `update mails set ${verdict} = $2 where to_address = (select email from persons where id = $1)`,
      [who, '2026-10-01T10:01:00Z'],
    );
  const idOf = (hand: Hand) =>
    hand.actor.kind === 'person' ? hand.actor.personId : ('' as PersonId);

  it('is noticed where the school waits, and another one can be written until mails arrive', async () => {
    const into = await newIntake();
    const f = await family(
      {
        guardians: [
          { givenName: 'Dace', familyName: 'Kļūda', email: 'dcae@example.org', relation: 'mother' },
        ],
      },
      into,
    );
    const dace = idOf(f.guardians[0] as Hand);
    await answers(idOf(f.pupil), 'sent_at');
    await answers(dace, 'sent_at');
    expect(kind(await correct(hands.head, f, dace))).toBe('conflict');
    await answers(dace, 'failed_at');

    const list = (await hands.teacher.get(`/intakes/${into}/applications`)).text;
    expect(list).toContain('A mail to Dace Kļūda did not arrive');
    expect((await hands.coordinator.get('/')).text).toContain('Mails do not reach Dace Kļūda');
    const page = `/applications/${f.id}`;
    expect((await hands.coordinator.get(page)).text).toContain('Write another address');
    expect((await hands.teacher.get(page)).text).not.toContain('Write another address');
    expect((await f.pupil.get(page)).text).not.toContain('did not arrive');

    for (const who of [hands.other, hands.stranger, house.visitor])
      expect(kind(await correct(who, f, dace))).toBe('not_found');
    for (const who of [hands.teacher, f.pupil, f.guardians[0] as Hand])
      expect(kind(await correct(who, f, dace))).toBe('refused');
    expect(reasons(await correct(hands.head, f, idOf(hands.head)))).toEqual([
      'applications.refused.not-of-the-family',
    ]);
    expect(reasons(await correct(hands.head, f, idOf(f.pupil)))).toEqual([
      'applications.refused.is-reached',
    ]);
    expect(reasons(await correct(hands.head, f, dace, 'dcae@example.org'))).toEqual([
      'applications.refused.same-address',
    ]);
    await house.member(otherSchool, dace, ['teacher']);
    expect(reasons(await correct(hands.head, f, dace))).toEqual([
      'applications.refused.works-somewhere',
    ]);
    await house.sql('delete from memberships where person_id = $1', [dace]);

    expect((await hands.head.get(`${page}/address/${dace}`)).text).toContain('dcae@example.org');
    expect((await hands.teacher.get(page)).text).not.toContain('dcae@example.org');
    expect((await hands.head.get(`${page}/address/${idOf(f.pupil)}`)).status).toBe(404);
    expect(
      (await hands.head.post(`${page}/address/${dace}`, { email: 'dace.k@example.org' })).location,
    ).toBe(page);
    const mails = (await house.mails()) as unknown as { to_address: string; kind: string }[];
    expect(mails.filter((m) => m.to_address === 'dace.k@example.org').map((m) => m.kind)).toEqual([
      'applications.guardian-invited',
    ]);
    expect((await hands.coordinator.get(page)).text).not.toContain('did not arrive');
    expect(reasons(await correct(hands.head, f, dace))).toEqual([
      'applications.refused.is-reached',
    ]);
  });
});

describe('photos beside the letter', () => {
  it('are the pupil’s, at most six, drawn anew, in an order, and taken away for good', async () => {
    const f = await family();
    const at = { applicationId: f.id };
    const photo = { ...at, alt: 'Me on a bridge', caption: '', content: await picture() };
    for (const hand of [hands.teacher, f.guardians[0] as Hand])
      expect(kind(await hand.do(addPhoto, photo))).toBe('refused');
    for (const hand of [hands.other, hands.stranger, house.visitor])
      expect(kind(await hand.do(addPhoto, photo))).toBe('not_found');
    expect(reasons(await f.pupil.do(addPhoto, { ...photo, alt: ' ' }))).toEqual([
      'platform.invalid.required',
    ]);
    const bad = await f.pupil.post(`/applications/${f.id}/photos`, {
      alt: 'A bridge',
      file: { name: 'a.jpg', bytes: Buffer.from('no photo') },
    });
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('cannot be read as a photo');
    expect(bad.text).toContain('value="A bridge"');
    for (let i = 0; i < 6; i++)
      expect(await f.pupil.do(addPhoto, { ...photo, caption: `p${i}` })).toMatchObject({
        ok: true,
      });
    expect(reasons(await f.pupil.do(addPhoto, photo))).toEqual(['applications.photos.enough']);
    const listed = async (hand: Hand) => {
      const asked = await hand.ask(listPhotos, at);
      return asked.ok ? asked.view.photos : null;
    };
    const mine = (await listed(f.pupil)) ?? [];
    expect(mine.map((p) => p.caption)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
    const [first, second] = mine as [(typeof mine)[0], (typeof mine)[0]];
    const change = { ...at, photoId: second.id, version: 1, alt: 'Us', caption: 'new' };
    expect(kind(await hands.head.do(changePhoto, change))).toBe('refused');
    expect(await f.pupil.do(changePhoto, { ...change, earlier: true })).toMatchObject({ ok: true });
    expect(kind(await f.pupil.do(changePhoto, change))).toBe('conflict');
    expect(((await listed(f.pupil)) ?? []).map((p) => p.caption).slice(0, 3)).toEqual([
      'new',
      'p0',
      'p2',
    ]);
    // the school sees them once the application is sent, strangers never
    expect(await listed(f.guardians[0] as Hand)).toHaveLength(6);
    expect(await listed(hands.teacher)).toBeNull();
    await house.sql(
      "update applications set state = 'submitted', submitted_at = now() where id = $1",
      [f.id],
    );
    expect(await listed(hands.teacher)).toHaveLength(6);
    for (const hand of [hands.other, hands.supporter, hands.stranger])
      expect(await listed(hand)).toBeNull();
    const shown = await hands.teacher.get(`/applications/${f.id}/photos/${first.id}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.text).not.toContain('Somebody in Riga');
    expect((await hands.other.get(`/applications/${f.id}/photos/${first.id}`)).status).toBe(404);
    const [{ storage_key: key }] = await house.sql(
      'select storage_key from application_photos where id = $1',
      [first.id],
    );
    expect(kind(await hands.head.do(removePhoto, { ...at, photoId: first.id }))).toBe('refused');
    expect(await f.pupil.do(removePhoto, { ...at, photoId: first.id })).toMatchObject({ ok: true });
    expect(kind(await f.pupil.do(removePhoto, { ...at, photoId: first.id }))).toBe('conflict');
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
  });
});

describe('forgetting', () => {
  it('erases after six months what ended without a stay, and leaves a line for counting', async () => {
    const into = await newIntake();
    const add = (over: Partial<PupilInput>) => family(over, into);
    const declined = await add({ givenName: 'Forgetme', email: 'forget@example.org' });
    const withdrawn = await add({ givenName: 'Left', email: 'left@example.org' });
    const chosen = await add({ givenName: 'Stays', email: 'stays@example.org' });
    await declined.pupil.do(addPhoto, {
      applicationId: declined.id,
      alt: 'A secret garden',
      content: await picture(),
    });
    await declined.pupil.do(saveAnswers, {
      applicationId: declined.id,
      pageId: 'letter',
      fields: { letter: ['Dear family of secrets'] },
    });
    await declined.pupil.do(saveAnswers, {
      applicationId: declined.id,
      pageId: 'food',
      fields: pagesToSave.food ?? {},
    });
    await consent(declined);
    // what others keep about it goes with it
    await house.sql(
      `insert into form_requests (id, version_id, section_id, about_kind, about_id, asking_org_id, addressee_name,
         addressee_email, capacity, language, token_hash, expires_at, asked_at)
       select 'frq_00000000000000000000000001', v.id, 'class-teacher', 'application', a.id, a.sending_school_id, 'T',
         't@example.org', 'class-teacher', 'en', '\\x01', now(), now()
       from applications a, form_versions v where a.id = $1 limit 1`,
      [declined.id],
    );
    await house.sql(
      `insert into inclusion_plans (id, application_id, pupil_id, created_at)
       select 'ipl_00000000000000000000000001', id, pupil_id, now() from applications where id = $1`,
      [declined.id],
    );
    await house.sql(
      `update applications set state = 'submitted', submitted_at = now(), frozen = '{"language":"en","parts":[]}' where id = any($1)`,
      [[declined.id, chosen.id]],
    );
    await consent(chosen);
    const decide = async (command: typeof declinePupil, id: ApplicationId) =>
      command &&
      (await hands.head.do(command, {
        applicationId: id,
        version: await versionOf(id),
        reason: 'Too few secret places.',
      }));
    expect(await decide(declinePupil, declined.id)).toMatchObject({ ok: true });
    expect(await decide(selectPupil, chosen.id)).toMatchObject({ ok: true });
    expect(
      await withdrawn.pupil.do(withdrawApplication, {
        applicationId: withdrawn.id,
        version: await versionOf(withdrawn.id),
      }),
    ).toMatchObject({ ok: true });
    for (const hand of [hands.head, declined.pupil, house.visitor])
      expect(kind(await hand.do(forgetApplication, { applicationId: declined.id }))).toBe(
        'not_found',
      );
    const [{ storage_key: key }] = await house.sql(
      'select storage_key from application_photos where application_id = $1',
      [declined.id],
    );
    const left = async (id: ApplicationId) =>
      (await house.sql('select a::text as row from applications a where id = $1', [id]))[0].row;

    house.setNow('2027-03-31T10:00:00Z');
    expect(await forgetClosed(house.runtime)).toBe(0);
    house.setNow('2027-04-01T10:00:01Z');
    // what other tests of this file closed on the same day goes as well
    expect(await forgetClosed(house.runtime)).toBeGreaterThanOrEqual(2);
    expect(await forgetClosed(house.runtime)).toBe(0);
    expect(await left(declined.id)).not.toMatch(/secret|10\.a/);
    expect(await left(declined.id)).toContain('not_selected');
    expect(
      await house.sql('select 1 from consents where application_id = $1', [declined.id]),
    ).toHaveLength(0);
    expect(
      await house.sql('select 1 from application_photos where application_id = $1', [declined.id]),
    ).toHaveLength(0);
    for (const [table, column] of [
      ['form_requests', 'about_id'],
      ['inclusion_plans', 'application_id'],
    ])
      expect(
        await house.sql(`select 1 from ${table} where ${column} = $1`, [declined.id]),
        table,
      ).toHaveLength(0);
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
    // nobody finds it any more, neither the pupil nor the school
    for (const hand of [declined.pupil, declined.guardians[0] as Hand, hands.head])
      expect((await hand.ask(getApplication, { applicationId: declined.id })).ok).toBe(false);
    expect(await hands.head.ask(listApplications, { intakeId: into })).toMatchObject({
      view: { counts: { all: 1, selected: 1, closed: 0 } },
    });
    // but it is counted
    const counted = await reading(house.runtime.db, hands.head.actor, (read) =>
      equalChancesRows(read, into, [school]),
    );
    expect(counted.map((c) => c.stage).sort()).toEqual(['reached', 'selected', 'submitted']);
    expect(counted.filter((c) => c.gender !== 'unknown')).toHaveLength(1);
    const audit = await house.sql(
      "select * from audit_lines where command = 'applications.forget-application' and subject_id = $1",
      [declined.id],
    );
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toMatch(/per_|Forgetme/);
    house.setNow('2026-10-01T10:00:00Z');
  });

  it('comes by itself, every night', async () => {
    const [schedule] = await house.sql(
      "select cron, timezone from jobs.schedule where name = 'applications.forget'",
    );
    expect(schedule).toEqual({ cron: '17 2 * * *', timezone: 'UTC' });
  });
});
