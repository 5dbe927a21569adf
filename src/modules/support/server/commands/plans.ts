import { z } from 'zod';
import { allow, hide, refuse } from '#kernel/decision.ts';
import type { SupportPlanId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { personById, personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import {
  type CaseTool,
  isOpenStep,
  maySharePlan,
  type PlanTool,
  planAnswerInput,
  planInput,
  planPartOf,
  type StepState,
} from '../../core/index.ts';
import { planAnswerMail, planMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { loadStep, partsIn } from './cases.ts';

export const sharePlan = command({
  name: 'support.share-plan',
  summary:
    'Write for the pupil, and where right for parents and host family, what was agreed to help: aims, who does what, and when you look at it again.',
  input: planInput,
  load: (tools, input) => loadStep(tools, input.stepId),
  permit: (actor, loaded, _, { today }) =>
    maySharePlan(partsIn(actor, loaded, today), loaded.at, loaded.step.tool as CaseTool),
  run: async (tools, { step, found, dossier }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const isOpen = isOpenStep({
      tool: step.tool as CaseTool,
      state: step.state as StepState,
      confirmed: step.confirmed_by !== null,
    });
    if (!isOpen || found.state === 'closed') return stale('platform.error.changed-meanwhile');
    if (input.reviewOn && Temporal.PlainDate.compare(input.reviewOn, today) < 0)
      return fail('support.plan.review-past', undefined, 'reviewOn');
    const [before] = (await store.plansOfCases(tx, [found.id])).filter(
      (p) => p.step_id === step.id,
    );
    if ((before?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const sharing = { by: { personId: actor.personId, name: actor.name }, now };
    const id = before?.id ?? newId('spl');
    const kept = before
      ? await store.updatePlan(tx, before, input, sharing)
      : await store.insertPlan(
          tx,
          {
            id,
            stepId: step.id,
            caseId: found.id,
            mobilityId: dossier.id,
            tool: step.tool as PlanTool,
          },
          input,
          sharing,
        );
    if (!kept) return stale('platform.error.changed-meanwhile');
    await tellMeant(tools, dossier, { ...input, id, version: input.version + 1 });
    return ok({ id });
  },
  // neither for whom it is nor a word of it
  audit: ({ step, found }) => ({ subjectId: step.id, details: { caseId: found.id } }),
});

type Meant = {
  id: SupportPlanId;
  version: number;
  withGuardians: boolean;
  withFamily: boolean;
};

/** Those it is for are told that there is something to read, and not what. */
async function tellMeant(
  tools: CommandTools,
  dossier: NonNullable<Awaited<ReturnType<typeof loadDossier>>>,
  plan: Meant,
): Promise<void> {
  const roles = [
    'pupil',
    ...(plan.withGuardians ? ['guardian'] : []),
    ...(plan.withFamily ? ['host_family'] : []),
  ];
  const ids = dossier.parties
    .filter(
      (p) =>
        roles.includes(p.role) &&
        Temporal.PlainDate.compare(p.fromOn, tools.today) <= 0 &&
        (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, tools.today) >= 0),
    )
    .flatMap((p) => p.personId ?? []);
  for (const person of await personsByIds(tools.tx, [...new Set(ids)]))
    if (person.email)
      await tools.post(
        planMail(
          { address: person.email, personId: person.id, language: person.language },
          `${tools.runtime.config.origin}/`,
          `plan:${plan.id}:${plan.version}:${person.id}`,
        ),
      );
}

/** Tells whoever wrote a plan that it was answered. */
export const planAnsweredJob = job<{ planId: SupportPlanId; key: string }>('support.plan-answered');

async function loadPlan({ tx }: { tx: Tx }, id: SupportPlanId) {
  const plan = await store.planById(tx, id);
  const dossier = plan && (await loadDossier(tx, plan.mobility_id));
  return dossier
    ? {
        plan,
        dossier,
        meant: { withGuardians: plan.with_guardians, withFamily: plan.with_family },
      }
    : null;
}

export const answerPlan = command({
  name: 'support.answer-plan',
  summary: 'Say that you agree with what was planned to help you, or what should be different.',
  input: planAnswerInput,
  load: (tools, input) => loadPlan(tools, input.planId),
  // the row policies show it to those it is meant for and to those who handle the case
  permit: (actor, { dossier, meant }, _, { today }) =>
    planPartOf(actor, dossier, meant, today) ? allow : refuse('support.refused.they-answer'),
  run: async (tools, { plan, dossier, meant }, input) => {
    const { tx, actor, now, today } = tools;
    const part = planPartOf(actor, dossier, meant, today);
    if (actor.kind !== 'person' || !part) return fail('platform.error.refused');
    if (plan.version !== input.version) return stale('support.plan.changed');
    if (plan.ended_at) return fail('support.plan.ended', undefined, undefined, 'conflict');
    if (input.answer === 'change' && !input.words)
      return fail('support.plan.say-what', undefined, 'words');
    await store.keepAnswer(tx, {
      planId: plan.id,
      version: plan.version,
      personId: actor.personId,
      name: actor.name,
      part,
      answer: input.answer,
      words: input.words,
      now,
    });
    await tools.enqueue(planAnsweredJob, {
      planId: plan.id,
      key: `${actor.personId}:${now.epochMilliseconds}`,
    });
    return ok();
  },
  // that there is a plan is no line for the parties of the dossier
  audit: () => ({}),
});

export const tellPlanAnswer = command({
  name: 'support.tell-plan-answer',
  summary: 'Whoever wrote a plan is told that it was answered.',
  input: z.object({ planId: idOf('spl'), key: z.string().max(80) }),
  load: async ({ tx }, input) => (await store.planById(tx, input.planId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  unaudited: 'a mail that says nothing of what was answered',
  run: async (tools, plan, input) => {
    const writer = await personById(tools.tx, plan.shared_by);
    if (writer?.email)
      await tools.post(
        planAnswerMail(
          { address: writer.email, personId: writer.id, language: writer.language },
          `${tools.runtime.config.origin}/cases/${plan.case_id}`,
          `plan-answer:${plan.id}:${input.key}`,
        ),
      );
    return ok();
  },
});
