import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { IncidentId } from '#kernel/ids.ts';
import {
  closeIncident,
  raiseAlarm,
  saveCard,
  takeAlarm,
  writeNote,
} from '#modules/emergency/server/index.ts';
import { stationsOf } from '#modules/mobilities/core/index.ts';
import { reading } from '#platform/database/index.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { readTable } from '#platform/spreadsheet.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { loadCohort } from './cohort.ts';
import { mailDate } from './export/mails.ts';
import { plainName } from './export/shelf.ts';
import { exportCohort } from './export.ts';
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

  it('has eighteen pupils of four schools, each where the story says', async () => {
    expect(
      await counts(
        'select coalesce(m.state, a.state) as what, count(*) as n from applications a left join mobilities m on m.application_id = a.id group by 1',
      ),
    ).toEqual({
      draft: 2,
      submitted: 5,
      not_selected: 2,
      departed: 1,
      settled: 4,
      returned: 1,
      recognised: 3,
    });
    expect(
      await counts(
        'select o.name as what, count(*) as n from applications a join organisations o on o.id = a.sending_school_id group by 1',
      ),
    ).toEqual({
      'IES Pradolongo': 3,
      'Athénée Royal du Sippelberg': 9,
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
      accepted: 9,
      declined: 1,
    });
    expect(
      await counts('select state as what, count(*) as n from agreement_versions group by 1'),
    ).toEqual({ signed: 9, open_for_signature: 1 });
    expect(await counts('select kind as what, count(*) as n from documents group by 1')).toEqual({
      // of one agreement in writing each side keeps its own
      'cooperation-agreement': 2,
      'learning-agreement': 9,
      'learning-complement': 4,
      ticket: 1,
    });
    expect(
      await counts(
        "select kind || ' ' || capacity as what, count(*) as n from consents group by 1",
      ),
    ).toEqual({
      'first guardian': 15,
      'data_transfer guardian': 9,
      'medical guardian': 8,
      'photo guardian': 1,
      'photo guardian_with_pupil': 8,
      'binding guardian': 8,
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

  it('has two pupils of one school who travelled together, counted in by their teacher', async () => {
    const together = await house.sql(
      'select g.direction, p.given_name, c.given_name as with, t.email as by, j.ticked_at < j.arrived_at as arrived from journeys j join travel_groups g on g.id = j.group_id join mobilities m on m.id = j.mobility_id join persons p on p.id = m.pupil_id join persons c on c.id = g.companion_id left join persons t on t.id = j.ticked_by order by g.direction, p.given_name',
    );
    const counted = { with: 'Noémie', by: 'noemie.vandenbossche@example.org', arrived: true };
    const planned = { with: 'Noémie', by: null, arrived: null };
    expect(together).toEqual([
      { direction: 'outward', given_name: 'Aurèle', ...counted },
      { direction: 'outward', given_name: 'Zoé', ...counted },
      { direction: 'return', given_name: 'Aurèle', ...planned },
      { direction: 'return', given_name: 'Zoé', ...planned },
    ]);
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

  /** A card with words about health, and a closed incident with a confidential part. */
  async function keepTwoThingsBack() {
    const hand = async (who: string) => {
      const [row] = await house.sql('select id from persons where email = $1', [
        `${who}@example.org`,
      ]);
      return house.as(row.id);
    };
    const stayOf = async (who: string) => {
      const [row] = await house.sql(
        'select m.id from mobilities m join persons p on p.id = m.pupil_id where p.email = $1',
        [`${who}@example.org`],
      );
      return row.id;
    };
    const mobilityId = await stayOf('heloise.faucon');
    const words = { insurer: '', policy: '', insurerPhone: '', ownPhone: '', health: 'Noisettes' };
    const saved = await (await hand('benedicte.faucon')).do(saveCard, {
      ...words,
      mobilityId,
      version: 0,
      agree: true,
    });
    const raised = await (await hand('zoe.mbuyi')).do(raiseAlarm, {
      mobilityId: await stayOf('zoe.mbuyi'),
    });
    if (!saved.ok || !raised.ok) throw new Error('refused');
    const incidentId = raised.id as IncidentId;
    const liga = await hand('liga.abolina');
    const taken = await liga.do(takeAlarm, { incidentId });
    const noted = await liga.do(writeNote, {
      incidentId,
      words: 'For us alone.',
      confidential: true,
      key: 'confidential-line-1',
    });
    const [{ version }] = await house.sql('select version from incidents where id = $1', [
      incidentId,
    ]);
    const closed = await liga.do(closeIncident, {
      incidentId,
      version,
      happened: 'She was on the wrong tram and is at home.',
      learned: 'Nothing new.',
    });
    expect([taken, noted, closed]).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  }

  if (day === days[0]) {
    it('exports documents, calendars, mails and tables with an index', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'sojourn-export-'));
      await keepTwoThingsBack();
      try {
        await exportCohort(house.runtime, folder);
        const read = (name: string) => readFile(join(folder, name));
        const table = await readTable(await read('index.csv'), 'index.csv');
        if (!table.ok) throw new Error(table.reason);
        const paths = table.rows.map((r) => r.cells[0] ?? '');
        for (const path of paths) expect((await read(path)).length, path).toBeGreaterThan(20);
        const ending = (e: string) => paths.filter((p) => p.endsWith(e));
        expect(ending('.pdf')).toHaveLength(27);
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
        const text = async (name: string) => (await read(name)).toString();
        expect((await read('emergency/Riga, day and night.pdf')).subarray(0, 5).toString()).toBe(
          '%PDF-',
        );
        expect(await text('emergency/drill, Kārlis Vītols.html')).toContain(
          'The number of the police station was missing.',
        );
        expect(await text('journeys/Zoé Mbuyi-Łukaszewicz.html')).toContain('EX 1009');
        expect(await text('journeys/group outward, Noémie Vandenbossche.html')).toContain(
          'Aurèle N’Diaye',
        );
        expect(await text('trips/Zoé Mbuyi-Łukaszewicz, Cēsis.html')).toContain('Baiba Liepiņa');
        expect(await text('schools/Lycée Fulbert.html')).toContain('Petit-déjeuner des trois pays');
        expect(ending('.pdf').filter((p) => p.includes('Journée avant le départ'))).toHaveLength(1);
        const names = ['Aurèle N’Diaye', 'Héloïse Fauçon', 'Rūdolfs Ģērmanis'];
        names.push('Zoé Mbuyi-Łukaszewicz', 'Ángel Quiñones Íñiguez');
        // of the five abroad one family allowed words about health on the phone: they stay there
        const written = (what: string) =>
          names.filter((name) => paths.includes(`emergency/${what}, ${name}.pdf`));
        expect(written('crisis action plan')).toEqual(names);
        expect(written('card')).toEqual(names.filter((name) => name !== 'Héloïse Fauçon'));
        for (const page of paths.filter((p) => /^emergency.*html$/.test(p)))
          expect(await text(page), page).not.toMatch(/For us alone|on the wrong tram/);
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
