import { z } from 'zod';
import { type Frozen, fingerprint, say } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView, line } from '#kernel/schema.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayManageRequest, mayReadAnswers, maySeeRequest } from '../../core/policy.ts';
import { isOpen, nextReminder, overBecause, titleOf } from '../../core/rules.ts';
import { declineReasons, type RequestSummary, requestStates } from '../../core/types.ts';
import {
  asked,
  askerOf,
  circumstancesOf,
  keptAnswers,
  partiesOf,
  subjectOf,
} from '../commands/loaded.ts';
import * as store from '../store.ts';
import { fileView } from './answering.ts';

type Looking = {
  read: Readable;
  actor: Actor;
  language: string;
  today: Temporal.PlainDate;
};

/** Requests about something as this actor may see them: who was asked, where it stands, what went wrong. */
export async function requestsAbout(
  looking: Looking,
  kind: string,
  id: string,
): Promise<RequestSummary[]> {
  return summariesOf(looking, await store.requestsAbout(looking.read, kind, [id]));
}

async function summariesOf(
  { read, actor, language, today }: Looking,
  rows: store.RequestRow[],
): Promise<RequestSummary[]> {
  const seen = rows.filter((row) => maySeeRequest(actor, partiesOf(row).parties));
  const asGuardians = seen.flatMap((row) =>
    row.as_guardian && row.addressee_id && row.subject_id ? [row.subject_id as PersonId] : [],
  );
  const guards = await guardiansOf(read, [...new Set(asGuardians)], today);
  const refused = new Map(
    (
      await store.failedMails(
        read,
        seen.flatMap((row) => row.mail_keys.slice(-1)),
      )
    ).map((mail) => [mail.send_key, mail.failed_at]),
  );
  const found: RequestSummary[] = [];
  for (const row of seen) {
    const form = await asked(read, row);
    const { parties } = partiesOf(row);
    const held = row.addressee_id
      ? guards.filter((g) => g.pupil_id === row.subject_id).map((g) => g.id)
      : null;
    const circumstances = circumstancesOf(row, held, today);
    found.push({
      id: row.id,
      formKey: row.form_key,
      title: form ? say(titleOf(form.form.definition, form.section), language) : '',
      capacity: row.capacity,
      state: parties.state,
      addressee: { id: row.addressee_id, name: row.addressee_name, email: row.addressee_email },
      askedAt: row.asked_at,
      submittedAt: row.submitted_at,
      remindedAt: row.reminded_at,
      reminded: row.reminded,
      expiresAt: row.expires_at,
      refusedAt: isOpen(parties.state) ? (refused.get(row.mail_keys.at(-1) ?? '') ?? null) : null,
      over: isOpen(parties.state) ? overBecause(circumstances) : null,
      decline:
        parties.state === 'declined' && row.decline_reason
          ? {
              reason: row.decline_reason as (typeof declineReasons)[number],
              note: row.decline_note,
            }
          : null,
      mayManage: mayManageRequest(actor, parties).allow,
      mayRead: mayReadAnswers(actor, parties),
      mine: isPerson(actor, row.addressee_id),
    });
  }
  return found;
}

const summaryView = z.object({
  id: idView('frq'),
  formKey: z.string(),
  title: z.string(),
  subject: z.string(),
  capacity: z.string(),
  state: z.enum(requestStates),
  addressee: z.object({ id: idView('per').nullable(), name: z.string(), email: z.string() }),
  askedAt: instantView,
  submittedAt: instantView.nullable(),
  remindedAt: instantView.nullable(),
  reminded: z.number(),
  expiresAt: instantView,
  refusedAt: instantView.nullable(),
  over: z.enum(['of-age', 'not-guardian']).nullable(),
  decline: z.object({ reason: z.enum(declineReasons), note: z.string() }).nullable(),
  mayManage: z.boolean(),
  mayRead: z.boolean(),
  mine: z.boolean(),
});

export const listOwnRequests = query({
  name: 'forms.list-own-requests',
  summary:
    'What you are asked and have not answered, and what you asked of others and still wait for.',
  input: z.object({ language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    requests: z.array(summaryView.extend({ org: z.string(), asked: z.boolean() })),
  }),
  view: async ({ read, actor, scope, today }, input) => {
    const rows = await store.requestsOf(read, scope.personId);
    const views = await summariesOf({ read, actor, language: input.language, today }, rows);
    return {
      requests: views.flatMap((view) => {
        const row = rows.find((r) => r.id === view.id);
        return row
          ? [
              {
                ...view,
                subject: subjectOf(row),
                org: row.org_name,
                asked: isPerson(actor, row.asked_by),
              },
            ]
          : [];
      }),
    };
  },
});

export const getWords = query({
  name: 'forms.get-words',
  summary:
    'One request as those see it who asked or may read: who was asked, where it stands, and what was answered once it is handed in.',
  input: z.object({ requestId: idOf('frq'), language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    request: summaryView,
    org: z.string(),
    asker: z.string(),
    about: z.object({ kind: line(40), id: z.string() }),
    /** when a reminder can be sent again; null when it can now */
    nextReminder: instantView.nullable(),
    open: z.boolean(),
    frozen: z.custom<Frozen>((v) => typeof v === 'object').nullable(),
    files: z.array(fileView),
    /** what it asks to correct, and what was said about it */
    follows: z.object({ id: idView('frq'), word: z.string() }).nullable(),
    /** the request that asks to correct this one */
    followedBy: z.object({ id: idView('frq'), on: instantView }).nullable(),
    maySendBack: z.boolean(),
    /** another holder of parental responsibility has answered the same, and the reader may read both */
    hasBeside: z.boolean(),
  }),
  view: async ({ read, actor, now, today }, input) => {
    const row = await store.requestById(read, input.requestId);
    const [view] = row
      ? await summariesOf({ read, actor, language: input.language, today }, [row])
      : [];
    if (!row || !view) return null;
    const kept = view.mayRead ? await keptAnswers(read, row) : null;
    const used = Object.values(kept?.answers ?? {}).flat() as unknown[];
    const follower = await store.followerOf(read, row.id);
    return {
      request: { ...view, subject: subjectOf(row) },
      org: row.org_name,
      asker: askerOf(row),
      about: { kind: row.about_kind, id: row.about_id },
      nextReminder: nextReminder(row.reminded_at ?? row.asked_at, now),
      open: isOpen(view.state),
      frozen: kept?.frozen ?? null,
      files: kept
        ? (await store.filesOf(read, row))
            .filter((f) => used.includes(f.id))
            .map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, size: f.size }))
        : [],
      follows: row.follows_id ? { id: row.follows_id, word: row.follow_word } : null,
      followedBy: follower ? { id: follower.id, on: follower.asked_at } : null,
      maySendBack: view.mayManage && view.state === 'submitted' && !follower,
      hasBeside: (await bothOf(read, actor, row)) !== null,
    };
  },
});

/** The same section answered by two holders of parental responsibility; null unless the actor may read both. */
async function bothOf(
  read: Readable,
  actor: Actor,
  row: store.RequestRow,
): Promise<[store.RequestRow, store.RequestRow] | null> {
  if (!row.as_guardian || row.state !== 'submitted') return null;
  const all = (await store.besideOf(read, row)).filter((r) =>
    mayReadAnswers(actor, partiesOf(r).parties),
  );
  const other = all.find(
    (r) =>
      r.id !== row.id &&
      (r.addressee_id ?? r.addressee_email) !== (row.addressee_id ?? row.addressee_email),
  );
  return other && all.some((r) => r.id === row.id) ? [row, other] : null;
}

export const getBeside = query({
  name: 'forms.get-beside',
  summary:
    'What two holders of parental responsibility answered to the same questions, side by side, with where they differ: for those who may read both.',
  input: z.object({ requestId: idOf('frq'), language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    title: z.string(),
    subject: z.string(),
    names: z.tuple([z.string(), z.string()]),
    /** the language each was answered in */
    languages: z.tuple([z.string(), z.string()]),
    pages: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        lines: z.array(
          z.object({
            question: z.string(),
            label: z.string(),
            answers: z.tuple([z.string(), z.string()]),
            differs: z.boolean(),
          }),
        ),
      }),
    ),
    differences: z.number(),
  }),
  view: async ({ read, actor }, input) => {
    const row = await store.requestById(read, input.requestId);
    const both = row ? await bothOf(read, actor, row) : null;
    if (!row || !both) return null;
    const [a, b] = await Promise.all(
      // in the order in which they were handed in, whichever was opened
      both
        .toSorted((x, y) => (x.id < y.id ? -1 : 1))
        .map(async (r) => ({ row: r, ...(await keptAnswers(read, r)) })),
    );
    const form = await asked(read, row);
    if (!a?.frozen || !b?.frozen || !form) return null;
    const linesIn = (one: { frozen: Frozen | null }) =>
      (one.frozen?.sections ?? []).flatMap((section) =>
        section.pages.flatMap((page) => page.lines.map((l) => ({ ...l, page: page.id }))),
      );
    const [left, right] = [linesIn(a), linesIn(b)];
    const titles = new Map(
      [a.frozen, b.frozen].flatMap((f) =>
        f.sections.flatMap((section) =>
          section.pages.map((page) => [page.id, page.title] as const),
        ),
      ),
    );
    // compared as data where the words are of two languages
    const same = (question: string, x: string, y: string) =>
      fingerprint(a.answers[question] ?? null) === fingerprint(b.answers[question] ?? null) ||
      x === y;
    const pages = [...titles].map(([id, title]) => {
      const here = [...left, ...right].filter((l) => l.page === id);
      return {
        id,
        title,
        lines: [...new Set(here.map((l) => l.question))].map((question) => {
          const [x, y] = [left, right].map((lines) => lines.find((l) => l.question === question));
          const answers: [string, string] = [x?.answer ?? '', y?.answer ?? ''];
          return {
            question,
            label: (x ?? y)?.label ?? '',
            answers,
            differs: !same(question, ...answers),
          };
        }),
      };
    });
    return {
      title: say(titleOf(form.form.definition, form.section), input.language),
      subject: subjectOf(row),
      names: [a.row.addressee_name, b.row.addressee_name] as [string, string],
      languages: [a.frozen.language, b.frozen.language] as [string, string],
      pages: pages.filter((page) => page.lines.length > 0),
      differences: pages.flatMap((p) => p.lines).filter((l) => l.differs).length,
    };
  },
});
