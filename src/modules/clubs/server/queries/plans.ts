import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { practiceForPlan, practiceTitle } from '#modules/practices/server/index.ts';
import { prioritiesOf } from '#modules/quality/server/index.ts';
import { query } from '#platform/query.ts';
import { dueDay, stepsByDue } from '../../core/rules/index.ts';
import { lights, outcomes, type PlanStep, planStatuses } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { insideOf } from './room.ts';

const stepView = z.object({
  what: z.string(),
  who: z.string(),
  due: z.string(),
  done: z.boolean(),
});

export const getPlan = query({
  name: 'clubs.get-plan',
  summary:
    'An action plan with all its revisions, what friends have said about each, and how it goes. Its owner sees it also after leaving the club.',
  input: z.object({ planId: idOf('apl') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('apl'),
    clubId: idView('clu'),
    /** '' for who is in the club no more */
    clubName: z.string(),
    who: z.string(),
    organisation: z.string(),
    itemId: z.string(),
    practice: z.object({ id: idView('prc'), title: z.string() }).nullable(),
    state: z.enum(['open', 'closed']),
    reached: z.enum(outcomes).nullable(),
    result: z.string(),
    proposedStatus: z.enum(planStatuses).nullable(),
    closedOn: dateView.nullable(),
    version: z.number(),
    revisions: z.array(
      z.object({
        number: z.number(),
        statusNow: z.enum(planStatuses),
        statusWished: z.enum(planStatuses),
        aim: z.string(),
        measure: z.string(),
        steps: z.array(stepView),
        wanted: z.string(),
        changed: z.string(),
        at: instantView,
        feedback: z.array(
          z.object({ who: z.string(), step: z.string(), text: z.string(), mine: z.boolean() }),
        ),
      }),
    ),
    progress: z.array(
      z.object({ number: z.number(), light: z.enum(lights), text: z.string(), at: instantView }),
    ),
    mine: z.boolean(),
    mayFeedback: z.boolean(),
  }),
  view: async ({ read, scope: actor }, { planId }) => {
    const plan = await store.planById(read, planId);
    if (!plan) return null;
    const inside = await insideOf(read, plan.club_id, actor);
    const mine = plan.person_id === actor.personId;
    if (!inside && !mine) return null;
    const revisions = await store.revisionsOf(read, [planId]);
    const feedback = await store.feedbackOf(read, [planId]);
    const progress = await store.progressOf(read, [planId]);
    const practiceId = plan.practice_id as `prc_${string}` | null;
    const title = practiceId ? await practiceTitle(read, practiceId) : null;
    return {
      id: plan.id,
      clubId: plan.club_id,
      clubName: inside?.club.name ?? '',
      who: displayName(plan),
      organisation:
        mine ||
        inside?.leads ||
        inside?.members.some(
          (m) => m.person_id === plan.person_id && m.shares.includes('organisation'),
        )
          ? plan.org_name
          : '',
      itemId: plan.item_id,
      practice: practiceId && title ? { id: practiceId, title } : null,
      state: plan.state as 'open' | 'closed',
      reached: plan.reached as (typeof outcomes)[number] | null,
      result: plan.result,
      proposedStatus: plan.proposed_status as (typeof planStatuses)[number] | null,
      closedOn: plan.closed_at?.toZonedDateTimeISO('UTC').toPlainDate() ?? null,
      version: plan.version,
      revisions: revisions.map((r) => ({
        number: r.number,
        statusNow: r.status_now,
        statusWished: r.status_wished,
        aim: r.aim,
        measure: r.measure,
        steps: r.steps,
        wanted: r.wanted,
        changed: r.changed,
        at: r.written_at,
        feedback: feedback
          .filter((f) => f.revision === r.number)
          .map((f) => ({
            who: displayName(f),
            step: f.step,
            text: f.text,
            mine: f.author_id === actor.personId,
          })),
      })),
      progress: progress.map((p) => ({
        number: p.number,
        light: p.light,
        text: p.text,
        at: p.written_at,
      })),
      mine,
      mayFeedback: inside !== null && !mine && inside.club.state !== 'archived',
    };
  },
});

export const getPlanForm = query({
  name: 'clubs.get-plan-form',
  summary: 'What a new plan in your club can be about: its theme, and the card it begins with.',
  input: z.object({ clubId: idOf('clu'), practiceId: z.string().max(60).default('') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    clubId: idView('clu'),
    clubName: z.string(),
    criterionId: z.string(),
    /** points about which the reader has a plan already */
    taken: z.array(z.string()),
    /** with what the plan can take from it */
    practice: z
      .object({
        id: z.string(),
        title: z.string(),
        criterionId: z.string(),
        steps: z.array(z.string()),
        evidence: z.string(),
      })
      .nullable(),
    /** a plan of the reader's that began with this card */
    begun: idView('apl').nullable(),
    /** points of the reader's own priorities, the first first */
    priorities: z.array(z.string()),
  }),
  view: async ({ read, scope: actor, today }, { clubId, practiceId }) => {
    const inside = await insideOf(read, clubId, actor);
    if (inside?.own?.state !== 'accepted') return null;
    const mine = (await store.plansOfClubs(read, [clubId])).filter(
      (p) => p.person_id === actor.personId,
    );
    const card = isId('prc', practiceId) ? await practiceForPlan(read, practiceId) : null;
    const { own } = inside;
    const wanted = await prioritiesOf(
      read,
      [{ personId: own.person_id, orgId: own.org_id }],
      today,
    );
    return {
      clubId,
      clubName: inside.club.name,
      criterionId: inside.club.criterion_id,
      taken: mine.map((p) => p.item_id),
      practice: card ? { id: practiceId, ...card } : null,
      begun: (card && mine.find((p) => p.practice_id === practiceId)?.id) ?? null,
      priorities: wanted.map((row) => row.item_id),
    };
  },
});

/** The open step whose day comes first. */
function nextStep(steps: readonly PlanStep[]) {
  for (const { step } of stepsByDue(steps)) {
    const due = dueDay(step.due);
    if (due && !step.done) return { what: step.what, due };
  }
  return null;
}

export const listOwnPlans = query({
  name: 'clubs.list-own-plans',
  summary: 'Your action plans, also of clubs you have left.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    plans: z.array(
      z.object({
        id: idView('apl'),
        clubId: idView('clu'),
        itemId: z.string(),
        aim: z.string(),
        state: z.enum(['open', 'closed']),
        /** the step that is due first; null where none has a day */
        next: z.object({ what: z.string(), due: dateView }).nullable(),
      }),
    ),
  }),
  view: async ({ read, scope: actor }) => {
    const rows = await store.plansOf(read, actor.personId);
    const revisions = await store.revisionsOf(
      read,
      rows.map((r) => r.id),
    );
    return {
      plans: rows.map((r) => ({
        id: r.id,
        clubId: r.club_id,
        itemId: r.item_id,
        aim: revisions.find((each) => each.plan_id === r.id)?.aim ?? '',
        state: r.state as 'open' | 'closed',
        next: nextStep(revisions.find((each) => each.plan_id === r.id)?.steps ?? []),
      })),
    };
  },
});
