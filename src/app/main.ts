import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type Config, ConfigError, pushHosts, readConfig } from '#platform/config.ts';
import { EmbeddedError, removeEmbedded } from '#platform/database/embedded.ts';
import { MigrationError } from '#platform/database/migrate.ts';
import { newToken } from '#platform/dice.ts';
import { projectRoot } from '#platform/root.ts';
import { offerAdminLink } from './admin.ts';
import { loadCohort } from './demo/cohort.ts';
import { exportCohort } from './demo/export.ts';
import { type House, listen, openHouse, startWork, stopOnSignal } from './start.ts';

const report = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  const config = readConfig(process.env);
  report('Starting Sojourn …');
  const house = await openHouse(config, report);
  await startWork(house);
  const server = await listen(house.runtime);
  stopOnSignal(server, house, report);
  report(`Sojourn answers at ${config.origin}`);
  const link = await offerAdminLink(house.runtime);
  if (link)
    report(
      `Nobody administers this installation yet. This link makes you its administrator, once, within a day:\n${link}`,
    );
}

function freePort(wanted: number): Promise<number> {
  return new Promise((found) => {
    const probe = createServer();
    probe.once('error', () => found(freePort(wanted + 1)));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => found(wanted)));
  });
}

/** The demo's own secret, kept beside its data so that feeds and sessions outlive a restart. */
function demoSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secret = newToken();
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}

async function demo(args: string[]): Promise<void> {
  const dataDir = resolve(process.env.SOJOURN_DATA ?? join(projectRoot(), '.data/demo'));
  const exportAt = args.includes('--export') ? args[args.indexOf('--export') + 1] : undefined;
  if (args.includes('--export') && !exportAt)
    throw new ConfigError('Please name the folder: npm run demo -- --export DIR');
  // without the note that the cohort was loaded to its end, whatever is there is half a cohort
  const loaded = join(dataDir, 'cohort-loaded');
  if (args.includes('--fresh') || !existsSync(loaded)) {
    rmSync(loaded, { force: true });
    await removeEmbedded(join(dataDir, 'database'));
  }
  const port = await freePort(Number(process.env.SOJOURN_PORT ?? 3000));
  const config: Config = {
    mode: 'demo',
    origin: `http://localhost:${port}`,
    host: '127.0.0.1',
    port,
    dataDir,
    databaseUrl: null,
    secret: demoSecret(dataDir),
    smtpUrl: process.env.SMTP_URL ?? null,
    mailFrom: 'Sojourn demo <demo@example.org>',
    push: { hosts: pushHosts },
    defaultLanguage: 'en',
  };
  const house: House = await openHouse(config, report);
  if (!existsSync(loaded)) {
    await loadCohort(house.runtime, { report });
    writeFileSync(loaded, '');
  }
  if (exportAt) {
    await exportCohort(house.runtime, resolve(exportAt));
    report(`Everything of the example cohort is in ${resolve(exportAt)}`);
    await house.close();
    return;
  }
  await startWork(house);
  const server = await listen(house.runtime);
  stopOnSignal(server, house, report);
  report(
    `\nThe demo is ready: ${config.origin}/demo\n(Ctrl-C stops it; your changes are kept. npm run demo -- --fresh starts over.)`,
  );
}

const [task, ...args] = process.argv.slice(2);
try {
  if (task === 'demo') await demo(args);
  else if (task === 'start') await start();
  else throw new ConfigError('Say what to do: start or demo.');
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    error instanceof EmbeddedError ||
    error instanceof MigrationError;
  process.stderr.write(`${expected ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
