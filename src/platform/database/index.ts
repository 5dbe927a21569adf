import type { Duplex } from 'node:stream';
import type pg from 'pg';
import type { Actor } from '#kernel/actor.ts';
import { orgIdsOf, system } from '#kernel/actor.ts';
import { today } from '../clock.ts';
import { kyselyOn, openPool, type Readable, type Reader, type Tx } from './connection.ts';

export { json, openPool, type Readable, type Reader, type Tx } from './connection.ts';
export { type Param, prepared } from './prepared.ts';
export type { Tables } from './tables.ts';

/**
 * Three ways in, each a login of its own: the owner (migrations, queue), the request role that writes under row-level
 * security, and the reader that may only select.
 */
export type Database = {
  owner: pg.Pool;
  request: pg.Pool;
  reader: pg.Pool;
  /** the reader once more, for looks beside an open read, and for looks beside those: nobody waits for a connection held by who waits for theirs */
  beside: pg.Pool[];
  /** the owner once more, for the queue, which wants the driver's own dates */
  queue: pg.Pool;
  close(): Promise<void>;
};

export const requestRole = 'sojourn_request';
export const readerRole = 'sojourn_reader';

export type DatabaseAddress = {
  host: string;
  port?: number;
  database: string;
  ssl?: boolean;
} & Record<'owner' | 'request' | 'reader', { user: string; password?: string }>;

/** @param poolSize connections for each of the two request pools */
export function openDatabase(address: DatabaseAddress, poolSize = 10): Database {
  const at = (who: 'owner' | 'request' | 'reader', max: number, options: string, plain = false) =>
    openPool(
      {
        host: address.host,
        ...(address.port ? { port: address.port } : {}),
        database: address.database,
        ...(address.ssl ? { ssl: true } : {}),
        ...address[who],
        max,
        application_name: `sojourn-${who}`,
        options,
        pipeline: who !== 'owner',
      },
      plain,
    );
  // no parallel workers for requests: starting them costs more than they save (measured, docs/decisions/0003)
  const calm = '-c max_parallel_workers_per_gather=0 -c statement_timeout=15000 -c timezone=UTC';
  const owner = at('owner', 4, '-c timezone=UTC');
  const queue = at('owner', 3, '-c timezone=UTC', true);
  const request = at('request', poolSize, calm);
  const reader = at('reader', poolSize, calm);
  const beside = [6, 3].map((size) => at('reader', size, calm));
  return {
    owner,
    request,
    reader,
    beside,
    queue,
    close: async () => {
      await Promise.all([owner, request, reader, ...beside, queue].map((pool) => pool.end()));
    },
  };
}

const safeId = /^[a-z]{3}_[0-9a-z]+$/;

/** The settings that policies read, as SQL. Only ids of known shape and a date go in, so nothing needs quoting. */
function actingAs(actor: Actor): string {
  const person = actor.kind === 'person' ? actor.personId : '';
  const orgs = orgIdsOf(actor);
  for (const id of person ? [person, ...orgs] : orgs) {
    if (!safeId.test(id)) throw new Error('an id of unexpected shape');
  }
  const on = (flag: boolean) => (flag ? 'on' : '');
  return `set local app.person='${person}';set local app.orgs='${orgs.join(',')}';set local app.system='${on(
    actor.kind === 'system',
  )}';set local app.admin='${on(actor.kind === 'person' && actor.isAdmin)}';set local app.today='${today()}'`;
}

/**
 * Sends the beginning in one piece with the first statement of the work, without waiting in between. Were it refused, the
 * work would be refused as well: its statements see no rows without the settings, and what they did is rolled back.
 */
function beginAhead(client: pg.PoolClient, begin: string): Promise<unknown> {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  const begun = client.query(begin);
  // it is waited for after the work; until then nobody listens
  begun.catch(() => {});
  return begun;
}

/** A transaction that begins with the first statement: who asks nothing takes no connection. */
async function inTransaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (connect: () => Promise<pg.PoolClient>) => Promise<T>,
): Promise<T> {
  let taken: Promise<{ client: pg.PoolClient; begun: Promise<unknown> }> | undefined;
  const connect = async () => {
    taken ??= pool.connect().then((client) => ({ client, begun: beginAhead(client, begin) }));
    return (await taken).client;
  };
  let broken = false;
  try {
    const result = await work(connect);
    if (taken) {
      const { client, begun } = await taken;
      await begun;
      await client.query('commit');
    }
    return result;
  } catch (error) {
    const open = await taken?.catch(() => undefined);
    await open?.client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    (await taken?.catch(() => undefined))?.client.release(broken);
  }
}

/** To which database the open transactions belong, and how far beside the first the next look would be. */
const homes = new WeakMap<object, { db: Database; next: number }>();

function readingAt<T>(
  db: Database,
  depth: number,
  actor: Actor,
  work: (read: Reader) => Promise<T>,
): Promise<T> {
  const pool = [db.reader, ...db.beside][depth];
  if (!pool) throw new Error('a look beside a look beside a look');
  return inTransaction(pool, `begin read only;${actingAs(actor)}`, (connect) => {
    const read = kyselyOn(connect) as unknown as Reader;
    homes.set(read, { db, next: depth + 1 });
    return work(read);
  });
}

/** Runs `work` in a read-only transaction as the actor. All reads of one page share one. */
export function reading<T>(
  db: Database,
  actor: Actor,
  work: (read: Reader) => Promise<T>,
): Promise<T> {
  return readingAt(db, 0, actor, work);
}

/**
 * Looks past the row policies, in a transaction of its own beside an open one: for what is the same for everybody who may
 * know it at all, and derived from rows of which not everybody sees each. Nothing of those rows may leave but the answer.
 * What the open transaction has written and not yet kept is not seen.
 * @param reason stands as the actor, as for a command that opens rows
 */
export function unveiled<T>(
  beside: Readable,
  reason: string,
  work: (read: Reader) => Promise<T>,
): Promise<T> {
  const home = homes.get(beside);
  if (!home) throw new Error('no open transaction to look beside');
  return readingAt(home.db, home.next, system(reason), work);
}

/** Runs `work` in a writing transaction as the actor. Called by the command pipeline and nowhere else. */
export function writing<T>(db: Database, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db.request, `begin;${actingAs(actor)}`, (connect) => {
    const tx = kyselyOn(connect) as Tx;
    homes.set(tx, { db, next: 0 });
    return work(tx);
  });
}
