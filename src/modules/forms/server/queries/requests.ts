import { z } from 'zod';
import { type Frozen, say } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView, line } from '#kernel/schema.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayManageRequest, mayReadAnswers, maySeeRequest } from '../../core/policy.ts';
import { isOpen, isSealed, nextReminder, overBecause, titleOf } from '../../core/rules.ts';
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
  }),
  view: async ({ read, actor, now, today }, input) => {
    const row = await store.requestById(read, input.requestId);
    const [view] = row
      ? await summariesOf({ read, actor, language: input.language, today }, [row])
      : [];
    if (!row || !view) return null;
    const found = await asked(read, row);
    // what is sealed is read where its keys are, by those who may there
    const shown = view.mayRead && found && !isSealed(found.section);
    return {
      request: { ...view, subject: subjectOf(row) },
      org: row.org_name,
      asker: askerOf(row),
      about: { kind: row.about_kind, id: row.about_id },
      nextReminder: nextReminder(row.reminded_at ?? row.asked_at, now),
      open: isOpen(view.state),
      frozen: shown ? (await keptAnswers(read, row)).frozen : null,
    };
  },
});
