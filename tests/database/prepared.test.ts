import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import { type Param, prepared, reading } from '#platform/database/index.ts';
import { openHouse } from '#tests/support/house.ts';

describe('a prepared read', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  beforeAll(async () => {
    house = await openHouse();
  });

  it('is put together once and answers each use with its own values', async () => {
    let built = 0;
    const named = prepared((read, param: Param<{ name: string; most: number }>) => {
      built += 1;
      return read
        .selectFrom('persons')
        .select('family_name')
        .where('given_name', '=', param('name'))
        .orderBy('family_name')
        .limit(param('most'));
    });
    for (const familyName of ['Bērziņa', 'Álvarez'])
      await house.person({ givenName: 'Ana', familyName });
    await house.person({ givenName: 'Léo', familyName: 'Petit' });
    const ask = (name: string, most: number) =>
      reading(house.runtime.db, system('test'), (read) => named(read, { name, most }));
    expect(await ask('Ana', 5)).toHaveLength(2);
    expect(await ask('Ana', 1)).toHaveLength(1);
    expect(await ask('Léo', 5)).toEqual([{ family_name: 'Petit' }]);
    expect(built).toBe(1);
  });
});
