import { z } from 'zod';
import { hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { may, schema, speaksAs } from '../../core/index.ts';
import * as store from '../store/index.ts';
import { auditOf, ensureKey, loadPlan, personOf, tell } from './loaded.ts';

export const addWish = command({
  name: 'inclusion.add-wish',
  summary:
    'Say what would make it easier for a pupil: a wish, or what stands in the way. A reason is never needed.',
  input: schema.wishInput,
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) => may(store.rolesIn(actor, plan, today), 'write-wish'),
  run: async (tools, plan, input) => {
    const { tx, now, today, runtime } = tools;
    const me = personOf(tools.actor);
    const { on } = plan;
    const as = speaksAs(store.rolesIn(me, plan, today)) ?? 'contact';
    const planId = await store.ensurePlan(tx, {
      id: newId('ipl'),
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      now,
    });
    await ensureKey(tools, on.pupilId);
    const id = newId('wsh');
    await store.insertWish(tx, {
      id,
      planId,
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      writtenBy: me.personId,
      writtenAs: as,
      sealed: await store.sealWish(
        tx,
        runtime,
        { pupilId: on.pupilId, id },
        {
          kind: input.kind || null,
          words: input.words,
          wish: input.wish,
        },
      ),
      shared: input.shared,
      now,
    });
    if (as !== 'contact') await store.markAsked(tx, on.pupilId, me.personId, now);
    await tell(
      tools,
      on.contacts
        .filter((c) => c.personId !== me.personId)
        .map((c) => ({
          personId: c.personId,
          kind: 'look' as const,
          applicationId: on.applicationId,
          key: `inclusion:look:${id}:${c.personId}`,
        })),
    );
    return ok({ id });
  },
  audit: (_, input) => auditOf(input.applicationId),
});

export const needNothing = command({
  name: 'inclusion.need-nothing',
  summary:
    'Answer that nothing is needed just now. You are not asked again and can write at any time.',
  input: schema.application,
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) => may(store.rolesIn(actor, plan, today), 'answer-question'),
  run: async ({ tx, actor, now }, { on }) => {
    await store.markAsked(tx, on.pupilId, personOf(actor).personId, now);
    return ok();
  },
  audit: (_, input) => auditOf(input.applicationId),
});

export const removeWish = command({
  name: 'inclusion.remove-wish',
  summary: 'Take back what you wrote yourself. It is gone for good.',
  input: z.object({ applicationId: idOf('app'), wishId: idOf('wsh') }),
  load: async (tools, input) => {
    const plan = await loadPlan(tools, input.applicationId);
    const wish = plan && (await store.wishById(tools.tx, input.wishId));
    return wish && wish.application_id === input.applicationId ? { plan, wish } : null;
  },
  permit: (actor, { plan, wish }, _, { today }) =>
    actor.kind === 'person' && wish.written_by === actor.personId
      ? may(store.rolesIn(actor, plan, today), 'write-wish')
      : hide,
  run: async ({ tx }, { wish }) => {
    await store.deleteWish(tx, wish.id);
    return ok();
  },
  audit: ({ wish }) => auditOf(wish.id),
});

export const askParentsIn = command({
  name: 'inclusion.ask-parents-in',
  summary: 'A pupil of 18 decides whether the parents go on seeing the plan.',
  input: z.object({ applicationId: idOf('app'), stays: z.boolean() }),
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) => may(store.rolesIn(actor, plan, today), 'ask-parents-in'),
  run: async ({ tx, now }, { on }, input) => {
    await store.ensurePlan(tx, {
      id: newId('ipl'),
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      now,
    });
    await store.setFamilyStays(tx, on.applicationId, input.stays);
    return ok();
  },
  audit: (_, input) => auditOf(input.applicationId),
});
