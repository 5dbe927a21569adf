/**
 * A length of time, negative before the anchor. The parts add up, in this order:
 *
 * - `months`: the whole part is calendar months by Temporal's `constrain` (31 August less 6 months is the last of
 *   February); the fraction is a share of four weeks, rounded to days. So -0.75 is 21 days before, 0.5 is 14 days after,
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
  /** The first sensible day, from the same anchor; never later than the last day. */
  readonly notBefore?: Offset;
  /**
   * Keeps a step of a long stay inside a short one: both offsets reach at most this share (0 to 1) of
   * the stay's days away from their anchor.
   */
  readonly atMostShare?: number;
  /** It happens on the anchor's very day, such as departure: never moved off a closed day, nor earlier. */
  readonly onTheDay?: boolean;
  /** Working days it takes once what it depends on is done; 0 when left out. */
  readonly duration?: number;
  /** Whose turn it is, and whose closed days count. */
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

export type TemplateFault = {
  kind: 'twice' | 'unknown' | 'circle' | 'offset' | 'duration';
  /** the step it was found at */
  step: string;
  /** for `circle`: each waits for the next, the first stands again at the end; for `unknown`: what is not there */
  path: readonly string[];
};

const offsetParts = ['months', 'weeks', 'days', 'stayShare'] as const;

/** What is wrong with a template, in the order of its steps; empty when it can be planned. */
export function templateFaults(steps: readonly PlanStep[]): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const byId = new Map<string, PlanStep>();
  for (const step of steps) {
    if (byId.has(step.id)) faults.push({ kind: 'twice', step: step.id, path: [] });
    byId.set(step.id, step);
  }
  for (const step of steps) {
    if (![step.offset, step.notBefore ?? {}].every(isOffset))
      faults.push({ kind: 'offset', step: step.id, path: [] });
    if (step.duration !== undefined && !(Number.isInteger(step.duration) && step.duration >= 0))
      faults.push({ kind: 'duration', step: step.id, path: [] });
    for (const id of step.dependsOn ?? [])
      if (!byId.has(id)) faults.push({ kind: 'unknown', step: step.id, path: [id] });
  }
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] | null => {
    const at = path.indexOf(id);
    if (at >= 0) return [...path.slice(at), id];
    if (done.has(id)) return null;
    for (const next of byId.get(id)?.dependsOn ?? []) {
      const circle = visit(next, [...path, id]);
      if (circle) return circle;
    }
    done.add(id);
    return null;
  };
  for (const step of steps) {
    const circle = visit(step.id, []);
    if (!circle) continue;
    faults.push({ kind: 'circle', step: circle[0] as string, path: circle });
    break;
  }
  return faults;
}

/** Every dependency before its dependents, for a template without faults. */
export function inOrder<Step extends PlanStep>(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((s) => [s.id, s]));
  const order: Step[] = [];
  const placed = new Set<string>();
  const visit = (step: Step) => {
    if (placed.has(step.id)) return;
    placed.add(step.id);
    for (const id of step.dependsOn ?? []) visit(byId.get(id) as Step);
    order.push(step);
  };
  for (const step of steps) visit(step);
  return order;
}

/** A fault in a sentence, for whoever wrote the template. */
export function faultText({ kind, step, path }: TemplateFault): string {
  switch (kind) {
    case 'twice':
      return `step "${step}" stands twice in the template`;
    case 'unknown':
      return `step "${step}" depends on "${path[0]}", which does not exist`;
    case 'circle':
      return `steps wait for each other: ${path.join(' -> ')}`;
    case 'offset':
      return `step "${step}" has an offset that is no number, or a part of a week or day`;
    case 'duration':
      return `step "${step}" has a duration that is no whole number of days`;
  }
}

function isOffset(offset: Offset): boolean {
  return (
    offsetParts.every((part) => Number.isFinite(offset[part] ?? 0)) &&
    Number.isInteger(offset.weeks ?? 0) &&
    Number.isInteger(offset.days ?? 0)
  );
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
    const { atMostShare, onTheDay, duration, responsible, dependsOn } = step;
    const { completes, certainty, source } = step;
    if (
      atMostShare !== undefined &&
      !(typeof atMostShare === 'number' && atMostShare >= 0 && atMostShare <= 1)
    ) {
      throw fault('atMostShare');
    }
    if (onTheDay !== undefined && typeof onTheDay !== 'boolean') throw fault('onTheDay');
    if (duration !== undefined && typeof duration !== 'number') throw fault('duration');
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
      ...(duration !== undefined && { duration }),
      responsible,
      ...(dependsOn && { dependsOn }),
      ...(completes !== undefined && { completes }),
      certainty,
      source,
    };
  });
  const [first] = templateFaults(steps);
  if (first) throw new Error(`template "${name}": ${faultText(first)}`);
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

function readOffset(value: unknown): Offset | undefined {
  const parts = record(value);
  if (!parts) return undefined;
  const names = Object.keys(parts);
  const good = names.every(
    (n) => (offsetParts as readonly string[]).includes(n) && typeof parts[n] === 'number',
  );
  return good && names.length > 0 ? (parts as Offset) : undefined;
}
