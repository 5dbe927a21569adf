import type { Hono } from 'hono';
import type { WebModule } from '#platform/http/page.ts';
import { buildServer } from '#platform/http/server.tsx';
import type { Runtime } from '#platform/runtime.ts';
import { demoCommands, demoRoutes } from './demo/routes.tsx';
import { offlineRoutes } from './offline.tsx';
import { commands, queries } from './registry.ts';
import { homeRoutes } from './routes.tsx';
import { shell } from './shell.tsx';
import { webModules } from './web-registry.ts';

/** The whole web application on a runtime. */
export function buildApp(runtime: Runtime): Hono<never> {
  const demo = runtime.config.mode === 'demo';
  return buildServer({
    runtime,
    routes: [
      ...homeRoutes,
      ...offlineRoutes,
      ...(demo ? demoRoutes : []),
      ...webModules.flatMap((m: WebModule) => m.routes),
    ],
    api: { commands: demo ? [...commands, ...demoCommands] : commands, queries },
    shell,
  }) as unknown as Hono<never>;
}
