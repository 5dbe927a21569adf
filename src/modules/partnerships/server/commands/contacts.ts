import { z } from 'zod';
import type { FirstContactId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalProse, prose } from '#kernel/schema.ts';
import { startThread } from '#modules/messaging/server/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { contactsPerDay, mayAnswerFor, maySpeakFor } from '../../core/index.ts';
import * as store from '../store/index.ts';
import { personOf } from './loaded.ts';
import { tellLeaders } from './tell.ts';

export const writeContact = command({
  name: 'partnerships.write-contact',
  summary: 'Write a first letter from your organisation to another one. Nobody’s address is shown.',
  input: z.object({
    fromOrgId: idOf('org'),
    toOrgId: idOf('org'),
    subject: line(160),
    message: prose(4000),
  }),
  load: async ({ tx }, input) => {
    // locked: what an organisation sends in a day is counted by one at a time
    const from = await store.lockSender(tx, input.fromOrgId);
    const to = await organisationById(tx, input.toOrgId);
    return from && to ? { from, to } : null;
  },
  permit: (actor, { from }) => maySpeakFor(actor, from.id),
  run: async (tools, { from, to }, input) => {
    const { tx, now, today } = tools;
    const me = personOf(tools.actor);
    if (from.id === to.id) return fail('partnerships.refused.yourselves');
    const choice = await store.contactChoice(tx, to.id);
    if (choice?.closed)
      return fail('partnerships.refused.wants-no-letters', { org: to.name }, undefined, 'refused');
    if (await store.partnershipBetween(tx, from.id, to.id))
      return fail('partnerships.refused.already-partners', { org: to.name }, undefined, 'conflict');
    const open = await store.openBetween(tx, from.id, to.id);
    if (open)
      return fail(
        open.from_org_id === from.id
          ? 'partnerships.refused.letter-waits'
          : 'partnerships.refused.they-wrote',
        { org: to.name },
        undefined,
        'conflict',
      );
    if ((await store.sentOn(tx, from.id, today)) >= contactsPerDay)
      return fail(
        'partnerships.refused.enough-today',
        { org: from.name, max: contactsPerDay },
        undefined,
        'rate_limited',
      );
    const id = newId('fct');
    await store.insertContact(tx, {
      id,
      fromOrgId: from.id,
      toOrgId: to.id,
      subject: input.subject,
      message: input.message,
      by: me.personId,
      byName: me.name,
      day: today,
      now,
    });
    await tellLeaders(tools, 'contact-new', to.id, id);
    return ok({ contactId: id });
  },
  audit: ({ from, to }, _, { contactId }) => ({
    subjectId: contactId,
    orgId: from.id,
    details: { to: to.id },
  }),
});

async function lockContact({ tx }: { tx: Tx }, input: { contactId: FirstContactId }) {
  await store.lockContact(tx, input.contactId);
  return (await store.contactById(tx, input.contactId)) ?? null;
}

/** The side that was written to answers. */
export function asksOf(contact: store.ContactRecord) {
  return {
    firstOrgId: contact.from_org_id,
    secondOrgId: contact.to_org_id,
    proposedByOrgId: contact.from_org_id,
    askedName: contact.to_name,
  };
}

const auditOf = (contact: store.ContactRecord) => ({
  subjectId: contact.id,
  orgId: contact.to_org_id,
});

export const answerContact = command({
  name: 'partnerships.answer-contact',
  summary: 'Answer a first letter to your organisation.',
  input: z.object({ contactId: idOf('fct'), answer: prose(4000) }),
  load: lockContact,
  permit: (actor, contact) => mayAnswerFor(actor, asksOf(contact)),
  run: async (tools, contact, input) => {
    if (contact.state !== 'open') return stale('partnerships.refused.already-answered');
    const me = personOf(tools.actor);
    await store.closeContact(tools.tx, contact.id, {
      state: 'answered',
      answer: input.answer,
      by: me.personId,
      byName: me.name,
      now: tools.now,
    });
    // from the answer on both may write as they like, in a conversation of their own
    const threadId = await startThread(tools, {
      about: { kind: 'contact', id: contact.id },
      subject: contact.subject,
      text: input.answer,
      parties: { choices: [contact.from_org_id, contact.to_org_id].map((o) => `partner:${o}`) },
      startKey: contact.id,
    });
    await store.setThread(tools.tx, contact.id, threadId);
    await tellLeaders(tools, 'contact-answered', contact.from_org_id, contact.id);
    return ok();
  },
  audit: auditOf,
});

export const declineContact = command({
  name: 'partnerships.decline-contact',
  summary: 'Say kindly that your organisation does not take up a first letter.',
  input: z.object({ contactId: idOf('fct'), answer: optionalProse(2000) }),
  load: lockContact,
  permit: (actor, contact) => mayAnswerFor(actor, asksOf(contact)),
  run: async (tools, contact, input) => {
    if (contact.state !== 'open') return stale('partnerships.refused.already-answered');
    const me = personOf(tools.actor);
    await store.closeContact(tools.tx, contact.id, {
      state: 'declined',
      answer: input.answer,
      by: me.personId,
      byName: me.name,
      now: tools.now,
    });
    await tellLeaders(tools, 'contact-declined', contact.from_org_id, contact.id);
    return ok();
  },
  audit: auditOf,
});

export const chooseContact = command({
  name: 'partnerships.choose-contact',
  summary: 'Say whether other organisations may write to yours.',
  input: z.object({ orgId: idOf('org'), closed: z.boolean(), note: optionalProse(300) }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => maySpeakFor(actor, org.id),
  run: async ({ tx, actor, now }, org, input) => {
    await store.putContactChoice(tx, {
      orgId: org.id,
      closed: input.closed,
      note: input.note,
      by: personOf(actor).personId,
      now,
    });
    return ok();
  },
  audit: (org, input) => ({ subjectId: org.id, orgId: org.id, details: { closed: input.closed } }),
});
