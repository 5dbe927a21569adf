import { z } from 'zod';
import {
  answerInWords,
  type CompiledForm,
  type FormState,
  type Frozen,
  nextReachable,
  type Section,
  say,
} from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { idView, instantView, line } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import {
  closedBecause,
  isSealed,
  minutesFor,
  pageOf,
  stateOfSection,
  titleOf,
  wordingLanguage,
} from '../../core/rules.ts';
import { type FormPage, requestStates } from '../../core/types.ts';
import { handed } from '../commands/answer.ts';
import {
  asked,
  askerOf,
  type HandedIn,
  type Kept,
  keptAnswers,
  type LoadedRequest,
  proofOf,
  requestIn,
  seenOf,
} from '../commands/loaded.ts';
import { answerWords } from '../notices.ts';

const byHand = 'answering a request';
const input = { ...handed, language: z.enum(languages).default('en') };

/** The link is the proof; who comes signed in must be the one who was asked. */
async function mine(
  read: Readable,
  actor: Actor,
  hand: HandedIn,
  today: Temporal.PlainDate,
): Promise<Mine | null> {
  const r = await requestIn(read, hand, today);
  if (!r || (proofOf(hand) === 'person' && !isPerson(actor, r.parties.addresseeId))) return null;
  const found = await asked(read, r.row);
  if (!found) return null;
  const kept = await keptAnswers(read, r.row);
  const state = stateOfSection(found.form, r.row.section_id, kept.answers, r.facts);
  return { r, ...found, kept, state };
}

type Mine = {
  r: LoadedRequest;
  form: CompiledForm;
  section: Section;
  kept: Kept;
  state: FormState;
};

/** The language the form is read in on a page of this language. */
const wordingOf = ({ r, form }: Mine, shown: string) =>
  wordingLanguage(form, { asked: r.row.language, shown, ours: languages });

/** Names of who reads what is handed in. */
async function readersOf(read: Readable, { r: { parties } }: Mine): Promise<string[]> {
  const orgs = await organisationsByIds(read, [...parties.readerOrgs]);
  const persons = await personsByIds(
    read,
    parties.readerPersons.filter((id) => id !== parties.addresseeId) as PersonId[],
  );
  return [...orgs.map((o) => o.name), ...persons.map((p) => displayName(p))];
}

const requestView = z.object({
  id: idView('frq'),
  state: z.enum(requestStates),
  /** key of the sentence why nothing can be written any more; null while it can */
  closed: z.string().nullable(),
  title: z.string(),
  /** health: shown with care, kept nowhere in the browser */
  sealed: z.boolean(),
  subject: z.string(),
  asker: z.string(),
  org: z.string(),
  addressee: z.string(),
  minutes: z.number(),
  pages: z.number(),
  /** whether who it is about reads it too */
  subjectReads: z.boolean(),
  until: instantView,
  submittedAt: instantView.nullable(),
  savedAt: instantView.nullable(),
  /** the page to go on with; null when all are complete */
  next: z.string().nullable(),
  progress: z.object({ answered: z.number(), required: z.number() }),
});
const withReaders = requestView.extend({
  /** names of who reads what is handed in */
  readers: z.array(z.string()),
});

function viewOf(
  { r, form, section, kept, state }: Mine,
  language: string,
  now: Temporal.Instant,
): z.input<typeof requestView> {
  const { row, parties } = r;
  return {
    id: row.id,
    state: parties.state,
    closed: closedBecause(parties.state, r.circumstances, now),
    title: say(titleOf(form.definition, section), language),
    sealed: isSealed(section),
    subject: r.subject,
    asker: askerOf(row),
    org: row.org_name,
    addressee: row.addressee_name,
    minutes: minutesFor(section),
    pages: state.pages.length,
    subjectReads: parties.readerPersons.some((id) => id === parties.subjectId),
    until: row.expires_at,
    submittedAt: row.submitted_at,
    savedAt: kept.savedAt,
    next: state.next,
    progress: state.progress,
  };
}

export const getRequest = query({
  name: 'forms.get-request',
  summary:
    'What you are asked, about whom and why, who reads it, and how far you are: by the link of the mail, or signed in.',
  input: z.object(input),
  visible: (actor) => ({ actor }),
  opensRows: byHand,
  output: withReaders,
  view: async ({ read, actor, now, today }, hand) => {
    const own = await mine(read, actor, hand, today);
    if (!own) return null;
    return {
      ...viewOf(own, wordingOf(own, hand.language), now),
      readers: await readersOf(read, own),
    };
  },
});

export const getAnswerPage = query({
  name: 'forms.get-answer-page',
  summary: 'One page of what you are asked, with what you wrote so far.',
  input: z.object({ ...input, pageId: line(80) }),
  visible: (actor) => ({ actor }),
  opensRows: byHand,
  output: z.object({
    request: requestView,
    page: z.custom<FormPage>((v) => typeof v === 'object').nullable(),
    /** where to go when the page is not shown */
    instead: z.string().nullable(),
    /** what is kept of the page in words, for who finds that it was changed elsewhere */
    kept: z.array(z.object({ label: z.string(), answer: z.string() })),
    /** to be sent with the page, so that another device's changes are noticed */
    seen: z.string(),
  }),
  view: async ({ read, actor, now, today }, hand) => {
    const own = await mine(read, actor, hand, today);
    if (!own) return null;
    const { r, form, kept, state } = own;
    const language = wordingOf(own, hand.language);
    const request = viewOf(own, language, now);
    const page =
      request.closed === null
        ? pageOf(form, r.row.section_id, hand.pageId, {
            answers: kept.answers,
            facts: r.facts,
            language,
            typed: kept.typed[hand.pageId],
            state,
          })
        : null;
    const words = answerWords(language);
    return {
      request,
      page,
      kept: (page?.questions ?? [])
        .filter(({ question }) => question.kind !== 'note')
        .map(({ question, label, value }) => ({
          label,
          answer: answerInWords(question, value, language, words),
        })),
      instead: page ? null : nextReachable(form, state, hand.pageId),
      seen: page ? seenOf(form, hand.pageId, kept) : '',
    };
  },
});

const linesView = z.object({
  label: z.string(),
  answer: z.string(),
  missing: z.boolean(),
});

export const getCheck = query({
  name: 'forms.get-check',
  summary: 'All you wrote so far in words, page by page, with what is still missing.',
  input: z.object(input),
  visible: (actor) => ({ actor }),
  opensRows: byHand,
  output: z.object({
    request: withReaders,
    complete: z.boolean(),
    pages: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        /** something is missing, wrong, or typed and not understood */
        open: z.boolean(),
        lines: z.array(linesView),
      }),
    ),
    /** once it is handed in, where it may be read again */
    frozen: z.custom<Frozen>((v) => typeof v === 'object').nullable(),
  }),
  view: async ({ read, actor, now, today }, hand) => {
    const own = await mine(read, actor, hand, today);
    if (!own) return null;
    const { form, kept, state } = own;
    const language = wordingOf(own, hand.language);
    const request = {
      ...viewOf(own, language, now),
      readers: await readersOf(read, own),
    };
    // a link may have been passed on: what was said about health is not shown again by one
    const frozen = request.sealed && proofOf(hand) === 'link' ? null : kept.frozen;
    if (request.closed !== null)
      return { request, complete: false, pages: [], frozen: request.submittedAt ? frozen : null };
    const words = answerWords(language);
    const pages = state.pages.map((summary) => {
      const compiled = form.pages[form.pageNumbers.get(summary.id) ?? -1];
      return {
        id: summary.id,
        title: compiled ? say(compiled.page.title, language) : '',
        open:
          summary.missing.length > 0 ||
          summary.faults.length > 0 ||
          kept.typed[summary.id] !== undefined,
        lines: (compiled?.page.questions ?? [])
          .filter((q) => q.kind !== 'note' && summary.questions.includes(q.id))
          .map((q) => ({
            label: say(q.label, language),
            answer: answerInWords(q, kept.answers[q.id], language, words),
            missing: summary.missing.includes(q.id),
          })),
      };
    });
    return { request, complete: pages.every((page) => !page.open), pages, frozen: null };
  },
});
