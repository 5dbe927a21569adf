import { AxeBuilder } from '@axe-core/playwright';
import type { PersonId } from '#kernel/ids.ts';
import { openBrowser } from './browser.ts';
import type { House } from './house.ts';
import { nameOf, type Seen } from './routes.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };

/** The colours of a text come from what it and all around it are: where these were seen before, so were the colours. */
type Texts = { [kind: string]: number[] };

/** Runs in the page: its texts by what decides their colours, as places among all elements. */
function textsByKind(): Texts {
  const state = 'type aria-current aria-selected aria-disabled aria-invalid disabled open'.split(
    ' ',
  );
  const kinds = new Map<Element, string>();
  const kindOf = (e: Element): string => {
    const known = kinds.get(e);
    if (known !== undefined) return known;
    const own = `${e.localName}.${e.getAttribute('class') ?? ''}${state.map((name) => e.getAttribute(name) ?? '').join('|')}`;
    const kind = `${e.parentElement ? kindOf(e.parentElement) : ''}>${own}`;
    kinds.set(e, kind);
    return kind;
  };
  const found: Texts = {};
  const all = document.querySelectorAll('*');
  for (const [place, e] of all.entries()) {
    const speaks =
      /^(input|select|textarea)$/.test(e.localName) ||
      [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim());
    if (!speaks || !e.checkVisibility()) continue;
    const kind = kindOf(e);
    found[kind] ??= [];
    // like ones may still lie on different grounds, by their place among their neighbours
    if (found[kind].length < 3) found[kind].push(place);
  }
  return found;
}

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
    const seenTexts = new Set<string>();
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
          const again = async (mode: string, rules: string[], places?: number[]) => {
            const found = await page.evaluate(
              async ({ values, among }) => {
                const all = document.querySelectorAll('*');
                return (
                  globalThis as unknown as {
                    axe: { run(at: unknown, how: object): Promise<{ violations: Violation[] }> };
                  }
                ).axe.run(among ? { include: among.map((place) => all[place]) } : document, {
                  runOnly: { type: 'rule', values },
                  resultTypes: ['violations'],
                });
              },
              { values: rules, among: places },
            );
            told(mode, found.violations);
          };
          // no page has frames, so axe need not open a window of its own to put their answers together
          const axe = new AxeBuilder({ page }).setLegacyMode(true).options({
            runOnly: { type: 'tag', values: tags },
            rules: { 'color-contrast': { enabled: false } },
            resultTypes: ['violations'],
          });
          told('light', (await axe.analyze()).violations);
          // contrast costs more than all else together, so each kind of text is looked at once
          const texts = Object.entries(await page.evaluate(textsByKind));
          const places = texts.filter(([kind]) => !seenTexts.has(kind)).flatMap(([, at]) => at);
          if (places.length > 0) {
            await again('light', ['color-contrast'], places);
            await page.emulateMedia({ colorScheme: 'dark' });
            await again('dark', ['color-contrast'], places);
          }
          for (const [kind] of texts) seenTexts.add(kind);
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
