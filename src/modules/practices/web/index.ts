import type { WebModule } from '#platform/http/page.ts';
import { nav, routes } from './routes.tsx';

export { CardList } from './parts/cards.tsx';
export { paths as practicePaths, setPlanPath } from './paths.ts';

export const practices: WebModule = { routes, nav };
