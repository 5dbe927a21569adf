/**
 * Stands between the product and the network for who is signed in. Pages that the server marks are kept on the device and
 * shown, with the time they are from, when there is no connection; nothing else is ever kept. What belongs to one person
 * goes when they sign out, when their session is over, and when another person signs in. Sends what waits in the outbox.
 * The other side is src/platform/http/offline.ts.
 */
import { clock, outboxNews, type Sent, sendWaiting } from './parts/outbox.ts';

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
};
type Syncing = Extendable & { readonly tag: string };
type Pushed = Extendable & { readonly data: { json(): unknown } | null };
type Clicked = Extendable & { readonly notification: Notification };
type Worker = {
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'sync', listener: (event: Syncing) => void): void;
  addEventListener(type: 'push', listener: (event: Pushed) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(of: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
};
type Page = { readonly url: string; focus(): Promise<Page> };
const worker = self as unknown as Worker;

/** The page for every address that is not kept; it lists, in `data-offline`, what is to be kept beside it, and holds the words for news. */
const fallback = '/offline';
const signOut = '/sign-out';
const [personHeader, offlineHeader] = ['sojourn-person', 'sojourn-offline'];
const [keptAt, keptOff] = ['kept-at', 'kept-off'];
const [assets, keptFor] = ['assets', 'kept-'];
/** As long as a session: whoever was away for longer signs in again. */
const longest = 30 * 24 * 3600_000;
const freshFor = 15 * 60_000;
/** Milliseconds until a page that is kept is shown though its newer one may still be on the way. */
const patience = 6_000;
/** Milliseconds of quiet after which pages are fetched to be kept. */
const quiet = 2_000;

let turn = 0;
let stale = false;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(refresh()));
worker.addEventListener('sync', (event) => {
  if (event.tag === outboxNews) event.waitUntil(sendAll());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (pathname.startsWith('/assets/') && request.method === 'GET') {
    event.respondWith(fromAssets(request));
    return;
  }
  if (request.mode !== 'navigate') return;
  if (request.method === 'GET') event.respondWith(navigate(event, pathname));
  else {
    stale = true;
    if (pathname === signOut) event.respondWith(leave(event));
  }
});

worker.addEventListener('push', (event) => event.waitUntil(show(event.data)));
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

const wait = (ms: number) => new Promise<undefined>((done) => setTimeout(done, ms));

// ---- pages

/** The network first; a kept page when it does not answer, and the page about it when none is kept. */
async function navigate(event: Fetching, path: string): Promise<Response> {
  const coming = fetch(event.request);
  event.waitUntil(
    coming.then(
      (answer) => look(answer.headers, isToKeep(answer) ? answer.clone() : null, path),
      () => {},
    ),
  );
  const kept = await find(path);
  try {
    const answer = await (kept ? Promise.race([coming, wait(patience)]) : coming);
    if (kept && (!answer || answer.status >= 502)) return asKept(kept);
    return answer as Response;
  } catch {
    const instead = kept ?? (await find(fallback));
    return instead ? asKept(instead) : Response.error();
  }
}

/** What an answer tells: whose it is, whether it is to be kept, and that there is a connection. */
async function look(headers: Headers, toKeep: Response | null, path: string): Promise<void> {
  const person = headers.get(personHeader);
  if (!person) return;
  await forget(person);
  if (person === 'nobody') return;
  if (toKeep) await keep(person, path, toKeep);
  // one after the other: what was sent may change what is to be kept
  if (await hasSent(person)) stale = true;
  const last = await find(fallback);
  if (stale || !last || clock() - timeOf(last) > freshFor) await refreshSoon();
}

/** Signs out: what waits goes first, while it can; then nothing of this person's pages stays, and nothing is shown any more. */
async function leave(event: Fetching): Promise<Response> {
  await Promise.race([hasSent(), wait(patience)]);
  event.waitUntil(hush());
  await forget('nobody');
  return fetch(event.request);
}

async function hush(): Promise<void> {
  const { pushManager } = worker.registration;
  await (await pushManager?.getSubscription())?.unsubscribe().catch(() => {});
  for (const shown of await worker.registration.getNotifications()) shown.close();
}

async function forget(allBut: string): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(keptFor) && name !== keptFor + allBut) await caches.delete(name);
}

const isToKeep = (answer: Response) =>
  answer.ok && !answer.redirected && answer.headers.has(offlineHeader);

async function keep(person: string, path: string, answer: Response): Promise<string> {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(keptAt, String(clock()));
  // how far this device's clock is ahead of the server's: a page that goes by it says when it was made, which is just now
  const made = / data-printed="(\d+)"/.exec(html)?.[1];
  if (made) headers.set(keptOff, String(clock() - Number(made)));
  try {
    // first what it needs: a page that lies here is whole
    await keepAssets(html);
  } finally {
    await (await caches.open(keptFor + person)).put(path, new Response(html, { headers }));
  }
  return html;
}

const timeOf = (kept: Response) => Number(kept.headers.get(keptAt));

async function find(path: string): Promise<Response | undefined> {
  for (const name of (await caches.keys()).filter((n) => n.startsWith(keptFor))) {
    const kept = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (kept && clock() - timeOf(kept) < longest) return kept;
  }
  return undefined;
}

/** A kept page with the line that says from when it is, in its own language. */
async function asKept(kept: Response): Promise<Response> {
  const html = await kept.text();
  const language = /<html[^>]* lang="([\w-]+)"/.exec(html)?.[1];
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' });
  return new Response(
    html
      .replace(/ data-from-device(="\w*")? hidden(="\w*")?/, '')
      .replace('%time%', time.format(timeOf(kept)))
      .replace(/ data-clock-off(="\w*")?/, ` data-clock-off="${kept.headers.get(keptOff) ?? ''}"`),
    { headers: kept.headers },
  );
}

async function refreshSoon(): Promise<void> {
  turn += 1;
  const mine = turn;
  await wait(quiet);
  if (mine === turn) await refresh();
}

const fetchToKeep = (path: string) => fetch(path, { headers: { [offlineHeader]: 'fetch' } });

/** Fetches what this person may need without a connection; what is no longer listed goes. */
async function refresh(): Promise<void> {
  try {
    const first = await fetchToKeep(fallback);
    const person = first.headers.get(personHeader) ?? 'nobody';
    await forget(person);
    if (person === 'nobody' || !isToKeep(first)) return;
    stale = false;
    const html = await keep(person, fallback, first);
    const paths = (/ data-offline="([^"]*)"/.exec(html)?.[1] ?? '').split(' ').filter(Boolean);
    const kept = [html];
    for (const path of paths) {
      const answer = await fetchToKeep(path);
      // somebody else has signed in meanwhile
      if (answer.headers.get(personHeader) !== person) return await forget('nobody');
      if (isToKeep(answer)) kept.push(await keep(person, path, answer));
    }
    const cache = await caches.open(keptFor + person);
    for (const { url } of await cache.keys())
      if (![fallback, ...paths].includes(new URL(url).pathname)) await cache.delete(url);
    await dropAssets(kept.join());
  } catch {
    // without a connection all stays as it is
  }
}

// ---- styles and scripts of kept pages: their names change with what is in them

const named = /(?:\/assets|\.)\/([\w-]+-[A-Z0-9]{8}\.(?:js|css|woff2))/g;

async function fromAssets(request: Request): Promise<Response> {
  return (
    (await caches.match(request.url, { cacheName: assets, ignoreVary: true })) ?? fetch(request)
  );
}

async function keepAssets(text: string): Promise<void> {
  const cache = await caches.open(assets);
  for (const [, name] of text.matchAll(named)) {
    const path = `/assets/${name}`;
    if (await cache.match(path, { ignoreVary: true })) continue;
    const answer = await fetch(path);
    if (!answer.ok) continue;
    await cache.put(path, answer.clone());
    if (!path.endsWith('.woff2')) await keepAssets(await answer.text());
  }
}

/** Those that no kept page names any more; what a script itself asks for is fetched again when it is needed. */
async function dropAssets(pages: string): Promise<void> {
  const cache = await caches.open(assets);
  for (const { url } of await cache.keys())
    if (!pages.includes(new URL(url).pathname) && !/\/part-/.test(url)) await cache.delete(url);
}

// ---- the outbox

const done: Sent[] = ['kept', 'already', 'refused'];

/** Sends what waits, of one person or of all, and tells open pages. */
async function hasSent(person?: string): Promise<boolean> {
  const said = await sendWaiting(person).catch(() => 'nothing' as const);
  if (!done.includes(said)) return false;
  const news = new BroadcastChannel(outboxNews);
  news.postMessage('');
  news.close();
  return true;
}

/** Woken by the browser: an error makes it try again later. */
async function sendAll(): Promise<void> {
  const said = await sendWaiting();
  if (said === 'no-connection') throw new Error('There is no connection yet.');
  if (done.includes(said)) await refresh();
}

// ---- what the server says to a device nobody looks at

/** An address of this product, in full. */
function ownAddress(asked: unknown): string | null {
  if (typeof asked !== 'string' || !URL.canParse(asked, location.origin)) return null;
  const url = new URL(asked, location.origin);
  return url.origin === location.origin ? url.href : null;
}

/** A push as the server wrote it; any other is news without a word about it, in the words of the kept pages. */
async function messageIn(data: Pushed['data']): Promise<Record<'title' | 'body' | 'url', string>> {
  try {
    const { title, body, url } = (data?.json() ?? {}) as Record<string, unknown>;
    const own = ownAddress(url);
    if (own && title && typeof title === 'string' && typeof body === 'string')
      return { title, body, url: own };
  } catch {
    // not what our server sends
  }
  const html = (await (await find(fallback))?.text()) ?? '';
  const said = (name: string) => new RegExp(` data-news-${name}="([^"<>&]*)"`).exec(html)?.[1];
  const [title = location.host, body = ''] = [said('title'), said('text')];
  return { title, body, url: `${location.origin}/` };
}

/**
 * Shows a message. Several about one thing are one; it stays until somebody sees it. Each push is shown, since a browser
 * tells in its own words of one that was not.
 */
async function show(data: Pushed['data']): Promise<void> {
  const { title, body, url } = await messageIn(data);
  const options = { body, tag: url, data: url, renotify: true, requireInteraction: true };
  await worker.registration.showNotification(title, options);
}

/** Comes to a page of this product and no other; one that is open keeps what is typed in it. */
async function open(asked: unknown): Promise<void> {
  const url = ownAddress(asked) ?? `${location.origin}/`;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((page) => page.url === url);
  await (there ? there.focus() : worker.clients.openWindow(url));
}
