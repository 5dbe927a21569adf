import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { keepCalendar } from './commands/index.ts';

/** Every hour: mornings begin at different hours in Europe. */
export const calendarJob = nightly('calendar.keep', '7 * * * *');

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: calendarJob,
      handle: async () => {
        await execute(runtime, keepCalendar, system('calendar'), {});
      },
    },
  ];
}
