import { describe, expect, it } from 'vitest';
import { contactsOnTime, type MeasuredStay, measuresOf } from './index.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
/** Two weeks after leaving, then every thirty days. */
const due = (from: Temporal.PlainDate, last: Temporal.PlainDate | null) =>
  last ? last.add({ days: 30 }) : from.add({ days: 14 });

const stay = (given: Partial<MeasuredStay> = {}): MeasuredStay => ({
  leftOn: day('2026-01-10'),
  untilOn: day('2026-03-31'),
  isOver: true,
  signedOn: day('2026-01-05'),
  talkedOn: [],
  recognition: null,
  ...given,
});

describe('talks in time', () => {
  const on = (...days: string[]) => contactsOnTime(stay({ talkedOn: days.map(day) }), due);

  it('are those that came by the day they were due', () => {
    expect(on('2026-01-20', '2026-02-15', '2026-03-10')).toEqual({ due: 3, inTime: 3 });
  });

  it('count a late one as due and go on from it', () => {
    // due by 24 January, came on the 30th; the next by 1 March came on 28 February
    expect(on('2026-01-30', '2026-02-28')).toEqual({ due: 3, inTime: 1 });
  });

  it('count missing ones as due, to the end of the stay', () => {
    expect(on()).toEqual({ due: 3, inTime: 0 });
    // it does not make up for the first, and comes late for the second
    expect(on('2026-03-20')).toEqual({ due: 2, inTime: 0 });
  });

  it('are not due before their day', () => {
    expect(contactsOnTime({ ...stay(), untilOn: day('2026-01-20') }, due)).toEqual({
      due: 0,
      inTime: 0,
    });
  });
});

describe('measured values', () => {
  it('tell numbers with their count', () => {
    const stays = [
      stay({ recognition: 'full' }),
      stay({ signedOn: day('2026-01-12'), recognition: 'other' }),
      stay({ signedOn: null, recognition: 'full' }),
      stay({ signedOn: day('2026-01-10') }),
    ];
    const found = measuresOf(stays, [40, 90, 60, 70], due);
    expect(found.find((m) => m.id === 'agreements')).toMatchObject({ part: 2, whole: 4 });
    expect(found.find((m) => m.id === 'recognition')).toMatchObject({ part: 2, whole: 3 });
    expect(found.find((m) => m.id === 'placement-days')).toMatchObject({ days: 60, whole: 4 });
    expect(found.find((m) => m.id === 'contacts')).toMatchObject({ part: 0, whole: 12 });
  });

  it('tell nothing of fewer than three stays but that there were some', () => {
    const found = measuresOf([stay({ recognition: 'other' }), stay()], [12], due);
    expect(found.every((m) => m.few)).toBe(true);
    for (const m of found) expect([m.part, m.days, m.whole]).toEqual([null, null, 0]);
    expect(measuresOf([], [], due)).toEqual([]);
  });

  it('tell no recognition of two decided among many stays', () => {
    const stays = [
      stay(),
      stay(),
      stay(),
      stay({ recognition: 'other' }),
      stay({ recognition: 'full' }),
    ];
    expect(measuresOf(stays, [], due).find((m) => m.id === 'recognition')).toMatchObject({
      few: true,
      part: null,
    });
  });
});
