import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersTo, compiledLarge, largeFacts } from '../../../bench/forms.ts';
import { exampleForm } from './example.ts';
import {
  type Answers,
  type CompiledForm,
  compileForm,
  type FormDefinition,
  formState,
  nextReachable,
  pageState,
  questionKinds,
} from './index.ts';

function compiled(definition: FormDefinition): CompiledForm {
  const result = compileForm(definition);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.form;
}

const form = compiled(exampleForm);
const facts = { age: 16, today: '2026-09-01' };
const pupil: Answers = {
  name: { given: 'Ada', family: 'Peeters' },
  born: '2010-05-17',
  languages: [{ language: 'nl', level: 'C2' }],
  diet: ['none'],
  letter: 'I would like to come and stay.',
  photos: null,
};
const pagesOf = (answers: Answers, more = {}) =>
  formState(form, answers, { ...facts, ...more }).pages.map((page) => page.id);

describe('formState', () => {
  it('begins empty, at the first page', () => {
    const state = formState(form, {}, facts);
    expect(state.pages.map((page) => page.status)).toEqual(Array(5).fill('empty'));
    expect(state).toMatchObject({ next: 'person', complete: false });
    expect(state.progress).toEqual({ answered: 0, required: 6 });
    expect(state.pages[0]?.missing).toEqual(['name', 'born']);
  });

  it('says how far each page is', () => {
    const state = formState(
      form,
      { ...pupil, born: '1990-01-01', letter: null, address: null },
      facts,
    );
    expect(state.pages.map(({ id, status }) => [id, status])).toEqual([
      ['person', 'faulty'],
      ['food', 'complete'],
      ['letter', 'started'],
      ['household', 'started'],
      ['consent', 'empty'],
    ]);
    expect(state.sections.map(({ id, status }) => [id, status])).toEqual([
      ['you', 'faulty'],
      ['home', 'started'],
    ]);
    expect(state.pages[0]?.faults).toEqual([
      {
        reason: 'forms.too-early',
        field: 'born',
        params: { date: Temporal.PlainDate.from('2006-09-01') },
      },
    ]);
    expect(state.next).toBe('person');
  });

  it('looks at the part of one owner alone, with conditions still seeing all answers', () => {
    const mine = formState(form, pupil, facts, { owner: 'pupil' });
    expect(mine).toMatchObject({ next: null, complete: true });
    expect(mine.progress).toEqual({ answered: 4, required: 4 });
    const theirs = formState(form, pupil, facts, { owner: 'guardian' });
    expect(theirs.sections.map(({ id }) => id)).toEqual(['home']);
    expect(theirs).toMatchObject({ next: 'household', complete: false });
    expect(formState(form, pupil, facts, { owner: 'nobody' }).pages).toEqual([]);
    expect(formState(form, pupil, facts, { section: 'home' })).toEqual(theirs);
    expect(formState(form, pupil, facts, { section: 'home', owner: 'pupil' }).pages).toEqual([]);
  });

  it('shows what answers and facts call for', () => {
    expect(pagesOf({ 'hosts-too': true })).toContain('hosting');
    expect(pagesOf({ 'hosts-too': false })).not.toContain('hosting');
    expect(pagesOf({ 'hosts-too': true }, { age: 18 })).toEqual(['person', 'food', 'letter']);
    expect(pagesOf({ 'hosts-too': true }, { age: null })).toContain('hosting');
  });

  it('keeps an answer that is hidden, without counting it', () => {
    const answers = { ...pupil, diet: ['meat'], 'how-strict': 9 };
    expect(formState(form, answers, facts).pages[1]?.status).toBe('faulty');
    const hidden = formState(form, { ...answers, diet: ['pork'] }, facts);
    expect(hidden.pages[1]).toMatchObject({ status: 'complete', questions: ['diet'] });
  });

  it('takes a page of optional questions as done once somebody was there', () => {
    const optional = compiled({
      ...exampleForm,
      sections: exampleForm.sections.map((section) => ({
        ...section,
        pages: section.pages.map((page) => ({
          ...page,
          questions: page.questions.map((question) => ({ ...question, required: false })),
        })),
      })),
    });
    const fresh = formState(optional, {}, facts);
    expect(fresh).toMatchObject({ next: 'person', complete: true });
    expect(formState(optional, { name: null }, facts).pages[0]?.status).toBe('complete');
  });

  it('does not show a page whose questions are all hidden', () => {
    const question = { kind: 'text', label: { en: 'x' } } as const;
    const small = compiled({
      id: 'small',
      languages: ['en'],
      title: { en: 'Small' },
      sections: [
        {
          id: 's',
          title: { en: 'S' },
          owner: 'pupil',
          sensitivity: 'profile',
          pages: [
            { id: 'a', title: { en: 'A' }, questions: [{ ...question, id: 'one' }] },
            {
              id: 'b',
              title: { en: 'B' },
              questions: [{ ...question, id: 'two', when: { question: 'one', answered: true } }],
            },
          ],
        },
      ],
    });
    expect(formState(small, {}).pages.map(({ id }) => id)).toEqual(['a']);
    expect(formState(small, { one: '  ' }).pages.map(({ id }) => id)).toEqual(['a']);
    expect(formState(small, { one: 'x' }).pages.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('pageState', () => {
  it('answers title, way forth and back, questions and errors in the reader’s language', () => {
    const page = pageState(form, { diet: ['meat', 'none'] }, facts, 'food', { language: 'fr' });
    expect(page).toMatchObject({
      title: 'Ce que vous mangez',
      intro: 'Pour que votre famille cuisine.',
      previous: 'person',
      next: 'letter',
      position: { number: 2, of: 5 },
      section: { id: 'you', title: 'À propos de vous', owner: 'pupil' },
      status: 'faulty',
    });
    expect(
      page?.questions.map(({ question, label, errors }) => [question.id, label, errors]),
    ).toEqual([
      ['diet', 'Ce que vous ne mangez pas', [{ reason: 'forms.alone', field: 'diet' }]],
      ['how-strict', 'Est-ce strict ?', []],
    ]);
    expect(pageState(form, {}, facts, 'food', { language: 'lv' })?.title).toBe('What you eat');
  });

  it('finds the errors of parts and rows', () => {
    const page = pageState(
      form,
      { address: { city: 'Riga' } as never, members: [{ name: '' }] },
      facts,
      'household',
    );
    expect(page?.questions.map(({ errors }) => errors.map(({ field }) => field))).toEqual([
      ['address.street', 'address.country'],
      ['members.0.name'],
      [],
    ]);
  });

  it('is null for a page that is hidden, and says where to go instead', () => {
    expect(pageState(form, {}, facts, 'hosting')).toBeNull();
    expect(pageState(form, {}, facts, 'nothing')).toBeNull();
    expect(nextReachable(form, formState(form, {}, facts), 'hosting')).toBe('consent');
    expect(nextReachable(form, formState(form, {}, facts), 'food')).toBe('food');
    const adult = formState(form, {}, { age: 18 });
    expect(nextReachable(form, adult, 'hosting')).toBe('letter');
    expect(nextReachable(form, adult, 'nothing')).toBeNull();
  });
});

/** Anything that JSON can hold under the form's own ids: good answers, and all that is not. */
const anyAnswers = (of: CompiledForm) =>
  fc.dictionary(
    fc.oneof(fc.constantFrom(...of.questions.map(({ id }) => id)), fc.string()),
    fc.oneof(fc.jsonValue(), fc.constantFrom(true, false, 'red', 'BE', 12, ['green'], ['none'])),
  ) as fc.Arbitrary<Answers>;
const seeds = fc.integer({ min: 1, max: 12 });
const forms = new Map(Array.from({ length: 12 }, (_, i) => [i + 1, compiledLarge(i + 1)]));
const formOf = (seed: number) => forms.get(seed) as CompiledForm;
const anyCase = seeds.chain((seed) =>
  fc.record({
    of: fc.constant(formOf(seed)),
    answers: fc.oneof(
      anyAnswers(formOf(seed)),
      fc.tuple(fc.nat(1000), fc.nat(6)).map(([n, gaps]) => answersTo(formOf(seed), n, gaps)),
    ),
  }),
);

describe('for any answers', () => {
  it('uses every kind of question', () => {
    const kinds = new Set(formOf(1).questions.map(({ kind }) => kind));
    expect([...questionKinds].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('there is a state, and a page state for each page shown', () => {
    fc.assert(
      fc.property(anyCase, fc.dictionary(fc.string(), fc.string()), ({ of, answers }, odd) => {
        const state = formState(of, answers, { ...odd, age: 15 });
        expect(state.progress.answered).toBeLessThanOrEqual(state.progress.required);
        if (state.complete) expect(state.progress.answered).toBe(state.progress.required);
        for (const { id } of state.pages)
          expect(pageState(of, answers, { ...odd, age: 15 }, id, { state })).not.toBeNull();
      }),
    );
  });

  it('next and previous are inverse, and lead through every page shown', () => {
    fc.assert(
      fc.property(anyCase, ({ of, answers }) => {
        const state = formState(of, answers, largeFacts);
        const walked: string[] = [];
        for (let id = state.pages[0]?.id ?? null; id !== null; ) {
          const page = pageState(of, answers, largeFacts, id, { state });
          expect(page?.position.number).toBe(walked.push(id));
          if (page?.next) {
            const after = pageState(of, answers, largeFacts, page.next, { state });
            expect(after?.previous).toBe(id);
          }
          id = page?.next ?? null;
        }
        expect(walked).toEqual(state.pages.map(({ id }) => id));
      }),
    );
  });

  it('hidden answers never count', () => {
    fc.assert(
      fc.property(anyCase, fc.jsonValue(), ({ of, answers }, other) => {
        const state = formState(of, answers, largeFacts);
        const shown = new Set(state.pages.flatMap((page) => page.questions));
        const changed = Object.fromEntries([
          ...Object.entries(answers),
          ...of.questions.filter(({ id }) => !shown.has(id)).map(({ id }) => [id, other]),
        ]) as Answers;
        expect(formState(of, changed, largeFacts)).toEqual(state);
      }),
    );
  });

  it('a good answer never takes progress away where nothing depends on it', () => {
    const plain = compiled({
      ...formOf(1).definition,
      sections: formOf(1).definition.sections.map((section) => ({
        ...section,
        pages: section.pages.map(({ when: _, ...page }) => ({
          ...page,
          questions: page.questions.map(({ when: __, ...question }) => question),
        })),
      })) as FormDefinition['sections'],
    });
    const good = answersTo(plain, 3);
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(good)), (order) => {
        let answers: Answers = {};
        let before = 0;
        for (const id of order) {
          answers = { ...answers, [id]: good[id] ?? null };
          const { answered, required } = formState(plain, answers, largeFacts).progress;
          expect(answered).toBeGreaterThanOrEqual(before);
          expect(required).toBe(plain.questions.filter((question) => question.required).length);
          before = answered;
        }
      }),
      { numRuns: 20 },
    );
    expect(formState(plain, good, largeFacts)).toMatchObject({ complete: true, next: null });
  });

  it('a form of 120 questions and 40 conditions takes less than a millisecond', () => {
    const of = formOf(1);
    const answers = answersTo(of, 1);
    for (let i = 0; i < 300; i++) formState(of, answers, largeFacts);
    const times = Array.from({ length: 9 }, () => {
      const begun = performance.now();
      for (let i = 0; i < 100; i++) formState(of, answers, largeFacts);
      return (performance.now() - begun) / 100;
    });
    expect(Math.min(...times)).toBeLessThan(1);
  });
});
