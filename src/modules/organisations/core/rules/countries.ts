import { programmeCountries } from '#kernel/countries.ts';
import type { Country } from '../types.ts';
import { fold } from './fold.ts';
import { zonesOf } from './joining.ts';

/** Countries in which organisations may be as long as nobody wrote otherwise, with their time zones. */
export const shippedCountries: readonly Country[] = programmeCountries.map((code) => ({
  code,
  timeZones: zonesOf(code),
}));

/** Official languages of the countries of the programme: in each of them a country may be searched by its name. */
const tongues =
  'bg cs da de el en es et fi fr ga hr hu is it lt lv mk mt nl no pl pt ro sk sl sr sv tr'.split(
    ' ',
  );

/** Names by the countries they were made for; the list changes with an edit of the administrator, hardly ever. */
let named: { of: string; byName: Map<string, string> } | undefined;

/**
 * The country of which this is the name in one of Europe's languages, whatever the accents; null when it is none.
 * @param countries those that are looked through, by their codes
 */
export function countryNamed(
  text: string,
  countries: readonly string[] = programmeCountries,
): string | null {
  if (text.trim() === '') return null;
  const of = countries.join(' ');
  if (named?.of !== of) {
    const byName = new Map<string, string>();
    for (const tongue of tongues) {
      const names = new Intl.DisplayNames(tongue, { type: 'region' });
      for (const code of countries) byName.set(fold(names.of(code) ?? code), code);
    }
    named = { of, byName };
  }
  return named.byName.get(fold(text)) ?? null;
}
