import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { asleepFrom, invitationKept } from '../../core/rules/index.ts';
import * as store from '../store/index.ts';

/** Run by the installation itself, every night: nobody can ask for it. */
export const forgetOrganisation = command({
  name: 'organisations.forget-organisation',
  summary:
    'Delete an organisation with everything of its own: ten years after anybody of it last signed in, when no project of it is kept. Work of the installation.',
  input: z.object({ orgId: idOf('org') }),
  load: async ({ tx, actor }, { orgId }) =>
    actor.kind === 'system'
      ? ((await store.asleepForUpdate(tx, orgId, asleepFrom(today()))) ?? null)
      : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx }, { id }) =>
    (await store.deleteOrganisation(tx, id))
      ? ok()
      : fail('organisations.refused.still-named', undefined, undefined, 'refused'),
  audit: ({ id }) => ({ subjectId: id }),
});

export const forgetInvitations = command({
  name: 'organisations.forget-invitations',
  summary: 'Delete invitations that were answered or ended a year ago, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, now }) => {
    const before = now.toZonedDateTimeISO('UTC').subtract(invitationKept).toInstant();
    return ok({ ended: await store.deleteInvitationsBefore(tx, before, batch) });
  },
});
