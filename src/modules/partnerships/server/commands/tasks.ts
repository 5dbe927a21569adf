import { z } from 'zod';
import type { PartnershipId, PartnershipTaskId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalProse, prose } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import {
  actingSide,
  isWorking,
  mayActFor,
  mayAnswerFor,
  ordered,
  type Shares,
  sameParties,
  shareKinds,
  sharesFault,
  sharesInput,
  taskById,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { auditOf, lockPartnership, nameOf, otherOf, personOf, sidesOf } from './loaded.ts';
import { tellLeaders } from './tell.ts';

async function lockTasks(tools: { tx: Tx }, input: { partnershipId: PartnershipId }) {
  const partnership = await lockPartnership(tools, input);
  if (!partnership) return null;
  return { partnership, changes: await store.tasksOfPartnership(tools.tx, partnership.id) };
}

export const proposeTask = command({
  name: 'partnerships.propose-task',
  summary:
    'Propose that a task is done, approved, asked about or told otherwise. It holds once the other side accepts.',
  input: z.object({
    partnershipId: idOf('pts'),
    taskId: line(60),
    ...sharesInput,
    reason: prose(1000),
  }),
  load: lockTasks,
  permit: (actor, { partnership }) => mayActFor(actor, sidesOf(partnership)),
  run: async (tools, { partnership, changes }, input) => {
    const me = personOf(tools.actor);
    const task = taskById(input.taskId);
    if (!task) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (partnership.kind !== 'support') return fail('partnerships.refused.no-table');
    if (!isWorking(partnership.state)) return stale('partnerships.refused.not-working-yet');
    if (changes.some((c) => c.task_id === task.id && c.state === 'proposed'))
      return fail('partnerships.refused.change-waits', undefined, undefined, 'conflict');
    const shares = Object.fromEntries(
      shareKinds.map((kind) => [kind, ordered(input[kind])]),
    ) as Shares;
    const fault = sharesFault(task, shares);
    if (fault)
      return fail(
        `partnerships.refused.${fault}`,
        undefined,
        'does',
        fault === 'core-stays' ? 'refused' : 'invalid',
      );
    const now = changes.find((c) => c.task_id === task.id && c.state === 'in_force')?.shares;
    if (shareKinds.every((kind) => sameParties(shares[kind], (now ?? task.shares)[kind])))
      return fail('partnerships.refused.nothing-changed', undefined, 'does');
    const side = actingSide(me, sidesOf(partnership)) ?? partnership.first_org_id;
    const id = newId('pta');
    await store.insertTask(tools.tx, {
      id,
      partnershipId: partnership.id,
      schoolId: partnership.first_org_id,
      supportingId: partnership.second_org_id,
      taskId: task.id,
      shares,
      reason: input.reason,
      byOrgId: side,
      by: me.personId,
      byName: me.name,
      now: tools.now,
    });
    await tellLeaders(tools, 'task-proposed', otherOf(partnership, side), partnership.id, id);
    return ok({ changeId: id });
  },
  audit: ({ partnership }, input) => auditOf(partnership, { task: input.taskId }),
});

const forChange = { partnershipId: idOf('pts'), changeId: idOf('pta') };
const waiting = (changes: store.TaskRecord[], id: PartnershipTaskId) =>
  changes.find((c) => c.id === id);

export const answerTask = command({
  name: 'partnerships.answer-task',
  summary: 'Accept a proposed change of who does a task, or leave it as it is.',
  input: z.object({
    ...forChange,
    answer: z.enum(['accept', 'refuse'], { error: 'platform.invalid.choose' }),
    words: optionalProse(1000),
  }),
  load: async (tools, input) => {
    const loaded = await lockTasks(tools, input);
    const change = loaded && waiting(loaded.changes, input.changeId);
    return change ? { ...loaded, change } : null;
  },
  permit: (actor, { partnership, change }) =>
    mayAnswerFor(actor, {
      ...sidesOf(partnership),
      proposedByOrgId: change.proposed_by_org_id,
      askedName: nameOf(partnership, otherOf(partnership, change.proposed_by_org_id)),
    }),
  run: async (tools, { partnership, changes, change }, input) => {
    const { tx, now } = tools;
    if (change.state !== 'proposed') return stale('partnerships.refused.already-answered');
    const me = personOf(tools.actor);
    if (input.answer === 'accept') {
      const task = taskById(change.task_id);
      // a proposal may be older than a rule: it is looked at again before it holds
      const fault = task ? sharesFault(task, change.shares) : 'core-stays';
      if (fault) return fail(`partnerships.refused.${fault}`, undefined, undefined, 'refused');
      for (const older of changes)
        if (older.task_id === change.task_id && older.state === 'in_force')
          await store.setTaskState(tx, older.id, { state: 'replaced' });
    }
    await store.setTaskState(tx, change.id, {
      state: input.answer === 'accept' ? 'in_force' : 'refused',
      byName: me.name,
      answer: input.words,
      now,
    });
    await tellLeaders(tools, 'task-answered', change.proposed_by_org_id, partnership.id, change.id);
    return ok();
  },
  audit: ({ partnership, change }, input) =>
    auditOf(partnership, { task: change.task_id, answer: input.answer }),
});

export const withdrawTask = command({
  name: 'partnerships.withdraw-task',
  summary: 'Take back a proposed change of who does a task.',
  input: z.object(forChange),
  load: async (tools, input) => {
    const loaded = await lockTasks(tools, input);
    const change = loaded && waiting(loaded.changes, input.changeId);
    return change ? { ...loaded, change } : null;
  },
  permit: (actor, { partnership, change }) =>
    mayAnswerFor(actor, {
      ...sidesOf(partnership),
      // taken back by the side that proposed it: the other way round
      proposedByOrgId: otherOf(partnership, change.proposed_by_org_id),
      askedName: nameOf(partnership, change.proposed_by_org_id),
    }),
  run: async ({ tx, actor, now }, { change }) => {
    if (change.state !== 'proposed') return stale('partnerships.refused.already-answered');
    await store.setTaskState(tx, change.id, {
      state: 'withdrawn',
      byName: personOf(actor).name,
      now,
    });
    return ok();
  },
  audit: ({ partnership, change }) => auditOf(partnership, { task: change.task_id }),
});
