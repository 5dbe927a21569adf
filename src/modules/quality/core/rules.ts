import { defineWorkflow } from '#engines/workflow/index.ts';
import type { Fault } from '#kernel/outcome.ts';
import data from './data/questionnaire.json' with { type: 'json' };
import french from './data/questionnaire-fr.json' with { type: 'json' };
import type { AnswerInput, PriorityInput } from './schema.ts';
import type {
  Answer,
  Criterion,
  Intent,
  Item,
  Level,
  Priority,
  Questionnaire,
  Role,
  Scope,
  Status,
  Worded,
} from './types.ts';
import { statuses } from './types.ts';

/** The questionnaire in force. Ids are stable; a changed meaning gets a new id, any change a new version. */
export const questionnaire: Questionnaire = data;

/** More than three priorities are none (the SELFIE planning tool advises two or three). */
export const maxPriorities = 3;

export const levels: readonly Level[] = [
  'not_started',
  'in_progress',
  'implemented',
  'documented_audited',
];

const levelOf = (status: Status): number => levels.indexOf(status as Level);

export const assessmentLifecycle = defineWorkflow({
  name: 'assessment',
  states: { open: {}, submitted: { final: true } },
  initial: 'open',
  transitions: [
    {
      name: 'submit',
      from: ['open'],
      to: 'submitted',
      by: ['member'],
      guards: [
        { id: 'complete', test: (s: { missing: readonly string[] }) => s.missing.length === 0 },
      ],
    },
  ],
});

/** The role an organisation most likely answers in. */
export function guessRole(kind: 'school' | 'supporting'): Role {
  return kind === 'school' ? 'sending_school' : 'supporting_organisation';
}

export function mayAnswerAs(kind: 'school' | 'supporting', role: Role): boolean {
  return (kind === 'supporting') === (role === 'supporting_organisation');
}

/** The points asked: those of the role, and only the core ones in the quick scan. */
export function itemsFor(scope: Scope, role: Role): Item[] {
  return questionnaire.items.filter(
    (item) => item.appliesTo.includes(role) && (scope === 'full' || item.core),
  );
}

/** The criteria that have at least one of the points, in order, each with its points. */
export function byCriterion(items: readonly Item[]): { criterion: Criterion; items: Item[] }[] {
  return questionnaire.criteria
    .map((criterion) => ({ criterion, items: items.filter((i) => i.criterion === criterion.id) }))
    .filter((group) => group.items.length > 0);
}

export function itemById(id: string): Item | undefined {
  return questionnaire.items.find((item) => item.id === id);
}

/** Ids of all points of a criterion, whatever scope and role. */
export function itemsOfCriterion(criterionId: string): string[] {
  return questionnaire.items.filter((i) => i.criterion === criterionId).map((i) => i.id);
}

export function isCriterion(id: string): boolean {
  return questionnaire.criteria.some((c) => c.id === id);
}

/** Headings of standards that were checked at their source. Unchecked ones are never shown as references. */
export function checkedStandards(item: Item): { name: string; ref: string }[] {
  return item.standards
    .filter((s) => s.verified)
    .map((s) => ({ name: questionnaire.frameworks[s.framework]?.name ?? s.framework, ref: s.ref }));
}

/**
 * What is wrong with the answer to one point; each fault names the field of the form.
 * "Not applicable" needs a reason; "documented / audited" needs evidence, its date and a reviewer.
 * @param today a look that has not taken place yet proves nothing
 */
export function answerFaults(
  itemId: string,
  answer: AnswerInput,
  today: Temporal.PlainDate,
): Fault[] {
  const fault = (name: string, reason: string): Fault => ({
    field: `answers.${itemId}.${name}`,
    reason,
  });
  if (answer.status === 'not_applicable') {
    return answer.reason ? [] : [fault('reason', 'quality.invalid.reason')];
  }
  if (answer.status !== 'documented_audited') return [];
  const faults: Fault[] = [];
  if (!answer.evidence) faults.push(fault('evidence', 'quality.invalid.evidence'));
  if (!answer.evidenceOn) faults.push(fault('evidenceOn', 'quality.invalid.evidence-on'));
  else if (Temporal.PlainDate.compare(answer.evidenceOn, today) > 0)
    faults.push(fault('evidenceOn', 'quality.invalid.evidence-ahead'));
  if (!answer.reviewer) faults.push(fault('reviewer', 'quality.invalid.reviewer'));
  return faults;
}

/** An answer as it is kept: fields that do not belong to its status are dropped. */
export function keptAnswer(itemId: string, answer: AnswerInput & { status: Status }): Answer {
  const audited = answer.status === 'documented_audited';
  return {
    itemId,
    status: answer.status,
    reason: answer.status === 'not_applicable' ? answer.reason : '',
    evidence: audited ? answer.evidence : '',
    evidenceOn: audited ? answer.evidenceOn : null,
    reviewer: audited ? answer.reviewer : '',
  };
}

export function sameAnswer(a: Answer | undefined, b: Answer): boolean {
  return (
    a !== undefined &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.evidence === b.evidence &&
    a.reviewer === b.reviewer &&
    String(a.evidenceOn) === String(b.evidenceOn)
  );
}

/**
 * The ranked list as it will be kept, or what is wrong with it. Free places close up, so that the first choice is
 * always number one. A priority is independent of the point's status.
 */
export function rankPriorities(
  wanted: readonly PriorityInput[],
  asked: readonly Item[],
): { ok: true; priorities: Priority[] } | { ok: false; faults: Fault[] } {
  const faults: Fault[] = [];
  const priorities: Priority[] = [];
  for (const [index, { itemId, intent }] of wanted.entries()) {
    const field = (name: string) => `priorities.${index}.${name}`;
    if (itemId === '') {
      if (intent !== '')
        faults.push({ field: field('itemId'), reason: 'quality.invalid.priority-point' });
      continue;
    }
    if (index >= maxPriorities)
      faults.push({ field: field('itemId'), reason: 'quality.invalid.priority-many' });
    else if (!asked.some((i) => i.id === itemId))
      faults.push({ field: field('itemId'), reason: 'platform.invalid.value' });
    else if (priorities.some((p) => p.itemId === itemId))
      faults.push({ field: field('itemId'), reason: 'quality.invalid.priority-twice' });
    if (intent === '')
      faults.push({ field: field('intent'), reason: 'quality.invalid.priority-intent' });
    else priorities.push({ rank: priorities.length + 1, itemId, intent });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, priorities };
}

/** The latest of some moments. */
export function newestOf(moments: Temporal.Instant[]): Temporal.Instant | null {
  return moments.reduce<Temporal.Instant | null>(
    (newest, at) => (newest && Temporal.Instant.compare(newest, at) >= 0 ? newest : at),
    null,
  );
}

type Answers = ReadonlyMap<string, Pick<Answer, 'status'>>;

export function progressOf(
  items: readonly Item[],
  answers: Answers,
): { answered: number; total: number } {
  return { answered: items.filter((i) => answers.has(i.id)).length, total: items.length };
}

/**
 * The points that still stand between an open assessment and its submission: every core point, and in the full
 * assessment further ones until the least share of all is answered.
 */
export function missingItems(scope: Scope, items: readonly Item[], answers: Answers): string[] {
  const open = items.filter((i) => !answers.has(i.id));
  const core = open.filter((i) => i.core);
  if (scope === 'quick' || core.length > 0) return core.map((i) => i.id);
  const answered = items.length - open.length;
  return answered >= items.length * questionnaire.minimumAnsweredShare ? [] : open.map((i) => i.id);
}

/**
 * The middle status of those that apply; of two middle ones the lower, so that nothing looks better than it is.
 * Null when none applies.
 */
export function medianStatus(given: readonly Status[]): Level | null {
  const sorted = given
    .map(levelOf)
    .filter((n) => n >= 0)
    .sort((a, b) => a - b);
  const middle = sorted[Math.ceil(sorted.length / 2) - 1];
  return middle === undefined ? null : (levels[middle] ?? null);
}

export type MatrixRow = {
  criterionId: string;
  phaseId: string;
  counts: Record<Status, number>;
  unanswered: number;
  median: Level | null;
};

/** Criteria by status: how many points stand where, and the median. There is no overall grade. */
export function matrixOf(items: readonly Item[], answers: Answers): MatrixRow[] {
  return byCriterion(items).map(({ criterion, items: points }) => {
    const given = points.flatMap((p) => answers.get(p.id)?.status ?? []);
    return {
      criterionId: criterion.id,
      phaseId: criterion.phase,
      counts: Object.fromEntries(
        statuses.map((s) => [s, given.filter((g) => g === s).length]),
      ) as Record<Status, number>,
      unanswered: points.length - given.length,
      median: medianStatus(given),
    };
  });
}

export type CriticalNotice = {
  itemId: string;
  /** below "implemented"; not answered; said not to apply; not part of the quick scan */
  why: 'below' | 'unanswered' | 'not_applicable' | 'not_asked';
};

/**
 * Points on which the safety of minors hangs: each one below "implemented" is told, whatever the priorities.
 * One that is said not to apply, or that the quick scan does not ask, is told as well, so that silence proves nothing.
 */
export function criticalNotices(scope: Scope, role: Role, answers: Answers): CriticalNotice[] {
  const asked = new Set(itemsFor(scope, role).map((i) => i.id));
  return itemsFor('full', role)
    .filter((i) => i.critical)
    .flatMap((item): CriticalNotice[] => {
      if (!asked.has(item.id)) return [{ itemId: item.id, why: 'not_asked' }];
      const status = answers.get(item.id)?.status;
      if (!status) return [{ itemId: item.id, why: 'unanswered' }];
      if (status === 'not_applicable') return [{ itemId: item.id, why: 'not_applicable' }];
      return levelOf(status) < levelOf('implemented') ? [{ itemId: item.id, why: 'below' }] : [];
    });
}

/** Points that apply and are not yet implemented, in the order of the questionnaire. */
export function gapOf(
  items: readonly Item[],
  answers: Answers,
): { itemId: string; status: Level }[] {
  return items.flatMap((item) => {
    const status = answers.get(item.id)?.status;
    return status === 'not_started' || status === 'in_progress'
      ? [{ itemId: item.id, status }]
      : [];
  });
}

export type Change = { itemId: string; from: Level; to: Level; steps: number };

/** Steps up or down since an earlier assessment, for points that both answered and that applied both times. */
export function changesSince(before: Answers, after: Answers): Change[] {
  return questionnaire.items.flatMap((item) => {
    const [from, to] = [before.get(item.id)?.status, after.get(item.id)?.status];
    if (!from || !to || from === 'not_applicable' || to === 'not_applicable' || from === to)
      return [];
    return [{ itemId: item.id, from, to, steps: levelOf(to) - levelOf(from) }];
  });
}

type Translation = {
  phases: Record<string, { title: string; question: string }>;
  criteria: Record<string, string>;
  statuses: Record<string, { label: string; meaning: string }>;
  intents: Record<string, string>;
  items: Record<string, { text: string; evidence: string[] }>;
};

const translations: Record<string, Translation> = { fr: french };

/** The questionnaire's words for a reader; where a translation is missing they come in English and say so. */
export function wordingFor(language: string) {
  const translation = translations[language];
  const pick = (translated: string | undefined, english: string): Worded =>
    translated !== undefined
      ? { text: translated }
      : language === data.language
        ? { text: english }
        : { text: english, lang: data.language };
  const find = <T extends { id: string }>(list: readonly T[], id: string): T => {
    const found = list.find((each) => each.id === id);
    if (!found) throw new RangeError(`the questionnaire has no "${id}"`);
    return found;
  };
  return {
    phase: (id: string) => {
      const phase = find(data.phases, id);
      const own = translation?.phases[id];
      return {
        title: pick(own?.title, phase.title),
        question: pick(own?.question, phase.question),
      };
    },
    criterion: (id: string) => pick(translation?.criteria[id], find(data.criteria, id).title),
    status: (id: Status) => pick(translation?.statuses[id]?.label, find(data.statuses, id).label),
    statusMeaning: (id: Status) =>
      pick(translation?.statuses[id]?.meaning, find(data.statuses, id).meaning),
    intent: (id: Intent) => pick(translation?.intents[id], find(data.intents, id).label),
    item: (id: string) => pick(translation?.items[id]?.text, find(data.items, id).text),
    evidence: (id: string): Worded[] => {
      const own = translation?.items[id]?.evidence;
      return find(data.items, id).evidence.map((english, index) => pick(own?.[index], english));
    },
  };
}
