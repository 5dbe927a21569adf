import { describe, expect, it } from 'vitest';
import { filledText, newsSince, stepsIn, textTemplates } from './plans.ts';

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
