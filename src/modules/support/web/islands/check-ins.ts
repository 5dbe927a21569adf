/**
 * Talks written down where there is no connection. What is typed lies in this browser until the server has it: the ids of
 * the stay and the fields, no names, for one person alone and two weeks at most. Each talk has a key made here, so that
 * sending it again is harmless. Where the page shows no forms, only what waits is sent.
 */

type Fields = Record<string, string>;
type Kept = {
  key: string;
  person: string;
  /** mobility and side */
  talk: string;
  fields: Fields;
  at: number;
  state: 'typing' | 'ready' | 'refused';
  reason?: string;
};
type Result = { key: string; result: 'kept' | 'already' | 'refused'; reason: string | null };

const place = document.querySelector<HTMLElement>('[data-talks]');
const longest = 14 * 24 * 3600_000;
/** Milliseconds since 1970, by this device. */
const clock = () => Math.round(performance.timeOrigin + performance.now());

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('sojourn-talks', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('talks', { keyPath: 'key' });
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
      const change = db.transaction('talks', mode, { durability: 'strict' });
      const request = work(change.objectStore('talks'));
      change.oncomplete = () => resolve(request.result);
      change.onerror = () => reject(change.error);
    });
  } finally {
    db.close();
  }
}

const all = () => within<Kept[]>('readonly', (store) => store.getAll());
const put = (kept: Kept) => within('readwrite', (store) => store.put(kept));
const drop = (key: string) => within('readwrite', (store) => store.delete(key));

if (place) void start(place);

async function start(place: HTMLElement) {
  const { person = '', talks: url = '' } = place.dataset;
  const form = place.querySelector<HTMLFormElement>('form');
  const state = place.querySelector<HTMLElement>('[data-talks-state]');
  const waiting = place.querySelector<HTMLElement>('[data-talks-waiting]');
  const blocks = [...place.querySelectorAll<HTMLElement>('[data-talk]')];
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let busy = false;

  const say = (which: string) => {
    const sentence = place.dataset[which];
    if (state && sentence) state.textContent = sentence;
  };
  const inputsOf = (block: HTMLElement) =>
    [...block.querySelectorAll<HTMLInputElement>('input,textarea')].filter(
      (e) => e.type !== 'hidden',
    );
  const keyOf = (block: HTMLElement) =>
    block.querySelector<HTMLInputElement>('input[name$=".key"]') as HTMLInputElement;
  const short = (name: string) => name.replace(/^talks\.\d+\./, '');
  const fieldsOf = (block: HTMLElement): Fields =>
    Object.fromEntries(
      inputsOf(block)
        .filter((e) => (e.type === 'radio' ? e.checked : e.value !== ''))
        .map((e) => [short(e.name), e.value]),
    );
  const said = (fields: Fields) => Object.keys(fields).some((name) => !/^(way|heldOn)/.test(name));
  const titleOf = (talk: string) =>
    blocks.find((b) => b.dataset.talk === talk)?.querySelector('summary')?.textContent ?? '';

  const mine = async () => (await all()).filter((k) => k.person === person);

  const keep = async (block: HTMLElement, how: 'typing' | 'ready') => {
    const fields = fieldsOf(block);
    if (!said(fields)) return;
    await put({
      key: keyOf(block).value,
      person,
      talk: block.dataset.talk ?? '',
      fields,
      at: clock(),
      state: how,
    });
  };

  /** What waits for a connection or could not be taken over, by the words of the page itself. */
  const list = async () => {
    if (!waiting) return;
    const rows = (await mine()).filter((k) => k.state !== 'typing');
    waiting.hidden = rows.length === 0;
    waiting.replaceChildren(
      ...rows.map((k) => {
        const item = document.createElement('li');
        const why = place.getAttribute(`data-why-${k.reason ?? ''}`) ?? place.dataset.failed ?? '';
        item.textContent = `${titleOf(k.talk)} – ${k.state === 'refused' ? why : place.dataset.kept}`;
        if (k.state === 'refused') {
          const button = document.createElement('button');
          button.type = 'button';
          button.className = 'button is-quiet';
          button.textContent = place.dataset.drop ?? '';
          button.onclick = () => void drop(k.key).then(list);
          item.append(' ', button);
        }
        return item;
      }),
    );
  };

  const bodyOf = (k: Kept) => {
    const [mobilityId, partner] = k.talk.split(' ');
    const of = (start: string) =>
      Object.fromEntries(
        Object.entries(k.fields)
          .filter(([name]) => name.startsWith(start))
          .map(([name, value]) => [name.slice(start.length), value]),
      );
    const two = (name: string) => (k.fields[name] ?? '').padStart(2, '0');
    return {
      kind: 'talk',
      key: k.key,
      mobilityId,
      with: partner,
      heldOn: `${k.fields['heldOn.year'] ?? ''}-${two('heldOn.month')}-${two('heldOn.day')}`,
      way: k.fields.way,
      ratings: of('ratings.'),
      answers: of('answers.'),
      note: k.fields.note ?? '',
      promise: k.fields.promise ?? '',
      lastPromise: k.fields.lastPromise ?? null,
    };
  };

  const send = async () => {
    const rows = (await mine()).filter((k) => k.state === 'ready').slice(0, 40);
    if (busy || rows.length === 0) return;
    busy = true;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ talks: rows.map(bodyOf) }),
      });
      const told = await answer.json();
      let results: Result[] = told.results ?? [];
      // one talk alone that cannot be kept is told as a fault
      const fault: string | undefined = told.error?.faults?.[0]?.reason;
      if (!answer.ok && rows.length === 1 && fault?.startsWith('support.'))
        results = [{ key: rows[0]?.key ?? '', result: 'refused', reason: fault }];
      for (const r of results) {
        const row = rows.find((k) => k.key === r.key);
        if (r.result !== 'refused') await drop(r.key);
        else if (row)
          await put({ ...row, state: 'refused', reason: r.reason?.split('.').at(-1) ?? '' });
      }
      say(
        results.length === 0
          ? answer.status === 404 || answer.status === 403
            ? 'signin'
            : 'failed'
          : results.some((r) => r.result === 'kept')
            ? 'sent'
            : results.some((r) => r.result === 'already')
              ? 'already'
              : 'failed',
      );
    } catch {
      say('kept');
    }
    busy = false;
    await list();
  };

  for (const kept of await all()) if (clock() - kept.at > longest) await drop(kept.key);
  // after an answer with errors the server has put back what was typed: that is newer
  if (!document.querySelector('.error-summary'))
    for (const kept of (await mine()).filter((k) => k.state === 'typing')) {
      const block = blocks.find((b) => b.dataset.talk === kept.talk);
      if (!block) continue;
      keyOf(block).value = kept.key;
      for (const e of inputsOf(block)) {
        const value = kept.fields[short(e.name)];
        if (e.type === 'radio') e.checked = value === e.value;
        else e.value = value ?? '';
      }
      block.querySelector('details')?.setAttribute('open', '');
      say('restored');
    }
  // a talk that waits to be sent is not asked for again
  for (const kept of (await mine()).filter((k) => k.state === 'ready'))
    blocks.find((b) => b.dataset.talk === kept.talk)?.setAttribute('hidden', '');
  await list();
  await send();

  form?.addEventListener('input', (event) => {
    const block = (event.target as HTMLElement).closest<HTMLElement>('[data-talk]');
    if (!block) return;
    const key = keyOf(block).value;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void keep(block, 'typing').then(() => say('typed')), 300),
    );
  });
  form?.addEventListener('submit', (event) => {
    const filled = blocks.filter((b) => !b.hidden && said(fieldsOf(b)));
    const open = filled.filter((b) => {
      const fields = fieldsOf(b);
      return Object.keys(fields).filter((name) => name.startsWith('ratings.')).length < 5;
    });
    // the server says better what is missing, where it can be asked
    if (filled.length === 0 || (open.length > 0 && navigator.onLine)) return;
    event.preventDefault();
    for (const timer of timers.values()) clearTimeout(timer);
    const [first] = open;
    if (first) {
      say('points');
      first.querySelector('details')?.setAttribute('open', '');
      first.querySelector<HTMLElement>('input[type=radio]')?.focus();
      return;
    }
    void (async () => {
      for (const block of filled) {
        await keep(block, 'ready');
        block.hidden = true;
      }
      say('kept');
      await list();
      state?.scrollIntoView({ block: 'center' });
      await send();
    })();
  });
  addEventListener('online', () => void send());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void send();
  });
}
