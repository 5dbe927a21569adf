import type { WebModule } from '#platform/http/page.ts';
import { dossier, routes, tasks } from './routes.tsx';

export { paths as schoollifePaths } from './paths.ts';

export const schoollife: WebModule = { routes, tasks, dossier };
