import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { now } from '#platform/clock.ts';
import { type Readable, reading, type Tx, writing } from '#platform/database/index.ts';
import { openVault, type Place, rewrap, VaultError, vaultOf } from '#platform/vault/index.ts';
import { masterKeyFrom } from '#platform/vault/seal.ts';
import { type House, openHouse } from '#tests/support/house.ts';

let house: House;
let person: PersonId;
let other: PersonId;
beforeAll(async () => {
  house = await openHouse();
  person = await house.person({ givenName: 'Ana' });
  other = await house.person({ givenName: 'Ben' });
});

const placeOf = (who: PersonId): Place => ({ table: 't', column: 'c', row: 'r', person: who });
const vault = () => vaultOf(house.runtime.config);
const write = <T>(work: (tx: Tx) => Promise<T>) => writing(house.runtime.db, system('test'), work);
const read = <T>(work: (r: Readable) => Promise<T>) =>
  reading(house.runtime.db, system('test'), work);
const seal = (who: PersonId, text: string) =>
  write(async (tx) => {
    await vault().ensureKey(tx, who, now());
    return vault().seal(tx, placeOf(who), text);
  });
const open = (who: PersonId, sealed: Buffer) => read((r) => vault().open(r, placeOf(who), sealed));

describe('the vault', () => {
  it('opens what it sealed for a person, and for nobody else', async () => {
    const sealed = await seal(person, 'Carries an inhaler');
    expect(await open(person, sealed)).toEqual({ state: 'open', text: 'Carries an inhaler' });
    await seal(other, 'x');
    await expect(open(other, sealed)).rejects.toThrow(VaultError);
  });

  it('works for whoever acts, though nobody who acts sees a key', async () => {
    const sealed = await seal(person, 'x');
    const { actor } = await house.as(other);
    await reading(house.runtime.db, actor, async (r) => {
      expect(await r.selectFrom('vault_keys').selectAll().execute()).toEqual([]);
      expect(await vault().open(r, placeOf(person), sealed)).toEqual({ state: 'open', text: 'x' });
      // the door is closed again
      expect(await r.selectFrom('vault_keys').selectAll().execute()).toEqual([]);
    });
    await reading(house.runtime.db, actor, async (r) => {
      await expect(vault().open(r, placeOf(person), Buffer.from('nonsense'))).rejects.toThrow(
        VaultError,
      );
      expect(await r.selectFrom('vault_keys').selectAll().execute()).toEqual([]);
    });
  });

  it('gives one key to two who begin at once', async () => {
    const third = await house.person();
    await Promise.all([seal(third, 'a'), seal(third, 'b')]);
    const keys = await house.sql('select number from vault_keys where person_id = $1', [third]);
    expect(keys).toEqual([{ number: 1 }]);
  });

  it('keeps no key that opens without the master key', async () => {
    const sealed = await seal(person, 'x');
    const thief = openVault([masterKeyFrom('whoever stole the backup has no secret')]);
    await expect(read((r) => thief.open(r, placeOf(person), sealed))).rejects.toMatchObject({
      kind: 'other-master',
    });
  });

  it('answers "gone" for ever once the key is destroyed, also when there is a new one', async () => {
    const fourth = await house.person();
    const sealed = await seal(fourth, 'x');
    expect(await write((tx) => vault().destroyKey(tx, fourth, now()))).toBe(true);
    expect(await write((tx) => vault().destroyKey(tx, fourth, now()))).toBe(false);
    expect(await open(fourth, sealed)).toMatchObject({ state: 'gone' });
    await expect(write((tx) => vault().seal(tx, placeOf(fourth), 'y'))).rejects.toMatchObject({
      kind: 'destroyed',
    });
    const anew = await seal(fourth, 'y');
    expect(await open(fourth, anew)).toEqual({ state: 'open', text: 'y' });
    expect(await open(fourth, sealed)).toMatchObject({ state: 'gone' });
    const [row] = await house.sql(
      'select wrapped from vault_keys where person_id = $1 and number = 1',
      [fourth],
    );
    expect(row.wrapped).toBeNull();
  });

  it('destroys what is in one room and leaves the others', async () => {
    const fifth = await house.person();
    const general = await seal(fifth, 'stays');
    const place = { ...placeOf(fifth), room: 'health' };
    const sealed = await write(async (tx) => {
      await vault().ensureKey(tx, fifth, now(), 'health');
      return vault().seal(tx, place, 'goes');
    });
    await write((tx) => vault().destroyKey(tx, fifth, now(), 'health'));
    expect(await read((r) => vault().open(r, place, sealed))).toMatchObject({ state: 'gone' });
    expect(await open(fifth, general)).toEqual({ state: 'open', text: 'stays' });
    await expect(open(fifth, sealed)).rejects.toThrow(VaultError);
  });

  it('wraps keys anew for another master key, and what was sealed still opens', async () => {
    const sealed = await seal(person, 'x');
    const { config, db } = house.runtime;
    const next = { ...config, vaultKey: 'the master key of next year, long enough' };
    await expect(read((r) => vaultOf(next).open(r, placeOf(person), sealed))).rejects.toMatchObject(
      { kind: 'other-master' },
    );
    const turning = { ...next, vaultKeyBefore: config.secret };
    expect(await read((r) => vaultOf(turning).open(r, placeOf(person), sealed))).toMatchObject({
      state: 'open',
    });
    const done = await rewrap(db.owner, turning);
    expect(done.wrapped).toBeGreaterThan(1);
    expect(done.locked).toBe(0);
    expect(await rewrap(db.owner, turning)).toEqual({ wrapped: 0, locked: 0 });
    expect(await read((r) => vaultOf(next).open(r, placeOf(person), sealed))).toEqual({
      state: 'open',
      text: 'x',
    });
    await expect(open(person, sealed)).rejects.toMatchObject({ kind: 'other-master' });
    // without the one before nothing is lost and nothing opens: it is only said
    expect((await rewrap(db.owner, config)).locked).toBe(done.wrapped);
    await rewrap(db.owner, { ...config, vaultKeyBefore: next.vaultKey });
    expect(await open(person, sealed)).toMatchObject({ state: 'open' });
  });
});
