import type { WebModule } from '#platform/http/page.ts';
import { nav, routes, tasks } from './routes.tsx';

export { paths as qualityPaths } from './paths.ts';

export const quality: WebModule = { routes, tasks, nav };
