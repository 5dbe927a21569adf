import { afterEach, expect, it } from 'vitest';
import { setClock, today } from './clock.ts';

let back: (() => void)[] = [];
const at = (iso: string) => {
  const instant = Temporal.Instant.from(iso);
  back.push(setClock({ now: () => instant }));
};
afterEach(() => {
  for (const each of back.toReversed()) each();
  back = [];
});
const days = () => [today(), today('Atlantic/Azores'), today('Europe/Riga')].map(String);

it('is another day at midnight of the place, whichever was asked for before', () => {
  at('2026-03-28T21:59:59.999Z');
  expect(days()).toEqual(['2026-03-28', '2026-03-28', '2026-03-28']);
  at('2026-03-28T22:00:00Z');
  expect(days()).toEqual(['2026-03-28', '2026-03-28', '2026-03-29']);
  // the night on which the clocks go forward
  at('2026-03-28T23:00:00Z');
  expect(days()).toEqual(['2026-03-29', '2026-03-28', '2026-03-29']);
  at('2026-03-29T21:59:59.999Z');
  expect(days()).toEqual(['2026-03-29', '2026-03-29', '2026-03-30']);
  at('2026-03-29T22:00:00Z');
  expect(today().toString()).toBe('2026-03-30');
  at('2020-01-01T12:00:00Z');
  expect(days()).toEqual(['2020-01-01', '2020-01-01', '2020-01-01']);
});
