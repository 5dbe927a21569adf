import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersTo, compiledLarge, largeFacts } from '../../../bench/forms.ts';
import { exampleForm } from './example.ts';
import {
  type Answers,
  type AnswerWords,
  addressLines,
  answerInWords,
  carryAnswers,
  compileForm,
  type FormDefinition,
  formState,
  freeze,
  isBlank,
} from './index.ts';

const compiled = (definition: FormDefinition) => {
  const result = compileForm(definition);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.form;
};
const form = compiled(exampleForm);
const facts = { age: 16, today: '2026-09-01' };
const french: AnswerWords = {
  date: (day) => `${day.day}/${day.month}/${day.year}`,
  number: (value) => String(value).replace('.', ','),
  scale: (point, of, { low, high }) => `${point}/${of} (${low}, ${high})`,
  yesNo: (value) => (value ? 'oui' : 'non'),
  agreed: () => 'accepté',
  country: (code) => (code === 'BE' ? 'Belgique' : code),
  language: (code) => (code === 'nl' ? 'néerlandais' : code),
  file: (reference) => `photo ${reference}`,
};
const answers: Answers = {
  name: { given: 'Ada', family: 'Peeters' },
  born: '2010-05-17',
  languages: [{ language: 'nl', level: 'C2' }],
  diet: ['meat', 'milk'],
  'how-strict': 4,
  letter: 'Chère famille,\nje suis Ada.',
  photos: ['fil_1', 'fil_2'],
  address: { street: 'Rue Haute 1', postcode: '1000', city: 'Bruxelles', country: 'BE' },
  members: [
    { name: 'Bo', born: '2012-01-02', height: 1.5 },
    { name: 'Cy', born: null },
  ],
  'hosts-too': true,
  weeks: 2.5,
  agrees: true,
};

describe('freeze', () => {
  it('says everything in the words of the reader', () => {
    const frozen = freeze(form, answers, facts, 'fr', french);
    expect(frozen).toMatchObject({
      form: 'a-term-abroad',
      language: 'fr',
      title: 'Un trimestre à l’étranger',
    });
    const lines = frozen.sections.flatMap(({ pages }) => pages.flatMap((page) => page.lines));
    expect(lines.map(({ label, answer }) => `${label} = ${answer}`)).toEqual([
      'Votre nom = Ada Peeters',
      'Date de naissance = 17/5/2010',
      'Langues que vous parlez = néerlandais (C2)',
      'Ce que vous ne mangez pas = Viande\nLait',
      'Est-ce strict ? = 4/5 (Je peux m’arranger, jamais)',
      'Votre lettre = Chère famille,\nje suis Ada.',
      'Photos = photo fil_1\nphoto fil_2',
      'Adresse = Rue Haute 1\n1000 Bruxelles\nBelgique',
      'Personnes à la maison = Nom: Bo; Naissance: 2/1/2012; Taille: 1,5\nNom: Cy',
      'Accueilleriez-vous aussi ? = oui',
      'Combien de temps ? = 2,5 semaines',
      'J’accepte. = accepté',
    ]);
    expect(new Set(lines.map(({ sensitivity }) => sensitivity))).toEqual(
      new Set(['profile', 'contact']),
    );
    expect(JSON.parse(JSON.stringify(frozen))).toEqual(frozen);
  });

  it('leaves out what is hidden, empty, or of somebody else', () => {
    const told = (some: Answers, owner?: string) =>
      freeze(form, some, facts, 'en', french, { owner }).sections.flatMap(({ pages }) =>
        pages.flatMap(({ lines }) => lines.map(({ question }) => question)),
      );
    expect(told({ ...answers, 'hosts-too': false, diet: ['none'] })).not.toEqual(
      expect.arrayContaining(['weeks']),
    );
    expect(told({ ...answers, diet: ['none'] })).not.toContain('how-strict');
    expect(told({ ...answers, agrees: false, letter: null })).not.toContain('agrees');
    expect(told(answers, 'guardian')).toEqual([
      'address',
      'members',
      'hosts-too',
      'weeks',
      'agrees',
    ]);
  });

  it('has exactly the lines that are shown and answered, whatever the answers', () => {
    const large = compiledLarge(3);
    const some = fc.oneof(
      fc.tuple(fc.nat(500), fc.nat(4)).map(([seed, gaps]) => answersTo(large, seed, gaps)),
      fc.dictionary(
        fc.constantFrom(...large.questions.map(({ id }) => id)),
        fc.jsonValue(),
      ) as fc.Arbitrary<Answers>,
    );
    fc.assert(
      fc.property(some, (given) => {
        const lines = freeze(large, given, largeFacts, 'fr', french).sections.flatMap(({ pages }) =>
          pages.flatMap((page) => page.lines.map(({ question }) => question)),
        );
        const shown = formState(large, given, largeFacts).pages.flatMap((page) => page.questions);
        const kindOf = new Map(large.questions.map(({ id, kind }) => [id, kind]));
        expect(lines).toEqual(
          shown.filter((id) => {
            const kind = kindOf.get(id) ?? 'note';
            return Object.hasOwn(given, id) && !isBlank(kind, given[id]);
          }),
        );
      }),
    );
  });

  it('shows an answer that does not fit its kind as it is', () => {
    const [diet, born] = ['diet', 'born'].map((id) => form.questions.find((one) => one.id === id));
    if (!diet || !born) throw new Error('the example has these questions');
    expect(answerInWords(diet, ['meat', 'fish'], 'en', french)).toBe('Meat\nfish');
    expect(answerInWords(born, 'in May', 'en', french)).toBe('in May');
    expect(answerInWords(born, null, 'en', french)).toBe('');
  });

  it('writes an address as its country does', () => {
    const at = { street: 'Fő utca 1', postcode: '1011', city: 'Budapest' };
    expect(addressLines({ ...at, country: 'HU' })).toEqual(['Budapest', 'Fő utca 1', '1011']);
    expect(addressLines({ ...at, country: 'LV' })).toEqual(['Fő utca 1', 'Budapest 1011']);
    expect(addressLines({ ...at, region: 'Pest', country: 'XX' })).toEqual([
      'Fő utca 1',
      '1011 Budapest',
      'Pest',
    ]);
  });
});

describe('carryAnswers', () => {
  const changed = (
    map: (question: FormDefinition['sections'][0]['pages'][0]['questions'][0]) => object | null,
  ) =>
    compiled({
      ...exampleForm,
      sections: exampleForm.sections.map((section) => ({
        ...section,
        pages: section.pages.map((page) => ({
          ...page,
          questions: page.questions.flatMap((question) => (map(question) ?? []) as typeof question),
        })),
      })),
    });

  it('takes everything along to the same form', () => {
    expect(carryAnswers(form, form, answers)).toEqual({ answers, dropped: [] });
  });

  it('drops what does not fit, and says why', () => {
    const to = changed((question) => {
      if (question.id === 'photos') return null;
      if (question.id === 'born') return { ...question, kind: 'text', limits: {} };
      if (question.id === 'diet' && question.kind === 'choices')
        return { ...question, options: question.options.filter(({ id }) => id !== 'milk') };
      if (question.id === 'agrees')
        return { ...question, label: { en: 'I agree to all.', fr: 'Oui.' } };
      if (question.kind === 'list')
        return { ...question, fields: question.fields.filter(({ id }) => id !== 'height') };
      return question;
    });
    const { answers: carried, dropped } = carryAnswers(form, to, { ...answers, old: 'x' });
    expect(dropped).toEqual([
      { question: 'born', value: '2010-05-17', reason: 'forms.dropped.kind-changed' },
      { question: 'diet', value: 'milk', reason: 'forms.dropped.option-gone' },
      { question: 'photos', value: ['fil_1', 'fil_2'], reason: 'forms.dropped.question-gone' },
      { question: 'members', value: 1.5, reason: 'forms.dropped.field-gone' },
      { question: 'agrees', value: true, reason: 'forms.dropped.reworded' },
      { question: 'old', value: 'x', reason: 'forms.dropped.question-gone' },
    ]);
    expect(carried).toMatchObject({ diet: ['meat'], members: [{ name: 'Bo' }, { name: 'Cy' }] });
  });

  it('keeps a letter that has become too long, as faulty', () => {
    const to = changed((question) =>
      question.id === 'letter' ? { ...question, limits: { max: 10 } } : question,
    );
    const { answers: carried, dropped } = carryAnswers(form, to, answers);
    expect(dropped).toEqual([]);
    expect(formState(to, carried, facts).pages[2]).toMatchObject({
      id: 'letter',
      status: 'faulty',
    });
  });
});
