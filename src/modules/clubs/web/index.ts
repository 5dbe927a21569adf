import type { WebModule } from '#platform/http/page.ts';
import { nav, routes, tasks } from './routes.tsx';

export { paths as clubPaths } from './paths.ts';

export const clubs: WebModule = { routes, tasks, nav };
