import data from '../data/standards.json' with { type: 'json' };
import type { Item, Worded } from '../types.ts';

export type Standard = {
  id: string;
  part: number;
  /** as it stands in the standards, checked at the source; in English only */
  heading: string;
  /** what it asks for, in our own words */
  about: Record<string, string>;
  eqsIds: string[];
};

/** The Erasmus quality standards whose heading was checked at its source, in their four parts. */
export const standards: readonly Standard[] = data.standards;
export const standardParts: readonly { part: number; about: Record<string, string> }[] = data.parts;

/** Points whose answers speak about a standard, in the order of the questionnaire. */
export function itemsOfStandard(standard: Standard, items: readonly Item[]): Item[] {
  return items.filter((item) => item.eqsIds.some((id) => standard.eqsIds.includes(id)));
}

/** Our own words about a standard or a part, in a language that has them, else in English. */
export function aboutIn(about: Record<string, string>, language: string): Worded {
  const own = about[language];
  return own ? { text: own } : { text: about.en ?? '', lang: 'en' };
}
