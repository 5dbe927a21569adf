import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { may, mayAs, ownsStep, type StepOwner, schema } from '../../core/index.ts';
import * as store from '../store/index.ts';
import { asDone, auditOf, loadMeasure, personOf } from './loaded.ts';

export const planStep = command({
  name: 'inclusion.plan-step',
  summary:
    'Put a step of a measure into the pupil’s own plan: neutral words, whose it is, and the day before or after departure, arrival or return.',
  input: z.object({ measureId: idOf('mea'), ...schema.stepFields }),
  load: (tools, input) => loadMeasure(tools, input.measureId),
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today), 'plan-measures'),
  run: async ({ tx }, { on, measure }, input) => {
    if (measure.state === 'dropped')
      return fail('inclusion.refused.over', undefined, undefined, 'conflict');
    const id = newId('stp');
    await store.insertStep(tx, {
      id,
      measureId: measure.id,
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      title: input.title,
      who: input.who,
      anchor: input.anchor,
      days: input.days,
    });
    return ok({ id });
  },
  audit: ({ measure }) => auditOf(measure.id),
});

const stepInput = z.object({ measureId: idOf('mea'), stepId: idOf('stp') });

async function loadStep(
  tools: Parameters<typeof loadMeasure>[0],
  input: z.output<typeof stepInput>,
) {
  const loaded = await loadMeasure(tools, input.measureId);
  const step = loaded && (await store.stepById(tools.tx, input.stepId));
  return step && step.measure_id === input.measureId ? { ...loaded, step } : null;
}

export const removeStep = command({
  name: 'inclusion.remove-step',
  summary: 'Take a step out of the pupil’s plan again.',
  input: stepInput,
  load: loadStep,
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today), 'plan-measures'),
  run: async ({ tx }, { step }) => {
    if (step.done_on) return fail('inclusion.refused.step-done', undefined, undefined, 'conflict');
    await store.deleteStep(tx, step.id);
    return ok();
  },
  audit: ({ step }) => auditOf(step.id),
});

export const finishStep = command({
  name: 'inclusion.finish-step',
  summary: 'Say that a step of the plan is done: whose step it is, or the contact.',
  input: stepInput,
  load: loadStep,
  permit: (actor, loaded, _, { today }) => {
    const roles = store.rolesIn(actor, loaded, today, asDone(loaded.measure));
    if (!mayAs(roles, 'read-measure')) return hide;
    return roles.includes('contact') || ownsStep(roles, loaded.step.who as StepOwner)
      ? allow
      : hide;
  },
  run: async ({ tx, actor, today }, { step }) => {
    const done = await store.markStep(tx, step.id, { personId: personOf(actor).personId, today });
    return done
      ? ok({ applicationId: step.application_id })
      : fail('platform.error.already-done', undefined, undefined, 'conflict');
  },
  audit: ({ step }) => auditOf(step.id),
});
