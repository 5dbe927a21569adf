/** Comfort for pages that work without it: focus, single sending, printing, dialogs, kept drafts, search key. */

const on = addEventListener;
const page = document;
const find = <T extends HTMLElement>(selector: string) => page.querySelector<T>(selector);

find('[data-focus]')?.focus();

const { worker } = page.documentElement.dataset;
if (worker) navigator.serviceWorker?.register(worker).catch(() => {});

for (const button of page.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.onclick = () => print();
}

on('beforeprint', () => {
  for (const part of page.querySelectorAll<HTMLDetailsElement>('.is-printed')) part.open = true;
});

on('click', (event) => {
  // the list behind "more" closes when somebody goes elsewhere
  find('.nav-more:not(:hover,:focus-within)')?.removeAttribute('open');
  const opener = (event.target as Element).closest<HTMLElement>('[data-dialog]');
  const dialog = opener && page.getElementById(opener.dataset.dialog ?? '');
  if (dialog instanceof HTMLDialogElement && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    dialog.showModal();
  }
});

on('keydown', (event) => {
  const typing = (event.target as Element).closest('input,textarea,select,[contenteditable]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const search = find<HTMLInputElement>('[data-search]');
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

// Sending twice. The button itself stays enabled while the form is read, so that its name and value are sent.
const sent = new WeakSet<HTMLFormElement>();
const buttons = (form: HTMLFormElement) =>
  [...form.elements].filter((element) => element.matches('button,[type=submit]'));
on('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  for (const button of buttons(form)) button.setAttribute('aria-disabled', 'true');
  try {
    if (kept(form)) store().setItem(sentKey, keyOf(form));
  } catch {}
});
on('pageshow', () => {
  for (const form of page.forms) {
    sent.delete(form);
    for (const button of buttons(form)) button.removeAttribute('aria-disabled');
  }
});

// Drafts: until the form was sent and a page without it came back.
const sentKey = 'sent';
const keyOf = (form: HTMLFormElement) => `keep:${location.pathname}#${form.id}`;
const kept = (form: HTMLFormElement) => form.matches('[data-keep][id]:not([data-sensitive])');
const fields = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (field): field is HTMLInputElement =>
      field.matches('input,textarea,select') &&
      !field.matches('[type=hidden],[type=password],[type=file],[autocomplete=one-time-code]'),
  );
/** Asked for each time: it may be closed to us, and then even asking fails. */
const store = () => sessionStorage;
const isTicked = (field: HTMLInputElement) => /radio|checkbox/.test(field.type);
const drafts = [...page.forms].filter(kept);

try {
  const done = store().getItem(sentKey);
  if (done && !drafts.some((form) => keyOf(form) === done)) store().removeItem(done);
  store().removeItem(sentKey);
  for (const form of drafts) {
    // After an answer with errors the server has put back what was typed: that is newer.
    if (find('.error-summary')) continue;
    const draft: [string, string, boolean][] = JSON.parse(store().getItem(keyOf(form)) ?? '[]');
    for (const field of fields(form)) {
      const mine = draft.find(
        ([name, value]) => name === field.name && (!isTicked(field) || value === field.value),
      );
      if (!mine) continue;
      if (isTicked(field)) field.checked = mine[2];
      else field.value = mine[1];
    }
  }
} catch {
  // Storage may be closed to us; then nothing is kept.
}
on('input', (event) => {
  const form = (event.target as HTMLInputElement).form;
  if (!form || !kept(form)) return;
  try {
    store().setItem(
      keyOf(form),
      JSON.stringify(fields(form).map((field) => [field.name, field.value, field.checked])),
    );
  } catch {}
});
