type Clock = { now(): Temporal.Instant };

let clock: Clock = { now: () => Temporal.Now.instant() };

/** The only place that asks the machine for the time. */
export function now(): Temporal.Instant {
  return clock.now();
}

/** By zone, the day last asked for and the milliseconds of the epoch between which it lasts: asked many times a page. */
const lastDays = new Map<string, { day: Temporal.PlainDate; from: number; until: number }>();

/** The day it is in a zone; the zone of the place where the plan happens (docs/time.md). */
export function today(timeZone = 'Europe/Brussels'): Temporal.PlainDate {
  const at = now();
  const last = lastDays.get(timeZone);
  if (last && at.epochMilliseconds >= last.from && at.epochMilliseconds < last.until)
    return last.day;
  const start = at.toZonedDateTimeISO(timeZone).startOfDay();
  const day = start.toPlainDate();
  lastDays.set(timeZone, {
    day,
    from: start.epochMilliseconds,
    until: start.add({ days: 1 }).startOfDay().epochMilliseconds,
  });
  return day;
}

/** Shifts what "now" means, for tests and for the demo's past. Returns a function that undoes it. */
export function setClock(next: Clock): () => void {
  const before = clock;
  clock = next;
  return () => {
    clock = before;
  };
}
