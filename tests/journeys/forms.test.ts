import { beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import { saveAnswers } from '#modules/applications/server/index.ts';
import { newId } from '#platform/dice.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let dossier: SharedDossier;
let applicationId: ApplicationId;
let coordinator: Persona;
let teacher: Persona;

const emailOf = async (personId: string): Promise<string> =>
  (await stage.house.sql('select email from persons where id = $1', [personId]))[0].email;

beforeAll(async () => {
  stage = await openStage();
  dossier = await openDossier(stage.house, { state: 'selected' });
  const [row] = await stage.house.sql('select application_id from mobilities where id = $1', [
    dossier.id,
  ]);
  applicationId = row.application_id;
  coordinator = await stage.enter({
    name: 'Pilar Coordina',
    email: await emailOf(dossier.sender),
  });
  teacher = await stage.enter({ name: 'Rosa Maestra', email: 'rosa@example.org', phone: true });
});

function walks(name: string, walk: () => Promise<void>) {
  it(name, async () => {
    try {
      await walk();
      expect(stage.complaints().filter((line) => !/ERR_INTERNET_DISCONNECTED/i.test(line))).toEqual(
        [],
      );
    } catch (error) {
      if (error instanceof Error) error.message += `\n${await stage.whereAll()}`;
      throw error;
    }
  });
}

describe('Words about a pupil', () => {
  walks('a coordinator asks a class teacher by mail', async () => {
    await coordinator.opens(`/applications/${applicationId}`);
    await coordinator.reads('Nobody has been asked yet');
    await coordinator.follows('Ask a class teacher');
    await coordinator.presses('Ask');
    await coordinator.reads('Please look at this again');
    await coordinator.writes('Name', 'Rosa Maestra');
    await coordinator.writes('E-mail address', 'rosa@example.org');
    await coordinator.presses('Ask');
    await coordinator.reads('The mail is on its way.', /Waiting for Rosa Maestra, asked on/);
  });

  walks(
    'the teacher answers on a phone in two sittings, with a broken connection in between',
    async () => {
      await teacher.opensMail(/asks you for a few words/);
      await teacher.reads(/Pilar Coordina of IES Ejemplo asks you/, 'Lucía Ejemplo');
      expect(await teacher.overflows()).toBe(false);
      await teacher.presses('Begin');
      await teacher.writes('Which class is the pupil in?', '4.º B');
      await teacher.page.getByText('All you typed is saved.').waitFor();

      const saving = '**/api/v1/forms/keep-draft';
      await teacher.context.route(saving, (route) => route.abort('internetdisconnected'));
      await teacher.writes('For how long have you known the pupil?', '2,5');
      await teacher.page.getByText('There is no connection.').waitFor();
      // the phone goes into the pocket, and the tab with it
      await teacher.page.goto('about:blank');
      await teacher.context.unroute(saving);

      await teacher.opensMail(/asks you for a few words/);
      await teacher.opens(`${teacher.page.url()}/page/class`);
      expect(await teacher.field('Which class is the pupil in?').inputValue()).toBe('4.º B');
      expect(await teacher.field('For how long have you known the pupil?').inputValue()).toBe(
        '2,5',
      );
      await teacher.presses('Save and go on');

      await teacher.presses('Save and go on');
      await teacher.reads('Nothing you wrote is lost.', 'Please choose an answer.');
      for (const legend of [
        'Works steadily',
        'Asks when something is not clear',
        'Would catch up after some months elsewhere',
      ])
        await teacher
          .group(legend)
          .getByRole('radio', { name: /^4 of 5 \(from 1, .+, to 5, .+\)$/ })
          .check();
      await teacher.presses('Save and go on');
      await teacher.chooses('When nobody says what to do', 'begins by themselves');
      await teacher.writes(
        'How does the pupil deal with change and with things that go wrong?',
        'She shrugs, laughs and begins again.',
      );
      expect(await teacher.overflows()).toBe(false);
      await teacher.presses('Save and go on');
      await teacher.presses('Save and go on');
      await teacher.chooses('Would you let the pupil go?', 'Yes, if somebody helps with something');
      await teacher.writes('Why do you think so?', 'She is curious and brave.');
      await teacher.presses('Save and check your answers');
      // an answer brought a question with it
      await teacher.reads('What should somebody help with?');
      await teacher.writes('What should somebody help with?', 'With writing in the first weeks.');
      await teacher.presses('Save and check your answers');
      await teacher.reads(
        'Read it once more.',
        '2.5 years',
        'She shrugs, laughs and begins again.',
      );
      await teacher.presses('Send');
      await teacher.reads('Thank you', 'You need do nothing more.');
    },
  );

  walks('the coordinator reads it, and the pupil only that it is there', async () => {
    await coordinator.opensMail('Rosa Maestra has answered');
    await coordinator.reads('With writing in the first weeks.', 'Yes, if somebody helps');
    const pupil = await stage.enter({
      name: 'Lucía Ejemplo',
      email: await emailOf(dossier.pupil),
      phone: true,
    });
    await pupil.opens(`/applications/${applicationId}`);
    await pupil.reads(/Rosa Maestra answered on/);
    expect(await pupil.words()).not.toContain('curious');
    expect(await pupil.overflows()).toBe(false);
  });

  walks('it is sent back with a word, and the teacher begins with what she wrote', async () => {
    await coordinator.opensMail('Rosa Maestra has answered');
    await coordinator.follows('Ask them to correct something');
    await coordinator.writes('What should they look at again?', 'Is it really 4.º B?');
    await coordinator.presses('Send it back');
    await coordinator.reads('Sent back.', 'Is it really 4.º B?');
    await teacher.opensMail(/look at your answers again/);
    await teacher.reads('asks you to look at your answers again', 'Is it really 4.º B?');
    expect(await teacher.overflows()).toBe(false);
    await teacher.presses('Begin');
    await teacher.reads('4.º B', 'With writing in the first weeks.');
    // what was handed in is read as it was
    await coordinator.follows('What was handed in before');
    await coordinator.reads('Sent back for correction', 'With writing in the first weeks.');
  });

  walks('the school hides a question, adds one, looks at it and publishes', async () => {
    await coordinator.opens(`/applications/${applicationId}`);
    await coordinator.follows('What is asked, and changing it');
    await coordinator.follows('Words of the language teacher');
    await coordinator.presses('Make an own version');
    await coordinator.follows('Change: The language');
    await coordinator.presses('Hide: Lessons a week now');
    await coordinator.reads('Changed. Publish it when you are done.');
    await coordinator.presses('Add the question');
    await coordinator.reads('Question “without words”: words are missing in English.');
    await coordinator.chooses('What kind of answer', 'Yes or no');
    const added = coordinator.inside('Add a question');
    await coordinator.writes(
      'Question in English',
      'Would the pupil like a language partner?',
      added,
    );
    await coordinator.writes('Question in French', 'L’élève aimerait-il un partenaire ?', added);
    await coordinator.presses('Add the question');
    await coordinator.reads('The question is added.');
    await coordinator.follows('Look at it as the person will');
    await coordinator.reads('Preview: The language', 'Would the pupil like a language partner?');
    expect(await coordinator.words()).not.toContain('Lessons a week now');
    await coordinator.follows('Words of the language teacher');
    await coordinator.follows('Change: Understanding');
    // what matching needs stays
    await coordinator.reads('needed for documents and matching');
    expect(await coordinator.main.getByRole('button', { name: 'Hide: Listening' }).count()).toBe(0);
    await coordinator.follows('Words of the language teacher');
    await coordinator.follows('Publish');
    await coordinator.reads('Question “Lessons a week now”: not asked any more');
    await coordinator.presses('Publish');
    await coordinator.reads('Please tick the box when you have looked at it.');
    await coordinator.ticks('I have looked at it, and it is right like this.');
    await coordinator.presses('Publish');
    await coordinator.reads('Published.', 'All of it is published.');
  });
});

describe('The application itself', () => {
  /** A pupil of the school who has been added and has not begun. */
  async function applicant(givenName: string): Promise<{ id: ApplicationId; personId: PersonId }> {
    const { house } = stage;
    const personId = await house.person({
      givenName,
      familyName: 'Nueva',
      birthDate: '2010-03-04',
    });
    const id = newId('app');
    await house.sql(
      "insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, state, created_at) select $1, intake_id, $2, sending_school_id, sending_org_id, 'draft', now() from applications where id = $3",
      [id, personId, applicationId],
    );
    return { id, personId };
  }
  const say = async (
    who: { id: ApplicationId; personId: PersonId },
    pageId: string,
    fields: object,
  ) =>
    (await stage.house.as(who.personId)).do(saveAnswers, {
      applicationId: who.id,
      pageId,
      fields: fields as Record<string, string[]>,
    });

  walks(
    'is reworded and added to by the school: who begins gets it, who had begun keeps theirs',
    async () => {
      const early = await applicant('Elena');
      const nora = await applicant('Nora');
      await say(early, 'why', { why: ['I want to see the sea.'] });

      await coordinator.opens('/forms');
      await coordinator.follows('The application');
      await coordinator.presses('Make an own version');
      await coordinator.follows('Change: Why you want to go');
      await coordinator.reads('needed for the selection');
      // a question that the selection needs stays, in words of the school's own, in each language
      const asked = coordinator.inside('Why do you want to go?');
      await asked.locator('summary', { hasText: 'Other words' }).click();
      await coordinator.writes(
        'Question in English',
        'What makes you want to leave for a while?',
        asked,
      );
      await coordinator.writes(
        'Question in French',
        'Qu’est-ce qui vous donne envie de partir ?',
        asked,
      );
      await coordinator.presses('Keep these words', 'Why do you want to go?');
      await coordinator.reads('Changed. Publish it when you are done.');
      await coordinator.chooses('What kind of answer', 'One line');
      const added = coordinator.inside('Add a question');
      await coordinator.writes('Question in English', 'What will you bring back?', added);
      await coordinator.writes('Question in French', 'Que rapporterez-vous ?', added);
      await coordinator.presses('Add the question');
      await coordinator.reads('The question is added.');
      await coordinator.follows('Look at it as the person will');
      await coordinator.reads(
        'What makes you want to leave for a while?',
        'What will you bring back?',
      );
      await coordinator.follows('The application');
      await coordinator.follows('Publish');
      await coordinator.reads(/is now “What makes you want to leave for a while\?”/);
      await coordinator.ticks('I have looked at it, and it is right like this.');
      await coordinator.presses('Publish');
      await coordinator.reads('Published.');

      const pupil = await stage.enter({
        name: 'Nora Nueva',
        email: await emailOf(nora.personId),
        phone: true,
      });
      await pupil.opens(`/applications/${nora.id}/part/why`);
      await pupil.page.getByRole('button', { name: 'français' }).click();
      await pupil.reads('Qu’est-ce qui vous donne envie de partir ?', 'Que rapporterez-vous ?');
      await pupil.page.getByRole('button', { name: 'English' }).click();
      await pupil.reads('What makes you want to leave for a while?');
      await pupil.writes('What makes you want to leave for a while?', 'Everybody here knows me.');
      await pupil.writes('What will you bring back?', 'A recipe and a friend.');
      // it is kept while she writes, and stands there on another device
      await pupil.page.getByText('All you typed is saved.').waitFor();
      await pupil.opens(`/applications/${nora.id}/part/why`);
      expect(await pupil.field('What will you bring back?').inputValue()).toBe(
        'A recipe and a friend.',
      );
      await pupil.presses('Save and go on');

      const old = await stage.enter({ name: 'Elena Nueva', email: await emailOf(early.personId) });
      await old.opens(`/applications/${early.id}/part/why`);
      await old.reads('Why do you want to go?');
      expect(await old.words()).not.toMatch(/What will you bring back|leave for a while/);

      for (const [pageId, fields] of Object.entries({
        about: { 'about-me': ['I run.'] },
        languages: { 'mother-tongue': ['es'] },
        home: {
          smokes: ['no'],
          ...Object.fromEntries(
            ['smoking', 'pets', 'shared-room', 'single-adult'].map((what) => [
              `accepts-${what}`,
              ['yes'],
            ]),
          ),
        },
        letter: { letter: ['Hola.'] },
        food: { 'has-allergies': ['no'], diet: ['vegan'] },
      }))
        expect((await say(nora, pageId, fields)).ok, pageId).toBe(true);
      await pupil.opens(`/applications/${nora.id}`);
      await pupil.follows('Read and send');
      await pupil.reads('A recipe and a friend.', 'Vegan');
      expect(await pupil.overflows()).toBe(false);
      await pupil.presses('Send my application');
      await pupil.reads('Sent. Well done.');

      await coordinator.opens(`/applications/${nora.id}`);
      await coordinator.reads('What will you bring back?', 'A recipe and a friend.');
      expect(await coordinator.words()).not.toContain('Vegan');
    },
  );
});

describe('Without scripts', () => {
  walks('a guardian writes the family’s part, row by row, and finishes later', async () => {
    await coordinator.opens(`/applications/${applicationId}`);
    await coordinator.follows('Ask the family');
    await coordinator.chooses('Whom do you ask?', 'Carmen Ejemplo');
    await coordinator.presses('Ask');
    const guardian = await stage.enter({
      name: 'Carmen Ejemplo',
      email: await emailOf(dossier.guardian),
      scripts: false,
      phone: true,
    });
    await guardian.opensMail(/asks you for a few words/);
    await guardian.presses('Begin');
    await guardian.chooses('Where does your child live?', 'In two homes in turn');
    await guardian.writes('First name', 'Ana');
    await guardian.writes('Age', '7');
    await guardian.presses('One more entry');
    await guardian.main.getByLabel('First name').nth(1).fill('Luis');
    await guardian.presses('Save and finish later');
    await guardian.reads('It is kept.');
    await guardian.presses('Go on');
    // who lives there was told: it goes on with the next page, and there is a way back
    await guardian.follows('Page before');
    expect(await guardian.main.getByLabel('First name').nth(1).inputValue()).toBe('Luis');
    expect(await guardian.overflows()).toBe(false);
  });
});
