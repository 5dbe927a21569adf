import { sql } from 'kysely';
import type { PersonId } from '#kernel/ids.ts';
import type { Database, Readable, Tx } from './index.ts';

/** A person's data key, sealed with a master key; `wrapped` is gone once it was destroyed. */
export type KeyRow = {
  person_id: PersonId;
  room: string;
  number: number;
  wrapped: Buffer | null;
  master_id: string;
  destroyed_at: Temporal.Instant | null;
};

/**
 * Row policies show keys to nobody who acts: whoever wants one names the one person whose it is, for as long as they look.
 * Work within one door is done one after the other.
 */
export async function throughVaultDoor<T>(
  read: Readable,
  person: PersonId,
  work: () => Promise<T>,
): Promise<T> {
  const name = (whom: string) =>
    sql`select set_config('app.vault', ${whom}, true)`.execute(read as Tx);
  await name(person);
  try {
    return await work();
  } finally {
    // in a transaction that has failed nothing more can be said, and the name ends with it
    await name('').catch(() => {});
  }
}

/** All keys a person ever had for a room, newest first. */
export function vaultKeysOf(read: Readable, person: PersonId, room: string): Promise<KeyRow[]> {
  return read
    .selectFrom('vault_keys')
    .select(['person_id', 'room', 'number', 'wrapped', 'master_id', 'destroyed_at'])
    .where('person_id', '=', person)
    .where('room', '=', room)
    .orderBy('number', 'desc')
    .execute();
}

/** Until the end of the transaction nobody else gives this person a key. */
export async function lockVaultOf(tx: Tx, person: PersonId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`vault:${person}`}, 0))`.execute(tx);
}

export async function insertVaultKey(
  tx: Tx,
  key: {
    person: PersonId;
    room: string;
    number: number;
    wrapped: Buffer;
    masterId: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('vault_keys')
    .values({
      person_id: key.person,
      room: key.room,
      number: key.number,
      wrapped: key.wrapped,
      master_id: key.masterId,
      created_at: key.now,
    })
    .execute();
}

/** Forgets a person's keys for a room, for good; says whether there was one. */
export async function destroyVaultKeys(
  tx: Tx,
  person: PersonId,
  room: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('vault_keys')
    .set({ wrapped: null, destroyed_at: now })
    .where('person_id', '=', person)
    .where('room', '=', room)
    .where('destroyed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Wraps anew, in one transaction of the owner, what another master key wrapped.
 * @param anew null leaves a key as it is
 * @returns how many were wrapped anew, and how many were left
 */
export async function rewrapVaultKeys(
  owner: Database['owner'],
  masterId: string,
  anew: (key: KeyRow & { wrapped: Buffer }) => Buffer | null,
): Promise<{ wrapped: number; locked: number }> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<KeyRow & { wrapped: Buffer }>(
      'select person_id, room, number, wrapped, master_id, destroyed_at from vault_keys where wrapped is not null and master_id <> $1 for update',
      [masterId],
    );
    let wrapped = 0;
    for (const row of rows) {
      const next = anew(row);
      if (!next) continue;
      await client.query(
        'update vault_keys set wrapped = $3, master_id = $4, key_version = key_version + 1 where person_id = $1 and room = $5 and number = $2',
        [row.person_id, row.number, next, masterId, row.room],
      );
      wrapped++;
    }
    await client.query('commit');
    return { wrapped, locked: rows.length - wrapped };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
