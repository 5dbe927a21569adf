import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { addMember, openGroup, planShifts, setOwnNumber } from '#modules/emergency/server/index.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
const at = (id: string) => `${id}@example.org`;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'settled' });
  await stage.house.sql("update mobilities set starts_on = '2026-11-02', ends_on = '2027-01-30'");
  const host = await stage.house.as(d.host);
  const opened = await host.do(openGroup, {
    orgId: d.hostingOrg,
    name: 'Night watch',
    phone: '+371 20 000 000',
  });
  if (!opened.ok) throw new Error('no rota');
  const { id: groupId } = opened;
  await host.do(addMember, { groupId, personId: d.contact });
  await (await stage.house.as(d.contact)).do(setOwnNumber, {
    groupId,
    phone: '+371 20 111 222',
    takesSms: false,
  });
  await host.do(planShifts, {
    groupId,
    personId: d.contact,
    fromOn: '2026-11-23',
    fromTime: '08:00',
    untilOn: '2026-11-24',
    untilTime: '08:00',
  });
});

it('one tap on a phone reaches whoever is on duty, who takes it, does the steps and closes it', async () => {
  const lucia = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
  await lucia.opens('/emergency/card');
  await lucia.reads('Labdien, man vajag palīdzību.', '+371 20 000 000');
  // the phone's own clock may be days away from that of the product: it is put right, and that is said
  await lucia.reads(
    'On duty now:',
    /the right time is 23 November 2026|This phone believes it is 23 November 2026/i,
  );
  expect(await lucia.overflows()).toBe(false);
  await lucia.presses('Raise the alarm');
  await lucia.reads('Your alarm has been sent', 'Told: Marta Palīgs');
  expect(await lucia.overflows()).toBe(false);

  const marta = await stage.enter({ name: 'Marta', email: at(d.contact), phone: true });
  await marta.opensMail('Alarm');
  await marta.reads('Emergency: Lucía Ejemplo', 'Nobody has taken this yet');
  await marta.presses('I take it');
  await marta.reads('You have this');
  expect(await marta.overflows()).toBe(false);
  await marta.chooses('What is it?', 'The pupil must leave the host family at once');
  await marta.presses('Show the steps');
  await marta.presses('It is done');
  await marta.reads('Noted.');

  await lucia.follows('Look again');
  await lucia.reads(/Marta Palīgs took your alarm/, '+371 20 111 222');

  await marta.page.getByText('Close with a report').click();
  await marta.writes('What happened', 'A quarrel; she slept at her contact person’s.');
  await marta.writes('What we learned', 'We call on Sunday evenings.');
  await marta.presses('Close the incident');
  await marta.reads('Taken after', 'We call on Sunday evenings.');
  expect(stage.complaints()).toEqual([]);
});

const patience = { timeout: 20_000 };

/** The addresses of all pages that lie in this browser. */
const keptPages = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = [];
    for (const name of (await caches.keys()).filter((n) => n.startsWith('kept-')))
      for (const { url } of await (await caches.open(name)).keys())
        found.push(new URL(url).pathname);
    return found.toSorted();
  });

it('the card opens without a connection and knows who is on duty; after signing out, and for anybody else, nothing is left', async () => {
  const lucia = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
  const { page, context } = lucia;
  const card = `${stage.origin}/emergency/card`;
  // it is kept without ever having been opened
  await lucia.home();
  await expect.poll(() => keptPages(page), patience).toContain('/emergency/card');
  await stage.browser.cut();
  await page.goto(card);
  await lucia.reads('There is no connection', /You see this page as it was: .*\d/);
  await lucia.reads('Labdien, man vajag palīdzību.', '+371 20 000 000', 'On duty now:');
  const duty = page.locator('[data-duty]');
  expect(await duty.textContent()).toMatch(/Marta Palīgs[\s\S]*23 November 2026/);
  expect(await duty.getByRole('link').first().getAttribute('href')).toBe('tel:+37120111222');
  expect(await lucia.overflows()).toBe(false);
  // how far the phone's clock is off was seen while there was a connection
  expect(await duty.getAttribute('data-clock-off')).toMatch(/^-?\d+$/);
  await stage.browser.mend();
  await page.goto(`${stage.origin}/account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  expect(await keptPages(page)).toEqual([]);
  await stage.browser.cut();
  const lost = await context.newPage();
  await expect(lost.goto(card)).rejects.toThrow();
  await lost.close();
  await stage.browser.mend();

  // she signs in again, and without her signing out somebody else does
  await lucia.home();
  await expect.poll(() => keptPages(page), patience).toContain('/emergency/card');
  const token = newToken();
  await stage.house.sql(
    "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, '2026-11-23', '2026-11-23', '2027-01-01', '')",
    [newId('ses'), hashToken(token), d.outsider],
  );
  await context.addCookies([
    { name: 'session', value: token, url: stage.origin, httpOnly: true, sameSite: 'Lax' },
  ]);
  await page.goto(`${stage.origin}/`);
  const ofEither = async () =>
    (await keptPages(page)).filter((path) => ['/offline', '/emergency/card'].includes(path));
  await expect.poll(ofEither, patience).toEqual(['/offline']);
  await stage.browser.cut();
  const other = await context.newPage();
  await other.goto(card);
  await other.getByText('Every other page comes back with the connection').first().waitFor();
  expect(await other.content()).not.toMatch(/Labdien|Marta|Lucía/);
  await stage.browser.mend();
});
