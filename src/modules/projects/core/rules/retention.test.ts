import { expect, it } from 'vitest';
import { papersKeptFrom } from './retention.ts';

it('keeps papers five years to the day, also over a leap day', () => {
  expect(papersKeptFrom(Temporal.PlainDate.from('2032-06-30')).toString()).toBe('2027-06-30');
  expect(papersKeptFrom(Temporal.PlainDate.from('2032-02-29')).toString()).toBe('2027-02-28');
});
