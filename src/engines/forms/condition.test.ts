import { describe, expect, it } from 'vitest';
import {
  type Condition,
  compileCondition,
  dayOf,
  type Facts,
  type FactTest,
  isDay,
  type QuestionTest,
  testOf,
} from './condition.ts';

type Tested = { [K in 'question' | 'fact']?: string } & Record<string, unknown>;
const asked = (test: Tested) => testOf({ question: 'q', ...test } as unknown as QuestionTest);

describe('a test', () => {
  it.each<[Tested, unknown, boolean]>([
    [{ is: 'a' }, 'a', true],
    [{ is: 'a' }, 'b', false],
    [{ is: 'a' }, undefined, false],
    [{ is: true }, 'true', false],
    [{ isNot: 'a' }, 'b', true],
    [{ isNot: 'a' }, 'a', false],
    [{ isNot: 'a' }, undefined, false],
    [{ answered: true }, false, true],
    [{ answered: true }, undefined, false],
    [{ answered: false }, undefined, true],
    [{ answered: false }, 0, false],
    [{ includes: 'a' }, ['b', 'a'], true],
    [{ includes: 'a' }, 'a', false],
    [{ includes: 'fr' }, [{ language: 'fr', level: 'A1' }], true],
    [{ includes: 'fr' }, [null, { language: 'nl' }], false],
    [{ atLeast: 3 }, 3, true],
    [{ atLeast: 3 }, 2.9, false],
    [{ atLeast: 3 }, '4', false],
    [{ atLeast: 2 }, ['a', 'b'], true],
    [{ atLeast: 0 }, undefined, false],
    [{ atMost: 3 }, 3, true],
    [{ atMost: 3 }, 3.1, false],
    [{ atMost: 1 }, ['a', 'b'], false],
    [{ atMost: 3 }, undefined, false],
    [{ before: '2026-09-01' }, '2026-08-31', true],
    [{ before: '2026-09-01' }, '2026-09-01', false],
    [{ after: '2026-09-01' }, '2026-09-02', true],
    [{ after: '2026-09-01' }, '2026-09-01', false],
    [{ after: { fact: 'today', days: -1 } }, '2026-09-01', true],
    [{ before: { fact: 'someday' } }, '2026-09-01', false],
    [{ after: { fact: 'someday' } }, '2026-09-01', false],
  ])('%j of %j: %j', (test, value, expected) => {
    expect(asked(test)(value, { today: '2026-09-01' })).toBe(expected);
  });

  it.each<[Omit<FactTest, 'fact'> & Tested, Facts, boolean]>([
    [{ atLeast: 16 }, { age: 16 }, true],
    [{ atLeast: 16 }, { age: '16' }, false],
    [{ atLeast: 16 }, {}, false],
    [{ atLeast: '2026-01-01' }, { age: '2026-01-02' }, true],
    [{ isNot: 16 }, {}, false],
    [{ isNot: 16 }, { age: null }, false],
    [{ answered: false }, { age: null }, true],
    [{ answered: true }, { age: 0 }, true],
  ])('of a fact, %j of %j: %j', (test, facts, expected) => {
    const condition = { fact: 'age', ...test } as unknown as Condition;
    const holds = compileCondition(condition, () => 0);
    expect(holds({ values: [], shown: new Uint8Array(0), facts })).toBe(expected);
  });

  it('knows no fact that an object inherits', () => {
    const holds = compileCondition({ fact: 'constructor', answered: true }, () => 0);
    expect(holds({ values: [], shown: new Uint8Array(0), facts: {} })).toBe(false);
  });
});

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2100-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-00-10', false],
    ['2026-13-10', false],
    ['2026-1-10', false],
    ['0999-01-01', false],
    ['2026-01-01T00:00', false],
  ])('%s is one: %j', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it('are counted from facts', () => {
    const facts = { today: '2026-08-31', wrong: 'today', age: 16 };
    expect(dayOf({ fact: 'today', months: -6 }, facts)).toBe('2026-02-28');
    expect(dayOf({ fact: 'today', years: -18, days: 1 }, facts)).toBe('2008-09-01');
    for (const fact of ['wrong', 'age', 'none']) expect(dayOf({ fact, days: 1 }, facts)).toBeNull();
    expect(dayOf({ fact: 'today', years: 300_000 }, facts)).toBeNull();
    expect(dayOf({ fact: 'today', years: Number.MAX_SAFE_INTEGER }, facts)).toBeNull();
  });
});
