import { fromKysely, PgBoss } from 'pg-boss';
import type { Database, Tx } from './database/index.ts';
import { requestRole } from './database/index.ts';
import type { Log } from './log.ts';

/** A kind of background work. Callers import the definition, only the worker its handler. Payloads hold ids, no content. */
export type Job<P extends object> = {
  name: `${string}.${string}`;
  retries?: number;
  /** when it comes by itself, as a cron line in UTC; its payload is empty then */
  schedule?: string;
  __payload?: P;
};

/** Handlers run at least once: each must be safe to run again. */
export type JobHandler<P extends object = object> = {
  job: Job<P>;
  handle(payload: P): Promise<void>;
};

export type Queue = {
  /** @param at not before this moment; it comes as soon as there is somebody to work when that is over */
  enqueue<P extends object>(tx: Tx, job: Job<P>, payload: P, at?: Temporal.Instant): Promise<void>;
  work(handlers: JobHandler[], pollSeconds?: number): Promise<void>;
  stop(): Promise<void>;
};

export function job<P extends object>(name: Job<P>['name'], retries = 8): Job<P> {
  return { name, retries };
}

/** Work that comes by itself, once however many servers run. */
export function nightly(name: Job<object>['name'], schedule: string): Job<object> {
  return { name, retries: 3, schedule };
}

/** How pg-boss speaks to the database. It sends several statements at once, and wants the rows of all of them. */
export function statementsOn(pool: Pick<Database['queue'], 'query'>) {
  return {
    executeSql: async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
      const answered: unknown = await pool.query(text, values as never[]);
      const all = (Array.isArray(answered) ? answered : [answered]) as { rows: unknown[] }[];
      return { rows: all.flatMap((each) => each.rows) };
    },
  };
}

/** Who asks for a job writes what it carries; only who does it reads that. */
const jobRights = `grant usage on schema jobs to ${requestRole};
revoke select on all tables in schema jobs from ${requestRole};
grant insert on all tables in schema jobs to ${requestRole};
grant execute on all functions in schema jobs to ${requestRole};
do $$ declare t record; begin
  for t in select table_name, string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
    where table_schema = 'jobs' and column_name not in ('data', 'output') group by table_name
  loop execute format('grant select (%s) on jobs.%I to ${requestRole}', t.columns, t.table_name); end loop;
end $$`;

/** pg-boss in a schema of its own; jobs are written by the request role inside the transaction of the change. */
export async function openQueue(
  owner: Database['queue'],
  jobs: Job<object>[],
  log: Log,
): Promise<Queue> {
  const boss = new PgBoss({ db: statementsOn(owner), schema: 'jobs', supervise: true });
  boss.on('error', (error) => log.error('queue.failed', error));
  await boss.start();
  for (const each of jobs) {
    await boss.createQueue(each.name, {
      retryLimit: each.retries ?? 8,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 3600,
      expireInSeconds: 300,
    });
    if (each.schedule) await boss.schedule(each.name, each.schedule, {}, { tz: 'UTC' });
  }
  await owner.query(jobRights);
  return {
    enqueue: async (tx, which, payload, at) => {
      await boss.send(which.name, payload, {
        db: fromKysely(tx as never),
        ...(at ? { startAfter: at.toString() } : {}),
      });
    },
    work: async (handlers, pollSeconds = 1) => {
      for (const { job: which, handle } of handlers) {
        await boss.work<object>(
          which.name,
          { pollingIntervalSeconds: pollSeconds, batchSize: 20 },
          async (batch) => {
            for (const each of batch) await handle(each.data);
          },
        );
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
