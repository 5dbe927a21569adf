/** What is counted beside people's own judgement, and at which point it stands. */
export const measures = [
  { id: 'agreements', itemId: 'PR-05' },
  { id: 'contacts', itemId: 'IM-05' },
  { id: 'placement-days', itemId: 'PL-14' },
  { id: 'recognition', itemId: 'FU-02' },
] as const;
export type MeasureId = (typeof measures)[number]['id'];

/** Of fewer stays nothing is told: a figure would speak of one pupil. */
export const fewestStays = 3;
/** Below this a percentage pretends to more than it knows. */
export const fewestForPercent = 20;
/** Stays that began within so many months are counted. */
export const measuredMonths = 24;

/**
 * A measured value, without anything about a pupil. `part` of `whole` happened as it should; for `placement-days` the
 * middle number of days, and `whole` placements it was taken from. `few` says that there were stays, too few to tell.
 */
export type Measure = {
  id: MeasureId;
  itemId: string;
  whole: number;
  part: number | null;
  days: number | null;
  few: boolean;
};

/** A stay as the measures read it: days only. */
export type MeasuredStay = {
  leftOn: Temporal.PlainDate;
  /** the day on which it ended, or today while it goes on */
  untilOn: Temporal.PlainDate;
  isOver: boolean;
  signedOn: Temporal.PlainDate | null;
  talkedOn: readonly Temporal.PlainDate[];
  recognition: 'full' | 'other' | null;
};

/**
 * How many of the talks with a pupil that were due took place in time.
 * @param due from when a talk is due: the stay's first day and the last talk give the next day at the latest
 */
export function contactsOnTime(
  stay: Pick<MeasuredStay, 'leftOn' | 'untilOn' | 'talkedOn'>,
  due: (from: Temporal.PlainDate, last: Temporal.PlainDate | null) => Temporal.PlainDate,
): { due: number; inTime: number } {
  const talks = stay.talkedOn
    .filter((on) => Temporal.PlainDate.compare(on, stay.untilOn) <= 0)
    .sort(Temporal.PlainDate.compare);
  let [count, inTime] = [0, 0];
  let last: Temporal.PlainDate | null = null;
  for (let next = 0; ; ) {
    const by: Temporal.PlainDate = due(stay.leftOn, last);
    const talk: Temporal.PlainDate | undefined = talks[next];
    if (talk && Temporal.PlainDate.compare(talk, by) <= 0) {
      count += 1;
      inTime += 1;
      last = talk;
      next += 1;
      continue;
    }
    if (Temporal.PlainDate.compare(by, stay.untilOn) > 0) break;
    // it was due and did not come in time: a late talk counts for what comes next, a missing one leaves the day it was due
    count += 1;
    const late: boolean =
      talk !== undefined && Temporal.PlainDate.compare(talk, due(stay.leftOn, by)) <= 0;
    last = late && talk ? talk : by;
    if (late) next += 1;
  }
  return { due: count, inTime };
}

const middle = (days: readonly number[]): number | null => {
  const sorted = [...days].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
};

/** The four values of an organisation's stays, those only for which there are stays. */
export function measuresOf(
  stays: readonly MeasuredStay[],
  placementDays: readonly number[],
  due: (from: Temporal.PlainDate, last: Temporal.PlainDate | null) => Temporal.PlainDate,
): Measure[] {
  const itemOf = new Map<MeasureId, string>(measures.map((m) => [m.id, m.itemId]));
  const measure = (
    id: MeasureId,
    counted: number,
    value: { whole: number; part?: number; days?: number | null },
  ): Measure[] => {
    if (counted === 0 || value.whole === 0) return [];
    const few = counted < fewestStays;
    return [
      {
        id,
        itemId: itemOf.get(id) ?? '',
        whole: few ? 0 : value.whole,
        part: few ? null : (value.part ?? null),
        days: few ? null : (value.days ?? null),
        few,
      },
    ];
  };
  const talks = stays.map((stay) => contactsOnTime(stay, due));
  const sum = (of: (t: { due: number; inTime: number }) => number) =>
    talks.reduce((total, t) => total + of(t), 0);
  const decided = stays.filter((s) => s.recognition !== null);
  return [
    ...measure('agreements', stays.length, {
      whole: stays.length,
      part: stays.filter((s) => s.signedOn && Temporal.PlainDate.compare(s.signedOn, s.leftOn) <= 0)
        .length,
    }),
    ...measure('contacts', stays.length, {
      whole: sum((t) => t.due),
      part: sum((t) => t.inTime),
    }),
    ...measure('placement-days', placementDays.length, {
      whole: placementDays.length,
      days: middle(placementDays),
    }),
    ...measure('recognition', decided.length, {
      whole: decided.length,
      part: decided.filter((s) => s.recognition === 'full').length,
    }),
  ];
}
