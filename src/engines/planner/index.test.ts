import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOffset, moved, type PlannedStep, type PlanStep, plan, readSteps } from './index.ts';

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
      latest(plan({ ...dates, steps, closed: { ...weekend, dates: [day('2027-07-30')] } })),
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
    expect([leave?.latest.toString(), talk?.latest.toString(), talk?.earliest?.toString()]).toEqual(
      ['2027-09-04', '2027-09-06', '2027-09-06'],
    );
  });

  it('fits a long-stay step into a short stay, and leaves it alone in a long one', () => {
    const steps = [
      step('post', { offset: { weeks: 8 }, notBefore: { weeks: 6 }, atMostShare: 0.4 }),
    ];
    const short = plan({ ...dates, steps })[0];
    expect([short?.earliest?.toString(), short?.latest.toString()]).toEqual([
      '2027-09-25',
      '2027-09-25',
    ]); // 24 of 60 days
    const long = plan({ ...dates, end: day('2028-06-30'), steps })[0];
    expect([long?.earliest?.toString(), long?.latest.toString()]).toEqual([
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
  ])('on %s, done on %s, is %s with %i days of air', (today, doneOn, state, slackDays) => {
    const facts: Record<string, Temporal.PlainDate> = doneOn ? { match: day(doneOn) } : {};
    const [match] = plan({
      ...dates,
      today: day(today),
      facts,
      steps: [step('match', { offset: { months: -1 } })],
    });
    expect(match).toMatchObject({ state, slackDays });
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
/** Templates without circles: a step depends only on steps before it, then the list is shuffled. */
const anySteps = fc
  .array(
    fc.record({
      offset: anyOffset,
      anchor: fc.constantFrom('start' as const, 'end' as const),
      share: fc.option(fc.constantFrom(0, 0.1, 0.5, 1)),
      deps: fc.array(fc.nat(30), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) =>
    parts.map((p, i) =>
      step(`s${i}`, {
        offset: p.offset,
        anchor: p.anchor,
        notBefore: { weeks: -2 },
        ...(p.share !== null && { atMostShare: p.share }),
        dependsOn: i === 0 ? [] : [...new Set(p.deps.map((d) => `s${d % i}`))],
      }),
    ),
  )
  .chain((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }));
const anyInput = fc
  .record({
    steps: anySteps,
    start: anyDay,
    stay: fc.integer({ min: 0, max: 330 }),
    today: anyDay,
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
    dates: fc.array(anyDay, { maxLength: 30 }),
    done: fc.array(fc.tuple(fc.nat(13), anyDay), { maxLength: 6 }),
  })
  .map(({ steps, start, stay, today, weekdays, dates, done }) => ({
    steps,
    start,
    end: start.add({ days: stay }),
    today,
    closed: { weekdays, dates },
    facts: Object.fromEntries(done.map(([i, on]) => [`s${i}`, on])),
  }));

describe('always', () => {
  it('no step is due before what it depends on', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const planned = new Map(plan(input).map((s) => [s.id, s.latest]));
        for (const s of input.steps)
          for (const d of s.dependsOn ?? []) {
            expect(
              Temporal.PlainDate.compare(
                planned.get(s.id) as Temporal.PlainDate,
                planned.get(d) as Temporal.PlainDate,
              ),
            ).toBeGreaterThanOrEqual(0);
          }
      }),
    );
  });

  it('nothing is due on a closed day, and no first day lies after the last', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const shut = new Set(input.closed.dates.map(String));
        for (const s of plan(input)) {
          expect(input.closed.weekdays).not.toContain(s.latest.dayOfWeek);
          expect(shut).not.toContain(s.latest.toString());
          expect(
            s.earliest && Temporal.PlainDate.compare(s.earliest, s.latest),
          ).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('no step is due later than the template says', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const free = new Map(
          plan({
            ...input,
            steps: input.steps.map((s) => ({ ...s, dependsOn: [] })),
            closed: {},
          }).map((s) => [s.id, s.latest]),
        );
        for (const s of plan(input))
          expect(
            Temporal.PlainDate.compare(s.latest, free.get(s.id) as Temporal.PlainDate),
          ).toBeLessThanOrEqual(0);
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
        const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
        // + 0 turns the -0 of a mirrored zero into 0.
        expect(words(moved(before, after).sort(byId))).toEqual(words(mirrored.sort(byId)));
      }),
    );
  });

  it('what is done stays done, whatever moves', () => {
    fc.assert(
      fc.property(anyInput, anyDay, anyDay, fc.nat(300), (input, start, today, stay) => {
        const after = plan({ ...input, start, today, end: start.add({ days: stay }) });
        for (const s of after) {
          const on = input.facts[s.id];
          expect(s.doneOn?.toString()).toBe(on?.toString());
          expect(s.state.startsWith('done')).toBe(on !== undefined);
        }
        const movedIds = new Set(moved(plan(input), after).map((m) => m.id));
        for (const id of Object.keys(input.facts)) expect(movedIds).not.toContain(id);
      }),
    );
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
