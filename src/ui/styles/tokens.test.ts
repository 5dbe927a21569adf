import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const light = colours(css.slice(0, css.indexOf('@media (prefers-color-scheme')));
const dark = { ...light, ...colours(css.slice(css.indexOf('@media (prefers-color-scheme'))) };

function colours(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** Contrast ratio of WCAG 2.2 (relative luminance of sRGB). */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map(luminance).toSorted((x, y) => y - x);
  return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const grounds = ['paper', 'raised', 'sunk', 'accent-soft', 'done-soft', 'late-soft', 'stop-soft'];
const texts = ['ink', 'ink-2', 'accent', 'accent-strong'];
const pairs: [string, string, number][] = [
  ...texts.flatMap((text) =>
    grounds.map((ground): [string, string, number] => [text, ground, 4.5]),
  ),
  ...['done', 'late', 'stop'].flatMap((state): [string, string, number][] =>
    ['paper', 'raised', `${state}-soft`].map((ground) => [state, ground, 4.5]),
  ),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-state', 'stop', 4.5],
  ['on-state', 'late', 4.5],
  ['ink', 'heat', 4.5],
  ['line-strong', 'paper', 3],
  ['line-strong', 'raised', 3],
  ['line-strong', 'sunk', 3],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('contrast, %s', (_, scheme) => {
  it.each(pairs)('%s on %s is at least %f', (text, ground, least) => {
    const [a, b] = [scheme[text], scheme[ground]];
    if (!a || !b) throw new Error(`no colour ${text} or ${ground}`);
    expect(contrast(a, b)).toBeGreaterThanOrEqual(least);
  });

  it('tells the black from the white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });
});
