import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** CPU time a process has used so far, in milliseconds, in user and kernel together (proc(5), fields 14 and 15). */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Memory of a process in MB: what it holds itself, and its share of what it shares with others. */
function memoryOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
}

/** CPU time of a process and of all that it ever started, in milliseconds; it must wait for those that end. */
export function familyCpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond;
  return familyOf(pid).reduce((sum, each) => {
    try {
      return sum + cpuOf(each);
    } catch {
      // it ended meanwhile
      return sum;
    }
  }, ended);
}

/** The resident set of a process in MB. */
export function residentOf(pid: number): number {
  return (
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  );
}

/** A process and all it started, by asking every process for its parent. */
function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it ended meanwhile
    }
  }
  const family = [pid];
  for (let i = 0; i < family.length; i++) {
    for (const [child, parent] of parents) if (parent === family[i]) family.push(child);
  }
  return family;
}

/** Memory of a process with all its children in MB, what they share counted once. */
export function familyMemory(pid: number): number {
  return familyOf(pid).reduce((sum, each) => {
    try {
      return sum + memoryOf(each);
    } catch {
      return sum;
    }
  }, 0);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
