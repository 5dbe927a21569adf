import { allowIf } from '#kernel/decision.ts';
import type { SessionId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { hashToken, newId } from '#platform/dice.ts';
import { isPushService, pushKeys } from '#platform/push.ts';
import { deviceInput, deviceRef, leadsGroup, sharesDuty } from '../../core/index.ts';
import * as store from '../store.ts';
import { loadGroup, partiesOf, personOf } from './duty.ts';

export const turnOnDevice = command({
  name: 'emergency.turn-on-device',
  summary:
    'Let alarms appear on the device one has before one, until one signs out there. For who shares duty or leads.',
  input: deviceInput,
  // the browser may still be known by somebody who had it before
  opensRows: 'emergency-duty',
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) =>
    allowIf(sharesDuty(actor, partiesOf(loaded)) || leadsGroup(actor, partiesOf(loaded))),
  run: async ({ tx, actor, now, runtime: { config } }, _, input) => {
    if (!config.push) return fail('emergency.device.not-here');
    if (!isPushService(config.push, input.endpoint))
      return fail('emergency.device.unknown-service');
    const personId = personOf(actor);
    const session = input.token
      ? await store.sessionOf(tx, { personId, hash: hashToken(input.token), now })
      : undefined;
    if (!session) return fail('emergency.device.sign-in-first');
    const known = await store.deviceAt(tx, input.endpoint);
    // only this very browser knows its keys
    if (known && known.person_id !== personId && known.auth !== input.auth)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const id = newId('pdv');
    await store.putDevice(tx, {
      id,
      personId,
      sessionId: session.id as SessionId,
      endpoint: input.endpoint,
      p256dh: input.p256dh,
      auth: input.auth,
      serverKey: pushKeys(config.secret).publicKey,
      now,
    });
    return ok({ id });
  },
  audit: (_, __, { id }) => ({ subjectId: id }),
});

export const turnOffDevice = command({
  name: 'emergency.turn-off-device',
  summary: 'Alarms appear on one of the own devices no more.',
  input: deviceRef,
  load: async ({ tx }, input) => (await store.lockDevice(tx, input.deviceId)) ?? null,
  permit: (actor, device) =>
    allowIf(actor.kind === 'person' && actor.personId === device.person_id),
  run: async ({ tx }, device) => {
    await store.deleteDevice(tx, device.id);
    return ok();
  },
  audit: (device) => ({ subjectId: device.id }),
});
