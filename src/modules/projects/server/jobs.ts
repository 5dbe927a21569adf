import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { papersKeptFrom } from '../core/index.ts';
import { forgetProject } from './commands/index.ts';
import * as store from './store.ts';

/** Every night, after the dossiers: projects whose papers nobody may ask for any more. */
const keepJob = nightly('projects.keep', '21 3 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many projects are deleted; one with a dossier that is held waits */
export function keepProjects(runtime: Runtime): Promise<number> {
  const before = papersKeptFrom(today());
  return endEach(
    runtime,
    keepJob.name,
    (read, after) => store.projectsOver(read, before, after, batch),
    (actor, projectId) => execute(runtime, forgetProject, actor, { projectId }),
  );
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const projects = await keepProjects(runtime);
        if (projects > 0) runtime.log.info('projects.forgotten', { projects });
      },
    },
  ];
}
