import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addOffset,
  type Closure,
  calendarOf,
  coverageFaults,
  moved,
  type PlannedStep,
  type PlanStep,
  plan,
  readSteps,
  replan,
  stayFaults,
  templateFaults,
  whoIsLate,
} from './index.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
const step = (id: string, part: Partial<PlanStep> = {}): PlanStep => ({
  id,
  anchor: 'start',
  offset: { days: 0 },
  responsible: 'sending',
  certainty: 'found',
  source: ['X'],
  ...part,
});
/** Temporal dates have no own properties, so toEqual would call any two of them equal: compare texts. */
const words = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const latest = (steps: readonly PlannedStep[]) =>
  Object.fromEntries(steps.map((s) => [s.id, s.latest.toString()]));
const weekend = { weekdays: [6, 7] };

describe('addOffset', () => {
  it.each([
    ['three quarters of a month is three weeks', '2027-09-01', { months: -0.75 }, '2027-08-11'],
    ['half a month is two weeks', '2027-09-01', { months: 0.5 }, '2027-09-15'],
    ['whole months are calendar months', '2027-08-31', { months: -6 }, '2027-02-28'],
    ['months first, then the fraction', '2027-03-31', { months: -1.5 }, '2027-02-14'],
    ['1.75 is a month and three weeks', '2027-09-01', { months: 1.75 }, '2027-10-22'],
    ['weeks and days add up', '2027-09-01', { weeks: -4, days: 1 }, '2027-08-05'],
    ['a share of the stay', '2027-09-01', { stayShare: 0.5 }, '2027-10-01'],
  ])('%s', (_what, from, offset, to) => {
    expect(addOffset(day(from), offset, 60).toString()).toBe(to);
  });
});

describe('plan', () => {
  const dates = { start: day('2027-09-01'), end: day('2027-10-31'), today: day('2027-06-01') };

  it('counts from start and end and sorts by last day', () => {
    const planned = plan({
      ...dates,
      steps: [
        step('report', { anchor: 'end', offset: { weeks: -1 } }),
        step('match', { offset: { months: -1 } }),
        step('promote', { offset: { months: -12 } }),
      ],
    });
    expect(planned.map((s) => `${s.id} ${s.latest}`)).toEqual([
      'promote 2026-09-01',
      'match 2027-08-01',
      'report 2027-10-24',
    ]);
  });

  it('moves a last day on a weekend or holiday to the open day before', () => {
    const steps = [step('match', { offset: { months: -1 } })]; // 1 August 2027 is a Sunday
    expect(latest(plan({ ...dates, steps, closed: weekend }))).toEqual({ match: '2027-07-30' });
    expect(
      latest(
        plan({
          ...dates,
          steps,
          closed: { ...weekend, closures: [{ from: day('2027-07-30'), until: day('2027-07-30') }] },
        }),
      ),
    ).toEqual({ match: '2027-07-29' });
  });

  it('pulls a step to the last day of what depends on it, through a chain', () => {
    const steps = [
      step('a', { offset: { months: -1 } }),
      step('b', { offset: { months: -1 }, dependsOn: ['a'] }),
      step('c', { offset: { months: -2 }, dependsOn: ['b'] }),
    ];
    expect(latest(plan({ ...dates, steps }))).toEqual({
      a: '2027-07-01',
      b: '2027-07-01',
      c: '2027-07-01',
    });
  });

  it('keeps departure on its Sunday, and what follows it on the next open day', () => {
    const steps = [
      step('leave', { onTheDay: true }),
      step('talk', { offset: { days: 1 }, notBefore: { days: 0 }, dependsOn: ['leave'] }),
    ];
    const start = day('2027-09-04'); // Saturday, so the talk is wanted on a Sunday
    const [leave, talk] = plan({ ...dates, start, steps, closed: weekend });
    expect([leave?.latest.toString(), talk?.latest.toString(), talk?.opensOn?.toString()]).toEqual([
      '2027-09-04',
      '2027-09-06',
      '2027-09-06',
    ]);
  });

  it('fits a long-stay step into a short stay, and leaves it alone in a long one', () => {
    const steps = [
      step('post', { offset: { weeks: 8 }, notBefore: { weeks: 6 }, atMostShare: 0.4 }),
    ];
    const short = plan({ ...dates, steps })[0];
    expect([short?.opensOn?.toString(), short?.latest.toString()]).toEqual([
      '2027-09-25',
      '2027-09-25',
    ]); // 24 of 60 days
    const long = plan({ ...dates, end: day('2028-06-30'), steps })[0];
    expect([long?.opensOn?.toString(), long?.latest.toString()]).toEqual([
      '2027-10-13',
      '2027-10-27',
    ]);
  });

  it.each([
    ['2027-07-17', undefined, 'ahead', 15],
    ['2027-07-18', undefined, 'due_soon', 14],
    ['2027-08-01', undefined, 'due_soon', 0],
    ['2027-08-02', undefined, 'late', -1],
    ['2027-12-01', '2027-08-01', 'done', 0],
    ['2027-07-01', '2027-08-03', 'done_late', -2],
  ])('on %s, done on %s, is %s with %i days of air', (today, doneOn, state, daysLeft) => {
    const facts: Record<string, Temporal.PlainDate> = doneOn ? { match: day(doneOn) } : {};
    const [match] = plan({
      ...dates,
      today: day(today),
      facts,
      steps: [step('match', { offset: { months: -1 } })],
    });
    expect(match).toMatchObject({ state, daysLeft });
  });

  it('takes facts by name, the step id first, and never an inherited key', () => {
    const steps = [
      step('tell', { completes: 'family-told' }),
      step('meet', { completes: 'constructor', dependsOn: ['tell'] }),
    ];
    const done = (facts: Record<string, Temporal.PlainDate>) =>
      plan({ ...dates, steps, facts }).map((s) => s.doneOn?.toString());
    expect(done({ 'family-told': day('2027-08-02') })).toEqual(['2027-08-02', undefined]);
    expect(done({ 'family-told': day('2027-08-02'), tell: day('2027-08-01') })).toEqual([
      '2027-08-01',
      undefined,
    ]);
  });

  it('says what a step waits for', () => {
    const steps = [step('tell'), step('sign'), step('consent', { dependsOn: ['tell', 'sign'] })];
    const consent = plan({ ...dates, steps, facts: { tell: day('2027-05-01') } }).find(
      (s) => s.id === 'consent',
    );
    expect(consent?.waitsFor).toEqual(['sign']);
  });

  it.each([
    [
      'an end before the start',
      { end: day('2027-08-31'), steps: [] },
      /end 2027-08-31 lies before the start/,
    ],
    ['an id twice', { steps: [step('a'), step('a')] }, /"a" stands twice/],
    ['an unknown dependency', { steps: [step('a', { dependsOn: ['z'] })] }, /"a" depends on "z"/],
    [
      'a circle',
      { steps: [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })] },
      /a -> b -> a/,
    ],
    [
      'a week without an open day',
      { steps: [], closed: { weekdays: [1, 2, 3, 4, 5, 6, 7] } },
      /every weekday is closed/,
    ],
    ['half a day', { steps: [step('a', { offset: { days: 0.5 } })] }, /"a" has an offset/],
    [
      'a return that must precede the departure',
      {
        steps: [
          step('leave', { onTheDay: true, dependsOn: ['return'] }),
          step('return', { anchor: 'end', onTheDay: true }),
        ],
      },
      /"leave" happens on 2027-09-01, before something it depends on/,
    ],
  ])('refuses %s', (_what, part, message) => {
    expect(() => plan({ ...dates, ...part })).toThrow(message);
  });
});

const anyDay = fc.integer({ min: 0, max: 3000 }).map((n) => day('2025-01-01').add({ days: n }));
const anyOffset = fc.record({
  months: fc.integer({ min: -48, max: 48 }).map((q) => q / 4),
  weeks: fc.integer({ min: -8, max: 8 }),
  days: fc.integer({ min: -10, max: 10 }),
  stayShare: fc.constantFrom(0, 0.25, 0.5),
});
const who = ['sending', 'host', 'all'];
/** Templates without circles: a step depends only on steps before it, then the list is shuffled. */
const anySteps = fc
  .array(
    fc.record({
      offset: anyOffset,
      anchor: fc.constantFrom('start' as const, 'end' as const),
      share: fc.option(fc.constantFrom(0, 0.1, 0.5, 1)),
      first: fc.boolean(),
      takes: fc.constantFrom(0, 0, 1, 5),
      side: fc.constantFrom(...who),
      deps: fc.array(fc.nat(30), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => [
    ...parts.map((p, i) =>
      step(`s${i}`, {
        offset: p.offset,
        anchor: p.anchor,
        responsible: p.side,
        ...(p.first && { notBefore: { weeks: -2 } }),
        ...(p.takes > 0 && { duration: p.takes }),
        ...(p.share !== null && { atMostShare: p.share }),
        dependsOn: i === 0 ? [] : [...new Set(p.deps.map((d) => `s${d % i}`))],
      }),
    ),
    // the days that stand: departure after the first step, something to do after it
    step('leave', { onTheDay: true, responsible: 'all', dependsOn: ['s0'] }),
    step('settle', { offset: { days: 1 }, responsible: 'host', dependsOn: ['leave'] }),
  ])
  .chain((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }));
const anyClosures = fc.array(
  fc
    .record({ from: anyDay, length: fc.nat(60), closed: fc.option(fc.subarray(who)) })
    .map(({ from, length, closed }) => ({
      from,
      until: from.add({ days: length }),
      ...(closed && { closed }),
    })),
  { maxLength: 12 },
);
const anyInput = fc
  .record({
    steps: anySteps,
    start: anyDay,
    stay: fc.integer({ min: 0, max: 330 }),
    today: anyDay,
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
    closures: anyClosures,
    done: fc.array(fc.tuple(fc.nat(13), anyDay), { maxLength: 6 }),
  })
  .map(({ steps, start, stay, today, weekdays, closures, done }) => ({
    steps,
    start,
    end: start.add({ days: stay }),
    today,
    closed: { weekdays, closures },
    facts: Object.fromEntries(
      done.filter(([i]) => steps.some((s) => s.id === `s${i}`)).map(([i, on]) => [`s${i}`, on]),
    ),
  }));
type AnyInput = Parameters<typeof plan>[0] & {
  closed: { weekdays: number[]; closures: Closure[] };
};
const shutFor = (input: AnyInput, side: string, on: Temporal.PlainDate) =>
  input.closed.weekdays.includes(on.dayOfWeek) ||
  input.closed.closures.some(
    (c) =>
      (!c.closed || c.closed.includes(side)) && !isBefore(on, c.from) && !isBefore(c.until, on),
  );
const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;
const byId = (steps: readonly PlannedStep[]) => new Map(steps.map((s) => [s.id, s]));

describe('always', () => {
  it('no step comes before what it depends on, neither first nor last day', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const planned = byId(plan(input));
        for (const s of input.steps)
          for (const d of s.dependsOn ?? []) {
            const [after, before] = [planned.get(s.id), planned.get(d)] as [
              PlannedStep,
              PlannedStep,
            ];
            expect(isBefore(after.latest, before.latest)).toBe(false);
            if (!after.doneOn) expect(isBefore(after.earliest, before.earliest)).toBe(false);
          }
      }),
    );
  });

  it('nothing falls on a day on which who does it is closed', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const s of plan(input)) {
          if (s.id === 'leave') continue;
          expect(shutFor(input, s.responsible, s.latest)).toBe(false);
          if (!s.doneOn) expect(shutFor(input, s.responsible, s.earliest)).toBe(false);
        }
      }),
    );
  });

  it('a step that takes days has them between it and what it waits for', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const planned = byId(plan({ ...input, facts: {} }));
        for (const s of input.steps)
          for (const d of s.dependsOn ?? []) {
            if (!s.duration) continue;
            const [before, after] = [planned.get(d)?.latest, planned.get(s.id)?.latest];
            let open = 0;
            for (
              let on = before as Temporal.PlainDate;
              isBefore(on, after as Temporal.PlainDate) && open < s.duration;
              on = on.add({ days: 1 })
            )
              if (!shutFor(input, s.responsible, on.add({ days: 1 }))) open++;
            expect(open).toBe(s.duration);
          }
      }),
    );
  });

  it('no step is due later than the template says, nor does a further holiday put it off', () => {
    fc.assert(
      fc.property(anyInput, anyDay, fc.nat(40), (input, from, length) => {
        const free = byId(
          plan({
            ...input,
            facts: {},
            steps: input.steps.map((s) => ({ ...s, dependsOn: [] })),
            closed: {},
          }),
        );
        const before = byId(plan(input));
        const more = { from, until: from.add({ days: length }) };
        const closed = { ...input.closed, closures: [...input.closed.closures, more] };
        for (const s of plan({ ...input, closed })) {
          // what must follow a fixed day may have no room but after it
          if (s.id === 'settle') continue;
          const was = before.get(s.id) as PlannedStep;
          expect(isBefore(was.latest, s.latest)).toBe(false);
          expect(isBefore((free.get(s.id) as PlannedStep).latest, s.latest)).toBe(false);
        }
      }),
    );
  });

  it('slack is the way from first to last day, in days and in open days', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const s of plan(input)) {
          const step = isBefore(s.latest, s.earliest) ? -1 : 1;
          const [low, high] = step < 0 ? [s.latest, s.earliest] : [s.earliest, s.latest];
          let [days, open] = [0, 0];
          for (let on = low; isBefore(on, high); ) {
            on = on.add({ days: 1 });
            days += step;
            if (!shutFor(input, s.responsible, on)) open += step;
          }
          expect([s.slackDays, s.slackWorkingDays]).toEqual([days, open]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('the critical path is a chain of open steps to the departure, each the tightest of those waited for', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const planned = byId(plan(input));
        const dependencies = new Map(input.steps.map((s) => [s.id, s.dependsOn ?? []]));
        const critical = [...planned.values()].filter((s) => s.critical);
        for (const s of critical) expect(s.doneOn).toBe(undefined);
        expect(planned.get('leave')?.critical).toBe(true);
        let at: string | undefined = 'leave';
        let seen = 0;
        while (at) {
          seen++;
          const open: PlannedStep[] = (dependencies.get(at) ?? [])
            .map((id) => planned.get(id) as PlannedStep)
            .filter((s) => !s.doneOn);
          const next = open.filter((s) => s.critical);
          if (open.length === 0) break;
          expect(Math.min(...open.map((s) => s.slackDays))).toBe(
            Math.min(...next.map((s) => s.slackDays)),
          );
          at = open.sort((a, b) => a.slackDays - b.slackDays).find((s) => s.critical)?.id;
        }
        expect(seen).toBeLessThanOrEqual(critical.length);
      }),
    );
  });

  it('moving the start by n days and back changes nothing, and the two moves mirror each other', () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: -200, max: 200 }), (input, days) => {
        const by = (n: number) => ({
          ...input,
          start: input.start.add({ days: n }),
          end: input.end.add({ days: n }),
        });
        const before = plan(input);
        const there = by(days);
        const after = plan(there);
        const back = plan({
          ...there,
          start: there.start.subtract({ days }),
          end: there.end.subtract({ days }),
        });
        expect(words(back)).toEqual(words(before));
        expect(moved(before, back)).toEqual([]);
        const mirrored = moved(after, before).map((m) => ({
          id: m.id,
          from: m.to,
          to: m.from,
          days: -m.days,
          stateBefore: m.stateAfter,
          stateAfter: m.stateBefore,
        }));
        const inOrder = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
        // + 0 turns the -0 of a mirrored zero into 0.
        expect(words(moved(before, after).sort(inOrder))).toEqual(words(mirrored.sort(inOrder)));
      }),
    );
  });

  it('without closed days, months and shares, n days later is n days later for every step', () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: -200, max: 200 }), (input, days) => {
        const steps = input.steps.map((s) => ({ ...s, offset: { days: s.offset.days ?? 0 } }));
        const plain = { ...input, steps, closed: {}, facts: {} };
        const after = byId(
          plan({ ...plain, start: plain.start.add({ days }), end: plain.end.add({ days }) }),
        );
        for (const s of plan(plain))
          expect(after.get(s.id)?.latest.toString()).toBe(s.latest.add({ days }).toString());
      }),
    );
  });

  it('what is done stays done on its day and in its time, whatever moves', () => {
    fc.assert(
      fc.property(anyInput, anyDay, fc.nat(300), anyClosures, (input, start, stay, closures) => {
        const before = byId(plan(input));
        const there = {
          ...input,
          start,
          end: start.add({ days: stay }),
          closed: { ...input.closed, closures },
        };
        const { steps, moved: changes } = replan([...before.values()], there);
        for (const s of steps) {
          const was = before.get(s.id) as PlannedStep;
          expect(s.doneOn?.toString()).toBe(was.doneOn?.toString());
          if (!was.doneOn) continue;
          expect([s.state, s.latest.toString(), s.daysLeft]).toEqual([
            was.state,
            was.latest.toString(),
            was.daysLeft,
          ]);
        }
        for (const { id } of changes) expect(Object.keys(input.facts)).not.toContain(id);
      }),
    );
  });

  it('the same comes out of the same, with a calendar made for one plan or for many', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const closed = calendarOf(input.closed);
        expect(words(plan({ ...input, closed }))).toEqual(words(plan(input)));
        expect(words(plan({ ...input, closed }))).toEqual(words(plan(input)));
      }),
    );
  });

  it('counts months as Temporal does', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40, max: 40 }), (on, months) => {
        expect(addOffset(on, { months }).toString()).toBe(on.add({ months }).toString());
      }),
      { numRuns: 500 },
    );
  });

  it('who is late is late with something that could be done now', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const planned = plan(input);
        const late = planned.filter((s) => s.state === 'late');
        const blamed = whoIsLate(planned).flatMap((l) => l.steps);
        for (const id of blamed) expect(byId(planned).get(id)?.waitsFor).toEqual([]);
        // a late step is blamed itself, or held up by steps that are late too: they were due no later
        for (const s of late)
          expect(blamed.includes(s.id) || s.heldUpBy.every((id) => blamed.includes(id))).toBe(true);
      }),
    );
  });
});

describe('limits of the host country', () => {
  const dates = { start: day('2028-01-10'), end: day('2028-06-20'), today: day('2027-06-01') };
  const steps = [
    step('leave', { onTheDay: true }),
    step('post', { offset: { weeks: 8 }, dependsOn: ['leave'] }),
    step('return', { anchor: 'end', onTheDay: true, dependsOn: ['leave'] }),
  ];
  const latvia = {
    of: 'LV',
    shortestDays: 30,
    longestMonths: 10,
    secondSemester: { from: { month: 1, day: 5 }, accepted: true, longestDays: 90 },
  };

  it('go into the plan, and stand at the day they speak of', () => {
    const planned = byId(plan({ ...dates, steps, limits: [latvia] }));
    expect(words(planned.get('return')?.allowed)).toEqual({
      from: '2028-02-08',
      until: '2028-04-08',
      broken: [
        { rule: 'second-semester-longest', day: '2028-04-08', days: 163, limit: 90, of: 'LV' },
      ],
    });
    expect(planned.get('leave')?.allowed).toBe(undefined);
    expect(planned.get('post')?.allowed).toBe(undefined);
  });

  it('of several hosts the narrowest counts, each by its name', () => {
    const closed = { of: 'ES', secondSemester: { ...latvia.secondSemester, accepted: false } };
    const early = { of: 'BE', latestArrival: { month: 9, day: 30 }, longestDays: 60 };
    const planned = byId(plan({ ...dates, steps, limits: [latvia, closed, early] }));
    expect(planned.get('return')?.allowed?.until?.toString()).toBe('2028-03-09');
    const { until, broken } = planned.get('leave')?.allowed ?? {};
    expect(until?.toString()).toBe('2027-09-30');
    expect(broken?.map((b) => `${b.of} ${b.rule}`)).toEqual([
      'ES second-semester',
      'BE latest-arrival',
    ]);
  });

  it('a move names those that it breaks, and those only', () => {
    const before = plan({ ...dates, end: day('2028-04-01'), steps, limits: [latvia] });
    const after = plan({ ...dates, steps, limits: [latvia] });
    expect(moved(before, after).map((m) => [m.id, m.breaks?.map((b) => b.rule)])).toEqual([
      ['return', ['second-semester-longest']],
    ]);
    expect(moved(after, before).map((m) => m.breaks)).toEqual([undefined]);
  });

  const anyLimits = fc.array(
    fc.record(
      {
        of: fc.constantFrom('BE', 'ES', 'LV'),
        shortestDays: fc.integer({ min: 1, max: 120 }),
        shortestMonths: fc.integer({ min: 1, max: 6 }),
        longestDays: fc.integer({ min: 20, max: 330 }),
        longestMonths: fc.integer({ min: 1, max: 12 }),
        latestArrival: fc.record({
          month: fc.integer({ min: 8, max: 12 }),
          day: fc.nat(27).map((d) => d + 1),
        }),
        secondSemester: fc.record({
          from: fc.record({ month: fc.constantFrom(1, 2), day: fc.nat(27).map((d) => d + 1) }),
          accepted: fc.boolean(),
          longestDays: fc.integer({ min: 20, max: 200 }),
        }),
      },
      { requiredKeys: ['of'] },
    ),
    { maxLength: 3 },
  );

  it('always: they move nothing, are told at fixed days alone, and a day told as allowed is allowed', () => {
    fc.assert(
      fc.property(anyInput, anyLimits, ({ steps: some, ...rest }, limits) => {
        const input = {
          ...rest,
          steps: [...some, step('goes-home', { anchor: 'end', onTheDay: true })],
        };
        const planned = plan({ ...input, limits });
        expect(words(planned.map(({ allowed: _, ...s }) => s))).toEqual(words(plan(input)));
        const fixed = new Set(input.steps.filter((s) => s.onTheDay).map((s) => s.id));
        for (const s of planned) {
          if (!s.allowed) continue;
          expect(fixed.has(s.id)).toBe(true);
          const { from, until, broken } = s.allowed;
          const outside =
            (until && isBefore(until, s.latest)) || (from && isBefore(s.latest, from));
          expect(broken.some((b) => b.rule !== 'second-semester')).toBe(Boolean(outside));
        }
      }),
    );
  });

  it('always: moving there and back tells the same days and the same limits again', () => {
    fc.assert(
      fc.property(
        anyInput,
        anyLimits,
        fc.integer({ min: -200, max: 200 }),
        (input, limits, days) => {
          const by = (n: number) => ({
            ...input,
            limits,
            start: input.start.add({ days: n }),
            end: input.end.add({ days: n }),
          });
          const there = by(days);
          const back = {
            ...there,
            start: there.start.subtract({ days }),
            end: there.end.subtract({ days }),
          };
          expect(words(plan(back))).toEqual(words(plan(by(0))));
          for (const m of moved(plan(by(0)), plan(there)))
            expect(m.breaks?.length === 0).toBe(false);
        },
      ),
    );
  });
});

describe('closed days of two countries', () => {
  const dates = { start: day('2027-09-01'), end: day('2027-10-31'), today: day('2027-06-01') };
  const closed = {
    weekdays: [6, 7],
    closures: [
      // the last week of July is free for the hosts, the first of August for those who send
      { from: day('2027-07-26'), until: day('2027-08-01'), closed: ['host', 'all'] },
      { from: day('2027-08-02'), until: day('2027-08-08'), closed: ['sending', 'all'] },
    ],
  };
  it('count for the side whose step it is, and all of them for what is done together', () => {
    const steps = (['sending', 'host', 'all'] as const).map((responsible) =>
      step(responsible, { responsible, offset: { days: -25 } }),
    ); // 7 August
    expect(latest(plan({ ...dates, steps, closed }))).toEqual({
      host: '2027-08-06',
      sending: '2027-07-30',
      all: '2027-07-23',
    });
  });

  it('keep the days a step takes free of them', () => {
    const steps = [
      step('ask', { responsible: 'host', offset: { days: -20 } }),
      step('decide', {
        responsible: 'sending',
        offset: { days: -23 },
        duration: 3,
        dependsOn: ['ask'],
      }),
    ]; // decide by 9 August: three days back from there it is 28 July, closed for who is asked
    expect(latest(plan({ ...dates, steps, closed }))).toEqual({
      ask: '2027-07-23',
      decide: '2027-08-09',
    });
  });

  it('refuse a closure that ends before it begins', () => {
    const wrong = [{ from: day('2027-08-02'), until: day('2027-08-01') }];
    expect(() => calendarOf({ closures: wrong })).toThrow(/ends on 2027-08-01, before it begins/);
  });
});

describe('templateFaults', () => {
  it('names the circle by its steps, not by how it was come upon', () => {
    const steps = [
      step('first', { dependsOn: ['a'] }),
      step('a', { dependsOn: ['b'] }),
      step('b', { dependsOn: ['c'] }),
      step('c', { dependsOn: ['a'] }),
    ];
    expect(templateFaults(steps)).toEqual([
      { kind: 'circle', step: 'a', path: ['a', 'b', 'c', 'a'] },
    ]);
  });

  it('says everything that is wrong', () => {
    const steps = [
      step('a', { offset: { days: 0.5 }, dependsOn: ['z'] }),
      step('a', { duration: -1 }),
    ];
    expect(templateFaults(steps).map((f) => `${f.kind} ${f.step} ${f.path}`)).toEqual([
      'twice a ',
      'offset a ',
      'unknown a z',
      'duration a ',
    ]);
  });
});

describe('stayFaults', () => {
  const limits = {
    shortestDays: 30,
    longestMonths: 10,
    latestArrival: { month: 10, day: 1 },
    secondSemester: { from: { month: 1, day: 5 }, accepted: true, longestDays: 90 },
  };
  it.each([
    ['2027-09-01', '2027-11-30', []],
    ['2027-09-01', '2027-09-29', ['shortest 2027-09-30']],
    ['2027-09-01', '2028-06-30', []],
    ['2027-09-01', '2028-07-01', ['longest 2028-06-30']],
    ['2027-10-02', '2027-12-20', ['latest-arrival 2027-10-01']],
    ['2028-01-04', '2028-03-01', ['latest-arrival 2027-10-01']],
    ['2028-01-05', '2028-03-30', []],
    ['2028-02-01', '2028-04-30', []],
    ['2028-02-01', '2028-05-01', ['second-semester-longest 2028-04-30']],
  ])('from %s to %s: %j', (from, until, expected) => {
    expect(stayFaults(day(from), day(until), limits).map((f) => `${f.rule} ${f.day}`)).toEqual(
      expected,
    );
  });

  it('counts a shortest stay in calendar months too', () => {
    const fault = (until: string) =>
      stayFaults(day('2027-09-01'), day(until), { shortestMonths: 2 }).map((f) => `${f.day}`);
    expect([fault('2027-10-30'), fault('2027-10-31')]).toEqual([['2027-10-31'], []]);
  });

  it('says when nobody is taken in the second semester', () => {
    const none = { secondSemester: { from: { month: 1, day: 1 }, accepted: false } };
    expect(stayFaults(day('2028-01-10'), day('2028-03-10'), none).map((f) => f.rule)).toEqual([
      'second-semester',
    ]);
  });
});

describe('coverageFaults', () => {
  const span = (from: string, until: string) => ({ from: day(from), until: day(until) });
  it('finds what looks wrong in a list of holidays, by its row', () => {
    const faults = coverageFaults(
      [
        span('2026-10-26', '2026-10-30'),
        span('2026-12-21', '2027-01-03'),
        span('2027-01-11', '2027-01-17'), // a week left out between the two
        span('2027-02-22', '2027-02-20'),
        span('2027-01-15', '2027-01-20'),
        span('2029-07-01', '2029-08-31'),
      ],
      span('2026-08-01', '2027-07-31'),
    );
    expect(faults.map((f) => `${f.row} ${f.kind} ${f.from} ${f.until}`)).toEqual([
      '2 week-between 2027-01-04 2027-01-10',
      '3 end-before-start 2027-02-22 2027-02-20',
      '4 overlap 2027-01-15 2027-01-17',
      '5 outside 2029-07-01 2029-08-31',
    ]);
  });

  it('is content with single days and with ordinary school weeks', () => {
    expect(
      coverageFaults([
        span('2027-05-01', '2027-05-01'),
        span('2027-05-08', '2027-05-08'),
        span('2027-04-05', '2027-04-18'),
        span('2027-06-28', '2027-08-31'),
      ]),
    ).toEqual([]);
  });
});

describe('moved', () => {
  it('tells what a later start moves, and what became late', () => {
    const steps = [
      step('match', { offset: { months: -1 } }),
      step('tell', { offset: { weeks: -3 } }),
    ];
    const dates = {
      steps,
      end: day('2027-12-01'),
      today: day('2027-07-20'),
      facts: { tell: day('2027-07-01') },
    };
    const before = plan({ ...dates, start: day('2027-09-01') });
    const after = plan({ ...dates, start: day('2027-08-15') });
    expect(words(moved(before, after))).toEqual([
      {
        id: 'match',
        from: '2027-08-01',
        to: '2027-07-15',
        days: -17,
        stateBefore: 'due_soon',
        stateAfter: 'late',
      },
    ]);
  });
});

describe('readSteps', () => {
  const good = words(
    step('match', {
      offset: { months: -1 },
      notBefore: { weeks: -8 },
      dependsOn: [],
      completes: 'family-matched',
    }),
  );

  it('reads what it should and drops the rest', () => {
    expect(readSteps('t', [{ ...(good as object), note: 'x' }])).toEqual([good]);
  });

  it.each([
    ['an id in capitals', { id: 'Match' }, /template "t", step "Match": id/],
    ['an unknown anchor', { anchor: 'middle' }, /step "match": anchor/],
    ['an empty offset', { offset: {} }, /offset/],
    ['an unknown unit', { offset: { years: 1 } }, /offset/],
    ['a share above one', { atMostShare: 1.5 }, /atMostShare/],
    ['no source', { source: [] }, /source/],
    ['a dependency that is no list', { dependsOn: 'x' }, /dependsOn/],
    ['a dependency that is not there', { dependsOn: ['x'] }, /depends on "x"/],
  ])('refuses %s', (_what, part, message) => {
    expect(() => readSteps('t', [{ ...(good as object), ...part }])).toThrow(message);
  });
});
