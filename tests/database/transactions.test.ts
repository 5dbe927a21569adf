import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import { type Reader, reading, unveiled } from '#platform/database/index.ts';
import { openHouse } from '#tests/support/house.ts';

describe('a read', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  beforeAll(async () => {
    house = await openHouse();
  });
  const actor = system('test');
  const count = async (read: Reader) =>
    (await read.selectFrom('persons').select('id').execute()).length;

  it('takes no connection until it asks something', async () => {
    const { db } = house.runtime;
    const open = () => db.reader.totalCount - db.reader.idleCount;
    const before = open();
    await reading(db, actor, async (read) => {
      expect(open()).toBe(before);
      await count(read);
      expect(open()).toBe(before + 1);
    });
    expect(open()).toBe(before);
  });

  it('may look beside itself, and there once more, however many do so at once', async () => {
    await house.person({ givenName: 'Ana', familyName: 'Petit' });
    // more than there are connections: were looks beside from the same lot, everybody would wait for everybody
    const looks = Array.from({ length: 40 }, () =>
      reading(house.runtime.db, actor, async (read) => [
        await count(read),
        await unveiled(read, 'beside', async (second) => [
          await count(second),
          await unveiled(second, 'beside that', count),
        ]),
      ]),
    );
    expect(await Promise.all(looks)).toEqual(looks.map(() => [1, [1, 1]]));
  });

  it('gives its connection back when it fails, before or after it asked', async () => {
    const { db } = house.runtime;
    const idle = () => db.reader.idleCount - db.reader.totalCount;
    await expect(
      reading(db, actor, async () => {
        throw new Error('before');
      }),
    ).rejects.toThrow('before');
    await expect(
      reading(db, actor, async (read) => {
        await count(read);
        throw new Error('after');
      }),
    ).rejects.toThrow('after');
    expect(idle()).toBe(0);
    expect(await reading(db, actor, count)).toBe(1);
  });
});
