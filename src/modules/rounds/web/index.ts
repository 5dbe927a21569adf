import type { WebModule } from '#platform/http/page.ts';
import { nav, routes, tasks } from './routes.tsx';

export const rounds: WebModule = { routes, tasks, nav };
