import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import {
  actingSide,
  isWorking,
  maySeePartnership,
  ownParties,
  type Shares,
  type Task,
  taskParties,
  tasks,
} from '../../core/index.ts';
import { nameOf, otherOf, sidesOf } from '../commands/loaded.ts';
import * as store from '../store/index.ts';
import { sharesView } from './views.ts';

const changeView = z.object({
  id: idView('pta'),
  shares: sharesView,
  reason: z.string(),
  by: z.string(),
  org: z.string(),
  at: instantView,
  /** whether this actor answers it, or may take it back */
  mine: z.enum(['answers', 'withdraws']).nullable(),
});

const taskView = z.object({
  id: z.string(),
  side: z.enum(['sending', 'hosting']),
  list: z.enum(['school', 'support', 'programme', 'product']),
  core: z.boolean(),
  apart: z.boolean(),
  shares: sharesView,
  usual: sharesView,
  /** agreed otherwise than usual, by whom and when */
  changed: z.object({ at: instantView, by: z.string(), reason: z.string() }).nullable(),
  proposal: changeView.nullable(),
  /** the two parties that the partners themselves are */
  own: z.object({ school: z.enum(taskParties), supporting: z.enum(taskParties) }),
  certainty: z.string(),
});

export const getResponsibilities = query({
  name: 'partnerships.get-responsibilities',
  summary:
    'Who does each task in a partnership, who approves it, who is asked and who is told, and what is proposed to change.',
  input: z.object({ partnershipId: idOf('pts') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    partnershipId: idView('pts'),
    school: z.string(),
    supporting: z.string(),
    mayChange: z.boolean(),
    tasks: z.array(taskView),
    history: z.array(
      z.object({
        id: idView('pta'),
        taskId: z.string(),
        state: z.string(),
        by: z.string(),
        org: z.string(),
        at: instantView,
        reason: z.string(),
        answer: z.string(),
        answeredBy: z.string(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor } }, { partnershipId }) => {
    const p = await store.partnershipById(read, partnershipId);
    if (p?.kind !== 'support' || !maySeePartnership(actor, sidesOf(p))) return null;
    const changes = await store.tasksOfPartnership(read, p.id);
    const side = actingSide(actor, sidesOf(p));
    const works = isWorking(p.state);
    const viewOf = (task: Task) => {
      const agreed = changes.find((c) => c.task_id === task.id && c.state === 'in_force');
      const proposed = changes.find((c) => c.task_id === task.id && c.state === 'proposed');
      return {
        id: task.id,
        side: task.side,
        list: task.list,
        core: task.core,
        apart: task.apart,
        shares: agreed?.shares ?? task.shares,
        usual: task.shares,
        changed: agreed
          ? {
              at: agreed.answered_at ?? agreed.proposed_at,
              by: agreed.answered_by_name,
              reason: agreed.reason,
            }
          : null,
        proposal: proposed
          ? {
              id: proposed.id,
              shares: proposed.shares as Shares,
              reason: proposed.reason,
              by: proposed.proposed_by_name,
              org: nameOf(p, proposed.proposed_by_org_id),
              at: proposed.proposed_at,
              mine:
                !works || side === null
                  ? null
                  : side === otherOf(p, proposed.proposed_by_org_id)
                    ? ('answers' as const)
                    : ('withdraws' as const),
            }
          : null,
        own: ownParties(task),
        certainty: task.certainty,
      };
    };
    return {
      partnershipId: p.id,
      school: p.first_name,
      supporting: p.second_name,
      mayChange: works && side !== null,
      tasks: tasks.map(viewOf),
      history: changes
        .filter((c) => c.state !== 'proposed')
        .map((c) => ({
          id: c.id,
          taskId: c.task_id,
          state: c.state,
          by: c.proposed_by_name,
          org: nameOf(p, c.proposed_by_org_id),
          at: c.answered_at ?? c.proposed_at,
          reason: c.reason,
          answer: c.answer,
          answeredBy: c.answered_by_name,
        })),
    };
  },
});
