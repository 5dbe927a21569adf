import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '#tests/support/chromium.ts';
import { renderDocument } from '../index.ts';
import { Stories } from '../stories.tsx';

// A real browser with the strict policy of the product: what the policy refuses fails here.
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'";

let server: Server;
let browser: Browser;
let base: string;
let posts: string[] = [];
const wrongs: string[] = [];

beforeAll(async () => {
  const bundle = async (entry: string) => {
    const result = await build({
      entryPoints: [join(import.meta.dirname, entry)],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    return result.outputFiles[0]?.text ?? '';
  };
  const script = await bundle('enhance.ts');
  const css = await bundle('../styles/main.css');
  const page = (dir: 'ltr' | 'rtl') =>
    renderDocument(<Stories dir={dir} stylesheetUrl="/main.css" scriptUrls={['/enhance.js']} />);
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, text: string) => {
      response.writeHead(200, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': policy,
      });
      response.end(text);
    };
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        posts.push(body);
        setTimeout(() => response.writeHead(303, { location: '/done' }).end(), 300);
      });
      return;
    }
    if (pathname === '/enhance.js') return send('text/javascript', script);
    if (pathname === '/main.css') return send('text/css', css);
    if (pathname === '/done') {
      return send(
        'text/html',
        '<!doctype html><script type="module" src="/enhance.js"></script><p>Done</p>',
      );
    }
    if (pathname !== '/') return response.writeHead(204).end();
    let html = page(searchParams.get('dir') === 'rtl' ? 'rtl' : 'ltr');
    if (searchParams.has('clean')) html = html.replace('class="error-summary"', 'class="none"');
    if (searchParams.has('sensitive')) {
      html = html.replace('data-keep="true"', 'data-keep="true" data-sensitive="true"');
    }
    return send('text/html', html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

let context: BrowserContext;
let page: Page;

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}) {
  context = await browser.newContext(options);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(message.text());
  });
  page.on('pageerror', (error) => wrongs.push(error.message));
  await page.goto(base + path);
}

beforeEach(() => {
  posts = [];
  wrongs.length = 0;
});
afterEach(async () => {
  await context?.close();
  expect(wrongs).toEqual([]);
});

describe('comfort', { timeout: 30_000 }, () => {
  it('moves the focus to the errors', async () => {
    await open('/');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    await page.click('.error-summary a >> nth=1');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-birth');
  });

  it('closes the list of more places when somebody clicks elsewhere', async () => {
    await open('/?clean');
    const later = page.locator('.nav-more > div');
    await page.focus('.nav-more summary');
    for (const visible of [true, false, true]) {
      await page.keyboard.press('Enter');
      expect(await later.isVisible()).toBe(visible);
    }
    await page.click('h1');
    expect(await later.isVisible()).toBe(false);
    await page.click('.nav-more summary');
    expect(await later.isVisible()).toBe(true);
  });

  it('shows what only scripts can do, and hides it without them', async () => {
    await open('/');
    expect(await page.isVisible('[data-print]')).toBe(true);
    await context.close();
    await open('/', { javaScriptEnabled: false });
    expect(await page.isVisible('[data-print]')).toBe(false);
  });

  it('goes to the search by / but lets one type it', async () => {
    await open('/?clean');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type('a/b');
    expect(await page.inputValue('#f-q')).toBe('a/b');
  });

  it('opens and closes the dialog', async () => {
    await open('/');
    await page.click('[data-dialog]');
    expect(await page.isVisible('dialog')).toBe(true);
    expect(page.url()).toBe(`${base}/`);
    await page.click('dialog button');
    expect(await page.isVisible('dialog')).toBe(false);
  });

  it('sends once, with the button that was pressed', async () => {
    await open('/?clean');
    await page.evaluate(() => {
      const button = document.querySelector<HTMLElement>('#example [value=send]');
      for (let times = 0; times < 3; times++) button?.click();
    });
    await page.waitForURL('**/done');
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatch(/name="do"\r\n\r\nsend/);
  });

  it('keeps a draft until it is sent', async () => {
    await open('/?clean');
    await page.fill('#f-given', 'Zoé');
    await page.check('#f-days-2');
    await page.fill('#f-code', '123456');
    await page.reload();
    expect(await page.inputValue('#f-given')).toBe('Zoé');
    expect(await page.isChecked('#f-days-2')).toBe(true);
    expect(await page.inputValue('#f-code')).toBe('');
    await page.click('#example [value=send]');
    await page.waitForURL('**/done');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.goto(`${base}/?clean`);
    expect(await page.inputValue('#f-given')).toBe('Amélie');
  });

  it('never keeps what is sensitive', async () => {
    await open('/?clean&sensitive');
    await page.fill('#f-given', 'Secret');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});

describe('the whole kit in a browser', { timeout: 60_000 }, () => {
  it.each([
    ['light', 1280, 'ltr'],
    ['dark', 1280, 'ltr'],
    ['light', 320, 'ltr'],
    ['dark', 320, 'rtl'],
    ['light', 1280, 'rtl'],
  ] as const)(
    'has no axe violation and no sideways scrolling: %s, %i px, %s',
    async (colorScheme, width, dir) => {
      await open(`/?dir=${dir}`, { colorScheme, viewport: { width, height: 800 } });
      const sideways = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return null;
        const widest = [...document.querySelectorAll('body *')].findLast((e) => {
          const { left, right } = e.getBoundingClientRect();
          return right > clientWidth + 1 || left < -1;
        });
        return `${scrollWidth} px: ${widest?.outerHTML.slice(0, 200)}`;
      });
      expect(sideways).toBeNull();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
    },
  );
});
