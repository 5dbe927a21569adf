import { z } from 'zod';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { SharedDecisionId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import {
  decisionTopics,
  isCore,
  mayDecide,
  maySeeDecision,
  maySpeakFor,
  mayWithdrawQuestion,
} from '../../core/index.ts';
import { decider } from '../commands/index.ts';
import * as store from '../store/index.ts';
import { subjectOf, subjectsToChoose } from './subjects.ts';

const summaryView = z.object({
  id: idView('dcn'),
  question: z.string(),
  about: z.string(),
  topic: z.enum(decisionTopics),
  state: z.enum(['open', 'decided', 'withdrawn']),
  decidingOrg: z.string(),
  askingOrg: z.string(),
  mine: z.boolean(),
  dueOn: dateView,
  decidedAt: instantView.nullable(),
  outcome: z.string(),
});

function summaryOf(actor: Parameters<typeof worksFor>[0], d: store.DecisionRecord) {
  return {
    id: d.id,
    question: d.question,
    about: d.about_label,
    topic: d.topic,
    state: d.state,
    decidingOrg: d.deciding_name,
    askingOrg: d.asking_name,
    mine: d.state === 'open' && maySpeakFor(actor, d.deciding_org_id).allow,
    dueOn: d.due_on,
    decidedAt: d.decided_at,
    outcome: d.outcome,
  };
}

const shownAtOnce = 100;

export const listDecisions = query({
  name: 'partnerships.list-decisions',
  summary:
    'Decisions your organisations share with their partners; with `aboutKind` and `aboutId` those about one thing.',
  input: z.object({ aboutKind: optionalLine(40), aboutId: optionalLine(60) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    decisions: z.array(summaryView),
    /** what they are about, when one thing is asked for */
    about: z.object({ label: z.string(), href: z.string() }).nullable(),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    if (!input.aboutKind) {
      const rows = await store.decisionsOf(read, orgIdsOf(actor), shownAtOnce);
      return { decisions: rows.map((d) => summaryOf(actor, d)), about: null };
    }
    const about = { kind: input.aboutKind, id: input.aboutId };
    const subject = await subjectOf({ read, actor, today }, about);
    if (!subject) return null;
    const rows = await store.decisionsAbout(read, about);
    return {
      decisions: rows.map((d) => summaryOf(actor, d)),
      about: { label: subject.label, href: subject.href },
    };
  },
});

const orgView = z.object({ orgId: idView('org'), name: z.string(), kind: z.string() });

export const listDecisionSubjects = query({
  name: 'partnerships.list-decision-subjects',
  summary: 'What you can ask your partners for a decision about.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? { actor } : null),
  output: z.object({
    subjects: z.array(z.object({ kind: z.string(), id: z.string(), label: z.string() })),
  }),
  view: async ({ read, scope: { actor } }) => ({
    subjects: await subjectsToChoose(read, orgIdsOf(actor)),
  }),
});

export const getDecisionForm = query({
  name: 'partnerships.get-decision-form',
  summary:
    'What a decision can be asked for about: who shares it, in whose name one may ask, and what is taken back.',
  input: z.object({
    aboutKind: optionalLine(40),
    aboutId: optionalLine(60),
    replacesId: z.union([z.literal(''), idOf('dcn')]).default(''),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    about: z.object({ kind: z.string(), id: z.string(), label: z.string(), href: z.string() }),
    own: z.array(orgView),
    partners: z.array(orgView),
    replaces: summaryView.nullable(),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const about = { kind: input.aboutKind, id: input.aboutId };
    const subject = await subjectOf({ read, actor, today }, about);
    if (!subject) return null;
    const own = subject.orgs.filter((o) => worksFor(actor, o.orgId));
    if (own.length === 0) return null;
    const replaced = input.replacesId ? await store.decisionById(read, input.replacesId) : null;
    return {
      about: { ...about, label: subject.label, href: subject.href },
      own,
      partners: subject.orgs,
      replaces:
        replaced?.state === 'decided' && replaced.about_id === about.id
          ? summaryOf(actor, replaced)
          : null,
    };
  },
});

export const getDecision = query({
  name: 'partnerships.get-decision',
  summary:
    'A question to the partners, what each side thinks, and what was decided by whom and why.',
  input: z.object({ decisionId: idOf('dcn') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: summaryView.extend({
    core: z.boolean(),
    background: z.string(),
    options: z.array(z.string()),
    aboutKind: z.string(),
    aboutId: z.string(),
    aboutHref: z.string().nullable(),
    askedBy: z.string(),
    askedAt: instantView,
    chosen: z.number().nullable(),
    reason: z.string(),
    decidedBy: z.string(),
    opinions: z.array(
      z.object({
        org: z.string(),
        favours: z.number().nullable(),
        words: z.string(),
        by: z.string(),
        at: instantView,
      }),
    ),
    /** partners that have said nothing yet */
    silent: z.array(z.string()),
    /** the organisations in whose name this actor may say what they think */
    speaksFor: z.array(orgView.pick({ orgId: true, name: true })),
    replaces: z.object({ id: idView('dcn'), question: z.string() }).nullable(),
    replacedBy: z.object({ id: idView('dcn'), decided: z.boolean() }).nullable(),
    can: z.object({ decide: z.boolean(), withdraw: z.boolean(), reverse: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, today }, { decisionId }) => {
    const decision = await store.decisionById(read, decisionId);
    if (!decision) return null;
    const parties = await store.partiesOfDecision(read, decision.id);
    const orgIds = parties.map((p) => p.org_id);
    if (!maySeeDecision(actor, orgIds)) return null;
    const about = { kind: decision.about_kind, id: decision.about_id };
    const subject = await subjectOf({ read, actor, today }, about);
    const opinions = await store.opinionsOf(read, decision.id);
    const open = decision.state === 'open';
    const replaced = decision.replaces_id
      ? await store.decisionById(read, decision.replaces_id as SharedDecisionId)
      : null;
    const later = await store.replacedBy(read, decision.id);
    return {
      ...summaryOf(actor, decision),
      core: isCore(decision.topic),
      background: decision.background,
      options: decision.options,
      aboutKind: decision.about_kind,
      aboutId: decision.about_id,
      aboutHref: subject?.href ?? null,
      askedBy: decision.asked_by_name,
      askedAt: decision.asked_at,
      chosen: decision.chosen,
      reason: decision.reason,
      decidedBy: decision.decided_by_name,
      opinions: opinions.map((o) => ({
        org: o.org_name,
        favours: o.favours,
        words: o.words,
        by: o.by_name,
        at: o.at,
      })),
      silent: parties
        .filter((p) => !opinions.some((o) => o.org_id === p.org_id))
        .map((p) => p.name),
      speaksFor: open
        ? parties
            .filter((p) => maySpeakFor(actor, p.org_id).allow)
            .map((p) => ({ orgId: p.org_id, name: p.name }))
        : [],
      replaces: replaced ? { id: replaced.id, question: replaced.question } : null,
      replacedBy: later ? { id: later.id, decided: later.state === 'decided' } : null,
      can: {
        decide: open && mayDecide(actor, decider({ decision, parties })).allow,
        withdraw:
          open &&
          mayWithdrawQuestion(actor, {
            orgIds,
            askedBy: decision.asked_by,
            askedByOrgId: decision.asked_by_org_id,
            askedByName: decision.asking_name,
          }).allow,
        reverse: decision.state === 'decided' && !later && subject !== null,
      },
    };
  },
});
