import type { Actor } from '#kernel/actor.ts';
import type { Told } from '#kernel/event.ts';
import type { Aside } from './aside.ts';
import type { Config } from './config.ts';
import type { Database, Tx } from './database/index.ts';
import type { FileStore } from './files.ts';
import type { Log } from './log.ts';
import type { MailDraft } from './mail/draft.ts';
import type { Job, Queue } from './queue.ts';

/** What a running command has in its hands. Everything written through it commits or fails as one. */
export type CommandTools = {
  tx: Tx;
  actor: Actor;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  /** tells a fact; its reactions run in this transaction */
  tell(told: Told): void;
  /** queues a job in this transaction, for now or for a moment: it exists if and only if the change does */
  enqueue<P extends object>(job: Job<P>, payload: P, at?: Temporal.Instant): Promise<void>;
  /** puts a mail into the outbox in this transaction */
  post(draft: MailDraft): Promise<void>;
  runtime: Runtime;
};

/** What follows from a told fact, in the same transaction. */
export type Reaction = (told: Told<string, never>, tools: CommandTools) => Promise<void>;

/** Everything that acts: made once at start by the roof and handed down. */
export type Runtime = {
  config: Config;
  db: Database;
  queue: Queue;
  files: FileStore;
  log: Log;
  reactions: Record<string, Reaction[]>;
  aside: Aside;
};
