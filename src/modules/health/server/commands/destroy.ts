import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import type { HealthRecordId, PersonId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { vaultOf } from '#platform/vault/index.ts';
import { mayHealth, retainedUntil, sure } from '../../core/index.ts';
import { destroyedMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { healthRoom } from '../store/sealed.ts';
import { decidersOf, nameOf, urlOf } from './loaded.ts';

/** Destroys the key: record, log reasons and care notes become unreadable in one step, and cannot come back. */
async function destroy(
  tools: CommandTools,
  record: { id: HealthRecordId; pupilId: PersonId },
): Promise<void> {
  const { tx, now } = tools;
  await vaultOf(tools.runtime.config).destroyKey(tx, record.pupilId, now, healthRoom);
  await store.endLinks(tx, record.id, { withdrawn_at: now });
  await store.updateRecord(tx, record.id, { destroyed_at: now });
  const on = await store.caseOf(tx, record.pupilId, tools.today);
  if (!on) return;
  const pupil = await nameOf(tx, record.pupilId);
  for (const to of await decidersOf(tx, on, tools.today))
    await tools.post(
      destroyedMail(to, {
        pupil,
        url: urlOf(tools, `/sealed/${record.pupilId}`),
        key: record.id,
      }),
    );
}

export const destroyRecord = command({
  name: 'health.destroy-record',
  summary:
    'Destroy a health record for good: one that the family asked to have destroyed, or whose time is over.',
  input: z.object({ recordId: idOf('hea'), sure }),
  // an administrator is no party of any dossier
  opensRows: 'health-destruction',
  load: async ({ tx }, input) => {
    const record = await store.recordById(tx, input.recordId);
    const on = record && (await store.caseOf(tx, record.pupilId, today()));
    return record && on && { record, on, stays: await store.staysOf(tx, [record.pupilId]) };
  },
  permit: (actor, { on }, _, { today: day }) => mayHealth(actor, 'destroy', on, day),
  run: async (tools, { record, stays }) => {
    if (record.destroyedAt)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const over = retainedUntil(stays);
    const isOver = over !== null && Temporal.PlainDate.compare(over, tools.today) < 0;
    if (!record.destroyAskedAt && !isOver)
      return fail('health.refused.nobody-asked', undefined, undefined, 'refused');
    await destroy(tools, record);
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const destroyDueRecords = command({
  name: 'health.destroy-due-records',
  summary: 'Destroy the records whose time is over. Work of the installation, once a day.',
  input: z.object({}),
  load: async ({ tx, actor }) =>
    actor.kind === 'system' ? { rows: await store.recordsToDestroy(tx) } : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async (tools, { rows }) => {
    let destroyed = 0;
    for (const row of rows) {
      const over = row.lastDay && retainedUntil([{ endsOn: row.lastDay }]);
      if (!over || Temporal.PlainDate.compare(over, tools.today) >= 0) continue;
      await destroy(tools, row);
      destroyed++;
    }
    return ok({ destroyed });
  },
  audit: (_, __, { destroyed }) => ({ details: { destroyed } }),
});
