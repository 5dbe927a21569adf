import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import type { Decision } from '#kernel/decision.ts';
import type { Told } from '#kernel/event.ts';
import type { Id, MobilityId, OrgId } from '#kernel/ids.ts';
import type { Failure, Fault, Outcome } from '#kernel/outcome.ts';
import { fail, notFound } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import { now, today } from './clock.ts';
import { json, type Tx, writing } from './database/index.ts';
import { newId } from './dice.ts';
import { postMail } from './mail/outbox.ts';
import type { CommandTools, Runtime } from './runtime.ts';

/** Whom an audit line is about. Details are ids, states and numbers: no words people wrote. */
export type AuditFacts = {
  subjectId?: Id | null;
  mobilityId?: MobilityId | null;
  orgId?: OrgId | null;
  details?: Record<string, string | number | boolean | null>;
};

export type CommandDefinition<I extends Schema, L, T extends object> = {
  /** `module.verb-noun`, also its place in the API */
  name: `${string}.${string}`;
  /** one sentence for the API's documentation */
  summary: string;
  input: I;
  /** reads and locks what the decision needs; null means it does not exist for this actor */
  load(
    tools: { tx: Tx; actor: Actor; now: Temporal.Instant },
    input: z.output<I>,
  ): Promise<L | null>;
  /** who may, on the loaded thing: closed by default since there is no default */
  permit(
    actor: Actor,
    loaded: L,
    input: z.output<I>,
    at: { now: Temporal.Instant; today: Temporal.PlainDate },
  ): Decision;
  run(tools: CommandTools, loaded: L, input: z.output<I>): Promise<Outcome<T>>;
  audit?(loaded: L, input: z.output<I>, result: Outcome<T> & { ok: true }): AuditFacts;
  /**
   * Set where nobody can be signed in yet, or a link is the proof (sign-in, accepting an invitation): the row policies
   * are opened, and `load` and `permit` alone decide.
   */
  opensRows?: string;
  /** a refused attempt is itself worth keeping (a wrong code counts) */
  keepsFailure?: true;
  /** why no audit line is written: for what repeats every few seconds while somebody types, and nothing else */
  unaudited?: string;
};

export type Command<I extends Schema = Schema, L = unknown, T extends object = object> = Readonly<
  CommandDefinition<I, L, T>
> & { kind: 'command' };

// biome-ignore lint/suspicious/noExplicitAny: a list of commands of every shape
export type AnyCommand = Command<any, any, any>;

/** The one shape of a write: parse, begin, load under lock, permit, run, audit line, events and jobs, commit. */
export function command<I extends Schema, L, T extends object = object>(
  definition: CommandDefinition<I, L, T>,
): Command<I, L, T> {
  return Object.freeze({ ...definition, kind: 'command' as const });
}

/** Turns a schema's complaints into faults whose reasons are message keys. */
export function faultsOf(error: z.core.$ZodError): [Fault, ...Fault[]] {
  const faults = error.issues.map((issue): Fault => {
    const field = issue.path.map(String).join('.');
    const reason = /^[a-z-]+(\.[a-z0-9-]+)+$/.test(issue.message) ? issue.message : reasonOf(issue);
    return {
      reason,
      ...(field ? { field } : {}),
      ...('maximum' in issue ? { params: { max: Number(issue.maximum) } } : {}),
    };
  });
  return faults as [Fault, ...Fault[]];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === ''
        ? 'platform.invalid.required'
        : 'platform.invalid.value';
    case 'too_big':
      return 'platform.invalid.too-long';
    case 'too_small':
      return 'platform.invalid.required';
    case 'invalid_value':
      return issue.input === undefined || issue.input === ''
        ? 'platform.invalid.choose'
        : 'platform.invalid.value';
    default:
      return 'platform.invalid.value';
  }
}

/**
 * Reads what came from outside by a schema. The zero character is refused before: PostgreSQL keeps none, and nobody
 * types one. Files are bytes or base64, so they may hold what they like.
 */
export async function parseInput<I extends Schema>(
  schema: I,
  raw: unknown,
): Promise<{ ok: true; input: z.output<I> } | Failure> {
  if (holdsZero(raw)) return fail('platform.error.unreadable');
  const parsed = await z.safeParseAsync(schema, raw);
  return parsed.success
    ? { ok: true, input: parsed.data }
    : { ok: false, kind: 'invalid', faults: faultsOf(parsed.error) };
}

function holdsZero(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (Array.isArray(value)) return value.some(holdsZero);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return false;
  return Object.entries(value).some(([name, inner]) => name.includes('\0') || holdsZero(inner));
}

class KeptFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super('not done');
    this.failure = failure;
  }
}

const retryable = new Set(['40001', '40P01']);

/**
 * Runs a command as an actor. Expected refusals come back as values; a bug is thrown.
 * A second identical write that lost a race to a unique key is told as a conflict, not as an error.
 */
export async function execute<I extends Schema, L, T extends object>(
  runtime: Runtime,
  command: Command<I, L, T>,
  actor: Actor,
  raw: unknown,
): Promise<Outcome<T>> {
  const parsed = await parseInput(command.input, raw);
  if (!parsed.ok) return parsed;
  const { input } = parsed;
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(runtime, command, actor, input);
    } catch (error) {
      if (error instanceof KeptFailure) return error.failure;
      const code = (error as { code?: string }).code ?? '';
      if (retryable.has(code) && attempt < 4) continue;
      if (code === '23505')
        return fail('platform.error.already-done', undefined, undefined, 'conflict');
      throw error;
    }
  }
}

async function once<I extends Schema, L, T extends object>(
  runtime: Runtime,
  command: Command<I, L, T>,
  actor: Actor,
  input: z.output<I>,
): Promise<Outcome<T>> {
  const at = { now: now(), today: today() };
  const acting = command.opensRows ? system(command.opensRows) : actor;
  return writing(runtime.db, acting, async (tx) => {
    const loaded = await command.load({ tx, actor, now: at.now }, input);
    if (loaded === null) throw new KeptFailure(notFound);
    const decision = command.permit(actor, loaded, input, at);
    if (!decision.allow) {
      throw new KeptFailure(
        decision.hidden ? notFound : fail(decision.reason, decision.params, undefined, 'refused'),
      );
    }
    const told: Told[] = [];
    const tools: CommandTools = {
      tx,
      actor,
      ...at,
      tell: (fact) => told.push(fact),
      enqueue: (job, payload, at) => runtime.queue.enqueue(tx, job, payload, at),
      post: (draft) => postMail(tools, draft),
      runtime,
    };
    const result = await command.run(tools, loaded, input);
    if (!result.ok && !command.keepsFailure) throw new KeptFailure(result);
    if (!command.unaudited) await writeAudit(tools, command, loaded, input, result);
    for (let i = 0; i < told.length; i++) {
      const fact = told[i] as Told<string, never>;
      for (const react of runtime.reactions[fact.name] ?? []) await react(fact, tools);
    }
    return result;
  });
}

async function writeAudit<I extends Schema, L, T extends object>(
  { tx, actor, now }: CommandTools,
  command: Command<I, L, T>,
  loaded: L,
  input: z.output<I>,
  result: Outcome<T>,
): Promise<void> {
  const facts = result.ok
    ? (command.audit?.(loaded, input, result as Outcome<T> & { ok: true }) ?? {})
    : {};
  await tx
    .insertInto('audit_lines')
    .values({
      id: newId('aud'),
      at: now,
      actor_kind: actor.kind,
      actor_id:
        actor.kind === 'person' ? actor.personId : actor.kind === 'system' ? actor.reason : null,
      command: command.name,
      subject_id: facts.subjectId ?? null,
      mobility_id: facts.mobilityId ?? null,
      org_id: facts.orgId ?? null,
      details: json(result.ok ? (facts.details ?? {}) : { refused: result.faults[0].reason }),
    })
    .execute();
}

export type { CommandTools };
