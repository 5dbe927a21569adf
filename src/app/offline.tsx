import type { PersonActor } from '#kernel/actor.ts';
import { type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { assetPath } from '#platform/http/server.tsx';
import { chooseLanguage, isRightToLeft, translator } from '#platform/i18n/index.ts';
import { OfflinePage } from './pages/offline.tsx';
import { appPaths } from './paths.ts';
import { webModules } from './web-registry.ts';

/** The pages that this person may need without a connection, of all modules. */
async function keptFor(context: PageContext<string, PersonActor>) {
  const all: { href: string; title: string }[] = [];
  for (const module of webModules) all.push(...((await module.offline?.(context)) ?? []));
  return all;
}

/** Shown for every page that is not kept on the device; the worker reads in it what else to keep. */
const offline = page({
  path: appPaths.offline,
  access: 'person',
  offline: true,
  load: async (context) => ({ pages: await keptFor(context) }),
  title: (v) => v.t('app.offline.title'),
  view: (v, { pages }) => <OfflinePage v={v} pages={pages} />,
});

/** What a phone shows on its home screen, in the language of the page that leads here. */
const manifest = raw({
  path: appPaths.manifest,
  method: 'get',
  access: 'anyone',
  handle: async (_, { search, runtime }) => {
    const lang = chooseLanguage(search.get('lang') ?? undefined, runtime.config.defaultLanguage);
    const t = translator(lang);
    const icon = (name: string, sizes: string, type: string) => ({
      src: assetPath(name),
      sizes,
      type,
      purpose: 'any maskable',
    });
    const body = {
      id: '/',
      name: t('app.name'),
      short_name: t('app.name'),
      description: t('app.description'),
      lang,
      dir: isRightToLeft(lang) ? 'rtl' : 'ltr',
      start_url: appPaths.home.href(),
      scope: '/',
      display: 'standalone',
      background_color: '#faf7f1',
      theme_color: '#faf7f1',
      icons: [
        icon('icon.svg', 'any', 'image/svg+xml'),
        icon('icon-192.png', '192x192', 'image/png'),
        icon('icon-512.png', '512x512', 'image/png'),
      ],
    };
    return new Response(JSON.stringify(body), {
      headers: {
        'content-type': 'application/manifest+json; charset=utf-8',
        'cache-control': 'public, max-age=86400',
      },
    });
  },
});

export const offlineRoutes: Route[] = [offline, manifest];
