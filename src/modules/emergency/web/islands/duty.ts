/**
 * Who is on duty now, by this device's own clock: the card is read where there is no connection. How far that clock is off
 * was seen when the card was loaded, and is taken out of it; the device says which time it then believes it is, since a
 * wrong clock names the wrong person. The number for any hour stands beside it always.
 */

type Shift = [from: number, until: number, name: string, phone: string];

const place = document.querySelector<HTMLElement>('[data-duty]');
/**
 * Milliseconds since 1970, by this device's clock on the wall: a new file carries the moment it was made. What counts from
 * the beginning of the page stands still while a phone sleeps.
 */
const clock = () => new File([], '').lastModified;

/** More than this is said: whoever reads it would otherwise trust the clock in the corner of the screen. */
const muchOff = 10 * 60_000;

/**
 * Milliseconds by which this device's clock is ahead of the server's: seen by the worker when it kept this page, or here
 * and now, since the page was made a moment ago.
 */
function clockOff({ printed, clockOff: kept }: DOMStringMap): number {
  if (!kept) return clock() - Number(printed);
  // a time before the card was made cannot be: the clock has been set since
  return clock() - Number(kept) < Number(printed) - muchOff ? 0 : Number(kept);
}

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

function draw(to: HTMLElement, off: number) {
  const { duty = '[]', zone = 'UTC', printed = '0', lang = 'en' } = to.dataset;
  const shifts = JSON.parse(duty) as Shift[];
  const now = clock() - off;
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
  const { wrongText = '', offText = '', clockText = '' } = to.dataset;
  // nothing is read before it was written
  if (now < Number(printed) - muchOff) found.push(line(bold(wrongText)));
  if (Math.abs(off) > muchOff) found.push(line(bold(offText.replace('{at}', here))));
  else found.push(line(clockText.replace('{at}', here)));
  to.replaceChildren(...found);
}

if (place) {
  const off = clockOff(place.dataset);
  draw(place, off);
  setInterval(() => draw(place, off), 60_000);
}
