import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { hide } from '#kernel/decision.ts';
import type { OrgId, PersonId, WishId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import type { CommandTools } from '#platform/command.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import {
  type Doer,
  type InclusionCase,
  type MeasureState,
  may,
  measureLifecycle,
  type Said,
  schema,
  speaksAs,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import {
  asDone,
  auditOf,
  ensureKey,
  loadMeasure,
  loadPlan,
  type Notice,
  personOf,
  tell,
} from './loaded.ts';

const wishId = z.union([idOf('wsh'), z.literal('')]).default('');

/** The person or organisation that was chosen, with its name; null for one that is not among the choices. */
async function chosenDoer(
  { tx, today }: CommandTools,
  on: InclusionCase,
  id: string,
): Promise<(Doer & { name: string }) | null> {
  const found = (await store.doerChoices(tx, on, today)).find((c) => c.id === id);
  if (!found) return null;
  return {
    name: found.name,
    personId: id.startsWith('per_') ? (id as PersonId) : null,
    orgId: id.startsWith('org_') ? (id as OrgId) : null,
  };
}

/** A measure answers a wish of the same plan, or none. */
async function chosenWish(
  { tx }: CommandTools,
  on: InclusionCase,
  id: WishId | '',
): Promise<WishId | null> {
  const wish = id ? await store.wishById(tx, id) : undefined;
  return wish?.application_id === on.applicationId ? wish.id : null;
}

/** Who does it is told that something waits; whoever of an organisation leads it. */
async function tellDoer(tools: CommandTools, measure: store.MeasureRow): Promise<void> {
  const me = personOf(tools.actor);
  const to: PersonId[] = measure.doer_person_id
    ? [measure.doer_person_id]
    : measure.doer_org_id
      ? (await membersOf(tools.tx, measure.doer_org_id, tools.today))
          .filter((m) => m.roles.some((r) => r === 'head' || r === 'coordinator'))
          .map((m) => m.person_id)
      : [];
  await tell(
    tools,
    to
      .filter((personId) => personId !== me.personId)
      .map(
        (personId): Notice => ({
          personId,
          kind: 'task',
          measureId: measure.id,
          key: `inclusion:task:${measure.id}:${personId}`,
          by: measure.by_on.toString(),
        }),
      ),
  );
}

export const proposeMeasure = command({
  name: 'inclusion.propose-measure',
  summary:
    'Propose what could be done for a pupil: what, who, by when, what it costs and who pays.',
  input: z.object({ applicationId: idOf('app'), wishId, ...schema.measureFields }),
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) => may(store.rolesIn(actor, plan, today), 'plan-measures'),
  run: async (tools, { on }, input) => {
    const { tx, now, runtime } = tools;
    const doer = await chosenDoer(tools, on, input.doer);
    if (!doer) return fail('platform.invalid.choose', undefined, 'doer');
    if (input.estimate > 0 && input.budgetLine === 'none')
      return fail('inclusion.invalid.who-pays', undefined, 'budgetLine');
    const planId = await store.ensurePlan(tx, {
      id: newId('ipl'),
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      now,
    });
    await ensureKey(tools, on.pupilId);
    const id = newId('mea');
    const state = measureLifecycle.initial;
    await store.insertMeasure(tx, {
      id,
      planId,
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      wishId: await chosenWish(tools, on, input.wishId),
      title: input.title,
      sealed: await store.sealWhat(tx, runtime, { pupilId: on.pupilId, id }, input.what),
      doer,
      doerName: doer.name,
      byOn: input.byOn,
      state,
      by: personOf(tools.actor).personId,
      now,
    });
    await store.insertCost(tx, {
      measureId: id,
      planId,
      projectId: on.projectId,
      intakeId: on.intakeId,
      schoolId: on.sendingSchoolId,
      title: input.title,
      state,
      line: input.budgetLine,
      estimateCents: input.estimate,
    });
    return ok({ id });
  },
  audit: (_, __, { id }) => auditOf(id),
});

export const changeMeasure = command({
  name: 'inclusion.change-measure',
  summary: 'Change a measure that is not done: what, who, by when, what it costs and who pays.',
  input: z.object({ measureId: idOf('mea'), version, wishId, ...schema.measureFields }),
  load: (tools, input) => loadMeasure(tools, input.measureId),
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today), 'plan-measures'),
  run: async (tools, { on, measure }, input) => {
    const { tx, runtime } = tools;
    if (measure.state === 'done' || measure.state === 'dropped')
      return fail('inclusion.refused.over', undefined, undefined, 'conflict');
    const doer = await chosenDoer(tools, on, input.doer);
    if (!doer) return fail('platform.invalid.choose', undefined, 'doer');
    if (input.estimate > 0 && input.budgetLine === 'none')
      return fail('inclusion.invalid.who-pays', undefined, 'budgetLine');
    await ensureKey(tools, on.pupilId);
    const saved = await store.updateMeasure(tx, measure.id, input.version, {
      title: input.title,
      sealed: await store.sealWhat(
        tx,
        runtime,
        { pupilId: on.pupilId, id: measure.id },
        input.what,
      ),
      doer_person_id: doer.personId,
      doer_org_id: doer.orgId,
      doer_name: doer.name,
      by_on: input.byOn,
      wish_id: await chosenWish(tools, on, input.wishId),
    });
    if (!saved) return stale('platform.error.changed-meanwhile');
    await store.updateCost(tx, measure.id, {
      budget_line: input.budgetLine,
      estimate_cents: input.estimate,
    });
    // somebody else who does it now hears of it as the first did
    const now = await store.measureById(tx, measure.id);
    if (now && now.state !== 'proposed' && now.doer_name !== measure.doer_name)
      await tellDoer(tools, now);
    return ok();
  },
  audit: ({ measure }) => auditOf(measure.id),
});

export const recordCost = command({
  name: 'inclusion.record-cost',
  summary: 'Write down what a measure really cost.',
  input: z.object({ measureId: idOf('mea'), real: schema.real }),
  load: (tools, input) => loadMeasure(tools, input.measureId),
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today), 'plan-measures'),
  run: async ({ tx }, { measure }, input) => {
    if (input.real && measure.budget_line === 'none')
      return fail('inclusion.invalid.line-first', undefined, 'real');
    await store.updateCost(tx, measure.id, { real_cents: input.real });
    return ok();
  },
  audit: ({ measure }) => auditOf(measure.id),
});

export const giveOpinion = command({
  name: 'inclusion.give-opinion',
  summary:
    'Say yes or no to an idea for the pupil’s plan. The other parent does not read your answer.',
  input: z.object({ measureId: idOf('mea'), says: schema.opinion }),
  load: (tools, input) => loadMeasure(tools, input.measureId),
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today, asDone(loaded.measure)), 'give-opinion'),
  run: async ({ tx, actor, now, today }, loaded, input) => {
    const { measure } = loaded;
    const as = speaksAs(store.rolesIn(actor, loaded, today));
    if (!as) throw new Error('only the family has an opinion');
    if (measure.state !== 'proposed')
      return fail('inclusion.refused.already-decided', undefined, undefined, 'conflict');
    await store.upsertOpinion(tx, {
      measureId: measure.id,
      applicationId: measure.application_id,
      personId: personOf(actor).personId,
      as,
      says: input.says,
      now,
    });
    return ok({ applicationId: measure.application_id });
  },
  audit: ({ measure }) => auditOf(measure.id),
});

export const moveMeasure = command({
  name: 'inclusion.move-measure',
  summary:
    'Agree a measure, start it, say that it is done, or drop it. Nothing is agreed against the pupil’s word.',
  input: z.object({
    measureId: idOf('mea'),
    version,
    transition: schema.transition,
    /** ticked when the parents do not say the same and the contact has talked with both */
    talkedWithBoth: z.boolean().default(false),
  }),
  load: async (tools, input) => {
    const loaded = await loadMeasure(tools, input.measureId);
    return (
      loaded && {
        ...loaded,
        opinions: await store.opinionsOf(tools.tx, loaded.measure.application_id),
      }
    );
  },
  permit: (actor, loaded, input, { today }) => {
    const roles = store.rolesIn(actor, loaded, today, asDone(loaded.measure));
    const spec = measureLifecycle.transitions.find((t) => t.name === input.transition);
    const mine = (spec?.by ?? []).some((role) => roles.includes(role));
    return mine ? may(roles, 'carry-out') : hide;
  },
  run: async (tools, loaded, input) => {
    const { measure, opinions } = loaded;
    const roles = store.rolesIn(tools.actor, loaded, tools.today, asDone(measure));
    const guardians = new Set<string>(loaded.on.guardians.map((g) => g.id));
    const said = opinions
      // of parents only those who are it today
      .filter(
        (o) => o.measure_id === measure.id && (o.said_as === 'pupil' || guardians.has(o.person_id)),
      )
      .map((o) => ({ as: o.said_as, says: o.says }) as Said);
    const verdict = can(measureLifecycle, measure.state as MeasureState, input.transition, {
      roles,
      subject: { said, talkedWithBoth: input.talkedWithBoth },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard'
        ? fail(`inclusion.refused.${verdict.guard}`)
        : fail('inclusion.refused.already-decided', undefined, undefined, 'conflict');
    const me = personOf(tools.actor);
    const moved = await store.moveMeasure(tools.tx, measure.id, input.version, verdict.to, {
      personId: me.personId,
      now: tools.now,
    });
    if (!moved) return stale('platform.error.changed-meanwhile');
    if (verdict.to === 'agreed') await tellDoer(tools, measure);
    return ok({ state: verdict.to });
  },
  audit: ({ measure }) => auditOf(measure.id),
});

export const sayEffect = command({
  name: 'inclusion.say-effect',
  summary:
    'Say in five points whether a measure helped; words are optional. Others of the family do not read it.',
  input: z.object({
    measureId: idOf('mea'),
    points: schema.points,
    words: schema.effectWords,
  }),
  load: (tools, input) => loadMeasure(tools, input.measureId),
  permit: (actor, loaded, _, { today }) =>
    may(store.rolesIn(actor, loaded, today, asDone(loaded.measure)), 'say-if-it-helped'),
  run: async (tools, loaded, input) => {
    const { measure, on } = loaded;
    const { tx, now, today, actor, runtime } = tools;
    if (measure.state !== 'done') return fail('inclusion.refused.not-done');
    const me = personOf(actor);
    await ensureKey(tools, on.pupilId);
    await store.insertEffect(tx, {
      measureId: measure.id,
      applicationId: measure.application_id,
      personId: me.personId,
      as: speaksAs(store.rolesIn(actor, loaded, today, asDone(measure))) ?? 'doer',
      points: input.points,
      sealed: input.words
        ? await store.sealEffect(
            tx,
            runtime,
            { pupilId: on.pupilId, id: measure.id, by: me.personId },
            input.words,
          )
        : null,
      now,
    });
    return ok();
  },
  audit: ({ measure }) => auditOf(measure.id),
});
