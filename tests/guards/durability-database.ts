import { join } from 'node:path';
import { startEmbedded } from '#platform/database/embedded.ts';
import {
  type Database,
  openDatabase,
  openPool,
  readerRole,
  requestRole,
} from '#platform/database/index.ts';
import { migrate } from '#platform/database/migrate.ts';

/** The embedded server of a folder with the settings of the product (nothing is switched off), and the newest schema. */
export async function openDurable(folder: string) {
  const server = await startEmbedded({ dataDir: join(folder, 'database') });
  const at = { host: server.socketDir, port: server.port };
  const admin = openPool({ ...at, user: server.user, database: 'postgres', max: 1 });
  const { rowCount } = await admin.query("select 1 from pg_database where datname = 'sojourn'");
  if (!rowCount) await admin.query('create database sojourn');
  await admin.end();
  const db: Database = openDatabase({
    ...at,
    database: 'sojourn',
    owner: { user: server.user },
    request: { user: requestRole },
    reader: { user: readerRole },
  });
  await migrate(db.owner, 'migrations');
  return { db, server };
}
