import { createHash } from 'node:crypto';
import { z } from 'zod';
import { idView, instantView } from '#kernel/schema.ts';
import { pushKeys } from '#platform/push.ts';
import { query } from '#platform/query.ts';
import * as store from '../store.ts';

export const listDevices = query({
  name: 'emergency.list-devices',
  summary:
    'Devices of one’s own on which alarms appear, and the key under which a browser asks for it.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor.personId : null),
  output: z.object({
    /** empty where this installation sends nothing to devices */
    publicKey: z.string(),
    devices: z.array(
      z.object({
        id: idView('pdv'),
        /** browser and system, as its session knows them */
        name: z.string(),
        addedAt: instantView,
        /** when its session ends by itself */
        until: instantView,
        /** by which a browser knows itself: the SHA-256 of its address, in hexadecimal */
        mark: z.string(),
      }),
    ),
  }),
  view: async ({ read, scope, now, runtime: { config } }) => {
    if (!config.push) return { publicKey: '', devices: [] };
    const { publicKey } = pushKeys(config.secret);
    const rows = await store.devicesOf(read, [scope], now, publicKey);
    return {
      publicKey,
      devices: rows.map((d) => ({
        id: d.id,
        name: d.device,
        addedAt: d.added_at,
        until: d.expires_at,
        mark: createHash('sha256').update(d.endpoint).digest('hex'),
      })),
    };
  },
});
