import { createHash } from 'node:crypto';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import pg from 'pg';
import type { Tables } from './tables.ts';

/** A handle that can only read. Queries get one; its database role has no right to write either. */
export type Reader = ReadonlyKysely<Tables>;

declare const insideCommand: unique symbol;
/** A handle inside the transaction of a command. Only the command pipeline makes one, so a write cannot forget it. */
export type Tx = Kysely<Tables> & { readonly [insideCommand]: true };

/** What a store's read accepts: either handle. */
export type Readable = Reader | Tx;

const oidDate = 1082;
const oidTimestamp = 1184;
const oidInt8 = 20;
const oidNumeric = 1700;

const parsers: Record<number, (text: string) => unknown> = {
  [oidDate]: (text) => Temporal.PlainDate.from(text),
  [oidTimestamp]: (text) => Temporal.Instant.from(text),
  [oidInt8]: Number,
  [oidNumeric]: Number,
};

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) ||
    pg.types.getTypeParser(oid, format as 'text')) as never,
};

/** @param plain leaves dates to the driver, for a library that expects its own kind of date */
export function openPool(options: pg.PoolConfig, plain = false): pg.Pool {
  const pool = new pg.Pool({
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    ...options,
    ...(plain ? {} : { types }),
  });
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', () => {});
  return pool;
}

/**
 * Statements are named so that PostgreSQL plans each once: four to five times faster lists (docs/decisions/0003). From
 * their second use on, since lists of ids of every length make statements that nobody asks again; and not without end,
 * since every connection keeps the plans it made.
 */
const mostStatements = 2000;
const statementNames = new Map<string, string>();
const usedOnce = new Set<string>();

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known) return known;
  if (!usedOnce.has(text)) {
    if (usedOnce.size >= mostStatements) usedOnce.clear();
    usedOnce.add(text);
    return undefined;
  }
  if (statementNames.size >= mostStatements) return undefined;
  usedOnce.delete(text);
  const name = `s${createHash('sha1').update(text).digest('base64url').slice(0, 16)}`;
  statementNames.set(text, name);
  return name;
}

function toParameter(value: unknown): unknown {
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.Instant)
    return value.toString();
  return value;
}

/** A value for a jsonb column. Needed since an array would otherwise be taken for a PostgreSQL array. */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

function connectionOf(connect: () => Promise<pg.PoolClient>): DatabaseConnection {
  // one connection answers one query at a time; those asked for together wait for each other here
  let before: Promise<unknown> = Promise.resolve();
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const name = statementName(query.sql);
      const ask = async () =>
        (await connect()).query({
          text: query.sql,
          values: query.parameters.map(toParameter),
          ...(name ? { name } : {}),
        });
      const asked = before.then(ask, ask);
      before = asked;
      const result = await asked;
      return {
        rows: result.rows as R[],
        ...(result.command === 'SELECT' ? {} : { numAffectedRows: BigInt(result.rowCount ?? 0) }),
      };
    },
    streamQuery() {
      throw new Error('streaming is not used');
    },
  };
}

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/**
 * Kysely over one client inside a transaction; begin and commit are the pipeline's.
 * @param connect gives that client, and begins when it is first asked
 */
export function kyselyOn(connect: () => Promise<pg.PoolClient>): Kysely<Tables> {
  const connection = connectionOf(connect);
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: () => Promise.reject(new Error('the command pipeline owns the transaction')),
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => compiler,
    },
  });
}
