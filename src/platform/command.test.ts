import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from './command.ts';

const anything = z.object({ name: z.string(), more: z.unknown().optional() });

describe('what comes from outside', () => {
  it.each([
    [{ name: 'a\0b' }],
    [{ name: 'x', more: ['y', { deep: '\0' }] }],
    [{ name: 'x', more: { '\0': 'y' } }],
  ])('is refused in words when it holds the zero character: %j', async (raw) => {
    expect(await parseInput(anything, raw)).toMatchObject({
      ok: false,
      kind: 'invalid',
      faults: [{ reason: 'platform.error.unreadable' }],
    });
  });

  it('may hold any bytes in a file', async () => {
    const more = new Uint8Array([0, 1, 2]);
    expect(await parseInput(anything, { name: 'x', more })).toMatchObject({ ok: true });
  });
});
