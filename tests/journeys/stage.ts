import type { Download, Locator, Page } from 'playwright-core';
import { startWork } from '#app/start.ts';
import { setClock } from '#platform/clock.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { whenFileEnds } from '../support/closing.ts';
import { type House, openHouse } from '../support/house.ts';

/** Somebody of a journey. The phone is a small one; without scripts the browser runs none. */
export type Cast = { name: string; email: string; phone?: boolean; scripts?: boolean };
export type Mail = {
  to_address: string;
  subject: string;
  body_text: string;
  body_html: string;
  kind: string;
  attachments: { type: string; method: string; content: string }[];
};
export type Persona = Awaited<ReturnType<Stage['enter']>>;
export type Stage = Awaited<ReturnType<typeof openStage>>;

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 900 };
const patience = 20_000;

/** The day on which every journey begins, whatever day it is outside. */
const first = Temporal.PlainDate.from('2026-11-23');

/** The house with its background work, a browser before it, and a calendar that can be turned forward. */
export async function openStage() {
  const house = await openHouse({ mode: 'test' });
  const browser = await openBrowser(house);
  let ahead = 0;
  const opened = Temporal.Now.instant();
  const morning = first
    .toZonedDateTime({ timeZone: 'Europe/Brussels', plainTime: '09:00' })
    .toInstant();
  // it goes on while the journey goes, so that what happens later is later
  const undo = setClock({
    now: () => morning.add(opened.until(Temporal.Now.instant())).add({ hours: 24 * ahead }),
  });
  await startWork({ ...house, closing: [], close: async () => {} });
  const everybody: { complaints: string[]; page: Page; name: string }[] = [];
  whenFileEnds(async () => {
    undo();
    await browser.close();
    await closePdf();
  });
  return {
    house,
    browser,
    origin: browser.origin,
    today: () => first.add({ days: ahead }),
    /** Turns the calendar forward, never back. */
    dayComes: (day: Temporal.PlainDate) => {
      ahead = first.until(day, { largestUnit: 'days' }).days;
    },
    enter: (cast: Cast) => enter(house, browser, cast, everybody),
    /** What browsers complained about so far, whoever sat before them. */
    complaints: () => everybody.flatMap((each) => each.complaints.map((c) => `${each.name}: ${c}`)),
    /** Where everybody stands, for the message of a step that failed. */
    whereAll: async () => {
      const last = everybody.toSorted((a, b) => seen(b.page) - seen(a.page))[0];
      if (!last) return '';
      const picture = await last.page
        .locator('main')
        .ariaSnapshot({ timeout: 2_000 })
        .catch(() => '(no page)');
      return `${last.name} at ${last.page.url()}\n${picture.slice(0, 6_000)}`;
    },
  };
}

const lastUse = new WeakMap<Page, number>();
let uses = 0;
const seen = (page: Page) => lastUse.get(page) ?? 0;

async function enter(
  house: House,
  browser: OpenBrowser,
  cast: Cast,
  everybody: { complaints: string[]; page: Page; name: string }[],
) {
  const { origin } = browser;
  const {
    context,
    page,
    complaints: said,
  } = await browser.visit(null, {
    viewport: cast.phone ? phone : desk,
    isMobile: cast.phone ?? false,
    hasTouch: cast.phone ?? false,
    javaScriptEnabled: cast.scripts ?? true,
    acceptDownloads: true,
    // each sits behind a line of their own, as people do
    extraHTTPHeaders: { 'x-forwarded-for': `10.0.0.${everybody.length + 1}` },
  });
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  everybody.push({ page, name: cast.name, complaints });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  const heard = () => {
    // a form that is sent back with a sentence is an answer; Chromium notes every such status
    complaints.push(...said.splice(0).filter((line) => !/status of 4\d\d/.test(line)));
  };
  const main = page.locator('main');
  const used = () => {
    uses += 1;
    lastUse.set(page, uses);
    heard();
  };

  const newestMail = async (subject: string | RegExp): Promise<Mail> => {
    const mails = (await house.mails()) as unknown as Mail[];
    const found = mails.findLast(
      (m) =>
        m.to_address === cast.email &&
        (typeof subject === 'string' ? m.subject.includes(subject) : subject.test(m.subject)),
    );
    if (!found) {
      const mine = mails.filter((m) => m.to_address === cast.email).map((m) => m.subject);
      throw new Error(
        `${cast.name} has no mail “${subject}”; there are: ${mine.join(' | ') || 'none'}`,
      );
    }
    return found;
  };

  /** Presses, and waits until the answer stands there. */
  const andThen = async (press: () => Promise<void>) => {
    used();
    const loaded = page.waitForEvent('domcontentloaded');
    loaded.catch(() => {});
    await press();
    await loaded;
    heard();
  };

  const signIn = async () => {
    await page.getByLabel('Your e-mail address').fill(cast.email);
    await andThen(() => page.getByRole('button', { name: 'Send me a code' }).click());
    const mail = await newestMail('is your code');
    await page.getByLabel('Code from the mail').fill(mail.subject.slice(0, 6));
    await andThen(() => main.getByRole('button', { name: 'Sign in' }).click());
  };

  /** A part of the page by its heading. */
  const inside = (where?: string): Locator =>
    where
      ? main
          .locator('section')
          .filter({ has: page.getByRole('heading', { name: where, exact: true }) })
          .last()
      : main;
  /** A field by the words above it, with or without the note that it is optional. */
  const field = (label: string, at: Locator = main) =>
    at
      .getByLabel(new RegExp(`^\\s*${literally(label)}(\\s*\\(?optional\\)?)?\\s*$`))
      .and(at.locator('input, textarea, select'));
  const group = (legend: string | RegExp) =>
    main
      .getByRole('group', {
        name: typeof legend === 'string' ? new RegExp(`^\\s*${literally(legend)}`) : legend,
      })
      .first();

  const me = {
    ...cast,
    page,
    main,
    context,
    newestMail,
    inside,
    field,
    group,
    signIn,
    opens: async (path: string) => {
      used();
      await page.goto(path.startsWith('http') ? path : `${origin}${path}`);
      if (new URL(page.url()).pathname === '/sign-in') await signIn();
    },
    /** The first page; whoever was away for a month signs in again. */
    home: async () => {
      await me.opens('/');
      if ((await main.getByRole('link', { name: 'Sign in', exact: true }).count()) === 0) return;
      await me.follows('Sign in');
      await signIn();
    },
    /** Follows the first link of the newest mail with such a subject. */
    opensMail: async (subject: string | RegExp) => {
      const mail = await newestMail(subject);
      const link = new RegExp(`${literally(origin)}\\S*`).exec(mail.body_text)?.[0];
      if (!link) throw new Error(`no link in “${mail.subject}”`);
      await me.opens(link);
      return mail;
    },
    /** A link that was passed on. */
    opensMailOf: async (other: { newestMail: typeof newestMail }, subject: string) => {
      const mail = await other.newestMail(subject);
      const link = new RegExp(`${literally(origin)}\\S*`).exec(mail.body_text)?.[0];
      await me.opens(link ?? '');
    },
    follows: (name: string | RegExp, where?: string) =>
      andThen(() =>
        inside(where)
          .getByRole('link', typeof name === 'string' ? { name, exact: true } : { name })
          .first()
          .click(),
      ),
    /** A step of one's own on the home page, whether it stands first or in the list below. */
    takesUp: (title: RegExp) =>
      andThen(async () => {
        const listed = inside().getByRole('link', { name: title });
        if ((await listed.count()) > 0) return listed.first().click();
        await inside().getByRole('heading', { name: title }).waitFor();
        await inside().getByRole('link').first().click();
      }),
    /** A place of the main navigation, also one that stands behind "more". */
    goesTo: (name: string) =>
      andThen(async () => {
        const link = page.getByRole('navigation').getByRole('link', { name, exact: true }).first();
        if (!(await link.isVisible())) await page.locator('.nav-more summary').click();
        await link.click();
      }),
    presses: (name: string | RegExp, where?: string) =>
      andThen(() =>
        inside(where)
          .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
          .first()
          .click(),
      ),
    writes: async (label: string, text: string, at?: Locator) => {
      used();
      await field(label, at).first().fill(text);
    },
    selects: async (label: string, option: string) => {
      used();
      await field(label).first().selectOption({ label: option });
    },
    chooses: async (legend: string, option: string) => {
      used();
      await group(legend).getByLabel(option, { exact: true }).check();
    },
    ticks: async (label: string) => {
      used();
      await main.getByLabel(label, { exact: true }).check();
    },
    writesDate: async (legend: string | RegExp, day: Temporal.PlainDate) => {
      used();
      const at = group(legend);
      await at.getByLabel('Day', { exact: true }).fill(String(day.day));
      await at.getByLabel('Month', { exact: true }).fill(String(day.month));
      await at.getByLabel('Year', { exact: true }).fill(String(day.year));
    },
    attaches: async (label: string, name: string, bytes: Uint8Array, type = 'text/csv') => {
      used();
      await field(label).setInputFiles({ name, mimeType: type, buffer: Buffer.from(bytes) });
    },
    /** Waits until this stands on the page. */
    reads: async (...texts: (string | RegExp)[]) => {
      used();
      for (const text of texts) await main.getByText(text).first().waitFor({ state: 'attached' });
      heard();
    },
    /** All words one sees now: not those in what is folded away. */
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen
    words: async () => (await main.innerText()).replaceAll(/\s+/g, ' '),
    saves: async (link: string | RegExp): Promise<Buffer> => {
      used();
      const coming = page.waitForEvent('download');
      await main.getByRole('link', { name: link }).first().click();
      return bytesOf(await coming);
    },
    /** Looks again until it is there: work that is done in the background. */
    awaits: async (text: string | RegExp) => {
      for (let tries = 0; tries < 40; tries++) {
        if ((await main.getByText(text).count()) > 0) return;
        used();
        // a look at the page takes its time; nothing is waited for blindly
        await page.reload({ waitUntil: 'load' });
      }
      throw new Error(`“${text}” did not come`);
    },
    /** Whether anything sticks out to the right of the window. */
    overflows: () =>
      page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      ),
  };
  return me;
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
