import { expect, it } from 'vitest';
import { statementsOn } from '#platform/queue.ts';
import { openHouse } from '#tests/support/house.ts';

it('gives the queue the rows of every statement it sends at once', async () => {
  const house = await openHouse();
  const { executeSql } = statementsOn(house.runtime.db.queue);
  // without them the queue never notices that a job was left behind by a process that died
  expect((await executeSql("select 'a' as what; select 'b' as what")).rows).toEqual([
    { what: 'a' },
    { what: 'b' },
  ]);
  expect((await executeSql('select $1::text as what', ['c'])).rows).toEqual([{ what: 'c' }]);
});

it('does not let who asks for a job read what jobs carry', async () => {
  const { request } = (await openHouse()).runtime.db;
  for (const column of ['data', 'output'])
    await expect(request.query(`select ${column} from jobs.job`)).rejects.toMatchObject({
      code: '42501',
    });
  // which jobs there are, it may know
  await expect(request.query('select name from jobs.job')).resolves.toMatchObject({
    command: 'SELECT',
  });
});
