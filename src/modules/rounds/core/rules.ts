import {
  clockMoves,
  commonWeek,
  type GroupFault,
  type Limits,
  levels,
  type Peer,
  startsOf,
  type WeekPlan,
} from '#engines/grouping/index.ts';
import type { Fault } from '#kernel/outcome.ts';
import { meetings } from '#modules/clubs/core/index.ts';
import type { Entry, RoundRules, RoundState } from './types.ts';

/** Meetings last ninety minutes; a language is followed from B1 on; a club has five to eight people. */
const base: Omit<Limits, 'ownTheme' | 'themes'> = { least: 5, most: 8, level: 'B1', meeting: 3 };
export const groupSize = { least: base.least, most: base.most };
/** above this many people groups are found in the background */
export const atOnce = 40;
/** days for which the link to a round is worth something after it was mailed */
export const arrivalDays = 7;
export const weekdays = [1, 2, 3, 4, 5] as const;
/** the hours of a day in which meetings are held, in three parts */
export const dayParts = [
  { id: 'morning', from: 16, to: 24 },
  { id: 'afternoon', from: 24, to: 34 },
  { id: 'evening', from: 34, to: 40 },
] as const;
export { levels };

export function limitsOf(round: RoundRules): Limits {
  return { ...base, ownTheme: round.ownTheme, themes: round.themes };
}

/** The weeks of the meetings of a club: as many as clubs have, evenly apart. */
export function planOf(round: RoundRules): WeekPlan {
  return {
    timeZone: round.timeZone,
    weeks: meetings.map((_, i) => round.kickOffWeek.add({ weeks: i * round.weeksBetween })),
  };
}

/** Half-hours of the week for the parts and half-hours that were ticked: `2-morning` and `2-17` (Tuesday 8:30). */
export function freeOf(ticks: readonly string[]): number[] {
  const found = new Set<number>();
  for (const tick of ticks) {
    const [day, what] = tick.split('-') as [string, string | undefined];
    const first = (Number(day) - 1) * 48;
    if (!weekdays.some((d) => String(d) === day)) continue;
    const part = dayParts.find((p) => p.id === what);
    if (part) for (let h = part.from; h < part.to; h++) found.add(first + h);
    else {
      const h = Number(what);
      if (Number.isInteger(h) && h >= dayParts[0].from && h < dayParts[2].to) found.add(first + h);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** The ticks that stand for these half-hours: whole parts as one, the rest singly. */
export function ticksOf(free: readonly number[]): string[] {
  const has = new Set(free);
  return weekdays.flatMap((day) => {
    const first = (day - 1) * 48;
    return dayParts.flatMap(({ id, from, to }) => {
      const halves = Array.from({ length: to - from }, (_, i) => from + i);
      const own = halves.filter((h) => has.has(first + h));
      return own.length === halves.length ? [`${day}-${id}`] : own.map((h) => `${day}-${h}`);
    });
  });
}

/** 8:30 for the seventeenth half-hour of a day. */
export function clockOf(half: number): Temporal.PlainTime {
  return Temporal.PlainTime.from({ hour: Math.floor((half % 48) / 2), minute: (half % 2) * 30 });
}

/** Somebody of the round as the grouping sees them: languages on offer, hours free at every planned meeting. */
export function peerOf(entry: Entry, round: RoundRules): Peer {
  return {
    id: entry.personId,
    organisation: entry.orgId,
    country: entry.countryCode,
    role: entry.role,
    languages: entry.languages.filter(
      (l) => round.languages.length === 0 || round.languages.includes(l.code),
    ),
    free: commonWeek(entry.free, entry.timeZone, planOf(round)),
    experience: entry.experience,
    wants: entry.wants,
  };
}

/** What somebody's clock says at each meeting of a group, and which of them differ from the first. */
export function ownClock(start: number, timeZone: string, round: RoundRules) {
  const all = clockMoves(start, timeZone, planOf(round));
  const first = all[0];
  return all.map((at) => ({
    at,
    moved: first !== undefined && !at.toPlainTime().equals(first.toPlainTime()),
  }));
}

/** What is missing in a registration before anybody can be brought together. */
export function entryFaults(
  entry: Omit<Entry, 'personId' | 'orgId' | 'countryCode'>,
  round: RoundRules,
): Fault[] {
  const faults: Fault[] = [];
  const codes = entry.languages.map((l) => l.code);
  if (codes.length === 0)
    faults.push({ reason: 'rounds.invalid.languages', field: 'languages.0.code' });
  if (new Set(codes).size < codes.length)
    faults.push({ reason: 'rounds.invalid.language-twice', field: 'languages.0.code' });
  if (startsOf(entry.free, base.meeting).length === 0)
    faults.push({ reason: 'rounds.invalid.free', field: 'free' });
  const themes = entry.wants.map((w) => w.theme);
  if (themes.length === 0) faults.push({ reason: 'rounds.invalid.wants', field: 'wants.0.theme' });
  if (new Set(themes).size < themes.length)
    faults.push({ reason: 'rounds.invalid.want-twice', field: 'wants.0.theme' });
  if (themes.some((t) => round.themes.length > 0 && !round.themes.includes(t)))
    faults.push({ reason: 'rounds.invalid.not-offered', field: 'wants.0.theme' });
  return faults;
}

/** Whether the days of a round follow each other: people register, then clubs meet. */
export function roundFaults(
  round: { registerUntil: Temporal.PlainDate; kickOffWeek: Temporal.PlainDate },
  today: Temporal.PlainDate,
): Fault[] {
  const faults: Fault[] = [];
  const before = Temporal.PlainDate.compare;
  if (before(round.registerUntil, today) < 0)
    faults.push({ reason: 'rounds.invalid.until-past', field: 'registerUntil' });
  if (before(round.kickOffWeek.add({ days: 6 }), round.registerUntil) <= 0)
    faults.push({ reason: 'rounds.invalid.kick-off-early', field: 'kickOffWeek' });
  return faults;
}

/** Rounds that were closed before this moment are deleted: a year is promised on the page about privacy. */
export function keptFrom(today: Temporal.PlainDate): Temporal.Instant {
  return today.subtract({ years: 1 }).toZonedDateTime('UTC').toInstant();
}

/** The day that a moment has in Brussels, where days of a round are counted. */
export function dayOf(now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
}

/** Whether people can still register. */
export function takesPeople(
  round: { state: RoundState; registerUntil: Temporal.PlainDate },
  today: Temporal.PlainDate,
): boolean {
  return round.state === 'open' && Temporal.PlainDate.compare(today, round.registerUntil) <= 0;
}

/** The Monday of the week of a day. */
export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** A rule that people break together, as a reason in words. */
export function faultOfGroup(fault: GroupFault, group: number): Fault {
  const field = 'to';
  switch (fault.kind) {
    case 'too-few':
      return {
        reason: 'rounds.breaks.too-few',
        params: { group, count: fault.count, least: fault.least },
        field,
      };
    case 'too-many':
      return { reason: 'rounds.breaks.too-many', params: { group, most: fault.most }, field };
    default:
      return { reason: `rounds.breaks.${fault.kind}`, params: { group }, field };
  }
}
