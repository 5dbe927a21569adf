import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan, readSteps } from '#engines/planner/index.ts';
import january from './timeline-january.json' with { type: 'json' };
import september from './timeline-september.json' with { type: 'json' };
import short from './timeline-short.json' with { type: 'json' };

const facts = [
  'promotion',
  'applications-open',
  'application-submitted',
  'pupil-selected',
  'dossier-complete',
  'dossier-shared',
  'host-school-confirmed',
  'families-vetted',
  'mentors-named',
  'family-matched',
  'family-told',
  'agreement-signed',
  'binding-consent',
  'travel-arranged',
  'papers-checked',
  'departed',
  'arrived',
  'first-check-in',
  'agreement-reviewed',
  'host-report',
  'return-booked',
  'returned',
  'recognised',
  'evaluated',
]; // prettier-ignore
const day = (iso: string) => Temporal.PlainDate.from(iso);

describe.each([
  ['september', september],
  ['january', january],
  ['short', short],
])('the %s template', (name, template) => {
  const steps = readSteps(name, template.steps);

  it('names a known source for every step, and never calls itself official', () => {
    for (const s of steps)
      for (const code of s.source) expect(Object.keys(template.sources)).toContain(code);
    for (const s of steps)
      expect(['found', 'partly', 'reconstructed', 'background']).toContain(s.certainty);
    expect(template.basis.official).toBe(false);
  });

  it('completes every fact once', () => {
    expect(steps.flatMap((s) => s.completes ?? []).sort()).toEqual([...facts].sort());
  });

  it('lets consent wait for family, mentor and agreement', () => {
    expect(steps.find((s) => s.id === 'binding-consent')?.dependsOn).toEqual(
      expect.arrayContaining(['match-family', 'name-mentors', 'sign-agreement']),
    );
  });

  it('keeps its order, its deadlines and its stay for every start and for 30 days to ten months', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.integer({ min: 30, max: 304 }), (after, stay) => {
        const start = day('2026-07-01').add({ days: after });
        const end = start.add({ days: stay });
        const planned = new Map(
          plan({ steps, start, end, today: start, closed: { weekdays: [6, 7] } }).map((s) => [
            s.id,
            s.latest,
          ]),
        );
        const at = (id: string) => planned.get(id) as Temporal.PlainDate;
        const ordered = (...days: readonly Temporal.PlainDate[]) =>
          days.every(
            (d, i) =>
              i === 0 || Temporal.PlainDate.compare(days[i - 1] as Temporal.PlainDate, d) <= 0,
          );
        expect(at('depart').equals(start) && at('return').equals(end)).toBe(true);
        expect(
          ordered(
            ...[
              'apply',
              'select-pupils',
              'complete-dossier',
              'share-dossier',
              'match-family',
              'tell-family',
              'binding-consent',
              'depart',
            ].map(at),
          ),
        ).toBe(true);
        expect(
          ordered(
            ...[
              'arrive',
              'arrival-orientation',
              'review-agreement',
              'post-arrival-orientation',
              'end-of-stay-orientation',
              'host-school-report',
              'return',
              'recognise',
              'evaluate',
            ]
              .filter((id) => planned.has(id))
              .map(at),
          ),
        ).toBe(true);
        // Found in a source: family told at least 3 weeks, matched at least 1 month before.
        expect(
          ordered(at('tell-family'), start.subtract({ weeks: 3 })) &&
            ordered(at('match-family'), start.subtract({ months: 1 })),
        ).toBe(true);
      }),
    );
  });
});

it('lays a whole school year with the months of the template', () => {
  const planned = plan({
    steps: readSteps('september', september.steps),
    start: day('2027-09-01'),
    end: day('2028-07-01'),
    today: day('2027-01-01'),
  });
  const at = Object.fromEntries(planned.map((s) => [s.id, s.latest.toString()]));
  expect(at).toMatchObject({
    promote: '2026-09-01',
    'select-pupils': '2027-02-01',
    'match-family': '2027-08-01',
    'tell-family': '2027-08-11',
    'binding-consent': '2027-08-18',
    'post-arrival-orientation': '2027-10-27',
    'end-of-stay-orientation': '2028-05-20',
    recognise: '2028-08-01',
    evaluate: '2028-09-01',
  });
});

it('lays a two-month stay', () => {
  const planned = plan({
    steps: readSteps('september', september.steps),
    start: day('2027-09-01'),
    end: day('2027-11-01'),
    today: day('2027-01-01'),
  });
  const at = Object.fromEntries(planned.map((s) => [s.id, s.latest.toString()]));
  expect(at).toMatchObject({
    'arrival-orientation': '2027-09-08',
    'post-arrival-orientation': '2027-09-25',
    'mid-stay-orientation': '2027-09-28',
    'end-of-stay-orientation': '2027-10-12',
    return: '2027-11-01',
    recognise: '2027-12-01',
  });
});
