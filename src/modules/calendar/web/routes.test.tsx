import { beforeAll, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';

let house: House;
let ana: PersonId;
let ben: PersonId;
let event: string;
beforeAll(async () => {
  house = await openHouse();
  const school = await house.organisation({ name: 'Skola' });
  ana = await house.person({ givenName: 'Ana' });
  ben = await house.person({ givenName: 'Ben' });
  await house.member(school, ana);
  await house.member(school, ben, ['teacher']);
  const made = await (await house.as(ana)).post('/events/new', {
    title: 'Kick-off',
    'day.day': '2',
    'day.month': '3',
    'day.year': '2099',
    from: '9:00',
    until: '10:00',
    timeZone: 'Europe/Riga',
    agenda: 'Hello',
    participantIds: [ben],
  });
  event = made.location ?? '';
});

it('every page shows itself to who may, hides from others, and speaks French', async () => {
  const stranger = await house.person();
  const pages: [string, string, number, number][] = [
    ['/calendar', 'Kick-off', 200, 200],
    ['/calendar?month=2099-03', 'Kick-off', 200, 200],
    ['/calendar/feed', 'private address', 200, 200],
    ['/polls/new', 'How long', 200, 200],
    ['/events/new', 'Ben Example', 200, 200],
    [event, 'Who is invited', 200, 404],
    [`${event}/edit`, 'value="09:00"', 404, 404],
    [`${event}/cancel`, 'cannot be undone', 404, 404],
  ];
  for (const [path, text, forGuest, forStranger] of pages) {
    const shown = await (await house.as(ana)).get(path);
    expect([path, shown.status]).toEqual([path, 200]);
    if (path !== '/calendar') expect(shown.text).toContain(text);
    expect([path, (await (await house.as(ben)).get(path)).status]).toEqual([path, forGuest]);
    expect([path, (await (await house.as(stranger)).get(path)).status]).toEqual([
      path,
      forStranger,
    ]);
    expect([path, (await house.visitor.get(path)).status]).toEqual([path, 303]);
  }
  await house.sql("update persons set language = 'fr' where id = $1", [ana]);
  for (const [path] of pages) {
    const shown = await (await house.as(ana)).get(path);
    expect([path, shown.status]).toEqual([path, 200]);
    expect(shown.text).toContain('lang="fr"');
  }
});

it('the form keeps what was typed when something is wrong', async () => {
  const again = await (await house.as(ana)).post('/events/new', {
    title: 'Retour',
    'day.day': '31',
    'day.month': '2',
    'day.year': '2099',
    from: '9:00',
    until: '10:00',
    timeZone: 'Europe/Riga',
    participantIds: [ben],
  });
  expect(again.status).toBe(400);
  expect(again.text).toContain('value="Retour"');
  expect(again.text).toContain('value="31"');
});

it('changes and cancels through its forms', async () => {
  const hand = await house.as(ana);
  const fields = {
    title: 'Kick-off moved',
    day: '2099-03-03',
    from: '9:00',
    until: '10:00',
    timeZone: 'Europe/Riga',
    participantIds: [ben],
  };
  expect((await hand.post(`${event}/edit`, { ...fields, sequence: 0 })).status).toBe(303);
  const late = await hand.post(`${event}/edit`, { ...fields, sequence: 0 });
  expect(late.status).toBe(409);
  expect((await hand.post(`${event}/cancel`)).status).toBe(303);
});

it('people to invite are found by name and organisation', async () => {
  const me = await house.as(ana);
  expect((await me.get('/events/new?q=ben exa')).text).toContain('Ben Example');
  expect((await me.get('/events/new?q=skola')).text).toContain('Ben Example');
  const nobody = await me.get('/events/new?q=100%25');
  expect(nobody.text).not.toContain('Ben Example');
  expect(nobody.text).toContain('100%');
  expect(nobody.text).toContain('Personne parmi');
});
