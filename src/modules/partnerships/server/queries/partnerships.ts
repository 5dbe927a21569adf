import { z } from 'zod';
import { orgIdsOf } from '#kernel/actor.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import {
  actingSide,
  isWorking,
  mayActFor,
  mayAnswerFor,
  maySeePartnership,
  maySpeakFor,
} from '../../core/index.ts';
import { askedOf } from '../commands/index.ts';
import { sidesOf } from '../commands/loaded.ts';
import * as store from '../store/index.ts';
import { ownAndOther, sideView, stateView, waitingIn, waitingView } from './views.ts';

const contactView = z.object({
  id: idView('fct'),
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  /** sent by one's own organisation */
  sent: z.boolean(),
  state: z.enum(['open', 'answered', 'declined', 'partnership']),
  sentAt: instantView,
  /** whether this actor may answer it */
  mine: z.boolean(),
});

export function contactSummary(
  actor: Parameters<typeof mayAnswerFor>[0],
  contact: store.ContactRecord,
  asks: Parameters<typeof mayAnswerFor>[1],
) {
  return {
    id: contact.id,
    subject: contact.subject,
    from: contact.from_name,
    to: contact.to_name,
    sent: orgIdsOf(actor).includes(contact.from_org_id),
    state: contact.state as 'open' | 'answered' | 'declined' | 'partnership',
    sentAt: contact.sent_at,
    mine: contact.state === 'open' && mayAnswerFor(actor, asks).allow,
  };
}

/** Letters shown in the list; older ones are in the story of the organisation. */
const lettersShown = 30;

export const listPartnerships = query({
  name: 'partnerships.list-partnerships',
  summary: 'The partnerships of your organisations, whose turn it is, and the first letters.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    partnerships: z.array(
      z.object({
        id: idView('pts'),
        own: sideView,
        other: sideView,
        state: stateView,
        renewsOn: dateView.nullable(),
        waiting: z.array(waitingView),
      }),
    ),
    contacts: z.array(contactView),
    /** own organisations, and whether they take letters */
    own: z.array(
      z.object({
        orgId: idView('org'),
        name: z.string(),
        closed: z.boolean(),
        note: z.string(),
        mayChoose: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }) => {
    const orgIds = orgIdsOf(actor);
    if (orgIds.length === 0) return { partnerships: [], contacts: [], own: [] };
    const records = await store.partnershipsOf(read, orgIds);
    const waiting = await waitingIn(read, actor, records, today);
    const partnerships = records.map((p) => ({
      id: p.id,
      ...ownAndOther(actor, p),
      state: p.state,
      renewsOn: p.renews_on,
      waiting: waiting(p.id),
    }));
    const contacts = await store.contactsOf(read, orgIds, lettersShown);
    const choices = await store.contactChoicesOf(read, orgIds);
    return {
      partnerships,
      contacts: contacts.map((c) =>
        contactSummary(actor, c, {
          firstOrgId: c.from_org_id,
          secondOrgId: c.to_org_id,
          proposedByOrgId: c.from_org_id,
          askedName: c.to_name,
        }),
      ),
      own: (await organisationsByIds(read, orgIds)).map((org) => {
        const choice = choices.find((c) => c.org_id === org.id);
        return {
          orgId: org.id,
          name: org.name,
          closed: choice?.closed ?? false,
          note: choice?.note ?? '',
          mayChoose: maySpeakFor(actor, org.id).allow,
        };
      }),
    };
  },
});

const versionView = z.object({
  number: z.number(),
  state: z.enum(['draft', 'open', 'sent_back', 'accepted', 'replaced']),
  changeReason: z.string(),
  at: instantView,
  sha256: z.string().nullable(),
  documentId: idView('doc').nullable(),
  sentBackBy: z.string(),
  sendBackReason: z.string(),
});

export function versionSummary(v: store.VersionRecord, isFirst: boolean) {
  return {
    number: v.number,
    state: v.state,
    changeReason: v.change_reason,
    at: v.accepted_at ?? v.opened_at ?? v.edited_at,
    sha256: v.sha256,
    documentId: isFirst ? v.first_document_id : v.second_document_id,
    sentBackBy: v.sent_back_by_name,
    sendBackReason: v.send_back_reason,
  };
}

export const getPartnership = query({
  name: 'partnerships.get-partnership',
  summary:
    'A partnership: how far it is, whose turn it is, the versions of its agreement, who leads the other side.',
  input: z.object({ partnershipId: idOf('pts') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('pts'),
    kind: z.enum(['support', 'schools']),
    own: sideView,
    other: sideView,
    first: sideView.pick({ orgId: true, name: true }),
    state: stateView,
    greeting: z.string(),
    proposedBy: z.string(),
    proposedByOrg: z.string(),
    proposedAt: instantView,
    agreedAt: instantView.nullable(),
    renewsOn: dateView.nullable(),
    ended: z
      .object({ by: z.string(), org: z.string(), at: instantView, reason: z.string() })
      .nullable(),
    waiting: z.array(waitingView),
    versions: z.array(versionView),
    /** heads and coordinators of the other side, by name and role */
    leaders: z.array(z.object({ name: z.string(), roles: z.array(z.string()) })),
    changesWaiting: z.number(),
    can: z.object({
      answer: z.boolean(),
      act: z.boolean(),
      end: z.boolean(),
      writesAgreement: z.boolean(),
    }),
    /** where the letter is that it grew out of */
    contactId: idView('fct').nullable(),
    version: z.number(),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const p = await store.partnershipById(read, input.partnershipId);
    if (!p || !maySeePartnership(actor, sidesOf(p))) return null;
    const sides = ownAndOther(actor, p);
    const versions = await store.versionsOf(read, p.id);
    const waiting = (await waitingIn(read, actor, [p], today))(p.id);
    const acts = mayActFor(actor, sidesOf(p)).allow;
    const endedBy = p.ended_by_org_id ?? (p.state === 'declined' ? sides.other.orgId : null);
    return {
      id: p.id,
      kind: p.kind,
      ...sides,
      first: { orgId: p.first_org_id, name: p.first_name },
      state: p.state,
      greeting: p.greeting,
      proposedBy: p.proposed_by_name,
      proposedByOrg: p.proposed_by_org_id === p.first_org_id ? p.first_name : p.second_name,
      proposedAt: p.proposed_at,
      agreedAt: p.agreed_at,
      renewsOn: p.renews_on,
      ended: p.ended_at
        ? {
            by: p.ended_by_name || p.answered_by_name,
            org: endedBy === p.first_org_id ? p.first_name : p.second_name,
            at: p.ended_at,
            reason: p.end_reason,
          }
        : null,
      waiting,
      versions: versions.map((v) => versionSummary(v, sides.own.orgId === p.first_org_id)),
      leaders: (await store.partnerLeaders(read, sides.other.orgId)).map((l) => ({
        name: displayName(l),
        roles: l.roles.filter((r) => r === 'head' || r === 'coordinator'),
      })),
      changesWaiting: waiting.filter((w) => w.what === 'task').length,
      can: {
        answer: p.state === 'proposed' && mayAnswerFor(actor, askedOf(p)).allow,
        act: acts,
        end:
          (isWorking(p.state) && acts) ||
          (p.state === 'proposed' && actingSide(actor, sidesOf(p)) === p.proposed_by_org_id),
        writesAgreement: isWorking(p.state) && acts,
      },
      contactId: p.contact_id,
      version: p.version,
    };
  },
});

const turnView = z.object({
  kind: z.enum(['answer', 'write', 'accept', 'task', 'renew', 'letter', 'decision']),
  id: z.string(),
  /** the partner, or what is to be decided */
  about: z.string(),
  mine: z.boolean(),
  who: z.string(),
  due: dateView.nullable(),
});

export const listTurns = query({
  name: 'partnerships.list-turns',
  summary: 'What you have to do in partnerships and decisions, and what you wait for from others.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ turns: z.array(turnView) }),
  view: async ({ read, scope: { actor }, today }) => {
    const leads =
      actor.kind === 'person' ? actor.orgs.filter((o) => maySpeakFor(actor, o.orgId).allow) : [];
    const orgIds = leads.map((o) => o.orgId);
    if (orgIds.length === 0) return { turns: [] };
    const turns: z.input<typeof turnView>[] = [];
    const records = await store.partnershipsOf(read, orgIds);
    const waiting = await waitingIn(read, actor, records, today);
    for (const p of records) {
      const { other } = ownAndOther(actor, p);
      for (const w of waiting(p.id))
        turns.push({
          kind: w.what,
          id: p.id,
          about: other.name,
          mine: w.mine,
          who: w.who,
          due: w.what === 'renew' ? p.renews_on : null,
        });
    }
    for (const c of await store.contactsOf(read, orgIds, lettersShown))
      if (c.state === 'open') {
        const mine = orgIds.includes(c.to_org_id);
        turns.push({
          kind: 'letter',
          id: c.id,
          about: mine ? c.from_name : c.subject,
          mine,
          who: c.to_name,
          due: null,
        });
      }
    for (const d of await store.openDecisionsOf(read, orgIds))
      turns.push({
        kind: 'decision',
        id: d.id,
        about: `${d.question} (${d.about_label})`,
        mine: orgIds.includes(d.deciding_org_id),
        who: d.deciding_name,
        due: d.due_on,
      });
    return { turns };
  },
});
