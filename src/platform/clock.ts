type Clock = { now(): Temporal.Instant };

let clock: Clock = { now: () => Temporal.Now.instant() };

/** The only place that asks the machine for the time. */
export function now(): Temporal.Instant {
  return clock.now();
}

/** The day it is in a zone; the zone of the place where the plan happens (docs/time.md). */
export function today(timeZone = 'Europe/Brussels'): Temporal.PlainDate {
  return now().toZonedDateTimeISO(timeZone).toPlainDate();
}

/** Shifts what "now" means, for tests and for the demo's past. Returns a function that undoes it. */
export function setClock(next: Clock): () => void {
  const before = clock;
  clock = next;
  return () => {
    clock = before;
  };
}
