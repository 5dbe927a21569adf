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
import type { FormFileId, PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView, line } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayReadAnswers } from '../../core/policy.ts';
import {
  closedBecause,
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
import * as store from '../store.ts';

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
  const kept = r.kept ?? (await keptAnswers(read, r.row));
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

export const fileView = z.object({
  id: idView('ffi'),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
});

const requestView = z.object({
  id: idView('frq'),
  state: z.enum(requestStates),
  /** key of the sentence why nothing can be written any more; null while it can */
  closed: z.string().nullable(),
  title: z.string(),
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
  /** what was said about the answers it begins with; '' when it begins with none */
  followWord: z.string(),
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
    followWord: row.follow_word,
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

/** The files that are answers now. */
async function filesIn(read: Readable, { r, kept }: Mine): Promise<z.input<typeof fileView>[]> {
  const used = new Set(Object.values(kept.answers).flat());
  return (await store.filesOf(read, r.row))
    .filter((f) => used.has(f.id))
    .map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, size: f.size }));
}

const namesOf = (files: readonly { id: string; name: string }[]) =>
  new Map(files.map((f) => [f.id, f.name]));

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
    /** the files that are answers on this page, by their reference */
    files: z.array(fileView),
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
    const files = page?.questions.some((q) => q.question.kind === 'file')
      ? await filesIn(read, own)
      : [];
    const words = answerWords(language, namesOf(files));
    return {
      request,
      page,
      files,
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
    if (request.closed !== null)
      return {
        request,
        complete: false,
        pages: [],
        frozen: request.submittedAt ? kept.frozen : null,
      };
    const words = answerWords(language, namesOf(await filesIn(read, own)));
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

export const getFile = query({
  name: 'forms.get-file',
  summary:
    'A file that is an answer, in base64: for who answers, by the link or signed in, and once it is handed in for those who read the answers.',
  input: z.object({ ...handed, fileId: idOf('ffi') }),
  visible: (actor) => ({ actor }),
  opensRows: byHand,
  output: z.object({ name: z.string(), mediaType: z.string(), content: z.string() }),
  view: async ({ read, actor, today, runtime }, hand) => {
    const own = await mine(read, actor, hand, today);
    const r = own?.r ?? (hand.requestId ? await requestIn(read, hand, today) : null);
    if (!r || !(own || mayReadAnswers(actor, r.parties))) return null;
    const { answers } = own?.kept ?? (await keptAnswers(read, r.row));
    const used = Object.values(answers).flat() as unknown[];
    const file = (await store.filesOf(read, r.row)).find(
      (f) => f.id === (hand.fileId as FormFileId) && used.includes(f.id),
    );
    const found = file && (await runtime.files.get(file.storage_key));
    if (!file || !found) return null;
    return {
      name: file.name,
      mediaType: file.media_type,
      content: Buffer.from(await found.bytes()).toString('base64'),
    };
  },
});
