import { parentPort, workerData } from 'node:worker_threads';
import { groupPeers } from '#engines/grouping/index.ts';

/** What may take seconds, by the name under which flats ask for it. Pure work of the engines alone. */
const tasks: Record<string, (...input: never[]) => unknown> = { 'group-peers': groupPeers };

const { task, input } = workerData as { task: string; input: never[] };
const work = tasks[task];
if (!work || !parentPort) throw new Error(`there is no work called ${task}`);
parentPort.postMessage(work(...input));
