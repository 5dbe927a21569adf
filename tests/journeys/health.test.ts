import { beforeAll, describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let mother: Persona;
let physician: Persona;
let host: Persona;
let contact: Persona;
let family: Persona;
let stranger: Persona;
let broken = false;

/** One step of the journey. After a step that failed the others cannot be walked. */
function step(name: string, walk: () => Promise<void>) {
  it(name, async ({ skip }) => {
    if (broken) skip();
    try {
      await walk();
      expect(stage.complaints()).toEqual([]);
    } catch (error) {
      broken = true;
      if (error instanceof Error) error.message += `\n${await stage.whereAll()}`;
      throw error;
    }
  });
}

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'ready' });
  const starts = stage.today().add({ days: 30 });
  await stage.house.sql('update mobilities set starts_on = $2, ends_on = $3 where id = $1', [
    d.id,
    starts.toString(),
    starts.add({ days: 60 }).toString(),
  ]);
  // mother and child read their mail at one address
  await stage.house.sql('update persons set email = $2 where id = any($1)', [
    [d.pupil, d.guardian],
    'ejemplo@example.org',
  ]);
  const enter = (name: string, id: PersonId, phone = false) =>
    stage.enter({ name, email: `${id}@example.org`, phone });
  mother = await stage.enter({ name: 'Carmen', email: 'ejemplo@example.org', phone: true });
  physician = await stage.enter({ name: 'Dr Salva', email: 'praxis@example.org' });
  host = await enter('Anna', d.host);
  contact = await enter('Marta', d.contact, true);
  family = await enter('Ilze', d.family, true);
  stranger = await enter('Nobody', d.stranger);
});

const next = (who: Persona) => who.presses('Save and go on');

describe('a health record from the kitchen table to the hospital', () => {
  step('the mother says who she is, and fills in the history on her phone', async () => {
    await mother.home();
    await mother.chooses('I am', 'Carmen Ejemplo');
    await mother.presses('Sign in');
    await mother.takesUp(/Health history to fill in and sign/);
    await mother.reads('Lucía Ejemplo, born 4 May 2010');
    await mother.follows('Begin with the first page');
    await mother.ticks('Measles');
    await mother.chooses('Was your child ever operated on or in hospital?', 'No');
    await next(mother);
    await mother.chooses('Does your child have an allergy?', 'Yes');
    await next(mother);
    // what was said is kept; now it is asked which
    await mother.reads('What is right is already sealed. Only this is still needed.');
    await mother.writes('Allergic to', 'Penicillin');
    await mother.chooses('How serious', 'can be dangerous');
    await mother.chooses('Does your child carry an adrenaline pen?', 'No');
    await next(mother);
    await mother.ticks('None of these');
    await mother.chooses('Is or was your child in counselling or therapy', 'No');
    await next(mother);
    await mother.chooses('Does your child take medicine regularly?', 'No');
    await next(mother);
    await mother.writes('Health insurance', 'Seguro Ejemplo');
    await mother.writes('Your child’s doctor and telephone number', 'Dr Salva, +34 91 000 00 00');
    await mother.ticks(
      'What I wrote is right as far as I know, and I will say when something changes.',
    );
    await next(mother);
    await mother.reads('What you are about to sign', 'Penicillin');
    expect(await mother.overflows()).toBe(false);
    await mother.presses('Sign the health history');
    await mother.reads('Signed and sealed. Thank you.');
    const kept = await mother.page.evaluate(() =>
      JSON.stringify({ ...sessionStorage, ...localStorage }),
    );
    expect(kept).not.toMatch(/Penicillin|Seguro/);
  });

  step('the physician answers by a link, without an account', async () => {
    await mother.follows('Ask the physician');
    await mother.writes('E-mail of the physician', physician.email);
    await mother.presses('Make the link');
    await mother.reads('The physician has been written to.');
    await physician.opensMail('asks you for a statement');
    await physician.reads('Lucía Ejemplo');
    await physician.follows('Begin with the first page');
    await physician.ticks('I am a physician and not a relative of this patient.');
    await physician.writes('Given name', 'Greta');
    await physician.writes('Family name', 'Salva');
    await physician.writes('Practice or hospital, town', 'Centro de salud, Madrid');
    await physician.writes('Telephone for questions', '+34 910 000 000');
    await physician.writesDate('Day of the examination', stage.today());
    await next(physician);
    await physician.writes('Height', '168');
    await physician.writes('Weight', '57,5');
    await physician.chooses('Has the weight changed unusually within six months?', 'No');
    await next(physician);
    await physician.ticks('Nowhere');
    await next(physician);
    await next(physician);
    await physician.chooses('Can this patient live and go to school abroad', 'Yes');
    await physician.chooses('Sport', 'without limits');
    await physician.ticks('I have examined this patient and what I wrote is what I found.');
    await next(physician);
    await physician.reads('Greta Salva');
    await physician.presses('Sign the statement');
    await physician.reads('This link is closed');
    expect(await physician.words()).not.toMatch(/Lucía|168/);
  });

  step(
    'the coordinator sees the envelope, breaks the glass, and the family knows at once',
    async () => {
      await host.opens(`/mobilities/${d.id}`);
      await host.reads('Sealed: you see how far it is, not what it says.');
      expect(await host.words()).not.toContain('Penicillin');
      await host.follows('Open', 'Health');
      await host.follows('Open in an emergency');
      await host.writes('What has happened, and why do you need to know?', 'Fell.');
      await host.presses('Open it now');
      await host.reads('Please say in a sentence what has happened. The family reads it.');
      await host.writes(
        'What has happened, and why do you need to know?',
        'Fell from a horse, the hospital asks about medicines.',
      );
      await host.presses('Open it now');
      await host.reads('Penicillin', 'Greta Salva');
      const mail = await mother.opensMail('was opened in an emergency');
      expect(mail.body_text).toContain('Anna Vadītāja of Atbalsts opened');
      expect(mail.body_text).not.toMatch(/horse|Penicillin/);
      await mother.reads('Fell from a horse, the hospital asks about medicines.', 'Looked once');
      expect(await mother.overflows()).toBe(false);
    },
  );

  step(
    'the contact person writes a care note, which comes back once and is then accepted',
    async () => {
      await contact.home();
      await contact.takesUp(/Care note for the host family/);
      const field = 'What the host family should know';
      await contact.writes(field, 'Lucía is ill. No antibiotics at all.');
      await contact.presses('Send it to be checked');
      await contact.reads('Sent to the family to be checked.');
      await mother.opensMail('Please check the care note');
      await mother.chooses('Your answer', 'Send it back');
      await mother.writes(
        'What should be different (only when you send it back)',
        'She is not ill. Only penicillin is a problem.',
      );
      await mother.presses('Send the answer');
      await mother.reads('Sent back with your words.');
      await contact.opensMail('came back');
      await contact.reads('She is not ill. Only penicillin is a problem.');
      await contact.writes(field, 'No penicillin: tell every doctor.');
      await contact.presses('Send it to be checked');
      await mother.home();
      await mother.takesUp(/Care note to check/);
      await mother.chooses('Your answer', 'Accept');
      await mother.presses('Send the answer');
      await mother.reads('Accepted. The host family can read it now.');
    },
  );

  step('the host family reads it and nothing else; a stranger finds nothing', async () => {
    await family.opensMail('There is a note for you');
    await family.reads('No penicillin: tell every doctor.');
    expect(await family.words()).not.toContain('ill.');
    await family.follows('For paper');
    await family.reads('destroy it after the stay');
    expect(await family.overflows()).toBe(false);
    for (const who of [family, stranger])
      for (const path of [
        `/sealed/${d.pupil}`,
        `/sealed/${d.pupil}/looks`,
        `/mobilities/${d.id}/sealed`,
        `/mobilities/${d.id}/sealed/emergency`,
        ...(who === stranger ? [`/mobilities/${d.id}/care-note`] : []),
      ]) {
        await who.opens(path);
        await who.reads('We could not find this');
      }
  });
});
