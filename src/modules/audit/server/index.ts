import type { ServerModule } from '#platform/module.ts';
import { forgetLines, forgetMails } from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import { listOwnActivity, listStory } from './queries.ts';

export { forgetLines, forgetMails } from './commands.ts';
export { listOwnActivity, listStory } from './queries.ts';

export const audit: ServerModule = {
  commands: [forgetMails, forgetLines],
  queries: [listStory, listOwnActivity],
  jobs,
  handlers,
  privacy,
};
