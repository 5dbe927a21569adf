import type { PersonActor } from '#kernel/actor.ts';
import { listOwn } from '#modules/applications/server/index.ts';
import { listFamilies } from '#modules/hosting/server/index.ts';
import type { PartyRole } from '#modules/mobilities/core/index.ts';
import { listMobilities } from '#modules/mobilities/server/index.ts';
import { dossierPage } from '#modules/mobilities/web/index.ts';
import { type PageContext, page, type Route, type Task } from '#platform/http/page.ts';
import { HomePage } from './pages/home.tsx';
import { PrivacyPage } from './pages/privacy.tsx';
import { WelcomePage } from './pages/welcome.tsx';
import { appPaths } from './paths.ts';
import { serverModules } from './registry.ts';
import { webModules } from './web-registry.ts';

/** What somebody has to do: late and soonest first, then what has no date, then steps of plans. */
async function tasksFor(context: PageContext<string, PersonActor>): Promise<Task[]> {
  const all: Task[] = [];
  for (const module of webModules) all.push(...((await module.tasks?.(context)) ?? []));
  const day = (t: Task) => `${t.background ? 1 : 0}${t.due?.toString() ?? '9999'}`;
  return all.sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
}

const homeRoles = new Set<string>(['pupil', 'guardian', 'host_family'] satisfies PartyRole[]);

const home = page({
  path: appPaths.home,
  access: 'anyone',
  load: async (context) => {
    const nothingElse = { ways: [], begun: [], families: [] };
    if (context.actor.kind !== 'person') return { tasks: null, ...nothingElse };
    const tasks = await tasksFor(context as PageContext<string, PersonActor>);
    // people of organisations have lists; whose own way it is, their child's or their guest's, sees the line itself
    if (context.actor.orgs.length > 0) return { tasks, ...nothingElse };
    const { rows } = await context.ask(listMobilities, {});
    const { own, children } = await context.ask(listOwn, {});
    const { families } = await context.ask(listFamilies, {});
    const begun = [
      ...own.map((a) => ({ ...a, own: true })),
      ...children.map((a) => ({ ...a, own: false })),
    ].filter((a) => a.state === 'draft' || a.state === 'submitted');
    return { tasks, ways: rows.filter((r) => homeRoles.has(r.role)), begun, families };
  },
  title: (v, data) => v.t(data.tasks ? 'app.home.title' : 'app.welcome.title'),
  view: (v, data) =>
    data.tasks ? <HomePage v={v} {...data} tasks={data.tasks} /> : <WelcomePage v={v} />,
});

const privacy = page({
  path: appPaths.privacy,
  access: 'anyone',
  load: async () => ({
    registers: Object.entries(serverModules).map(([module, { privacy: register }]) => ({
      module,
      tables: register.tables,
    })),
  }),
  title: (v) => v.t('app.privacy'),
  view: (v, data) => <PrivacyPage v={v} {...data} />,
});

/** One page for the whole story of a mobility: each module adds its part. */
const dossier = dossierPage(webModules.map((m) => m.dossier));

export const homeRoutes: Route[] = [home, privacy, dossier];
