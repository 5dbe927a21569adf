import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersTo, compiledLarge, largeFacts } from '../../../bench/forms.ts';
import { exampleForm } from './example.ts';
import {
  type Answers,
  answerFaults,
  checkAnswers,
  compileForm,
  fieldsOf,
  formState,
  type Known,
  type Question,
  readAnswers,
} from './index.ts';
import { isShapeless } from './values.ts';

const example = compileForm(exampleForm);
if (!example.ok) throw new Error('the example is sound');
const { form } = example;
const facts = { age: 16, today: '2026-09-01' };
const read = (page: string, fields: Record<string, string | string[]>, known: Known = {}) =>
  readAnswers(form, page, new Map(Object.entries(fields)), { facts, ...known });
const told = (result: { faults: readonly { field?: string; reason: string }[] }) =>
  result.faults.map(({ field, reason }) => `${field}: ${reason.replace('forms.', '')}`);

describe('readAnswers', () => {
  it('reads every part of a page', () => {
    const result = read('person', {
      'name.given': '  Ada ',
      'name.family': 'Peeters',
      'born.day': '3',
      'born.month': '4',
      'born.year': '2010',
      'languages.0.language': 'nl',
      'languages.0.level': 'C2',
      'languages.2.language': 'fr',
      'languages.2.level': 'B1',
      'languages.1.language': '',
      'languages.1.level': '',
      elsewhere: 'x',
      'letter.0': 'x',
    });
    expect(result).toMatchObject({
      ok: true,
      answers: {
        name: { given: 'Ada', family: 'Peeters' },
        born: '2010-04-03',
        languages: [
          { language: 'nl', level: 'C2' },
          { language: 'fr', level: 'B1' },
        ],
      },
    });
    expect(Object.keys(result.typed)).not.toContain('elsewhere');
    expect(result.typed['name.given']).toEqual(['  Ada ']);
  });

  it('says what is missing at its field', () => {
    expect(told(read('person', {}))).toEqual(['name: required', 'born: required']);
    expect(told(read('food', {}))).toEqual(['diet: choose']);
    expect(told(read('consent', {}))).toEqual(['agrees: tick']);
    expect(told(read('person', { 'name.given': 'Ada', born: '2010-04-03' }))).toEqual([
      'name.family: required',
    ]);
  });

  it('leaves out what was wrong, and numbers rows as they were sent', () => {
    const result = read('household', {
      'address.street': 'Rue Haute 1',
      'address.city': 'Bruxelles',
      'address.postcode': '10000',
      'address.country': 'BE',
      'members.0.name': '',
      'members.1.name': 'Bo',
      'members.1.born.day': '31',
      'members.1.born.month': '2',
      'members.1.born.year': '2010',
      'members.3.height': '1,62',
      'members.10.name': 'Cy',
      'hosts-too': 'no',
    });
    expect(told(result)).toEqual([
      'address.postcode: not-a-postcode',
      'members.1.born: not-a-date',
      'members.3.name: required',
    ]);
    expect(result.answers).toEqual({ 'hosts-too': false });
  });

  it('answers with null what is shown and left empty', () => {
    const kept: Answers = { photos: ['fil_1'], letter: 'I would like to come.' };
    const emptied = read('letter', { letter: 'Dear family, I am Ada.' }, { answers: kept });
    expect(emptied.answers).toEqual({ letter: 'Dear family, I am Ada.', photos: null });
    expect(formState(form, { ...kept, ...emptied.answers }, facts).pages[2]?.status).toBe(
      'complete',
    );
  });

  it('tells what only these answers show, and keeps what they hide', () => {
    const shown = read('food', { diet: ['meat', 'pork'] });
    expect(shown).toMatchObject({ ok: true, revealed: ['how-strict'] });
    expect(shown.answers).toEqual({ diet: ['meat', 'pork'] });
    const again = read('food', { diet: 'meat' }, { answers: shown.answers });
    expect(again).toMatchObject({ revealed: [], answers: { diet: ['meat'], 'how-strict': null } });

    const kept: Answers = { diet: ['meat'], 'how-strict': 4 };
    const hidden = read('food', { diet: 'none', 'how-strict': '' }, { answers: kept });
    expect(hidden).toMatchObject({ ok: true, revealed: [], answers: { diet: ['none'] } });
    const back = read('food', { diet: 'meat' }, { answers: { ...kept, ...hidden.answers } });
    expect(back.answers).toEqual({ diet: ['meat'] });
    expect({ ...kept, ...hidden.answers, ...back.answers }).toEqual(kept);

    expect(read('food', { diet: 'none', 'how-strict': '9' })).toMatchObject({ ok: true });
    expect(told(read('food', { diet: 'meat', 'how-strict': '9' }))).toEqual([
      'how-strict: not-an-option',
    ]);
  });

  it('demands a required question that comes to light, unless it was answered before', () => {
    const to = compileForm({
      ...exampleForm,
      sections: exampleForm.sections.map((section) => ({
        ...section,
        pages: section.pages.map((page) => ({
          ...page,
          questions: page.questions.map((question) =>
            question.id === 'how-strict' ? { ...question, required: true } : question,
          ),
        })),
      })),
    });
    if (!to.ok) throw new Error('the form is sound');
    const fields = new Map([['diet', 'meat']]);
    const fresh = readAnswers(to.form, 'food', fields);
    expect(told(fresh)).toEqual(['how-strict: choose']);
    expect(fresh).toMatchObject({ answers: { diet: ['meat'] }, revealed: ['how-strict'] });
    expect(readAnswers(to.form, 'food', fields, { draft: true }).ok).toBe(true);
    const kept: Answers = { 'how-strict': 2 };
    expect(readAnswers(to.form, 'food', fields, { answers: kept })).toMatchObject({
      ok: true,
      answers: { diet: ['meat'] },
    });
  });

  it('says nothing about missing answers in a draft, and does not call it looked at', () => {
    expect(read('letter', { letter: ' ' }, { draft: true })).toMatchObject({
      ok: true,
      answers: {},
    });
    const kept: Answers = { letter: 'I would like to come.' };
    expect(read('letter', { letter: '' }, { draft: true, answers: kept }).answers).toEqual({
      letter: null,
    });
  });

  it('keeps what a draft has so far, right or not, but nothing of another type', () => {
    const short = read('letter', { letter: 'Hi' }, { draft: true });
    expect(told(short)).toEqual(['letter: too-few-words']);
    expect(short.answers).toEqual({ letter: 'Hi' });
    expect(formState(form, short.answers, facts).pages[2]?.status).toBe('started');
    const half = read('person', { 'name.given': 'Ada', born: '1.1.1950' }, { draft: true });
    expect(told(half)).toEqual(['name.family: required', 'born: too-early']);
    expect(half.answers).toEqual({ name: { given: 'Ada' }, born: '1950-01-01' });
    expect(formState(form, half.answers, facts).pages[0]?.status).toBe('faulty');
    expect(read('person', { born: '31.2.2010' }, { draft: true }).answers).toEqual({});
    expect(read('letter', { letter: 'Hi' }).answers).toEqual({ photos: null });
  });

  it('throws only when there is no such page', () => {
    expect(() => read('nothing', {})).toThrow(RangeError);
  });
});

/** What one question makes of one field. */
function readOne(question: object, text: string | string[], part = ''): unknown {
  const compiled = compileForm({
    id: 'one',
    languages: ['en'],
    title: { en: 'One' },
    sections: [
      {
        id: 's',
        title: { en: 'S' },
        owner: 'pupil',
        sensitivity: 'profile',
        pages: [
          {
            id: 'p',
            title: { en: 'P' },
            questions: [{ id: 'q', label: { en: 'Q' }, ...question } as unknown as Question],
          },
        ],
      },
    ],
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const { answers, faults } = readAnswers(compiled.form, 'p', new Map([[`q${part}`, text]]), {
    facts,
  });
  return faults[0] ? [faults[0].reason.replace('forms.', ''), faults[0].params ?? {}] : answers.q;
}

describe('each kind', () => {
  const options = ['a', 'b', 'c', 'none'].map((id) => ({
    id,
    label: { en: id },
    ...(id === 'none' && { alone: true }),
  }));
  const ends = { low: { en: 'l' }, high: { en: 'h' } };
  const number = { kind: 'number', limits: { min: -5, max: 5000, step: 0.1 } };
  const choices = { kind: 'choices', options: options.map((o) => o), limits: { min: 2, max: 2 } };

  it.each<[object, string | string[], unknown]>([
    [{ kind: 'text', limits: { max: 5 } }, ' abc ', 'abc'],
    [{ kind: 'text', limits: { max: 5 } }, 'abcdef', ['too-long', { max: 5 }]],
    [{ kind: 'text' }, 'a\r\nb', ['one-line', {}]],
    [{ kind: 'text' }, 'a\0b', ['unreadable', {}]],
    [{ kind: 'text' }, 'e\u0301', 'é'],
    [{ kind: 'long-text' }, 'a\r\nb', 'a\nb'],
    [{ kind: 'long-text' }, 'a\0b', ['unreadable', {}]],
    [
      { kind: 'long-text', limits: { minWords: 3 } },
      'one two',
      ['too-few-words', { min: 3, words: 2 }],
    ],
    [number, '1,5', 1.5],
    [number, '-0.3', -0.3],
    [number, '−2', -2],
    [number, '1 234,5', 1234.5],
    [number, '1.234,5', 1234.5],
    [number, '1,234.5', 1234.5],
    [number, '1’234', 1234],
    [number, 'many', ['not-a-number', {}]],
    [number, '1e3', ['not-a-number', {}]],
    [number, '0x10', ['not-a-number', {}]],
    [number, '-6', ['too-small', { min: -5 }]],
    [number, '5000,1', ['too-large', { max: 5000 }]],
    [number, '0,25', ['not-in-steps', { step: 0.1 }]],
    [{ kind: 'date' }, '2010-04-03', '2010-04-03'],
    [{ kind: 'date' }, '3.4.2010', '2010-04-03'],
    [{ kind: 'date' }, '03/04/2010', '2010-04-03'],
    [{ kind: 'date' }, '2010-02-29', ['not-a-date', {}]],
    [{ kind: 'date' }, '3.4.10', ['not-a-date', {}]],
    [
      { kind: 'date', limits: { notBefore: '2010-04-04' } },
      '2010-04-03',
      ['too-early', { date: Temporal.PlainDate.from('2010-04-04') }],
    ],
    [
      { kind: 'date', limits: { notAfter: { fact: 'today', months: -6 } } },
      '2026-03-02',
      ['too-late', { date: Temporal.PlainDate.from('2026-03-01') }],
    ],
    [{ kind: 'date', limits: { notAfter: { fact: 'tomorrow' } } }, '2999-01-01', '2999-01-01'],
    [{ kind: 'yes-no' }, 'yes', true],
    [{ kind: 'yes-no' }, 'no', false],
    [{ kind: 'yes-no' }, 'perhaps', ['not-an-option', {}]],
    [{ kind: 'statement' }, 'on', true],
    [{ kind: 'statement' }, 'no', null],
    [{ kind: 'choice', options }, 'a', 'a'],
    [{ kind: 'choice', options }, 'd', ['not-an-option', {}]],
    [choices, ['a', 'b'], ['a', 'b']],
    [choices, ['none'], ['none']],
    [choices, ['a', 'none'], ['alone', {}]],
    [choices, 'a', ['too-few-picked', { min: 2 }]],
    [choices, ['a', 'b', 'c'], ['too-many-picked', { max: 2 }]],
    [choices, ['a', 'a'], ['twice', {}]],
    [choices, ['', ''], null],
    [{ kind: 'scale', limits: { points: 5 }, ends }, '5', 5],
    [{ kind: 'scale', limits: { points: 5 }, ends }, '6', ['not-an-option', {}]],
    [{ kind: 'scale', limits: { points: 5 }, ends }, '1.5', ['not-an-option', {}]],
    [{ kind: 'country' }, 'LV', 'LV'],
    [{ kind: 'country' }, 'Latvia', ['not-a-country', {}]],
    [{ kind: 'country', limits: { among: ['BE'] } }, 'LV', ['not-an-option', {}]],
    [{ kind: 'email' }, ' Ada@Example.org', 'ada@example.org'],
    [{ kind: 'email' }, 'ada@example', ['not-an-email', {}]],
    [{ kind: 'phone' }, '+32 (0)470/12.34.56', '+32 (0)470/12.34.56'],
    [{ kind: 'phone' }, '12345', ['not-a-phone', {}]],
    [{ kind: 'phone' }, 'call me 123456', ['not-a-phone', {}]],
    [{ kind: 'file', limits: { accept: ['pdf'], max: 1 } }, 'fil_1', ['fil_1']],
    [
      { kind: 'file', limits: { accept: ['pdf'], max: 1 } },
      ['x', 'y'],
      ['too-many-files', { max: 1 }],
    ],
    [{ kind: 'file', limits: { accept: ['pdf'], max: 2 } }, ['x', 'x'], ['twice', {}]],
    [
      { kind: 'file', limits: { accept: ['pdf'], max: 2 }, required: true },
      [],
      ['file-required', {}],
    ],
  ])('%j reads %j as %j', (question, text, expected) => {
    expect(readOne(question, text)).toEqual(expected);
  });

  it('with parts names the part', () => {
    expect(readOne({ kind: 'person-name', limits: { single: true } }, 'Suharto', '.given')).toEqual(
      {
        given: 'Suharto',
      },
    );
    expect(
      told(
        read('person', {
          'languages.0.language': 'nl',
          'languages.5.language': '',
          'languages.7.language': 'nl',
          'languages.7.level': 'Z9',
          'languages.8.level': 'A1',
          'languages.10.language': '4711',
          'languages.10.level': 'A1',
          'name.given': 'x'.repeat(101),
          'name.family': 'y',
          born: '2010-01-01',
        }),
      ),
    ).toEqual([
      'name.given: too-long',
      'languages.0.level: choose',
      'languages.7.language: twice',
      'languages.7.level: not-a-level',
      'languages.8.language: choose',
      'languages.10.language: not-a-language',
    ]);
  });

  it('keeps a language that no list has in words, and knows one that a list has', () => {
    const { ok, answers } = read('person', {
      'languages.0.other': ' Lëtzebuergesch ',
      'languages.0.level': 'C2',
      'languages.1.other': 'Kalderash of my grandmother',
      'languages.1.level': 'B1',
      'name.given': 'Ana',
      'name.family': 'Y',
      born: '2010-01-01',
    });
    expect([ok, answers.languages]).toEqual([
      true,
      [
        { language: 'lb', level: 'C2' },
        { language: 'Kalderash of my grandmother', level: 'B1' },
      ],
    ]);
  });

  it.each([
    ['BE', '1000', true],
    ['BE', 'B-1000', true],
    ['MT', 'VLT 1117', true],
    ['NL', '1234ab', true],
    ['NL', '12345', false],
    ['PL', '00950', true],
    ['IE', 'D6W XY45', true],
    ['LV', 'LV-1010', true],
    ['LT', '01103', true],
    ['US', 'anything', true],
    ['BE', '', false],
    ['IE', '', true],
  ])('an address in %s takes the postcode %j: %j', (country, postcode, isGood) => {
    const { faults } = read('household', {
      'address.street': 'Street 1',
      'address.city': 'City',
      'address.country': country,
      'address.postcode': postcode,
    });
    expect(faults.length === 0).toBe(isGood);
  });
});

describe('checkAnswers', () => {
  const you = {
    name: { given: 'Ada', family: 'Peeters' },
    born: '2010-04-03',
    diet: ['none'],
    letter: 'I would like to come.',
  };

  it('takes a section as JSON', () => {
    expect(checkAnswers(form, 'you', you, { facts })).toEqual({
      ok: true,
      answers: you,
      faults: [],
      revealed: [],
    });
  });

  it('refuses what is not asked there, and what is of another kind', () => {
    const result = checkAnswers(
      form,
      'you',
      { ...you, address: {}, nothing: 1, __proto__: 1, name: 'Ada', born: 2010, diet: 'none' },
      { facts },
    );
    expect(result.ok).toBe(false);
    expect(told(result)).toEqual([
      'name: unreadable',
      'born: not-a-date',
      'diet: not-an-option',
      'address: unknown-question',
      'nothing: unknown-question',
    ]);
    expect(result.answers).toEqual({ letter: you.letter });
    expect(
      told(checkAnswers(form, 'home', { 'how-it-works': 'x' }, { facts, draft: true })),
    ).toEqual(['how-it-works: unknown-question']);
    expect(
      told(
        checkAnswers(
          form,
          'home',
          { address: { street: 'a', planet: 'b' }, members: [{ name: 'x', shoe: 1 }, 3] },
          { facts, draft: true },
        ),
      ),
    ).toEqual(['address: unreadable', 'members: unreadable']);
  });

  it('demands what is missing, unless it is kept already', () => {
    const { letter: _, ...rest } = you;
    expect(told(checkAnswers(form, 'you', rest, { facts }))).toEqual(['letter: required']);
    expect(checkAnswers(form, 'you', rest, { facts, answers: you }).ok).toBe(true);
    expect(checkAnswers(form, 'you', rest, { facts, draft: true }).ok).toBe(true);
    expect(() => checkAnswers(form, 'nothing', {})).toThrow(RangeError);
  });
});

describe('for any input', () => {
  const large = compiledLarge(2);

  it('what was read can be kept without a fault, and every fault is one of the list', () => {
    const name = fc
      .tuple(
        fc.constantFrom(...large.questions.map(({ id }) => id)),
        fc.constantFrom(
          '',
          '.day',
          '.given',
          '.country',
          '.0.language',
          '.1.level',
          '.0.name.given',
          '.2.born',
        ),
      )
      .map((parts) => parts.join(''));
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('yes', 'red', '12', 'fr', 'B1', 'BE', '2010-01-01'),
    );
    const fields = fc.dictionary(name, fc.oneof(text, fc.array(text)), { maxKeys: 40 });
    fc.assert(
      fc.property(
        fc.constantFrom(...large.pages),
        fields,
        fc.boolean(),
        ({ page }, sent, draft) => {
          const known = { facts: largeFacts, draft };
          const result = readAnswers(large, page.id, new Map(Object.entries(sent)), known);
          for (const { reason, params = {}, field } of result.faults) {
            expect(Object.keys(params).sort()).toEqual(
              [...answerFaults[reason as keyof typeof answerFaults]].sort(),
            );
            expect(page.questions.map(({ id }) => id)).toContain(field?.split('.')[0]);
          }
          const left = formState(large, result.answers, largeFacts).pages.flatMap(
            (one) => one.faults,
          );
          expect(left.filter(isShapeless)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('JSON of any shape is checked without a throw', () => {
    const { sections } = large.definition;
    fc.assert(
      fc.property(
        fc.constantFrom(...sections.map(({ id }) => id)),
        fc.dictionary(
          fc.oneof(fc.constantFrom(...large.questions.map(({ id }) => id)), fc.string()),
          fc.jsonValue(),
        ),
        (section, sent) => {
          const result = checkAnswers(large, section, sent as never, {
            facts: largeFacts,
            draft: true,
          });
          const left = formState(large, result.answers, largeFacts).pages.flatMap(
            (one) => one.faults,
          );
          expect(left.filter(isShapeless)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('fields written from answers are read back as the same answers', () => {
    fc.assert(
      fc.property(fc.nat(5000), (seed) => {
        const answers = answersTo(large, seed);
        const shown = new Set(
          formState(large, answers, largeFacts).pages.flatMap((page) => page.questions),
        );
        for (const { page } of large.pages) {
          const fields = fieldsOf(large, page.id, answers);
          const known = { facts: largeFacts, answers };
          const result = readAnswers(large, page.id, new Map(Object.entries(fields)), known);
          const asked = page.questions.filter(({ id, kind }) => kind !== 'note' && shown.has(id));
          expect(result.faults).toEqual([]);
          for (const { id } of asked) expect(result.answers[id]).toEqual(answers[id]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
