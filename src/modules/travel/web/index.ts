import type { WebModule } from '#platform/http/page.ts';
import { agenda, dossier, routes, tasks } from './routes.tsx';

export { paths as travelPaths } from './paths.ts';

export const travel: WebModule = { routes, tasks, agenda, dossier };
