import type { FormDefinition } from './definition.ts';

/** A small form with a bit of everything; the README speaks of it and the tests fill it. */
export const exampleForm: FormDefinition = {
  id: 'a-term-abroad',
  languages: ['en', 'fr'],
  title: { en: 'A term abroad', fr: 'Un trimestre à l’étranger' },
  sections: [
    {
      id: 'you',
      title: { en: 'About you', fr: 'À propos de vous' },
      owner: 'pupil',
      sensitivity: 'profile',
      pages: [
        {
          id: 'person',
          title: { en: 'Who you are', fr: 'Qui vous êtes' },
          questions: [
            {
              id: 'name',
              kind: 'person-name',
              label: { en: 'Your name', fr: 'Votre nom' },
              required: true,
              fixed: ['documents'],
            },
            {
              id: 'born',
              kind: 'date',
              label: { en: 'Date of birth', fr: 'Date de naissance' },
              required: true,
              fixed: ['documents'],
              limits: {
                notBefore: { fact: 'today', years: -20 },
                notAfter: { fact: 'today', years: -13 },
              },
            },
            {
              id: 'languages',
              kind: 'languages',
              label: { en: 'Languages you speak', fr: 'Langues que vous parlez' },
              fixed: ['matching'],
              limits: { min: 1, max: 4 },
            },
          ],
        },
        {
          id: 'food',
          title: { en: 'What you eat', fr: 'Ce que vous mangez' },
          intro: { en: 'So that your family can cook.', fr: 'Pour que votre famille cuisine.' },
          questions: [
            {
              id: 'diet',
              kind: 'choices',
              label: { en: 'What you do not eat', fr: 'Ce que vous ne mangez pas' },
              required: true,
              fixed: ['matching'],
              options: [
                { id: 'meat', label: { en: 'Meat', fr: 'Viande' } },
                { id: 'pork', label: { en: 'Pork', fr: 'Porc' } },
                { id: 'milk', label: { en: 'Milk', fr: 'Lait' } },
                {
                  id: 'none',
                  label: { en: 'I eat everything', fr: 'Je mange de tout' },
                  alone: true,
                },
              ],
            },
            {
              id: 'how-strict',
              kind: 'scale',
              label: { en: 'How strict is that?', fr: 'Est-ce strict ?' },
              when: { question: 'diet', includes: 'meat' },
              limits: { points: 5 },
              ends: {
                low: { en: 'I can eat around it', fr: 'Je peux m’arranger' },
                high: { en: 'never', fr: 'jamais' },
              },
            },
          ],
        },
        {
          id: 'letter',
          title: { en: 'A letter to your family', fr: 'Une lettre à votre famille' },
          questions: [
            {
              id: 'letter',
              kind: 'long-text',
              label: { en: 'Your letter', fr: 'Votre lettre' },
              required: true,
              limits: { max: 3000, minWords: 5 },
            },
            {
              id: 'photos',
              kind: 'file',
              label: { en: 'Photos', fr: 'Photos' },
              limits: { accept: ['image'], max: 3 },
            },
          ],
        },
      ],
    },
    {
      id: 'home',
      title: { en: 'Your home', fr: 'Chez vous' },
      owner: 'guardian',
      sensitivity: 'contact',
      when: { not: { fact: 'age', atLeast: 18 } },
      pages: [
        {
          id: 'household',
          title: { en: 'Who lives at home', fr: 'Qui vit à la maison' },
          questions: [
            {
              id: 'address',
              kind: 'address',
              label: { en: 'Address', fr: 'Adresse' },
              required: true,
            },
            {
              id: 'members',
              kind: 'list',
              label: { en: 'People at home', fr: 'Personnes à la maison' },
              limits: { max: 8 },
              fields: [
                { id: 'name', kind: 'text', label: { en: 'Name', fr: 'Nom' }, required: true },
                { id: 'born', kind: 'date', label: { en: 'Born', fr: 'Naissance' } },
                { id: 'height', kind: 'number', label: { en: 'Height', fr: 'Taille' } },
              ],
            },
            {
              id: 'hosts-too',
              kind: 'yes-no',
              label: { en: 'Would you host a pupil too?', fr: 'Accueilleriez-vous aussi ?' },
            },
          ],
        },
        {
          id: 'hosting',
          title: { en: 'Hosting a pupil', fr: 'Accueillir un élève' },
          when: { question: 'hosts-too', is: true },
          questions: [
            {
              id: 'weeks',
              kind: 'number',
              label: { en: 'For how long?', fr: 'Combien de temps ?' },
              required: true,
              limits: { min: 1, max: 52, step: 0.5 },
              unit: { en: 'weeks', fr: 'semaines' },
            },
          ],
        },
        {
          id: 'consent',
          title: { en: 'Your consent', fr: 'Votre accord' },
          questions: [
            {
              id: 'how-it-works',
              kind: 'note',
              label: { en: 'You can take it back at any time.', fr: 'Vous pouvez le retirer.' },
            },
            {
              id: 'agrees',
              kind: 'statement',
              label: { en: 'I agree that my child takes part.', fr: 'J’accepte.' },
              required: true,
              fixed: ['documents'],
            },
          ],
        },
      ],
    },
  ],
};
