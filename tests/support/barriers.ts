import { AxeBuilder } from '@axe-core/playwright';
import type { PersonId } from '#kernel/ids.ts';
import { openBrowser } from './browser.ts';
import type { House } from './house.ts';
import { nameOf, type Seen } from './routes.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };

/** Pages that look different to each kind of person. */
const manyFaced = ['/', '/mobilities', '/mobilities/:mobilityId'];

/** Of all that was opened every page once, and those that look different to each kind of person once for each kind. */
export function pagesToLookAt(seen: readonly Seen[]): Seen[] {
  const byKind = new Map<string, Seen>();
  for (const each of seen) {
    if (each.route.kind !== 'page') continue;
    const { pattern } = each.route.path;
    const kind = manyFaced.includes(pattern)
      ? `${pattern} ${each.walker.name.split(' ')[0]}`
      : pattern;
    if (!byKind.has(kind)) byKind.set(kind, each);
  }
  return [...byKind.values()];
}

/**
 * Opens pages in a real browser and tells what stands in somebody's way: in light, in dark, on a narrow screen, from
 * right to left, and what the browser complained about.
 */
export async function barriersOn(house: House, pages: readonly Seen[]): Promise<string[]> {
  const browser = await openBrowser(house);
  try {
    const wrong = new Set<string>();
    const byPerson = Map.groupBy(pages, (p) => p.walker);
    // one window a person, a few people at a time
    const waiting = [...byPerson.entries()];
    const look = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [walker, theirs] = next;
        const { actor } = walker.hand;
        const visit = await browser.visit(
          actor.kind === 'person' ? (actor.personId as PersonId) : null,
          { viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce', colorScheme: 'light' },
        );
        const { page } = visit;
        for (const { link, route } of theirs) {
          const answered = await page.goto(link.address, { waitUntil: 'load' });
          if (answered?.status() !== 200)
            wrong.add(`${nameOf(route)}: ${answered?.status()} for ${walker.name}`);
          const told = (mode: string, found: Violation[]) => {
            for (const v of found) {
              wrong.add(
                `${nameOf(route)} ${mode}: ${v.id} at ${v.nodes[0]?.target.join(' ')}: ${v.nodes[0]?.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
              );
            }
          };
          // the first look leaves axe in the page; the others ask it again for what can have changed
          const again = async (mode: string, rules: string[]) => {
            const found = await page.evaluate(
              async (values) =>
                (
                  globalThis as unknown as {
                    axe: { run(at: Document, how: object): Promise<{ violations: Violation[] }> };
                  }
                ).axe.run(document, {
                  runOnly: { type: 'rule', values },
                  resultTypes: ['violations'],
                }),
              rules,
            );
            told(mode, found.violations);
          };
          // no page has frames, so axe need not open a window of its own to put their answers together
          const axe = new AxeBuilder({ page }).setLegacyMode(true).options({
            runOnly: { type: 'tag', values: tags },
            resultTypes: ['violations'],
          });
          told('light', (await axe.analyze()).violations);
          await page.emulateMedia({ colorScheme: 'dark' });
          await again('dark', ['color-contrast']);
          await page.setViewportSize({ width: 320, height: 640 });
          await again('narrow', ['target-size', 'scrollable-region-focusable']);
          for (const dir of ['ltr', 'rtl']) {
            await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
            const wide = await page.evaluate(() => {
              const { scrollWidth, clientWidth } = document.documentElement;
              if (scrollWidth <= clientWidth) return null;
              const widest = [...document.querySelectorAll('body *')].findLast((e) => {
                const { left, right } = e.getBoundingClientRect();
                return right > clientWidth + 1 || left < -1;
              });
              return `${scrollWidth} px, ${widest ? `${widest.tagName.toLowerCase()}.${widest.className}` : ''}`;
            });
            if (wide) wrong.add(`${nameOf(route)} at 320 px ${dir}: scrolls sideways (${wide})`);
          }
          await page.emulateMedia({ colorScheme: 'light' });
          await page.setViewportSize({ width: 1200, height: 800 });
        }
        for (const complaint of visit.complaints)
          wrong.add(`console: ${complaint.replaceAll(/_[0-9a-z]{26}/g, '_…')}`);
        await visit.close();
      }
    };
    await Promise.all([look(), look()]);
    return [...wrong];
  } finally {
    await browser.close();
  }
}
