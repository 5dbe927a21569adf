import { beforeAll, describe, expect, it } from 'vitest';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let host: Persona;
let pupil: Persona;
let guardian: Persona;
let broken = false;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'departed' });
  // the pupil is in the first days of the stay
  const today = stage.today();
  for (const table of ['mobilities', 'intakes'])
    await stage.house.sql(`update ${table} set starts_on = $1, ends_on = $2`, [
      today.subtract({ days: 2 }).toString(),
      today.add({ days: 60 }).toString(),
    ]);
  await stage.house.sql('update organisations set city = $1 where id = $2', ['Riga', d.hostingOrg]);
  const enter = (id: string, name: string, cast: { phone?: boolean; scripts?: boolean }) =>
    stage.enter({ name, email: `${id}@example.org`, ...cast });
  host = await enter(d.host, 'Anna', {});
  // a small phone without scripts is enough to read, to try the test and to decide
  pupil = await enter(d.pupil, 'Lucía', { phone: true, scripts: false });
  guardian = await enter(d.guardian, 'Carmen', { phone: true });
});

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

describe('preparation', () => {
  step('an organisation puts a text into its library', async () => {
    await host.opens('/library/new');
    const { main } = host;
    await host.field('Title').fill('Your first days');
    await main.getByLabel('Pupils', { exact: true }).check();
    await main.getByLabel('Arrival', { exact: true }).check();
    await host.field('or an address where it is read').fill('http://example.org/days');
    await main.getByRole('button', { name: 'Put it into the library' }).click();
    await main.getByText('Please give an address that begins with https://').first().waitFor();
    expect(await host.field('Title').inputValue()).toBe('Your first days');
    await host.field('or an address where it is read').fill('https://example.org/days');
    await main.getByRole('button', { name: 'Put it into the library' }).click();
    await main.getByText('It is in the library now.').waitFor();
  });

  step('the pupil is offered it at this moment and ticks it off', async () => {
    await pupil.home();
    const { main } = pupil;
    await main.getByText('One thing to read at this moment of the stay').first().waitFor();
    await pupil.opens('/library/for-me');
    await main.getByRole('link', { name: 'Your first days' }).click();
    await main.getByRole('link', { name: 'Read it on example.org' }).waitFor();
    await main.getByRole('button', { name: 'I have read it' }).click();
    await main.getByText('Ticked off.').waitFor();
  });

  step('who arrives is proposed, asked, and was there', async () => {
    await host.opens(`/orientations/new?kind=arrival`);
    const { main } = host;
    const today = stage.today();
    for (const [part, value] of [
      ['Day', today.day],
      ['Month', today.month],
      ['Year', today.year],
    ] as const)
      await main.getByRole('textbox', { name: part, exact: true }).first().fill(String(value));
    await host.field('From (for example 9:30)').fill('7:00');
    await host.field('Until').fill('8:30');
    await host.field('Town').fill('Rīga');
    await main.getByRole('button', { name: 'Save and see who should come' }).click();
    await main.getByText('Lucía Ejemplo').first().waitFor();
    await main.getByRole('button', { name: 'Invite' }).click();
    await main.getByText('Invited.').waitFor();
    await main.getByRole('link', { name: 'Who came' }).first().click();
    await main.getByLabel('Was there', { exact: true }).check();
    await main.getByRole('button', { name: 'Save who came' }).click();
    await main.getByText('Written down.').waitFor();
    await main.getByRole('button', { name: 'Give certificates to all who were there' }).click();
    await main.getByText('The certificates are being made.').waitFor();
  });

  step('the pupil tries the short test, and every answer is explained', async () => {
    const { main } = pupil;
    await pupil.home();
    await pupil.takesUp(/short test/);
    await main.getByLabel('I call 112').check();
    await main.getByRole('button', { name: 'See the answers' }).click();
    // a question that was left out is asked for, what was ticked stays
    expect(await main.getByLabel('I call 112').isChecked()).toBe(true);
    await main.getByLabel('Nobody, it would be impolite').check();
    await main.getByLabel('I go and tell them afterwards').check();
    await main.getByLabel('That I should hide it').check();
    await main.getByRole('button', { name: 'See the answers' }).click();
    await main.getByText('1 of 4 right').waitFor();
    await main.getByText('You choose whom you trust').waitFor();
    await main.getByRole('link', { name: 'Try again' }).waitFor();
  });

  step('nobody sees the pupil before both have said yes', async () => {
    await pupil.opens(`/mobilities/${d.id}/nearby`);
    await pupil.main.getByLabel('a buddy').check();
    await pupil.main.getByRole('button', { name: 'Yes, others may know of me' }).click();
    await pupil.main.getByText('Waiting for a parent’s yes').waitFor();
    await guardian.opens(`/mobilities/${d.id}/nearby`);
    await guardian.main.getByRole('button', { name: 'I agree' }).click();
    await guardian.main.getByText('Others who want this too can see').first().waitFor();
    await guardian.main.getByRole('button', { name: /^Take it back/ }).click();
    await guardian.main.getByText('Taken back.').waitFor();
  });

  step('ends with the certificate among the papers of the stay', async () => {
    await expect
      .poll(
        async () =>
          (await stage.house.sql("select id from documents where kind = 'orientation-certificate'"))
            .length,
        { timeout: 15_000, interval: 300 },
      )
      .toBe(1);
  });
});
