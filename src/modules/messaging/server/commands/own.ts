import { z } from 'zod';
import { orgRoles } from '#kernel/actor.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import {
  mayChangeSafeguarding,
  mayClose,
  mayManageOwn,
  mayRead,
  mayRemind,
} from '../../core/policy.ts';
import { mailModes } from '../../core/types.ts';
import * as store from '../store.ts';
import { followJob, loadThread, postSystemNote } from './write.ts';

export const markRead = command({
  name: 'messaging.mark-read',
  summary: 'Note that you have read a conversation up to now.',
  input: z.object({ threadId: idOf('thr') }),
  load: (tools, input) => loadThread(tools, input),
  permit: (_, { facts }) => mayRead(facts),
  unaudited: 'reading is noted each time a page is opened; the table itself says it',
  run: async ({ tx, actor }, { found }) => {
    if (found && actor.kind === 'person')
      await store.markRead(tx, found.thread.id, actor.personId, found.thread.last_at);
    return ok();
  },
});

export const closeThread = command({
  name: 'messaging.close-thread',
  summary: 'Close a conversation: it stays readable, and nobody writes in it any more.',
  input: z.object({ threadId: idOf('thr') }),
  load: (tools, input) => loadThread(tools, input),
  permit: (actor, { facts }) => mayClose(actor, facts),
  run: async (tools, { found }) => {
    const { actor, tx, now } = tools;
    if (!found || actor.kind !== 'person' || found.thread.closed_at) return ok();
    const threadId = found.thread.id;
    await postSystemNote(
      tools,
      { threadId },
      { key: 'messaging.note.closed', params: { who: actor.name } },
    );
    await store.closeThread(tx, threadId, { at: now, by: actor.personId });
    return ok();
  },
  audit: (_, input) => ({ subjectId: input.threadId }),
});

export const reopenThread = command({
  name: 'messaging.reopen-thread',
  summary: 'Open a closed conversation again.',
  input: z.object({ threadId: idOf('thr') }),
  load: (tools, input) => loadThread(tools, input),
  permit: (actor, { facts }) => mayClose(actor, facts),
  run: async (tools, { found }) => {
    const { actor, tx } = tools;
    if (!found || actor.kind !== 'person' || !found.thread.closed_at) return ok();
    const threadId = found.thread.id;
    await store.closeThread(tx, threadId, null);
    await postSystemNote(
      tools,
      { threadId },
      { key: 'messaging.note.reopened', params: { who: actor.name } },
    );
    return ok();
  },
  audit: (_, input) => ({ subjectId: input.threadId }),
});

/** Reminding more often than once a day is no reminding. */
const hoursBetween = 24;

export const remindReaders = command({
  name: 'messaging.remind-readers',
  summary: 'Remind those who have not read an announcement, at most once a day. Answers how many.',
  input: z.object({ threadId: idOf('thr') }),
  load: (tools, input) => loadThread(tools, input),
  permit: (_, { facts }) => mayRemind(facts),
  run: async ({ tx, now }, { found }) => {
    if (!found) return fail('platform.error.refused');
    const { thread } = found;
    if (
      thread.reminded_at &&
      Temporal.Instant.compare(thread.reminded_at.add({ hours: hoursBetween }), now) > 0
    )
      return fail('messaging.refused.reminded', undefined, undefined, 'conflict');
    const states = await store.readStates(tx, thread.id);
    const readers = await store.readersOf(tx, thread.id);
    const open = readers.filter((r) => {
      const at = states.find((s) => s.person_id === r.person_id)?.read_until;
      const isTold = r.reads_as === 'member' && r.org_id === null;
      return isTold && (!at || Temporal.Instant.compare(at, thread.last_at) < 0);
    });
    // as if it had been written a while ago: the mail goes with the next round, in nobody's quiet hours
    const due = now.subtract({ minutes: 10 });
    await store.remindReaders(tx, thread.id, [...new Set(open.map((r) => r.person_id))], due);
    await store.setReminded(tx, thread.id, now);
    return ok({ reminded: open.length });
  },
  audit: (_, input) => ({ subjectId: input.threadId }),
});

const clock = z
  .string()
  .trim()
  .regex(/^(([01]?\d|2[0-3])[:.h][0-5]\d)?$/, { error: 'messaging.invalid.time' })
  .transform((v) => (v ? v.replace(/[.h]/, ':').padStart(5, '0') : ''));

export const changeSettings = command({
  name: 'messaging.change-settings',
  summary: 'Say when you are told about unread messages by mail, and when it is quiet.',
  input: z.object({
    mail: z.enum(mailModes, { error: 'platform.invalid.choose' }),
    quietFrom: clock,
    quietUntil: clock,
  }),
  load: async () => ({}),
  permit: (actor) => mayManageOwn(actor),
  run: async ({ tx, actor }, _, input) => {
    if (Boolean(input.quietFrom) !== Boolean(input.quietUntil))
      return fail(
        'messaging.invalid.quiet',
        undefined,
        input.quietFrom ? 'quietUntil' : 'quietFrom',
      );
    if (actor.kind === 'person') await store.saveSettings(tx, actor.personId, input);
    return ok();
  },
});

export const changeSafeguarding = command({
  name: 'messaging.change-safeguarding',
  summary:
    'Name who of your organisation reads along where pupils under age write: by role, or persons by name.',
  input: z.object({
    orgId: idOf('org'),
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    roles: z.array(z.enum(orgRoles)).max(10).default([]),
    personIds: z.array(idOf('per')).max(20).default([]),
  }),
  load: async () => ({}),
  permit: (actor, _, input) => mayChangeSafeguarding(actor, input.orgId),
  run: async (tools, _, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (input.roles.length === 0 && input.personIds.length === 0)
      return fail('messaging.invalid.no-safeguarding', undefined, 'roles');
    const members = await membersOf(tx, input.orgId, today);
    if (!input.personIds.every((id) => members.some((m) => m.person_id === id)))
      return fail('platform.invalid.choose', undefined, 'personIds');
    const saved = await store.savePolicy(
      tx,
      input.orgId,
      { roles: input.roles, personIds: input.personIds, by: actor.personId, now },
      input.version,
    );
    if (!saved) return stale('platform.error.changed-meanwhile');
    for (const threadId of await store.threadsOfOrg(tx, [input.orgId]))
      await tools.enqueue(followJob, { threadId });
    return ok();
  },
  audit: (_, input) => ({
    orgId: input.orgId,
    details: { roles: input.roles.join(' '), persons: input.personIds.length },
  }),
});
