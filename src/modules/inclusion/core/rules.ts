import { defineWorkflow, type StateOf } from '#engines/workflow/index.ts';
import rates from './data/rates.json' with { type: 'json' };
import type { Anchor, BudgetLine, Opinion, Part, Writer } from './types.ts';

/** What is said about an idea, and by whom in the family. */
export type Said = { as: Exclude<Writer, 'contact'>; says: Opinion };

/** Nothing is done about a pupil against the pupil's word, nor when all parents who spoke are against it. */
const guards = {
  pupilNotAgainst: {
    id: 'pupil-against',
    test: (s: Asked) => !s.said.some((o) => o.as === 'pupil' && o.says === 'no'),
  },
  familyNotAgainst: {
    id: 'family-against',
    test: (s: Asked) => familyAnswer(s.said) !== 'no',
  },
  talkedWithBoth: {
    id: 'talk-with-both',
    test: (s: Asked) => familyAnswer(s.said) !== 'differs' || s.talkedWithBoth,
  },
};
export type Asked = { said: readonly Said[]; talkedWithBoth: boolean };

/** The life of a measure. Roles are those of this module's policy. */
export const measureLifecycle = defineWorkflow({
  name: 'measure',
  initial: 'proposed',
  states: {
    proposed: {},
    agreed: {},
    under_way: {},
    done: { final: true },
    dropped: { final: true },
  },
  transitions: [
    {
      name: 'agree',
      from: ['proposed'],
      to: 'agreed',
      by: ['contact'],
      guards: [guards.pupilNotAgainst, guards.familyNotAgainst, guards.talkedWithBoth],
    },
    { name: 'start', from: ['agreed'], to: 'under_way', by: ['contact', 'doer'] },
    { name: 'finish', from: ['agreed', 'under_way'], to: 'done', by: ['contact', 'doer'] },
    { name: 'drop', from: ['proposed', 'agreed', 'under_way'], to: 'dropped', by: ['contact'] },
  ],
});
export type MeasureState = StateOf<typeof measureLifecycle>;

/** States in which a measure counts: it was agreed and not given up. */
export const agreedStates = ['agreed', 'under_way', 'done'] as const satisfies MeasureState[];

/** Whether a measure makes its pupil a "participant with fewer opportunities": derived, and never a reason with it. */
export function countsAsAgreed(state: string): boolean {
  return (agreedStates as readonly string[]).includes(state);
}

/** What the guardians together say: nothing yet, yes, no, or not the same. */
export function familyAnswer(said: readonly Said[]): 'none' | Opinion | 'differs' {
  const answers = new Set(said.filter((o) => o.as === 'guardian').map((o) => o.says));
  if (answers.size > 1) return 'differs';
  return [...answers][0] ?? 'none';
}

/** The day of a step: so many days after the anchor, before it when negative. */
export function stepDay(
  step: { anchor: Anchor; days: number },
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate },
): Temporal.PlainDate {
  return (step.anchor === 'return' ? stay.endsOn : stay.startsOn).add({ days: step.days });
}

/** Which part of the way a step adapts. */
export function partOf(step: { anchor: Anchor; days: number }): Part {
  if (step.anchor === 'return') return 're_entry';
  return step.anchor === 'arrival' && step.days >= 0 ? 'integration' : 'preparation';
}

/** Steps of the coming weeks stand on the home page; later ones in plan and calendar alone. */
export const stepShownDays = 21;
export const talkShownDays = 14;
/** A call back is promised within so many working days. */
export const callBackDays = 2;

/** The day so many working days later, weekends left out. Holidays are those of the person who promised. */
export function workingDaysAfter(day: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let at = day;
  for (let left = count; left > 0; ) {
    at = at.add({ days: 1 });
    if (at.dayOfWeek <= 5) left -= 1;
  }
  return at;
}

/** By when the contact promises a talk the family asked for. */
export function callBackBy(today: Temporal.PlainDate): Temporal.PlainDate {
  return workingDaysAfter(today, callBackDays);
}

/** Numbers of people below this are hidden outside the circle that knows the people. */
export const smallestShown = 5;

/** A number of people as it may be shown; null says "fewer than five". Nobody is no secret. */
export function shownCount(count: number): number | null {
  return count === 0 || count >= smallestShown ? count : null;
}

export type CostRow = {
  measureId: string;
  planId: string;
  state: string;
  line: BudgetLine;
  estimateCents: number;
  realCents: number | null;
};
export type CostSum = {
  /** null: lines with few pupils, put together so that none of them can be told */
  line: BudgetLine | null;
  estimateCents: number;
  realCents: number;
  /** null: fewer than five */
  pupils: number | null;
};

function sumOf(rows: readonly CostRow[], line: BudgetLine | null, inCircle: boolean): CostSum {
  const pupils = new Set(rows.map((r) => r.planId)).size;
  return {
    line,
    estimateCents: rows.reduce((sum, r) => sum + r.estimateCents, 0),
    realCents: rows.reduce((sum, r) => sum + (r.realCents ?? 0), 0),
    pupils: inCircle ? pupils : shownCount(pupils),
  };
}

/**
 * Costs of agreed measures, line by line. Where few pupils of other schools stand behind a line it is put together with
 * others: with one more when it would stand alone, since it could then be told by taking away.
 * @param isKnown rows of the reader's own schools, or of plans they read: these pupils they know
 */
export function costSums<R extends CostRow>(
  rows: readonly R[],
  isKnown: (row: R) => boolean,
): { lines: CostSum[]; total: CostSum } {
  const counted = rows.filter((r) => countsAsAgreed(r.state) && r.line !== 'none');
  const known = counted.every(isKnown);
  const byLine = [...Map.groupBy(counted, (r) => r.line)].map(([line, of]) => ({
    line,
    of,
    pupils: new Set(of.map((r) => r.planId)).size,
    known: of.every(isKnown),
  }));
  const small = byLine.filter((l) => !l.known && l.pupils < smallestShown);
  const shown = byLine.filter((l) => !small.includes(l));
  if (small.length === 1 && shown.length > 0) {
    shown.sort((a, b) => a.pupils - b.pupils);
    small.push(...shown.splice(0, 1));
  }
  const lines = shown.map((l) => sumOf(l.of, l.line, l.known));
  if (small.length > 0)
    lines.push(
      sumOf(
        small.flatMap((l) => l.of),
        null,
        false,
      ),
    );
  return { lines, total: sumOf(counted, null, known) };
}

/** A rate with where it was read; null where nobody has found one for this call: then none is shown. */
export type Rate = { cents: number; source: string };

/**
 * Inclusion support for organisations, per participant with fewer opportunities, in the call of a project.
 * @param code of the project (`2026-1-ES01-KA122-SCH-…`): its first part is the year of the call
 */
export function organisationRate(code: string): Rate | null {
  const call = Number(code.slice(0, 4));
  const found = rates.organisation.find((r) => r.certainty === 'found' && r.calls.includes(call));
  return found ? { cents: found.cents, source: found.source } : null;
}

/** Real costs of participants are borne in full; the source says so for every call we read. */
export const participantRate: { percent: number; source: string } = {
  percent: rates.participant.percent,
  source: rates.participant.source,
};

/** What the parents at home are told, by where the pupil is on the way. */
export const familyMoments = [
  'applying',
  'waiting',
  'selected',
  'placed',
  'agreed',
  'ready',
  'abroad',
  'returned',
  'ended',
] as const;
export type FamilyMoment = (typeof familyMoments)[number];

export function familyMoment(application: string, mobility: string | null): FamilyMoment {
  switch (mobility) {
    case 'selected':
    case 'placed':
    case 'agreed':
    case 'ready':
      return mobility;
    case 'departed':
    case 'settled':
      return 'abroad';
    case 'returned':
    case 'recognised':
      return 'returned';
    case 'withdrawn':
      return 'ended';
  }
  if (application === 'draft') return 'applying';
  if (application === 'submitted') return 'waiting';
  return application === 'selected' ? 'selected' : 'ended';
}

/** How long after the last day of the stay: what was wished, what was done about it, and who was named before. */
export const wishesKept = { months: 3 } as const;
export const planKept = { years: 1 } as const;
export const contactKept = { years: 2 } as const;
