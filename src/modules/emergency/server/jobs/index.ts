import { system } from '#kernel/actor.ts';
import type { Id, IncidentId, MobilityId, SupportCaseId } from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { sendPush } from '#platform/push.ts';
import { type Job, type JobHandler, job, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { sendSms } from '#platform/sms.ts';
import { takeMinutes } from '../../core/index.ts';
import {
  beginPush,
  beginText,
  forgetOld,
  notePush,
  noteText,
  passOn,
  raiseFromCase,
} from '../commands/index.ts';
import { passOnJob, pushJob, textJob } from '../commands/telling.ts';
import * as store from '../store.ts';

/** A support case has become an emergency. */
export const fromCaseJob: Job<{ caseId: SupportCaseId; mobilityId: MobilityId }> =
  job('emergency.from-case');
/** Every minute: alarms whose own look died with its process. */
const watchJob = nightly('emergency.watch', '* * * * *');
const nightJob = nightly('emergency.night', '23 2 * * *');

export const jobs: Job<object>[] = [
  passOnJob as Job<object>,
  textJob as Job<object>,
  pushJob as Job<object>,
  fromCaseJob as Job<object>,
  watchJob,
  nightJob,
];

/** Looks at every alarm nobody has taken. Safe to run again: only what is due is told. */
export async function watchAlarms(runtime: Runtime): Promise<void> {
  const actor = system('emergency.watch');
  const open = await reading(runtime.db, actor, (read) => store.openAlarms(read));
  for (const { id } of open) await execute(runtime, passOn, actor, { incidentId: id });
}

/**
 * Gives one text message to the gateway. Where that may go well another time it throws and is tried again; after the
 * last time the alarm goes on to the next person.
 */
export async function sendText(runtime: Runtime, tellingId: Id<'itl'>): Promise<void> {
  const actor = system('emergency.send-text');
  const begun = await execute(runtime, beginText, actor, { tellingId });
  const gateway = runtime.config.sms;
  if (!begun.ok || !begun.message || !gateway) return;
  let sent = false;
  try {
    sent = (await sendSms(gateway, begun.message)) === 'sent';
  } catch (error) {
    runtime.log.warn('emergency.text-failed', { telling: tellingId });
    if (!begun.isLast) throw error;
  }
  await execute(runtime, noteText, actor, { tellingId, sent });
}

/** After so long whoever is told next has it on their screen, and an old alarm helps nobody. */
const secondsToLive = 2 * takeMinutes * 60;

/** Gives one push to the service of its device; tried again like a text message. Whether it goes well changes nothing else. */
export async function pushAlarm(runtime: Runtime, tellingId: Id<'itl'>): Promise<void> {
  const actor = system('emergency.send-push');
  const begun = await execute(runtime, beginPush, actor, { tellingId });
  if (!begun.ok || !begun.push) return;
  const { to, message, topic } = begun.push;
  let became: 'sent' | 'gone' | 'refused' = 'refused';
  try {
    became = await sendPush(runtime.config, to, message, { topic, secondsToLive });
  } catch (error) {
    runtime.log.warn('emergency.push-failed', { telling: tellingId });
    if (!begun.isLast) throw error;
  }
  await execute(runtime, notePush, actor, { tellingId, became });
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: passOnJob,
      handle: async ({ incidentId }: { incidentId: IncidentId }) => {
        await execute(runtime, passOn, system('emergency.pass-on'), { incidentId });
      },
    } as JobHandler,
    {
      job: textJob,
      handle: ({ tellingId }: { tellingId: Id<'itl'> }) => sendText(runtime, tellingId),
    } as JobHandler,
    {
      job: pushJob,
      handle: ({ tellingId }: { tellingId: Id<'itl'> }) => pushAlarm(runtime, tellingId),
    } as JobHandler,
    {
      job: fromCaseJob,
      handle: async (of: { caseId: SupportCaseId; mobilityId: MobilityId }) => {
        await execute(runtime, raiseFromCase, system('emergency.from-case'), of);
      },
    } as JobHandler,
    { job: watchJob, handle: () => watchAlarms(runtime) },
    {
      job: nightJob,
      handle: async () => {
        await execute(runtime, forgetOld, system('emergency.night'), {});
      },
    },
  ];
}
