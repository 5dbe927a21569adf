import { defineWorkflow } from '#engines/workflow/index.ts';
import type { PersonId } from '#kernel/ids.ts';
import type { Fault } from '#kernel/outcome.ts';
import type { AnswerInput, PriorityInput } from '../schema.ts';
import type {
  Answer,
  Item,
  Level,
  Priority,
  Review,
  Role,
  Scope,
  Standing,
  Status,
} from '../types.ts';
import { itemsFor, questionnaire } from './questionnaire.ts';

/** More than three priorities are none (the SELFIE planning tool advises two or three). */
export const maxPriorities = 3;

export const levels: readonly Level[] = [
  'not_started',
  'in_progress',
  'implemented',
  'documented_audited',
];

export const levelOf = (status: Status): number => levels.indexOf(status as Level);

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

/** After half a year one looks again (the tool's own advice; a club's effect is seen by then). */
export const monthsToNext = 6;

/** The day from which an organisation is reminded to assess again. */
export function assessAgainFrom(submittedOn: Temporal.PlainDate): Temporal.PlainDate {
  return submittedOn.add({ months: monthsToNext });
}

/**
 * What is wrong with the answer to one point; each fault names the field of the form. "Not applicable" needs a reason.
 * What "documented / audited" still needs is not wrong but missing, see `missingProof`: it is saved as far as it is.
 * @param today a look that has not taken place yet proves nothing
 * @param by who answers: nobody reviews what they answered themselves
 * @param doer who was asked to answer the criterion, since they know it because they do it
 */
export function answerFaults(
  itemId: string,
  answer: AnswerInput,
  today: Temporal.PlainDate,
  by: PersonId | null = null,
  doer: PersonId | null = null,
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
  if (answer.evidenceOn && Temporal.PlainDate.compare(answer.evidenceOn, today) > 0)
    faults.push(fault('evidenceOn', 'quality.invalid.evidence-ahead'));
  if (answer.reviewerId && answer.reviewerId === by)
    faults.push(fault('reviewerId', 'quality.invalid.reviewer-self'));
  else if (answer.reviewerId && answer.reviewerId === doer)
    faults.push(fault('reviewerId', 'quality.invalid.reviewer-does'));
  return faults;
}

/** An answer as it is kept: fields that do not belong to its status are dropped. */
export function keptAnswer(itemId: string, answer: AnswerInput & { status: Status }): Answer {
  const audited = answer.status === 'documented_audited';
  return {
    itemId,
    status: answer.status,
    reason: answer.status === 'not_applicable' ? answer.reason : '',
    note: answer.note,
    evidence: audited ? answer.evidence : '',
    evidenceOn: audited ? answer.evidenceOn : null,
    reviewerId: audited ? answer.reviewerId || null : null,
  };
}

export function sameAnswer(a: Answer | undefined, b: Answer): boolean {
  return a !== undefined && a.note === b.note && sameClaim(a, b);
}

/** The same but for the note: what somebody confirmed still stands. */
export function sameClaim(a: Answer | undefined, b: Answer): boolean {
  return (
    a !== undefined &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.evidence === b.evidence &&
    a.reviewerId === b.reviewerId &&
    String(a.evidenceOn) === String(b.evidenceOn)
  );
}

export type Proof = 'evidence' | 'day' | 'reviewer' | 'confirmation';

/** What "documented / audited" still lacks; nothing for every other status. */
export function missingProof(
  answer: Pick<Answer, 'status' | 'evidence' | 'evidenceOn' | 'reviewerId'> & {
    review?: Review | null;
  },
): Proof[] {
  if (answer.status !== 'documented_audited' || answer.review === 'named') return [];
  const missing: Proof[] = [];
  if (!answer.evidence) missing.push('evidence');
  if (!answer.evidenceOn) missing.push('day');
  if (!answer.reviewerId) missing.push('reviewer');
  if (missing.length === 0 && answer.review !== 'confirmed') missing.push('confirmation');
  return missing;
}

/**
 * The status an answer counts as: "documented / audited" counts as "implemented" until the reviewer has confirmed it.
 */
export function countedStatus(answer: Standing): Status {
  return answer.status === 'documented_audited' &&
    answer.review !== 'confirmed' &&
    answer.review !== 'named'
    ? 'implemented'
    : answer.status;
}

/** From how many answers on "everything is at the top" is worth a word. */
const manyAnswers = 8;

/** Everything that applies is called documented and audited: rare, and worth a second look before anybody believes it. */
export function allAtTop(answers: Iterable<Pick<Answer, 'status'>>): boolean {
  const applying = [...answers].filter((a) => a.status !== 'not_applicable');
  return applying.length >= manyAnswers && applying.every((a) => a.status === 'documented_audited');
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

export type Answers = ReadonlyMap<string, Standing>;

/** An answer to words that have changed since is none yet: somebody looks again. */
const isAnswered = (answers: Answers, id: string): boolean =>
  answers.has(id) && answers.get(id)?.lookAgain !== true;

export function progressOf(
  items: readonly Item[],
  answers: Answers,
): { answered: number; total: number } {
  return { answered: items.filter((i) => isAnswered(answers, i.id)).length, total: items.length };
}

/**
 * The points that still stand between an open assessment and its submission: every core point, in the full assessment
 * further ones until the least share of all is answered, and those that were reworded since they were answered.
 */
export function missingItems(scope: Scope, items: readonly Item[], answers: Answers): string[] {
  const open = items.filter((i) => !isAnswered(answers, i.id));
  const first = open.filter((i) => i.core || answers.has(i.id));
  if (scope === 'quick' || first.length > 0) return first.map((i) => i.id);
  const answered = items.length - open.length;
  return answered >= items.length * questionnaire.minimumAnsweredShare ? [] : open.map((i) => i.id);
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
export function criticalNotices(
  scope: Scope,
  role: Role,
  answers: Answers,
  version = questionnaire.version,
): CriticalNotice[] {
  const asked = new Set(itemsFor(scope, role, version).map((i) => i.id));
  return itemsFor('full', role, version)
    .filter((i) => i.critical)
    .flatMap((item): CriticalNotice[] => {
      if (!asked.has(item.id)) return [{ itemId: item.id, why: 'not_asked' }];
      const status = answers.get(item.id)?.status;
      if (!status) return [{ itemId: item.id, why: 'unanswered' }];
      if (status === 'not_applicable') return [{ itemId: item.id, why: 'not_applicable' }];
      return levelOf(status) < levelOf('implemented') ? [{ itemId: item.id, why: 'below' }] : [];
    });
}
