import { beforeAll, describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let applicationId: string;
let contact: PersonId;
let broken = false;

/** One step of the way. After a step that failed the others cannot be walked. */
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

/** Somebody at their own window, signed in, reading in their language. */
async function opens(personId: PersonId, language: 'en' | 'fr' = 'en', phone = true) {
  const { house, browser } = stage;
  await house.sql('update persons set language = $2 where id = $1', [personId, language]);
  const visit = await browser.visit(personId, {
    viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 900 },
    isMobile: phone,
    hasTouch: phone,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
  });
  visit.page.setDefaultTimeout(20_000);
  return { ...visit, main: visit.page.locator('main') };
}

type Window = Awaited<ReturnType<typeof opens>>;

/** All words one sees now: not those in what is folded away. */
// biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen
const wordsOf = ({ main }: Window) => main.innerText();

const fits = async ({ page }: Window) =>
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
    ),
  ).toBe(true);

const plan = () => `/applications/${applicationId}/plan`;

describe('a pupil’s own plan', () => {
  beforeAll(async () => {
    stage = await openStage();
    const { house } = stage;
    d = await openDossier(house, { state: 'placed' });
    const [row] = await house.sql('select application_id from mobilities where id = $1', [d.id]);
    applicationId = row.application_id;
    contact = await house.person({ givenName: 'Rosa', familyName: 'Escucha' });
    await house.member(d.sendingSchool, contact, ['teacher']);
  });

  step('a coordinator names whom families can turn to, before anybody has asked', async () => {
    const sender = await opens(d.sender, 'en', false);
    await sender.page.goto(`/organisations/${d.sendingSchool}/families-contact`);
    await sender.main.getByLabel('Person').selectOption({ label: 'Rosa Escucha' });
    await sender.main.getByRole('button', { name: 'Name this person' }).click();
    await sender.main.getByText('Rosa Escucha').waitFor();
    await sender.close();
  });

  step('the mother writes a wish on her phone, in French and without a reason', async () => {
    const mother = await opens(d.guardian, 'fr');
    await mother.page.goto('/');
    await mother.main
      .getByRole('link', { name: /Qu’est-ce qui rendrait les choses plus faciles/ })
      .or(mother.main.getByRole('link', { name: 'Répondre' }))
      .first()
      .click();
    await mother.main.getByText('Rosa Escucha', { exact: false }).waitFor();
    await fits(mother);
    await mother.main.getByLabel('Votre souhait').fill('Quelqu’un qui voyage avec elle.');
    await mother.main.getByRole('button', { name: 'Envoyer' }).click();
    await mother.main.getByText('Merci. Les personnes nommées plus bas').waitFor();
    await fits(mother);
    // asked once: the question is gone from the home page
    await mother.page.goto('/');
    await mother.main.getByRole('heading', { level: 1 }).waitFor();
    expect(await wordsOf(mother)).not.toContain('rendrait les choses plus faciles');
    await mother.close();
  });

  step('the contact reads it and proposes something with a day, a doer and a cost', async () => {
    const rosa = await opens(contact, 'en', false);
    await rosa.page.goto('/plans');
    await rosa.main.getByText('1 wish waits for you').waitFor();
    await rosa.main.getByRole('link', { name: 'Lucía Ejemplo' }).click();
    await rosa.main.getByText('Quelqu’un qui voyage avec elle.').waitFor();
    await rosa.main.getByRole('link', { name: 'Propose something' }).click();
    await rosa.main.getByLabel('A short name').fill('Company on the journey');
    await rosa.main
      .getByLabel('What exactly is done')
      .fill('Meet her at the station in Riga and go home together.');
    await rosa.main.getByLabel('Who does it').selectOption({ label: 'Ilze Paraugs' });
    await rosa.main.getByLabel('Day', { exact: true }).fill('20');
    await rosa.main.getByLabel('Month', { exact: true }).fill('1');
    await rosa.main.getByLabel('Year', { exact: true }).fill('2027');
    await rosa.main
      .getByLabel('Who pays')
      .selectOption({ label: 'Erasmus+ inclusion support, real costs of the participant' });
    await rosa.main.getByLabel('Expected cost').fill('35,50');
    await rosa.main.getByRole('button', { name: 'Propose to the family' }).click();
    await rosa.main.getByText('€35.50', { exact: false }).waitFor();
    await rosa.close();
  });

  step('the pupil says yes, and the contact agrees on it', async () => {
    const pupil = await opens(d.pupil);
    await pupil.page.goto(plan());
    await pupil.main.getByText('Company on the journey').waitFor();
    // the mother’s own words are hers and the contact’s
    expect(await wordsOf(pupil)).not.toContain('voyage avec elle');
    await pupil.main.getByRole('button', { name: 'Yes, please' }).click();
    await pupil.main.getByText('You said yes.').waitFor();
    await pupil.close();
    const rosa = await opens(contact, 'en', false);
    await rosa.page.goto(plan());
    await rosa.main.getByRole('link', { name: 'Open: Company on the journey' }).click();
    await rosa.main.getByText('The pupil says yes.').waitFor();
    await rosa.main.getByRole('button', { name: 'Agree on this' }).click();
    await rosa.main.getByText('Agreed: Ilze Paraugs does it').waitFor();
    await rosa.close();
  });

  step('the host mother sees what she does and by when, and nothing else', async () => {
    const ilze = await opens(d.family);
    await ilze.page.goto('/');
    await ilze.main.getByText('Company on the journey').first().waitFor();
    await ilze.page.goto(`/mobilities/${d.id}`);
    await ilze.main.getByRole('link', { name: 'Company on the journey' }).click();
    await ilze.main.getByText('Rosa Escucha asks you to do this').waitFor();
    const words = await wordsOf(ilze);
    expect(words).toContain('Meet her at the station in Riga');
    expect(words).not.toMatch(/voyage avec elle|35|costs|Carmen/);
    await fits(ilze);
    expect((await ilze.page.goto(plan()))?.status()).toBe(404);
    await ilze.page.goto(`/mobilities/${d.id}`);
    await ilze.main.getByRole('link', { name: 'Company on the journey' }).click();
    await ilze.main.getByRole('button', { name: 'It is done' }).click();
    await ilze.main
      .getByText('Done. Thank you.')
      .or(ilze.page.getByText('Done. Thank you.'))
      .first()
      .waitFor();
    ilze.complaints.length = 0;
    await ilze.close();
  });

  step('the pupil says that it helped; the contact reads it', async () => {
    const pupil = await opens(d.pupil);
    await pupil.page.goto(plan());
    await pupil.main.getByRole('link', { name: 'Did it help?' }).click();
    await pupil.main.getByLabel('Very much').check();
    await pupil.main.getByRole('button', { name: 'Send' }).click();
    await pupil.page.getByText('Thank you. What helped').waitFor();
    await pupil.close();
    const rosa = await opens(contact, 'en', false);
    await rosa.page.goto(plan());
    await rosa.main.getByText('Pupil: Very much.').waitFor();
    await rosa.close();
  });

  step('the plan prints for the kitchen table: what, who, when, and no wish', async () => {
    const mother = await opens(d.guardian, 'fr');
    await mother.page.goto(plan());
    await mother.main.getByRole('link', { name: 'Sur papier' }).click();
    await mother.main.getByRole('heading', { name: 'Plan pour Lucía Ejemplo' }).waitFor();
    await mother.page.emulateMedia({ media: 'print' });
    const words = await wordsOf(mother);
    expect(words).toContain('Company on the journey');
    expect(words).toContain('Rosa Escucha');
    expect(words).not.toContain('voyage avec elle');
    await mother.page.emulateMedia({ media: 'screen' });
    await mother.page.goto(`/applications/${applicationId}/family`);
    await mother.main.getByText('Une famille et une école sont trouvées').waitFor();
    await mother.main.getByRole('button', { name: 'Rappelez-moi' }).click();
    await mother.main
      .getByText('Rosa Escucha vous appelle avant la fin du', { exact: false })
      .waitFor();
    await fits(mother);
    await mother.close();
  });

  step('colleagues, the hosting side and strangers find no such page', async () => {
    for (const who of [d.teacher, d.sender, d.host, d.mentor, d.stranger, d.outsider]) {
      const other = await opens(who, 'en', false);
      expect((await other.page.goto(plan()))?.status()).toBe(404);
      expect(await wordsOf(other)).not.toContain('Company');
      other.complaints.length = 0;
      await other.close();
    }
    // the contact rates the pupil: from then on nothing, until it is decided
    const round = `rnd_${'0'.repeat(26)}`;
    const { house } = stage;
    await house.sql(
      `insert into selection_rounds (id, intake_id, school_id, state, places, reserve_places, points_max, is_blind, tie_rules, rate_until, news_on, created_by, created_at)
       values ($1, $2, $3, 'rating', 2, 0, 5, true, '{}', '2026-12-10', '2026-12-11', $4, now())`,
      [round, d.intake, d.sendingSchool, d.sender],
    );
    await house.sql(
      "insert into selection_candidates (round_id, application_id, pupil_id, code, added_at) values ($1, $2, $3, 'A', now())",
      [round, applicationId, d.pupil],
    );
    await house.sql(
      'insert into selection_raters (round_id, person_id, org_id, added_at) values ($1, $2, $3, now())',
      [round, contact, d.sendingSchool],
    );
    const rater = await opens(contact, 'en', false);
    expect((await rater.page.goto(plan()))?.status()).toBe(404);
    rater.complaints.length = 0;
    await rater.close();
  });
});
