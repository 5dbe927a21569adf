import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { Failure } from '#kernel/outcome.ts';
import { notFound } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import { now, today } from './clock.ts';
import { parseInput } from './command.ts';
import { type Reader, reading, unveiled } from './database/index.ts';
import type { Runtime } from './runtime.ts';

export type QueryTools<S> = {
  read: Reader;
  actor: Actor;
  /** what `visible` said, as data for the store */
  scope: S;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  runtime: Runtime;
};

export type QueryDefinition<I extends Schema, S, O extends Schema> = {
  /** `module.verb-noun`, also its place in the API */
  name: `${string}.${string}`;
  summary: string;
  input: I;
  /** what this actor may look at, as data; null answers "not found" */
  visible(actor: Actor, input: z.output<I>): S | null;
  /** set where a link is the proof and nobody need be signed in: opens the row policies, `visible` and `view` decide */
  opensRows?: string;
  /** the declared view: nothing else leaves */
  output: O;
  view(tools: QueryTools<S>, input: z.output<I>): Promise<z.input<O> | null>;
};

export type Query<I extends Schema = Schema, S = unknown, O extends Schema = Schema> = Readonly<
  QueryDefinition<I, S, O>
> & { kind: 'query' };

// biome-ignore lint/suspicious/noExplicitAny: a list of queries of every shape
export type AnyQuery = Query<any, any, any>;

/** The one shape of a read: parse, visible, read, declared view. */
export function query<I extends Schema, S, O extends Schema>(
  definition: QueryDefinition<I, S, O>,
): Query<I, S, O> {
  return Object.freeze({ ...definition, kind: 'query' as const });
}

export type Answer<O extends Schema> = { ok: true; view: z.output<O> } | Failure;

/** Answers a query inside a read transaction that is already open (all reads of a page share one). */
export async function answerIn<I extends Schema, S, O extends Schema>(
  runtime: Runtime,
  read: Reader,
  query: Query<I, S, O>,
  actor: Actor,
  raw: unknown,
): Promise<Answer<O>> {
  const parsed = await parseInput(query.input, raw);
  if (!parsed.ok) return parsed;
  const { input } = parsed;
  const scope = query.visible(actor, input);
  if (scope === null) return notFound;
  const look = (handle: Reader) =>
    query.view({ read: handle, actor, scope, now: now(), today: today(), runtime }, input);
  const view = await (query.opensRows ? unveiled(read, query.opensRows, look) : look(read));
  if (view === null) return notFound;
  return { ok: true, view: z.parse(query.output, view) };
}

export function answer<I extends Schema, S, O extends Schema>(
  runtime: Runtime,
  query: Query<I, S, O>,
  actor: Actor,
  raw: unknown,
): Promise<Answer<O>> {
  return reading(runtime.db, actor, (read) => answerIn(runtime, read, query, actor, raw));
}

export type ViewOf<Q> = Q extends Query<Schema, unknown, infer O> ? z.output<O> : never;
