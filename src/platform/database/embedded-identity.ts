import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * As whom the PostgreSQL programs run. They refuse uid 0, so root either enters a user namespace
 * in which it is nobody (files stay root's own), or becomes an existing low-privilege user.
 */
export type Identity =
  | { how: 'direct' }
  | { how: 'namespace' }
  | { how: 'user'; name: string; uid: number; gid: number };

export type Launch = { file: string; args: string[]; ids: { uid?: number; gid?: number } };

const nobody = '65534';

/** Turns a program and its arguments into what has to be spawned for this identity. */
export function launchAs(identity: Identity, file: string, args: string[]): Launch {
  if (identity.how === 'namespace') {
    const map = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
    return { file: 'unshare', args: [...map, '--', file, ...args], ids: {} };
  }
  if (identity.how === 'user') {
    return { file, args, ids: { uid: identity.uid, gid: identity.gid } };
  }
  return { file, args, ids: {} };
}

/** The environment of the programs: nothing of ours leaks in, above all no PG* variable. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a program to its end as this identity. `code` is -1 when it could not be started. */
export function runAs(
  identity: Identity,
  file: string,
  args: string[],
): Promise<{ code: number; output: string }> {
  const launch = launchAs(identity, file, args);
  return new Promise((done) => {
    const options = { ...launch.ids, cwd: '/', env: cleanEnvironment(), encoding: 'utf8' as const };
    try {
      execFile(launch.file, launch.args, options, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        done({
          code,
          output: `${stdout}${stderr}${code === -1 ? (error?.message ?? '') : ''}`.trim(),
        });
      });
    } catch (error) {
      done({ code: -1, output: (error as Error).message });
    }
  });
}

/** Can this identity run the program (with its libraries) and write in the folder? */
export async function canUse(
  identity: Identity,
  program: string,
  folder: string,
): Promise<boolean> {
  const script = '"$1" --version >/dev/null 2>&1 && test -w "$2" && test -x "$2"';
  return (await runAs(identity, '/bin/sh', ['-c', script, 'sh', program, folder])).code === 0;
}

/** Can this identity reach and enter the folder? */
export async function canEnter(identity: Identity, folder: string): Promise<boolean> {
  return (await runAs(identity, '/bin/sh', ['-c', 'test -x "$1"', 'sh', folder])).code === 0;
}

/** Users of /etc/passwd by the given names or number, in that order, never uid 0. */
export function lowPrivilegeUsers(wanted: (string | number)[]): (Identity & { how: 'user' })[] {
  let lines: string[];
  try {
    lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
  const users = lines.map((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return { how: 'user' as const, name, uid: Number(uid), gid: Number(gid) };
  });
  return wanted.flatMap((who) => {
    const found = users.find((user) => (user.name === who || user.uid === who) && user.uid > 0);
    return found ? [found] : [];
  });
}
