/**
 * Who is on duty now, by this device's own clock: the card is read where there is no connection. The device says which
 * time it believes it is, since a wrong clock names the wrong person; the number for any hour stands beside it always.
 */

type Shift = [from: number, until: number, name: string, phone: string];

const place = document.querySelector<HTMLElement>('[data-duty]');
/**
 * Milliseconds since 1970, by this device's clock on the wall: a new file carries the moment it was made. What counts from
 * the beginning of the page stands still while a phone sleeps.
 */
const clock = () => new File([], '').lastModified;

function line(...parts: (string | Node)[]): HTMLElement {
  const p = document.createElement('p');
  p.append(...parts);
  return p;
}

function bold(text: string): HTMLElement {
  const b = document.createElement('b');
  b.textContent = text;
  return b;
}

function call(phone: string): HTMLElement {
  const a = document.createElement('a');
  a.href = `tel:${phone.replaceAll(/[^+\d]/g, '')}`;
  a.textContent = phone.replaceAll(' ', '\u00a0');
  return a;
}

function draw(to: HTMLElement) {
  const { duty = '[]', zone = 'UTC', printed = '0', lang = 'en' } = to.dataset;
  const shifts = JSON.parse(duty) as Shift[];
  const now = clock();
  const here = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  }).format(now);
  const on = shifts.filter(([from, until]) => from <= now && now < until);
  const last = shifts.reduce((max, [, until]) => Math.max(max, until), 0);
  const found = on.map(([, , name, phone]) =>
    line(`${to.dataset.nowText ?? ''} `, bold(name), ' ', ...(phone ? [call(phone)] : [])),
  );
  if (on.length === 0 && shifts.length > 0)
    found.push(line(bold((now > last ? to.dataset.overText : to.dataset.nobodyText) ?? '')));
  // nothing is read before it was written
  if (now < Number(printed) - 10 * 60_000) found.push(line(bold(to.dataset.wrongText ?? '')));
  found.push(line((to.dataset.clockText ?? '').replace('{at}', here)));
  to.replaceChildren(...found);
}

if (place) {
  draw(place);
  setInterval(() => draw(place), 60_000);
}
