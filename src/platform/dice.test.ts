import { expect, it } from 'vitest';
import { setClock } from './clock.ts';
import { newId } from './dice.ts';

it('makes ids that sort as they were made, also within one millisecond', () => {
  const instant = Temporal.Instant.from('2026-03-28T21:00:00Z');
  const back = setClock({ now: () => instant });
  const made = Array.from({ length: 2000 }, () => newId('per'));
  back();
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  // the steps are dice too: no id gives away its neighbour
  const steps = made.slice(1).map((id, i) => id.slice(-6) + (made[i] as string).slice(-6));
  expect(new Set(steps).size).toBe(steps.length);
});
