/**
 * Lets alarms appear on this device: asks the browser for an address at its push service and sends that with the form.
 * Where a browser can, the sentence that it cannot gives way to the button.
 */

const place = document.querySelector<HTMLElement>('[data-push]');
const [sentence, part] = place?.children ?? [];
const form = place?.querySelector('form');

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const text = (of: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(of ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const hexadecimal = (of: ArrayBuffer) =>
  [...new Uint8Array(of)].map((b) => b.toString(16).padStart(2, '0')).join('');

function say(words: string | undefined) {
  if (sentence) sentence.textContent = words ?? '';
}

/** Shows which of the devices in the list is this one; an address nobody lists any more is given back. */
async function isOn(registration: ServiceWorkerRegistration): Promise<boolean> {
  const known = await registration.pushManager.getSubscription();
  if (!known) return false;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(known.endpoint));
  const mark = document.querySelector<HTMLElement>(`[data-push-mark="${hexadecimal(hash)}"]`);
  if (!mark) await known.unsubscribe();
  else mark.hidden = false;
  return mark !== null;
}

async function turnOn(registration: ServiceWorkerRegistration, to: HTMLFormElement, key: string) {
  if ((await Notification.requestPermission()) !== 'granted') return say(place?.dataset.denied);
  const { endpoint, getKey } = await registration.pushManager
    .subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(key),
    })
    .then((s) => ({ endpoint: s.endpoint, getKey: s.getKey.bind(s) }));
  const values = { endpoint, p256dh: text(getKey('p256dh')), auth: text(getKey('auth')) };
  for (const [name, value] of Object.entries(values))
    (to.elements.namedItem(name) as HTMLInputElement).value = value;
  to.submit();
}

async function begin(of: HTMLElement, to: HTMLFormElement) {
  const registration = await navigator.serviceWorker.ready;
  if (Notification.permission === 'denied') return say(of.dataset.denied);
  const already = await isOn(registration);
  say('');
  if (part instanceof HTMLElement) part.hidden = already;
  to.addEventListener('submit', (event) => {
    event.preventDefault();
    turnOn(registration, to, of.dataset.push ?? '').catch(() => say(of.dataset.failed));
  });
}

const can = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
if (place && form && can) begin(place, form).catch(() => {});
