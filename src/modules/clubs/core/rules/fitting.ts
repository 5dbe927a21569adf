import { commonWeek, type Level, levels, startsOf } from '#engines/grouping/index.ts';
import { meetingsOf } from './forming.ts';

/** What is known of somebody who might join: languages with level, half-hours of the own week, the own clock. */
export type KnownPeer = {
  personId: string;
  languages: readonly { code: string; level: Level }[];
  free: readonly number[];
  timeZone: string;
};

/** From this level on people follow a meeting and speak in it. */
const leastLevel: Level = 'B1';
/** half-hours of a meeting in a row */
const meetingHalves = 3;

export type Fit = {
  /** who does not speak the language of the club, or not well enough */
  below: string[];
  /** no half-hour at which all of whom it is known could begin, at any meeting */
  noHour: boolean;
};

/**
 * What speaks against a club of these people, as far as they have told: a facilitator may go on all the same.
 * @param first Monday of the week of the first meeting; the others follow four weeks apart, over changes of the clock
 */
export function fitOf(
  people: readonly KnownPeer[],
  language: string,
  first: Temporal.PlainDate,
): Fit {
  const enough = levels.indexOf(leastLevel);
  const below = people
    .filter(
      (p) => !p.languages.some((l) => l.code === language && levels.indexOf(l.level) >= enough),
    )
    .map((p) => p.personId);
  const [one] = people;
  if (!one || people.length < 2) return { below, noHour: false };
  const plan = {
    timeZone: one.timeZone,
    weeks: meetingsOf().map((_, i) => first.add({ weeks: 4 * i })),
  };
  const weeks = people.map((p) => new Set(commonWeek([...p.free], p.timeZone, plan)));
  const shared = [...(weeks[0] ?? [])].filter((half) => weeks.every((week) => week.has(half)));
  return { below, noHour: startsOf(shared, meetingHalves).length === 0 };
}
