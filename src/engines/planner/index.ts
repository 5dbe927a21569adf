/**
 * Plans backward from two dates: a template says how long before or after the start or the end of a
 * stay each step has to be done; the planner says by which day, how much air is left, and what a new
 * start or end moves. It knows calendars, not pupils.
 *
 * All dates are calendar days in the zone of the place where the plan belongs; "today" is an argument.
 */

/**
 * A length of time, negative before the anchor. The parts add up, in this order:
 *
 * - `months`: the whole part is calendar months (31 August less 6 months is the last of February); the
 *   fraction is a share of four weeks, rounded to days. So -0.75 is 21 days before, 0.5 is 14 days after,
 *   -1.5 is one calendar month and 14 days before.
 * - `weeks` and `days`.
 * - `stayShare`: a share of the days from start to end; 0.5 from the start is half-way.
 */
export type Offset = {
  readonly months?: number;
  readonly weeks?: number;
  readonly days?: number;
  readonly stayShare?: number;
};

export type Anchor = 'start' | 'end';

export type PlanStep = {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly anchor: Anchor;
  /** The last day on which it is in time. */
  readonly offset: Offset;
  /** The first day on which it makes sense, same anchor; never later than the last day. */
  readonly notBefore?: Offset;
  /**
   * Keeps a step of a long stay inside a short one: both offsets reach at most this share (0 to 1) of
   * the stay's days away from their anchor.
   */
  readonly atMostShare?: number;
  /** It happens on the anchor's very day, such as departure: never moved off a closed day, nor earlier. */
  readonly onTheDay?: boolean;
  readonly responsible: string;
  /** Ids of steps that must be done before. */
  readonly dependsOn?: readonly string[];
  /** Name of the fact that completes it. */
  readonly completes?: string;
  /** How sure the source is of this step. */
  readonly certainty: string;
  /** Codes of sources. */
  readonly source: readonly string[];
};

/** Days on which nothing can be due: ISO weekdays (1 Monday to 7 Sunday) and single dates. */
export type ClosedDays = {
  readonly weekdays?: readonly number[];
  readonly dates?: readonly Temporal.PlainDate[];
};

export type StepState = 'done' | 'done_late' | 'late' | 'due_soon' | 'ahead';

export type PlannedStep = {
  readonly id: string;
  /** Last day on which it is in time: an open day, and not later than any step that depends on it. */
  readonly latest: Temporal.PlainDate;
  /** First sensible day, where the template names one. */
  readonly earliest?: Temporal.PlainDate;
  readonly doneOn?: Temporal.PlainDate;
  readonly state: StepState;
  /** Days from today (or from the day it was done) to `latest`; negative when late. */
  readonly slackDays: number;
  /** Direct dependencies that are not done; empty when the step itself is done. */
  readonly waitsFor: readonly string[];
  readonly responsible: string;
  readonly certainty: string;
  readonly source: readonly string[];
};

export type PlanInput<Step extends PlanStep = PlanStep> = {
  readonly steps: readonly Step[];
  readonly start: Temporal.PlainDate;
  /** Not before the start. */
  readonly end: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  /** When something was done, by step id or by the fact that completes the step; the step id wins. */
  readonly facts?: Readonly<Record<string, Temporal.PlainDate>>;
  readonly closed?: ClosedDays;
  /** From how many days before `latest` a step counts as due soon. Default 14. */
  readonly dueSoonDays?: number;
};

const defaultDueSoonDays = 14;

/**
 * Lays a template on two dates.
 *
 * Backward pass: a step's own last day (moved to the open day before when closed) is pulled earlier to
 * the last day of whatever depends on it. Only where that would come before a step that happens on its
 * day (departure on a Sunday, arrival talk due the same weekend) the next open day is taken instead.
 *
 * @returns the steps by last day, equal days in the template's order.
 * @throws Error naming the fault: end before start, a step id used twice, an unknown dependency, a circle,
 *   an offset that is no finite number, no open weekday.
 */
export function plan(input: PlanInput): PlannedStep[] {
  const { start, end, today } = input;
  if (Temporal.PlainDate.compare(end, start) < 0)
    throw new Error(`plan: the end ${end} lies before the start ${start}`);
  const order = checkSteps(input.steps);
  const isClosed = closedTest(input.closed ?? {});
  const facts = input.facts ?? {};
  const dueSoonDays = input.dueSoonDays ?? defaultDueSoonDays;

  const floors = new Map<string, Temporal.PlainDate>();
  const latest = new Map<string, Temporal.PlainDate>();
  for (const step of order) {
    const wanted = place(step, step.offset, start, end);
    const floor = latestOf((step.dependsOn ?? []).map((id) => floors.get(id)));
    if (step.onTheDay) {
      if (floor && Temporal.PlainDate.compare(wanted, floor) < 0) {
        throw new Error(
          `plan: step "${step.id}" happens on ${wanted}, before something it depends on (${floor})`,
        );
      }
      floors.set(step.id, wanted);
      latest.set(step.id, wanted);
      continue;
    }
    if (floor) floors.set(step.id, floor);
    const open = nextOpen(wanted, isClosed, -1);
    latest.set(
      step.id,
      floor && Temporal.PlainDate.compare(open, floor) < 0 ? nextOpen(floor, isClosed, 1) : open,
    );
  }
  for (const step of order.toReversed()) {
    for (const id of step.dependsOn ?? []) {
      const own = latest.get(id) as Temporal.PlainDate;
      const next = latest.get(step.id) as Temporal.PlainDate;
      if (Temporal.PlainDate.compare(next, own) < 0) latest.set(id, next);
    }
  }

  const doneOn = new Map<string, Temporal.PlainDate>();
  for (const step of input.steps) {
    const day =
      own(facts, step.id) ??
      (step.completes === undefined ? undefined : own(facts, step.completes));
    if (day) doneOn.set(step.id, day);
  }

  const planned = input.steps.map((step): PlannedStep => {
    const last = latest.get(step.id) as Temporal.PlainDate;
    const done = doneOn.get(step.id);
    const first =
      step.notBefore && earliestDay(place(step, step.notBefore, start, end), last, isClosed);
    const slackDays = daysBetween(done ?? today, last);
    return {
      id: step.id,
      latest: last,
      ...(first && { earliest: first }),
      ...(done && { doneOn: done }),
      state: done
        ? slackDays < 0
          ? 'done_late'
          : 'done'
        : slackDays < 0
          ? 'late'
          : slackDays <= dueSoonDays
            ? 'due_soon'
            : 'ahead',
      slackDays,
      waitsFor: done ? [] : (step.dependsOn ?? []).filter((id) => !doneOn.has(id)),
      responsible: step.responsible,
      certainty: step.certainty,
      source: step.source,
    };
  });
  return planned.sort((a, b) => Temporal.PlainDate.compare(a.latest, b.latest));
}

export type MovedStep = {
  readonly id: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** Days later; negative is earlier. */
  readonly days: number;
  readonly stateBefore: StepState;
  readonly stateAfter: StepState;
};

/**
 * What a changed start, end or calendar moves: every step still to do whose last day differs, in the
 * order of `after`. Steps that are done on both sides have nothing left to move.
 *
 * @param before the plan as it was  @param after the plan as it would be, of the same template
 */
export function moved(before: readonly PlannedStep[], after: readonly PlannedStep[]): MovedStep[] {
  const was = new Map(before.map((s) => [s.id, s]));
  return after.flatMap((now) => {
    const then = was.get(now.id);
    if (!then || (then.doneOn && now.doneOn)) return [];
    const days = daysBetween(then.latest, now.latest);
    if (days === 0) return [];
    return [
      {
        id: now.id,
        from: then.latest,
        to: now.latest,
        days,
        stateBefore: then.state,
        stateAfter: now.state,
      },
    ];
  });
}

/**
 * Adds an offset to a day.
 *
 * @param stayDays days from start to end, for `stayShare`
 */
export function addOffset(
  day: Temporal.PlainDate,
  offset: Offset,
  stayDays = 0,
): Temporal.PlainDate {
  const months = offset.months ?? 0;
  const whole = Math.trunc(months);
  const days =
    roundHalfAway((months - whole) * 28) +
    (offset.weeks ?? 0) * 7 +
    (offset.days ?? 0) +
    roundHalfAway((offset.stayShare ?? 0) * stayDays);
  return day.add({ months: whole }).add({ days });
}

/**
 * Reads steps out of data (a template in JSON) and checks them.
 *
 * @param name of the template, for messages
 * @throws Error with template, step and field of the first fault.
 */
export function readSteps(name: string, data: unknown): PlanStep[] {
  if (!Array.isArray(data)) throw new Error(`template "${name}": the steps are not a list`);
  const steps = data.map((entry: unknown, i): PlanStep => {
    const step = record(entry);
    const where = `template "${name}", step ${typeof step?.id === 'string' ? `"${step.id}"` : i + 1}`;
    const fault = (field: string) => new Error(`${where}: ${field} is missing or not well formed`);
    if (!step || typeof step.id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(step.id))
      throw fault('id');
    if (step.anchor !== 'start' && step.anchor !== 'end') throw fault('anchor');
    const offset = readOffset(step.offset);
    if (!offset) throw fault('offset');
    const notBefore = step.notBefore === undefined ? undefined : readOffset(step.notBefore);
    if (step.notBefore !== undefined && !notBefore) throw fault('notBefore');
    const { atMostShare, onTheDay, responsible, dependsOn, completes, certainty, source } = step;
    if (
      atMostShare !== undefined &&
      !(typeof atMostShare === 'number' && atMostShare >= 0 && atMostShare <= 1)
    ) {
      throw fault('atMostShare');
    }
    if (onTheDay !== undefined && typeof onTheDay !== 'boolean') throw fault('onTheDay');
    if (typeof responsible !== 'string') throw fault('responsible');
    if (dependsOn !== undefined && !isStrings(dependsOn)) throw fault('dependsOn');
    if (completes !== undefined && typeof completes !== 'string') throw fault('completes');
    if (typeof certainty !== 'string') throw fault('certainty');
    if (!isStrings(source) || source.length === 0) throw fault('source');
    return {
      id: step.id,
      anchor: step.anchor,
      offset,
      ...(notBefore && { notBefore }),
      ...(atMostShare !== undefined && { atMostShare }),
      ...(onTheDay !== undefined && { onTheDay }),
      responsible,
      ...(dependsOn && { dependsOn }),
      ...(completes !== undefined && { completes }),
      certainty,
      source,
    };
  });
  checkSteps(steps);
  return steps;
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((v) => typeof v === 'string');
}

const offsetParts = ['months', 'weeks', 'days', 'stayShare'] as const;

function readOffset(value: unknown): Offset | undefined {
  const parts = record(value);
  if (!parts) return undefined;
  const names = Object.keys(parts);
  const good = names.every(
    (n) => (offsetParts as readonly string[]).includes(n) && typeof parts[n] === 'number',
  );
  return good && names.length > 0 ? (parts as Offset) : undefined;
}

/** Checks ids, dependencies and numbers; returns the steps with every dependency before its dependents. */
function checkSteps<Step extends PlanStep>(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((s) => [s.id, s]));
  if (byId.size < steps.length) {
    const twice = steps.find((s, i) => steps.findIndex((other) => other.id === s.id) !== i);
    throw new Error(`plan: step "${twice?.id}" stands twice in the template`);
  }
  for (const step of steps) {
    for (const offset of [step.offset, step.notBefore ?? {}]) {
      if (
        !offsetParts.every((part) => Number.isFinite(offset[part] ?? 0)) ||
        !isWhole(offset.weeks) ||
        !isWhole(offset.days)
      ) {
        throw new Error(
          `plan: step "${step.id}" has an offset that is no number, or a part of a week or day`,
        );
      }
    }
    for (const id of step.dependsOn ?? []) {
      if (!byId.has(id))
        throw new Error(`plan: step "${step.id}" depends on "${id}", which does not exist`);
    }
  }
  const order: Step[] = [];
  const placed = new Set<string>();
  const visit = (step: Step, path: readonly string[]) => {
    if (placed.has(step.id)) return;
    if (path.includes(step.id))
      throw new Error(`plan: steps wait for each other: ${[...path, step.id].join(' -> ')}`);
    for (const id of step.dependsOn ?? []) visit(byId.get(id) as Step, [...path, step.id]);
    placed.add(step.id);
    order.push(step);
  };
  for (const step of steps) visit(step, []);
  return order;
}

function isWhole(part: number | undefined): boolean {
  return part === undefined || Number.isInteger(part);
}

function place(
  step: PlanStep,
  offset: Offset,
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
): Temporal.PlainDate {
  const anchor = step.anchor === 'start' ? start : end;
  const stayDays = daysBetween(start, end);
  const wanted = addOffset(anchor, offset, stayDays);
  if (step.atMostShare === undefined) return wanted;
  const distance = daysBetween(anchor, wanted);
  const reach = Math.round(stayDays * step.atMostShare);
  return Math.abs(distance) <= reach ? wanted : anchor.add({ days: Math.sign(distance) * reach });
}

function earliestDay(
  wanted: Temporal.PlainDate,
  latest: Temporal.PlainDate,
  isClosed: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate {
  const open = nextOpen(wanted, isClosed, 1);
  return Temporal.PlainDate.compare(open, latest) > 0 ? latest : open;
}

function closedTest(closed: ClosedDays): (day: Temporal.PlainDate) => boolean {
  const weekdays = new Set(closed.weekdays ?? []);
  if ([1, 2, 3, 4, 5, 6, 7].every((d) => weekdays.has(d)))
    throw new Error('plan: every weekday is closed');
  // By text: two PlainDates of the same day are different objects.
  const dates = new Set((closed.dates ?? []).map((d) => d.toString()));
  return (day) => weekdays.has(day.dayOfWeek) || dates.has(day.toString());
}

function nextOpen(
  day: Temporal.PlainDate,
  isClosed: (day: Temporal.PlainDate) => boolean,
  step: 1 | -1,
): Temporal.PlainDate {
  let open = day;
  while (isClosed(open)) open = open.add({ days: step });
  return open;
}

function latestOf(
  days: readonly (Temporal.PlainDate | undefined)[],
): Temporal.PlainDate | undefined {
  return days.reduce(
    (a, b) => (a && (!b || Temporal.PlainDate.compare(a, b) >= 0) ? a : b),
    undefined,
  );
}

function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'days' }).days;
}

/** Own key only: a fact named "constructor" is no fact. */
function own<T>(facts: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(facts, key) ? facts[key] : undefined;
}

/** Symmetric about zero, so that an offset before and the same offset after are equally long. */
function roundHalfAway(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}
