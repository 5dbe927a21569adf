import { type Closure, calendarOf, type PlanStep, plan } from '#engines/planner/index.ts';
import { median } from './machine.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
const who = ['sendingSchool', 'sending', 'hostSchool', 'hostOrg', 'pupil', 'all'];

/** Forty steps in four chains, over a year before the departure and a year after it. */
function steps(): readonly PlanStep[] {
  return Object.freeze(
    Array.from(
      { length: 40 },
      (_, i): PlanStep => ({
        id: `s${i}`,
        anchor: i < 30 ? 'start' : 'end',
        offset: i < 30 ? { months: -12 + i * 0.5 } : { weeks: i - 33 },
        ...(i % 5 === 0 && { notBefore: { months: -14 } }),
        ...(i % 7 === 0 && { duration: 5 }),
        responsible: who[i % who.length] as string,
        dependsOn: i < 4 ? [] : [`s${i - 4}`],
        completes: `fact-${i}`,
        certainty: 'found',
        source: ['X'],
      }),
    ),
  );
}

/** Holidays of two countries over three years: single days for all of a side, weeks for its schools. */
function closures(): Closure[] {
  return [0, 7].flatMap((shift) => {
    const school = shift === 0 ? ['sendingSchool', 'sending', 'all'] : ['hostSchool', 'all'];
    const everybody = shift === 0 ? [...school, 'pupil'] : [...school, 'hostOrg'];
    return [2026, 2027, 2028].flatMap((year) => [
      ...Array.from({ length: 12 }, (_, month) => {
        const on = day(`${year}-01-01`).add({ months: month, days: shift });
        return { from: on, until: on, closed: everybody };
      }),
      ...['02-15', '04-05', '07-01', '10-25', '12-21'].map((from, i) => {
        const begins = day(`${year}-${from}`).add({ days: shift });
        return { from: begins, until: begins.add({ days: i === 2 ? 55 : 13 }), closed: school };
      }),
    ]);
  });
}

/**
 * Milliseconds to plan 1,000 mobilities of 40 steps each, on a hundred pairs of dates, with the holidays of both countries
 * and a third of the steps done; and how many times that is what parsing as many dates from text takes.
 */
export function measurePlanning(): { ms: number; ratio: number } {
  const template = steps();
  const calendar = calendarOf({ weekdays: [6, 7], closures: closures() });
  const facts = Object.fromEntries(
    Array.from({ length: 13 }, (_, i) => [`fact-${i}`, day('2026-10-01').add({ weeks: i })]),
  );
  const one = (i: number) => {
    const start = day('2027-08-20').add({ days: i % 100 });
    return plan({
      steps: template,
      start,
      end: start.add({ days: 60 + (i % 240) }),
      today: day('2027-02-01'),
      facts,
      closed: calendar,
    }).length;
  };
  const timed = (work: (which: number) => unknown) => {
    const begun = performance.now();
    for (let i = 0; i < 1000; i++) work(i);
    return performance.now() - begun;
  };
  const rounds = Array.from({ length: 6 }, () => ({
    plan: timed(one),
    // the least that any plan must do: 40 days read a mobility
    dates: timed(() => {
      for (let i = 0; i < 40; i++) day('2027-02-01');
    }),
  })).slice(1);
  return {
    ms: median(rounds.map((r) => r.plan)),
    ratio: median(rounds.map((r) => r.plan / r.dates)),
  };
}
