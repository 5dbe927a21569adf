import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { ThreadId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { organisationById, organisationsByIds } from '#modules/organisations/server/index.ts';
import { query } from '#platform/query.ts';
import { contactsPerDay, mayAnswerFor, maySpeakFor } from '../../core/index.ts';
import { asksOf } from '../commands/index.ts';
import * as store from '../store/index.ts';

const orgView = z.object({ orgId: idView('org'), name: z.string(), kind: z.string() });

export const getContactForm = query({
  name: 'partnerships.get-contact-form',
  summary: 'Whether you may write to an organisation, in whose name, and what stands against it.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    to: orgView.extend({ city: z.string(), countryCode: z.string() }),
    /** own organisations in whose name one may write */
    from: z.array(orgView),
    /** why none of them may: the end of a reason, or null */
    hindrance: z
      .enum(['closed', 'partners', 'letter-waits', 'they-wrote', 'enough-today', 'own'])
      .nullable(),
    note: z.string(),
    partnershipId: idView('pts').nullable(),
    contactId: idView('fct').nullable(),
    perDay: z.number(),
  }),
  view: async ({ read, scope: { actor }, today }, { orgId }) => {
    const to = await organisationById(read, orgId);
    const speaks =
      actor.kind === 'person'
        ? actor.orgs.map((o) => o.orgId).filter((id) => maySpeakFor(actor, id).allow)
        : [];
    if (!to || speaks.length === 0) return null;
    const own = await organisationsByIds(
      read,
      speaks.filter((id) => id !== orgId),
    );
    const choice = await store.contactChoice(read, orgId);
    // one of several organisations may be a partner already, and another may still write
    const standing = [];
    for (const org of worksFor(actor, orgId) ? [] : own) {
      const partnership = await store.partnershipBetween(read, org.id, orgId);
      const open = await store.openBetween(read, org.id, orgId);
      const hindrance = () => {
        if (partnership) return 'partners' as const;
        if (open)
          return open.from_org_id === org.id ? ('letter-waits' as const) : ('they-wrote' as const);
        return choice?.closed ? ('closed' as const) : null;
      };
      const sent = hindrance() === null ? await store.sentOn(read, org.id, today) : 0;
      standing.push({
        org,
        partnership,
        open,
        hindrance: hindrance() ?? (sent >= contactsPerDay ? ('enough-today' as const) : null),
      });
    }
    const free = standing.filter((s) => s.hindrance === null);
    const [first] = free.length > 0 ? free : standing;
    return {
      to: {
        orgId: to.id,
        name: to.name,
        kind: to.kind,
        city: to.city,
        countryCode: to.country_code,
      },
      from: free.map(({ org }) => ({ orgId: org.id, name: org.name, kind: org.kind })),
      hindrance: first ? first.hindrance : ('own' as const),
      note: choice?.closed ? choice.note : '',
      partnershipId: first?.partnership?.id ?? null,
      contactId: first?.open?.id ?? null,
      perDay: contactsPerDay,
    };
  },
});

export const getContact = query({
  name: 'partnerships.get-contact',
  summary: 'A first letter between two organisations and its answer.',
  input: z.object({ contactId: idOf('fct') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('fct'),
    from: orgView,
    to: orgView,
    subject: z.string(),
    message: z.string(),
    sentBy: z.string(),
    sentAt: instantView,
    state: z.enum(['open', 'answered', 'declined', 'partnership']),
    answer: z.string(),
    answeredBy: z.string(),
    answeredAt: instantView.nullable(),
    partnershipId: idView('pts').nullable(),
    threadId: idView('thr').nullable(),
    /** own organisation, the other one, and what may be done */
    own: idView('org'),
    other: orgView,
    can: z.object({ answer: z.boolean(), propose: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { contactId }) => {
    const c = await store.contactById(read, contactId);
    if (!c || !(worksFor(actor, c.from_org_id) || worksFor(actor, c.to_org_id))) return null;
    const partnership = await store.partnershipBetween(read, c.from_org_id, c.to_org_id);
    const from = { orgId: c.from_org_id, name: c.from_name, kind: c.from_kind };
    const to = { orgId: c.to_org_id, name: c.to_name, kind: c.to_kind };
    const [own, other] =
      maySpeakFor(actor, to.orgId).allow || !worksFor(actor, from.orgId) ? [to, from] : [from, to];
    return {
      id: c.id,
      from,
      to,
      subject: c.subject,
      message: c.message,
      sentBy: c.sent_by_name,
      sentAt: c.sent_at,
      state: c.state as 'open' | 'answered' | 'declined' | 'partnership',
      answer: c.answer,
      answeredBy: c.answered_by_name,
      answeredAt: c.answered_at,
      partnershipId: partnership?.id ?? null,
      // of an organisation those talk who speak for it
      threadId: [from, to].some((side) => maySpeakFor(actor, side.orgId).allow)
        ? (c.thread_id as ThreadId | null)
        : null,
      own: own.orgId,
      other,
      can: {
        answer: c.state === 'open' && mayAnswerFor(actor, asksOf(c)).allow,
        propose:
          !partnership &&
          (from.kind === 'school' || to.kind === 'school') &&
          maySpeakFor(actor, own.orgId).allow,
      },
    };
  },
});

export const getProposalForm = query({
  name: 'partnerships.get-proposal-form',
  summary: 'Whether you may propose a partnership to an organisation, and in whose name.',
  input: z.object({
    orgId: idOf('org'),
    contactId: z.union([z.literal(''), idOf('fct')]).default(''),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    to: orgView,
    from: z.array(orgView),
    contactId: idView('fct').nullable(),
    partnershipId: idView('pts').nullable(),
  }),
  view: async ({ read, scope: { actor } }, input) => {
    const to = await organisationById(read, input.orgId);
    const speaks =
      actor.kind === 'person'
        ? actor.orgs
            .map((o) => o.orgId)
            .filter((id) => id !== input.orgId && maySpeakFor(actor, id).allow)
        : [];
    if (!to || speaks.length === 0) return null;
    const own = (await organisationsByIds(read, speaks)).filter(
      (o) => o.kind === 'school' || to.kind === 'school',
    );
    // one of several organisations may be a partner already, and another may still propose
    const free = [];
    let partnership: Awaited<ReturnType<typeof store.partnershipBetween>>;
    for (const org of own) {
      const found = await store.partnershipBetween(read, org.id, to.id);
      if (found) partnership ??= found;
      else free.push(org);
    }
    const letter = input.contactId ? await store.contactById(read, input.contactId) : undefined;
    return {
      to: { orgId: to.id, name: to.name, kind: to.kind },
      from: free.map((o) => ({ orgId: o.id, name: o.name, kind: o.kind })),
      contactId: letter?.id ?? null,
      partnershipId: free.length === 0 ? (partnership?.id ?? null) : null,
    };
  },
});
