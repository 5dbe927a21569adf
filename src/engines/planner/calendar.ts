import { ofDay, toDay, weekdayOf } from './days.ts';

/** Days on which somebody is closed, both ends included. */
export type Closure = {
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  /** who is closed, by the words steps have for `responsible`; left out: everybody */
  readonly closed?: readonly string[];
};

export type ClosedDays = {
  /** ISO weekdays on which nobody works, 1 Monday to 7 Sunday */
  readonly weekdays?: readonly number[];
  readonly closures?: readonly Closure[];
};

type Span = {
  from: number;
  until: number;
  /** open weekdays taken away by this span and all before it */
  taken: number;
};

/** Who is open when, made once and used for many plans. */
export type PlanCalendar = {
  /** @param who as `responsible` of a step  @param day in days since 1970-01-01 */
  isOpen(who: string, day: number): boolean;
  /** The day itself when it is open, else the nearest open one after (1) or before (-1) it. */
  nearest(who: string, day: number, direction: 1 | -1): number;
  /** So many open days on (or back), ending on an open day; 0 is the nearest open day. */
  step(who: string, day: number, count: number, direction: 1 | -1): number;
  /** Open days after `from` up to and with `until`; negative when `until` lies before. */
  openDays(who: string, from: number, until: number): number;
};

/**
 * @throws Error when every weekday is closed, or a closure ends before it begins
 */
export function calendarOf(closed: ClosedDays): PlanCalendar {
  const weekdays = new Set(closed.weekdays ?? []);
  if ([1, 2, 3, 4, 5, 6, 7].every((d) => weekdays.has(d)))
    throw new Error('plan: every weekday is closed');
  const closures = (closed.closures ?? []).map((c) => {
    const span = { from: toDay(c.from), until: toDay(c.until), closed: c.closed };
    if (span.until < span.from)
      throw new Error(`plan: a closure ends on ${c.until}, before it begins on ${c.from}`);
    return span;
  });
  // open weekdays from Monday up to each day of the week
  const upTo = [0];
  for (let d = 1; d <= 7; d++) upTo.push((upTo[d - 1] as number) + (weekdays.has(d) ? 0 : 1));
  const openInWeek = upTo[7] as number;
  /** open weekdays up to and with a day, counted from a Monday long ago */
  const openWeekdays = (day: number) => {
    const weekday = weekdayOf(day);
    return ((day - weekday + 4) / 7) * openInWeek + (upTo[weekday] as number);
  };

  const known = new Map<string, Span[]>();
  const spansOf = (who: string): Span[] => {
    let spans = known.get(who);
    if (!spans) {
      spans = merged(closures.filter((c) => !c.closed || c.closed.includes(who)));
      let taken = 0;
      for (const span of spans) {
        taken += openWeekdays(span.until) - openWeekdays(span.from - 1);
        span.taken = taken;
      }
      known.set(who, spans);
    }
    return spans;
  };
  /** open weekdays that closures take away up to and with a day */
  const takenUpTo = (spans: Span[], day: number) => {
    const at = lastFrom(spans, day);
    if (at < 0) return 0;
    const span = spans[at] as Span;
    const before = at > 0 ? (spans[at - 1] as Span).taken : 0;
    return span.until <= day
      ? span.taken
      : before + openWeekdays(day) - openWeekdays(span.from - 1);
  };
  const isOpen = (who: string, day: number) => {
    if (weekdays.has(weekdayOf(day))) return false;
    const spans = spansOf(who);
    const at = lastFrom(spans, day);
    return at < 0 || (spans[at] as Span).until < day;
  };
  const nearest = (who: string, day: number, direction: 1 | -1) => {
    const spans = spansOf(who);
    let open = day;
    for (;;) {
      if (weekdays.has(weekdayOf(open))) {
        open += direction;
        continue;
      }
      const span = spans[lastFrom(spans, open)];
      if (!span || span.until < open) return open;
      open = direction === 1 ? span.until + 1 : span.from - 1;
    }
  };
  return {
    isOpen,
    nearest,
    step: (who, day, count, direction) => {
      let at = nearest(who, day, direction);
      for (let i = 0; i < count; i++) at = nearest(who, at + direction, direction);
      return at;
    },
    openDays: (who, from, until) => {
      const spans = spansOf(who);
      return (
        openWeekdays(until) -
        openWeekdays(from) -
        (takenUpTo(spans, until) - takenUpTo(spans, from))
      );
    },
  };
}

/** Spans in order, those that touch or overlap made one. */
function merged(spans: readonly { from: number; until: number }[]): Span[] {
  const one: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = one.at(-1);
    if (last && span.from <= last.until + 1) last.until = Math.max(last.until, span.until);
    else one.push({ from: span.from, until: span.until, taken: 0 });
  }
  return one;
}

/** Position of the last span that begins on or before a day; -1 when there is none. */
function lastFrom(spans: readonly Span[], day: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).from <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export type CoverageFault =
  | { kind: 'end-before-start'; row: number; from: Temporal.PlainDate; until: Temporal.PlainDate }
  | {
      kind: 'overlap';
      row: number;
      with: number;
      from: Temporal.PlainDate;
      until: Temporal.PlainDate;
    }
  | {
      kind: 'week-between';
      row: number;
      after: number;
      from: Temporal.PlainDate;
      until: Temporal.PlainDate;
    }
  | { kind: 'outside'; row: number; from: Temporal.PlainDate; until: Temporal.PlainDate };

/** Two periods so near each other that the days between look forgotten: a school week and its weekends. */
const forgottenDays = 9;

/**
 * What looks wrong with a list of closed periods: an end before its start, two that overlap, a single week left between
 * two, and what lies outside the time the list is for. Rows are positions in the list, from 0.
 */
export function coverageFaults(
  periods: readonly { from: Temporal.PlainDate; until: Temporal.PlainDate }[],
  within?: { from: Temporal.PlainDate; until: Temporal.PlainDate },
): CoverageFault[] {
  const faults: CoverageFault[] = [];
  const spans = periods.map((p, row) => ({ row, from: toDay(p.from), until: toDay(p.until) }));
  for (const [row, p] of periods.entries()) {
    if (Temporal.PlainDate.compare(p.until, p.from) < 0)
      faults.push({ kind: 'end-before-start', row, from: p.from, until: p.until });
    else if (
      within &&
      (Temporal.PlainDate.compare(p.until, within.from) < 0 ||
        Temporal.PlainDate.compare(p.from, within.until) > 0)
    )
      faults.push({ kind: 'outside', row, from: p.from, until: p.until });
  }
  const inOrder = spans.filter((s) => s.from <= s.until).sort((a, b) => a.from - b.from);
  for (const [i, span] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (!before) continue;
    const between = span.from - before.until - 1;
    const place = { row: span.row, from: ofDay(before.until + 1), until: ofDay(span.from - 1) };
    if (between < 0)
      faults.push({
        kind: 'overlap',
        row: span.row,
        with: before.row,
        from: ofDay(span.from),
        until: ofDay(Math.min(span.until, before.until)),
      });
    // single free days stand near each other all the time; two long periods do not
    else if (
      between >= 5 &&
      between <= forgottenDays &&
      span.until - span.from >= 4 &&
      before.until - before.from >= 4
    )
      faults.push({ kind: 'week-between', after: before.row, ...place });
  }
  return faults.sort((a, b) => a.row - b.row);
}
