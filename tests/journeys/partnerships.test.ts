import { beforeAll, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let broken = false;

/** One step of the way. After a step that failed the others cannot be gone. */
function step(name: string, walk: () => Promise<void>) {
  it(name, async ({ skip }) => {
    if (broken) skip();
    try {
      await walk();
      expect(stage.complaints()).toEqual([]);
    } catch (error) {
      broken = true;
      if (error instanceof Error)
        error.message += `\n${await stage.whereAll()}\n${stage.complaints().join('\n')}`;
      throw error;
    }
  });
}

let helene: Persona;
let maelle: Persona;
let school: OrgId;
let support: OrgId;

beforeAll(async () => {
  stage = await openStage();
  const { house } = stage;
  school = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  support = await house.organisation({ name: 'AFS France', kind: 'supporting', countryCode: 'FR' });
  const leader = async (givenName: string, orgId: OrgId, phone: boolean, scripts: boolean) => {
    const email = `${givenName.toLowerCase()}@example.org`;
    const id = await house.person({ givenName, familyName: 'Example', email });
    await house.member(orgId, id, ['coordinator']);
    return stage.enter({ name: givenName, email, phone, scripts });
  };
  helene = await leader('Helene', school, false, true);
  // the other side does it all on a small phone whose browser runs no scripts
  maelle = await leader('Maelle', support, true, false);
});

step('a school writes to an organisation it does not know, and is answered', async () => {
  await helene.opens(`/organisations/${support}/write`);
  await helene.writes('What is it about?', 'Two pupils in January');
  await helene.writes('Your letter', 'Could you help us find a place for them?');
  await helene.presses('Send the letter');
  await helene.reads('Your letter is on its way.');
  await expect
    .poll(async () => (await stage.house.mails()).map((m) => m.kind), { timeout: 10_000 })
    .toContain('partnerships-contact-new');
  await maelle.opensMail('has written to AFS France');
  await maelle.reads('Could you help us find a place for them?');
  await maelle.writes('Your words', 'Gladly. Let us talk.');
  await maelle.presses('Send the answer');
  await maelle.reads('Your answer was sent.');
});

step('they begin a partnership and write its agreement together', async () => {
  await helene.opens('/partnerships');
  await helene.follows('Two pupils in January');
  await helene.follows('Propose a partnership');
  await helene.presses('Propose it');
  await helene.reads('The partnership is proposed.');
  await maelle.opens('/partnerships');
  await maelle.follows('Lycée Fulbert');
  await maelle.presses('Yes, write the agreement');
  await maelle.writes('Goals and expectations of AFS France', 'More schools that host.');
  await maelle.writes('Channels and habits', 'One meeting a month.');
  await maelle.presses('Save');
  await helene.opens('/partnerships');
  await helene.follows('AFS France');
  await helene.follows('Write at the agreement');
  await helene.writes('Goals and expectations of Lycée Fulbert', 'Four pupils a year.');
  await helene.selects('Language 1', 'French');
  await helene.writesDate('To be renewed by', stage.today().add({ months: 9 }));
  await helene.presses('Save');
  await helene.reads('Nothing is missing.');
  await helene.presses('Put it to both sides');
});

step('both read the same words and accept them', async () => {
  await helene.ticks('I have read it and accept it');
  await helene.presses('Accept the agreement');
  await helene.reads('Accepted for your organisation. The other side is next.');
  await maelle.opens('/partnerships');
  await maelle.follows('Lycée Fulbert');
  await maelle.follows('Read and accept');
  await maelle.reads('Four pupils a year.');
  await maelle.ticks('I have read it and accept it');
  await maelle.presses('Accept the agreement');
  await maelle.reads('Both have accepted.');
});

step('they share a task otherwise, and the school decides a question', async () => {
  await helene.opens('/partnerships');
  await helene.follows('AFS France');
  await helene.follows('See who does what');
  await helene.follows('Change who does: Enter the pupils who may apply');
  const does = helene.group('Does it');
  await does.getByLabel('Lycée Fulbert').uncheck();
  await does.getByLabel('AFS France').check();
  await helene.writes('Why', 'You have the lists.');
  await helene.presses('Propose the change');
  await maelle.opens('/partnerships');
  await maelle.follows('Lycée Fulbert');
  await maelle.follows('Read and answer');
  await maelle.presses('Accept the change');
  await maelle.reads('From now on it is done this way.');
  await maelle.opens('/partnerships');
  await maelle.follows('Lycée Fulbert');
  await maelle.follows('Ask for a decision');
  await maelle.writes('The question', 'Do we meet in Chartres?');
  await maelle.presses('Ask');
  await maelle.reads('Asked. Who decides was told.');
  await helene.home();
  await helene.takesUp(/Decide a question/);
  await helene.main.getByRole('radio', { name: 'Yes' }).last().check();
  await helene.writes('Why', 'It is halfway.');
  await helene.presses('Decide');
  await helene.reads('Decided: Yes');
});
