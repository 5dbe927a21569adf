import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './connection.ts';
import type { Database } from './index.ts';

/** Tells every process that listens on a channel, when the transaction commits. At most 8,000 bytes. */
export async function notify(tx: Tx, channel: string, text: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${text})`.execute(tx);
}

/**
 * A connection of its own that hears what is told on a channel. It reads as the reader, and holds none of the pool's.
 * @param heard called with each text
 * @param lost called once when the connection breaks; it is not taken up again
 * @returns how to end it; rejects when it cannot be made
 */
export async function listenOn(
  db: Database,
  channel: 'sojourn_live',
  heard: (text: string) => void,
  lost: () => void,
): Promise<() => void> {
  const client = new pg.Client({
    ...(db.reader.options as pg.ClientConfig),
    application_name: 'sojourn-live',
    keepAlive: true,
  });
  client.on('error', lost);
  client.on('end', lost);
  client.on('notification', ({ payload }) => heard(payload ?? '{}'));
  await client.connect();
  await client.query(`listen ${channel}`);
  return () => void client.end().catch(() => {});
}
