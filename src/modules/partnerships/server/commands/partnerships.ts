import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import type { FirstContactId, OrgId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse, prose } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import {
  actingSide,
  mayActFor,
  mayAnswerFor,
  maySpeakFor,
  noWords,
  partnershipLifecycle,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { auditOf, lockPartnership, nameOf, otherOf, personOf, sidesOf } from './loaded.ts';
import { tellLeaders } from './tell.ts';

/** The letter a partnership grows out of, when the proposer is one of its two sides and the other one is meant. */
async function letterOf(
  tx: Parameters<typeof store.contactById>[0],
  id: FirstContactId,
  orgIds: readonly OrgId[],
) {
  const contact = await store.contactById(tx, id);
  return contact && orgIds.includes(contact.from_org_id) && orgIds.includes(contact.to_org_id)
    ? contact
    : null;
}

export const proposePartnership = command({
  name: 'partnerships.propose-partnership',
  summary: 'Propose a partnership to another organisation, on its own or out of a first letter.',
  input: z.object({
    fromOrgId: idOf('org'),
    toOrgId: idOf('org'),
    greeting: optionalProse(2000),
    contactId: z.union([z.literal(''), idOf('fct')]).default(''),
  }),
  load: async ({ tx }, input) => {
    const from = await organisationById(tx, input.fromOrgId);
    const to = await organisationById(tx, input.toOrgId);
    return from && to ? { from, to } : null;
  },
  permit: (actor, { from }) => maySpeakFor(actor, from.id),
  run: async (tools, { from, to }, input) => {
    const { tx, now } = tools;
    const me = personOf(tools.actor);
    if (from.id === to.id) return fail('partnerships.refused.yourselves');
    if (from.kind !== 'school' && to.kind !== 'school')
      return fail('partnerships.refused.no-school', undefined, 'toOrgId');
    const there = await store.partnershipBetween(tx, from.id, to.id);
    if (there)
      return fail(
        'partnerships.refused.partnership-exists',
        { org: to.name },
        undefined,
        'conflict',
      );
    const letter = input.contactId
      ? await letterOf(tx, input.contactId, [from.id, to.id])
      : undefined;
    if (letter === null) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (!letter && (await store.contactChoice(tx, to.id))?.closed)
      return fail('partnerships.refused.wants-no-letters', { org: to.name }, undefined, 'refused');
    const schools = from.kind === 'school' && to.kind === 'school';
    const [first, second] = schools || from.kind === 'school' ? [from, to] : [to, from];
    const id = newId('pts');
    await store.insertPartnership(tx, {
      id,
      kind: schools ? 'schools' : 'support',
      firstOrgId: first.id,
      secondOrgId: second.id,
      greeting: input.greeting,
      contactId: letter?.id ?? null,
      byOrgId: from.id,
      by: me.personId,
      byName: me.name,
      now,
    });
    if (letter && letter.state !== 'partnership')
      await store.closeContact(tx, letter.id, {
        state: 'partnership',
        by: me.personId,
        byName: me.name,
        now,
      });
    await tellLeaders(tools, 'proposed', to.id, id);
    return ok({ partnershipId: id });
  },
  audit: ({ from, to }, _, { partnershipId }) => ({
    subjectId: partnershipId,
    orgId: from.id,
    details: { to: to.id },
  }),
});

/** The side a proposal was put to. */
export function askedOf(p: store.PartnershipRecord) {
  const asked = otherOf(p, p.proposed_by_org_id);
  return { ...sidesOf(p), proposedByOrgId: p.proposed_by_org_id, askedName: nameOf(p, asked) };
}

export const answerProposal = command({
  name: 'partnerships.answer-proposal',
  summary:
    'Take up a proposed partnership and begin its agreement, or decline it with a kind word.',
  input: z.object({
    partnershipId: idOf('pts'),
    answer: z.enum(['begin', 'decline'], { error: 'platform.invalid.choose' }),
    reason: optionalProse(2000),
  }),
  load: lockPartnership,
  permit: (actor, p) => mayAnswerFor(actor, askedOf(p)),
  run: async (tools, p, input) => {
    const { tx, now } = tools;
    const me = personOf(tools.actor);
    const step = can(partnershipLifecycle, p.state, input.answer, {
      roles: ['asked'],
      subject: undefined,
    });
    if (!step.ok) return stale('partnerships.refused.already-answered');
    await store.updatePartnership(tx, p.id, {
      state: step.to,
      answered_by_name: me.name,
      answered_at: now,
      ...(input.answer === 'decline' ? { end_reason: input.reason, ended_at: now } : {}),
    });
    if (input.answer === 'begin')
      await store.insertVersion(tx, {
        partnershipId: p.id,
        number: 1,
        words: noWords,
        changeReason: '',
        by: me.personId,
        byName: me.name,
        now,
      });
    await tellLeaders(
      tools,
      input.answer === 'begin' ? 'begun' : 'declined',
      p.proposed_by_org_id,
      p.id,
    );
    return ok({ state: step.to });
  },
  audit: (p, input) => auditOf(p, { answer: input.answer }),
});

export const endPartnership = command({
  name: 'partnerships.end-partnership',
  summary: 'End a partnership with a reason. What was agreed stays readable for both.',
  input: z.object({
    partnershipId: idOf('pts'),
    reason: prose(2000),
    sure: z.literal(true, { error: 'partnerships.invalid.tick' }),
  }),
  load: lockPartnership,
  permit: (actor, p) => mayActFor(actor, sidesOf(p)),
  run: async (tools, p, input) => {
    const { tx, now } = tools;
    const me = personOf(tools.actor);
    const side = actingSide(tools.actor, sidesOf(p));
    // what was only proposed is taken back by who proposed it; the other side answers
    if (p.state === 'proposed' && side !== p.proposed_by_org_id)
      return fail('partnerships.refused.answer-instead', undefined, undefined, 'refused');
    const step = can(partnershipLifecycle, p.state, 'end', { roles: ['both'], subject: undefined });
    if (!step.ok || !side) return stale('partnerships.refused.already-over');
    await store.updatePartnership(tx, p.id, {
      state: step.to,
      ended_by_org_id: side,
      ended_by_name: me.name,
      end_reason: input.reason,
      ended_at: now,
    });
    await store.endTasks(tx, p.id);
    await tellLeaders(tools, 'ended', otherOf(p, side), p.id);
    return ok();
  },
  audit: (p) => auditOf(p),
});
