import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import type { SharedDecisionId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalProse, prose } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import {
  decisionTopics,
  isCore,
  mayDecide,
  maySpeakFor,
  mayWithdrawQuestion,
} from '../../core/index.ts';
import { subjectOf } from '../queries/subjects.ts';
import * as store from '../store/index.ts';
import { personOf } from './loaded.ts';
import { tellLeaders } from './tell.ts';

export const askDecision = command({
  name: 'partnerships.ask-decision',
  summary:
    'Ask the partners of a project, intake, dossier or partnership for a decision, with options and who must decide.',
  input: z.object({
    aboutKind: line(40),
    aboutId: line(60),
    orgId: idOf('org'),
    topic: z.enum(decisionTopics, { error: 'platform.invalid.choose' }),
    question: line(300),
    background: optionalProse(4000),
    options: z
      .array(line(300))
      .min(2, { error: 'partnerships.invalid.options' })
      .max(8, { error: 'partnerships.invalid.options' }),
    decidingOrgId: idOf('org'),
    dueOn: dateInput,
    replacesId: z.union([z.literal(''), idOf('dcn')]).default(''),
  }),
  load: async ({ tx, actor }, input) => {
    const about = { kind: input.aboutKind, id: input.aboutId };
    const subject = await subjectOf({ read: tx, actor, today: today() }, about);
    if (!subject) return null;
    const replaces = input.replacesId ? await store.decisionById(tx, input.replacesId) : null;
    return { subject, replaces };
  },
  permit: (actor, { subject }, input) =>
    subject.orgs.some((o) => o.orgId === input.orgId) && worksFor(actor, input.orgId)
      ? allow
      : hide,
  run: async (tools, { subject, replaces }, input) => {
    const { tx, now } = tools;
    const me = personOf(tools.actor);
    const decider = subject.orgs.find((o) => o.orgId === input.decidingOrgId);
    if (!decider) return fail('platform.invalid.choose', undefined, 'decidingOrgId');
    if (isCore(input.topic) && decider.kind !== 'school')
      return fail('partnerships.refused.school-decides', undefined, 'decidingOrgId', 'refused');
    if (Temporal.PlainDate.compare(input.dueOn, tools.today) < 0)
      return fail('partnerships.invalid.due-past', undefined, 'dueOn');
    if (new Set(input.options).size < input.options.length)
      return fail('partnerships.invalid.same-option', undefined, 'options');
    if (input.replacesId) {
      if (replaces?.about_id !== input.aboutId)
        return fail('platform.error.not-found', undefined, undefined, 'not_found');
      if (replaces.state !== 'decided' || (await store.replacedBy(tx, replaces.id)))
        return stale('partnerships.refused.not-reversible');
    }
    const id = newId('dcn');
    await store.insertDecision(tx, {
      id,
      about: { kind: input.aboutKind, id: input.aboutId, label: subject.label },
      topic: input.topic,
      question: input.question,
      background: input.background,
      options: input.options,
      byOrgId: input.orgId,
      by: me.personId,
      byName: me.name,
      decidingOrgId: decider.orgId,
      dueOn: input.dueOn,
      replacesId: replaces?.id ?? null,
      partyIds: [...new Set(subject.orgs.map((o) => o.orgId))],
      now,
    });
    await tellLeaders(tools, 'decision-asked', decider.orgId, id);
    return ok({ decisionId: id });
  },
  audit: (_, input, { decisionId }) => ({
    subjectId: decisionId,
    orgId: input.orgId,
    details: { about: input.aboutKind, topic: input.topic },
  }),
});

export type WithParties = {
  decision: store.DecisionRecord;
  parties: Awaited<ReturnType<typeof store.partiesOfDecision>>;
};

async function lockDecision(
  { tx }: { tx: Tx },
  input: { decisionId: SharedDecisionId },
): Promise<WithParties | null> {
  await store.lockDecision(tx, input.decisionId);
  const decision = await store.decisionById(tx, input.decisionId);
  return decision && { decision, parties: await store.partiesOfDecision(tx, decision.id) };
}

export function decider({ decision, parties }: WithParties) {
  return {
    orgIds: parties.map((p) => p.org_id),
    decidingOrgId: decision.deciding_org_id,
    decidingName: decision.deciding_name,
    decidingKind: decision.deciding_kind,
    topic: decision.topic,
  };
}

const auditOf = ({ decision }: WithParties) => ({
  subjectId: decision.id,
  orgId: decision.deciding_org_id,
});

const isOption = (decision: store.DecisionRecord, chosen: number) =>
  chosen < decision.options.length;

export const giveOpinion = command({
  name: 'partnerships.give-opinion',
  summary: 'Say what your organisation thinks of a question that waits for a decision.',
  input: z.object({
    decisionId: idOf('dcn'),
    orgId: idOf('org'),
    /** number of an option, or nothing */
    favours: z
      .union([z.literal(''), z.coerce.number().int().min(0)], {
        error: 'platform.invalid.choose',
      })
      .default(''),
    words: prose(2000),
  }),
  load: lockDecision,
  permit: (actor, { parties }, input) =>
    parties.some((p) => p.org_id === input.orgId) ? maySpeakFor(actor, input.orgId) : hide,
  run: async ({ tx, actor, now }, { decision }, input) => {
    if (decision.state !== 'open') return stale('partnerships.refused.already-decided');
    if (input.favours !== '' && !isOption(decision, input.favours))
      return fail('platform.invalid.choose', undefined, 'favours');
    const me = personOf(actor);
    await store.putOpinion(tx, {
      decisionId: decision.id,
      orgId: input.orgId,
      favours: input.favours === '' ? null : input.favours,
      words: input.words,
      by: me.personId,
      byName: me.name,
      now,
    });
    return ok();
  },
  audit: (loaded, input) => ({ ...auditOf(loaded), orgId: input.orgId }),
});

export const decide = command({
  name: 'partnerships.make-decision',
  summary:
    'Decide a question for the partners: one of its options, or other words, with the reason.',
  input: z.object({
    decisionId: idOf('dcn'),
    /** number of an option, or `other` with words of one’s own */
    chosen: z.union([z.literal('other'), z.coerce.number().int().min(0)], {
      error: 'platform.invalid.choose',
    }),
    otherWords: optionalProse(1000),
    reason: prose(2000),
  }),
  load: lockDecision,
  permit: (actor, loaded) => mayDecide(actor, decider(loaded)),
  run: async (tools, { decision, parties }, input) => {
    if (decision.state !== 'open') return stale('partnerships.refused.already-decided');
    if (input.chosen !== 'other' && !isOption(decision, input.chosen))
      return fail('platform.invalid.choose', undefined, 'chosen');
    if (input.chosen === 'other' && input.otherWords === '')
      return fail('platform.invalid.required', undefined, 'otherWords');
    const me = personOf(tools.actor);
    await store.closeDecision(tools.tx, decision.id, {
      state: 'decided',
      chosen: input.chosen === 'other' ? null : input.chosen,
      outcome: input.chosen === 'other' ? input.otherWords : (decision.options[input.chosen] ?? ''),
      reason: input.reason,
      by: me.personId,
      byName: me.name,
      now: tools.now,
    });
    for (const party of parties)
      if (party.org_id !== decision.deciding_org_id)
        await tellLeaders(tools, 'decision-made', party.org_id, decision.id);
    return ok();
  },
  audit: auditOf,
});

export const withdrawDecision = command({
  name: 'partnerships.withdraw-decision',
  summary: 'Take back a question that need not be decided any more.',
  input: z.object({ decisionId: idOf('dcn'), reason: prose(1000) }),
  load: lockDecision,
  permit: (actor, { decision, parties }) =>
    mayWithdrawQuestion(actor, {
      orgIds: parties.map((p) => p.org_id),
      askedBy: decision.asked_by,
      askedByOrgId: decision.asked_by_org_id,
      askedByName: decision.asking_name,
    }),
  run: async ({ tx, actor, now }, { decision }, input) => {
    if (decision.state !== 'open') return stale('partnerships.refused.already-decided');
    const me = personOf(actor);
    await store.closeDecision(tx, decision.id, {
      state: 'withdrawn',
      chosen: null,
      outcome: '',
      reason: input.reason,
      by: me.personId,
      byName: me.name,
      now,
    });
    return ok();
  },
  audit: auditOf,
});
