import { describe, expect, it } from 'vitest';
import {
  allParts,
  asksToConfirm,
  emergencyPossible,
  missingParts,
  questionsOf,
  recordDue,
  retainedUntil,
} from './index.ts';

const day = Temporal.PlainDate.from;
const instant = Temporal.Instant.from;

describe('when a record is due', () => {
  it('is eight weeks before the departure, but nobody is late before they had two weeks', () => {
    const startsOn = day('2027-03-01');
    const due = (openedAt: string) =>
      recordDue({ startsOn, openedAt: instant(openedAt) }).toString();
    expect(due('2026-06-01T08:00:00Z')).toBe('2027-01-04');
    expect(due('2027-02-10T08:00:00Z')).toBe('2027-02-24');
  });
});

describe('"is it still true?"', () => {
  const stay = { startsOn: day('2027-03-01'), endsOn: day('2027-04-30') };
  const signed = { state: 'signed', signedAt: instant('2026-11-01T10:00:00Z'), changed: false };
  const parts = allParts([
    { part: 'guardian', ...signed },
    { part: 'physician', ...signed },
  ]);
  const asked = (on: string, confirmed = '2026-11-01T10:00:00Z') =>
    asksToConfirm({ parts, confirmedAt: instant(confirmed) }, stay, day(on));

  it('is asked from six weeks before until the return, once it was last said before that', () => {
    expect(asked('2027-01-17')).toBe(false);
    expect(asked('2027-01-18')).toBe(true);
    expect(asked('2027-04-30')).toBe(true);
    expect(asked('2027-05-01')).toBe(false);
    expect(asked('2027-02-01', '2027-01-18T10:00:00Z')).toBe(false);
    expect(asked('2027-02-01', '2027-01-17T10:00:00Z')).toBe(true);
  });

  it('is not asked of a record that is not complete', () => {
    const half = allParts([{ part: 'guardian', ...signed }]);
    expect(missingParts(half)).toEqual(['physician']);
    expect(
      asksToConfirm({ parts: half, confirmedAt: signed.signedAt }, stay, day('2027-02-01')),
    ).toBe(false);
  });
});

describe('how long', () => {
  it('a record is kept: 90 days after the last of all stays', () => {
    const stays = ['2027-04-30', '2026-12-31'].map((d) => ({ endsOn: day(d) }));
    expect(retainedUntil(stays)?.toString()).toBe('2027-07-29');
    expect(retainedUntil([])).toBeNull();
  });

  it('an emergency is possible: until 30 days after the stay, and not when it was given up', () => {
    const endsOn = day('2027-04-30');
    expect(emergencyPossible({ state: 'returned', endsOn }, day('2027-05-30'))).toBe(true);
    expect(emergencyPossible({ state: 'returned', endsOn }, day('2027-05-31'))).toBe(false);
    expect(emergencyPossible({ state: 'withdrawn', endsOn }, day('2027-03-01'))).toBe(false);
  });
});

it('the questions of both parts come with the product, of sensitivity "health", each its owner’s', () => {
  for (const [part, { form, sectionId }] of Object.entries(questionsOf)) {
    expect(form.definition.sections.map((s) => [s.id, s.owner, s.sensitivity])).toEqual([
      [sectionId, part, 'health'],
    ]);
  }
});
