import { z } from 'zod';
import { type Frozen, freeze } from '#engines/forms/index.ts';
import { can } from '#engines/workflow/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { mayAnswer } from '../../core/policy.ts';
import { requestLifecycle, stateOfSection, wordingLanguage } from '../../core/rules.ts';
import { pageSent } from '../../core/schema.ts';
import { declineReasons } from '../../core/types.ts';
import { answeredMail, answerWords } from '../notices.ts';
import * as store from '../store.ts';
import { dropBegun, dropUnused, filesSent, withFiles } from './files.ts';
import {
  asked,
  auditOf,
  type HandedIn,
  keptAnswers,
  type LoadedRequest,
  layPage,
  proofOf,
  requestToChange,
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
    // who is asked to correct something sees all answers first, with a way to each page
    return ok({ next: row.follows_id ? null : (next ?? pages[0]?.id ?? null) });
  },
  audit: auditOf,
});

const byAddressee = { roles: ['addressee'] as const, subject: { complete: false } };

const pageInput = { ...handed, ...pageSent };

type PageInput = z.output<z.ZodObject<typeof pageInput>>;

async function writePage(
  tools: CommandTools,
  r: LoadedRequest,
  input: PageInput,
  draft: boolean,
  files: z.output<typeof filesSent> = [],
) {
  const { tx, now } = tools;
  const { row, parties, facts } = r;
  const found = await asked(tx, row);
  if (!found?.form.pages.some((p) => p.page.id === input.pageId && p.section.id === row.section_id))
    return fail('platform.error.not-found', undefined, undefined, 'not_found');
  const { form } = found;
  const kept = await keptAnswers(tx, row);
  const { fields, failure } = await withFiles(tools, r, form, input, files);
  const laid = layPage(form, kept, { ...input, fields }, { facts, draft });
  if (!laid) return stale('forms.refused.other-device');
  const { answers, typed, seen } = laid;
  if (laid.changed || kept.savedAt === null)
    await store.keepAnswers(tx, row.id, { answers, typed, frozen: null }, now);
  const verdict = can(requestLifecycle, parties.state, 'save', byAddressee);
  if (verdict.ok && parties.state !== verdict.to)
    await store.updateRequest(tx, row.id, {
      state: verdict.to,
      ...(row.opened_at ? {} : { opened_at: now }),
    });
  await dropUnused(tools, r, form, input.pageId, answers);
  // the page is kept also when a file of it is not taken
  if (failure) return failure;
  if (!draft && laid.faults.length > 0) return failAll([...laid.faults]);
  const { pages } = stateOfSection(form, row.section_id, answers, facts);
  const at = pages.findIndex((page) => page.id === input.pageId);
  return ok({ seen, next: pages[at + 1]?.id ?? null });
}

export const savePage = command({
  name: 'forms.save-page',
  summary:
    'Keep one page of your answers and check it; `draft` keeps it as it is. What stands there is kept also when something is wrong with it.',
  input: z.object({ ...pageInput, draft: z.boolean().default(false), files: filesSent }),
  opensRows: byHand,
  keepsFailure: true,
  load,
  permit,
  run: (tools, r, input) => writePage(tools, r, input, input.draft, input.files),
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
    const names = new Map((await store.filesOf(tx, row)).map((f) => [f.id as string, f.name]));
    const whole = freeze(form, kept.answers, facts, language, answerWords(language, names), {
      owner: section.owner,
    });
    const frozen: Frozen = {
      ...whole,
      sections: whole.sections.filter((one) => one.id === row.section_id),
    };
    await store.keepAnswers(tx, row.id, { answers: kept.answers, typed: {}, frozen }, now);
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
    await dropBegun(tools, row.id);
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
