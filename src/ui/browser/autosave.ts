/**
 * Keeps a form while somebody types: on the server every few seconds, and in this browser until the server has it, so
 * that a broken connection loses nothing. A sensitive form is never kept in the browser. Says in words where it stands.
 * What the hidden fields say goes along by name; everything else is sent as `fields`.
 */

const form = document.querySelector<HTMLFormElement>('form[data-autosave]');
const sentKey = 'autosave-sent';
const wait = 3000;

if (form) keep(form, form.dataset.autosave as string);
else forget();

/** The form was sent and another page came back: the server has it. */
function forget() {
  try {
    const done = sessionStorage.getItem(sentKey);
    if (done) localStorage.removeItem(done);
    sessionStorage.removeItem(sentKey);
  } catch {}
}

function keep(form: HTMLFormElement, url: string) {
  const key = `autosave:${location.pathname}`;
  const state = form.querySelector<HTMLElement>('[data-autosave-state]');
  const seen = form.elements.namedItem('seen') as HTMLInputElement;
  const isLocal = !form.matches('[data-sensitive]');
  const inputs = () =>
    [...form.elements].filter((e): e is HTMLInputElement =>
      e.matches('input:not([type=hidden],[type=file]),textarea,select'),
    );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isChanged = false;
  let isOver = false;

  /** One of the sentences that the page brought along, or another one. */
  const say = (which: string, text?: string) => {
    const sentence = text ?? state?.dataset[which] ?? '';
    if (state && state.textContent !== sentence) state.textContent = sentence;
  };

  const remember = () => {
    if (!isLocal) return;
    const typed = inputs().map((e) => [e.name, e.value, e.checked]);
    try {
      localStorage.setItem(key, JSON.stringify({ seen: seen.value, typed }));
    } catch {}
  };
  const drop = () => {
    try {
      localStorage.removeItem(key);
    } catch {}
  };

  const send = async () => {
    clearTimeout(timer);
    if (isBusy || isOver || !isChanged) return;
    isBusy = true;
    isChanged = false;
    const body: Record<string, unknown> = {};
    for (const hidden of form.querySelectorAll<HTMLInputElement>('input[type=hidden]'))
      body[hidden.name] = hidden.value;
    const fields: Record<string, FormDataEntryValue[]> = {};
    for (const { name } of inputs()) if (name) fields[name] = new FormData(form).getAll(name);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, fields }),
        keepalive: true,
      });
      const said = await answer.json();
      if (answer.ok) {
        seen.value = said.seen;
        if (isChanged) remember();
        else drop();
        say('saved');
      } else if (answer.status < 500) {
        // changed elsewhere, or closed meanwhile: saying it again would change nothing
        isOver = true;
        remember();
        say('elsewhere', answer.status === 409 ? undefined : said.error.faults[0].text);
      } else throw answer;
    } catch {
      isChanged = true;
      say(isLocal ? 'offline' : 'unsaved');
    }
    isBusy = false;
    if (isChanged) later();
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    const sent = sessionStorage.getItem(sentKey);
    sessionStorage.removeItem(sentKey);
    // after an answer with errors the server has put back what was typed: that is newer
    if (kept && sent === key && document.querySelector('.error-summary')) drop();
    else if (kept && isLocal) {
      const open = inputs();
      for (const [name, value, checked] of kept.typed) {
        const field = open.find(
          (e) => e.name === name && (!/radio|checkbox/.test(e.type) || e.value === value),
        );
        if (!field) continue;
        if (/radio|checkbox/.test(field.type)) field.checked = checked;
        else field.value = value;
      }
      seen.value = kept.seen;
      isChanged = true;
      say('restored');
      later();
    }
  } catch {}

  form.addEventListener('input', () => {
    isChanged = true;
    remember();
    if (!isBusy && !isOver) later();
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    isOver = true;
    try {
      sessionStorage.setItem(sentKey, key);
    } catch {}
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) isOver = false;
  });
  addEventListener('online', send);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void send();
  });
}
