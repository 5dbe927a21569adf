import { type ClosedDays, calendarOf, type PlanCalendar } from './calendar.ts';
import { addMonths, ofDay, toDay } from './days.ts';
import { type AllowedDays, allowedDays, type BrokenLimit, type HostLimits } from './stay.ts';
import { faultText, inOrder, type Offset, type PlanStep, templateFaults } from './template.ts';

export type StepState = 'done' | 'done_late' | 'late' | 'due_soon' | 'ahead';

export type PlannedStep = {
  readonly id: string;
  /** Last day on which it is in time: an open day of who does it, and not later than what depends on it allows. */
  readonly latest: Temporal.PlainDate;
  /**
   * First day on which it can be done: not before today, the template's first day, and what it waits for. The day it was
   * done when it is done.
   */
  readonly earliest: Temporal.PlainDate;
  /** First sensible day, where the template names one. */
  readonly opensOn?: Temporal.PlainDate;
  readonly doneOn?: Temporal.PlainDate;
  readonly state: StepState;
  /** Days from today (or from the day it was done) to `latest`; negative when late. */
  readonly daysLeft: number;
  /** Days it may still slip: from `earliest` to `latest`. Negative: it cannot be in time any more. */
  readonly slackDays: number;
  /** The same in days on which who does it is open. */
  readonly slackWorkingDays: number;
  /** On the chain with the least slack that leads to the next fixed day; see `plan`. */
  readonly critical: boolean;
  /** Direct dependencies that are not done; empty when the step itself is done. */
  readonly waitsFor: readonly string[];
  /** The steps at the root of the waiting, which could be done now; empty when it waits for nothing. */
  readonly heldUpBy: readonly string[];
  /** For what happens on the first or last day of the stay: what the limits of the host say of that day. */
  readonly allowed?: AllowedDays;
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
  /** Closed days, or a calendar made of them once for many plans. */
  readonly closed?: ClosedDays | PlanCalendar;
  /** Last days of steps that were done under other dates, as they stood then: these do not move. */
  readonly kept?: Readonly<Record<string, Temporal.PlainDate>>;
  /** From how many days before `latest` a step counts as due soon. Default 14. */
  /** What those allow who host: told at the fixed days, and no step is moved for it. */
  readonly limits?: readonly HostLimits[];
  readonly dueSoonDays?: number;
};

const defaultDueSoonDays = 14;

type Node = {
  step: PlanStep;
  dependencies: Node[];
  dependents: Node[];
  /** place in the template, for ties */
  index: number;
};

/** Templates are planned a thousand times: they are checked and linked once. */
const compiled = new WeakMap<readonly PlanStep[], Node[]>();

function compile(steps: readonly PlanStep[]): Node[] {
  const known = compiled.get(steps);
  if (known) return known;
  const [fault] = templateFaults(steps);
  if (fault) throw new Error(`plan: ${faultText(fault)}`);
  const nodes = new Map<string, Node>();
  const places = new Map(steps.map((s, i) => [s.id, i]));
  for (const step of inOrder(steps)) {
    const dependencies = (step.dependsOn ?? []).map((id) => nodes.get(id) as Node);
    const node: Node = {
      step,
      dependencies,
      dependents: [],
      index: places.get(step.id) as number,
    };
    for (const dependency of dependencies) dependency.dependents.push(node);
    nodes.set(step.id, node);
  }
  const order = [...nodes.values()];
  // a list that somebody still changes must be looked at again
  if (Object.isFrozen(steps)) compiled.set(steps, order);
  return order;
}

/**
 * Lays a template on two dates.
 *
 * - **Last days**, backward: the template's day, moved to the open day before when it is closed for who does the step, and
 *   never after the last day of what depends on it less the working days that takes. Only what must follow a fixed day
 *   (departure on a Sunday, arrival talk due the same weekend) may take the next open day instead.
 * - **First days**, forward: not before today, the template's first day, and the first days of what it waits for plus the
 *   working days it takes; on an open day.
 * - **Critical**: from the next fixed day that is still ahead (else from the last step still to do) backwards, each time
 *   to the step it waits for that has the least slack. One day lost there moves the fixed day first.
 *
 * - **Allowed**: at the fixed days what the limits of the host say of them (`AllowedDays`); they move nothing, for who
 *   plans decides.
 *
 * @returns the steps by last day, equal days in the template's order.
 * @throws Error naming the fault: end before start, a fault of the template (`templateFaults`), a fixed day that lies
 *   before another it depends on, no open weekday.
 */
export function plan(input: PlanInput): PlannedStep[] {
  const start = toDay(input.start);
  const end = toDay(input.end);
  const today = toDay(input.today);
  if (end < start)
    throw new Error(`plan: the end ${input.end} lies before the start ${input.start}`);
  const nodes = compile(input.steps);
  const calendar = isCalendar(input.closed) ? input.closed : calendarOf(input.closed ?? {});
  const facts = input.facts ?? {};
  const count = nodes.length;
  const dueSoonDays = input.dueSoonDays ?? defaultDueSoonDays;

  const wanted = new Array<number>(count);
  // no day before this one is possible, since a fixed day comes before
  const low = new Array<number | undefined>(count);
  for (const { step, dependencies, index } of nodes) {
    const who = step.responsible;
    let floor: number | undefined;
    for (const d of dependencies) {
      const before = low[d.index];
      if (before !== undefined && (floor === undefined || before > floor)) floor = before;
    }
    const own = place(step, step.offset, start, end);
    if (step.onTheDay) {
      if (floor !== undefined && own < floor)
        throw new Error(
          `plan: step "${step.id}" happens on ${ofDay(own)}, before something it depends on (${ofDay(floor)})`,
        );
      wanted[index] = own;
      low[index] = own;
      continue;
    }
    wanted[index] = calendar.nearest(who, own, -1);
    if (floor !== undefined) low[index] = calendar.step(who, floor, step.duration ?? 0, 1);
  }

  const latest = new Array<number>(count);
  for (let i = count - 1; i >= 0; i--) {
    const { step, dependents, index } = nodes[i] as Node;
    let last = wanted[index] as number;
    if (!step.onTheDay) {
      for (const d of dependents) {
        const taken = d.step.duration ?? 0;
        const next = latest[d.index] as number;
        const begins = taken === 0 ? next : calendar.step(d.step.responsible, next, taken, -1);
        if (begins < last) last = calendar.nearest(step.responsible, begins, -1);
      }
      last = Math.max(last, low[index] ?? last);
    }
    latest[index] = last;
  }

  const done = new Array<Temporal.PlainDate | undefined>(count);
  for (const { step, index } of nodes)
    done[index] =
      own(facts, step.id) ??
      (step.completes === undefined ? undefined : own(facts, step.completes));

  const earliest = new Array<number>(count);
  const opens = new Array<number | undefined>(count);
  for (const { step, dependencies, index } of nodes) {
    const who = step.responsible;
    const last = latest[index] as number;
    if (step.notBefore) {
      const open = calendar.nearest(who, place(step, step.notBefore, start, end), 1);
      opens[index] = Math.min(open, last);
    }
    const on = done[index];
    if (on) {
      earliest[index] = toDay(on);
      continue;
    }
    let first = Math.max(today, opens[index] ?? today);
    for (const d of dependencies) first = Math.max(first, earliest[d.index] as number);
    if (step.onTheDay) first = Math.max(first, wanted[index] as number);
    else first = calendar.step(who, first, step.duration ?? 0, 1);
    earliest[index] = first;
  }

  const allowed = input.limits?.length ? allowedDays(input.start, input.end, input.limits) : null;
  const kept = input.kept ?? {};
  const heldUpBy = new Array<readonly string[]>(count);
  const lastDay = new Map<PlannedStep, number>();
  const planned = new Array<PlannedStep>(count);
  for (const { step, dependencies, index } of nodes) {
    const on = done[index];
    const keptDay = on && own(kept, step.id);
    const last = keptDay ? toDay(keptDay) : (latest[index] as number);
    const first = earliest[index] as number;
    const open = on ? [] : dependencies.filter((d) => !done[d.index]);
    heldUpBy[index] = [
      ...new Set(
        open.flatMap((d) => {
          const further = heldUpBy[d.index] as readonly string[];
          return further.length > 0 ? further : [d.step.id];
        }),
      ),
    ];
    const daysLeft = last - (on ? first : today);
    const one: PlannedStep = {
      id: step.id,
      latest: keptDay ?? ofDay(last),
      earliest: on ?? ofDay(first),
      ...(opens[index] !== undefined && { opensOn: ofDay(Math.min(opens[index], last)) }),
      ...(on && { doneOn: on }),
      state: on
        ? daysLeft < 0
          ? 'done_late'
          : 'done'
        : daysLeft < 0
          ? 'late'
          : daysLeft <= dueSoonDays
            ? 'due_soon'
            : 'ahead',
      daysLeft,
      slackDays: last - first,
      slackWorkingDays: calendar.openDays(step.responsible, first, last),
      critical: false,
      waitsFor: open.map((d) => d.step.id),
      heldUpBy: heldUpBy[index] as readonly string[],
      ...(step.onTheDay &&
        allowed?.[step.anchor] && { allowed: allowed[step.anchor] as AllowedDays }),
      responsible: step.responsible,
      certainty: step.certainty,
      source: step.source,
    };
    planned[index] = one;
    lastDay.set(one, last);
  }
  for (const index of criticalPath(nodes, planned))
    (planned[index] as { critical: boolean }).critical = true;
  return planned.sort((a, b) => (lastDay.get(a) as number) - (lastDay.get(b) as number));
}

/** Places of the steps on the critical path; `planned` in the template's order. */
function criticalPath(nodes: readonly Node[], planned: readonly PlannedStep[]): number[] {
  const openNodes = nodes.filter((n) => !planned[n.index]?.doneOn);
  const compare = (a: Node, b: Node) =>
    Temporal.PlainDate.compare(
      (planned[a.index] as PlannedStep).latest,
      (planned[b.index] as PlannedStep).latest,
    ) || a.index - b.index;
  const fixed = openNodes.filter((n) => n.step.onTheDay).sort(compare)[0];
  let at = fixed ?? [...openNodes].sort(compare).at(-1);
  const path: number[] = [];
  while (at) {
    path.push(at.index);
    let tightest: Node | undefined;
    for (const d of at.dependencies) {
      const step = planned[d.index] as PlannedStep;
      if (step.doneOn) continue;
      const known = tightest && (planned[tightest.index] as PlannedStep);
      if (!known || step.slackDays < known.slackDays) tightest = d;
    }
    at = tightest;
  }
  return path;
}

export type MovedStep = {
  readonly id: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** Days later; negative is earlier. */
  readonly days: number;
  readonly stateBefore: StepState;
  readonly stateAfter: StepState;
  /** limits of the host that the new day goes beyond and the old one did not */
  readonly breaks?: readonly BrokenLimit[];
};

/**
 * What a changed start, end, calendar or template moves: every step still to do whose last day differs, in the order of
 * `after`. Steps that are done on both sides have nothing left to move.
 *
 * @param before the plan as it was  @param after the plan as it would be
 */
export function moved(before: readonly PlannedStep[], after: readonly PlannedStep[]): MovedStep[] {
  const thens = new Map(before.map((s) => [s.id, s]));
  return after.flatMap((now) => {
    const then = thens.get(now.id);
    if (!then || (then.doneOn && now.doneOn)) return [];
    const days = toDay(now.latest) - toDay(then.latest);
    if (days === 0) return [];
    const was = then.allowed?.broken ?? [];
    const breaks = (now.allowed?.broken ?? []).filter(
      (b) => !was.some((w) => w.rule === b.rule && w.of === b.of),
    );
    return [
      {
        id: now.id,
        from: then.latest,
        to: now.latest,
        days,
        stateBefore: then.state,
        stateAfter: now.state,
        ...(breaks.length > 0 && { breaks }),
      },
    ];
  });
}

/**
 * Plans anew and keeps what is done: steps done in `before` hold the last day they had, so that nobody becomes late
 * afterwards for what was in time.
 *
 * @param before the plan as it was, of the same template
 */
export function replan(
  before: readonly PlannedStep[],
  input: PlanInput,
): { steps: PlannedStep[]; moved: MovedStep[] } {
  const kept: Record<string, Temporal.PlainDate> = { ...input.kept };
  for (const step of before) if (step.doneOn) kept[step.id] = step.latest;
  const steps = plan({ ...input, kept });
  return { steps, moved: moved(before, steps) };
}

export type Lateness = {
  readonly responsible: string;
  /** steps that are late and wait for nobody else, the longest late first */
  readonly steps: readonly string[];
  /** how many days the first of them is late */
  readonly days: number;
};

/** Who is late with what, and for how long: a step that is late because it waits for others is theirs, not its own. */
export function whoIsLate(planned: readonly PlannedStep[]): Lateness[] {
  const late = new Map<string, PlannedStep[]>();
  for (const step of planned)
    if (step.state === 'late' && step.waitsFor.length === 0)
      late.set(step.responsible, [...(late.get(step.responsible) ?? []), step]);
  return [...late]
    .map(([responsible, steps]) => {
      const byDays = steps.sort((a, b) => a.daysLeft - b.daysLeft);
      return {
        responsible,
        steps: byDays.map((s) => s.id),
        days: -(byDays[0] as PlannedStep).daysLeft,
      };
    })
    .sort((a, b) => b.days - a.days);
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
  return ofDay(shift(toDay(day), offset, stayDays));
}

function shift(day: number, offset: Offset, stayDays: number): number {
  const months = offset.months ?? 0;
  const whole = Math.trunc(months);
  return (
    addMonths(day, whole) +
    roundHalfAway((months - whole) * 28) +
    (offset.weeks ?? 0) * 7 +
    (offset.days ?? 0) +
    roundHalfAway((offset.stayShare ?? 0) * stayDays)
  );
}

function place(step: PlanStep, offset: Offset, start: number, end: number): number {
  const anchor = step.anchor === 'start' ? start : end;
  const stayDays = end - start;
  const wanted = shift(anchor, offset, stayDays);
  if (step.atMostShare === undefined) return wanted;
  const distance = wanted - anchor;
  const reach = Math.round(stayDays * step.atMostShare);
  return Math.abs(distance) <= reach ? wanted : anchor + Math.sign(distance) * reach;
}

function isCalendar(closed: ClosedDays | PlanCalendar | undefined): closed is PlanCalendar {
  return closed !== undefined && 'openDays' in closed;
}

/** Own key only: a fact named "constructor" is no fact. */
function own<T>(facts: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(facts, key) ? facts[key] : undefined;
}

/** Symmetric about zero, so that an offset before and the same offset after are equally long. */
function roundHalfAway(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}
