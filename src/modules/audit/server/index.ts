import type { ServerModule } from '#platform/module.ts';
import { privacy } from './privacy.ts';
import { listOwnActivity, listStory } from './queries.ts';

export { listOwnActivity, listStory } from './queries.ts';

export const audit: ServerModule = {
  commands: [],
  queries: [listStory, listOwnActivity],
  privacy,
};
