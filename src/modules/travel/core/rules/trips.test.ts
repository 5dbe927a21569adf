import { describe, expect, it } from 'vitest';
import type { Seat, TripAnswer, TripPlan } from '../types.ts';
import {
  askedSince,
  changedParts,
  concernedBy,
  hasBegun,
  schoolDaysMissed,
  stateBy,
  type TripFacts,
  tripFindings,
  tripReminder,
  turnOf,
} from './index.ts';

const day = Temporal.PlainDate.from;
const plan = (change: Partial<TripPlan> = {}): TripPlan => ({
  place: 'Cēsis',
  countryCode: 'LV',
  purpose: '',
  leavesOn: day('2027-02-12'),
  leavesAt: '16:30',
  returnsOn: day('2027-02-14'),
  returnsAt: '19:00',
  adultName: 'Ilze',
  adultAge: 44,
  adultPhone: '+371 2000 0000',
  adultRelation: 'host_family',
  means: 'train',
  details: '',
  sleepsAt: 'grandparents',
  catchUp: '',
  insured: true,
  papersReady: false,
  ...change,
});
const facts = (change: Partial<TripFacts> = {}): TripFacts => ({
  stay: { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') },
  hostCountry: 'LV',
  ofAge: false,
  schoolDays: 0,
  schoolDaysKnown: true,
  lasts: { identity: null, insurance: null, ehic: null },
  today: day('2027-02-05'),
  ...change,
});
const says = (rule: string, p = plan(), f = facts()) => {
  const found = tripFindings(p, f).find((x) => x.rule === rule);
  return found && `${found.standing} ${found.key}`;
};

describe('days of school', () => {
  const of = (change: Partial<TripPlan>, closed: { from: string; until: string }[] = []) =>
    schoolDaysMissed(
      plan(change),
      closed.map((c) => ({ from: day(c.from), until: day(c.until) })),
    );
  it('are weekdays on which the school is open, without the afternoon before and the morning after', () => {
    expect(of({})).toBe(0);
    expect(of({ leavesAt: '14:59' })).toBe(1);
    expect(of({ returnsOn: day('2027-02-15'), returnsAt: '08:30' })).toBe(0);
    expect(of({ returnsOn: day('2027-02-15'), returnsAt: '08:31' })).toBe(1);
    expect(of({ leavesOn: day('2027-02-08'), returnsOn: day('2027-02-19') })).toBe(9);
  });
  it('are none in holidays', () => {
    expect(
      of({ leavesOn: day('2027-02-08'), leavesAt: '07:00', returnsOn: day('2027-02-12') }, [
        { from: '2027-02-08', until: '2027-02-12' },
      ]),
    ).toBe(0);
  });
});

describe('the rules', () => {
  it.each([
    [{}, 'fine adult.fine'],
    [{ adultAge: 24 }, 'advice adult.young'],
    [{ adultAge: 18 }, 'advice adult.young'],
    [{ adultAge: 17 }, 'stops adult.too-young'],
    [{ adultAge: null }, 'stops adult.age-unknown'],
    [{ adultName: '', adultAge: null }, 'stops adult.nobody'],
    [{ adultPhone: '' }, 'stops adult.no-phone'],
  ] as const)('about the adult: %o', (change, expected) => {
    expect(says('adult', plan(change))).toBe(expected);
  });

  it('lets somebody of 18 go alone', () => {
    const alone = plan({ adultName: '', adultAge: null });
    expect(says('adult', alone, facts({ ofAge: true }))).toBe('advice adult.alone-of-age');
  });

  it('about days, school, borders and insurance', () => {
    expect(says('dates', plan(), facts({ today: day('2027-02-13') }))).toBe('stops dates.past');
    expect(says('dates', plan({ returnsOn: day('2027-03-29') }))).toBe('stops dates.outside');
    expect(says('school', plan(), facts({ schoolDays: 2 }))).toBe('stops school.catch-up');
    expect(says('school', plan({ catchUp: 'yes' }), facts({ schoolDays: 2 }))).toBe(
      'advice school.missed',
    );
    expect(
      says('school', plan({ catchUp: 'yes' }), facts({ schoolDays: 2, schoolDaysKnown: false })),
    ).toBe('advice school.missed-perhaps');
    expect(says('entry', plan({ countryCode: 'EE' }))).toBe('stops entry.unchecked');
    expect(says('entry', plan({ countryCode: 'EE', papersReady: true }))).toBe(
      'fine entry.checked',
    );
    // outside of the common border, and from a country outside of it
    expect(says('entry', plan({ countryCode: 'GB', papersReady: true }))).toBe(
      'advice entry.border',
    );
    expect(says('entry', plan({ papersReady: true }), facts({ hostCountry: 'IE' }))).toBe(
      'advice entry.border',
    );
    const expired = facts({ lasts: { identity: false, insurance: false, ehic: null } });
    expect(says('entry', plan({ countryCode: 'EE', papersReady: true }), expired)).toBe(
      'stops entry.expires',
    );
    expect(says('insurance', plan(), expired)).toBe('stops insurance.expires');
    expect(says('insurance', plan({ insured: false }))).toBe('stops insurance.unchecked');
    expect(says('insurance', plan({ countryCode: 'TR' }))).toBe('advice insurance.no-ehic');
  });
});

describe('whose turn it is', () => {
  const mother: Seat = 'guardian:per_mother';
  const father: Seat = 'guardian:per_father';
  const seats: Seat[] = ['host_family', 'contact_person', mother, father, 'school'];
  const yes = (seat: Seat, change: Partial<TripAnswer> = {}): TripAnswer => ({
    seat,
    round: 1,
    answer: 'yes',
    note: '',
    answeredBy: 'per_x',
    answeredAt: Temporal.Instant.from('2027-02-05T10:00:00Z'),
    superseded: false,
    ...change,
  });
  it('goes from side to side, parents side by side', () => {
    expect(turnOf(seats, [])).toEqual(['host_family']);
    expect(turnOf(seats, [yes('host_family'), yes('contact_person')])).toEqual([mother, father]);
    expect(turnOf(seats, [yes('host_family'), yes('contact_person'), yes(father)])).toEqual([
      mother,
    ]);
    expect(
      stateBy(
        seats,
        seats.map((s) => yes(s)),
      ),
    ).toBe('agreed');
    expect(stateBy(seats, [yes('host_family', { answer: 'no' })])).toBe('declined');
    // an answer to what has changed since counts for nothing
    expect(turnOf(seats, [yes('host_family', { superseded: true })])).toEqual(['host_family']);
    expect(stateBy(seats, [yes('host_family', { answer: 'no', superseded: true })])).toBe('asked');
  });
  it('concerns those again whom a change is about', () => {
    expect(changedParts(plan(), plan())).toEqual([]);
    expect(changedParts(plan(), plan({ leavesOn: day('2027-02-13'), adultAge: 45 }))).toEqual([
      'dates',
      'adult',
    ]);
    expect(concernedBy(['dates'])).toEqual(['host_family', 'contact_person', 'guardian', 'school']);
    expect(concernedBy(['means'])).toEqual(['host_family', 'guardian']);
    expect(concernedBy(['purpose'])).toEqual([]);
  });
});

describe('who says nothing', () => {
  const which = (since: string, today: string, reminded: string[] = [], leaves = '2027-02-12') =>
    tripReminder(
      day(since),
      day(leaves),
      reminded.map((each) => day(each)),
      day(today),
    );
  it('is reminded after two days, once, and on the eve', () => {
    expect(which('2027-02-05', '2027-02-06')).toBeNull();
    expect(which('2027-02-05', '2027-02-07')).toBe('again');
    // a morning that was missed is made up for
    expect(which('2027-02-05', '2027-02-09')).toBe('again');
    expect(which('2027-02-05', '2027-02-08', ['2027-02-07'])).toBeNull();
    expect(which('2027-02-05', '2027-02-11', ['2027-02-07'])).toBe('eve');
    expect(which('2027-02-05', '2027-02-11', ['2027-02-11'])).toBeNull();
    expect(which('2027-02-05', '2027-02-12')).toBeNull();
  });
  it('asked the day before the eve is reminded on the eve alone, asked on the eve not at all', () => {
    expect(which('2027-02-10', '2027-02-11')).toBe('eve');
    expect(which('2027-02-11', '2027-02-11')).toBeNull();
    expect(which('2027-02-11', '2027-02-12')).toBeNull();
  });
  it('counts since the others have answered, or since it changed', () => {
    const at = (iso: string) => Temporal.Instant.from(iso);
    const answer = { answer: 'yes' as const, answeredAt: at('2027-02-06T10:00:00Z') };
    const asked = at('2027-02-05T10:00:00Z');
    expect(askedSince([], asked, null)).toEqual(asked);
    expect(askedSince([{ ...answer, superseded: false }], asked, null)).toEqual(answer.answeredAt);
    expect(askedSince([{ ...answer, superseded: true }], asked, null)).toEqual(asked);
    expect(askedSince([], asked, at('2027-02-07T08:00:00Z'))).toEqual(at('2027-02-07T08:00:00Z'));
  });
  it('is asked until the moment of leaving, by the clock of the place', () => {
    const trip = { leavesOn: day('2027-03-28'), leavesAt: '02:30' };
    // this hour does not exist in the night to summer time: it is the one after
    const begins = (zone: string, iso: string) => hasBegun(trip, zone, Temporal.Instant.from(iso));
    expect(begins('Europe/Brussels', '2027-03-28T01:29:59Z')).toBe(false);
    expect(begins('Europe/Brussels', '2027-03-28T01:30:00Z')).toBe(true);
    expect(begins('Europe/Riga', '2027-03-28T00:30:00Z')).toBe(true);
  });
});
