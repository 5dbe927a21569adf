import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { indexDirectory } from '#modules/organisations/server/index.ts';
import { execute } from '#platform/command.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let host: Persona;
let sender: Persona;
let riga: OrgId;

beforeAll(async () => {
  stage = await openStage();
  riga = await stage.house.organisation({
    name: 'Rīgas vidusskola',
    countryCode: 'LV',
    city: 'Rīga',
  });
  const gent = await stage.house.organisation({
    name: 'Atheneum',
    countryCode: 'BE',
    city: 'Gent',
  });
  const person = async (
    orgId: OrgId,
    givenName: string,
    cast: { phone?: boolean; scripts?: boolean },
  ) => {
    const email = `${givenName.toLowerCase()}@example.org`;
    const id = await stage.house.person({ givenName, familyName: 'Ozola', email });
    await stage.house.member(orgId, id, ['coordinator']);
    return stage.enter({ name: givenName, email, ...cast });
  };
  // one sits at a desk without scripts, the other has a small phone
  host = await person(riga, 'Ilze', { scripts: false });
  sender = await person(gent, 'Noor', { phone: true });
  await execute(stage.house.runtime, indexDirectory, system('start'), {});
});

describe('a school presents itself and is found', () => {
  it('tells what it offers, and sees it as others do', async () => {
    await host.opens(`/organisations/${riga}/profile/hosting`);
    const { page, main } = host;
    await host.field('Places from September').fill('2');
    await host.field('Places from February').fill('1');
    await main.getByLabel('New pupils may come in the second semester').check();
    await main.getByLabel('January', { exact: true }).check();
    await host.field('Longest stay').selectOption('4');
    await main.getByLabel('Everybody who is signed in').check();
    await main.getByRole('button', { name: 'Save' }).click();
    await main.getByText('Saved.').waitFor();
    await page.goto(`${stage.origin}/organisations/${riga}/profile/languages`);
    await host.field('Language 1').selectOption('lv');
    await main.getByRole('button', { name: 'Save' }).click();
    await main.getByText('Saved.').waitFor();
    await main.getByRole('link', { name: 'As everybody sees it' }).click();
    expect(await main.textContent()).toContain('Latvian');
  });

  it('is found with a slip and without accents, on a phone', async () => {
    await sender.opens('/directory');
    const { page, main } = sender;
    await main.getByRole('searchbox').fill('rgia');
    await main.getByRole('button', { name: 'Search' }).click();
    await main.getByText('Nothing is called “rgia”').waitFor();
    await main.getByRole('link', { name: 'Rīgas vidusskola' }).waitFor();
    await main.getByRole('link', { name: 'Map' }).click();
    await main.getByRole('row', { name: /Latvia/ }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('is the answer to what another school looks for, with reasons', async () => {
    await sender.opens('/directory/find');
    const { main } = sender;
    await sender.field('How many pupils').fill('1');
    await sender.field('Age on arrival').selectOption('16');
    await sender.field('Arrival').selectOption('2027-01');
    await sender.field('Length of the stay').selectOption('3');
    await sender.field('Language of the lessons').selectOption('lv');
    await main.getByRole('button', { name: 'Find hosts' }).click();
    await main.getByText('One could host').waitFor();
    const said = await main.textContent();
    expect(said).toContain('They have 1 place in the second semester.');
    expect(said).toContain('Pupils can arrive in January.');
    expect(said).not.toContain('@');
    await main.getByRole('link', { name: 'Write to Rīgas vidusskola' }).waitFor();
    expect(stage.complaints()).toEqual([]);
  });
});
