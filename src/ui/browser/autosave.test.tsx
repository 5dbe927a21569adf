import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { renderToString } from 'preact-render-to-string';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchChromium } from '#tests/support/chromium.ts';
import { AutosaveState, Button, Form, Hidden, RadioGroup, TextField } from '../index.ts';

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let base: string;
/** what the server answers: with a status, or not at all */
let answer: 'kept' | 'elsewhere' | 'gone' | 'down' = 'kept';
let saved: Record<string, unknown>[] = [];
let kept: Record<string, string[]> = {};

function form(isSensitive: boolean, isWrong: boolean): string {
  return renderToString(
    <html lang="en">
      <head>
        <title>Autosave</title>
        <script type="module" src="/autosave.js" />
      </head>
      <body>
        {isWrong && <div class="error-summary">wrong</div>}
        <Form id="answers" action="/page" autosave="/keep" sensitive={isSensitive}>
          <Hidden name="token" value="secret" />
          <Hidden name="seen" value="s0" />
          <TextField name="who" label="Who" value={kept.who?.[0] ?? ''} />
          <RadioGroup
            name="how"
            label="How"
            value={kept.how?.[0] ?? ''}
            options={[
              { value: 'well', label: 'Well' },
              { value: 'badly', label: 'Badly' },
            ]}
          />
          <Button>Go on</Button>
          <AutosaveState
            text="nothing yet"
            saved="saved"
            offline="kept here"
            unsaved="kept nowhere"
            restored="restored"
            elsewhere="elsewhere"
          />
        </Form>
      </body>
    </html>,
  );
}

beforeAll(async () => {
  const result = await build({
    entryPoints: [join(import.meta.dirname, 'autosave.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const script = result.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, text: string, status = 200) => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
      response.end(text);
    };
    if (pathname === '/autosave.js') return send('text/javascript', script);
    if (pathname === '/favicon.ico') return send('text/plain', '', 404);
    if (request.method === 'GET')
      return send(
        'text/html',
        pathname === '/done'
          ? '<!doctype html><script type="module" src="/autosave.js"></script><p>Done</p>'
          : `<!doctype html>${form(searchParams.has('sensitive'), false)}`,
      );
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (pathname === '/page') return response.writeHead(303, { location: '/done' }).end();
      if (answer === 'down') return request.socket.destroy();
      saved.push(JSON.parse(body) as Record<string, unknown>);
      if (answer === 'kept')
        return send('application/json', JSON.stringify({ ok: true, seen: `s${saved.length}` }));
      const kind = answer === 'elsewhere' ? 409 : 410;
      send(
        'application/json',
        JSON.stringify({ error: { faults: [{ text: 'This has ended.' }] } }),
        kind,
      );
    });
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  answer = 'kept';
  saved = [];
  kept = {};
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

const said = (text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 8000 });
const stored = () => page.evaluate(() => localStorage.getItem(`autosave:${location.pathname}`));

it('keeps on the server what is typed, and forgets it here', async () => {
  await page.goto(`${base}/page`);
  await page.getByLabel('Who').fill('Ana');
  await page.getByLabel('Well').check();
  expect(await stored()).toContain('Ana');
  await said('saved');
  expect(saved).toEqual([{ token: 'secret', seen: 's0', fields: { who: ['Ana'], how: ['well'] } }]);
  expect(await stored()).toBeNull();
  await page.getByLabel('Who').fill('Ana María');
  await page.waitForTimeout(3500);
  expect(saved[1]).toMatchObject({ seen: 's1', fields: { who: ['Ana María'] } });
});

it('keeps here what the server does not take, and brings it back in another sitting', async () => {
  answer = 'down';
  await page.goto(`${base}/page`);
  await page.getByLabel('Who').fill('Ana');
  await page.getByLabel('Badly').check();
  await said('kept here');
  await page.close();
  answer = 'kept';
  page = await context.newPage();
  await page.goto(`${base}/page`);
  expect(await page.getByLabel('Who').inputValue()).toBe('Ana');
  expect(await page.getByLabel('Badly').isChecked()).toBe(true);
  await said('saved');
  // the page that was closed may have sent its last words meanwhile: the same ones
  expect(saved.length).toBeGreaterThan(0);
  for (const each of saved)
    expect(each).toMatchObject({ seen: 's0', fields: { who: ['Ana'], how: ['badly'] } });
  expect(await stored()).toBeNull();
});

it('never keeps a sensitive page in the browser, and says so', async () => {
  answer = 'down';
  await page.goto(`${base}/page?sensitive`);
  await page.getByLabel('Who').fill('Ana');
  await said('kept nowhere');
  expect(
    await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
  ).not.toContain('Ana');
  answer = 'kept';
  await said('saved');
});

it('stops when the page was changed on another device, and loses nothing', async () => {
  answer = 'elsewhere';
  await page.goto(`${base}/page`);
  await page.getByLabel('Who').fill('Ana');
  await said('elsewhere');
  await page.getByLabel('Who').fill('Ana María');
  await page.waitForTimeout(3500);
  expect(saved).toHaveLength(1);
  expect(await stored()).toContain('Ana María');
});

it('says why nothing is kept any more', async () => {
  answer = 'gone';
  await page.goto(`${base}/page`);
  await page.getByLabel('Who').fill('Ana');
  await said('This has ended.');
});

it('forgets what was sent by the button', async () => {
  await page.goto(`${base}/page`);
  await page.getByLabel('Who').fill('Ana');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Done').waitFor();
  await page.goto(`${base}/page`);
  expect(await page.getByLabel('Who').inputValue()).toBe('');
  expect(saved).toEqual([]);
});
