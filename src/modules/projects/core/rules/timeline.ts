import {
  type Closure,
  calendarOf,
  type HostLimits,
  type Offset,
  type PlanCalendar,
  type PlannedStep,
  type PlanStep,
  plan,
  readSteps,
  type TemplateFault,
  templateFaults,
} from '#engines/planner/index.ts';
import january from '../data/timeline-january.json' with { type: 'json' };
import september from '../data/timeline-september.json' with { type: 'json' };
import short from '../data/timeline-short.json' with { type: 'json' };
import {
  type PlaceDays,
  type Side,
  type StepFacts,
  sides,
  type TemplateName,
  type TimelineStep,
} from '../types.ts';

const data = { january, september, short } as const;
const read: Record<TemplateName, readonly PlanStep[]> = {
  january: Object.freeze(readSteps('january', january.steps)),
  september: Object.freeze(readSteps('september', september.steps)),
  short: Object.freeze(readSteps('short', short.steps)),
};

/** The steps of a timeline that is shipped. */
export function stepsOf(template: TemplateName): readonly TimelineStep[] {
  return read[template];
}

export type Source = { title: string; url?: string };

/** What a step's source codes stand for. */
export function sourcesOf(template: TemplateName, codes: readonly string[]): Source[] {
  const known = data[template].sources as Record<string, Source>;
  return codes.flatMap((code) => (Object.hasOwn(known, code) ? (known[code] ?? []) : []));
}

/**
 * Reads the steps of somebody's own timeline as they are kept.
 * @throws Error when they are not well formed: they were checked before they were kept
 */
export function readTimeline(name: string, kept: unknown): TimelineStep[] {
  const steps = readSteps(name, kept);
  const raw = kept as { title?: { en: string; fr: string }; hidden?: boolean }[];
  return steps.map((step, i) => ({
    ...step,
    ...(raw[i]?.title && { title: raw[i].title }),
    ...(raw[i]?.hidden && { hidden: true }),
  }));
}

/** The steps that are planned: what waits for a hidden one waits for what that waits for. */
export function shownSteps(steps: readonly TimelineStep[]): readonly TimelineStep[] {
  if (!steps.some((s) => s.hidden)) return steps;
  const byId = new Map(steps.map((s) => [s.id, s]));
  const through = (ids: readonly string[]): string[] =>
    ids.flatMap((id) => {
      const step = byId.get(id);
      return step?.hidden ? through(step.dependsOn ?? []) : [id];
    });
  return steps
    .filter((s) => !s.hidden)
    .map((s) => (s.dependsOn ? { ...s, dependsOn: [...new Set(through(s.dependsOn))] } : s));
}

/** Departure, arrival and return happen on their days: they are neither changed nor hidden. */
export function isFixed(step: TimelineStep): boolean {
  return step.onTheDay === true;
}

export type StepChange = {
  side: Side;
  anchor: 'start' | 'end';
  /** days before (negative) or after the anchor */
  offset: Offset;
  duration: number;
  dependsOn: readonly string[];
  /** null: the words that are shipped */
  title: { en: string; fr: string } | null;
};

/**
 * The steps with one changed, or with a new one at the end.
 * @param id null for a new step
 * @returns what is wrong with the whole then: a circle is named by its steps
 */
export function withStep(
  steps: readonly TimelineStep[],
  id: string | null,
  change: StepChange,
): { steps: TimelineStep[]; id: string; fault: TemplateFault | null } {
  const { title, duration, side, ...placed } = change;
  const before = steps.find((s) => s.id === id);
  const own = id ?? nextOwnId(steps);
  const { atMostShare, notBefore, title: _, ...rest } = before ?? ownStep(own);
  const sameOffset =
    before &&
    before.anchor === change.anchor &&
    JSON.stringify(before.offset) === JSON.stringify(change.offset);
  const next: TimelineStep = {
    ...rest,
    ...placed,
    responsible: side,
    ...(duration > 0 ? { duration } : { duration: 0 }),
    // the window and the limit of a short stay belong to the day they were made for
    ...(sameOffset && notBefore && { notBefore }),
    ...(sameOffset && atMostShare !== undefined && { atMostShare }),
    ...(title && { title }),
    // a source vouches for a step as it was found, not for what somebody made of it
    ...(before && sameOffset && side === before.responsible
      ? {}
      : { certainty: 'own', source: ['OWN'] }),
  };
  const changed = before ? steps.map((s) => (s.id === id ? next : s)) : [...steps, next];
  return { steps: changed, id: own, fault: templateFaults(changed)[0] ?? null };
}

function ownStep(id: string): TimelineStep {
  return {
    id,
    anchor: 'start',
    offset: {},
    responsible: 'all',
    certainty: 'own',
    source: ['OWN'],
  };
}

function nextOwnId(steps: readonly TimelineStep[]): string {
  const numbers = steps.flatMap((s) => Number(/^own-(\d+)$/.exec(s.id)?.[1] ?? 0));
  return `own-${Math.max(0, ...numbers) + 1}`;
}

const weekend = [6, 7];

/** Who of the timeline is closed when: public holidays close all of a part, school holidays its schools. */
const closedOn = {
  public: {
    sending: ['sendingSchool', 'sendingOrg', 'sending', 'pupil', 'all'],
    host: ['hostSchool', 'hostOrg', 'host', 'all'],
  },
  school: {
    // families can do in the holidays what is theirs, and organisations work on
    sending: ['sendingSchool', 'sending', 'all'],
    host: ['hostSchool', 'host', 'all'],
  },
  office: {
    sending: ['sendingOrg', 'sending', 'all'],
    host: ['hostOrg', 'host', 'all'],
  },
} satisfies Record<string, Record<PlaceDays['part'], Side[]>>;

/** The calendar of a timeline, from the holidays of both countries. */
export function timelineCalendar(places: readonly PlaceDays[]): PlanCalendar {
  const closures = places.flatMap((place): Closure[] =>
    (['public', 'school', 'office'] as const).flatMap((kind) =>
      (place[kind] ?? []).map(({ from, until }) => ({
        from,
        until,
        closed: closedOn[kind][place.part],
      })),
    ),
  );
  return calendarOf({ weekdays: weekend, closures });
}

/** Dates a timeline had until a day, when they were changed. */
export type FormerDates = {
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  until: Temporal.PlainDate;
};

/** The timeline of an intake or a dossier: by which day each step is due, and how it stands. */
export function planTimeline(timeline: {
  steps: readonly TimelineStep[];
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  today: Temporal.PlainDate;
  facts: StepFacts;
  calendar: PlanCalendar;
  /** what those who host allow */
  limits?: readonly HostLimits[];
  /** oldest first: what was done then keeps the last day it had then */
  former?: readonly FormerDates[];
}): PlannedStep[] {
  const { today, facts, calendar, limits } = timeline;
  const steps = shownSteps(timeline.steps);
  const on = (start: Temporal.PlainDate, end: Temporal.PlainDate) => ({
    steps,
    start,
    end,
    today,
    facts,
    closed: calendar,
  });
  const kept: Record<string, Temporal.PlainDate> = {};
  for (const { startsOn, endsOn, until } of timeline.former ?? [])
    for (const step of plan(on(startsOn, endsOn)))
      if (step.doneOn && !kept[step.id] && Temporal.PlainDate.compare(step.doneOn, until) <= 0)
        kept[step.id] = step.latest;
  return plan({ ...on(timeline.startsOn, timeline.endsOn), kept, ...(limits && { limits }) });
}

export function isSide(text: string): text is Side {
  return (sides as readonly string[]).includes(text);
}
