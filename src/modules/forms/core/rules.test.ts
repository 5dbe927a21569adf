import { describe, expect, it } from 'vitest';
import { adaptForm, type FormChange, type FormDefinition } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { visitor } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { mayAnswer, mayManageRequest, mayReadAnswers, maySeeRequest } from './policy.ts';
import {
  changesThatMatter,
  closedBecause,
  factsFor,
  isSealed,
  minutesFor,
  nextReminder,
  overBecause,
  partsIn,
  questionToAdd,
  settledChanges,
  soundForm,
  stateOfSection,
  wordingLanguage,
} from './rules.ts';
import { shippedForms } from './schema.ts';
import type { RequestCircumstances, RequestParties } from './types.ts';

const at = (iso: string) => Temporal.Instant.from(iso);
const now = at('2026-11-23T09:00:00Z');

const languageTeacher = shippedForms.find((f) => f.id === 'language-teacher') as FormDefinition;

describe('the product’s forms', () => {
  it.each(shippedForms.map((form) => [form.id, form] as const))(
    '%s is sound, in English and French, and one section is asked of one person',
    (id, form) => {
      expect(form.id).toBe(id);
      expect(form.languages).toEqual(['en', 'fr']);
      // the pupil’s application has two, because what is said about food is sealed
      expect(form.sections).toHaveLength(id === 'application' ? 2 : 1);
    },
  );

  it('ask about health only where it is sealed', () => {
    const sealed = shippedForms.filter((f) => f.sections.some(isSealed)).map((f) => f.id);
    expect(sealed).toEqual(['application', 'health-history', 'physician']);
  });

  it('let a French reader find no loose sign', () => {
    const french = JSON.stringify(shippedForms).match(/"fr":"[^"]*"/g) ?? [];
    expect(french.length).toBeGreaterThan(150);
    expect(french.filter((text) => /[a-zà-ÿ] [:;!?]/.test(text))).toEqual([]);
  });

  it('say how long they take', () => {
    for (const form of shippedForms) {
      const minutes = form.sections.map(minutesFor);
      expect(Math.max(...minutes), form.id).toBeLessThanOrEqual(30);
      expect(Math.min(...minutes), form.id).toBeGreaterThanOrEqual(5);
    }
  });

  it('are complete once the required questions that are shown are answered', () => {
    const form = soundForm(shippedForms.find((f) => f.id === 'class-teacher') as FormDefinition);
    const facts = factsFor(null, Temporal.PlainDate.from('2026-11-23'));
    const answers = {
      class: '10.c',
      'known-for': 2,
      steady: 4,
      asks: 4,
      'catches-up': 3,
      'self-reliance': 'begins',
      change: 'Calmly.',
      'to-know': null,
      recommends: 'with-help',
      reasons: 'Curious.',
    };
    const open = stateOfSection(form, 'class-teacher', answers, facts);
    expect(open).toMatchObject({ complete: false, next: 'recommendation' });
    expect(
      stateOfSection(form, 'class-teacher', { ...answers, 'help-with': 'Chemistry' }, facts),
    ).toMatchObject({ complete: true, next: null });
  });
});

describe('a request', () => {
  const circumstances: RequestCircumstances = {
    expiresAt: at('2027-01-10T09:00:00Z'),
    asGuardian: true,
    subjectIsOfAge: false,
    stillGuards: true,
  };

  it('is closed with a sentence that says why', () => {
    expect(closedBecause('draft', circumstances, now)).toBeNull();
    expect(closedBecause('submitted', circumstances, now)).toBe('forms.refused.submitted');
    expect(closedBecause('draft', circumstances, at('2027-01-10T09:00:00Z'))).toBe(
      'forms.refused.expired',
    );
    const ofAge = { ...circumstances, subjectIsOfAge: true };
    expect(closedBecause('draft', ofAge, now)).toBe('forms.refused.of-age');
    expect(overBecause({ ...circumstances, stillGuards: false })).toBe('not-guardian');
    // a teacher is asked whatever the pupil's age
    expect(overBecause({ ...ofAge, asGuardian: false })).toBeNull();
  });

  it('is reminded once a day', () => {
    expect(nextReminder(at('2026-11-22T09:00:01Z'), now)?.toString()).toBe('2026-11-23T09:00:01Z');
    expect(nextReminder(at('2026-11-22T09:00:00Z'), now)).toBeNull();
  });

  const parties: RequestParties = {
    addresseeId: 'per_mother',
    askedBy: 'per_coordinator',
    askingOrgId: 'org_school',
    subjectId: 'per_pupil',
    readerOrgs: ['org_school', 'org_support'],
    readerPersons: ['per_named'],
    state: 'submitted',
  };
  const person = (
    id: string,
    ...orgs: [OrgId, 'coordinator' | 'volunteer' | 'mentor'][]
  ): Actor => ({
    kind: 'person',
    personId: id as PersonId,
    name: id,
    language: 'en',
    isAdmin: false,
    orgs: orgs.map(([orgId, role]) => ({ orgId, roles: [role] })),
  });

  it.each([
    // who, sees that it was asked, reads what was answered, manages
    [person('per_mother'), true, true, false],
    [person('per_pupil'), true, false, false],
    [person('per_named'), true, true, false],
    [person('per_coordinator'), true, false, true],
    [person('per_one', ['org_school', 'coordinator']), true, true, true],
    [person('per_one', ['org_support', 'coordinator']), true, true, true],
    [person('per_one', ['org_support', 'volunteer']), true, true, false],
    [person('per_one', ['org_school', 'mentor']), false, false, false],
    [person('per_one', ['org_elsewhere', 'coordinator']), false, false, false],
    [visitor as Actor, false, false, false],
  ])('%j: sees %s, reads %s, manages %s', (actor, sees, reads, manages) => {
    expect(maySeeRequest(actor, parties)).toBe(sees);
    expect(mayReadAnswers(actor, parties)).toBe(reads);
    expect(mayReadAnswers(actor, { ...parties, state: 'draft' })).toBe(false);
    expect(mayManageRequest(actor, parties).allow).toBe(manages);
  });

  it('is answered by the link, or by who was asked, and by nobody else', () => {
    const open = { ...parties, state: 'asked' as const };
    const answers = (actor: Actor, proof: 'link' | 'person') =>
      mayAnswer(actor, open, proof, circumstances, now).allow;
    expect(answers(visitor, 'link')).toBe(true);
    expect(answers(visitor, 'person')).toBe(false);
    expect(answers(person('per_mother'), 'person')).toBe(true);
    expect(answers(person('per_one', ['org_school', 'coordinator']), 'person')).toBe(false);
  });
});

describe('changes of an organisation', () => {
  const hide: FormChange = { do: 'hide-question', question: 'hours' };
  const reword = (text: string): FormChange => ({
    do: 'reword',
    at: 'questions.years.label',
    language: 'en',
    text,
  });
  const add: FormChange = {
    do: 'add-question',
    page: 'remarks',
    after: null,
    question: { id: 'own-one', kind: 'yes-no', label: { en: 'One?', fr: 'Un ?' } },
  };

  it('change a wording once, however often it is changed', () => {
    expect(settledChanges(languageTeacher, [hide, reword('a')], [reword('b')])).toEqual([
      hide,
      reword('b'),
    ]);
  });

  it('forget an own question that is hidden again, with all that was said about it', () => {
    const order: FormChange = {
      do: 'reorder',
      page: 'remarks',
      questions: ['dares', 'own-one', 'lessons', 'remarks'],
    };
    const changes = settledChanges(
      languageTeacher,
      [add, { do: 'require', question: 'own-one', required: true }, order],
      [{ do: 'hide-question', question: 'own-one' }],
    );
    expect(changes).toEqual([{ ...order, questions: ['dares', 'lessons', 'remarks'] }]);
    expect(adaptForm(languageTeacher, changes).ok).toBe(true);
  });

  it('leave out wordings that stay as they are', () => {
    const years = languageTeacher.sections[0]?.pages[0]?.questions[1]?.label.en as string;
    expect(
      changesThatMatter(languageTeacher, [reword(years), reword('Since when?'), hide]),
    ).toEqual([reword('Since when?'), hide]);
  });

  it('are named by the page or question they are about', () => {
    expect(partsIn(languageTeacher, 'changes.0', [add]).question?.id).toBe('own-one');
    expect(partsIn(languageTeacher, 'pages.remarks.title').page?.id).toBe('remarks');
    expect(
      partsIn(
        languageTeacher,
        'sections.language-teacher.pages.language.questions.years.limits.min',
      ),
    ).toMatchObject({ page: { id: 'language' }, question: { id: 'years' } });
    expect(partsIn(languageTeacher, 'changes.7', [])).toEqual({});
  });

  it('add questions with answers line by line, in every language', () => {
    const question = questionToAdd(
      'own-q',
      'choice',
      { label: { en: 'Which?', fr: 'Lequel ?' }, hint: { en: '', fr: '' } },
      { en: ['Red', 'Blue'], fr: ['Rouge'] },
      true,
    );
    expect(question).toMatchObject({
      required: true,
      options: [
        { id: 'o1', label: { en: 'Red', fr: 'Rouge' } },
        { id: 'o2', label: { en: 'Blue', fr: 'Blue' } },
      ],
    });
    expect(question.hint).toBeUndefined();
  });
});

it('a form translated for somebody is read in their language, else in that of the page', () => {
  const adapted = adaptForm(languageTeacher, [{ do: 'translate', language: 'lv', words: {} }]);
  const english = soundForm(languageTeacher);
  const ours = ['en', 'fr'];
  expect(adapted.ok).toBe(false);
  expect(wordingLanguage(english, { asked: 'lv', shown: 'fr', ours })).toBe('fr');
  const lv = { ...english, definition: { ...english.definition, languages: ['en', 'fr', 'lv'] } };
  expect(wordingLanguage(lv, { asked: 'lv', shown: 'en', ours })).toBe('lv');
  expect(wordingLanguage(lv, { asked: 'fr', shown: 'en', ours })).toBe('en');
});
