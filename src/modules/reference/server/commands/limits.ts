import { z } from 'zod';
import type { StayLimits } from '#engines/planner/index.ts';
import type { Fault } from '#kernel/outcome.ts';

export const wholeNumber = (max: number) =>
  z.union([z.literal(''), z.coerce.number().int().min(0).max(max)], {
    error: 'platform.invalid.number',
  });
const days = wholeNumber(800).default('');
const months = wholeNumber(24).default('');

/** What is asked about stays in a country: '' is what is not known. */
export const limitFields = {
  shortestDays: days,
  shortestMonths: months,
  longestDays: days,
  longestMonths: months,
  latestArrivalDay: wholeNumber(31).default(''),
  latestArrivalMonth: wholeNumber(12).default(''),
  secondSemester: z.enum(['', 'yes', 'no']).default(''),
  secondSemesterDay: wholeNumber(31).default(''),
  secondSemesterMonth: wholeNumber(12).default(''),
  secondSemesterDays: days,
};
const limitsInput = z.object(limitFields);

type Read = { ok: true; limits: StayLimits } | { ok: false; faults: Fault[] };

/** The limits that were written, without those that were left empty. */
export function limitsFrom(input: z.output<typeof limitsInput>): Read {
  const wrong = (reason: string, field: string): Read => ({
    ok: false,
    faults: [{ reason, field }],
  });
  const arrival = monthDay(input.latestArrivalMonth, input.latestArrivalDay);
  if (arrival === null) return wrong('platform.invalid.date', 'latestArrivalDay');
  const second = monthDay(input.secondSemesterMonth, input.secondSemesterDay);
  if (second === null) return wrong('platform.invalid.date', 'secondSemesterDay');
  const { shortestDays, shortestMonths, longestDays, longestMonths, secondSemesterDays } = input;
  if (shortestDays !== '' && longestDays !== '' && longestDays < shortestDays)
    return wrong('reference.invalid.longest-below-shortest', 'longestDays');
  if (shortestMonths !== '' && longestMonths !== '' && longestMonths < shortestMonths)
    return wrong('reference.invalid.longest-below-shortest', 'longestMonths');
  return {
    ok: true,
    limits: {
      ...(shortestDays !== '' && { shortestDays }),
      ...(shortestMonths !== '' && { shortestMonths }),
      ...(longestDays !== '' && { longestDays }),
      ...(longestMonths !== '' && { longestMonths }),
      ...(arrival && { latestArrival: arrival }),
      ...(input.secondSemester !== '' && {
        secondSemester: {
          from: second ?? { month: 1, day: 1 },
          accepted: input.secondSemester === 'yes',
          ...(secondSemesterDays !== '' && { longestDays: secondSemesterDays }),
        },
      }),
    },
  };
}

/** @returns undefined when nothing was said, null when it is no day of any year */
function monthDay(
  month: number | '',
  day: number | '',
): { month: number; day: number } | null | undefined {
  if (month === '' && day === '') return undefined;
  if (month === '' || day === '' || month < 1 || day < 1) return null;
  const longest = new Temporal.PlainDate(2001, month, 1).daysInMonth;
  return day <= longest ? { month, day } : null;
}
