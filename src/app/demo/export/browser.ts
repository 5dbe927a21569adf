import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Reader, reading } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import type { buildApp } from '../../application.tsx';
import { enterAs } from '../routes.tsx';
import { readActor } from '../stage.ts';
import type { Shelf } from './shelf.ts';

/** What every writer works with: the installation, its pages, and where files go. */
export type Desk = { runtime: Runtime; app: ReturnType<typeof buildApp>; shelf: Shelf };

/** Reads as the installation itself, to find out what there is and who opens it. */
export function look<T>(runtime: Runtime, work: (read: Reader) => Promise<T>): Promise<T> {
  return reading(runtime.db, system('demo export'), work);
}

/** Opens a page or a download; an answer that is none is an error. */
export type Open = (path: string) => Promise<Response>;

/** A browser that nobody is signed in with. */
export function visitorOf({ runtime, app }: Desk): Open {
  return (path) => opened(app, `${runtime.config.origin}${path}`);
}

/**
 * A browser of somebody of the cohort: pages and downloads as they really come.
 * @param who the part of their address before the @, or the whole address
 */
export async function browserOf({ runtime, app }: Desk, who: string): Promise<Open> {
  const key = who.split('@')[0] ?? '';
  const actor = await look(runtime, (read) => readActor(read, key));
  const entered = await execute(runtime, enterAs, actor, { personId: actor.personId });
  if (!entered.ok) throw new Error(`${key} cannot be entered`);
  const headers = { cookie: `session=${entered.token}` };
  return (path) => opened(app, `${runtime.config.origin}${path}`, headers);
}

async function opened(
  app: Desk['app'],
  address: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const answered = await app.request(address, { headers });
  if (!answered.ok) throw new Error(`${address} answers ${answered.status}`);
  return answered;
}

/** Puts a page into a folder as it comes, under a name. */
export async function putPage(
  { shelf }: Desk,
  open: Open,
  path: string,
  [folder, name]: [folder: string, name: string],
): Promise<void> {
  const text = await (await open(path)).text();
  await shelf.put([folder, `${name}.html`], text, { kind: 'page', title: name, forWhom: name });
}

/** The bytes of a download. */
export async function bytesOf(open: Open, path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await open(path)).arrayBuffer());
}
