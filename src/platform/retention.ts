import type { Actor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import type { Outcome } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import { type Command, execute } from './command.ts';
import { type Reader, reading } from './database/index.ts';
import type { Runtime } from './runtime.ts';

/** How many rows one transaction of the night ends at most: nobody who works meanwhile waits for it. */
export const batch = 500;

const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];

/** A length of time as the registers say it: `{ years: 5 }` is "five years", `{ days: 90 }` "90 days". */
export function inWords(kept: { years?: number; months?: number; days?: number }): string {
  const [unit, count] = Object.entries(kept)[0] as [string, number];
  return `${numbers[count] ?? count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

/**
 * Has what is over ended row by row, each in a transaction of its own, so that a killed night goes on where it was and
 * one that cannot end tonight keeps no other.
 * @param due a page of ids after the last one, in their order
 * @returns how many ended
 */
export async function endEach<I extends string, T extends object>(
  runtime: Runtime,
  reason: string,
  due: (read: Reader, after: string) => Promise<{ id: I }[]>,
  end: (actor: Actor, id: I) => Promise<Outcome<T>>,
): Promise<number> {
  const actor = system(reason);
  let ended = 0;
  let after = '';
  for (;;) {
    const page = await reading(runtime.db, actor, (read) => due(read, after));
    for (const { id } of page) if ((await end(actor, id)).ok) ended += 1;
    const last = page.at(-1);
    if (!last) return ended;
    after = last.id;
  }
}

/**
 * Runs a command that ends some rows at a time until it finds none, each time in a transaction of its own.
 * @returns how many rows
 */
export async function endAll<I extends Schema, L>(
  runtime: Runtime,
  command: Command<I, L, { ended: number }>,
  input: unknown = {},
): Promise<number> {
  let all = 0;
  for (;;) {
    const outcome = await execute(runtime, command, system(command.name), input);
    if (!outcome.ok || outcome.ended === 0) return all;
    all += outcome.ended;
  }
}
