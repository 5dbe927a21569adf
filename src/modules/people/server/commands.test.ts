import { beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  changeOwnDetails,
  getOwnAccount,
  requestCode,
  signIn,
  signOutEverywhere,
} from './index.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});

async function newestCode(address: string): Promise<string> {
  const mails = (await house.mails()).filter((m) => m.to_address === address);
  return /\b(\d{6})\b/.exec(mails.at(-1)?.subject ?? '')?.[1] ?? '';
}

describe('signing in', () => {
  it('mails a code to somebody known and opens a session with it, once', async () => {
    const id = await house.person({ givenName: 'Zoé', email: 'zoe@example.org', language: 'fr' });
    const { visitor } = house;
    const asked = await visitor.post('/sign-in', { email: ' ZOE@example.org ', next: '/account' });
    expect(asked.status).toBe(303);
    const code = await newestCode('zoe@example.org');
    expect(code).toMatch(/^\d{6}$/);
    const entered = await visitor.post('/sign-in/code', {
      email: 'zoe@example.org',
      code,
      next: '/account',
    });
    expect(entered.status).toBe(303);
    expect(entered.location).toBe('/account');
    const cookie = entered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^session=.+HttpOnly; SameSite=Lax/);
    const token = /session=([^;]+)/.exec(cookie)?.[1] ?? '';
    const [stored] = await house.sql('select token_hash, person_id from sessions');
    expect(stored.person_id).toBe(id);
    expect(stored.token_hash.toString('base64url')).not.toContain(token);
    const account = await visitor.get('/account', { cookie: `session=${token}` });
    expect(account.status).toBe(200);
    expect(account.text).toContain('Zoé');
    const again = await visitor.post('/sign-in/code', { email: 'zoe@example.org', code });
    expect(again.status).toBe(410);
    expect(again.text).toContain('no longer valid');
  });

  it('says the same of an address that is unknown, and sends nothing', async () => {
    const before = (await house.mails()).length;
    const asked = await house.visitor.do(requestCode, { email: 'nobody@example.org' });
    expect(asked).toEqual({ ok: true });
    expect(await house.mails()).toHaveLength(before);
  });

  it('refuses a code after five wrong ones, even when the sixth is right', async () => {
    await house.person({ email: 'five@example.org' });
    await house.visitor.do(requestCode, { email: 'five@example.org' });
    const code = await newestCode('five@example.org');
    const wrong = code === '000000' ? '111111' : '000000';
    for (let i = 0; i < 5; i++) {
      const tried = await house.visitor.do(signIn, { email: 'five@example.org', code: wrong });
      expect(tried).toMatchObject({
        ok: false,
        faults: [{ reason: 'people.code.wrong', params: { left: 4 - i } }],
      });
    }
    const right = await house.visitor.do(signIn, { email: 'five@example.org', code });
    expect(right).toMatchObject({ ok: false, faults: [{ reason: 'people.code.too-many' }] });
  });

  it('refuses an expired code with a sentence', async () => {
    await house.person({ email: 'late@example.org' });
    await house.visitor.do(requestCode, { email: 'late@example.org' });
    await house.sql(
      "update login_codes set expires_at = now() - interval '1 minute' where email = 'late@example.org'",
    );
    const tried = await house.visitor.do(signIn, {
      email: 'late@example.org',
      code: await newestCode('late@example.org'),
    });
    expect(tried).toMatchObject({
      ok: false,
      kind: 'expired',
      faults: [{ reason: 'people.code.expired' }],
    });
  });

  it('stops after six codes an hour for one address', async () => {
    await house.person({ email: 'often@example.org' });
    for (let i = 0; i < 6; i++)
      expect((await house.visitor.do(requestCode, { email: 'often@example.org' })).ok).toBe(true);
    const seventh = await house.visitor.do(requestCode, { email: 'often@example.org' });
    expect(seventh).toMatchObject({ ok: false, kind: 'rate_limited' });
  });

  it('lets a mother and her child share an address: they say who they are', async () => {
    const mother = await house.person({
      givenName: 'Inga',
      familyName: 'Kalniņa',
      email: 'home@example.org',
    });
    const child = await house.person({
      givenName: 'Elza',
      familyName: 'Kalniņa',
      email: 'home@example.org',
      birthDate: '2010-04-01',
    });
    await house.visitor.do(requestCode, { email: 'home@example.org' });
    const code = await newestCode('home@example.org');
    const first = await house.visitor.do(signIn, { email: 'home@example.org', code });
    expect(first).toMatchObject({ ok: true, token: null });
    expect(
      (first as unknown as { choose: { id: string }[] }).choose.map((c) => c.id).sort(),
    ).toEqual([mother, child].sort());
    const second = await house.visitor.do(signIn, {
      email: 'home@example.org',
      code,
      personId: child,
    });
    expect((second as unknown as { token: string }).token).toBeTruthy();
    const [session] = await house.sql('select person_id from sessions where person_id = any($1)', [
      [mother, child],
    ]);
    expect(session.person_id).toBe(child);
  });

  it('never sends people to another site after signing in', async () => {
    const asked = await house.visitor.post('/sign-in', {
      email: 'zoe@example.org',
      next: '//evil.example',
    });
    expect(asked.location).not.toContain('evil');
  });

  it('refuses a form that comes from another site', async () => {
    const foreign = await house.app.request('http://sojourn.test/sign-in', {
      method: 'POST',
      headers: {
        origin: 'https://evil.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'email=zoe@example.org',
    });
    expect(foreign.status).toBe(403);
  });
});

describe('the account', () => {
  it('is hidden from strangers', async () => {
    expect(await house.visitor.ask(getOwnAccount, {})).toMatchObject({
      ok: false,
      kind: 'not_found',
    });
    expect((await house.visitor.do(signOutEverywhere, {})).ok).toBe(false);
    expect((await house.visitor.get('/account')).location).toContain('/sign-in');
  });

  it('ends every session at once', async () => {
    const me = await house.as(await house.person());
    expect((await me.get('/account')).status).toBe(200);
    expect(await me.do(signOutEverywhere, {})).toMatchObject({ ok: true, ended: 1 });
    expect((await me.get('/account')).status).toBe(303);
  });

  it('tells the second of two editors, and keeps what was typed', async () => {
    const me = await house.as(await house.person({ givenName: 'Ada' }));
    const fields = {
      version: 1,
      familyName: 'Example',
      preferredName: '',
      phone: '',
      language: 'en' as const,
    };
    expect((await me.do(changeOwnDetails, { ...fields, givenName: 'Adele' })).ok).toBe(true);
    const second = await me.post('/account', { ...fields, givenName: 'Adelheid' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('Adelheid');
    expect(second.text).toContain('Somebody else changed this');
  });

  it('leaves a language that the product is not written in, until another is chosen', async () => {
    const id = await house.person({ givenName: 'Lucía', language: 'es' });
    const me = await house.as(id);
    const language = async () =>
      (await house.sql('select language from persons where id = $1', [id]))[0].language;
    const page = await me.get('/account');
    expect(page.text).toContain('Spanish (the pages are in English)');
    const fields = { givenName: 'Lucía', familyName: 'Example', preferredName: '' };
    const phone = await me.post('/account', {
      ...fields,
      version: '1',
      phone: '+34 600 000 000',
      language: '',
    });
    expect(phone.status).toBe(303);
    expect(await language()).toBe('es');
    expect(
      (await me.do(changeOwnDetails, { ...fields, version: 2, phone: '', language: 'fr' })).ok,
    ).toBe(true);
    expect(await language()).toBe('fr');
    expect(
      (
        await me.do(changeOwnDetails, {
          ...fields,
          version: 3,
          phone: '',
          language: 'xx' as 'fr',
        })
      ).ok,
    ).toBe(false);
  });
});
