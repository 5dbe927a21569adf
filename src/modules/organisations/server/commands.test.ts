import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  acceptInvitation,
  editProfile,
  endMembership,
  getInvitation,
  getOrganisation,
  inviteColleague,
  inviteOrganisation,
  listOrganisations,
  resendInvitation,
  withdrawInvitation,
} from './index.ts';

let house: House;
let school: OrgId;
let head: PersonId;
let teacher: PersonId;
let stranger: PersonId;
beforeAll(async () => {
  house = await openHouse();
  school = await house.organisation({ name: 'Skola', countryCode: 'LV', city: 'Rīga' });
  head = await house.person({ givenName: 'Ilze', familyName: 'Ozola' });
  await house.member(school, head, ['coordinator']);
  teacher = await house.person({ givenName: 'Jānis', familyName: 'Bērzs' });
  await house.member(school, teacher, ['teacher']);
  stranger = await house.person({ givenName: 'Sam' });
  const other = await house.organisation({ name: 'Elsewhere' });
  await house.member(other, stranger, ['head']);
});

async function newestLink(address: string): Promise<string> {
  const mails = (await house.mails()).filter((m) => m.to_address === address);
  return /\/join\/[\w-]+/.exec(mails.at(-1)?.body_text ?? '')?.[0] ?? '';
}

async function invite(address: string): Promise<string> {
  const hand = await house.as(head);
  const done = await hand.do(inviteColleague, {
    orgId: school,
    email: address,
    language: 'fr',
    roles: ['teacher', 'mentor'],
  });
  expect(done.ok).toBe(true);
  return newestLink(address);
}

describe('a colleague is invited', () => {
  it('by a mail in their language, joins by the link, and is signed in', async () => {
    const link = await invite('anna@example.org');
    const mail = (await house.mails()).find((m) => m.to_address === 'anna@example.org');
    expect(mail?.subject).toBe('Ilze Ozola vous invite à rejoindre Skola');
    expect(mail?.language).toBe('fr');
    const shown = await house.visitor.get(link);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Ilze Ozola invites you to join Skola as teacher and mentor.');
    const empty = await house.visitor.post(link, { language: 'en' });
    expect(empty.status).toBe(400);
    const joined = await house.visitor.post(link, {
      givenName: 'Anna',
      familyName: 'Liepa',
      language: 'en',
    });
    expect(joined.status).toBe(303);
    expect(joined.location).toBe(`/organisations/${school}`);
    const cookie = /session=[^;]+/.exec(joined.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const page = await house.visitor.get(`/organisations/${school}`, { cookie });
    expect(page.text).toContain('Anna Liepa');
    const [stored] = await house.sql(
      "select token_hash, accepted_at from invitations where email = 'anna@example.org'",
    );
    expect(stored.accepted_at).not.toBeNull();
    expect(link).not.toContain(stored.token_hash.toString('base64url'));
  });

  it('but only once: the link is used up, and says so', async () => {
    const link = await invite('once@example.org');
    const fields = { givenName: 'Una', familyName: 'Reize', language: 'en' };
    const both = await Promise.all([
      house.visitor.post(link, fields),
      house.visitor.post(link, fields),
    ]);
    expect(both.map((r) => r.status).sort()).toEqual([303, 410]);
    const again = await house.visitor.get(link);
    expect(again.text).toContain('This invitation has been used');
    expect(again.text).toContain('Ilze Ozola (Skola)');
    expect(await house.sql("select id from persons where family_name = 'Reize'")).toHaveLength(1);
  });

  it('the link runs out after 21 days and names who can send a new one', async () => {
    const link = await invite('late@example.org');
    await house.sql(
      "update invitations set expires_at = created_at - interval '1 second' where email = 'late@example.org'",
    );
    expect((await house.visitor.get(link)).text).toContain('This invitation has run out');
    expect((await house.visitor.get(link)).text).toContain('Ilze Ozola (Skola)');
    const posted = await house.visitor.post(link, { givenName: 'A', familyName: 'B' });
    expect(posted.status).toBe(410);
    const [row] = await house.sql("select id from invitations where email = 'late@example.org'");
    const hand = await house.as(head);
    expect((await hand.do(resendInvitation, { invitationId: row.id })).ok).toBe(true);
    const fresh = await newestLink('late@example.org');
    expect(fresh).not.toBe(link);
    expect((await house.visitor.get(link)).text).toContain('This link is not known');
    expect((await house.visitor.get(fresh)).text).toContain('You are invited');
    expect((await hand.do(withdrawInvitation, { invitationId: row.id })).ok).toBe(true);
    expect((await house.visitor.get(fresh)).text).toContain('This invitation was withdrawn');
    expect(await hand.do(resendInvitation, { invitationId: row.id })).toMatchObject({
      ok: false,
      kind: 'conflict',
    });
  });

  it('an unknown link teaches what to do and opens nothing', async () => {
    const shown = await house.visitor.get('/join/never-was');
    expect(shown.text).toContain('This link is not known');
    expect((await house.visitor.post('/join/never-was', { givenName: 'A' })).status).toBe(404);
  });

  it('not by a teacher, not by another organisation, and not twice', async () => {
    const input = {
      orgId: school,
      email: 'x@example.org',
      language: 'en',
      roles: ['teacher'],
    } as const;
    const asked = { ...input, roles: [...input.roles] };
    expect(await (await house.as(teacher)).do(inviteColleague, asked)).toMatchObject({
      kind: 'refused',
    });
    expect(await (await house.as(stranger)).do(inviteColleague, asked)).toMatchObject({
      kind: 'not_found',
    });
    expect(await house.visitor.do(inviteColleague, asked)).toMatchObject({ kind: 'not_found' });
    const hand = await house.as(head);
    expect((await hand.do(inviteColleague, asked)).ok).toBe(true);
    expect(await hand.do(inviteColleague, asked)).toMatchObject({ kind: 'conflict' });
    const [row] = await house.sql("select id from invitations where email = 'x@example.org'");
    for (const [who, kind] of [
      [teacher, 'refused'],
      [stranger, 'not_found'],
    ] as const) {
      const other = await house.as(who);
      expect(await other.do(resendInvitation, { invitationId: row.id })).toMatchObject({ kind });
      expect(await other.do(withdrawInvitation, { invitationId: row.id })).toMatchObject({ kind });
    }
    expect(
      await (await house.as(stranger)).ask(getInvitation, { invitationId: row.id }),
    ).toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('an invitation into an organisation that exists', () => {
  it('cannot make a stranger its coordinator', async () => {
    await house.sql(
      `insert into invitations (id, token_hash, kind, email, org_id, roles, created_at, expires_at)
       values ('inv_000001', sha256('forged'), 'project', 'thief@example.org', $1, '{coordinator}', now(), now() + interval '1 day')`,
      [school],
    );
    const taken = await house.visitor.do(acceptInvitation, {
      token: 'forged',
      givenName: 'Thea',
      familyName: 'Thief',
    });
    expect(taken).toMatchObject({ ok: false, kind: 'refused' });
    expect(await house.sql("select id from persons where family_name = 'Thief'")).toHaveLength(0);
  });

  it('signs in who leads it already, and leaves their roles', async () => {
    await house.sql("update persons set email = 'ilze@example.org' where id = $1", [head]);
    await house.sql(
      `insert into invitations (id, token_hash, kind, email, org_id, roles, created_at, expires_at)
       values ('inv_000002', sha256('known'), 'project', 'ilze@example.org', $1, '{coordinator}', now(), now() + interval '1 day')`,
      [school],
    );
    const taken = await house.visitor.do(acceptInvitation, { token: 'known' });
    expect(taken).toMatchObject({ ok: true, personId: head, orgId: school });
  });
});

describe('an administrator', () => {
  it('invites a new organisation, which is made from what is typed', async () => {
    const admin = await house.person({ isAdmin: true, givenName: 'Ada' });
    const hand = await house.as(admin);
    const input = {
      name: 'Lycée Neuf',
      kind: 'school',
      email: 'neuf@example.org',
      language: 'fr',
    } as const;
    expect(await (await house.as(head)).do(inviteOrganisation, input)).toMatchObject({
      kind: 'not_found',
    });
    expect((await hand.do(inviteOrganisation, input)).ok).toBe(true);
    const link = await newestLink('neuf@example.org');
    const missing = await house.visitor.post(link, {
      givenName: 'Noé',
      familyName: 'Neuf',
      orgName: 'Lycée Neuf',
    });
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('value="Noé"');
    const joined = await house.visitor.post(link, {
      givenName: 'Noé',
      familyName: 'Neuf',
      language: 'fr',
      orgName: 'Lycée Neuf',
      country: 'FR',
      city: 'Chartres',
    });
    expect(joined.status).toBe(303);
    const [org] = await house.sql("select * from organisations where name = 'Lycée Neuf'");
    expect(org).toMatchObject({ kind: 'school', country_code: 'FR', time_zone: 'Europe/Paris' });
  });
});

describe('the profile', () => {
  const profile = {
    name: 'Skola',
    country: 'LV',
    city: 'Rīga',
    language: 'en',
    email: 'office@example.org',
  } as const;

  it('is edited by who leads; the second of two editors is told', async () => {
    const hand = await house.as(head);
    const [before] = await house.sql('select version from organisations where id = $1', [school]);
    const input = { ...profile, orgId: school, version: before.version, oid: 'e10000001' };
    expect((await hand.do(editProfile, input)).ok).toBe(true);
    expect(await hand.do(editProfile, { ...input, city: 'Jelgava' })).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'platform.error.changed-meanwhile' }],
    });
    const page = await hand.post(`/organisations/${school}/edit`, {
      ...profile,
      city: 'Jelgava',
      version: before.version,
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('value="Jelgava"');
    const [after] = await house.sql('select * from organisations where id = $1', [school]);
    expect(after).toMatchObject({ city: 'Rīga', oid: 'E10000001', time_zone: 'Europe/Riga' });
  });

  it('is refused to others, and its faults are named', async () => {
    const input = { ...profile, orgId: school, version: 1 };
    expect(await (await house.as(teacher)).do(editProfile, input)).toMatchObject({
      kind: 'refused',
    });
    expect(await (await house.as(stranger)).do(editProfile, input)).toMatchObject({
      kind: 'not_found',
    });
    expect((await (await house.as(stranger)).get(`/organisations/${school}/edit`)).status).toBe(
      404,
    );
    const faultsOf = async (change: object) => {
      const bad = await (await house.as(head)).do(editProfile, { ...input, ...change });
      return bad.ok ? [] : bad.faults.map((f) => f.field).sort();
    };
    expect(await faultsOf({ country: '1', oid: '123', email: 'no address' })).toEqual([
      'country',
      'email',
      'oid',
    ]);
    // which countries and clocks there are is kept by the reference data
    expect(await faultsOf({ country: 'XX', timeZone: 'Asia/Tokyo' })).toEqual([
      'country',
      'timeZone',
    ]);
  });

  it('is open to everybody signed in, its colleagues to members only', async () => {
    const seen = await (await house.as(stranger)).ask(getOrganisation, { orgId: school });
    expect(seen.ok && seen.view).toMatchObject({
      name: 'Skola',
      colleagues: null,
      invitations: [],
    });
    const own = await (await house.as(teacher)).ask(getOrganisation, { orgId: school });
    expect(own.ok && own.view.colleagues?.length).toBeGreaterThanOrEqual(2);
    expect(await house.visitor.ask(getOrganisation, { orgId: school })).toMatchObject({
      kind: 'not_found',
    });
    const found = await (await house.as(stranger)).ask(listOrganisations, { q: 'rīga' });
    expect(found.ok && found.view.organisations.map((o) => o.name)).toEqual(['Skola']);
    const none = await (await house.as(stranger)).ask(listOrganisations, { q: '%' });
    expect(none.ok && none.view.organisations).toEqual([]);
  });

  it('are read by pages, in the order of a dictionary, each once', async () => {
    const names = ['Écluse', 'Eiche', 'abeille', 'Zebra', 'Ābele'];
    for (const name of names) await house.organisation({ name: `Paged ${name}`, city: 'Pagetown' });
    for (let i = 0; i < 48; i += 1)
      await house.organisation({ name: `Paged M${i}`, city: 'Pagetown' });
    const me = await house.as(stranger);
    const read = async (after: OrgId | '') => {
      const found = await me.ask(listOrganisations, { q: 'pagetown', after });
      if (!found.ok) throw new Error('not found');
      return found.view;
    };
    const pages = [await read('')];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await read(next));
    const seen = pages.flatMap((p) => p.organisations.map((o) => o.name.replace('Paged ', '')));
    expect(pages).toHaveLength(2);
    expect(seen).toHaveLength(53);
    expect(new Set(seen).size).toBe(53);
    expect(seen.filter((name) => names.includes(name))).toEqual([
      'abeille',
      'Ābele',
      'Écluse',
      'Eiche',
      'Zebra',
    ]);
  });
});

describe('a membership', () => {
  it('ends at once; the last who leads must stay', async () => {
    const leaver = await house.person({ givenName: 'Leo' });
    await house.member(school, leaver, ['teacher']);
    expect(
      await (await house.as(stranger)).do(endMembership, { orgId: school, personId: leaver }),
    ).toMatchObject({ kind: 'not_found' });
    expect(
      await (await house.as(teacher)).do(endMembership, { orgId: school, personId: leaver }),
    ).toMatchObject({ kind: 'refused' });
    const hand = await house.as(head);
    const gone = await house.as(leaver);
    expect((await gone.get(`/organisations/${school}`)).text).toContain('Colleagues');
    expect((await hand.do(endMembership, { orgId: school, personId: leaver })).ok).toBe(true);
    expect((await gone.get(`/organisations/${school}`)).text).not.toContain('Colleagues');
    expect(await hand.do(endMembership, { orgId: school, personId: head })).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'organisations.refused.last-leader' }],
    });
  });
});
