import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import { stationsOf } from '#modules/mobilities/core/index.ts';
import { reading } from '#platform/database/index.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { readTable } from '#platform/spreadsheet.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { loadCohort } from './cohort.ts';
import { exportCohort, mailDate, plainName } from './export.ts';
import { personaMessages, personasOf } from './personas.ts';
import { movedFile } from './scenes/applying.ts';
import { nameOfStay } from './scenes/planning.ts';
import { dataFolder } from './stage.ts';

const days = ['2026-11-21', '2027-05-03'];

/** Words of health, diet and belief in the product's languages: none of them may stand in a mail. */
const sensitive =
  /\b(allerg|nuts?\b|peanut|vegetarian|v[ée]g[ée]tarien|halal|kosher|vegan|gluten|lactose|diet|r[ée]gime|dust|pollen|poussi[èe]re|smok|fum(er|eur)|religion|medic|m[ée]dic|health|sant[ée]\b)/i;

describe.each(days)('the example cohort on %s', (day) => {
  const today = Temporal.PlainDate.from(day);
  const lines: string[] = [];
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ mode: 'demo' });
    await loadCohort(house.runtime, { today, report: (line) => lines.push(line) });
    house.setNow(`${day}T09:00:00Z`);
  }, 120_000);

  const counts = async (text: string): Promise<Record<string, number>> =>
    Object.fromEntries((await house.sql(text)).map((r) => [r.what, Number(r.n)]));

  it('has seventeen pupils of four schools, each where the story says', async () => {
    expect(
      await counts(
        'select coalesce(m.state, a.state) as what, count(*) as n from applications a left join mobilities m on m.application_id = a.id group by 1',
      ),
    ).toEqual({
      draft: 2,
      submitted: 5,
      not_selected: 2,
      departed: 1,
      settled: 3,
      returned: 1,
      recognised: 3,
    });
    expect(
      await counts(
        'select o.name as what, count(*) as n from applications a join organisations o on o.id = a.sending_school_id group by 1',
      ),
    ).toEqual({
      'IES Pradolongo': 3,
      'Athénée Royal du Sippelberg': 8,
      'Rīgas 49. vidusskola': 3,
      'Lycée Fulbert': 3,
    });
    expect(
      await counts(
        'select o.name as what, count(distinct a.intake_id) as n from applications a join organisations o on o.id = a.sending_org_id group by 1',
      ),
    ).toEqual({
      'AFS Intercultura España': 3,
      'AFS Programmes Interculturels': 3,
      'AFS Starpkultūru programmas': 3,
      'AFS Vivre Sans Frontière': 3,
    });
  });

  it('has three intakes of two months in three phases', async () => {
    const intakes = await house.sql(
      'select name, starts_on, ends_on from intakes order by starts_on',
    );
    const phases = intakes.map((i) => {
      const [starts, ends] = [
        Temporal.PlainDate.from(i.starts_on),
        Temporal.PlainDate.from(i.ends_on),
      ];
      expect(ends.toString()).toBe(starts.add({ months: 2 }).subtract({ days: 1 }).toString());
      expect(i.name).toBe(nameOfStay(starts, ends));
      if (Temporal.PlainDate.compare(ends, today) < 0) return 'returned';
      return Temporal.PlainDate.compare(starts, today) <= 0 ? 'abroad' : 'applying';
    });
    expect(phases).toEqual(['returned', 'abroad', 'applying']);
  });

  it('leaves something in everybody’s hands', async () => {
    const [late] = await house.sql(
      "select p.given_name, m.state, m.starts_on, m.ends_on from mobilities m join persons p on p.id = m.pupil_id where m.state = 'departed'",
    );
    expect(late.given_name).toBe('Ángel');
    const stations = stationsOf(
      {
        state: 'departed',
        startsOn: Temporal.PlainDate.from(late.starts_on),
        endsOn: Temporal.PlainDate.from(late.ends_on),
      },
      today,
    );
    expect(stations.find((s) => s.state === 'late')?.id).toBe('settled');
    expect(await counts('select kind as what, count(*) as n from mails group by 1')).toMatchObject({
      'support-concern': 1,
      'club-report': 5,
      'club-feedback': 1,
    });
    expect(await counts('select state as what, count(*) as n from placements group by 1')).toEqual({
      accepted: 8,
      declined: 1,
    });
    expect(
      await counts('select state as what, count(*) as n from agreement_versions group by 1'),
    ).toEqual({ signed: 8, open_for_signature: 1 });
    expect(await counts('select kind as what, count(*) as n from documents group by 1')).toEqual({
      // of one agreement in writing each side keeps its own
      'cooperation-agreement': 2,
      'learning-agreement': 8,
      'learning-complement': 4,
      ticket: 1,
    });
    expect(
      await counts(
        "select kind || ' ' || capacity as what, count(*) as n from consents group by 1",
      ),
    ).toEqual({
      'first guardian': 14,
      'data_transfer guardian': 8,
      'medical guardian': 7,
      'photo guardian': 1,
      'photo guardian_with_pupil': 7,
      'binding guardian': 7,
      'binding pupil_of_age': 1,
    });
    expect(
      await counts('select decision as what, count(*) as n from recognition_decisions group by 1'),
    ).toEqual({ recognised: 13, partly: 1 });
    expect(await counts('select state as what, count(*) as n from assessments group by 1')).toEqual(
      { submitted: 12, open: 1 },
    );
    expect(
      await counts('select state as what, count(*) as n from club_members group by 1'),
    ).toEqual({ accepted: 5, proposed: 1 });
    const [kickOff] = await house.sql(
      "select starts_at from calendar_events where kind = 'club_meeting' order by starts_at",
    );
    const on = Temporal.Instant.from(new Object(kickOff.starts_at).toString())
      .toZonedDateTimeISO('Europe/Oslo')
      .toPlainDate();
    const monday = today.subtract({ days: today.dayOfWeek - 1 });
    // the kick-off was four weeks before the meeting of next week
    expect(monday.until(on, { largestUnit: 'days' }).days).toBe(10 - 28);
  });

  it('has one round in rating and one that was decided, with a family that asked again', async () => {
    expect(
      await counts('select state as what, count(*) as n from selection_rounds group by 1'),
    ).toEqual({ rating: 1, closed: 1 });
    expect(
      await counts('select result as what, count(*) as n from selection_news group by 1'),
    ).toEqual({ selected: 1, not_selected: 2 });
    expect(
      await counts('select answer as what, count(*) as n from selection_reviews group by 1'),
    ).toEqual({ looked_again: 1 });
  });

  it('was imported from the schools’ own files', async () => {
    const pupils = await house.sql(
      "select given_name || ' ' || family_name as name from persons p join applications a on a.pupil_id = p.id order by 1",
    );
    expect(pupils.map((p) => p.name)).toEqual(
      expect.arrayContaining([
        'Rūdolfs Ģērmanis',
        'Žanete Ņikiforova',
        'Ángel Quiñones Íñiguez',
        'Anaïs Lœuillet',
        'Zoé Mbuyi-Łukaszewicz',
      ]),
    );
    const imports = await house.sql(
      "select count(*)::int as n from audit_lines where command = 'applications.import-pupils'",
    );
    expect(imports[0].n).toBe(12);
  });

  it('happened in the past, by those who did it', async () => {
    const [{ last, first }] = await house.sql(
      // the questionnaires are published when the product starts, by its own clock
      "select max(at) as last, min(at) as first from audit_lines where command <> 'forms.publish-shipped'",
    );
    const dayOf = (at: unknown) =>
      Temporal.Instant.from(String(at)).toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    expect(Temporal.PlainDate.compare(dayOf(last), today)).toBeLessThanOrEqual(0);
    expect(dayOf(first).until(today, { largestUnit: 'months' }).months).toBeGreaterThan(12);
    const [future] = await house.sql('select count(*)::int as n from mails where created_at > $1', [
      `${day}T23:59:59Z`,
    ]);
    expect(future.n).toBe(0);
    const signed = await house.sql(
      'select count(*)::int as n from agreement_signatures s join agreement_versions v using (mobility_id, number) where s.signed_at < v.opened_at',
    );
    expect(signed[0].n).toBe(0);
  });

  it('is all labelled as an example, with addresses nobody has', async () => {
    for (const table of ['persons', 'organisations', 'projects']) {
      const [row] = await house.sql(`select count(*)::int as n from ${table} where not is_example`);
      expect([table, row.n]).toEqual([table, 0]);
    }
    const addresses = await house.sql(
      'select email as a from persons union select email from organisations union select to_address from mails union select email from invitations',
    );
    expect(addresses.length).toBeGreaterThan(70);
    expect(
      addresses
        .map((r) => r.a)
        .filter((a) => a !== null && !/@example\.(org|com)$|\.invalid$/.test(a)),
    ).toEqual([]);
  });

  it('has numbers nobody has', async () => {
    const rows = await house.sql(
      'select phone from persons where phone is not null union select phone from organisations where phone is not null',
    );
    expect(rows.length).toBeGreaterThan(60);
    const nobody = /^(\+33 (6 39 98|1 99 00|2 61 91) |\+353 20 91|\+\d+ ?.*000)|00 00 /;
    expect(rows.map((r) => r.phone).filter((p) => !nobody.test(p))).toEqual([]);
  });

  it('writes nothing of health, diet or belief into mails, audit lines or reasons', async () => {
    const mails = await house.mails();
    expect(mails.length).toBeGreaterThan(300);
    const bad = mails.filter((m) =>
      sensitive.test(`${m.subject}\n${m.body_text}\n${m.body_html.replaceAll(/<[^>]*>/g, ' ')}`),
    );
    expect(bad.map((m) => [m.kind, sensitive.exec(m.body_text)?.[0]])).toEqual([]);
    const details = await house.sql('select command, details::text as d from audit_lines');
    expect(details.filter((l) => sensitive.test(l.d))).toEqual([]);
  });

  it('finds every persona with a first page that opens', async () => {
    const personas = await reading(house.runtime.db, system('test'), (read) => personasOf(read));
    expect(personas).toHaveLength(25);
    for (const persona of personas) {
      const hand = await house.as(persona.personId);
      const answered = await hand.get(persona.firstPath);
      expect([persona.key, persona.firstPath, answered.status]).toEqual([
        persona.key,
        persona.firstPath,
        200,
      ]);
    }
  });

  it('says how far it is', () => {
    expect(lines.length).toBeGreaterThanOrEqual(5);
  });

  if (day === days[0]) {
    it('exports documents, calendars, mails and tables with an index', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'sojourn-export-'));
      try {
        await exportCohort(house.runtime, folder);
        const read = (name: string) => readFile(join(folder, name));
        const table = await readTable(await read('index.csv'), 'index.csv');
        if (!table.ok) throw new Error(table.reason);
        const paths = table.rows.map((r) => r.cells[0] ?? '');
        for (const path of paths) expect((await read(path)).length, path).toBeGreaterThan(20);
        const ending = (e: string) => paths.filter((p) => p.endsWith(e));
        expect(ending('.pdf')).toHaveLength(15);
        expect(ending('.ics')).toHaveLength(25);
        const rudolfs = (await read('calendars/Rūdolfs Ģērmanis.ics')).toString();
        expect(rudolfs).toMatch(/BEGIN:VEVENT[\s\S]*END:VEVENT/);
        const aoife = (await read('calendars/Aoife Ní Bhraonáin.ics')).toString();
        expect(aoife).toContain('Recognition that pupils can count on');
        expect(ending('.eml').length).toBe((await house.mails()).length);
        for (const pdf of ending('.pdf'))
          expect((await read(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
        expect(paths.filter((p) => /[<>:"\\|?*\0]|(^|\/)\.|[. ](\/|$)/.test(p))).toEqual([]);
        const html = (await read('index.html')).toString();
        expect(html).not.toMatch(/⟦|<script/);
        expect(html.match(/<a href=/g)).toHaveLength(paths.length);
        const riga = await readTable(await read('tables/riga-abroad.csv'), 'riga-abroad.csv');
        expect(riga).toMatchObject({ ok: true, encoding: 'windows-1257', separator: ';' });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }, 120_000);
  }
});

afterAll(() => closePdf());

describe('the files of the cohort', () => {
  const files = readdirSync(dataFolder()).filter((f) =>
    /^(brussels|madrid|riga|chartres)-/.test(f),
  );

  it('are twelve, in the encodings that schools send', async () => {
    expect(files).toHaveLength(12);
    const encodings = await Promise.all(
      files.map(async (f) => {
        const read = await readTable(readFileSync(join(dataFolder(), f)), f);
        return read.ok ? `${f.split('-')[0]} ${read.encoding}` : read.reason;
      }),
    );
    expect(new Set(encodings)).toContain('riga windows-1257');
    expect(encodings.filter((e) => e.includes('platform.'))).toEqual([]);
  });

  it('keep everything but the dates when they are moved', async () => {
    const moved = movedFile('riga-abroad', Temporal.PlainDate.from('2022-02-11'));
    expect(moved.includes(Buffer.from('20.11.2003'))).toBe(true);
    const same = movedFile('riga-abroad', Temporal.PlainDate.from('2022-02-01'));
    expect(same.equals(readFileSync(join(dataFolder(), 'riga-abroad.csv')))).toBe(true);
    expect(
      movedFile('madrid-applying', Temporal.PlainDate.from('2022-02-04')).includes(
        Buffer.from('2005-12-01'),
      ),
    ).toBe(true);
    expect(
      movedFile('madrid-abroad', Temporal.PlainDate.from('2022-02-04')).includes(
        Buffer.from('06-09-2005'),
      ),
    ).toBe(true);
  });
});

describe('names', () => {
  it('are taken by every file system', () => {
    for (const bad of [
      '../../etc/passwd',
      'a/b\\c',
      'CON.txt',
      'nul',
      '  .hidden ',
      'what? <b>',
      'Ħaż: "x"',
      'end. ',
      '',
    ]) {
      const name = plainName(bad);
      expect(name).toMatch(/^[^<>:"/\\|?*\0]+$/);
      expect(name).not.toMatch(/^\.|[. ]$|^(con|nul)(\.|$)/i);
    }
    expect(plainName('Rūdolfs Ģērmanis.pdf')).toBe('Rūdolfs Ģērmanis.pdf');
  });

  it('of a stay are its months', () => {
    const name = (a: string, b: string) =>
      nameOfStay(Temporal.PlainDate.from(a), Temporal.PlainDate.from(b));
    expect(name('2027-02-01', '2027-03-31')).toBe('February and March 2027');
    expect(name('2026-12-10', '2027-02-09')).toBe('December 2026 to February 2027');
    expect(name('2026-12-01', '2027-01-31')).toBe('December 2026 and January 2027');
  });

  it('of days in mails are those of RFC 5322', () => {
    expect(mailDate(Temporal.Instant.from('2025-09-26T08:02:00Z'))).toBe(
      'Fri, 26 Sep 2025 08:02:00 +0000',
    );
  });

  it('of personas and hints are translated', () => {
    for (const language of ['en', 'fr']) {
      const said = JSON.parse(
        readFileSync(join(dataFolder(), `../../messages/${language}.json`), 'utf8'),
      );
      expect(personaMessages().filter((key) => !said[key.replace(/^app\./, '')])).toEqual([]);
    }
  });
});
