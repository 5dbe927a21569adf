import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId, ResourceId } from '#kernel/ids.ts';
import { answerMembership, askNetwork, chooseSource } from '#modules/organisations/server/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  adaptResource,
  addResource,
  addVersion,
  checkResource,
  editResource,
  getResource,
  listDueChecks,
  listOffered,
  markRead,
  markUsed,
  offerAgain,
  searchLibrary,
  setStaySource,
  withdrawResource,
} from './index.ts';
import { handlers } from './jobs.ts';

let house: House;
let school: OrgId;
let partner: OrgId;
let other: OrgId;
let keeper: Hand;
let colleague: Hand;
let abroad: Hand;
let stranger: Hand;
let network: OrgId;
let ofNetwork: Hand;

const pdf = { name: 'Guide d’arrivée.pdf', content: Buffer.from('%PDF-1.7 …').toString('base64') };
const text = (words: string, name = 'guide.md') => ({
  name,
  content: Buffer.from(words).toString('base64'),
});

const guide = (over: object = {}) => ({
  orgId: school,
  title: 'Les premières semaines à Bruxelles',
  summary: 'What pupils ask in their first weeks',
  languages: ['fr'],
  audiences: ['pupils' as const],
  moments: ['arriving' as const],
  licence: 'CC-BY-4.0',
  shown: ['everybody' as const],
  pdf,
  ...over,
});

async function add(over: object = {}, hand = keeper): Promise<ResourceId> {
  const added = await hand.do(addResource, guide(over));
  if (!added.ok) throw new Error(JSON.stringify(added));
  return added.resourceId;
}

const reason = (outcome: { ok: boolean }) =>
  (outcome as { faults?: { reason: string }[] }).faults?.[0]?.reason;

beforeAll(async () => {
  house = await openHouse();
  const member = async (orgId: OrgId, role: 'coordinator' | 'volunteer', givenName: string) => {
    const id: PersonId = await house.person({ givenName });
    await house.member(orgId, id, [role]);
    return house.as(id);
  };
  school = await house.organisation({ name: 'Lycée Fulbert' });
  partner = await house.organisation({ name: 'Partner Abroad', kind: 'supporting' });
  other = await house.organisation({ name: 'Another School' });
  network = await house.organisation({ name: 'A Network', kind: 'network' });
  keeper = await member(school, 'coordinator', 'Hélène');
  colleague = await member(school, 'volunteer', 'Vera');
  abroad = await member(partner, 'coordinator', 'Paula');
  stranger = await member(other, 'coordinator', 'Stranger');
  ofNetwork = await member(network, 'coordinator', 'Nora');
});

describe('a resource', () => {
  it('is read by everybody where its owner says so, without an account too', async () => {
    const id = await add({ source: text('# Guide\n') });
    const seen = await house.visitor.ask(getResource, { resourceId: id });
    expect(seen).toMatchObject({
      ok: true,
      view: { licence: 'CC-BY-4.0', credit: 'Lycée Fulbert', can: { change: false }, marks: [] },
    });
    const page = await house.visitor.get(`/library/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('creativecommons.org/licenses/by/4.0');
    const file = await house.visitor.get(`/library/${id}/files/1/pdf`);
    expect([file.status, file.text]).toEqual([200, '%PDF-1.7 …']);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect((await house.visitor.get(`/library/${id}/files/1/source`)).text).toBe('# Guide\n');
    expect((await house.visitor.get(`/library/${id}/files/2/pdf`)).status).toBe(404);
    expect((await house.visitor.get('/library')).text).toContain('Les premières semaines');
  });

  it('stays among its own people where nobody is ticked', async () => {
    const id = await add({ title: 'Ours alone', shown: [] });
    expect((await colleague.ask(getResource, { resourceId: id })).ok).toBe(true);
    for (const hand of [stranger, abroad, house.visitor]) {
      expect((await hand.ask(getResource, { resourceId: id })).ok).toBe(false);
      expect((await hand.get(`/library/${id}/files/1/pdf`)).status).toBe(404);
      const found = await hand.ask(searchLibrary, { q: 'Ours alone' });
      expect(found.ok && found.view.resources.map((r) => r.title)).not.toContain('Ours alone');
    }
  });

  it('is found by words typed wrong, without accents, and by filters', async () => {
    await add({
      title: 'Ένας οδηγός για οικογένειες',
      audiences: ['host_families'],
      languages: ['el'],
    });
    const titles = async (input: object) => {
      const found = await house.visitor.ask(searchLibrary, input);
      return found.ok ? found.view.resources.map((r) => r.title) : [];
    };
    expect(await titles({ q: 'premieres semiane' })).toContain(
      'Les premières semaines à Bruxelles',
    );
    expect(await titles({ q: 'odigos' })).toContain('Ένας οδηγός για οικογένειες');
    expect(await titles({ q: 'zzzzzz' })).toEqual([]);
    expect(await titles({ audience: 'host_families' })).toEqual(['Ένας οδηγός για οικογένειες']);
    expect(await titles({ moment: 'ending' })).toEqual([]);
  });

  it('answers bad files and addresses in words', async () => {
    const tried = async (over: object) => reason(await keeper.do(addResource, guide(over)));
    expect(await tried({ pdf: null })).toBe('resources.invalid.nothing-to-read');
    expect(await tried({ pdf: text('PK') })).toBe('resources.invalid.not-pdf');
    expect(await tried({ source: text('MZ\0', 'guide.docx') })).toBe(
      'resources.invalid.not-editable',
    );
    expect(await tried({ link: 'http://example.org', pdf: null })).toBe('resources.invalid.link');
    expect(await tried({ licence: 'GPL' })).toBe('resources.invalid.licence');
    expect(await tried({ audiences: [] })).toBe('platform.invalid.choose');
    expect(
      await tried({
        pdf: { name: 'x.pdf', content: Buffer.alloc(15_800_000, 65).toString('base64') },
      }),
    ).toBe('resources.invalid.file-large');
    const [{ n }] = await house.sql("select count(*) as n from resources where title like 'MZ%'");
    expect(n).toBe(0);
  });

  it('is changed by who may write there alone; two at once are told', async () => {
    const id = await add({ title: 'To change' });
    expect(reason(await colleague.do(addResource, guide()))).toBe(
      'resources.refused.not-your-role',
    );
    expect(await stranger.do(addResource, guide())).toMatchObject({ kind: 'not_found' });
    const edit = { ...guide({ title: 'Changed' }), resourceId: id, version: 2 };
    expect(reason(await stranger.do(editResource, edit))).toBe('resources.refused.theirs');
    expect((await keeper.do(editResource, edit)).ok).toBe(true);
    expect(await keeper.do(editResource, edit)).toMatchObject({ kind: 'conflict' });
    for (const [command, input] of [
      [addVersion, { resourceId: id, pdf }],
      [checkResource, { resourceId: id }],
      [withdrawResource, { resourceId: id }],
      [offerAgain, { resourceId: id }],
    ] as const)
      expect(
        reason(
          await stranger.do(command as typeof addVersion, input as { resourceId: ResourceId }),
        ),
      ).toBe('resources.refused.theirs');
  });

  it('keeps its versions, and says who checked it and until when that holds', async () => {
    house.setNow('2026-01-10T10:00:00Z');
    const id = await add({ title: 'With versions' });
    expect(
      await keeper.do(addVersion, {
        resourceId: id,
        note: 'New numbers',
        link: 'https://example.org/guide',
      }),
    ).toMatchObject({ number: 2 });
    await keeper.do(checkResource, { resourceId: id, months: '6' });
    const seen = await keeper.ask(getResource, { resourceId: id });
    expect(seen.ok && seen.view.versions.map((v) => v.number)).toEqual([2, 1]);
    expect(seen.ok && String(seen.view.checkDue)).toBe('2026-07-10');
    expect(seen.ok && seen.view.due).toBe(false);
    house.setNow('2026-08-01T10:00:00Z');
    const due = await keeper.ask(listDueChecks, {});
    expect(due.ok && due.view.due.map((d) => d.id)).toEqual([id]);
    expect((await keeper.get('/')).text).toContain('Check a resource of your library again');
    expect(await stranger.ask(listDueChecks, {})).toMatchObject({ view: { due: [] } });
  });
});

describe('organisations', () => {
  it('say that they use it, and are told when it is taken back', async () => {
    const id = await add({ title: 'Taken up' });
    const mark = { resourceId: id, orgId: other, note: 'With every class' };
    expect((await stranger.do(markUsed, mark)).ok).toBe(true);
    expect(reason(await keeper.do(markUsed, { resourceId: id, orgId: school }))).toBe(
      'resources.refused.own',
    );
    expect(await abroad.do(markUsed, mark)).toMatchObject({ kind: 'not_found' });
    const seen = await keeper.ask(getResource, { resourceId: id });
    expect(seen.ok && seen.view.marks).toMatchObject([{ kind: 'used', orgName: 'Another School' }]);
    expect((await keeper.do(withdrawResource, { resourceId: id, reason: 'Old law' })).ok).toBe(
      true,
    );
    expect(await keeper.do(withdrawResource, { resourceId: id })).toMatchObject({
      kind: 'conflict',
    });
    await handlers(house.runtime)[0]?.handle({ resourceId: id });
    const mails = (await house.mails()).filter((m) => m.kind === 'resources-withdrawn');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body_text).not.toContain('Old law');
    expect((await stranger.ask(getResource, { resourceId: id })).ok).toBe(false);
    expect((await keeper.do(offerAgain, { resourceId: id })).ok).toBe(true);
    expect((await stranger.ask(getResource, { resourceId: id })).ok).toBe(true);
  });

  it('make a copy of their own that names its origin and keeps what the licence asks for', async () => {
    const id = await add({ title: 'To adapt', licence: 'CC-BY-SA-4.0', source: text('Hello') });
    const copy = await stranger.do(adaptResource, { resourceId: id, orgId: other });
    if (!copy.ok) throw new Error('not adapted');
    // a second time it is the same copy
    expect(await stranger.do(adaptResource, { resourceId: id, orgId: other })).toMatchObject({
      resourceId: copy.resourceId,
    });
    const own = await stranger.ask(getResource, { resourceId: copy.resourceId });
    expect(own.ok && own.view).toMatchObject({
      origin: { id, title: 'To adapt', credit: 'Lycée Fulbert', licence: 'CC-BY-SA-4.0' },
      shown: [],
      credit: 'Another School',
    });
    expect((await stranger.get(`/library/${copy.resourceId}/files/1/source`)).text).toBe('Hello');
    expect((await keeper.ask(getResource, { resourceId: copy.resourceId })).ok).toBe(false);
    const edit = { ...guide({ title: 'Adapted', licence: 'CC-BY-4.0' }), version: 2 };
    expect(reason(await stranger.do(editResource, { ...edit, resourceId: copy.resourceId }))).toBe(
      'resources.invalid.licence-of-origin',
    );
    // the origin goes, what was made of it stays and still names it
    await keeper.do(withdrawResource, { resourceId: id });
    const after = await stranger.ask(getResource, { resourceId: copy.resourceId });
    expect(after.ok && after.view.origin).toMatchObject({ id: null, credit: 'Lycée Fulbert' });
  });

  it('cannot adapt what its licence keeps as it is', async () => {
    const id = await add({ title: 'As it is', licence: 'CC-BY-ND-4.0' });
    expect(reason(await stranger.do(adaptResource, { resourceId: id, orgId: other }))).toBe(
      'resources.refused.no-adapting',
    );
    expect(await abroad.do(adaptResource, { resourceId: id, orgId: other })).toMatchObject({
      kind: 'not_found',
    });
    expect((await stranger.get(`/library/${id}`)).text).toContain(
      'The licence lets nobody change it',
    );
  });

  it('of a network read what it shares with its members, partners what is for partners', async () => {
    const id = await add({ orgId: network, title: 'For members', shown: ['network'] }, ofNetwork);
    const forPartners = await add({ title: 'For partners', shown: ['partners'] });
    expect((await keeper.ask(getResource, { resourceId: id })).ok).toBe(false);
    await keeper.do(askNetwork, { networkId: network, orgId: school });
    await ofNetwork.do(answerMembership, {
      networkId: network,
      orgId: school,
      answer: 'yes',
    } as never);
    await house.sql("update network_members set state = 'member' where org_id = $1", [school]);
    expect((await keeper.ask(getResource, { resourceId: id })).ok).toBe(true);
    expect((await stranger.ask(getResource, { resourceId: id })).ok).toBe(false);
    expect((await abroad.ask(getResource, { resourceId: forPartners })).ok).toBe(false);
    await house.sql(
      `insert into partnerships (id, kind, first_org_id, second_org_id, state, proposed_by_org_id, proposed_by, proposed_by_name, proposed_at)
       values ('pts_00000000000000000000000001', 'support', $1, $2, 'agreed', $1, $3, 'H', now())`,
      [school, partner, (keeper.actor as { personId: string }).personId],
    );
    expect((await abroad.ask(getResource, { resourceId: forPartners })).ok).toBe(true);
  });
});

describe('what is offered', () => {
  it('fits the person and the moment, once each, by whose the organisation has chosen', async () => {
    const pupilId = await house.person({ givenName: 'Noé', language: 'fr' });
    const pupil = await house.as(pupilId);
    setStaySource(async () => [
      { mobilityId: null, audience: 'pupils', moment: 'settling', orgIds: [school] },
    ]);
    const of = { moments: ['settling' as const], languages: ['en'], shown: ['everybody' as const] };
    const net = await add({ ...of, orgId: network, title: 'Homesick (network)' }, ofNetwork);
    const copy = await keeper.do(adaptResource, { resourceId: net, orgId: school });
    if (!copy.ok) throw new Error('not adapted');
    await house.sql("update resources set shown = '{everybody}' where id = $1", [copy.resourceId]);
    await add({ ...of, title: 'For families', audiences: ['host_families'] });
    await add({ ...of, title: 'For the end', moments: ['ending'] });
    await add({ ...of, orgId: other, title: 'Of strangers' }, stranger);
    const offered = async () => {
      const found = await pupil.ask(listOffered, {});
      return found.ok ? found.view.offers.flatMap((o) => o.resources.map((r) => r.id)) : [];
    };
    expect(await offered()).toEqual([copy.resourceId]);
    const chosen = await keeper.do(chooseSource, {
      orgId: school,
      kind: 'resources',
      choice: network,
      version: 0,
    } as never);
    expect(chosen).toMatchObject({ ok: true });
    expect(await offered()).toEqual([net]);
    expect((await pupil.get('/')).text).toContain('Une chose à lire');
    expect((await pupil.do(markRead, { resourceId: net })).ok).toBe(true);
    expect((await house.visitor.do(markRead, { resourceId: net })).ok).toBe(false);
    expect((await pupil.get('/')).text).not.toContain('Une chose à lire');
    expect((await pupil.get('/library/for-me')).text).toContain('Homesick (network)');
    expect((await house.visitor.get('/library/for-me')).status).not.toBe(200);
  });
});
