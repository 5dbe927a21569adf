import { describe, expect, it } from 'vitest';
import type { AnswerWords, FormDefinition, Question } from '#engines/forms/index.ts';
import { interests } from '#kernel/interests.ts';
import { shippedForms, soundForm } from '#modules/forms/core/index.ts';
import { allergyKinds, diets } from '../schema.ts';
import {
  foodQuestions,
  inWords,
  openPages,
  parted,
  placementWishesIn,
  profileIn,
  progressOf,
  sealedQuestions,
  stateOfApplication,
} from './answers.ts';

const form = soundForm(shippedForms.find((f) => f.id === 'application') as FormDefinition);
const facts = { today: '2026-10-01', age: 16 };
const question = (id: string): Question => {
  const found = form.questions.find((q) => q.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
};
const optionsOf = (id: string): string[] => {
  const found = question(id);
  return 'options' in found ? found.options.map((option) => option.id) : [];
};

const food = { 'has-allergies': false, diet: 'none' };
const home = {
  smokes: false,
  'accepts-smoking': 'strongly-object',
  'accepts-pets': 'yes',
  'accepts-shared-room': 'rather-not',
  'accepts-single-adult': 'yes',
};
const whole = {
  ...food,
  ...home,
  'about-me': 'I fix bicycles.',
  why: 'The sea.',
  'mother-tongue': 'lv',
  letter: 'Hello.',
};

describe('the form of the application', () => {
  it('offers what the rules of placement know', () => {
    expect(optionsOf('interests')).toEqual([...interests]);
    expect(optionsOf('diet')).toEqual([...diets]);
    for (const id of ['allergies', 'serious-allergies'])
      expect(optionsOf(id)).toEqual([...allergyKinds, 'other']);
  });

  it('keeps every question that placement, documents and selection read from being taken out', () => {
    const read = [
      ...['about-me', 'why', 'letter', 'interests', 'must-continue'],
      ...['mother-tongue', 'other-languages', ...Object.keys(home)],
      ...['has-allergies', 'allergies', 'serious-allergies', 'other-allergy', 'diet'],
    ];
    expect(read.filter((id) => !question(id).fixed?.length)).toEqual([]);
  });

  it('asks about food under the seal, and about nothing else there', () => {
    expect([...sealedQuestions(form)].sort()).toEqual([...foodQuestions].sort());
    expect(form.definition.sections.map((s) => [s.owner, s.sensitivity])).toEqual([
      ['pupil', 'profile'],
      ['pupil', 'health'],
    ]);
  });

  it('has six pages, and is short', () => {
    expect(form.pages.map(({ page }) => page.id)).toEqual([
      'about',
      'why',
      'languages',
      'home',
      'letter',
      'food',
    ]);
    expect(form.questions.length).toBeLessThanOrEqual(25);
  });
});

describe('how far it is', () => {
  it('counts pages, and one that holds something unreadable is not done', () => {
    const state = stateOfApplication(form, whole, facts);
    expect(progressOf(state, {})).toEqual({ done: 6, asked: 6 });
    expect(openPages(state, { letter: { letter: ['…'] } })).toEqual(['letter']);
    expect(progressOf(stateOfApplication(form, { why: 'x' }, facts), {}).done).toBe(1);
    const half = stateOfApplication(form, { ...whole, 'has-allergies': true }, facts);
    expect(openPages(half, {})).toEqual(['food']);
  });
});

describe('what placement has to know', () => {
  const wishes = (answers: object) => placementWishesIn({ ...whole, ...answers });

  it('reads kinds, how serious they are, and the three ways to take to a thing', () => {
    expect(
      wishes({
        'has-allergies': true,
        allergies: ['pollen', 'other'],
        'serious-allergies': ['nuts'],
        'other-allergy': 'latex',
      }),
    ).toMatchObject({
      allergies: [
        { kind: 'pollen', severity: 'mild' },
        { kind: 'nuts', severity: 'serious' },
      ],
      otherAllergy: 'latex',
      diet: 'none',
      acceptsSmoking: 'strongly_object',
      acceptsSharedRoom: 'rather_not',
    });
  });

  it('knows nothing rather than “none” while a question has no answer', () => {
    expect(placementWishesIn(home as never)).toBeNull();
    expect(placementWishesIn(food)).toBeNull();
    expect(wishes({ 'has-allergies': null })).toBeNull();
    expect(wishes({ 'has-allergies': true })).toBeNull();
    expect(wishes({ diet: null })).toBeNull();
    expect(wishes({ 'accepts-pets': 'perhaps' })).toBeNull();
  });

  it('forgets allergies that were ticked before the answer became no', () => {
    expect(wishes({ allergies: ['cat'], 'serious-allergies': ['cat'] })?.allergies).toEqual([]);
  });
});

it('tells who somebody is, mother tongue first, also of answers that are none', () => {
  expect(
    profileIn({
      ...whole,
      interests: ['music', 'odd'],
      'other-languages': [{ language: 'en', level: 'B1' }],
    }),
  ).toEqual({
    interests: ['music'],
    mustContinue: '',
    languages: ['lv', 'en'],
    everyday: '',
    letter: 'Hello.',
  });
  expect(profileIn({ 'mother-tongue': 'other' }).languages).toEqual([]);
  const other = (words: string) =>
    profileIn({ 'mother-tongue': 'other', 'mother-tongue-other': words, everyday: 'Up at six.' });
  expect(other('wolof')).toMatchObject({ languages: ['wo'], everyday: 'Up at six.' });
  expect(other('Arbëresh').languages).toEqual(['Arbëresh']);
  expect(profileIn({})).toEqual({
    interests: [],
    mustContinue: '',
    languages: [],
    everyday: '',
    letter: '',
  });
});

it('puts in words for all what is for all, and apart what is for the family', () => {
  const words: AnswerWords = {
    date: String,
    number: String,
    scale: String,
    yesNo: (value) => (value ? 'Yes' : 'No'),
    agreed: () => '',
    country: String,
    language: String,
    file: String,
  };
  const { open, sealed } = inWords(form, { ...whole, diet: 'vegan' }, facts, 'en', words);
  expect(JSON.stringify(open)).toContain('I fix bicycles.');
  expect(JSON.stringify(open)).not.toMatch(/vegan|allerg/i);
  expect(sealed.parts.map((part) => part.id)).toEqual(['food']);
  expect(JSON.stringify(sealed)).toContain('Vegan');
});

it('takes apart by key', () => {
  expect(parted({ a: 1, b: 2 }, (key) => key === 'b')).toEqual({
    open: { a: 1 },
    sealed: { b: 2 },
  });
});
