import type { WebModule } from '#platform/http/page.ts';
import { dossier, nav, offline, routes, tasks } from './routes.tsx';

export { paths as supportPaths } from './paths.ts';

export const support: WebModule = { routes, tasks, dossier, nav, offline };
