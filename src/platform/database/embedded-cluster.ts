import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Binaries, copyBinaries, majorVersion, repairLinks } from './embedded-binaries.ts';
import { EmbeddedError } from './embedded-error.ts';
import { canEnter, canUse, type Identity, lowPrivilegeUsers, runAs } from './embedded-identity.ts';

/** Where everything is: the programs, the files, the socket, and as whom PostgreSQL runs. */
export type Site = {
  dataDir: string;
  cluster: string;
  socketDir: string;
  logFile: string;
  binDir: string;
  major: number;
  identity: Identity;
};

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the last one being zero. */
const socketPathLimit = process.platform === 'darwin' ? 103 : 107;

const rootAdvice =
  'Run Sojourn as an ordinary user, or allow user namespaces (in a container: --security-opt seccomp=unconfined), or set DATABASE_URL to a running PostgreSQL.';

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function chownTree(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid);
}

/** Makes links or, where the folder is read-only, a copy with links. */
function repaired(binaries: Binaries): Binaries {
  if (!binaries.root) return binaries;
  try {
    repairLinks(binaries.root);
    return binaries;
  } catch {
    return copyBinaries({ ...binaries, root: binaries.root });
  }
}

/** The folder of the socket: in the data folder when its path is short enough, else in the temporary folder. */
export function socketFolder(dataDir: string, port: number): string {
  const own = join(dataDir, 'socket');
  const fits = (folder: string) =>
    Buffer.byteLength(join(folder, `.s.PGSQL.${port}.lock`)) <= socketPathLimit;
  if (fits(own)) return own;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const name = `sojourn-${process.getuid?.() ?? 0}-${hash}`;
  return [tmpdir(), '/tmp'].map((folder) => join(folder, name)).find(fits) ?? join('/tmp', name);
}

function makeSocketFolder(folder: string, identity: Identity): void {
  const own = process.getuid?.() ?? 0;
  const owner = identity.how === 'user' ? identity.uid : own;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  // In the temporary folder somebody else could have been there first.
  if (!found.isDirectory() || (found.uid !== own && found.uid !== owner)) {
    throw new EmbeddedError(
      'start_failed',
      `The folder ${folder} for the database socket belongs to somebody else. Remove it and start again.`,
    );
  }
  if (found.uid !== owner && identity.how === 'user') chownSync(folder, identity.uid, identity.gid);
  chmodSync(folder, 0o700);
}

/**
 * Decides as whom PostgreSQL runs and where its files lie. Files that exist decide first: whoever
 * owns them runs the server. Throws EmbeddedError `root_without_way` when root finds no way.
 */
export async function chooseSite(
  options: { dataDir: string; rootWay?: 'namespace' | 'user' | undefined },
  found: Binaries,
): Promise<Site> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(options.dataDir);
  const binaries = repaired(found);
  const major = majorVersion(binaries.binDir);
  const link = join(dataDir, 'cluster');
  const site = (identity: Identity, base: string, binDir: string): Site => ({
    dataDir,
    cluster: existsSync(link) ? realpathSync(link) : join(base, 'cluster'),
    socketDir: socketFolder(base, 5432),
    logFile: join(dataDir, 'postgres.log'),
    binDir,
    major,
    identity,
  });
  if (!isRoot()) return site({ how: 'direct' }, dataDir, binaries.binDir);

  const owner = existsSync(link) ? statSync(link).uid : undefined;
  const program = (binDir: string) => join(binDir, 'postgres');
  if (!owner && options.rootWay !== 'user' && process.platform === 'linux') {
    const identity: Identity = { how: 'namespace' };
    const usable = await canUse(identity, program(binaries.binDir), dataDir);
    if (usable) return site(identity, dataDir, binaries.binDir);
  }
  if (options.rootWay === 'namespace' && !owner) {
    throw new EmbeddedError(
      'root_without_way',
      `PostgreSQL refuses to run as root, and this system allows no user namespace. ${rootAdvice}`,
    );
  }
  const candidates = lowPrivilegeUsers(owner ? [owner] : ['nobody', 'postgres']);
  for (const identity of candidates) {
    const reached = await prepareForUser(identity, dataDir, link, binaries, program);
    if (reached) return site(identity, reached.base, reached.binDir);
  }
  const why = owner
    ? `the files in ${link} belong to user number ${owner}, who cannot run the programs or reach them`
    : 'this system allows no user namespace and has no user "nobody" or "postgres" who can reach the programs and the data';
  throw new EmbeddedError(
    'root_without_way',
    `PostgreSQL refuses to run as root, and ${why}. ${rootAdvice}`,
  );
}

async function prepareForUser(
  identity: Identity & { how: 'user' },
  dataDir: string,
  link: string,
  binaries: Binaries,
  program: (binDir: string) => string,
): Promise<{ base: string; binDir: string } | undefined> {
  let { binDir } = binaries;
  if (!(await canUse(identity, program(binDir), '/tmp')) && binaries.root) {
    binDir = copyBinaries({ ...binaries, root: binaries.root }).binDir;
  }
  if (!(await canUse(identity, program(binDir), '/tmp'))) return undefined;
  // The user only passes through; what lies inside keeps its own rights.
  if (statSync(dataDir).uid === 0) chmodSync(dataDir, 0o711);
  if (await canEnter(identity, dataDir)) {
    if (existsSync(link)) chownTree(realpathSync(link), identity.uid, identity.gid);
    return { base: dataDir, binDir };
  }
  if (existsSync(link)) {
    const cluster = realpathSync(link);
    if (!(await canEnter(identity, dirname(cluster)))) return undefined;
    return { base: dirname(cluster), binDir };
  }
  // A folder only root can enter, such as /root: the files go elsewhere and a link says where.
  for (const parent of ['/var/lib', tmpdir()]) {
    if (!(await canEnter(identity, parent))) continue;
    try {
      const base = mkdtempSync(join(parent, 'sojourn-data-'));
      chmodSync(base, 0o711);
      rmSync(link, { force: true });
      symlinkSync(join(base, 'cluster'), link);
      return { base, binDir };
    } catch {}
  }
  return undefined;
}

/**
 * Makes the cluster when there is none: built aside and renamed, so that a half-made one is never
 * taken for a whole one. Throws `data_of_other_version` or `start_failed`.
 */
export async function prepareCluster(
  site: Site,
  settings: Record<string, string>,
  report: (line: string) => void,
): Promise<void> {
  const { cluster, identity } = site;
  makeSocketFolder(site.socketDir, identity);
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    const made = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim());
    if (made !== site.major) {
      throw new EmbeddedError(
        'data_of_other_version',
        `The data in ${site.dataDir} was written by PostgreSQL ${made}, but the programs in ${site.binDir} are PostgreSQL ${site.major}. Set PG_BIN_DIR to the programs of PostgreSQL ${made}, or export the data with them and import it into an empty data folder.`,
      );
    }
    writeAccessRules(site);
    return;
  }
  report('Making a new database (once, some seconds) ...');
  const parent = dirname(cluster);
  const fresh = join(parent, `cluster.new-${process.pid}`);
  // C.UTF-8 knows letters beyond ASCII; where the system lacks it, the builtin rules still sort.
  const locales =
    site.major >= 17
      ? [
          [
            '--locale-provider=builtin',
            '--builtin-locale=C.UTF-8',
            '--locale=C',
            '--lc-ctype=C.UTF-8',
          ],
          ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        ]
      : [['--locale=C.UTF-8', '--lc-messages=C'], ['--locale=C']];
  const sync = settings.fsync === 'off' ? ['--no-sync'] : [];
  const common = [
    ...sync,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--auth-local=trust',
    '--auth-host=reject',
  ];
  let said = '';
  for (const locale of locales) {
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    if (identity.how === 'user') chownSync(fresh, identity.uid, identity.gid);
    const args = ['-D', fresh, ...common, '--data-checksums', '--no-instructions', ...locale];
    const made = await runAs(identity, join(site.binDir, 'initdb'), args);
    if (made.code === 0) {
      try {
        renameSync(fresh, cluster);
        syncFolder(parent);
      } catch (error) {
        rmSync(fresh, { recursive: true, force: true });
        // Another process that started in the same moment was first; its cluster serves both.
        if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
      }
      writeAccessRules(site);
      return;
    }
    said = made.output;
    if (!/locale/i.test(said)) break;
  }
  rmSync(fresh, { recursive: true, force: true });
  throw new EmbeddedError(
    'start_failed',
    `A new database could not be made in ${parent}. Look whether the disk has room and the folder can be written.`,
    said.split('\n').slice(-8).join('\n'),
  );
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Who may come in through the socket. Its folder belongs to us alone, so trust is enough, except
 * where PostgreSQL runs as a shared user such as nobody: there only root's own processes may.
 */
function writeAccessRules(site: Site): void {
  const { identity, cluster } = site;
  const peer = identity.how === 'user' && site.major >= 16;
  const method = peer ? 'peer map=sojourn' : 'trust';
  const files = {
    'pg_hba.conf': `local all all ${method}\nlocal replication all ${method}\n`,
    'pg_ident.conf': peer ? 'sojourn root all\n' : '',
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(cluster, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(file, text, { mode: 0o600 });
    if (identity.how === 'user') chownSync(file, identity.uid, identity.gid);
  }
}
