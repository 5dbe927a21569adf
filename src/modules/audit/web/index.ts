import type { WebModule } from '#platform/http/page.ts';
import { routes } from './routes.tsx';

export { Story } from './parts/story.tsx';
export { paths as auditPaths } from './paths.ts';

export const audit: WebModule = { routes };
