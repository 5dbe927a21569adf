import type pg from 'pg';
import { foldVersion, indexedOf, sortKeys } from '#modules/organisations/core/index.ts';
import { idOf } from './rows.ts';

/** Places as they write themselves, in the three scripts of the Union. */
const places: [country: string, city: string, kind: string][] = [
  ['AT', 'Graz', 'Realgymnasium'],
  ['BE', 'Liège', 'Athénée Royal'],
  ['BG', 'София', 'Профилирана гимназия'],
  ['BG', 'Велико Търново', 'Хуманитарна гимназия'],
  ['CY', 'Λευκωσία', 'Λύκειο'],
  ['CZ', 'Plzeň', 'Gymnázium'],
  ['DE', 'Köln', 'Gymnasium'],
  ['DE', 'Münster', 'Gesamtschule'],
  ['DK', 'Aarhus', 'Gymnasium'],
  ['EE', 'Võru', 'Gümnaasium'],
  ['ES', 'Logroño', 'Instituto'],
  ['FI', 'Jyväskylä', 'Lukio'],
  ['FR', 'Besançon', 'Lycée'],
  ['GR', 'Αθήνα', 'Γενικό Λύκειο'],
  ['GR', 'Θεσσαλονίκη', 'Πρότυπο Λύκειο'],
  ['HR', 'Šibenik', 'Gimnazija'],
  ['HU', 'Győr', 'Gimnázium'],
  ['IE', 'Dún Laoghaire', 'Coláiste'],
  ['IT', 'Forlì', 'Liceo'],
  ['LT', 'Šiauliai', 'Gimnazija'],
  ['LV', 'Rīga', 'vidusskola'],
  ['MT', 'Ħaż-Żebbuġ', 'Skola Sekondarja'],
  ['NL', '’s-Hertogenbosch', 'Lyceum'],
  ['PL', 'Łódź', 'Liceum Ogólnokształcące'],
  ['PT', 'Guimarães', 'Escola Secundária'],
  ['RO', 'Iași', 'Colegiul Național'],
  ['SE', 'Örebro', 'Gymnasieskola'],
  ['SI', 'Škofja Loka', 'Gimnazija'],
  ['SK', 'Žilina', 'Gymnázium'],
  ['TR', 'Eskişehir', 'Anadolu Lisesi'],
];
const syllables =
  'ba be da do fe ga hi jo ka le li lo ma mi na no pe ra re ri sa si ta te ti to va vi za zo'.split(
    ' ',
  );

/** A name that looks like one of a person or a street; the same for the same number. */
function namedAfter(n: number): string {
  let rest = (n * 7919) % 27000;
  let name = '';
  for (let i = 0; i < 3; i++) {
    name += syllables[rest % 30];
    rest = Math.floor(rest / 30);
  }
  return name[0]?.toUpperCase() + name.slice(1);
}

/**
 * Fills an empty, migrated database as its owner with invented organisations, what the directory knows of them, and
 * person 1 who looks for some. */
export async function fillDirectory(owner: pg.Pool, organisations: number): Promise<void> {
  const rows = Array.from({ length: organisations }, (_, n) => {
    const [countryCode, city, schoolKind] = places[n % places.length] as (typeof places)[number];
    const kind = n % 11 === 0 ? 'supporting' : 'school';
    const name =
      kind === 'school' ? `${schoolKind} ${namedAfter(n)} ${n}` : `${namedAfter(n)} ${city}`;
    const org = { name, city, countryCode, kind };
    const keys = sortKeys(org);
    const months = [[9], [9, 1], [1], [8, 9, 1, 2]][n % 4] as number[];
    return {
      id: idOf('org', n + 1),
      ...org,
      sortName: keys.name,
      sortPlace: keys.place,
      ...indexedOf(org, {
        languages: { spoken: ['en', ['fr', 'de', 'es', 'lv', 'el'][n % 5] as string] },
        learning: { ageFrom: 12 + (n % 4), ageTo: 18 + (n % 2), years: '', subjects: [] },
        ...(n % 3 > 0 && {
          hosting: {
            autumn: n % 5,
            spring: n % 3,
            secondSemester: n % 2 === 0,
            arrivalMonths: months,
            longestMonths: 2 + (n % 9),
            level: '' as const,
          },
        }),
      }),
    };
  });
  const client = await owner.connect();
  try {
    await client.query("set synchronous_commit = 'off'");
    for (let at = 0; at < rows.length; at += 5000) {
      const text = JSON.stringify(rows.slice(at, at + 5000));
      await client.query(
        `insert into organisations (id, kind, name, country_code, city, time_zone, created_at)
         select id, kind, name, "countryCode", city, 'Europe/Brussels', now()
         from jsonb_to_recordset($1) x (id text, kind text, name text, "countryCode" text, city text)`,
        [text],
      );
      await client.query(
        `insert into directory_entries (org_id, name, sort_name, kind, country_code, city, sort_place, words, offers, longest, tongues, fold_version)
         select id, name, "sortName", kind, "countryCode", city, "sortPlace", words, offers, longest, tongues, ${foldVersion}
         from jsonb_to_recordset($1) x (id text, name text, "sortName" text, kind text, "countryCode" text, city text,
           "sortPlace" text, words text[], offers int, longest int, tongues bigint)`,
        [text],
      );
    }
  } finally {
    client.release();
  }
  await owner.query(
    "insert into persons (id, given_name, family_name, email, language, created_at) values ($1, 'Looking', 'Around', 'looking@example.org', 'en', now())",
    [idOf('per', 1)],
  );
  await owner.query('vacuum analyze');
}

/** What people ask: words in other scripts and with slips, common and rare words, filters, the next page. */
export const searches: Record<string, Record<string, string>> = {
  everything: {},
  'by place, further on': { sort: 'place', after: idOf('org', 25_000) },
  'a city in another script': { q: 'Sofia' },
  'a city without its accents': { q: 'riga vidusskola' },
  'a common word': { q: 'gymnasium' },
  'a word with a slip': { q: 'gimnasija sibenk' },
  'a short word with a slip': { q: 'rgia' },
  'a number': { q: '4711' },
  'nothing at all': { q: 'xyzzyx' },
  'by what is offered': { language: 'fr', age: '16', month: '1', months: '3' },
  'by country and kind': { country: 'LV', kind: 'supporting' },
  'words and filters': { q: 'liceum lodz', month: '9', second: 'on' },
};
