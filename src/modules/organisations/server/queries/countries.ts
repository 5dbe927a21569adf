import { z } from 'zod';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { shippedCountries } from '../../core/rules/index.ts';
import type { Country } from '../../core/types.ts';

type CountrySource = (read: Readable) => Promise<readonly Country[]>;
let countriesFrom: CountrySource = async () => shippedCountries;

/** Which countries there are to choose from is kept by the reference data: the roof hands over who answers. */
export function setCountrySource(source: CountrySource): void {
  countriesFrom = source;
}

/** The countries in which organisations may be today, with their time zones. */
export function countriesOf(read: Readable): Promise<readonly Country[]> {
  return countriesFrom(read);
}

export const countryView = z.object({ code: z.string(), timeZones: z.array(z.string()) });

/** Countries as a page's choices, copied for the declared view. */
export async function countryChoices(read: Readable) {
  return (await countriesOf(read)).map(({ code, timeZones }) => ({
    code,
    timeZones: [...timeZones],
  }));
}

export const listCountries = query({
  name: 'organisations.list-countries',
  summary:
    'The countries in which organisations may be, with their time zones, the capital’s first.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? {} : null),
  output: z.object({ countries: z.array(countryView) }),
  view: async ({ read }) => ({ countries: await countryChoices(read) }),
});
