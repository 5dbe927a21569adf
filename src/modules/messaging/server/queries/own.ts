import { z } from 'zod';
import { orgRoles, worksFor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayChangeSafeguarding } from '../../core/policy.ts';
import { defaultQuiet, defaultSafeguardingRoles } from '../../core/rules.ts';
import { fileFaults, type MailSettings, mailModes } from '../../core/types.ts';
import * as store from '../store.ts';

/** How somebody wants to be told, with what holds until they say it, on the clock that their calendar goes by. */
export async function settingsFor(read: Readable, personId: PersonId): Promise<MailSettings> {
  const chosen = await store.settingsOf(read, personId);
  const timeZone = await store.zoneOf(read, personId);
  return { ...(chosen ?? { mail: 'at_once', ...defaultQuiet }), timeZone };
}

export const getSettings = query({
  name: 'messaging.get-settings',
  summary: 'When you are told about unread messages by mail, and your quiet hours.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mail: z.enum(mailModes),
    quietFrom: z.string(),
    quietUntil: z.string(),
    timeZone: z.string(),
    /** organisations whose safeguarding readers one may look at */
    orgs: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope: { actor } }) => {
    const orgs = [];
    for (const { orgId } of actor.orgs)
      orgs.push({ id: orgId, name: await store.orgName(read, orgId) });
    return { ...(await settingsFor(read, actor.personId)), orgs };
  },
});

export const getSafeguarding = query({
  name: 'messaging.get-safeguarding',
  summary: 'Who of your organisation reads along where pupils under age write and are written to.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor, input) => (worksFor(actor, input.orgId) ? { actor } : null),
  output: z.object({
    org: z.string(),
    roles: z.array(z.enum(orgRoles)),
    personIds: z.array(idView('per')),
    members: z.array(z.object({ id: idView('per'), name: z.string(), roles: z.array(z.string()) })),
    version: z.number(),
    changedAt: instantView.nullable(),
    mayChange: z.boolean(),
  }),
  view: async ({ read, scope: { actor }, today }, { orgId }) => {
    const org = await organisationById(read, orgId);
    if (!org) return null;
    const [policy] = await store.policiesOf(read, [orgId]);
    const members = await membersOf(read, orgId, today);
    return {
      org: org.name,
      roles: (policy?.roles ?? defaultSafeguardingRoles) as (typeof orgRoles)[number][],
      personIds: (policy?.person_ids ?? []) as PersonId[],
      members: members.map((m) => ({ id: m.person_id, name: displayName(m), roles: m.roles })),
      version: policy?.version ?? 0,
      changedAt: policy?.changed_at ?? null,
      mayChange: mayChangeSafeguarding(actor, orgId).allow,
    };
  },
});

export const listHeld = query({
  name: 'messaging.list-held',
  summary: 'Mails to your reply addresses that may be somebody else’s: you accept or delete them.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('hld'),
        thread: z.string(),
        sender: z.string(),
        subject: z.string(),
        text: z.string(),
        reason: z.enum(['sender', 'closed', 'too_long']),
        at: instantView,
        files: z.array(z.object({ name: z.string(), size: z.number() })),
        /** files that were not taken */
        refused: z.array(z.object({ name: z.string(), fault: z.enum(fileFaults) })),
        /** the thread is open and still one's own */
        mayAccept: z.boolean(),
      }),
    ),
    timeZone: z.string(),
  }),
  view: async ({ read, scope: { actor } }) => {
    const held = await store.heldOf(read, actor.personId);
    const files = await store.heldFiles(
      read,
      held.map((h) => h.id),
    );
    return {
      rows: held.map((h) => ({
        id: h.id,
        thread: h.thread_subject ?? '',
        sender: h.sender,
        subject: h.subject,
        text: h.text,
        reason: h.reason as 'sender' | 'closed' | 'too_long',
        at: h.arrived_at,
        files: files.filter((f) => f.heldId === h.id).map(({ name, size }) => ({ name, size })),
        refused: store.refusedOf(h),
        mayAccept: h.thread_kind === 'talk' && h.closed_at === null && h.reason !== 'too_long',
      })),
      timeZone: await store.zoneOf(read, actor.personId),
    };
  },
});
