import type { WebModule } from '#platform/http/page.ts';
import { dossier, routes, tasks } from './routes.tsx';

export const health: WebModule = { routes, tasks, dossier };
