import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledLarge } from '../../../bench/forms.ts';
import { exampleForm } from './example.ts';
import {
  adaptForm,
  type Conflict,
  changeFaults,
  compileForm,
  conflictReasons,
  describeChanges,
  dropReasons,
  type FormChange,
  type FormDefinition,
  formFaults,
  isFormChange,
  type Question,
  questionKinds,
  rebaseChanges,
  wordsOf,
} from './index.ts';

const both = (text: string) => ({ en: text, fr: `${text} (fr)` });
const nickname: Question = { id: 'nickname', kind: 'text', label: both('What friends call you') };
const adapted = (changes: FormChange[], base = exampleForm): FormDefinition => {
  const result = adaptForm(base, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.form.definition;
};
const faultsOf = (...changes: FormChange[]) => {
  const result = adaptForm(exampleForm, changes);
  return result.ok ? [] : result.faults;
};
const questionsOn = (definition: FormDefinition, page: string) =>
  definition.sections
    .flatMap(({ pages }) => pages)
    .find(({ id }) => id === page)
    ?.questions.map(({ id }) => id);

describe('adaptForm', () => {
  it('makes every kind of change', () => {
    const form = adapted([
      { do: 'reword', at: 'questions.letter.label', language: 'en', text: 'Dear family' },
      { do: 'hide-question', question: 'photos' },
      { do: 'hide-page', page: 'hosting' },
      { do: 'add-question', page: 'person', after: 'name', question: nickname },
      { do: 'require', question: 'nickname', required: true },
      {
        do: 'add-page',
        section: 'you',
        after: null,
        page: {
          id: 'hello',
          title: both('Hello'),
          questions: [{ id: 'hobby', kind: 'text', label: both('Hobby') }],
        },
      },
      { do: 'reorder', page: 'person', questions: ['languages', 'name', 'nickname', 'born'] },
    ]);
    expect(questionsOn(form, 'person')).toEqual(['languages', 'name', 'nickname', 'born']);
    expect(questionsOn(form, 'letter')).toEqual(['letter']);
    expect(questionsOn(form, 'hosting')).toBeUndefined();
    expect(form.sections[0]?.pages.map(({ id }) => id)).toEqual([
      'hello',
      'person',
      'food',
      'letter',
    ]);
    expect(form.sections[0]?.pages[1]?.questions[2]).toEqual({ ...nickname, required: true });
    expect(wordsOf(form).get('questions.letter.label')).toEqual({
      en: 'Dear family',
      fr: 'Votre lettre',
    });
  });

  it('adds a language when every wording is there', () => {
    const words = Object.fromEntries(
      [...wordsOf(exampleForm).keys()].map((at) => [at, `${at} lv`]),
    );
    const form = adapted([{ do: 'translate', language: 'lv', words }]);
    expect(form.languages).toEqual(['en', 'fr', 'lv']);
    expect(wordsOf(form).get('form.title')).toMatchObject({ lv: 'form.title lv' });
    const { 'pages.food.intro': _, ...fewer } = words;
    expect(faultsOf({ do: 'translate', language: 'lv', words: fewer })).toEqual([
      {
        place: 'sections.you.pages.food.intro',
        reason: 'forms.fault.words-missing',
        params: { language: 'lv' },
      },
    ]);
  });

  it('keeps what documents and matching need', () => {
    expect(
      faultsOf(
        { do: 'hide-question', question: 'born' },
        { do: 'hide-page', page: 'food' },
        { do: 'require', question: 'name', required: false },
        { do: 'require', question: 'languages', required: false },
      ),
    ).toEqual([
      {
        place: 'changes.0',
        reason: 'forms.change.fixed',
        params: { question: 'born', needs: 'documents' },
      },
      {
        place: 'changes.1',
        reason: 'forms.change.fixed',
        params: { question: 'diet', needs: 'matching' },
      },
      {
        place: 'changes.2',
        reason: 'forms.change.fixed',
        params: { question: 'name', needs: 'documents' },
      },
    ]);
  });

  it.each<[FormChange, string]>([
    [{ do: 'reword', at: 'questions.born.hint', language: 'en', text: 'x' }, 'no-such-words'],
    [{ do: 'reword', at: 'form.title', language: 'de', text: 'x' }, 'no-such-language'],
    [{ do: 'translate', language: 'fr', words: { nowhere: 'x' } }, 'no-such-words'],
    [{ do: 'hide-question', question: 'nothing' }, 'no-such-question'],
    [{ do: 'hide-page', page: 'nothing' }, 'no-such-page'],
    [{ do: 'add-question', page: 'nothing', after: null, question: nickname }, 'no-such-page'],
    [{ do: 'add-question', page: 'food', after: 'born', question: nickname }, 'no-such-question'],
    [
      { do: 'add-question', page: 'food', after: null, question: { ...nickname, id: 'born' } },
      'id-taken',
    ],
    [
      {
        do: 'add-page',
        section: 'x',
        after: null,
        page: { id: 'new', title: both('N'), questions: [nickname] },
      },
      'no-such-section',
    ],
    [
      {
        do: 'add-page',
        section: 'you',
        after: 'consent',
        page: { id: 'new', title: both('N'), questions: [nickname] },
      },
      'no-such-page',
    ],
    [
      {
        do: 'add-page',
        section: 'you',
        after: null,
        page: { id: 'food', title: both('N'), questions: [nickname] },
      },
      'id-taken',
    ],
    [
      {
        do: 'add-page',
        section: 'you',
        after: null,
        page: { id: 'new', title: both('N'), questions: [{ ...nickname, id: 'diet' }] },
      },
      'id-taken',
    ],
    [{ do: 'reorder', page: 'person', questions: ['name', 'born'] }, 'other-questions'],
    [{ do: 'reorder', page: 'person', questions: ['name', 'born', 'born'] }, 'other-questions'],
    [{ do: 'require', question: 'nothing', required: true }, 'no-such-question'],
    [{ do: 'dance' } as never, 'malformed'],
    [
      { do: 'add-question', page: 'food', after: null, question: { id: 'x' } } as never,
      'malformed',
    ],
  ])('refuses %j: %s', (change, reason) => {
    expect(faultsOf(change)).toMatchObject([
      { place: 'changes.0', reason: `forms.change.${reason}` },
    ]);
  });

  it('says which condition looks at a question that was hidden', () => {
    expect(faultsOf({ do: 'hide-question', question: 'hosts-too' })).toEqual([
      {
        place: 'sections.home.pages.hosting.when',
        reason: 'forms.change.depends-on-hidden',
        params: { question: 'hosts-too' },
      },
    ]);
    expect(
      faultsOf(
        { do: 'hide-question', question: 'hosts-too' },
        { do: 'hide-page', page: 'hosting' },
      ),
    ).toEqual([]);
  });

  it('checks what comes out like any form', () => {
    const loops: Question = { ...nickname, when: { question: 'nickname', answered: true } };
    expect(
      faultsOf({ do: 'add-question', page: 'food', after: null, question: loops }),
    ).toMatchObject([{ reason: 'forms.fault.loop' }]);
    expect(
      faultsOf(
        { do: 'hide-question', question: 'letter' },
        { do: 'hide-question', question: 'photos' },
      ),
    ).toMatchObject([{ place: 'sections.you.pages.letter', reason: 'forms.fault.empty-page' }]);
  });

  it('never throws, and never loses a fixed question', () => {
    const marked: FormDefinition = {
      ...compiledLarge(4).definition,
      sections: compiledLarge(4).definition.sections.map((section) => ({
        ...section,
        pages: section.pages.map((page) => ({
          ...page,
          questions: page.questions.map((question, i) =>
            i % 2 ? { ...question, fixed: ['x'] } : question,
          ),
        })),
      })),
    };
    const all = marked.sections.flatMap(({ pages }) => pages.flatMap(({ questions }) => questions));
    const question = fc.constantFrom(...all.map(({ id }) => id), 'nickname');
    const page = fc.constantFrom(
      ...marked.sections.flatMap(({ pages }) => pages.map(({ id }) => id)),
    );
    const change = fc.oneof(
      {
        weight: 4,
        arbitrary: question.map((id): FormChange => ({ do: 'hide-question', question: id })),
      },
      page.map((id): FormChange => ({ do: 'hide-page', page: id })),
      fc.record({ do: fc.constant('require' as const), question, required: fc.boolean() }),
      page.map(
        (id): FormChange => ({ do: 'add-question', page: id, after: null, question: nickname }),
      ),
      fc.tuple(question, fc.string()).map(
        ([id, text]): FormChange => ({
          do: 'reword',
          at: `questions.${id}.label`,
          language: 'en',
          text: text || 'x',
        }),
      ),
      fc.anything() as fc.Arbitrary<FormChange>,
      fc.record({
        do: fc.constantFrom('reword', 'translate', 'hide-page', 'add-page', 'reorder'),
      }) as unknown as fc.Arbitrary<FormChange>,
    );
    let made = 0;
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        const result = adaptForm(marked, changes);
        if (!result.ok) {
          const params = { ...formFaults, ...changeFaults };
          for (const fault of result.faults)
            expect(Object.keys(fault.params).sort()).toEqual([...params[fault.reason]].sort());
          return;
        }
        made += changes.length > 0 ? 1 : 0;
        for (const old of all.filter(({ fixed }) => fixed)) {
          const now = result.form.questions.find(({ id }) => id === old.id);
          expect(now?.kind).toBe(old.kind);
          if (old.required) expect(now?.required).toBe(true);
        }
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(made).toBeGreaterThan(5);
  });

  it('knows data that is no change', () => {
    expect(isFormChange({ do: 'hide-page', page: 'x' })).toBe(true);
    fc.assert(fc.property(fc.anything(), (data) => void isFormChange(data)));
  });
});

describe('describeChanges', () => {
  it('says nothing of what is the same', () => {
    expect(describeChanges(exampleForm, exampleForm)).toEqual([]);
  });

  it('tells structure, languages and words', () => {
    const words = Object.fromEntries([...wordsOf(exampleForm).keys()].map((at) => [at, 'x']));
    const after = adapted([
      { do: 'translate', language: 'lv', words },
      { do: 'hide-question', question: 'photos' },
      {
        do: 'add-question',
        page: 'person',
        after: null,
        question: { ...nickname, label: { ...nickname.label, lv: 'x' } },
      },
      { do: 'require', question: 'hosts-too', required: true },
      { do: 'reorder', page: 'food', questions: ['how-strict', 'diet'] },
      { do: 'reword', at: 'pages.food.title', language: 'en', text: 'Food' },
    ]);
    const weeks = {
      ...after,
      sections: after.sections.map((section) => ({
        ...section,
        pages: section.pages.map(({ when: _, ...page }) => page),
      })),
    };
    expect(describeChanges(exampleForm, weeks)).toEqual([
      { what: 'page', id: 'food', change: 'reordered' },
      { what: 'page', id: 'hosting', change: 'changed' },
      { what: 'question', id: 'photos', change: 'removed' },
      { what: 'question', id: 'nickname', change: 'added' },
      { what: 'question', id: 'hosts-too', change: 'required' },
      { what: 'language', id: 'lv', change: 'added' },
      {
        what: 'words',
        id: 'pages.food.title',
        change: 'reworded',
        language: 'en',
        before: 'What you eat',
        after: 'Food',
      },
    ]);
    expect(describeChanges(after, exampleForm).map(({ change }) => change)).toEqual(
      expect.arrayContaining(['removed', 'added', 'optional', 'reordered', 'reworded']),
    );
  });
});

describe('rebaseChanges', () => {
  const told = (conflicts: Conflict[]) =>
    conflicts.map(({ change, reason, kept }) => [change, reason.replace('forms.', ''), kept]);
  const newBase = adapted([
    { do: 'reword', at: 'questions.letter.label', language: 'en', text: 'Write to them' },
    { do: 'hide-question', question: 'photos' },
    { do: 'add-question', page: 'food', after: 'diet', question: { ...nickname, id: 'allergies' } },
    {
      do: 'add-question',
      page: 'letter',
      after: 'letter',
      question: { ...nickname, id: 'greeting' },
    },
  ]);

  it('brings changes that nothing touched over as they are', () => {
    const changes: FormChange[] = [
      { do: 'reword', at: 'form.title', language: 'fr', text: 'Partir' },
      { do: 'hide-page', page: 'hosting' },
      { do: 'add-question', page: 'person', after: 'born', question: nickname },
    ];
    expect(rebaseChanges(exampleForm, newBase, changes)).toEqual({ changes, conflicts: [] });
  });

  it('settles what it can, and tells the rest', () => {
    const changes: FormChange[] = [
      { do: 'hide-question', question: 'photos' },
      { do: 'reorder', page: 'food', questions: ['how-strict', 'diet'] },
      { do: 'reword', at: 'questions.letter.label', language: 'en', text: 'Dear family' },
      { do: 'reword', at: 'questions.photos.label', language: 'en', text: 'Pictures' },
      { do: 'add-question', page: 'letter', after: 'photos', question: nickname },
      { do: 'add-question', page: 'food', after: null, question: { ...nickname, id: 'allergies' } },
    ];
    const result = rebaseChanges(exampleForm, newBase, changes);
    expect(told(result.conflicts)).toEqual([
      [2, 'conflict.base-reworded', true],
      [3, 'change.no-such-words', false],
      [4, 'conflict.moved-to-end', true],
      [5, 'change.id-taken', false],
    ]);
    const form = adapted(result.changes, newBase);
    expect(questionsOn(form, 'food')).toEqual(['how-strict', 'diet', 'allergies']);
    expect(questionsOn(form, 'letter')).toEqual(['letter', 'greeting', 'nickname']);
  });

  it('keeps a question that something new depends on, and one that is needed now', () => {
    const base: FormDefinition = {
      ...exampleForm,
      sections: exampleForm.sections.map((section) => ({
        ...section,
        pages: section.pages.map((page) => ({
          ...page,
          questions: page.questions.map((question) =>
            question.id === 'photos' ? { ...question, fixed: ['matching'] } : question,
          ),
        })),
      })),
    };
    const changes: FormChange[] = [
      { do: 'hide-question', question: 'hosts-too' },
      { do: 'hide-question', question: 'photos' },
    ];
    const older = adapted([{ do: 'hide-page', page: 'hosting' }]);
    expect(told(rebaseChanges(older, base, changes).conflicts)).toEqual([
      [1, 'change.fixed', false],
      [0, 'change.depends-on-hidden', false],
    ]);
    expect(rebaseChanges(older, base, changes).changes).toEqual([]);
  });

  it('says which words a translation lacks', () => {
    const words = Object.fromEntries([...wordsOf(exampleForm).keys()].map((at) => [at, 'x']));
    const { changes, conflicts } = rebaseChanges(exampleForm, newBase, [
      { do: 'translate', language: 'lv', words },
    ]);
    expect(changes).toHaveLength(1);
    expect(conflicts.map(({ place, reason }) => `${place} ${reason.replace(/.*\./, '')}`)).toEqual([
      'changes.0 base-reworded',
      'sections.you.pages.food.questions.allergies.label words-missing',
      'sections.you.pages.letter.questions.greeting.label words-missing',
    ]);
  });

  it('always brings over what can be made of the new base', () => {
    const question = fc.constantFrom(
      'photos',
      'letter',
      'how-strict',
      'hosts-too',
      'weeks',
      'members',
      'born',
      'allergies',
    );
    const change = fc.oneof(
      question.map((id): FormChange => ({ do: 'hide-question', question: id })),
      fc
        .constantFrom('hosting', 'letter', 'household')
        .map((page): FormChange => ({ do: 'hide-page', page })),
      question.map((id): FormChange => ({ do: 'require', question: id, required: true })),
      question.map(
        (id): FormChange => ({
          do: 'reword',
          at: `questions.${id}.label`,
          language: 'en',
          text: 'x',
        }),
      ),
      fc.constantFrom('photos', 'letter', null).map(
        (after): FormChange => ({
          do: 'add-question',
          page: 'letter',
          after,
          question: nickname,
        }),
      ),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.boolean(), (changes, back) => {
        const [from, to] = back ? [newBase, exampleForm] : [exampleForm, newBase];
        const result = rebaseChanges(from, to, changes);
        const open = result.conflicts.some((conflict) => conflict.change === null);
        expect(adaptForm(to, result.changes).ok).toBe(!open);
      }),
      { numRuns: 200 },
    );
  });
});

describe('lists of messages', () => {
  it('name each code once', () => {
    const lists = [formFaults, changeFaults, conflictReasons, dropReasons];
    const codes = lists.flatMap((list) => Object.keys(list));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^forms\.[a-z.-]+$/.test(code))).toBe(true);
    expect(questionKinds).toHaveLength(18);
    expect(compileForm(exampleForm).ok).toBe(true);
  });
});
