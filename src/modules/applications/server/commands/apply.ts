import { z } from 'zod';
import { type Answers, type CompiledForm, type FormState, isBlank } from '#engines/forms/index.ts';
import { can } from '#engines/workflow/index.ts';
import { type Fault, fail, failAll, notFound, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { pageSent, wordingLanguage } from '#modules/forms/core/index.ts';
import { answerWords, layPage } from '#modules/forms/server/index.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { languages } from '#platform/i18n/index.ts';
import { mayWrite } from '../../core/policy.ts';
import {
  inWords,
  isSealedPage,
  lifecycle,
  openPages,
  progressOf,
  stateOfApplication,
} from '../../core/rules/index.ts';
import * as store from '../store.ts';
import { factsOf, formOf, openKept, partedKept, seal } from './kept.ts';
import { auditOf, type LoadedDraft, loadApplication, loadDraft } from './loaded.ts';

const pageInput = z.object({
  applicationId: idOf('app'),
  ...pageSent,
  /** ids of the questions that stood on the page, with spaces between: others were brought by its answers */
  shown: z.string().max(10_000).default(''),
});

/** Lays the fields of a page over what is kept. The first page that is kept pins the version of the form. */
async function writePage(
  tools: CommandTools,
  { row, state }: LoadedDraft,
  input: z.output<typeof pageInput>,
  draft: boolean,
) {
  const { tx, runtime, today: day } = tools;
  if (state !== 'draft') return stale('applications.refused.already-submitted');
  const { versionId, form } = await formOf(tx, row);
  const page = form.pages[form.pageNumbers.get(input.pageId) ?? -1];
  if (page?.section.owner !== 'pupil') return notFound;
  const facts = factsOf(row, day);
  const kept = await openKept(runtime, tx, row);
  const laid = layPage(form, kept, input, { facts, draft });
  if (!laid) return stale('forms.refused.other-device');
  const now = stateOfApplication(form, laid.answers, facts);
  if (laid.changed || row.version_id === null) {
    const { open, sealed } = partedKept(form, laid);
    const { done, asked } = progressOf(now, laid.typed);
    await store.updateAnswers(tx, row.id, {
      versionId,
      ...open,
      // what was sealed before stays sealed as it is, unless this page belongs to it
      ...(isSealedPage(form, input.pageId) || hasClear(row.answers, sealed.answers)
        ? { sealed: await seal(tools, row, { ...sealed, words: null }) }
        : {}),
      pagesDone: done,
      pagesAsked: asked,
    });
  }
  const at = now.pages.findIndex((one) => one.id === input.pageId);
  const shown = new Set(input.shown.split(' '));
  const brought = draft || !input.shown ? [] : questionsToAnswer(form, now.pages[at], laid.answers);
  const unseen = brought.filter((id) => !shown.has(id));
  // nobody is told off for a question that was not there yet: it is shown now
  const faults = laid.faults.filter((f) => !unseen.includes(f.field?.split('.')[0] ?? ''));
  if (!draft && faults.length > 0) return failAll([faults[0] as Fault, ...faults.slice(1)]);
  if (unseen[0]) return ok({ seen: laid.seen, next: input.pageId, brought: unseen[0] });
  const left = openPages(now, laid.typed);
  const after = now.pages.slice(at + 1).find((one) => left.includes(one.id));
  return ok({ seen: laid.seen, next: after?.id ?? left[0] ?? null, brought: '' });
}

/** Questions of a page that are shown and hold nothing. */
function questionsToAnswer(
  form: CompiledForm,
  page: FormState['pages'][number] | undefined,
  answers: Answers,
): string[] {
  return (page?.questions ?? []).filter((id) => {
    const kind = form.questions[form.questionNumbers.get(id) ?? -1]?.kind;
    return kind !== undefined && kind !== 'note' && isBlank(kind, answers[id]);
  });
}

/** Whether something that belongs under the seal still stands in the row, from before there was one. */
function hasClear(answers: unknown, sealed: object): boolean {
  return Object.keys(sealed).some((id) => Object.hasOwn(answers as object, id));
}

export const saveAnswers = command({
  name: 'applications.save-answers',
  summary:
    'Keep one page of your application and check it; `draft` keeps it as it is. Only the pupil writes it, until it is sent. What stands there is kept also when something is wrong with it.',
  input: pageInput.extend({ draft: z.boolean().default(false) }),
  keepsFailure: true,
  load: ({ tx }, input) => loadDraft(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: (tools, a, input) => writePage(tools, a, input, input.draft),
  audit: (a, input) => ({
    subjectId: a.id,
    orgId: a.parties.sendingSchoolId,
    details: { part: input.pageId },
  }),
});

export const keepDraft = command({
  name: 'applications.keep-draft',
  summary:
    'Keep a page of your application while you write it. Answers what the page holds now; a page changed on another device meanwhile is refused.',
  input: pageInput,
  unaudited: 'somebody who types saves every few seconds; what is kept says itself how far it is',
  load: ({ tx }, input) => loadDraft(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: (tools, a, input) => writePage(tools, a, input, true),
});

export const submitApplication = command({
  name: 'applications.submit-application',
  summary:
    'Submit your application to your school. What you wrote is kept as you read it and no longer changes.',
  input: z.object({
    applicationId: idOf('app'),
    version,
    language: z.enum(languages, { error: 'platform.invalid.language' }).default('en'),
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: async (tools, a, input) => {
    const { tx, now, runtime, today: day } = tools;
    const { versionId, form } = await formOf(tx, a.row);
    const facts = factsOf(a.described, day);
    const kept = await openKept(runtime, tx, a.row);
    const state = stateOfApplication(form, kept.answers, facts);
    const missing = openPages(state, kept.typed);
    const verdict = can(lifecycle, a.state, 'submit', {
      roles: ['pupil'],
      subject: { complete: missing.length === 0, hasFirstConsent: a.hasFirstConsent },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard'
        ? fail('applications.refused.incomplete', { count: missing.length })
        : stale(
            a.state === 'submitted'
              ? 'platform.error.already-done'
              : 'applications.refused.already-submitted',
          );
    const language = wordingLanguage(form, {
      asked: a.described.language,
      shown: input.language,
      ours: languages,
    });
    const words = inWords(form, kept.answers, facts, language, answerWords(language));
    const { open, sealed } = partedKept(form, kept);
    const moved = await store.updateState(tx, a.id, input.version, {
      state: verdict.to,
      sent: {
        at: now,
        frozen: words.open,
        kept: {
          versionId,
          ...open,
          sealed: await seal(tools, a.row, { ...sealed, words: words.sealed }),
          pagesDone: state.pages.length,
          pagesAsked: state.pages.length,
        },
      },
    });
    return moved
      ? ok({ hasFirstConsent: a.hasFirstConsent })
      : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});

export const withdrawApplication = command({
  name: 'applications.withdraw-application',
  summary: 'Withdraw your application. No reason is asked.',
  input: z.object({ applicationId: idOf('app'), version }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: async ({ tx, now }, a, input) => {
    const verdict = can(lifecycle, a.state, 'withdraw', {
      roles: ['pupil'],
      subject: { complete: true, hasFirstConsent: a.hasFirstConsent },
    });
    if (!verdict.ok)
      return stale(
        a.state === 'selected'
          ? 'applications.refused.withdraw-selected'
          : 'platform.error.already-done',
      );
    return (await store.updateState(tx, a.id, input.version, { state: verdict.to, closedAt: now }))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});
