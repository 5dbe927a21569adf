import type { WebModule } from '#platform/http/page.ts';
import { dossier, nav, offline, routes, tasks } from './routes.tsx';

export { setCasePath } from './parts/case-link.tsx';
export { paths as emergencyPaths } from './paths.ts';
export const emergency: WebModule = { routes, tasks, dossier, nav, offline };
