import type { WebModule } from '#platform/http/page.ts';
import { routes } from './routes.tsx';

export { paths as peoplePaths } from './paths.ts';
export { deviceName } from './routes.tsx';

export const people: WebModule = { routes };
