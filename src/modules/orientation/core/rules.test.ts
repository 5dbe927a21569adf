import { describe, expect, it } from 'vitest';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import {
  dueWithin,
  isDueOn,
  mayCombine,
  momentOf,
  nearness,
  proposeFor,
  reachedOf,
  stepAt,
  stepsBetween,
  timesOf,
  usualProgramme,
  windowIn,
} from './rules.ts';
import {
  carriedTo,
  explained,
  lackingIn,
  type OwnTest,
  readIn,
  rightOf,
  shippedTests,
  type Translation,
  testFor,
  testOf,
  testOfKind,
} from './schema.ts';
import { type Candidate, orientationKinds } from './types.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const year = { startsOn: day('2026-09-01'), endsOn: day('2027-06-20') };
const short = { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') };
const same = (a: string, b: string) => a === b;

describe('the cycle', () => {
  it('has a window and a programme for every kind', () => {
    for (const kind of orientationKinds) {
      expect(usualProgramme(kind).length, kind).toBeGreaterThan(0);
      const window = windowIn(kind, year);
      expect(window && Temporal.PlainDate.compare(window.from, window.until), kind).not.toBe(1);
    }
  });
  it('follows the dates of the stay', () => {
    expect(isDueOn('arrival', year, day('2026-09-05'))).toBe(true);
    expect(isDueOn('arrival', year, day('2026-09-20'))).toBe(false);
    expect(isDueOn('settling', year, day('2026-10-20'))).toBe(true);
    expect(isDueOn('mid_stay', year, day('2027-01-20'))).toBe(true);
    expect(isDueOn('end_of_stay', year, day('2027-05-01'))).toBe(true);
    expect(isDueOn('re_entry', year, day('2027-07-10'))).toBe(true);
  });
  it('says the days of the source as best, and lets a late one be', () => {
    const of = (kind: (typeof orientationKinds)[number]) => {
      const found = windowIn(kind, year);
      return found && [found.from, found.until, found.still].map(String);
    };
    // four to eight weeks before, within a week, six to eight weeks after, six to eight weeks before the return
    expect(of('pre_departure')).toEqual(['2026-07-07', '2026-08-04', '2026-08-31']);
    expect(of('arrival')).toEqual(['2026-09-01', '2026-09-08', '2026-09-11']);
    expect(of('settling')).toEqual(['2026-10-13', '2026-10-27', '2026-11-03']);
    expect(of('end_of_stay')).toEqual(['2027-04-25', '2027-05-09', '2027-05-23']);
    expect(isDueOn('arrival', year, day('2026-09-11'))).toBe(true);
  });
  it('is shorter for short stays', () => {
    expect(windowIn('settling', short)).toBeNull();
    expect(isDueOn('end_of_stay', short, day('2027-03-15'))).toBe(true);
    expect(isDueOn('end_of_stay', short, day('2027-02-10'))).toBe(false);
  });
  it('tells in time what falls due, also where it begins and ends before the last day', () => {
    const due = (first: string, last: string) =>
      dueWithin('arrival', short, day(first), day(last))?.until.toString() ?? null;
    expect(due('2027-01-20', '2027-03-20')).toBe('2027-02-08');
    expect(due('2027-01-01', '2027-02-01')).toBe('2027-02-08');
    expect(due('2027-02-11', '2027-04-11')).toBe('2027-02-08');
    expect(due('2026-12-01', '2027-01-31')).toBeNull();
    expect(due('2027-02-12', '2027-04-12')).toBeNull();
    expect(dueWithin('settling', short, day('2027-01-01'), day('2027-06-01'))).toBeNull();
  });
  it('names the moment of every day of a stay', () => {
    const moments = (stay: typeof year, ...days: string[]) =>
      days.map((d) => momentOf(stay, day(d)));
    expect(
      moments(
        year,
        '2026-06-01',
        '2026-09-03',
        '2026-10-20',
        '2027-01-15',
        '2027-05-10',
        '2027-07-01',
        '2028-01-01',
      ),
    ).toEqual(['preparing', 'arriving', 'settling', 'midway', 'ending', 'back_home', null]);
    expect(moments(short, '2027-02-02', '2027-02-18', '2027-03-01', '2027-03-20')).toEqual([
      'arriving',
      'settling',
      'midway',
      'ending',
    ]);
  });
});

describe('who should come', () => {
  const person = (id: string, over: Partial<Candidate> = {}): Candidate => ({
    ...year,
    personId: id as PersonId,
    pupilId: id as PersonId,
    mobilityId: `mob_${id}` as MobilityId,
    name: id,
    pupilName: id,
    home: { town: 'Madrid', country: 'ES' },
    host: { town: 'Riga', country: 'LV' },
    at: 'abroad',
    meets: false,
    ...over,
  });
  const arrival = {
    kind: 'arrival' as const,
    day: day('2026-09-03'),
    town: 'Riga',
    country: 'LV',
    combined: false,
  };

  it('is there on that day, the nearest first, and nobody of another country', () => {
    const found = proposeFor(
      arrival,
      [
        person('far', { host: { town: 'Lyon', country: 'FR' } }),
        person('country', { host: { town: 'Liepāja', country: 'LV' } }),
        person('late', { startsOn: day('2027-01-10') }),
        person('town'),
      ],
      same,
    );
    expect(found.map((p) => [p.personId, p.near])).toEqual([
      ['town', 'town'],
      ['country', 'country'],
    ]);
  });
  it('is asked once, with two stays too', () => {
    expect(proposeFor(arrival, [person('a'), person('a')], same)).toHaveLength(1);
  });
  it('in January may be together with those who are half-way', () => {
    const january = { ...arrival, day: day('2027-01-15') };
    const people = [person('autumn'), person('new', { startsOn: day('2027-01-12') })];
    expect(proposeFor(january, people, same).map((p) => p.personId)).toEqual(['new']);
    const both = proposeFor({ ...january, combined: true }, people, same);
    expect(both.map((p) => [p.personId, p.as])).toEqual([
      ['autumn', 'mid_stay'],
      ['new', 'arrival'],
    ]);
    expect(mayCombine('arrival', day('2026-09-03'))).toBe(false);
    expect(proposeFor({ ...arrival, combined: true }, people, same)).toHaveLength(1);
  });
  it('before departure and after the return is found at home', () => {
    const before = { ...arrival, kind: 'pre_departure' as const, day: day('2026-08-01') };
    expect(proposeFor(before, [person('a')], same)).toEqual([]);
    expect(
      proposeFor({ ...before, town: 'Madrid', country: 'ES' }, [person('a')], same),
    ).toHaveLength(1);
  });
  it('to a gathering are only those who want to meet others', () => {
    const gathering = { ...arrival, kind: 'gathering' as const };
    const found = proposeFor(gathering, [person('a'), person('b', { meets: true })], same);
    expect(found.map((p) => p.personId)).toEqual(['b']);
  });
  it('is near by town and country alone', () => {
    const riga = { town: 'Riga', country: 'LV' };
    expect(nearness(riga, { town: 'Riga', country: 'EE' }, same)).toBe('far');
    expect(nearness({ ...riga, town: '' }, { ...riga, town: '' }, same)).toBe('country');
  });
});

it('ends after it begins, at its place', () => {
  const at = { day: day('2027-03-28'), from: '01:30', timeZone: 'Europe/Riga' };
  const times = timesOf({ ...at, untilDay: at.day, until: '05:00' });
  // the clock goes forward in between
  expect(times?.startsAt.until(times.endsAt).total('minutes')).toBe(150);
  expect(timesOf({ ...at, untilDay: at.day, until: '01:00' })).toBeNull();
  expect(timesOf({ ...at, untilDay: at.day.add({ days: 20 }), until: '01:00' })).toBeNull();
});

it('what is read stands beside the step about that moment, else beside the last that falls into it', () => {
  const step = (id: string, latest: string) => ({ id, latest: day(latest) });
  const plan = [
    step('apply', '2025-12-01'),
    step('prepare-for-departure', '2026-08-04'),
    step('pack', '2026-08-30'),
    step('arrival-orientation', '2026-09-08'),
    step('winter-talk', '2027-01-15'),
    step('winter-party', '2027-02-01'),
  ];
  const at = (moment: Parameters<typeof stepAt>[0], audience: 'pupils' | 'host_families') =>
    stepAt(moment, audience, plan, year);
  expect(at('applying', 'pupils')).toBe('apply');
  expect(at('preparing', 'pupils')).toBe('prepare-for-departure');
  expect(at('arriving', 'pupils')).toBe('arrival-orientation');
  // a plan of one's own without a half-way orientation
  expect(at('midway', 'pupils')).toBe('winter-party');
  expect(at('ending', 'pupils')).toBeNull();
  const own = [...plan, step('prepare-host-family-and-class', '2026-08-18')];
  expect(stepAt('preparing', 'host_families', own, year)).toBe('prepare-host-family-and-class');
});

it('levels have an order, and the teacher’s word counts first', () => {
  expect(stepsBetween('A2', 'B2')).toBe(2);
  expect(stepsBetween('B1', 'A1')).toBeLessThan(0);
  expect(reachedOf({ selfLevel: 'B2', teacherLevel: 'B1' })).toBe('B1');
  expect(reachedOf({ selfLevel: 'B2', teacherLevel: null })).toBe('B2');
});

describe('tests of understanding', () => {
  it('have one right answer a question, and a reason in both languages', () => {
    for (const test of shippedTests) {
      const questions = test.form.sections.flatMap((s) => s.pages.flatMap((p) => p.questions));
      expect(Object.keys(test.answers)).toEqual(questions.map((q) => q.id));
      for (const q of questions) {
        if (q.kind !== 'choice') throw new Error(q.kind);
        expect(q.options.map((o) => o.id)).toContain(test.answers[q.id]?.right);
        expect(Object.keys(test.answers[q.id]?.why ?? {})).toEqual(['en', 'fr']);
        expect(Object.keys(q.label)).toEqual(['en', 'fr']);
      }
    }
  });
  it('count what is right', () => {
    const test = testFor(testOfKind('arrival'));
    if (!test) throw new Error('no test');
    const right = Object.fromEntries(Object.entries(test.answers).map(([q, a]) => [q, a.right]));
    expect(rightOf(test, right).every((a) => a.right)).toBe(true);
    expect(rightOf(test, { ...right, danger: 'wait' }).filter((a) => a.right)).toHaveLength(3);
    expect(rightOf(test, {}).some((a) => a.right)).toBe(false);
    expect(testOfKind('teacher')).toBe('');
  });
});

describe('a test in further languages', () => {
  const asked = (text: string, ...choices: string[]) => ({ text, choices, right: 1, why: 'So.' });
  const own: OwnTest = {
    language: 'lv',
    title: 'Mūsu māja',
    questions: [asked('Kas?', 'Es', 'Tu', '', ''), asked('Kad?', 'Rīt', 'Šodien', '', 'Nekad')],
  };
  const said = (text: string, ...choices: string[]) => ({ text, choices, why: 'Voilà.' });
  const french: Translation = {
    language: 'fr',
    title: 'Notre maison',
    questions: [said('Qui ?', 'Moi', 'Toi'), said('Quand ?', 'Demain', 'Ce jour', '', 'Jamais')],
  };

  it('is read in one of them when no word is missing, and wholly in its first otherwise', () => {
    expect(lackingIn(own, french)).toBe(0);
    const half = { ...french, questions: [said('Qui ?', 'Moi', 'Toi'), said('Quand ?', 'Demain')] };
    expect(lackingIn(own, half)).toBe(2);
    expect(lackingIn(own, { ...french, title: '', questions: [] })).toBe(10);
    const test = testOf('ots_1', own, [french]);
    const told = (language: string) =>
      explained(test, { q0: 'c1', q1: 'c3' }, language).map((r) => [r.question, r.given, r.answer]);
    expect(told('fr')).toEqual([
      ['Qui ?', 'Toi', 'Toi'],
      ['Quand ?', 'Jamais', 'Ce jour'],
    ]);
    expect(told('lv')[1]).toEqual(['Kad?', 'Nekad', 'Šodien']);
    // which is right is said once, for all languages
    expect(rightOf(test, { q0: 'c1', q1: 'c3' }).map((r) => r.right)).toEqual([true, false]);
    expect(readIn(['lv', 'fr'], 'fr')).toBe('fr');
    expect(readIn(['lv', 'fr'], 'en')).toBe('lv');
    expect(readIn([], 'en')).toBe('en');
  });

  it('keeps the words of what is worded the same, wherever it stands', () => {
    const [first, second] = own.questions as [OwnTest['questions'][0], OwnTest['questions'][0]];
    const now: OwnTest = {
      ...own,
      title: 'Māja',
      questions: [
        { ...second, text: 'Cikos?', choices: ['Šodien', 'Rīt', '', ''] },
        asked('Kur?', 'Te', 'Tur', '', ''),
        first,
      ],
    };
    const kept = carriedTo(now, own, french, true);
    expect([kept.title, ...kept.questions.map((q) => q.text)]).toEqual([
      'Notre maison',
      '',
      'Quand ?',
      'Qui ?',
    ]);
    const same = carriedTo(now, own, french, false);
    expect([same.title, ...same.questions.map((q) => q.text)]).toEqual(['', '', '', 'Qui ?']);
    // one choice was put before the other, one was reworded in its place
    const moved = { ...own, questions: [asked('Kas?', 'Tu', 'Es!', '', ''), second] };
    expect(carriedTo(moved, own, french, true).questions[0]?.choices).toEqual(['Toi', '', '', '']);
    const typo = { ...own, questions: [asked('Kas?', 'Es!', 'Tu', '', ''), second] };
    expect(carriedTo(typo, own, french, true).questions[0]?.choices).toEqual([
      'Moi',
      'Toi',
      '',
      '',
    ]);
    expect(carriedTo(typo, own, french, false).questions[0]?.choices).toEqual(['', 'Toi', '', '']);
  });
});
