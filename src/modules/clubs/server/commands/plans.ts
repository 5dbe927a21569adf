import { z } from 'zod';
import { all, allow, refuse } from '#kernel/decision.ts';
import type { ActionPlanId, PracticeId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalLine, optionalProse, prose, version } from '#kernel/schema.ts';
import { markAdopted } from '#modules/practices/server/index.ts';
import { itemById } from '#modules/quality/core/index.ts';
import { proposeStatus } from '#modules/quality/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { inState, mayOwnPlan, mayTakePart } from '../../core/policy.ts';
import { dueDay, stepsAtMost, stepsIn, writtenSteps } from '../../core/rules/index.ts';
import { lights, outcomes, planStatuses } from '../../core/types.ts';
import { clubMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { loadClub } from './meetings.ts';

const status = z.enum(planStatuses, { error: 'platform.invalid.choose' });

/** A day or a month; '' leaves it open. */
const whenInput = z
  .string()
  .trim()
  .default('')
  .refine((text) => text === '' || dueDay(text) !== null, { error: 'clubs.invalid.due' });

const planFields = {
  statusNow: status,
  statusWished: status,
  aim: prose(1000),
  measure: prose(1000),
  steps: z
    .array(
      z.object({
        what: optionalLine(300),
        who: optionalLine(120),
        due: whenInput,
        done: z.boolean().default(false),
      }),
    )
    .max(stepsAtMost)
    .transform((rows) => stepsIn(rows)),
  wanted: optionalProse(1000),
};

const noStep = (steps: readonly unknown[]) =>
  steps.length === 0 ? fail('clubs.invalid.no-step', undefined, 'steps.0.what') : null;

export const beginPlan = command({
  name: 'clubs.begin-plan',
  summary:
    'Begin an action plan in your club: one point of the questionnaire to move, what you want to reach, how you measure it, the first steps.',
  input: z.object({
    clubId: idOf('clu'),
    /** a point of the questionnaire */
    itemId: line(20),
    /** the card that gave the idea */
    practiceId: z.union([z.literal(''), idOf('prc')]).default(''),
    ...planFields,
  }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(
      mayTakePart(actor, club, members),
      inState(club, 'running', 'alumni'),
      members.some((m) => actor.kind === 'person' && m.person_id === actor.personId)
        ? allow
        : refuse('clubs.refused.members-only'),
    ),
  run: async ({ tx, actor, now }, { club, members }, input) => {
    const own = members.find((m) => actor.kind === 'person' && m.person_id === actor.personId);
    if (!own) return fail('platform.error.refused');
    if (!itemById(input.itemId)) return fail('platform.invalid.choose', undefined, 'itemId');
    const fault = noStep(input.steps);
    if (fault) return fault;
    const known = await store.plansOfClubs(tx, [club.id]);
    if (known.some((p) => p.person_id === own.person_id && p.item_id === input.itemId))
      return fail('clubs.invalid.same-item', undefined, 'itemId', 'conflict');
    const id = newId('apl');
    await store.insertPlan(tx, {
      id,
      clubId: club.id,
      personId: own.person_id,
      orgId: own.org_id,
      itemId: input.itemId,
      practiceId: input.practiceId || null,
      now,
    });
    await store.insertRevision(tx, id, 1, { ...input, changed: '' }, now);
    return ok({ planId: id });
  },
  audit: (_, __, { planId }) => ({ subjectId: planId }),
});

async function loadPlan({ tx }: { tx: Tx }, input: { planId: ActionPlanId }) {
  const plan = await store.planForUpdate(tx, input.planId);
  if (!plan) return null;
  const revisions = await store.revisionsOf(tx, [plan.id]);
  // who has left sees their plan, and the club no more
  const loaded = await loadClub({ tx }, { clubId: plan.club_id });
  return { plan, newest: revisions[0], club: loaded?.club ?? null, members: loaded?.members ?? [] };
}

const isOpen = (plan: { state: string }) =>
  plan.state === 'open' ? allow : refuse('clubs.refused.plan-closed');

export const revisePlan = command({
  name: 'clubs.revise-plan',
  summary:
    'Write your plan anew after feedback or experience. What stood there before is kept and can be compared.',
  input: z.object({
    planId: idOf('apl'),
    version,
    ...planFields,
    /** what changed, and why */
    changed: optionalProse(1000),
  }),
  load: loadPlan,
  permit: (actor, { plan }) => all(mayOwnPlan(actor, plan), isOpen(plan)),
  run: async ({ tx, now }, { plan, newest }, input) => {
    const fault = noStep(input.steps);
    if (fault) return fault;
    if (newest?.number !== input.version) return stale('platform.error.changed-meanwhile');
    await store.insertRevision(tx, plan.id, newest.number + 1, input, now);
    return ok({ revision: newest.number + 1 });
  },
  audit: ({ plan }, _, { revision }) => ({ subjectId: plan.id, details: { revision } }),
});

export const tickStep = command({
  name: 'clubs.tick-step',
  summary:
    'Say that a step of your plan is done, or not after all. The words of the plan stay as they are.',
  input: z.object({
    planId: idOf('apl'),
    /** the revision that was read */
    revision: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
    position: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).max(stepsAtMost),
    done: z.boolean().default(false),
  }),
  load: loadPlan,
  permit: (actor, { plan }) => all(mayOwnPlan(actor, plan), isOpen(plan)),
  run: async ({ tx }, { plan, newest }, input) => {
    if (newest?.number !== input.revision) return stale('platform.error.changed-meanwhile');
    const step = newest.steps[input.position];
    if (!step) return fail('platform.invalid.value');
    if (step.done === input.done) return ok({ left: newest.steps.filter((s) => !s.done).length });
    const steps = newest.steps.map((s, i) =>
      i === input.position ? { ...s, done: input.done } : s,
    );
    await store.setStepDone(tx, plan.id, newest.number, steps);
    return ok({ left: steps.filter((s) => !s.done).length });
  },
  audit: ({ plan }, input) => ({
    subjectId: plan.id,
    details: { position: input.position, done: input.done },
  }),
});

export const logProgress = command({
  name: 'clubs.log-progress',
  summary: 'Say how your plan is going: on track, slow or stuck, and what you found out.',
  input: z.object({
    planId: idOf('apl'),
    light: z.enum(lights, { error: 'platform.invalid.choose' }),
    text: prose(1000),
  }),
  load: loadPlan,
  permit: (actor, { plan }) => all(mayOwnPlan(actor, plan), isOpen(plan)),
  run: async ({ tx, now }, { plan }, input) => {
    const [last] = await store.progressOf(tx, [plan.id]);
    if (last?.text === input.text && last.light === input.light) return ok();
    await store.insertProgress(tx, plan.id, { light: input.light, text: input.text, now });
    return ok();
  },
  audit: ({ plan }, input) => ({ subjectId: plan.id, details: { light: input.light } }),
});

export const giveFeedback = command({
  name: 'clubs.give-feedback',
  summary:
    'Leave a word as a critical friend, by the steps of the protocol. It belongs to the revision of the plan that you have read.',
  input: z.object({
    planId: idOf('apl'),
    revision: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
    words: z.record(z.string().max(20), optionalProse(1500)),
  }),
  load: loadPlan,
  permit: (actor, { plan, club, members }) =>
    all(
      club ? mayTakePart(actor, club, members) : refuse('clubs.refused.over'),
      actor.kind === 'person' && actor.personId === plan.person_id
        ? refuse('clubs.refused.own-plan')
        : allow,
    ),
  run: async ({ tx, actor, now, post, runtime }, { plan, newest, club, members }, input) => {
    if (actor.kind !== 'person' || !club) return fail('platform.error.refused');
    if (input.revision > (newest?.number ?? 0)) return fail('platform.invalid.value');
    const said = writtenSteps.flatMap((step) => {
      const text = input.words[step];
      return text ? [{ step, text }] : [];
    });
    if (said.length === 0)
      return fail('clubs.invalid.no-words', undefined, `words.${writtenSteps[0]}`);
    for (const { step, text } of said)
      await store.saveFeedback(tx, {
        planId: plan.id,
        revision: input.revision,
        authorId: actor.personId,
        step,
        text,
        now,
      });
    const owner = members.find((m) => m.person_id === plan.person_id);
    const mail =
      owner && owner.state === 'accepted' && owner.notice !== 'meetings'
        ? clubMail(
            'feedback',
            owner,
            club,
            { who: actor.name },
            {
              origin: runtime.config.origin,
              key: `${plan.id}:${input.revision}:${actor.personId}`,
              path: `/clubs/${club.id}/plans/${plan.id}`,
            },
          )
        : null;
    if (mail) await post(mail);
    return ok({ said: said.length });
  },
  audit: ({ plan }, input) => ({ subjectId: plan.id, details: { revision: input.revision } }),
});

export const closePlan = command({
  name: 'clubs.close-plan',
  summary:
    'Say what came of your plan. The status that its point has now is proposed to your organisation’s self-assessment, where somebody takes it or leaves it.',
  input: z.object({
    planId: idOf('apl'),
    version,
    reached: z.enum(outcomes, { error: 'platform.invalid.choose' }),
    result: prose(2000),
    /** the status of the point now; empty: nothing is proposed */
    status: z.union([z.literal('').transform(() => null), status]).prefault(''),
  }),
  load: loadPlan,
  permit: (actor, { plan }) => all(mayOwnPlan(actor, plan), isOpen(plan)),
  run: async (tools, { plan, newest }, input) => {
    const { tx, actor, now } = tools;
    if (plan.version !== input.version) return stale('platform.error.changed-meanwhile');
    // who works there no more closes their plan all the same; only nothing can be proposed
    const stillThere = actor.kind === 'person' && actor.orgs.some((o) => o.orgId === plan.org_id);
    const proposed = stillThere && itemById(plan.item_id) ? input.status : null;
    await store.closePlan(tx, plan.id, {
      reached: input.reached,
      result: input.result,
      proposedStatus: proposed,
      now,
    });
    if (proposed)
      await proposeStatus(tools, {
        orgId: plan.org_id,
        itemId: plan.item_id,
        status: proposed,
        source: plan.id,
        planLabel: newest?.aim ?? '',
      });
    // what began with a card and went well is what the card calls adopted
    const adopted =
      input.reached === 'yes' && plan.practice_id !== null && actor.kind === 'person'
        ? await markAdopted(tx, plan.practice_id as PracticeId, actor.personId, now)
        : false;
    return ok({ proposed: proposed !== null, adopted });
  },
  audit: ({ plan }, input, { proposed }) => ({
    subjectId: plan.id,
    orgId: plan.org_id,
    details: { reached: input.reached, proposed },
  }),
});
