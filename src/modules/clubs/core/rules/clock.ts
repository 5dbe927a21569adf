/**
 * The clock of a meeting, as pure arithmetic for server and browser alike. The server keeps what was counted and since when
 * it runs; everybody computes the rest, on the server's time. All times are milliseconds, moments since the epoch.
 */

/** How long a point was talked about, and since when it is again; null when it rests. */
export type PointClock = { position: number; spent: number; since: number | null };

/** How long a point has been talked about at a moment. */
export function elapsed(point: PointClock, at: number): number {
  return point.spent + (point.since === null ? 0 : Math.max(0, at - point.since));
}

/** What is left of a point; below nothing when it runs over. */
export function remaining(point: PointClock, minutes: number, at: number): number {
  return minutes * 60_000 - elapsed(point, at);
}

/** One question for the time: when it was sent and answered on the own clock, and what the server said. */
export type TimeSample = { sent: number; received: number; server: number };

/**
 * How far the server's clock is ahead of the own one. The answer of the shortest way tells most: whatever happened on it,
 * the server looked at its clock somewhere between, so that half of the way is the most this can be wrong by
 * (Cristian 1989, "Probabilistic clock synchronization").
 * @returns null when nothing was asked
 */
export function offsetOf(samples: readonly TimeSample[]): { offset: number; error: number } | null {
  let best: TimeSample | null = null;
  for (const sample of samples)
    if (!best || sample.received - sample.sent < best.received - best.sent) best = sample;
  if (!best) return null;
  const error = (best.received - best.sent) / 2;
  return { offset: best.server + error - best.received, error };
}

/** Minutes and seconds, with a minus when it is over: `4:05`, `−0:30`. A second counts until it is gone. */
export function shown(ms: number): string {
  const seconds = ms < 0 ? Math.floor(-ms / 1000) : Math.ceil(ms / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return ms < 0 && seconds > 0 ? `−${text}` : text;
}

/**
 * Where a room is in its rounds after some time: whose turn it is, which step, and how long it still takes.
 * @param steps of the protocol, minutes each
 * @returns null when all rounds are over
 */
export function roundAt(
  steps: readonly { minutes: number }[],
  rounds: number,
  after: number,
): { round: number; step: number; left: number } | null {
  const whole = steps.reduce((sum, s) => sum + s.minutes, 0) * 60_000;
  const round = Math.floor(after / whole);
  if (round >= rounds || after < 0) return null;
  let into = after - round * whole;
  for (const [step, { minutes }] of steps.entries()) {
    if (into < minutes * 60_000) return { round, step, left: minutes * 60_000 - into };
    into -= minutes * 60_000;
  }
  return null;
}
