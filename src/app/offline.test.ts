import { beforeAll, expect, it } from 'vitest';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';

let house: House;
let d: SharedDossier;
let contact: Hand;
let stranger: Hand;
/** of a session of the contact person */
const token = newToken();

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-20T10:00:00Z');
  d = await openDossier(house, { state: 'settled' });
  contact = await house.as(d.contact);
  await house.sql(
    "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, $4, $4, '2027-03-01', '')",
    [newId('ses'), hashToken(token), d.contact, '2027-02-20T09:00:00Z'],
  );
  stranger = await house.as(await house.person({ givenName: 'Odd' }));
});

it('lets a device keep marked pages alone, and says whose they are', async () => {
  const talks = await contact.get('/support/talks');
  expect(talks.status).toBe(200);
  expect(talks.headers.get('sojourn-offline')).toBe('keep');
  expect(talks.headers.get('sojourn-person')).toBe(d.contact);
  expect(talks.text).toContain('data-from-device="true" hidden');
  for (const path of ['/', '/support', `/mobilities/${d.id}`, '/account']) {
    const page = await contact.get(path);
    expect([path, page.status]).toEqual([path, 200]);
    expect([path, page.headers.get('sojourn-offline')]).toEqual([path, null]);
    expect(page.text).not.toContain('data-from-device');
  }
});

it('keeps no page that shows a message or what was typed', async () => {
  const flash = {
    authorization: `Bearer ${token}`,
    cookie: 'flash=support.check-in.saved',
  };
  const withMessage = await house.visitor.get('/support/talks', flash);
  expect(withMessage.text).toContain('is-flash');
  expect(withMessage.headers.get('sojourn-offline')).toBe(null);
  // fetched to be kept: the message stays for the page somebody looks at
  const fetched = await house.visitor.get('/support/talks', {
    ...flash,
    'sojourn-offline': 'fetch',
  });
  expect(fetched.text).not.toContain('is-flash');
  expect(fetched.headers.get('set-cookie')).toBe(null);
  expect(fetched.headers.get('sojourn-offline')).toBe('keep');
  const refused = await contact.post('/support/talks', { 'talks.0.mobilityId': d.id });
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.headers.get('sojourn-offline')).toBe(null);
});

it('lists for each what they may need, and sends visitors to sign in', async () => {
  expect((await contact.get('/offline')).text).toContain('data-offline="/support/talks"');
  const none = await stranger.get('/offline');
  expect(none.text).toContain('<div data-offline data-news-title="Sojourn"');
  expect(none.headers.get('sojourn-person')).not.toBe(d.contact);
  const visitor = await house.visitor.get('/offline');
  expect([visitor.status, visitor.location]).toEqual([303, '/sign-in?next=%2Foffline']);
  expect((await house.visitor.get('/')).headers.get('sojourn-person')).toBe('nobody');
});

it('is registered for who is signed in alone', async () => {
  expect((await contact.get('/')).text).toContain('data-worker="/service-worker.js"');
  expect((await house.visitor.get('/')).text).not.toContain('data-worker');
  const policy = (await contact.get('/')).headers.get('content-security-policy');
  expect(policy).toMatch(/manifest-src 'self'; worker-src 'self'$/);
});

const talk = {
  kind: 'talk',
  key: 'snd_00000000000000000000000001',
  with: 'pupil',
  heldOn: '2027-02-19',
  way: 'in_person',
  ratings: { wellBeing: 4, family: 4, school: 4, friends: 4, language: 4 },
  note: 'on the bus',
};

it('takes what waited on a device from nobody but who wrote it', async () => {
  const send = async (writer: string) => {
    const answer = await house.app.request('/api/v1/support/record-check-ins', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'sojourn-person': writer,
      },
      body: JSON.stringify({ talks: [{ ...talk, mobilityId: d.id }] }),
    });
    return [answer.status, (await answer.json()).results?.[0]?.result];
  };
  const notes = async () => (await house.sql('select note from check_ins')).map((r) => r.note);
  // the one who writes it is still signed in, or somebody else is by now
  expect(await send(d.pupil)).toEqual([404, undefined]);
  expect(await notes()).toEqual([]);
  expect(await send(d.contact)).toEqual([200, 'kept']);
  expect(await send(d.contact)).toEqual([200, 'already']);
  expect(await notes()).toEqual(['on the bus']);
});

it('can be put on a home screen, in the language of the page', async () => {
  const answer = await house.visitor.get('/app.webmanifest?lang=fr');
  expect(answer.headers.get('content-type')).toMatch(/^application\/manifest\+json/);
  const manifest = JSON.parse(answer.text);
  expect(manifest).toMatchObject({ lang: 'fr', dir: 'ltr', start_url: '/', display: 'standalone' });
  expect(manifest.description).toMatch(/mobilité/);
  for (const icon of manifest.icons) expect((await house.visitor.get(icon.src)).status).toBe(200);
  expect((await house.visitor.get('/app.webmanifest?lang=xx')).status).toBe(200);
});
