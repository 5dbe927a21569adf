import { describe, expect, it } from 'vitest';
import {
  dueDay,
  filledText,
  newsSince,
  standingOf,
  stepsByDue,
  stepsIn,
  textTemplates,
} from './plans.ts';

const at = (text: string) => Temporal.Instant.from(`${text}T10:00:00Z`);

describe('texts of the facilitator', () => {
  it('are filled with what is known, a dash for what is not', () => {
    expect(filledText('On {date}: {purpose} {date}', { date: '3 May' })).toBe('On 3 May: – 3 May');
  });

  it('use only facts that a club has', () => {
    const known = ['club', 'theme', 'questions', 'facilitator', 'meeting', 'date', 'purpose'];
    for (const { text } of textTemplates)
      for (const words of [text.en, text.fr])
        for (const [, name] of words.matchAll(/\{(\w+)\}/g))
          expect([...known, 'without_card', 'without_plan']).toContain(name);
  });
});

describe('steps of a plan', () => {
  it('are those in which something stands', () => {
    const row = (what: string) => ({ what, who: '', due: '', done: false });
    expect(stepsIn([row(' '), row('Ask'), row('')])).toEqual([row('Ask')]);
  });
});

describe('what is new', () => {
  const things = [
    { kind: 'plan', at: at('2027-02-01'), by: 'per_1' },
    { kind: 'plan', at: at('2027-02-03'), by: 'per_2' },
    { kind: 'report', at: at('2027-02-03'), by: 'per_me' },
    { kind: 'meeting', at: at('2027-02-04'), by: null },
  ] as const;

  it('is what others did since one was here last', () => {
    expect(newsSince(things, at('2027-02-02'), 'per_me')).toEqual([
      { kind: 'plan', count: 1 },
      { kind: 'meeting', count: 1 },
    ]);
    expect(newsSince(things, null, 'per_me')).toEqual([
      { kind: 'plan', count: 2 },
      { kind: 'meeting', count: 1 },
    ]);
    expect(newsSince(things, at('2027-02-04'), 'per_me')).toEqual([]);
  });
});

describe('steps with a day', () => {
  const step = (due: string, done = false) => ({ what: due, who: '', due, done });
  const today = Temporal.PlainDate.from('2027-03-10');

  it('end on their day, or with their month; words from before have none', () => {
    expect(String(dueDay('2027-02-03'))).toBe('2027-02-03');
    expect(String(dueDay('2028-02'))).toBe('2028-02-29');
    for (const words of ['', 'March', '2027-02-30', '2027-13', '27-02'])
      expect(dueDay(words)).toBeNull();
  });

  it('are told as late, soon or open, unless they are done', () => {
    expect(standingOf(step('2027-03-09'), today)).toBe('late');
    expect(standingOf(step('2027-03-09', true), today)).toBe('done');
    expect(standingOf(step('2027-03-24'), today)).toBe('soon');
    expect(standingOf(step('2027-03-25'), today)).toBe('open');
    expect(standingOf(step('2027-03'), today)).toBe('open');
    expect(standingOf(step('in spring'), today)).toBe('open');
  });

  it('stand in the order of their days, without one at the end', () => {
    const sorted = stepsByDue([step(''), step('2027-05'), step('2027-03-01'), step('later')]);
    expect(sorted.map((s) => [s.step.due, s.position])).toEqual([
      ['2027-03-01', 2],
      ['2027-05', 1],
      ['', 0],
      ['later', 3],
    ]);
  });
});
