import { Worker } from 'node:worker_threads';

/** One remark of the compiler; `path`, `line`, `column` (from 1) point into the template where known. */
export type PdfDiagnostic = {
  message: string;
  path?: string;
  line?: number;
  column?: number;
  hints?: string[];
};

/** Standards the product uses: accessible (`ua-1`) and archival (`a-2a`, `a-3a` with attachments). */
export type PdfStandard = 'ua-1' | 'a-2a' | 'a-3a';

export type PdfJob = {
  id: number;
  prelude: string;
  preludePath: string;
  template: string;
  /** JSON text */
  data: string;
  title: string;
  lang: string;
  /** two letters, or empty */
  region: string;
  /** seconds since 1970 */
  createdAt: number;
  standard: PdfStandard;
};

export type PdfReply =
  | { id: number; bytes: Uint8Array; sha256: string }
  | { id: number; diagnostics: PdfDiagnostic[] };

/** `refused`: the compiler said no (see `diagnostics`); the others say what became of the thread. */
export type PdfErrorKind = 'refused' | 'timed-out' | 'crashed' | 'closed' | 'queue-full';

export class PdfError extends Error {
  readonly kind: PdfErrorKind;
  readonly diagnostics: PdfDiagnostic[];

  constructor(kind: PdfErrorKind, diagnostics: PdfDiagnostic[]) {
    super(
      `PDF ${kind}: ${diagnostics
        .map((one) =>
          [
            one.path && [one.path, one.line, one.column].filter(Boolean).join(':'),
            one.message,
            ...(one.hints ?? []),
          ]
            .filter(Boolean)
            .join(' - '),
        )
        .join('; ')}`,
    );
    this.name = 'PdfError';
    this.kind = kind;
    this.diagnostics = diagnostics;
  }
}

type Waiting = {
  job: PdfJob;
  timeoutMs: number;
  resolve: (value: { bytes: Uint8Array; sha256: string }) => void;
  reject: (reason: PdfError) => void;
};

/**
 * One worker thread and the queue before it. The thread starts with the first job, lives on, and is
 * replaced after a crash or a job that ran out of time; other waiting jobs are not lost by that.
 * An idle thread does not keep the process alive.
 *
 * @param options.maxWaiting jobs that may wait before new ones are refused with `queue-full`
 */
export function createPdfRenderer(options: { workerUrl: URL; maxWaiting?: number }): {
  render: (
    job: Omit<PdfJob, 'id'>,
    timeoutMs: number,
  ) => Promise<{ bytes: Uint8Array; sha256: string }>;
  close: () => Promise<void>;
} {
  const maxWaiting = options.maxWaiting ?? 500;
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;
  let timer: NodeJS.Timeout | null = null;
  let nextId = 1;

  function start(): Worker {
    const made = new Worker(options.workerUrl);
    made.on('message', (reply: PdfReply) => {
      if (worker !== made || current?.job.id !== reply.id) return;
      const done = settle();
      if ('bytes' in reply) done?.resolve({ bytes: reply.bytes, sha256: reply.sha256 });
      else done?.reject(new PdfError('refused', reply.diagnostics));
      made.unref();
      next();
    });
    made.on('error', (error) => lose(made, 'crashed', String(error)));
    made.on('exit', (code) => lose(made, 'crashed', `the worker ended with code ${code}`));
    return made;
  }

  function settle(): Waiting | null {
    if (timer) clearTimeout(timer);
    timer = null;
    const done = current;
    current = null;
    return done;
  }

  function lose(which: Worker, kind: PdfErrorKind, message: string): void {
    if (worker !== which) return;
    worker = null;
    settle()?.reject(new PdfError(kind, [{ message }]));
    void which.terminate();
    which.unref();
    next();
  }

  function next(): void {
    if (current) return;
    const waiting = queue.shift();
    if (!waiting) return;
    worker ??= start();
    const mine = worker;
    current = waiting;
    mine.ref();
    timer = setTimeout(
      () => lose(mine, 'timed-out', `no answer within ${waiting.timeoutMs} ms`),
      waiting.timeoutMs,
    );
    mine.postMessage(waiting.job);
  }

  return {
    render: (job, timeoutMs) =>
      new Promise((resolve, reject) => {
        if (queue.length >= maxWaiting) {
          reject(
            new PdfError('queue-full', [{ message: `${queue.length} documents are waiting` }]),
          );
          return;
        }
        queue.push({ job: { ...job, id: nextId++ }, timeoutMs, resolve, reject });
        next();
      }),
    close: async () => {
      const closing = worker;
      worker = null;
      const unfinished = [settle(), ...queue.splice(0)];
      for (const one of unfinished)
        one?.reject(new PdfError('closed', [{ message: 'the renderer was closed' }]));
      await closing?.terminate();
    },
  };
}
