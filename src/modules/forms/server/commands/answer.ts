import { z } from 'zod';
import { type Frozen, freeze } from '#engines/forms/index.ts';
import { can } from '#engines/workflow/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import type { Fault } from '#kernel/outcome.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalProse } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { mayAnswer } from '../../core/policy.ts';
import { readPage, requestLifecycle, stateOfSection, wordingLanguage } from '../../core/rules.ts';
import { fieldsInput } from '../../core/schema.ts';
import { declineReasons } from '../../core/types.ts';
import { answeredMail, answerWords } from '../notices.ts';
import * as store from '../store.ts';
import {
  asked,
  auditOf,
  type HandedIn,
  keep,
  keptAnswers,
  type LoadedRequest,
  proofOf,
  requestToChange,
  seenOf,
} from './loaded.ts';

/** By the link of a mail, or signed in: one of the two. */
export const handed = {
  token: z.string().max(100).default(''),
  requestId: z.union([z.literal(''), idOf('frq')]).default(''),
};

const byHand = 'answering a request';
const load = ({ tx }: { tx: Tx }, hand: HandedIn) => requestToChange(tx, hand, today());
const permit = (actor: Actor, r: LoadedRequest, hand: HandedIn, at: { now: Temporal.Instant }) =>
  mayAnswer(actor, r.parties, proofOf(hand), r.circumstances, at.now);

export const openRequest = command({
  name: 'forms.open-request',
  summary: 'Begin to answer what you were asked.',
  input: z.object(handed),
  opensRows: byHand,
  load,
  permit,
  run: async ({ tx, now }, { row, parties, facts }) => {
    const verdict = can(requestLifecycle, parties.state, 'open', byAddressee);
    if (verdict.ok) await store.updateRequest(tx, row.id, { state: verdict.to, opened_at: now });
    const found = await asked(tx, row);
    if (!found) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const { answers } = await keptAnswers(tx, row);
    const { next, pages } = stateOfSection(found.form, row.section_id, answers, facts);
    return ok({ next: next ?? pages[0]?.id ?? null });
  },
  audit: auditOf,
});

const byAddressee = { roles: ['addressee'] as const, subject: { complete: false } };

const pageInput = {
  ...handed,
  pageId: line(80),
  /** what the fields held when they were opened, as the page said it; empty writes over whatever is there */
  seen: z.string().max(40).default(''),
  fields: fieldsInput,
};

type PageInput = z.output<z.ZodObject<typeof pageInput>>;

/** Lays the fields of a page over what is kept. A draft keeps what is not an answer yet as it was typed. */
async function writePage(
  { tx, now }: CommandTools,
  { row, parties, facts }: LoadedRequest,
  input: PageInput,
  draft: boolean,
) {
  const found = await asked(tx, row);
  if (!found?.form.pages.some((p) => p.page.id === input.pageId && p.section.id === row.section_id))
    return fail('platform.error.not-found', undefined, undefined, 'not_found');
  const { form, section } = found;
  const kept = await keptAnswers(tx, row);
  const read = readPage(form, input.pageId, input.fields, { answers: kept.answers, facts, draft });
  const answers = { ...kept.answers, ...read.answers };
  const { [input.pageId]: _, ...others } = kept.typed;
  const typed = read.faults.length > 0 ? { ...others, [input.pageId]: { ...read.typed } } : others;
  const seen = seenOf(form, input.pageId, { answers, typed });
  const now_ = seenOf(form, input.pageId, kept);
  // the same words twice are no quarrel: a repeated sending, or two devices that agree
  if (input.seen && input.seen !== now_ && seen !== now_)
    return stale('forms.refused.other-device');
  if (seen !== now_ || kept.savedAt === null)
    await keep(tx, row, section, { answers, typed, frozen: null }, now);
  const verdict = can(requestLifecycle, parties.state, 'save', byAddressee);
  if (verdict.ok && parties.state !== verdict.to)
    await store.updateRequest(tx, row.id, {
      state: verdict.to,
      ...(row.opened_at ? {} : { opened_at: now }),
    });
  if (!draft && read.faults.length > 0) return failAll(read.faults as Fault[]);
  const { pages } = stateOfSection(form, row.section_id, answers, facts);
  const at = pages.findIndex((page) => page.id === input.pageId);
  return ok({ seen, next: pages[at + 1]?.id ?? null });
}

export const savePage = command({
  name: 'forms.save-page',
  summary:
    'Keep one page of your answers and check it; `draft` keeps it as it is. What stands there is kept also when something is wrong with it.',
  input: z.object({ ...pageInput, draft: z.boolean().default(false) }),
  opensRows: byHand,
  keepsFailure: true,
  load,
  permit,
  run: (tools, r, input) => writePage(tools, r, input, input.draft),
  audit: auditOf,
});

export const keepDraft = command({
  name: 'forms.keep-draft',
  summary:
    'Keep a page while it is being written. Answers what the page holds now; a page changed on another device meanwhile is refused.',
  input: z.object(pageInput),
  opensRows: byHand,
  unaudited: 'somebody who types saves every few seconds; what is kept says itself since when',
  load,
  permit,
  run: (tools, r, input) => writePage(tools, r, input, true),
});

export const submitAnswers = command({
  name: 'forms.submit-answers',
  summary: 'Hand in your answers. They are frozen in the words you read, and do not change after.',
  input: z.object({
    ...handed,
    language: z.enum(languages, { error: 'platform.invalid.language' }).default('en'),
  }),
  opensRows: byHand,
  load,
  permit,
  run: async (tools, r, input) => {
    const { tx, now } = tools;
    const { row, parties, facts } = r;
    const found = await asked(tx, row);
    if (!found) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const { form, section } = found;
    const kept = await keptAnswers(tx, row);
    const state = stateOfSection(form, row.section_id, kept.answers, facts);
    const unfinished = state.pages.filter(
      (page) => page.missing.length > 0 || page.faults.length > 0 || kept.typed[page.id],
    );
    const verdict = can(requestLifecycle, parties.state, 'submit', {
      roles: ['addressee'],
      subject: { complete: unfinished.length === 0 },
    });
    if (!verdict.ok)
      return unfinished.length > 0
        ? fail('forms.refused.incomplete', { pages: unfinished.length })
        : stale('forms.refused.submitted');
    const language = wordingLanguage(form, {
      asked: row.language,
      shown: input.language,
      ours: languages,
    });
    const whole = freeze(form, kept.answers, facts, language, answerWords(language), {
      owner: section.owner,
    });
    const frozen: Frozen = {
      ...whole,
      sections: whole.sections.filter((one) => one.id === row.section_id),
    };
    await keep(tx, row, section, { answers: kept.answers, typed: {}, frozen }, now);
    await store.updateRequest(tx, row.id, { state: verdict.to, submitted_at: now });
    await tellAsker(tools, r, 'answered');
    return ok();
  },
  audit: auditOf,
});

export const declineRequest = command({
  name: 'forms.decline-request',
  summary:
    'Say that you will not answer: it is not your pupil or patient, you are a relative, or something else.',
  input: z.object({
    ...handed,
    reason: z.enum(declineReasons, { error: 'platform.invalid.choose' }),
    note: optionalProse(1000),
  }),
  opensRows: byHand,
  load,
  permit,
  run: async (tools, r, input) => {
    const { row, parties } = r;
    const verdict = can(requestLifecycle, parties.state, 'decline', byAddressee);
    if (!verdict.ok) return stale('forms.refused.declined');
    await store.updateRequest(tools.tx, row.id, {
      state: verdict.to,
      ended_at: tools.now,
      decline_reason: input.reason,
      decline_note: input.note,
    });
    await store.dropAnswers(tools.tx, row.id);
    await tellAsker(tools, r, 'declined');
    return ok();
  },
  audit: (r, input) => ({ ...auditOf(r), details: { reason: input.reason } }),
});

/** Who asked hears of it, without a word of what was answered. */
async function tellAsker(
  { post, runtime }: CommandTools,
  { row, subject }: LoadedRequest,
  kind: 'answered' | 'declined',
): Promise<void> {
  if (!row.asked_by || !row.asker_email || row.asked_by === row.addressee_id) return;
  await post(
    answeredMail(kind, {
      sendKey: `forms.${kind}:${row.id}:${row.link_number}`,
      to: {
        name: row.asker_given ?? '',
        email: row.asker_email,
        personId: row.asked_by as PersonId,
        language: row.asker_language ?? 'en',
      },
      url: `${runtime.config.origin}/requests/${row.id}/words`,
      addressee: row.addressee_name,
      subject,
      org: row.org_name,
    }),
  );
}
