import type { Page, Worker } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { DutyGroupId } from '#kernel/ids.ts';
import {
  addMember,
  openGroup,
  planShifts,
  raiseAlarm,
  setOwnNumber,
} from '#modules/emergency/server/index.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { openPushService } from '../support/push-receiver.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let groupId: DutyGroupId;
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
  groupId = opened.id;
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

/** What stands in the worker of this test: messages it showed, addresses it opened or came to the front with. */
type Watched = { shown: Record<string, unknown>[]; opened: string[] };
declare const self: Watched & {
  registration: ServiceWorkerRegistration;
  clients: { openWindow: unknown };
  dispatchEvent(event: Event): boolean;
};
declare const ExtendableEvent: new (type: string) => Event;
declare const WindowClient: { prototype: { url: string; focus: unknown } };

/**
 * Chromium without a screen shows no message and lets nobody click it: what it would be asked to do is written down. All
 * before that is the worker of the built product, which the browser wakes for a push.
 */
const watch = (worker: Worker) =>
  worker.evaluate(() => {
    Object.assign(self, { shown: [], opened: [] });
    self.registration.showNotification = async (title, options) => {
      self.shown.push({ title, body: options?.body, data: options?.data, tag: options?.tag });
    };
    self.clients.openWindow = async (url: string) => self.opened.push(url);
    WindowClient.prototype.focus = async function (this: { url: string }) {
      self.opened.push(`front ${this.url}`);
    };
  });

/** What a click on a message with such an address comes to. */
const click = (worker: Worker, data: unknown) =>
  worker.evaluate(async (address) => {
    const waits: Promise<unknown>[] = [];
    let closed = false;
    const close = () => {
      closed = true;
    };
    // only a browser's own event may be waited for
    const event = Object.assign(new ExtendableEvent('notificationclick'), {
      notification: { data: address, close },
      waitUntil: (work: Promise<unknown>) => waits.push(work),
    });
    self.dispatchEvent(event);
    await Promise.all(waits);
    return { closed, opened: self.opened.splice(0) };
  }, data);

it('an alarm appears on a device in the words of who holds it, and a click comes to no other place than this', async () => {
  const officer = await stage.house.person({ givenName: 'Juris', language: 'fr' });
  await stage.house.member(d.hostingOrg, officer, ['volunteer']);
  const host = await stage.house.as(d.host);
  expect(await host.do(addMember, { groupId, personId: officer })).toMatchObject({ ok: true });
  await host.do(planShifts, {
    groupId,
    personId: officer,
    fromOn: '2026-11-23',
    fromTime: '00:00',
    untilOn: '2026-11-24',
    untilTime: '08:00',
  });
  const service = await openPushService(stage.house, () => 201);
  const { page, context, complaints } = await stage.browser.visit(officer, { locale: 'fr-FR' });
  try {
    // no push service can be reached here, so the address that it would give is put in its place
    await context.addInitScript(
      ({ endpoint, p256dh, auth }) => {
        const bytes = (text: string) =>
          Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
            c.charCodeAt(0),
          ).buffer;
        const subscription = {
          endpoint,
          getKey: (name: string) => bytes(name === 'auth' ? auth : p256dh),
        };
        let asked = location.search === '?on';
        PushManager.prototype.getSubscription = async () => (asked ? subscription : null) as never;
        PushManager.prototype.subscribe = async (how) => {
          const key = new Uint8Array(how?.applicationServerKey as ArrayBuffer);
          if (!how?.userVisibleOnly || key.length !== 65) throw new Error('not asked as it must');
          asked = true;
          return subscription as never;
        };
        Object.defineProperty(Notification, 'permission', { get: () => 'default' });
        Notification.requestPermission = async () => 'granted';
      },
      { endpoint: `${service.origin}/send/one`, ...service.keys },
    );
    await page.goto(`/emergency/duty/${groupId}`);
    await page.getByRole('button', { name: 'Afficher les alarmes sur cet appareil' }).click();
    await page.getByText('Les alarmes s’affichent maintenant sur cet appareil.').waitFor();
    // the browser knows itself in the list, and does not ask again
    await page.goto(`/emergency/duty/${groupId}?on`);
    await page.getByText('Cet appareil', { exact: true }).waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Afficher les alarmes' }).count())
      .toBe(0);

    await expect.poll(() => keptPages(page), patience).toContain('/offline');
    const lucia = await stage.house.as(d.pupil);
    const raised = await lucia.do(raiseAlarm, { mobilityId: d.id });
    if (!raised.ok) throw new Error('no alarm');
    const url = `${stage.origin}/emergency/incidents/${raised.id}`;
    await expect.poll(() => service.received.length, patience).toBe(1);
    const sent = service.open(service.received[0]?.body as Buffer);

    const tools = await context.newCDPSession(page);
    const found = new Promise<string>((resolve) =>
      tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        for (const r of registrations) resolve(r.registrationId);
      }),
    );
    await tools.send('ServiceWorker.enable');
    const registrationId = await found;
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    await watch(worker);
    const shownAfter = async (data: string) => {
      await tools.send('ServiceWorker.deliverPushMessage', {
        origin: stage.origin,
        registrationId,
        data,
      });
      await expect.poll(() => worker.evaluate(() => self.shown.length), patience).toBe(1);
      return worker.evaluate(() => self.shown.splice(0)[0]);
    };
    expect(await shownAfter(JSON.stringify(sent))).toEqual({
      title: 'Alarme',
      body: 'Ouvrez Sojourn maintenant.',
      data: url,
      tag: url,
    });
    // what our server did not write is shown, since it must be, and says nothing
    const news = {
      title: 'Sojourn',
      body: 'Il y a du nouveau. Ouvrez Sojourn.',
      data: `${stage.origin}/`,
      tag: `${stage.origin}/`,
    };
    for (const odd of [
      '',
      'no json',
      'null',
      '{"title":7,"body":"x","url":"/"}',
      '{"title":"You won","body":"x","url":"https://evil.example/"}',
      '{"title":"You won","body":"x","url":"//evil.example/"}',
      '{"title":"You won","body":"x","url":"javascript:alert(1)"}',
    ])
      expect([odd, await shownAfter(odd)]).toEqual([odd, news]);

    expect(await click(worker, url)).toEqual({ closed: true, opened: [url] });
    await page.goto(url);
    await page.getByRole('button', { name: 'Je la prends' }).waitFor();
    expect(await click(worker, url)).toEqual({ closed: true, opened: [`front ${url}`] });
    for (const odd of ['https://evil.example/', 'javascript:alert(1)', undefined])
      expect(await click(worker, odd)).toEqual({ closed: true, opened: [`${stage.origin}/`] });
    expect(complaints).toEqual([]);
  } finally {
    service.close();
    await context.close();
  }
});
