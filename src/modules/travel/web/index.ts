import type { WebModule } from '#platform/http/page.ts';
import { agenda, dossier, routes, tasks } from './routes.tsx';

export const travel: WebModule = { routes, tasks, agenda, dossier };
