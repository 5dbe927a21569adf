import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { getCookie, setCookie } from 'hono/cookie';
import { routePath } from 'hono/route';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Actor } from '#kernel/actor.ts';
import { httpStatus, Refusal } from '#kernel/errors.ts';
import type { Failure, FaultKind } from '#kernel/outcome.ts';
import { fail, notFound } from '#kernel/outcome.ts';
import { now, today } from '../clock.ts';
import { execute } from '../command.ts';
import { type Reader, reading } from '../database/index.ts';
import {
  chooseLanguage,
  formatsFor,
  hasMessage,
  isRightToLeft,
  translator,
} from '../i18n/index.ts';
import { answer, answerIn } from '../query.ts';
import { projectRoot } from '../root.ts';
import type { Runtime } from '../runtime.ts';
import { type ApiRegistry, addApi } from './api.ts';
import { readForm } from './body.ts';
import { type FormState, noForm } from './form.ts';
import { addressOf, openLimits } from './limits.ts';
import { offlineHeader, personHeader, workerPath } from './offline.ts';
import { encodingFor, packed } from './packed.ts';
import type { Action, Page, PageContext, Raw, Route, View } from './page.ts';
import { actorOf, sessionToken, setSession } from './session.ts';

/** How a page is framed: given by the roof, since the platform knows no look. */
export type Shell = {
  page(
    view: View,
    parts: {
      title: string;
      body: VNode;
      scripts: string[];
      frame: 'normal' | 'plain';
      /** the page may be shown again without a connection, and then says from when it is */
      offline?: boolean;
    },
  ): VNode;
  failure(view: View, failure: Failure): { title: string; body: VNode };
  signInPath: string;
};

export type ServerParts = { runtime: Runtime; routes: Route[]; api: ApiRegistry; shell: Shell };

const securityHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

type Env = { Variables: { actor: Actor; lang: string } };

/** The web application: routes, API, files, headers, and the one place where failures become answers. */
export function buildServer({ runtime, routes, api, shell }: ServerParts): Hono<Env> {
  const { config, log } = runtime;
  const secure = config.origin.startsWith('https:');
  const limits = openLimits(runtime.db);
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    // the pattern of the route, never the address itself: it holds ids and search words
    log.info('request', {
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round(performance.now() - began),
    });
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    if (secure)
      c.res.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  });
  app.get('/healthz', (c) => c.text('ok'));
  serveAssets(app);
  // for answers that are not packed yet: files and feeds
  app.use(compress({ threshold: 1024 }));

  // a form or API call from another site carries the cookie but not our origin
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const site = c.req.header('sec-fetch-site');
      const origin = c.req.header('origin');
      const foreign = site
        ? site !== 'same-origin' && site !== 'none'
        : origin !== undefined && origin !== config.origin;
      if (foreign && !c.req.header('authorization'))
        return c.text('This came from another site and was not accepted.', 403);
    }
    await next();
  });

  app.use(async (c, next) => {
    const actor = await actorOf(runtime.db, sessionToken(c, secure));
    c.set('actor', actor);
    const chosen =
      getCookie(c, 'language') ??
      (actor.kind === 'person' ? actor.language : c.req.header('accept-language'));
    c.set('lang', chooseLanguage(chosen, config.defaultLanguage));
    if (actor.kind === 'person') c.header('cache-control', 'private, no-store');
    // whose page this is, so that a device lets go of what it kept for somebody else
    c.header(personHeader, actor.kind === 'person' ? actor.personId : 'nobody');
    await next();
  });

  const viewOf = (c: Context<Env>, form: FormState = noForm): View => {
    const lang = c.get('lang');
    // a page that is only fetched to be kept takes no message away from the one somebody looks at
    const flash = c.req.header(offlineHeader) ? undefined : getCookie(c, 'flash');
    if (flash) setCookie(c, 'flash', '', { path: '/', maxAge: 0 });
    const t = translator(lang);
    const { pathname, search } = new URL(c.req.url);
    return {
      t,
      fmt: formatsFor(lang),
      lang,
      dir: isRightToLeft(lang) ? 'rtl' : 'ltr',
      actor: c.get('actor'),
      today: today(),
      url: pathname + search,
      form,
      flash: flash && hasMessage(flash) ? t(flash) : null,
      demo: config.mode === 'demo',
    };
  };

  const contextOf = (c: Context<Env>, read: Reader): PageContext => {
    const lang = c.get('lang');
    const actor = c.get('actor');
    return {
      actor,
      params: c.req.param() as PageContext['params'],
      search: new URL(c.req.url).searchParams,
      t: translator(lang),
      fmt: formatsFor(lang),
      lang,
      now: now(),
      today: today(),
      runtime,
      read,
      ask: async (query, input) => {
        const answered = await answerIn(runtime, read, query, actor, input);
        if (!answered.ok) throw new Refusal(answered);
        return answered.view;
      },
    };
  };

  const html = (c: Context<Env>, node: VNode, status: number) =>
    packed(c, `<!doctype html>${renderToString(node)}`, 'text/html; charset=utf-8', status);

  const showPage = async (c: Context<Env>, page: Page, form: FormState, status = 200) => {
    const view = viewOf(c, form);
    const data = await reading(runtime.db, c.get('actor'), (read) =>
      page.load(contextOf(c, read) as never),
    );
    const scripts = page.islands ?? [];
    const body = page.view(view, data);
    // neither a message nor what was just typed is shown again another day
    if (page.offline && status === 200 && !view.flash && form === noForm)
      c.header(offlineHeader, 'keep');
    return html(
      c,
      shell.page(view, {
        title: page.title(view, data),
        body,
        scripts,
        frame: page.frame ?? 'normal',
        offline: page.offline ?? false,
      }),
      status,
    );
  };

  const showFailure = (c: Context<Env>, failure: Failure) => {
    const view = viewOf(c);
    const { title, body } = shell.failure(view, failure);
    return html(
      c,
      shell.page(view, { title, body, scripts: [], frame: 'normal' }),
      httpStatus[failure.kind],
    );
  };

  const toSignIn = (c: Context<Env>) => {
    const { pathname, search } = new URL(c.req.url);
    const back = c.req.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : '';
    return c.redirect(`${shell.signInPath}${back}`, 303);
  };

  const runAction = async (c: Context<Env>, action: Action) => {
    const read = await readForm(c.req.raw, action.upload);
    const path = new URL(c.req.url).pathname;
    if (action.limit && !(await limits.take(action.limit, addressOf(c)))) {
      const failure = fail('platform.error.too-many', undefined, undefined, 'rate_limited');
      return showPage(
        c,
        action.page,
        { action: path, values: read.ok ? read.form.values : {}, faults: failure.faults },
        429,
      );
    }
    if (!read.ok)
      return showPage(
        c,
        action.page,
        { action: path, values: {}, faults: read.faults },
        httpStatus[read.kind],
      );
    const context = {
      actor: c.get('actor'),
      params: c.req.param() as never,
      search: new URL(c.req.url).searchParams,
      form: read.form,
      lang: c.get('lang'),
      runtime,
      userAgent: c.req.header('user-agent') ?? '',
      sessionToken: sessionToken(c, secure) ?? null,
    };
    const outcome = await execute(
      runtime,
      action.command,
      context.actor,
      await action.input(context as never),
    );
    if (!outcome.ok) {
      if (outcome.kind === 'not_found') return showFailure(c, outcome);
      const form = { action: path, values: read.form.values, faults: outcome.faults };
      return showPage(c, action.page, form, httpStatus[outcome.kind as FaultKind]);
    }
    const done = await action.done(outcome as never, context as never);
    if (done.show) {
      const values = { ...read.form.values, ...done.show };
      return showPage(c, action.page, { action: path, values, faults: [] });
    }
    if (done.session !== undefined) setSession(c, secure, done.session);
    for (const cookie of done.cookies ?? []) {
      setCookie(c, cookie.name, cookie.value, {
        path: '/',
        httpOnly: true,
        secure,
        sameSite: 'Lax',
        maxAge: cookie.maxAge,
      });
    }
    if (done.flash)
      setCookie(c, 'flash', done.flash, {
        path: '/',
        httpOnly: true,
        secure,
        sameSite: 'Lax',
        maxAge: 60,
      });
    return c.redirect(done.to, 303);
  };

  const runRaw = async (c: Context<Env>, route: Raw) => {
    const actor = c.get('actor');
    const context = contextOf(c, undefined as never);
    const answered = await route.handle(c.req.raw, {
      ...context,
      ask: async (query, input) => {
        const answered = await answer(runtime, query, actor, input);
        if (!answered.ok) throw new Refusal(answered);
        return answered.view;
      },
    });
    // an answer made by itself does not take over what the middleware wrote
    if (actor.kind === 'person' && !answered.headers.has('cache-control'))
      answered.headers.set('cache-control', 'private, no-store');
    return answered;
  };

  addApi(app, runtime, api);
  for (const route of routes) {
    const method = route.kind === 'page' ? 'get' : route.kind === 'action' ? 'post' : route.method;
    app.on(method.toUpperCase(), route.path.pattern, async (c): Promise<Response> => {
      // a link as proof shows what concerns somebody, though nobody is signed in
      if (route.path.pattern.includes(':token')) c.header('cache-control', 'private, no-store');
      if (route.access === 'person' && c.get('actor').kind !== 'person') return toSignIn(c);
      if (route.kind === 'page') return showPage(c, route, noForm);
      if (route.kind === 'action') return runAction(c, route);
      return runRaw(c, route);
    });
  }
  app.notFound((c) => showFailure(c, notFound));
  app.onError((error, c) => {
    if (error instanceof Refusal) return showFailure(c as Context<Env>, error.failure);
    log.error('request.failed', error, { route: c.req.routePath, method: c.req.method });
    if (!c.get('lang'))
      return c.text(
        'Something went wrong on our side. Nothing you sent was kept. Please try again.',
        500,
      );
    const { title, body } = shell.failure(
      viewOf(c as Context<Env>),
      fail('platform.error.internal'),
    );
    return html(
      c as Context<Env>,
      shell.page(viewOf(c as Context<Env>), { title, body, scripts: [], frame: 'normal' }),
      500,
    );
  });
  return app;
}

let manifest: Record<string, string> | undefined;

/** The hashed address of a built file, by its plain name (`main.css`). */
export function assetPath(name: string): string {
  if (!manifest) {
    const file = join(projectRoot(), 'dist/manifest.json');
    manifest = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
      : {};
  }
  return manifest[name] ?? `/assets/${name}`;
}

type Asset = { body: Buffer; br?: Buffer; gz?: Buffer };

function serveAssets(app: Hono<Env>): void {
  const cache = new Map<string, Asset>();
  const folder = join(projectRoot(), 'dist/public');
  const variant = (file: string) => (existsSync(file) ? readFileSync(file) : undefined);
  const assetNamed = (name: string): Asset | undefined => {
    const known = cache.get(name);
    if (known) return known;
    const body = variant(join(folder, name));
    if (!body) return undefined;
    const [br, gz] = [variant(join(folder, `${name}.br`)), variant(join(folder, `${name}.gz`))];
    const asset = { body, ...(br ? { br } : {}), ...(gz ? { gz } : {}) };
    cache.set(name, asset);
    return asset;
  };
  const send = (c: Context<Env>, name: string, kept: string) => {
    const asset = assetNamed(name);
    if (!asset) return c.text('not found', 404);
    const wanted = encodingFor(c.req.header('accept-encoding'));
    const small = wanted === 'br' ? asset.br : wanted === 'gzip' ? asset.gz : undefined;
    const [body, encoding] = small ? [small, wanted] : [asset.body, undefined];
    return c.body(new Uint8Array(body as Buffer), 200, {
      'content-type': mediaTypes[extname(name)] ?? 'application/octet-stream',
      'cache-control': kept,
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
  };
  app.get('/assets/:file', (c) => {
    const name = c.req.param('file');
    if (!/^[A-Za-z0-9._-]+$/.test(name) || name.startsWith('.')) return c.text('not found', 404);
    return send(c, name, 'public, max-age=31536000, immutable');
  });
  // browsers know their worker by one address, and ask there whether it has changed
  app.get(workerPath, (c) => send(c, workerPath.slice(1), 'no-cache'));
}
