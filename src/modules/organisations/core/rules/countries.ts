import { programmeCountries } from '#kernel/countries.ts';
import { fold } from './fold.ts';

/** Official languages of the countries of the programme: in each of them a country may be searched by its name. */
const tongues =
  'bg cs da de el en es et fi fr ga hr hu is it lt lv mk mt nl no pl pt ro sk sl sr sv tr'.split(
    ' ',
  );

let byName: Map<string, string> | undefined;

/** The country of which this is the name in one of Europe's languages, whatever the accents; null when it is none. */
export function countryNamed(text: string): string | null {
  if (!byName) {
    byName = new Map();
    for (const tongue of tongues) {
      const names = new Intl.DisplayNames(tongue, { type: 'region' });
      for (const code of programmeCountries) byName.set(fold(names.of(code) ?? code), code);
    }
  }
  return byName.get(fold(text)) ?? null;
}
