import { Worker } from 'node:worker_threads';

/** Does a piece of pure work by its name, away from the thread that answers people. */
export type Aside = <T>(task: string, input: readonly unknown[]) => Promise<T>;

/**
 * One thread for each piece of work, which ends with it: such work is rare and takes seconds, in which nobody's page may
 * wait.
 * @param script answers `{ task, input }` of its `workerData` with one message
 * @param timeoutMs after which the thread is stopped
 * @throws Error what the work threw, that it took too long, or that the thread ended without an answer
 */
export function asideOn(script: URL, timeoutMs = 60_000): Aside {
  return <T>(task: string, input: readonly unknown[]) =>
    new Promise<T>((resolve, reject) => {
      const worker = new Worker(script, { workerData: { task, input } });
      const timer = setTimeout(
        () => end(() => reject(new Error(`${task} took more than ${timeoutMs} ms`))),
        timeoutMs,
      );
      const end = (settle: () => void) => {
        clearTimeout(timer);
        settle();
        void worker.terminate();
      };
      worker.on('message', (answer: T) => end(() => resolve(answer)));
      worker.on('error', (error) => end(() => reject(error)));
      worker.on('exit', () => end(() => reject(new Error(`${task} ended without an answer`))));
    });
}
