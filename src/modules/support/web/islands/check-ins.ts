import {
  allWaiting,
  clock,
  drop,
  outboxNews,
  put,
  type Sent,
  sendWaiting,
  type Waiting,
} from '#ui/browser/parts/outbox.ts';

/**
 * Talks written down where there is no connection: what is typed lies in this browser until the server has it. Where the
 * page shows no forms, only what waits is sent. The worker sends too, from every page and, where browsers can, after they
 * were closed.
 */

type Fields = Record<string, string>;
type Registration = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

const place = document.querySelector<HTMLElement>('[data-talks]');
if (place) void start(place);

async function start(place: HTMLElement) {
  const { person = '', talks: url = '' } = place.dataset;
  const form = place.querySelector<HTMLFormElement>('form');
  const state = place.querySelector<HTMLElement>('[data-talks-state]');
  const waiting = place.querySelector<HTMLElement>('[data-talks-waiting]');
  const blocks = [...place.querySelectorAll<HTMLElement>('[data-talk]')];
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

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
  const dayOf = (fields: Fields) =>
    ['year', 'month', 'day'].map((part) => Number(fields[`heldOn.${part}`]));
  const short = (name: string) => name.replace(/^talks\.\d+\./, '');
  const fieldsOf = (block: HTMLElement): Fields =>
    Object.fromEntries(
      inputsOf(block)
        .filter((e) => (e.type === 'radio' ? e.checked : e.value !== ''))
        .map((e) => [short(e.name), e.value]),
    );
  const said = (fields: Fields) => Object.keys(fields).some((name) => !/^(way|heldOn)/.test(name));
  const titleOf = (about: string) => blockOf(about)?.querySelector('summary')?.textContent ?? '';

  const blockOf = (about: string) => blocks.find((b) => b.dataset.talk === about);
  const mine = async () => (await allWaiting()).filter((w) => w.person === person);

  const keep = async (block: HTMLElement, how: 'typing' | 'ready') => {
    const fields = fieldsOf(block);
    if (!said(fields)) return;
    const { value: key } = keyOf(block);
    const about = block.dataset.talk ?? '';
    const to = { url, list: 'talks', item: itemOf(key, about, fields) };
    await put({
      key,
      person,
      about,
      fields,
      at: clock(),
      state: how,
      ...(how === 'ready' ? { to } : {}),
    });
  };

  /** Nothing can be kept here: what is typed stays in the page, and goes straight to the server when it can be reached. */
  const cannot = (why: 'nowhere' | 'full') => {
    say(why);
    state?.scrollIntoView({ block: 'center' });
  };

  /** What waits for a connection or could not be taken over, by the words of the page itself. */
  const list = async () => {
    if (!waiting) return;
    const rows = (await mine()).filter((w) => w.state === 'ready' || w.state === 'refused');
    waiting.hidden = rows.length === 0;
    waiting.replaceChildren(
      ...rows.map((w) => {
        const item = document.createElement('li');
        const why = place.getAttribute(`data-why-${w.reason ?? ''}`) ?? place.dataset.failed ?? '';
        item.textContent = `${titleOf(w.about)} – ${w.state === 'refused' ? why : place.dataset.kept}`;
        if (w.state === 'refused') {
          // no word is lost because of it: it is opened again where its part stands, and can be read where it does not
          if (blockOf(w.about))
            item.append(
              buttonOf('again', () => put({ ...w, state: 'typing' }).then(() => location.reload())),
            );
          else item.append(` – ${wordsIn(w.fields)}`);
          item.append(buttonOf('drop', () => drop(w.key).then(list)));
        }
        return item;
      }),
    );
    place.querySelector('[data-talks-leave]')?.toggleAttribute('hidden', rows.length === 0);
  };
  const buttonOf = (which: string, act: () => Promise<unknown>) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button is-quiet';
    button.textContent = place.dataset[which] ?? '';
    button.onclick = () => void act();
    return button;
  };

  /** What the server has taken over, whoever of page and worker sent it: told once. */
  const told = async () => {
    const rows = (await mine()).filter((w) => w.state === 'sent');
    for (const w of rows) {
      blockOf(w.about)?.setAttribute('hidden', '');
      await put({ ...w, state: 'told' });
    }
    return rows.length > 0;
  };

  const sentences: Partial<Record<Sent, string>> = {
    already: 'already',
    refused: 'failed',
    'sign-in': 'signin',
    'no-connection': 'kept',
  };
  const send = async () => {
    const said = await sendWaiting(person);
    const taken = await told();
    const sentence = sentences[said] ?? (taken ? 'sent' : undefined);
    if (sentence) say(sentence);
    await list();
  };

  // a private window, or a browser that keeps nothing: the page is a form like any other, and says so
  try {
    await allWaiting();
  } catch {
    if (form) say('nowhere');
    form?.addEventListener('submit', (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      cannot('nowhere');
    });
    return;
  }

  // after an answer with errors the server has put back what was typed: that is newer
  if (!document.querySelector('.error-summary'))
    for (const kept of (await mine()).filter((k) => k.state === 'typing')) {
      const block = blockOf(kept.about);
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
  // a talk that waits to be sent is not asked for again, nor one that was written on this very form before
  for (const w of await mine())
    for (const block of blocks)
      if (w.state === 'ready' ? w.about === block.dataset.talk : isUsed(w, keyOf(block).value))
        block.hidden = true;
  await list();
  await send();

  form?.addEventListener('input', (event) => {
    const block = (event.target as HTMLElement).closest<HTMLElement>('[data-talk]');
    if (!block) return;
    const key = keyOf(block).value;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(
        () =>
          void keep(block, 'typing').then(
            () => say('typed'),
            () => say('full'),
          ),
        300,
      ),
    );
  });
  form?.addEventListener('submit', (event) => {
    const filled = blocks.filter((b) => !b.hidden && said(fieldsOf(b)));
    const open = filled.filter((b) => {
      const fields = fieldsOf(b);
      const points = Object.keys(fields).filter((name) => name.startsWith('ratings.')).length;
      return points < 5 || !isDay(dayOf(fields));
    });
    // the server says better what is missing, where it can be asked
    if (filled.length === 0 || (open.length > 0 && navigator.onLine)) return;
    event.preventDefault();
    for (const timer of timers.values()) clearTimeout(timer);
    const [first] = open;
    if (first) {
      const isDated = isDay(dayOf(fieldsOf(first)));
      say(isDated ? 'points' : 'date');
      first.querySelector('details')?.setAttribute('open', '');
      const field = isDated ? 'input[name*="ratings."]' : 'input[name$="heldOn.day"]';
      first.querySelector<HTMLElement>(field)?.focus();
      return;
    }
    void (async () => {
      try {
        for (const block of filled) await keep(block, 'ready');
      } catch {
        // there is no room left: its keys keep what was kept before from being taken twice
        if (navigator.onLine) HTMLFormElement.prototype.submit.call(form);
        else cannot('full');
        return;
      }
      for (const block of filled) block.hidden = true;
      say('kept');
      await list();
      state?.scrollIntoView({ block: 'center' });
      // asked before it is tried: the page may be closed any moment
      const worker: Registration | undefined = await navigator.serviceWorker?.getRegistration();
      worker?.sync?.register(outboxNews).catch(() => {});
      await send();
    })();
  });
  if (typeof BroadcastChannel !== 'undefined')
    new BroadcastChannel(outboxNews).onmessage = () => void send();
  addEventListener('online', () => void send());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void send();
  });
}

const isUsed = (w: Waiting, key: string) =>
  (w.state === 'sent' || w.state === 'told') && w.key === key;

/** Whether there is such a day, as far as can be said without a calendar: the server says the rest. */
const isDay = ([year = 0, month = 0, day = 0]: number[]) =>
  year > 1999 && month > 0 && month < 13 && day > 0 && day < (month === 2 ? 30 : 32);

/** What was written in words. */
const wordsIn = (fields: Fields) =>
  Object.entries(fields)
    .filter(([name]) => /^(note|promise|answers\.)/.test(name))
    .map(([, text]) => text)
    .join(' · ');

/** One talk as the command takes it. */
function itemOf(key: string, about: string, fields: Fields): object {
  const [mobilityId, partner] = about.split(' ');
  const of = (start: string) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => name.startsWith(start))
        .map(([name, value]) => [name.slice(start.length), value]),
    );
  const two = (name: string) => (fields[name] ?? '').padStart(2, '0');
  return {
    kind: 'talk',
    key,
    mobilityId,
    with: partner,
    heldOn: `${fields['heldOn.year'] ?? ''}-${two('heldOn.month')}-${two('heldOn.day')}`,
    way: fields.way,
    ratings: of('ratings.'),
    answers: of('answers.'),
    note: fields.note ?? '',
    promise: fields.promise ?? '',
    lastPromise: fields.lastPromise ?? null,
  };
}
