import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import type { Actor, OrgRole, PersonActor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { setClock } from '#platform/clock.ts';
import { type Command, execute } from '#platform/command.ts';
import { type Reader, reading } from '#platform/database/index.ts';
import { projectRoot } from '#platform/root.ts';
import type { Runtime } from '#platform/runtime.ts';

/** Where the files of the example cohort lie. */
export function dataFolder(): string {
  return join(projectRoot(), 'src/app/demo/data');
}

/** The rows of one of the cohort's own tables, by header. */
export function tableOf(name: string): Record<string, string>[] {
  return parse(readFileSync(join(dataFolder(), `${name}.csv`)), { columns: true, bom: true });
}

export function dataOf<T>(name: string): T {
  return JSON.parse(readFileSync(join(dataFolder(), `${name}.json`), 'utf8')) as T;
}

type Done<T> = T & { ok: true };

/** A play needs a stage: who acts, on which day, and what was said if something does not work. */
export type Stage = {
  runtime: Runtime;
  /** the day the demo is loaded: every other day is told from here */
  today: Temporal.PlainDate;
  report(line: string): void;
  /** Puts the clock of this storyline on a day, at an hour of Brussels; what is acted until the next call happens then. */
  on(day: Temporal.PlainDate, hour?: number): void;
  /** Plays storylines side by side, each with a clock of its own: they happen in the same months. */
  side(...lines: (() => Promise<void>)[]): Promise<void>;
  /**
   * Somebody acts. `who` is the part of their address before the @, or a system actor.
   * @throws Error with the reasons when it is refused: the cohort is then wrong, not the person
   */
  act<I extends Schema, L, T extends object>(
    who: string | Actor,
    command: Command<I, L, T>,
    input: z.input<I>,
  ): Promise<Done<T>>;
  /** The same, where being refused is part of the story. */
  try<I extends Schema, L, T extends object>(
    who: string | Actor,
    command: Command<I, L, T>,
    input: z.input<I>,
  ): Promise<Outcome<T>>;
  /** Reads as the installation itself, for ids and links that a person would see on a page or in a mail. */
  look<T>(work: (read: Reader) => Promise<T>): Promise<T>;
  personId(who: string): Promise<PersonId>;
  /** Membership has changed: who acts next acts with the new roles. */
  forget(who?: string): void;
  org(key: string): OrgId;
  knowOrg(key: string, id: OrgId): void;
  close(): void;
};

export function openStage(
  runtime: Runtime,
  options: { today: Temporal.PlainDate; report: (line: string) => void },
): Stage {
  const clocks = new AsyncLocalStorage<{ at: Temporal.Instant }>();
  const first = { at: noon(options.today, 9) };
  const clock = () => clocks.getStore() ?? first;
  const undo = setClock({ now: () => clock().at });
  const actors = new Map<string, Promise<PersonActor>>();
  const orgs = new Map<string, OrgId>();
  const look: Stage['look'] = (work) => reading(runtime.db, system('demo'), work);

  const actorOf = (who: string): Promise<PersonActor> => {
    const known = actors.get(who);
    if (known !== undefined) return known;
    const made = look((read) => readActor(read, who));
    actors.set(who, made);
    return made;
  };
  const attempt: Stage['try'] = async (who, command, input) =>
    execute(runtime, command, typeof who === 'string' ? await actorOf(who) : who, input);

  return {
    runtime,
    today: options.today,
    report: options.report,
    on: (day, hour = 10) => {
      clock().at = noon(day, hour);
    },
    side: async (...lines) => {
      await Promise.all(lines.map((line) => clocks.run({ at: clock().at }, line)));
    },
    try: attempt,
    act: async (who, command, input) => {
      const result = await attempt(who, command, input);
      if (result.ok) return result;
      const reasons = result.faults.map(
        (f) => `${f.reason} ${JSON.stringify({ ...f.params, field: f.field })}`,
      );
      const name = typeof who === 'string' ? who : who.kind;
      throw new Error(
        `The example cohort cannot be loaded: ${name} may not ${command.name}: ${reasons.join('; ')}`,
      );
    },
    look,
    personId: async (who) => (await actorOf(who)).personId,
    forget: (who) => (who ? actors.delete(who) : actors.clear()),
    org: (key) => {
      const id = orgs.get(key);
      if (!id) throw new Error(`no organisation ${key} in the example cohort yet`);
      return id;
    },
    knowOrg: (key, id) => orgs.set(key, id),
    close: undo,
  };
}

function noon(day: Temporal.PlainDate, hour: number): Temporal.Instant {
  return day
    .toZonedDateTime({ timeZone: 'Europe/Brussels', plainTime: { hour, minute: 12 } })
    .toInstant();
}

/** Somebody of the cohort by the part of their address before the @, with what they do for organisations. */
export async function readActor(read: Reader, who: string): Promise<PersonActor> {
  const person = await read
    .selectFrom('persons')
    .selectAll()
    .where('email', 'in', [`${who}@example.org`, `${who}@example.com`])
    .executeTakeFirst();
  if (!person) throw new Error(`nobody of the example cohort has the address ${who}@…`);
  const memberships = await read
    .selectFrom('memberships')
    .select(['org_id', 'roles'])
    .where('person_id', '=', person.id)
    .execute();
  return {
    kind: 'person',
    personId: person.id,
    name: displayName(person),
    language: person.language,
    isAdmin: person.is_admin,
    orgs: memberships.map((m) => ({ orgId: m.org_id, roles: m.roles as OrgRole[] })),
  };
}

/** Each of them at the same hour, side by side. */
export async function together<T, R>(
  all: readonly T[],
  each: (one: T) => Promise<R>,
): Promise<R[]> {
  return Promise.all(all.map(each));
}
