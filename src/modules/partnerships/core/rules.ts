import { defineWorkflow, type StateOf } from '#engines/workflow/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import responsibilities from './data/responsibilities.json' with { type: 'json' };
import {
  type AgreementWords,
  type DecisionTopic,
  type PartnershipSides,
  paidFields,
  type Shares,
  shareKinds,
  type Task,
  type TaskList,
  type TaskParty,
  taskParties,
  type WordField,
  wordFields,
} from './types.ts';

// ---- first letters

/** Letters to organisations one has not written to before, a day: enough to look for a partner, too few to advertise. */
export const contactsPerDay = 5;

/** Where things are read, for links in mails. */
export const addressOf = {
  contact: (id: string) => `/contacts/${id}`,
  partnership: (id: string) => `/partnerships/${id}`,
  decision: (id: string) => `/decisions/${id}`,
};

// ---- the life of a partnership

/** `asked` is the side that was proposed to, `both` either side. */
export const partnershipLifecycle = defineWorkflow({
  name: 'partnership',
  initial: 'proposed',
  states: {
    proposed: {},
    declined: { final: true },
    agreeing: {},
    agreed: {},
    renewed: {},
    ended: { final: true },
  },
  transitions: [
    { name: 'begin', from: ['proposed'], to: 'agreeing', by: ['asked'] },
    { name: 'decline', from: ['proposed'], to: 'declined', by: ['asked'] },
    { name: 'agree', from: ['agreeing'], to: 'agreed', by: ['both'] },
    { name: 'renew', from: ['agreed', 'renewed'], to: 'renewed', by: ['both'] },
    {
      name: 'end',
      from: ['proposed', 'agreeing', 'agreed', 'renewed'],
      to: 'ended',
      by: ['both'],
    },
  ],
});
export type PartnershipState = StateOf<typeof partnershipLifecycle>;

/** Both write the agreement and the table from here on, until it ends. */
export function isWorking(state: string): boolean {
  return state === 'agreeing' || isInForce(state);
}
export function isInForce(state: string): boolean {
  return state === 'agreed' || state === 'renewed';
}

/** Days before the renewal date on which both are reminded. */
export const remindedBefore = [60, 14] as const;

/** What has to be done next in a partnership, and by which side; null means either. */
export type Waiting = {
  what: 'answer' | 'write' | 'accept' | 'task' | 'renew';
  by: OrgId | null;
};

/**
 * Whose turn it is.
 * @param facts.accepted sides that accepted the version put to both; null when none is put
 * @param facts.proposals sides that proposed a change of a task nobody has answered yet
 */
export function waitingIn(
  p: PartnershipSides & {
    state: string;
    proposedByOrgId: OrgId;
    renewsOn: Temporal.PlainDate | null;
  },
  facts: { drafting: boolean; accepted: readonly OrgId[] | null; proposals: readonly OrgId[] },
  today: Temporal.PlainDate,
): Waiting[] {
  const other = (orgId: OrgId) => (orgId === p.firstOrgId ? p.secondOrgId : p.firstOrgId);
  if (p.state === 'proposed') return [{ what: 'answer', by: other(p.proposedByOrgId) }];
  if (!isWorking(p.state)) return [];
  const { accepted } = facts;
  const waiting: Waiting[] = [];
  if (accepted)
    for (const by of [p.firstOrgId, p.secondOrgId])
      if (!accepted.includes(by)) waiting.push({ what: 'accept', by });
  for (const by of new Set(facts.proposals.map(other))) waiting.push({ what: 'task', by });
  if (facts.drafting) waiting.push({ what: 'write', by: null });
  else if (!accepted && isInForce(p.state) && p.renewsOn && isDueSoon(p.renewsOn, today))
    waiting.push({ what: 'renew', by: null });
  return waiting;
}

/** Within the time in which both are reminded, or over. */
function isDueSoon(renewsOn: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(renewsOn, today.add({ days: remindedBefore[0] })) <= 0;
}

// ---- the agreement

export const noWords: AgreementWords = {
  ...(Object.fromEntries(wordFields.map((field) => [field, ''])) as Record<WordField, string>),
  paid: false,
  languages: [],
  renewsOn: '',
};

/**
 * What is missing before the text can be put to both. Goals of both sides, channels, a language and a renewal date always;
 * the four points and what is paid where money flows (KA122-SCH form of call 2026).
 */
export function missingWords(words: AgreementWords): string[] {
  const needed: WordField[] = [
    ...(words.paid ? [...paidFields, 'payment' as const] : []),
    'firstGoals',
    'secondGoals',
    'channels',
  ];
  return [
    ...needed.filter((field) => words[field].trim() === ''),
    ...(words.languages.length === 0 ? ['languages'] : []),
    ...(words.renewsOn === '' ? ['renewsOn'] : []),
  ];
}

/** The fields as words, so that each can be compared and kept as it was. */
export function asText(words: AgreementWords, field: keyof AgreementWords): string {
  const value = words[field];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(' ') : value;
}

const agreementFields: readonly (keyof AgreementWords)[] = [
  'paid',
  ...wordFields,
  'languages',
  'renewsOn',
];

/** What an edit changed, field by field. */
export function changedFields(
  before: AgreementWords,
  after: AgreementWords,
): { field: keyof AgreementWords; before: string; after: string }[] {
  return agreementFields
    .map((field) => ({ field, before: asText(before, field), after: asText(after, field) }))
    .filter((change) => change.before !== change.after);
}

// ---- who does what

const parsed: Task[] = responsibilities.tasks.map((task) => ({
  id: task.id,
  side: task.side as Task['side'],
  list: task.list as TaskList,
  core: task.core,
  apart: task.apart ?? false,
  shares: Object.fromEntries(shareKinds.map((kind) => [kind, task[kind] as TaskParty[]])) as Shares,
  steps: task.steps ?? [],
  source: task.source,
  certainty: task.certainty,
}));
const byId = new Map(parsed.map((task) => [task.id, task]));

/** The default table: the two role lists of the cooperation model, the programme's core tasks, daily work. */
export const tasks: readonly Task[] = parsed;

export function taskById(taskId: string): Task | undefined {
  return byId.get(taskId);
}

export function sourcesOf(task: Task): { title: string; url?: string }[] {
  const known = responsibilities.sources as Record<string, { title: string; url?: string }>;
  return task.source.flatMap((code) => known[code] ?? []);
}

/** The task that covers a step of the timeline; undefined for steps that no task speaks of. */
export function taskOfStep(stepId: string): Task | undefined {
  return parsed.find((task) => task.steps.includes(stepId));
}

/** Whether who does a task is not the partners' to agree on: it is core, or somebody apart from the school has to do it. */
export function isFixed(task: Pick<Task, 'core' | 'apart'>): boolean {
  return task.core || task.apart;
}

/** The two parties of a task that the partners themselves are. */
export function ownParties(task: Pick<Task, 'side'>): { school: TaskParty; supporting: TaskParty } {
  return task.side === 'sending'
    ? { school: 'sending-school', supporting: 'sending-support' }
    : { school: 'host-school', supporting: 'hosting-support' };
}

/**
 * Why shares cannot be agreed on; null when they can. Core tasks are done and approved by schools alone, talks with
 * the pupil by somebody apart from the school; two partners give work to nobody who is not at the table; somebody has to do it.
 */
export function sharesFault(
  task: Task,
  shares: Shares,
): 'core-stays' | 'apart-stays' | 'not-at-table' | 'nobody-does-it' | null {
  if (shares.does.length === 0) return 'nobody-does-it';
  const own = Object.values(ownParties(task));
  for (const kind of ['does', 'approves'] as const) {
    if (isFixed(task) && !sameParties(shares[kind], task.shares[kind]))
      return task.core ? 'core-stays' : 'apart-stays';
    const others = (list: readonly TaskParty[]) => list.filter((party) => !own.includes(party));
    if (!sameParties(others(shares[kind]), others(task.shares[kind]))) return 'not-at-table';
  }
  return null;
}

export function sameParties(a: readonly TaskParty[], b: readonly TaskParty[]): boolean {
  return a.length === b.length && a.every((party) => b.includes(party));
}

/** In the order of the table, each once, whatever a form sent. */
export function ordered(parties: readonly string[]): TaskParty[] {
  return taskParties.filter((party) => parties.includes(party));
}

/** What parties of a task are called: the partners by their names, the other side by what it is. */
export function partyNames(
  task: Pick<Task, 'side'>,
  partners: { school: string; supporting: string },
  parties: readonly TaskParty[],
  other: (party: TaskParty) => string,
): string[] {
  const own = ownParties(task);
  return parties.map((party) => {
    if (party === own.school) return partners.school;
    return party === own.supporting ? partners.supporting : other(party);
  });
}

// ---- decisions

/** Core decisions stay with the school: choice of host, learning agreement, money, reports (programme rule). */
export function isCore(topic: DecisionTopic): boolean {
  return topic !== 'other';
}

// ---- how long

/** First letters after the last word of them; partnerships after their end; questions after they were decided. */
export const letterKept = { years: 2 } as const;
export const partnershipKept = { years: 5 } as const;
