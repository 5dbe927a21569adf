// Fills the database that every test file copies. A process of its own, run by Node as it is: inside the test runner the
// whole application would have to be translated first, only to learn which jobs it has.
import { jobsOfAll } from '#app/registry.ts';
import { openPool } from '#platform/database/connection.ts';
import { migrate } from '#platform/database/migrate.ts';
import { silentLog } from '#platform/log.ts';
import { openQueue } from '#platform/queue.ts';
import type { DatabaseServer } from './database.ts';

const [given, database] = process.argv.slice(2) as [string, string];
const { rolePassword, ...server } = JSON.parse(given) as DatabaseServer;
const admin = openPool({ ...server, database: 'postgres', max: 1 });
await admin.query(`drop database if exists ${database}`);
await admin.query(`create database ${database}`);
const owner = openPool({ ...server, database, max: 4 });
const passwords = rolePassword ? { request: rolePassword, reader: rolePassword } : undefined;
await migrate(owner, 'migrations', { passwords });
const plain = openPool({ ...server, database, max: 2 }, true);
const queue = await openQueue(plain, jobsOfAll(), silentLog);
await queue.stop();
for (const pool of [plain, owner, admin]) await pool.end();
