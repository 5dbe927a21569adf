import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeForm } from '../../../bench/forms.ts';
import { exampleForm } from './example.ts';
import {
  type Condition,
  compileForm,
  type FormDefinition,
  type FormFault,
  fingerprint,
  formFaults,
  formState,
  type Page,
  type Question,
} from './index.ts';

const words = (text: string) => ({ en: text });
const yesNo = (id: string, when?: Condition): Question => ({
  id,
  kind: 'yes-no',
  label: words(id),
  ...(when && { when }),
});
const page = (id: string, questions: Question[], when?: Condition): Page => ({
  id,
  title: words(id),
  questions,
  ...(when && { when }),
});
const formOf = (pages: Page[], more: Partial<FormDefinition> = {}): FormDefinition => ({
  id: 'form',
  languages: ['en'],
  title: words('Form'),
  sections: [{ id: 's', title: words('S'), owner: 'pupil', sensitivity: 'profile', pages }],
  ...more,
});
const faultsOf = (definition: unknown): FormFault[] => {
  const result = compileForm(definition as FormDefinition);
  return result.ok ? [] : result.faults;
};
const told = (definition: unknown) =>
  faultsOf(definition).map(
    ({ place, reason }) => `${place}: ${reason.replace('forms.fault.', '')}`,
  );
/** Faults of one question that stands alone. */
const toldOf = (question: object) =>
  told(
    formOf([page('p', [{ id: 'q', label: words('Q'), ...question } as unknown as Question])]),
  ).map((line) => line.replace('sections.s.pages.p.questions.', ''));

describe('a sound form', () => {
  it('is compiled, and names the facts it asks for', () => {
    const result = compileForm(exampleForm);
    expect(result).toMatchObject({ ok: true, form: { facts: ['age', 'today'] } });
  });

  it('of any size and shape the bench makes is compiled', () => {
    for (let seed = 1; seed <= 20; seed++) expect(told(largeForm(120, 40, seed))).toEqual([]);
  });
});

describe('parts', () => {
  it('with ids that are bad or taken are refused with the place', () => {
    expect(
      told(
        formOf([
          page('p', [yesNo('a'), yesNo('A b'), yesNo('a')]),
          page('p', [
            {
              ...yesNo('c'),
              kind: 'choice',
              options: [
                { id: 'x', label: words('X') },
                { id: 'x', label: words('X') },
                { id: 'über', label: words('U') },
              ],
            } as Question,
          ]),
        ]),
      ),
    ).toEqual([
      'sections.s.pages.p.questions.A b: bad-id',
      'sections.s.pages.p.questions.a: duplicate-id',
      'sections.s.pages.p: duplicate-id',
      'sections.s.pages.p.questions.c.options.x: duplicate-id',
      'sections.s.pages.p.questions.c.options.über: bad-id',
    ]);
  });

  it('that are empty are refused', () => {
    expect(told(formOf([page('p', [])]))).toContain('sections.s.pages.p: empty-page');
    expect(told(formOf([]))).toEqual(['sections.s: empty-section', ': no-page']);
    expect(told(formOf([], { sections: [] }))).toEqual([': no-page']);
    expect(toldOf({ kind: 'choice', options: [] })).toEqual(['q.options: no-options']);
    expect(toldOf({ kind: 'list', fields: [] })).toEqual(['q.fields: no-fields']);
  });

  it('need their words in every declared language', () => {
    const two = { ...exampleForm, languages: ['en', 'fr', 'lv'] };
    const lacking = faultsOf(two);
    expect(new Set(lacking.map(({ reason }) => reason))).toEqual(
      new Set(['forms.fault.words-missing']),
    );
    expect(lacking.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'title',
        'sections.you.pages.food.intro',
        'sections.you.pages.food.questions.how-strict.ends.low',
        'sections.you.pages.food.questions.diet.options.none.label',
        'sections.home.pages.household.questions.members.fields.name.label',
        'sections.home.pages.hosting.questions.weeks.unit',
      ]),
    );
    expect(lacking[0]?.params).toEqual({ language: 'lv' });
    expect(told(formOf([page('p', [yesNo('q')])], { languages: ['fr', 'fr', '?'] }))).toEqual(
      expect.arrayContaining([
        'languages: no-english',
        'languages.1: bad-language',
        'languages.2: bad-language',
      ]),
    );
    expect(told(formOf([page('p', [yesNo('q')])], { title: { en: '  ' } }))).toEqual([
      'title: words-missing',
    ]);
  });

  it.each([
    [{ kind: 'text', limits: { max: 0 } }, 'q.limits.max: bad-limit'],
    [{ kind: 'text', limits: { max: 1.5 } }, 'q.limits.max: bad-limit'],
    [{ kind: 'number', limits: { min: 3, max: 2 } }, 'q.limits: limits-crossed'],
    [{ kind: 'number', limits: { step: 0 } }, 'q.limits.step: bad-limit'],
    [
      { kind: 'scale', limits: { points: 8 }, ends: { low: words('l'), high: words('h') } },
      'q.limits.points: bad-limit',
    ],
    [
      { kind: 'choices', options: [{ id: 'a', label: words('A') }], limits: { min: 2 } },
      'q.limits: limits-crossed',
    ],
    [{ kind: 'date', limits: { notBefore: '2026-02-30' } }, 'q.limits.notBefore: bad-limit'],
    [
      { kind: 'date', limits: { notBefore: '2026-02-03', notAfter: '2026-02-02' } },
      'q.limits: limits-crossed',
    ],
    [
      { kind: 'date', limits: { notAfter: { fact: 'today', years: 0.5 } } },
      'q.limits.notAfter: bad-limit',
    ],
    [{ kind: 'country', limits: { among: ['Belgium'] } }, 'q.limits.among: bad-limit'],
    [{ kind: 'file', limits: { accept: ['zip'], max: 1 } }, 'q.limits.accept: bad-limit'],
    [{ kind: 'file', limits: { accept: ['pdf'] } }, 'q.limits.max: bad-limit'],
    [
      {
        kind: 'list',
        fields: [{ id: 'f', kind: 'file', label: words('F'), limits: { accept: ['pdf'], max: 1 } }],
      },
      'q.fields.f: bad-field',
    ],
    [{ kind: 'dream' }, 'q.kind: malformed'],
    [{ kind: 'scale' }, 'q.limits: malformed'],
    [{ kind: 'yes-no', when: { question: 'q' } }, 'q.when: malformed'],
    [{ kind: 'yes-no', when: { question: 'q', is: true, isNot: true } }, 'q.when: malformed'],
    [{ kind: 'yes-no', label: 'Q' }, 'q.label: malformed'],
  ])('%j is refused', (question, expected) => {
    expect(toldOf(question)).toEqual([expected]);
  });

  it('may be anything at all without a throw', () => {
    const anything = fc.anything({ withNullPrototype: true, maxDepth: 6 });
    fc.assert(
      fc.property(anything, (data) => {
        expect(faultsOf(data).length).toBeGreaterThan(0);
      }),
    );
    // a form with one part exchanged for anything
    const paths: string[][] = [];
    const walk = (value: unknown, path: string[]) => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    };
    walk(exampleForm, []);
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, data) => {
        const copy = structuredClone(exampleForm) as unknown as Record<string, unknown>;
        let at = copy;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
        at[path.at(-1) as string] = data;
        const result = compileForm(copy as unknown as FormDefinition);
        if (!result.ok)
          for (const { reason, params } of result.faults)
            expect(Object.keys(params).sort()).toEqual([...formFaults[reason]].sort());
      }),
      { numRuns: 1000 },
    );
  });

  it('nested deeper than anybody reads are refused', () => {
    let when: Condition = { fact: 'age', atLeast: 1 };
    for (let i = 0; i < 20_000; i++) when = { not: when };
    expect(toldOf({ kind: 'yes-no', when })).toEqual(['q.when: malformed']);
  });
});

describe('conditions', () => {
  it('name questions that are there, with tests that fit', () => {
    const color: Question = {
      id: 'color',
      kind: 'choice',
      label: words('Colour'),
      options: [{ id: 'red', label: words('Red') }],
    };
    const last = (when: Condition) =>
      told(formOf([page('p', [color, yesNo('b', when)])])).map((line) =>
        line.replace('sections.s.pages.p.questions.b.', ''),
      );
    expect(last({ question: 'colour', is: 'red' })).toEqual(['when: unknown-question']);
    expect(last({ all: [{ not: { question: 'color', atLeast: 2 } }] })).toEqual([
      'when.all.0.not: test-does-not-fit',
    ]);
    expect(last({ any: [{ question: 'color', isNot: 'green' }] })).toEqual([
      'when.any.0: unknown-option',
    ]);
    expect(last({ question: 'color', is: 'red' })).toEqual([]);
    const born: Question = { id: 'born', kind: 'date', label: words('Born') };
    expect(
      told(formOf([page('p', [born, yesNo('b', { question: 'born', before: '2026-13-01' })])])),
    ).toEqual(['sections.s.pages.p.questions.b.when: bad-date']);
  });

  it('may look ahead on their page, never to a later one', () => {
    const ahead: Condition = { question: 'b', is: true };
    expect(told(formOf([page('p', [yesNo('a', ahead), yesNo('b')])]))).toEqual([]);
    expect(faultsOf(formOf([page('p', [yesNo('a', ahead)]), page('later', [yesNo('b')])]))).toEqual(
      [
        {
          place: 'sections.s.pages.p.questions.a.when',
          reason: 'forms.fault.later-question',
          params: { question: 'b', page: 'later' },
        },
      ],
    );
  });

  it('that go round are refused with the loop', () => {
    const loop = formOf([
      page('p', [
        yesNo('a', { question: 'c', is: true }),
        yesNo('b', { question: 'a', is: true }),
        yesNo('c', {
          any: [
            { fact: 'age', atLeast: 3 },
            { question: 'b', is: true },
          ],
        }),
      ]),
    ]);
    expect(faultsOf(loop)).toEqual([
      {
        place: 'sections.s.pages.p.questions.b.when',
        reason: 'forms.fault.loop',
        params: { loop: 'questions.a → questions.c → questions.b → questions.a' },
      },
    ]);
    const own = formOf([page('p', [yesNo('a'), yesNo('b')], { question: 'a', is: true })]);
    expect(faultsOf(own)).toMatchObject([
      {
        place: 'sections.s.pages.p.when',
        params: { loop: 'questions.a → pages.p → questions.a' },
      },
    ]);
    const other = formOf([page('p', [yesNo('a'), yesNo('b')], { question: 'b', is: true })]);
    expect(faultsOf(other)).toMatchObject([
      {
        place: 'sections.s.pages.p.when',
        params: { loop: 'pages.p → questions.b → pages.p' },
      },
    ]);
    expect(
      faultsOf(formOf([page('p', [yesNo('a', { question: 'a', answered: false })])])),
    ).toMatchObject([{ params: { loop: 'questions.a → questions.a' } }]);
  });
});

describe('what can never be shown', () => {
  const number: Question = {
    id: 'n',
    kind: 'number',
    label: words('N'),
    limits: { min: 0, max: 10, step: 2 },
  };
  const picks: Question = {
    id: 'picks',
    kind: 'choices',
    label: words('Picks'),
    options: ['a', 'b', 'none'].map((id) => ({ id, label: words(id), alone: id === 'none' })),
  };
  const both: Question = {
    id: 'both',
    kind: 'choices',
    label: words('Both'),
    limits: { min: 2 },
    options: ['a', 'b', 'c'].map((id) => ({ id, label: words(id) })),
  };
  const born: Question = {
    id: 'born',
    kind: 'date',
    label: words('Born'),
    limits: { notBefore: '2008-01-01', notAfter: '2012-12-31' },
  };
  const first = page('p', [
    yesNo('a'),
    number,
    picks,
    both,
    born,
    yesNo('b', { question: 'a', is: true }),
  ]);
  const second = (when: Condition) =>
    told(formOf([first, page('q', [yesNo('z')], when)])).map((line) =>
      line.replace('sections.s.pages.', ''),
    );

  it.each<[string, Condition]>([
    ['more than the most', { question: 'n', atLeast: 12 }],
    ['a number between the steps', { question: 'n', is: 3 }],
    ['more picks than options', { question: 'picks', atLeast: 3 }],
    ['fewer picks than the least', { question: 'both', atMost: 1 }],
    ['a day after the last', { question: 'born', after: '2012-12-31' }],
    ['a word where a yes is meant', { question: 'a', is: 'yes' }],
  ])('%s: the test is named', (_, when) => {
    expect(second({ not: { not: when } })).toEqual(['q.when.not.not: never-holds']);
    expect(second({ any: [{ question: 'a', is: true }, when] })).toEqual([
      'q.when.any.1: never-holds',
    ]);
  });

  it.each<[string, Condition]>([
    [
      'two answers at once',
      {
        all: [
          { question: 'a', is: true },
          { question: 'a', is: false },
        ],
      },
    ],
    [
      'yes and not yes',
      {
        all: [
          { question: 'a', is: true },
          { question: 'a', isNot: true },
        ],
      },
    ],
    [
      'a gap between steps',
      {
        all: [
          { question: 'n', atLeast: 3 },
          { question: 'n', atMost: 3 },
        ],
      },
    ],
    [
      'beside an option that stands alone',
      {
        all: [
          { question: 'picks', includes: 'a' },
          { question: 'picks', includes: 'none' },
        ],
      },
    ],
    [
      'a day before and after',
      {
        all: [
          { question: 'born', before: '2010-01-02' },
          { question: 'born', after: '2010-01-01' },
        ],
      },
    ],
    [
      'two facts at once',
      { all: [{ fact: 'age', atLeast: 18 }, { not: { fact: 'age', atLeast: 16 } }] },
    ],
    [
      'a question that is hidden then',
      {
        all: [
          { question: 'b', answered: true },
          { question: 'a', is: false },
        ],
      },
    ],
    ['none of nothing', { any: [] }],
  ])('%s: the page is named', (_, when) => {
    expect(second(when)).toEqual(['q: unreachable']);
  });

  it('is found through chains, and told once', () => {
    const chain = formOf([
      first,
      page('q', [yesNo('c'), yesNo('d', { question: 'a', is: false })], {
        question: 'b',
        is: true,
      }),
      page('r', [yesNo('e')], { question: 'd', is: true }),
      page('t', [yesNo('f', { not: { question: 'e', answered: false } })]),
    ]);
    expect(told(chain)).toEqual([
      'sections.s.pages.q.questions.d: unreachable',
      'sections.s.pages.t.questions.f: unreachable',
      'sections.s.pages.r: unreachable',
    ]);
  });

  it('leaves nobody a page', () => {
    const never: Condition = {
      all: [
        { fact: 'age', atLeast: 3 },
        { fact: 'age', atMost: 2 },
      ],
    };
    expect(told(formOf([page('p', [yesNo('a')], never)]))).toEqual([
      'sections.s.pages.p: unreachable',
      ': no-page',
    ]);
  });

  it('is not claimed where it depends on the day', () => {
    const youth: Condition = {
      all: [
        { question: 'born', after: { fact: 'today', years: -1 } },
        { question: 'born', before: { fact: 'today', years: -2 } },
      ],
    };
    expect(second(youth)).toEqual([]);
  });

  it('is believed, not sought for ever, in a form made to be hard', () => {
    let state = 1;
    const below = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const clause = (): Condition => ({
      any: [0, 1, 2].map(() => ({ question: `q${below(40)}`, is: below(2) === 0 })),
    });
    const hard = formOf([
      page(
        'p',
        Array.from({ length: 40 }, (_, i) => yesNo(`q${i}`)),
      ),
      ...Array.from({ length: 20 }, (_, i) =>
        page(`h${i}`, [yesNo(`z${i}`)], { all: Array.from({ length: 200 }, clause) }),
      ),
    ]);
    const begun = performance.now();
    compileForm(hard);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('is answered fast for a long chain of conditions', () => {
    const chain = Array.from({ length: 60 }, (_, i) =>
      yesNo(
        `q${i}`,
        i < 2
          ? undefined
          : {
              all: [
                {
                  any: [
                    { question: `q${i - 1}`, is: true },
                    { question: `q${i - 2}`, is: false },
                  ],
                },
                { question: `q${i - 2}`, answered: true },
              ],
            },
      ),
    );
    const begun = performance.now();
    expect(told(formOf([page('p', chain)]))).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('against trying everything', () => {
  const kinds: Question[] = [
    yesNo('a'),
    {
      id: 'b',
      kind: 'scale',
      label: words('B'),
      limits: { points: 3 },
      ends: { low: words('l'), high: words('h') },
    },
    {
      id: 'c',
      kind: 'choices',
      label: words('C'),
      limits: { max: 2 },
      options: ['x', 'y', 'z'].map((id) => ({ id, label: words(id), alone: id === 'z' })),
    },
    { id: 'd', kind: 'number', label: words('D'), limits: { min: 1, max: 4, step: 1 } },
  ];
  const answersOf: Record<string, unknown[]> = {
    a: [undefined, true, false],
    b: [undefined, 1, 2, 3],
    c: [undefined, ['x'], ['y'], ['z'], ['x', 'y'], ['y', 'x']],
    d: [undefined, 1, 2, 3, 4],
  };
  const test = fc.oneof(
    fc.constantFrom<Condition>(
      { question: 'a', is: true },
      { question: 'a', isNot: true },
      { question: 'a', answered: false },
      { question: 'c', includes: 'x' },
      { question: 'c', includes: 'z' },
      { question: 'c', atLeast: 2 },
      { fact: 'age', atLeast: 16 },
      { fact: 'age', is: 15 },
    ),
    fc.nat(3).map((n): Condition => ({ question: 'b', atLeast: Math.max(1, n) })),
    fc.nat(3).map((n): Condition => ({ question: 'd', atMost: n + 1 })),
    fc.nat(3).map((n): Condition => ({ question: 'd', isNot: n + 1 })),
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      test,
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
      tie('condition').map((not): Condition => ({ not })),
    ),
  }));
  const before = (name: string, when: Condition): boolean =>
    [...JSON.stringify(when).matchAll(/"question":"(\w)"/g)].every(
      ([, id]) => (id as string) < name,
    );

  it('exactly what can never be shown is refused', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.option(condition), { minLength: 4, maxLength: 4 }),
        fc.array(condition, { minLength: 2, maxLength: 4 }).map((all): Condition => ({ all })),
        (whens, last) => {
          const questions = kinds.map((question, i) => {
            const when = whens[i];
            return when && before(question.id, when) ? { ...question, when } : question;
          });
          const definition = formOf([page('p', questions), page('end', [yesNo('e')], last)]);
          // The same form without conditions' analysis: every answer is tried by computing states.
          const shown = new Set<string>();
          const plain = compileForm(formOf([page('p', kinds), page('end', [yesNo('e')])]));
          if (!plain.ok) throw new Error('the plain form is sound');
          const result = compileForm(definition);
          const form = result.ok ? result.form : compiledAnyway(definition);
          for (const a of answersOf.a ?? [])
            for (const b of answersOf.b ?? [])
              for (const c of answersOf.c ?? [])
                for (const d of answersOf.d ?? [])
                  for (const age of [undefined, 14, 15, 16])
                    for (const summary of formState(form, { a, b, c, d } as never, { age }).pages)
                      for (const id of summary.questions) shown.add(id);
          const hidden = [...kinds.map(({ id }) => id), 'e'].filter((id) => !shown.has(id));
          const faults = result.ok ? [] : result.faults;
          if (faults.some(({ reason }) => reason === 'forms.fault.never-holds')) return;
          expect(faults.length > 0).toBe(hidden.length > 0);
          if (hidden.length > 0) refused++;
        },
      ),
      { numRuns: 60, seed: 5 },
    );
    expect(refused).toBeGreaterThan(5);
  });

  /** The form with a way past the analysis: what is unreachable gets a fact that nobody brings as a way in. */
  function compiledAnyway(definition: FormDefinition) {
    const open = (when?: Condition): { when?: Condition } =>
      when ? { when: { any: [when, { fact: 'never-brought', is: true }] } } : {};
    const result = compileForm({
      ...definition,
      sections: definition.sections.map((section) => ({
        ...section,
        pages: section.pages.map((one) => ({
          ...one,
          ...open(one.when),
          questions: one.questions.map((question) => ({ ...question, ...open(question.when) })),
        })),
      })),
    });
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    return result.form;
  }
});

describe('fingerprint', () => {
  it('is the same whatever the order of keys, and another for another form', () => {
    const turned = JSON.parse(JSON.stringify(exampleForm), (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(Object.keys(turned)).not.toEqual(Object.keys(exampleForm));
    expect(fingerprint(turned)).toBe(fingerprint(exampleForm));
    expect(fingerprint({ ...exampleForm, id: 'other' })).not.toBe(fingerprint(exampleForm));
    expect(JSON.parse(fingerprint(exampleForm))).toEqual(exampleForm);
  });
});
