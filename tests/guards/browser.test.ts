import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenBrowser, openBrowser } from '#tests/support/browser.ts';
import { openHouse } from '#tests/support/house.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let browser: OpenBrowser;

beforeAll(async () => {
  browser = await openBrowser(await openHouse());
});
afterAll(() => browser?.close());

it('says so when a page breaks the rules: the check itself works', async () => {
  const visit = await browser.visit(null);
  await visit.page.goto('/sign-in');
  await visit.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "broken in"';
    document.body.append(script);
    document.querySelector('label')?.remove();
  });
  expect(await visit.page.title()).not.toBe('broken in');
  expect(visit.complaints.join('\n')).toMatch(/Content Security Policy/);
  const { violations } = await new AxeBuilder({ page: visit.page }).withTags(tags).analyze();
  expect(violations.map((v) => v.id)).toContain('label');
  await visit.close();
});
