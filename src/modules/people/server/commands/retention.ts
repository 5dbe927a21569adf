import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { codeKept, displayName, nextOfEnd, toldBefore } from '../../core/rules.ts';
import { endMail } from '../notices.ts';
import * as store from '../store.ts';

type Asleep = NonNullable<Awaited<ReturnType<typeof store.asleepForUpdate>>>;

const changed = () => stale('platform.error.changed-meanwhile');

function next(p: Asleep, today: Temporal.PlainDate) {
  const toldOn = p.told_end_at?.toZonedDateTimeISO('UTC').toPlainDate() ?? null;
  return nextOfEnd({ lastHere: p.last_here, toldOn, hasAddress: p.email !== null }, today);
}

/** Run by the installation: somebody has not been here for long and belongs to nothing. */
export const announceEnd = command({
  name: 'people.announce-end',
  summary:
    'Tell somebody who belongs to nothing here and has not signed in for two years that their data is deleted in thirty days unless they sign in.',
  input: z.object({ personId: idOf('per') }),
  load: async ({ tx, actor }, { personId }) =>
    actor.kind === 'system' ? ((await store.asleepForUpdate(tx, personId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx, now, today, post, runtime }, person) => {
    if (next(person, today) !== 'tell' || !person.email) return changed();
    await store.markToldEnd(tx, person.id, now);
    await post(
      endMail(
        {
          personId: person.id,
          address: person.email,
          language: person.language,
          name: displayName(person),
        },
        {
          on: today.add(toldBefore),
          url: `${runtime.config.origin}/sign-in`,
          sendKey: `account-end:${person.id}:${today}`,
        },
      ),
    );
    return ok();
  },
  audit: ({ id }) => ({ subjectId: id }),
});

/** Run by the installation: they were told, and did not come back. */
export const forgetPerson = command({
  name: 'people.forget-person',
  summary:
    'Erase somebody who was told thirty days ago and has not signed in since: name, addresses, birth date, sessions, settings, guardianships, keys. A row without a name stays.',
  input: z.object({ personId: idOf('per') }),
  load: async ({ tx, actor }, { personId }) =>
    actor.kind === 'system' ? ((await store.asleepForUpdate(tx, personId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx, now, today }, person) => {
    if (next(person, today) !== 'forget') return changed();
    return (await store.forgetPerson(tx, person.id, now))
      ? ok()
      : fail('platform.error.changed-meanwhile', undefined, undefined, 'conflict');
  },
  audit: ({ id }) => ({ subjectId: id }),
});

export const forgetSignIns = command({
  name: 'people.forget-sign-ins',
  summary: 'Delete one-time codes of yesterday and sessions that have ended, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, now }) =>
    ok({
      ended: await store.deleteSignIns(tx, {
        codesBefore: now.subtract({ hours: 24 * codeKept.days }),
        sessionsBefore: now,
        limit: batch,
      }),
    }),
});
