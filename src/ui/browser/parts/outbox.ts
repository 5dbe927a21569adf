/**
 * What was written without a connection and waits in this browser for the server: ids and fields, no names, for one
 * person alone and two weeks at most. Each has a key made where it was typed, so that sending it again is harmless. The
 * page that was written on and the worker send alike, one after the other.
 */

export type Waiting = {
  key: string;
  /** id of who wrote it */
  person: string;
  /** what it is about, as its page names it */
  about: string;
  fields: Record<string, string>;
  /** milliseconds since 1970, by this device */
  at: number;
  /**
   * sent: the server has it, and the person has not been told yet; told: they have. Nothing is left here of either but
   * the key, by which a page that was kept from before knows that its form has been used.
   */
  state: 'typing' | 'ready' | 'refused' | 'sent' | 'told';
  reason?: string;
  /** where it goes once it is ready: the command, the list in its input that it becomes part of, and itself */
  to?: { url: string; list: string; item: object };
};

/** What came of sending: what the server answered of any one, else why there is no answer. */
export type Sent = 'nothing' | 'kept' | 'already' | 'refused' | 'sign-in' | 'no-connection';

type Result = { key: string; result: 'kept' | 'already' | 'refused'; reason: string | null };

const longest = 14 * 24 * 3600_000;
const atOnce = 40;
/** Milliseconds after which a server that says nothing counts as none; it may have it all the same, which is harmless. */
const patience = 30_000;
/** Name of the lock, of the channel on which the worker tells open pages what it sent, and of what a browser wakes it for. */
export const outboxNews = 'sojourn-outbox';

/** Milliseconds since 1970, by this device. */
export const clock = () => Math.round(performance.timeOrigin + performance.now());

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('sojourn-outbox', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('waiting', { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = db.transaction('waiting', mode, { durability: 'strict' });
      const request = work(change.objectStore('waiting'));
      change.oncomplete = () => resolve(request.result);
      change.onerror = () => reject(change.error);
    });
  } finally {
    db.close();
  }
}

export const put = (waiting: Waiting) => within('readwrite', (store) => store.put(waiting));
export const drop = (key: string) => within('readwrite', (store) => store.delete(key));

/** Everything that waits here, whoever wrote it; what is too old goes. */
export async function allWaiting(): Promise<Waiting[]> {
  const all = await within<Waiting[]>('readonly', (store) => store.getAll());
  const old = all.filter((w) => clock() - w.at > longest);
  for (const w of old) await drop(w.key);
  return all.filter((w) => !old.includes(w));
}

/** One sends at a time, in whichever page or worker; where there are no locks, keys keep it from being taken twice. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request(outboxNews, work) as Promise<T>) : work();

/**
 * Sends what is ready, of one person or of all. The server takes it from nobody but who wrote it.
 */
export const sendWaiting = (person?: string): Promise<Sent> =>
  alone(async () => {
    const ready = (await allWaiting()).filter(
      (w) => w.state === 'ready' && (!person || w.person === person),
    );
    let said: Sent = 'nothing';
    for (const first of ready.filter((w, i) => ready.findIndex((o) => together(o, w)) === i))
      said = await sendTogether(ready.filter((w) => together(w, first)).slice(0, atOnce));
    return said;
  });

const together = (a: Waiting, b: Waiting) => a.person === b.person && a.to?.url === b.to?.url;

/** What is said of several that were sent one by one. */
const inOne: Sent[] = ['sign-in', 'no-connection', 'refused', 'kept', 'already'];

async function sendTogether(rows: Waiting[]): Promise<Sent> {
  const [first] = rows;
  if (!first?.to) return 'nothing';
  const { url, list } = first.to;
  let results: Result[];
  try {
    const answer = await fetch(url, {
      method: 'POST',
      signal: AbortSignal.timeout(patience),
      headers: { 'content-type': 'application/json', 'sojourn-person': first.person },
      body: JSON.stringify({ [list]: rows.map((w) => w.to?.item) }),
    });
    const told = await answer.json();
    results = told.results ?? [];
    const fault: { reason: string } | undefined = told.error?.faults?.[0];
    const isWrong = fault && !/^platform\.(?!invalid\.)/.test(fault.reason);
    // one that is wrong holds up no other
    if (!answer.ok && isWrong && rows.length > 1) {
      const said: Sent[] = [];
      for (const row of rows) said.push(await sendTogether([row]));
      return inOne.find((one) => said.includes(one)) ?? 'refused';
    }
    // one alone that cannot be taken over is told as a fault
    if (!answer.ok && isWrong)
      results = [{ key: first.key, result: 'refused', reason: fault.reason }];
    if (results.length === 0)
      return answer.status === 404 || answer.status === 403 ? 'sign-in' : 'refused';
  } catch {
    return 'no-connection';
  }
  for (const r of results) {
    const row = rows.find((w) => w.key === r.key);
    if (!row) continue;
    const { to: _, ...rest } = row;
    await put(
      r.result === 'refused'
        ? { ...rest, state: 'refused', reason: r.reason?.split('.').at(-1) ?? '' }
        : { ...rest, fields: {}, state: 'sent' },
    );
  }
  return (
    (['kept', 'already'] as const).find((r) => results.some((x) => x.result === r)) ?? 'refused'
  );
}
