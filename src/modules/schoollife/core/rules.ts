import { wordsOf } from '#modules/organisations/core/index.ts';
import data from './data/ideas.json' with { type: 'json' };
import type { Direction, Idea, Moment, Name } from './types.ts';

/** All ideas that come with the product, in the order in which they are read. */
export const ideas: readonly Idea[] = (data as (Omit<Idea, 'lesson'> & { lesson?: boolean })[]).map(
  (idea) => ({ ...idea, lesson: idea.lesson ?? false }),
);

export const isIdea = (id: string): boolean => ideas.some((idea) => idea.id === id);

/** So many months before a stay a class begins with it, and so many after it the story is still told. */
const near = 2;

export const monthOf = (day: Temporal.PlainDate): Temporal.PlainDate => day.with({ day: 1 });

/** Where a month stands in a stay; null when the stay is too far away. A stay within one month has only a first one. */
export function momentOf(
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate },
  month: Temporal.PlainDate,
): Moment | null {
  const monthsTo = (day: Temporal.PlainDate) =>
    monthOf(month).until(monthOf(day), { largestUnit: 'months' }).months;
  const [begins, ends] = [monthsTo(stay.startsOn), monthsTo(stay.endsOn)];
  if (begins > 0) return begins <= near ? 'before' : null;
  if (ends < 0) return ends >= -near ? 'after' : null;
  if (begins === 0) return 'first';
  return ends === 0 ? 'last' : 'middle';
}

/** What can be done in a month in which the stays of a school stand at these moments. */
export function ideasFor(here: readonly { direction: Direction; moment: Moment }[]): Idea[] {
  return ideas.filter((idea) =>
    here.some((h) => h.direction === idea.direction && idea.moments.includes(h.moment)),
  );
}

/** A word in all the ways it is commonly written, without marks and in Latin letters: "Ελένη" is eleni too. */
const waysOf = (word: string): string[] => wordsOf(word).flat();

/** Initials as people write them: N. V., N.V., N.-M. V, also more than two. */
const initialsPattern = /(?<![\p{L}\p{N}])\p{Lu}\.(?:[\s-]{0,2}\p{Lu}(?:\.|(?![\p{L}\p{N}])))+/gu;

/**
 * The first thing in a text by which a pupil could be known: a given, preferred or family name in whole or in one of its
 * parts, in any spelling of its marks and in any of the scripts of the programme, or initials as people write them (N. V.,
 * N.V.). Parts of one or two letters (de, El) are no name by themselves.
 * @returns the words as they stand in the text, or null
 */
export function nameIn(text: string, names: readonly Name[]): string | null {
  const partsOf = (name: string) => waysOf(name).filter((part) => part.length > 2);
  const listed = new Set(
    names.flatMap((n) => [n.givenName, n.familyName, n.preferredName ?? ''].flatMap(partsOf)),
  );
  const composed = text.normalize('NFC');
  // an apostrophe or a hyphen parts words; whatever else is written together is one
  for (const [word] of composed.matchAll(/[\p{L}\p{M}\p{N}]+/gu))
    if (waysOf(word).some((way) => listed.has(way))) return word;
  const firsts = (name: string) => new Set(waysOf(name).map((way) => way.slice(0, 1)));
  const pairs = new Set(
    names.flatMap((n) =>
      [n.givenName, n.preferredName ?? ''].flatMap((given) =>
        [...firsts(given)].flatMap((a) => [...firsts(n.familyName)].map((b) => a + b)),
      ),
    ),
  );
  for (const [found] of composed.matchAll(initialsPattern)) {
    const letters = [...found.matchAll(/\p{Lu}/gu)].map(([letter]) => [...firsts(letter)]);
    const meant = letters.some((first, i) =>
      letters.slice(i + 1).some((later) => first.some((a) => later.some((b) => pairs.has(a + b)))),
    );
    if (meant) return found;
  }
  return null;
}

/** The first day of what a wall still keeps: a wall looks back on three years. */
export function keptFrom(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract({ years: 3 });
}
