import type { StayLimits } from '#engines/planner/index.ts';

export const entryKinds = [
  'country',
  'public-holidays',
  'school-holidays',
  'stay-limits',
  'record-check-age',
  'online-consent-age',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How sure somebody is of what stands in an entry. */
export const certainties = ['official', 'found', 'recalled', 'own'] as const;
/** `computed`: shipped with the product, by a published rule. */
export type Certainty = (typeof certainties)[number] | 'computed';

/** Which entry: what it is about. `schoolYear` is '' for what has none, as 2026/27 for holidays. */
export type EntryKey = {
  kind: EntryKind;
  countryCode: string;
  region: string;
  schoolYear: string;
};

/** Days on which something is closed, both ends included, as they stand in the database. */
export type StoredPeriod = { from: string; until: string; en: string; fr: string };

/** What the product goes by for a country: whether new organisations may be there, and its clocks, the capital's first. */
export type CountryFacts = { programme: boolean; timeZones: string[] };

export type Content =
  | { periods: StoredPeriod[] }
  | { limits: StayLimits }
  | { age: number }
  | { country: CountryFacts };

export type Period = {
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
  name: { en: string; fr: string };
};

export type Source = { title: string; link: string };

/** A place whose holidays count: a country, and the region somebody there has chosen ('' when none). */
export type Place = { countryCode: string; region: string };

/** Something the planner does not know or doubts about holidays, told on its pages. */
export type CalendarGap = Place & { schoolYear: string } & (
    | { what: 'no-public-holidays' | 'no-school-holidays' }
    /** school holidays are known for regions alone, and none is chosen */
    | { what: 'no-region-chosen'; regions: string[] }
    | { what: 'week-between' | 'overlap'; from: Temporal.PlainDate; until: Temporal.PlainDate }
  );
