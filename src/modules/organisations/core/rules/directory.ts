import type { Profile } from '../types.ts';
import { fold, wordsOf } from './fold.ts';

export const youngest = 10;
export const oldest = 20;
/** In months; the programme's long mobility of pupils ends at twelve. */
export const longestStay = 12;

type DirectoryFilters = {
  language?: string;
  age?: number | null;
  /** month of arrival, 1 to 12 */
  month?: number | null;
  /** length of the stay in months */
  months?: number | null;
  secondSemester?: boolean;
};

/**
 * Languages that can be searched for, each a bit of a number: their order never changes, new ones are added at the end.
 * The languages of the countries of the programme, and those that many pupils there speak at home.
 */
export const searchedLanguages: readonly string[] = (
  'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv is no mk sr tr ' +
  'ca eu gl lb sq bs uk ru ar he zh ja rom be ka hy fa hi'
).split(' ');

// ages from the lowest bit on, then months, then the second semester
const bitOfAge = (age: number) => 2 ** (age - youngest);
const bitOfMonth = (month: number) => 2 ** (oldest - youngest + month);
const secondSemesterBit = 2 ** (oldest - youngest + 13);
const all = (bits: number[]) => bits.reduce((sum, bit) => sum + bit, 0);
const tonguesOf = (codes: readonly string[]) =>
  all(
    [...new Set(codes)].flatMap((code) => {
      const at = searchedLanguages.indexOf(code);
      return at < 0 ? [] : [2 ** at];
    }),
  );
const has = (bits: number, bit: number) => Math.floor(bits / bit) % 2 === 1;

/** What the directory holds about an organisation beside its name and place. */
type Indexed = { words: string[]; offers: number; longest: number; tongues: number };

/** @param open the parts of the profile that everybody may read, and no others */
export function indexedOf(
  org: { name: string; city: string; countryCode: string },
  open: Profile,
): Indexed {
  const { languages, learning } = open;
  const hosting = open.hosting && hostsAnybody(open.hosting) ? open.hosting : null;
  const ages = learning
    ? Array.from({ length: learning.ageTo - learning.ageFrom + 1 }, (_, i) => learning.ageFrom + i)
    : [];
  return {
    words: [...new Set([...wordsOf(`${org.name} ${org.city}`).flat(), org.countryCode])],
    offers:
      all(ages.map(bitOfAge)) +
      all([...new Set(hosting?.arrivalMonths)].map(bitOfMonth)) +
      (hosting?.secondSemester ? secondSemesterBit : 0),
    longest: hosting?.longestMonths ?? 0,
    tongues: tonguesOf(languages?.spoken ?? []),
  };
}

export function hostsAnybody(hosting: { autumn: number; spring: number }): boolean {
  return hosting.autumn + hosting.spring > 0;
}

/** What must be there for what was asked: all these bits, and at least this length. */
export function askedOf(f: DirectoryFilters): { offers: number; longest: number; tongues: number } {
  return {
    offers:
      (f.age ? bitOfAge(f.age) : 0) +
      (f.month ? bitOfMonth(f.month) : 0) +
      (f.secondSemester ? secondSemesterBit : 0),
    longest: f.months ?? 0,
    tongues: f.language ? tonguesOf([f.language]) : 0,
  };
}

/** What a list shows of an entry. */
export function shownOf(entry: { offers: number; longest: number; tongues: number }) {
  return {
    languages: searchedLanguages.filter((_, at) => has(entry.tongues, 2 ** at)),
    arrivalMonths: Array.from({ length: 12 }, (_, i) => i + 1).filter((month) =>
      has(entry.offers, bitOfMonth(month)),
    ),
    longestMonths: entry.longest || null,
  };
}

/** What stands in the order of the list: names and places in one alphabet. */
export function sortKeys(org: { name: string; city: string; countryCode: string }) {
  return { name: fold(org.name), place: `${org.countryCode} ${fold(org.city)} ${fold(org.name)}` };
}

/** At most this many words of a question are looked at. */
const mostWords = 8;

/** The words of a question, each in its spellings, for the vocabulary. */
export function askedWords(text: string): string[][] {
  return wordsOf(text).slice(0, mostWords);
}

/** Steps from one word to another: a letter more, less, other, or two that changed places. */
export function steps(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}

/** What somebody meant who typed a word that nothing is called: one slip in a short word, two or three in a long one. */
export function meantBy(spellings: readonly string[], vocabulary: readonly string[]): string[] {
  const scored = vocabulary
    .map((word) => ({ word, steps: Math.min(...spellings.map((s) => steps(s, word))) }))
    .filter(({ word, steps: n }) => n <= Math.max(1, Math.floor(word.length / 3)));
  const least = Math.min(...scored.map((s) => s.steps));
  return scored
    .filter((s) => s.steps <= least + 1)
    .sort((a, b) => a.steps - b.steps || (a.word < b.word ? -1 : 1))
    .slice(0, 12)
    .map((s) => s.word);
}
