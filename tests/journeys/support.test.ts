import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let other: SharedDossier;
const at = (id: string) => `${id}@example.org`;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'settled' });
  other = await openDossier(stage.house, { state: 'settled' });
  // abroad since three weeks, and one contact person for both
  await stage.house.sql("update mobilities set starts_on = '2026-11-02', ends_on = '2027-01-30'");
  await stage.house.sql(
    `insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on)
     values ($1, $2, 'contact_person', '2026-11-01', 'settled', '2026-11-02')`,
    [other.id, d.contact],
  );
  const away = await stage.house.person({ givenName: 'Nuria', familyName: 'Casal' });
  await stage.house.member(d.sendingOrg, away, ['coordinator']);
});

const talks = () =>
  stage.house.sql('select mobility_id, talked_with, note from check_ins order by note desc');

/** Five answers and a word in one part of the page. */
async function fill(page: Page, talk: string, note: string): Promise<void> {
  const block = page.locator(`[data-talk="${talk}"]`);
  if ((await block.locator('details[open]').count()) === 0) await block.locator('summary').click();
  for (const topic of ['wellBeing', 'family', 'school', 'friends', 'language'])
    await block.locator(`input[name$="ratings.${topic}"][value="4"]`).check();
  await block.locator('textarea').fill(note);
}

it('a volunteer without a connection writes two talks down, and each is kept once', async () => {
  const marta = await stage.enter({ name: 'Marta', email: at(d.contact), phone: true });
  await marta.opens('/support');
  await marta.follows('Write talks down');
  expect(await marta.overflows()).toBe(false);
  const { page, context } = marta;
  await context.setOffline(true);
  await fill(page, `${d.id} pupil`, 'on the bus');
  await fill(page, `${other.id} host_family`, 'half a sentence');
  await page.getByText('Kept on this device while you write.').waitFor();
  // the second one stays half done; the first is said to be finished
  const open = page.locator(`[data-talk="${other.id} host_family"]`);
  await open.locator('input[name$="ratings.language"]').first().waitFor();
  await page.getByRole('button', { name: 'Save all' }).click();
  await page.getByText('It is sent as soon as there is a connection').first().waitFor();
  expect(await talks()).toEqual([]);
  // the window is closed before there is a connection again
  await page.close();
  const again = await context.newPage();
  await context.setOffline(false);
  await again.goto(`${stage.origin}/support/talks`);
  await again.getByText('Saved. Nothing is left on this device.').waitFor();
  await again.reload();
  await again.getByText('You can write without a connection').waitFor();
  expect((await talks()).map((t) => [t.mobility_id, t.talked_with, t.note])).toEqual([
    [d.id, 'pupil', 'on the bus'],
    [other.id, 'host_family', 'half a sentence'],
  ]);
  // what is only typed comes back too, and no name lies in the browser
  await fill(again, `${d.id} host_family`, 'not finished');
  await again.getByText('Kept on this device while you write.').waitFor();
  const kept = () =>
    again.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.open('sojourn-outbox');
          request.onsuccess = () => {
            const all = request.result.transaction('waiting').objectStore('waiting').getAll();
            all.onsuccess = () => resolve(JSON.stringify(all.result));
          };
        }),
    );
  // the answers may have been kept before the word was typed
  await expect.poll(kept, patience).toContain('not finished');
  expect(await kept()).not.toMatch(/Luc|Ejemplo|Marta/);
  await again.reload();
  await again.getByText('What you wrote on this device stands here again.').waitFor();
  expect(await again.locator(`[data-talk="${d.id} host_family"] textarea`).inputValue()).toBe(
    'not finished',
  );
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

/** The browser wakes the worker of the product, as it does by itself some time after a line has come back. */
async function wake(page: Page): Promise<void> {
  const devices = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devices.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((r) => r.scopeURL.startsWith(stage.origin));
      if (found) resolve(found.registrationId);
    });
  });
  await devices.send('ServiceWorker.enable');
  const registrationId = await registered;
  const of = { origin: stage.origin, registrationId };
  await devices.send('ServiceWorker.dispatchSyncEvent', {
    ...of,
    tag: 'sojourn-outbox',
    lastChance: false,
  });
}

it('the form opens without a connection, and what is written in it goes exactly once, by itself', async () => {
  const before = (await talks()).length;
  const added = async () => (await talks()).length - before;
  const marta = await stage.enter({ name: 'Marta', email: at(d.contact), phone: true });
  await marta.opens('/support');
  const { page, context } = marta;
  await expect.poll(() => keptPages(page), patience).toEqual(['/offline', '/support/talks']);
  await stage.browser.cut();
  // what was looked at is not kept; what is kept is offered
  await page.reload();
  await marta.reads('Every other page comes back with the connection', 'There is no connection');
  expect(await marta.words()).not.toMatch(/Lucía|Ejemplo/);
  await marta.follows('Write talks down');
  await marta.reads('There is no connection', /You see this page as it was: .*\d/);
  expect(await marta.overflows()).toBe(false);
  await fill(page, `${other.id} pupil`, 'in a tunnel');
  await page.getByRole('button', { name: 'Save all' }).click();
  await marta.reads('It is sent as soon as there is a connection');
  await page.close();
  // still nothing: the form that was used is not offered again
  const second = await context.newPage();
  await second.goto(`${stage.origin}/support/talks`);
  await second.getByText('It is sent as soon as there is a connection').first().waitFor();
  expect(await second.locator(`[data-talk="${other.id} pupil"]`).isHidden()).toBe(true);
  await second.close();
  expect(await added()).toBe(0);
  // any page is enough, also one that knows nothing of talks
  await stage.browser.mend();
  const third = await context.newPage();
  await third.goto(`${stage.origin}/`);
  await expect.poll(added, patience).toBe(1);
  await third.goto(`${stage.origin}/support/talks`);
  await third.getByText('Saved. Nothing is left on this device.').waitFor();
  await third.reload();
  await third.getByText('You can write without a connection').waitFor();
  // and none at all, where the browser wakes the worker
  await stage.browser.cut();
  await fill(third, `${d.id} host_family`, 'in another tunnel');
  await third.getByRole('button', { name: 'Save all' }).click();
  await third.getByText('It is sent as soon as there is a connection').first().waitFor();
  await third.close();
  await stage.browser.mend();
  const empty = await context.newPage();
  await empty.goto(`${stage.origin}/healthz`);
  expect(await added()).toBe(1);
  await wake(empty);
  await expect.poll(added, patience).toBe(2);
  // whoever signs out leaves no page behind
  await empty.goto(`${stage.origin}/account`);
  await empty.getByRole('button', { name: 'Sign out', exact: true }).click();
  await empty.getByRole('link', { name: 'Sign in' }).first().waitFor();
  expect(await keptPages(empty)).toEqual([]);
  expect(
    (await talks())
      .map((t) => t.note)
      .filter((note) => note.endsWith('tunnel'))
      .toSorted(),
  ).toEqual(['in a tunnel', 'in another tunnel']);
});

it('a browser that keeps nothing says so, and what cannot be sent is neither lost nor holds anything up', async () => {
  const before = (await talks()).length;
  const added = async () => (await talks()).length - before;
  const marta = await stage.enter({ name: 'Marta', email: at(d.contact), phone: true });
  const { page, context } = marta;
  const save = () => page.getByRole('button', { name: 'Save all' }).click();
  const part = (talk: string) => page.locator(`[data-talk="${talk}"]`);
  const noteIn = (talk: string) => part(talk).locator('textarea').inputValue();
  const write = async (talk: string, note: string) => {
    await fill(page, talk, note);
    await part(talk).locator('input[name$="heldOn.day"]').fill('20');
  };
  const [one, two, three] = [`${d.id} pupil`, `${other.id} pupil`, `${d.id} host_family`];
  // a private window: nothing is promised, and nothing leaves the page without a connection
  await page.addInitScript(() => {
    if (location.hash !== '#private') return;
    indexedDB.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
  });
  await marta.opens('/support');
  await page.goto(`${stage.origin}/support/talks#private`);
  await marta.reads('This browser keeps nothing on the device');
  await context.setOffline(true);
  await write(one, 'in private');
  await save();
  expect(await noteIn(one)).toBe('in private');
  await context.setOffline(false);
  // no room: it is said, stays in the page, and goes straight to the server when there is one
  await marta.opens('/support');
  await marta.opens('/support/talks');
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await context.setOffline(true);
  await write(one, 'no room');
  await save();
  await marta.reads('There is no room left on this device');
  expect(await noteIn(one)).toBe('no room');
  await context.setOffline(false);
  await save();
  await page.waitForURL('**/support');
  expect(await added()).toBe(1);
  // a server that fails, then one that never answers: all is still there
  await marta.opens('/support/talks');
  await page.evaluate(() => {
    navigator.serviceWorker.getRegistration = async () => undefined;
    window.fetch = async () =>
      new Response('{"error":{"kind":"internal","faults":[]}}', { status: 500 });
  });
  await write(two, 'a good one');
  await write(three, 'a day to come');
  await part(three).locator('input[name$="heldOn.year"]').fill('2031');
  await save();
  await marta.reads('It could not be saved', /stays here for two weeks, also when you sign out/);
  await page.evaluate(() => {
    const soon = new AbortController();
    AbortSignal.timeout = () => soon.signal;
    window.fetch = (_, init) =>
      new Promise((_done, failed) => {
        init?.signal?.addEventListener('abort', () => failed(init.signal?.reason));
        soon.abort();
      });
    dispatchEvent(new Event('online'));
  });
  await page
    .getByRole('status')
    .filter({ hasText: 'It is sent as soon as there is a connection' })
    .waitFor();
  expect(await added()).toBe(1);
  // the server is back: the one that is wrong holds up no other, and can be put right
  await marta.opens('/support/talks');
  await marta.reads('This day is still to come');
  await expect.poll(added, patience).toBe(2);
  await page.getByRole('button', { name: 'Open it again' }).click();
  await marta.reads('What you wrote on this device stands here again.');
  expect(await noteIn(three)).toBe('a day to come');
  // somebody else signs in on this phone: they neither see nor send it
  await context.clearCookies();
  await page.goto(`${stage.origin}/support/talks`);
  await page.getByLabel('Your e-mail address').fill(at(d.host));
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code from the mail').waitFor();
  const mails = (await stage.house.mails()).filter((m) => m.to_address === at(d.host));
  const code = mails.findLast((m) => m.subject.includes('is your code'))?.subject.slice(0, 6) ?? '';
  await page.getByLabel('Code from the mail').fill(code);
  await marta.presses('Sign in');
  await marta.reads('Write talks down');
  expect(await page.content()).not.toContain('a day to come');
  expect(await added()).toBe(2);
});

it('a pupil says in two taps and without scripts what she can tell neither family nor contact person', async () => {
  const pupil = await stage.enter({
    name: 'Lucía',
    email: at(d.pupil),
    phone: true,
    scripts: false,
  });
  await pupil.home();
  await pupil.goesTo('I need help');
  expect(await pupil.overflows()).toBe(false);
  await pupil.ticks('The host family');
  await pupil.ticks('The contact person');
  await pupil.presses('Go on');
  // who reads it, and by when they answer, is said before anything is written
  await pupil.reads(/Nuria Casal \(Apoyo Ejemplo\)/, /within 24 hours/, /Never: the host family/);
  await pupil.writes('What is not right?', 'I lock my door at night');
  await pupil.presses('Send');
  await pupil.reads('I lock my door at night', /has not read it yet/, /Answer promised by/);
  const [row] = await stage.house.sql('select id, org_id from concerns');
  const [reader] = await stage.house.sql('select person_id from concern_readers');
  const nuria = await stage.enter({ name: 'Nuria', email: at(reader.person_id) });
  await nuria.opensMail('written to you in confidence');
  await nuria.reads('I lock my door at night', /Please tell nobody who is concerned/);
  await nuria.writes('Your answer', 'I call you at five. You can sleep elsewhere tonight.');
  await nuria.presses('Send');
  await pupil.opens('/');
  await pupil.takesUp(/There is news on what you have written/);
  await pupil.reads(/I call you at five/, /read it on/, /in time/);
  // one button makes it a case that stays among those who read it; she sees that somebody acts, and nothing else
  await nuria.presses('Act on it: open a case');
  await nuria.reads(/only those named here see this case/, /Nuria Casal handles it/);
  const caseAddress = new URL(nuria.page.url()).pathname;
  await pupil.opens(`/concerns/${row.id}`);
  await pupil.reads(/Somebody acts on it since/);
  expect(await pupil.words()).not.toMatch(/Moderate|case/i);
  for (const who of [d.family, d.contact, d.host]) {
    const near = await stage.enter({ name: 'Near', email: at(who) });
    await near.opens('/');
    expect(await near.words()).not.toMatch(/confidence|lock my door/);
    await near.opens(`/concerns/${row.id}`);
    expect(await near.words()).not.toMatch(/lock my door|Nuria/);
    if (who !== d.contact) continue;
    await near.opens(caseAddress);
    expect(await near.words()).not.toMatch(/lock my door|Nuria|handles/);
  }
});

it('a coordinator opens a case, the pupil reads what was agreed and answers, and two decide on a letter', async () => {
  const anna = await stage.enter({ name: 'Anna', email: at(d.host) });
  const egils = await stage.house.person({ givenName: 'Egils', familyName: 'Otrais' });
  await stage.house.member(d.hostingOrg, egils, ['head']);
  await anna.opens(`/mobilities/${d.id}/cases/new`);
  await anna.writes('What happened?', 'Three days not at school');
  await anna.page.getByLabel('Serious', { exact: true }).check();
  await anna.presses('Open a support case');
  await anna.presses('I take this up');
  await anna.reads(/Anna Vadītāja handles it/);
  await anna.page.getByText('Decide on a step').click();
  await anna.page.getByLabel('Plan for success').check();
  await anna.writes('What exactly, and with whom?', 'Internal: the father drinks');
  await anna.presses('Save the step');
  await anna.page.getByText('Write it for the pupil').click();
  await anna.writes('What we want to reach', 'At school every morning');
  await anna.writes('Who helps, and how', 'Marta walks with you on Monday');
  await anna.presses('Share it');
  const lucia = await stage.enter({
    name: 'Lucía',
    email: at(d.pupil),
    phone: true,
    scripts: false,
  });
  await lucia.home();
  await lucia.takesUp(/has written what could help/);
  await lucia.reads('At school every morning', 'Marta walks with you on Monday');
  expect(await lucia.words()).not.toMatch(/Internal|drinks|Serious|Three days/);
  expect(await lucia.overflows()).toBe(false);
  await lucia.page.getByLabel('I would like something else').check();
  await lucia.writes('In your own words', 'Not on Monday please');
  await lucia.presses('Send your answer');
  await lucia.reads(/You asked for a change/);
  await anna.opens(new URL(anna.page.url()).pathname);
  await anna.reads(/asks for a change/, /Not on Monday please/);
  await anna.page.getByText('Decide on a step').click();
  await anna.page.getByLabel('Letter of warning').check();
  await anna.writes('What exactly, and with whom?', 'In plain words, read out together');
  await anna.presses('Save the step');
  await anna.reads('Waits for a second person', /Somebody else must confirm it/);
  expect(await anna.main.getByRole('button', { name: 'I confirm it' }).count()).toBe(0);
  const head = await stage.enter({ name: 'Egils', email: at(egils) });
  await head.opensMail('second person is needed');
  await head.presses('I confirm it');
  await head.reads('Confirmed by a second person');
  // Anna still looks at the page of before: she is told, and nothing is done twice
  await anna.opens(new URL(head.page.url()).pathname);
  await anna.presses('Done');
  await anna.reads('Marked as done.');
  expect(
    stage
      .complaints()
      .filter((c) => !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|offline/i.test(c)),
  ).toEqual([]);
});
