import { serve } from '@hono/node-server';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { PersonId } from '#kernel/ids.ts';
import { now } from '#platform/clock.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { launchChromium } from './chromium.ts';
import type { House } from './house.ts';

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** what the page complained about: errors, blocked styles or scripts, requests that failed */
  complaints: string[];
  close(): Promise<void>;
};

export type OpenBrowser = Awaited<ReturnType<typeof openBrowser>>;

/** The house behind a real socket with a real Chromium before it. Close it after the file. */
export async function openBrowser(house: House) {
  const browser = await launchChromium();
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: house.app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(started),
    );
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  // forms are accepted from the product's own address alone
  house.runtime.config.origin = origin;

  const visit = async (
    personId: PersonId | null,
    options: BrowserContextOptions = {},
  ): Promise<Visit> => {
    const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', ...options });
    if (personId) {
      const token = newToken();
      await house.sql(
        "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, $4, $4, $5, '')",
        [
          newId('ses'),
          hashToken(token),
          personId,
          now().toString(),
          now().add({ hours: 24 }).toString(),
        ],
      );
      await context.addCookies([
        { name: 'session', value: token, url: origin, httpOnly: true, sameSite: 'Lax' },
      ]);
    }
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(`${new URL(page.url()).pathname}: ${message.text()}`);
    });
    page.on('pageerror', (error) =>
      complaints.push(`${new URL(page.url()).pathname}: ${error.message}`),
    );
    page.on('requestfailed', (request) => {
      // a navigation that became a download, or was left for the next, is none
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
    });
    return { context, page, complaints, close: () => context.close() };
  };

  return {
    browser,
    origin,
    /** A window of its own, signed in as this person (nobody: a visitor). */
    visit,
    /** Takes the line away from everybody, as a tunnel does: what pages and workers send reaches nobody. */
    cut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
    /** And brings it back. */
    mend: () =>
      new Promise<void>((resolve) => {
        server.listen(address.port, '127.0.0.1', resolve);
      }),
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
