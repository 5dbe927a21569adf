import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import {
  editProfile,
  getOrganisation,
  listCountries,
} from '#modules/organisations/server/index.ts';
import { reading } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  calendarsOf,
  changeEntry,
  changePolicy,
  chooseRegion,
  getEntry,
  getPolicy,
  getRegion,
  limitFaultsOf,
  listEntries,
  listPolicies,
  readHolidays,
  recordCheckAgesOf,
  regionsOf,
  takePolicyBack,
  undoVersion,
} from './index.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
const latvia = 'school-holidays~LV~~2027-28';
const source = { sourceTitle: 'Cabinet regulation', certainty: 'official' as const };

let house: House;
let school: OrgId;
let admin: PersonId;
let coordinator: PersonId;
let teacher: PersonId;
let stranger: PersonId;
beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-09-01T10:00:00Z');
  school = await house.organisation({ name: 'Skola', countryCode: 'LV' });
  admin = await house.person({ givenName: 'Ada', isAdmin: true });
  coordinator = await house.person({ givenName: 'Ilze' });
  teacher = await house.person({ givenName: 'Jānis' });
  stranger = await house.person({ givenName: 'Sam' });
  await house.member(school, coordinator, ['coordinator']);
  await house.member(school, teacher, ['teacher']);
});

const told = (outcome: { ok: boolean; kind?: string; faults?: { reason: string }[] }) =>
  outcome.ok ? 'done' : `${outcome.kind} ${outcome.faults?.map((f) => f.reason).join(' ')}`;
const calendars = (region = '', from = '2027-09-01', until = '2028-06-30') =>
  reading(house.runtime.db, system('test'), (read) =>
    calendarsOf(read, [{ countryCode: 'LV', region }], day(from), day(until)),
  );

describe('who may', () => {
  it('write: the administrator alone', async () => {
    const write = { entry: latvia, version: 0, periods: '2027-10-25; 2027-10-29', ...source };
    expect(told(await (await house.as(coordinator)).do(changeEntry, write))).toBe(
      'refused reference.refused.only-admin',
    );
    expect(told(await (await house.as(stranger)).do(changeEntry, write))).toContain('not_found');
    expect(told(await house.visitor.do(changeEntry, write))).toContain('not_found');
    const file = { entry: latvia, fileName: 'x.csv', content: 'eA==' };
    expect(told(await (await house.as(teacher)).do(readHolidays, file))).toContain('refused');
    expect(told(await (await house.as(stranger)).do(readHolidays, file))).toContain('not_found');
    const undo = { entry: latvia, version: 1, number: 0 };
    expect(told(await (await house.as(teacher)).do(undoVersion, undo))).toContain('not_found');
  });

  it('read: who works for an organisation', async () => {
    expect((await (await house.as(teacher)).ask(listEntries, {})).ok).toBe(true);
    expect((await (await house.as(stranger)).ask(listEntries, {})).ok).toBe(false);
    const entry = 'public-holidays~LV~~2027-28';
    expect((await (await house.as(teacher)).ask(getEntry, { entry })).ok).toBe(true);
    expect((await (await house.as(stranger)).ask(getEntry, { entry })).ok).toBe(false);
    // nothing is there yet, so there is nothing to show but to who can write it
    expect((await (await house.as(teacher)).ask(getEntry, { entry: latvia })).ok).toBe(false);
    expect((await (await house.as(admin)).ask(getEntry, { entry: latvia })).ok).toBe(true);
    expect((await (await house.as(admin)).ask(getEntry, { entry: 'x' })).ok).toBe(false);
  });
});

describe('what is shipped', () => {
  it('is computed holidays with their law, and no school holidays: the gap is told', async () => {
    const { places, gaps } = await calendars();
    expect(places[0]?.public.map((p) => p.from.toString())).toContain('2027-11-18');
    expect(places[0]?.school).toEqual([]);
    expect(gaps).toEqual([
      { countryCode: 'LV', region: '', schoolYear: '2027/28', what: 'no-school-holidays' },
    ]);
  });
});

describe('a list of holidays', () => {
  it('is written with its source, changed, brought back and withdrawn, each a version', async () => {
    const ada = await house.as(admin);
    const write = (version: number, periods: string) =>
      ada.do(changeEntry, { entry: latvia, version, periods, ...source });
    expect(await write(0, '2027-10-25; 2027-10-29; Autumn')).toMatchObject({ ok: true, number: 1 });
    expect(await write(1, '2027-10-25; 2027-10-31; Autumn')).toMatchObject({ ok: true, number: 2 });
    // whoever opened the page before that is told
    expect(told(await write(1, '2027-10-25'))).toContain('conflict');
    expect(told(await write(0, '2027-10-25'))).toContain('conflict');
    expect((await calendars()).places[0]?.school[0]?.until.toString()).toBe('2027-10-31');
    expect((await calendars()).gaps).toEqual([]);

    const undo = (version: number, number: number) =>
      ada.do(undoVersion, { entry: latvia, version, number });
    expect(await undo(2, 1)).toMatchObject({ ok: true, number: 3 });
    expect((await calendars()).places[0]?.school[0]?.until.toString()).toBe('2027-10-29');
    expect(told(await undo(3, 9))).toContain('not_found');
    expect(await undo(3, 0)).toMatchObject({ ok: true, number: 4 });
    expect((await calendars()).gaps.map((g) => g.what)).toEqual(['no-school-holidays']);

    const seen = await (await house.as(teacher)).ask(getEntry, { entry: latvia });
    expect(seen.ok && seen.view.history.map((h) => [h.number, h.bringsBack])).toEqual([
      [4, 0],
      [3, 1],
      [2, null],
      [1, null],
    ]);
    await write(4, '2027-10-25; 2027-10-29; Autumn');
  });

  it.each([
    ['', 'platform.invalid.required'],
    ['autumn', 'reference.rows.no-day'],
    ['2027-10-29; 2027-10-25', 'reference.rows.end-before-start'],
    ['2026-10-25; 2026-10-29', 'reference.rows.outside'],
  ])('refuses %j', async (periods, reason) => {
    const outcome = await (await house.as(admin)).do(changeEntry, {
      entry: 'school-holidays~ES~~2027-28',
      version: 0,
      periods,
      ...source,
    });
    expect(told(outcome)).toContain(reason);
  });

  it('with a week left out, or two periods that overlap, is kept and the doubt told', async () => {
    const entry = 'school-holidays~LV~~2028-29';
    const ada = await house.as(admin);
    const periods =
      '2028-12-22; 2028-12-31\n2029-01-08; 2029-01-14\n2029-03-12; 2029-03-18\n2029-03-16; 2029-03-20';
    await ada.do(changeEntry, { entry, version: 0, periods, ...source });
    const { gaps } = await calendars('', '2028-09-01', '2029-06-01');
    expect(gaps.map((g) => `${g.what} ${'from' in g ? `${g.from} ${g.until}` : ''}`)).toEqual([
      'week-between 2029-01-01 2029-01-07',
      'overlap 2029-03-16 2029-03-18',
    ]);
    const shown = await (await house.as(teacher)).get(`/reference/${entry}`);
    expect(shown.text).toContain('one week stands open between two long periods');
  });
});

describe('a file', () => {
  const read = async (fileName: string, text: string) =>
    (await house.as(admin)).do(readHolidays, {
      entry: latvia,
      fileName,
      content: Buffer.from(text).toString('base64'),
    });

  it('of a spreadsheet is read by its headers, and every fault told by its row', async () => {
    const outcome = await read(
      'brivdienas.csv',
      'Nosaukums;Sākums;Beigas\nRudens;25.10.2027;29.10.2027\nZiema;27.12.2027;2.1.2028\nPavasaris;kaut kad;17.3.2028\nVasara;1.6.2028;1.5.2028\nPērn;25.10.2026;29.10.2026\n',
    );
    expect(outcome).toMatchObject({
      ok: true,
      count: 2,
      outside: 1,
      text: '2027-10-25; 2027-10-29; Rudens\n2027-12-27; 2028-01-02; Ziema',
    });
    expect(outcome.ok && outcome.faults.map((f) => `${f.row} ${f.reason}`)).toEqual([
      '4 reference.rows.no-day',
      '5 reference.rows.end-before-start',
    ]);
  });

  it('of a calendar is read the same', async () => {
    const outcome = await read(
      'holidays.ics',
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Autumn\r\nDTSTART;VALUE=DATE:20271025\r\nDTEND;VALUE=DATE:20271030\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Ball\r\nDTSTART:20271210T190000Z\r\nEND:VEVENT\r\nEND:VCALENDAR',
    );
    expect(outcome).toMatchObject({ ok: true, text: '2027-10-25; 2027-10-29; Autumn' });
    expect(outcome.ok && outcome.faults.map((f) => f.reason)).toEqual([
      'reference.rows.not-whole-days',
    ]);
  });

  it.each([
    ['x.ics', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', 'reference.file.no-calendar'],
    ['x.csv', '"never closed', 'platform.file.broken-quotes'],
  ])('%s with %j is refused', async (name, text, reason) => {
    expect(told(await read(name, text))).toContain(reason);
  });

  it('goes through the page: read, looked at, saved', async () => {
    const ada = await house.as(admin);
    const entry = 'school-holidays~ES~Arag%C3%B3n~2027-28';
    const shown = await ada.post(`/reference/${entry}/read`, {
      file: {
        name: 'aragon.csv',
        bytes: new TextEncoder().encode('2027-12-23,2028-01-07,Navidad\nayer,mañana,x'),
        type: 'text/csv',
      },
    });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('aragon.csv: one period was read');
    expect(shown.text).toContain('Line 2: “ayer” is no day');
    expect(shown.text).toContain('2027-12-23; 2028-01-07; Navidad');
    const saved = await ada.post(`/reference/${entry}/edit`, {
      version: '0',
      periods: '2027-12-23; 2028-01-07; Navidad',
      sourceTitle: 'BOA',
      certainty: 'found',
    });
    expect(saved.status).toBe(303);
    const page = await ada.get(`/reference/${entry}`);
    expect(page.text).toContain('Spain (Aragón), 2027/28');
    expect(page.text).toContain('found in a published source');
  });
});

describe('regional calendars', () => {
  it('count for who has chosen one; else it is told that nobody has', async () => {
    const spain = await house.organisation({ name: 'Instituto', countryCode: 'ES' });
    const marta = await house.person({ givenName: 'Marta' });
    await house.member(spain, marta, ['coordinator']);
    const hand = await house.as(marta);
    const gapsFor = (region: string) =>
      reading(house.runtime.db, system('test'), (read) =>
        calendarsOf(read, [{ countryCode: 'ES', region }], day('2027-09-01'), day('2028-06-01')),
      );
    expect((await gapsFor('')).gaps).toMatchObject([
      { what: 'no-region-chosen', regions: ['Aragón'] },
    ]);
    expect(told(await hand.do(chooseRegion, { orgId: spain, region: 'Atlantis' }))).toContain(
      'platform.invalid.choose',
    );
    expect(told(await hand.do(chooseRegion, { orgId: spain, region: 'Aragón' }))).toBe('done');
    const regions = await reading(house.runtime.db, system('test'), (r) => regionsOf(r, [spain]));
    expect(regions.get(spain)).toBe('Aragón');
    expect((await gapsFor('Aragón')).gaps).toEqual([]);
    // of another organisation, or without leading one
    const ilze = await house.as(coordinator);
    expect(told(await ilze.do(chooseRegion, { orgId: spain, region: '' }))).toContain('not_found');
    expect((await ilze.ask(getRegion, { orgId: spain })).ok).toBe(false);
    expect((await (await house.as(teacher)).ask(getRegion, { orgId: school })).ok).toBe(false);
    expect(
      told(await (await house.as(teacher)).do(chooseRegion, { orgId: school, region: '' })),
    ).toContain('reference.refused.only-leaders');
    expect((await hand.get(`/organisations/${spain}/school-calendar`)).text).toContain('Aragón');
  });
});

describe('limits of a stay', () => {
  it('are those that hold on its first day', async () => {
    const ada = await house.as(admin);
    const write = (version: number, more: object) =>
      ada.do(changeEntry, { entry: 'stay-limits~LV~~', version, ...source, ...more });
    expect(told(await write(0, {}))).toContain('reference.invalid.no-limit');
    expect(told(await write(0, { shortestDays: 60, longestDays: 30 }))).toContain(
      'longest-below-shortest',
    );
    expect(told(await write(0, { latestArrivalDay: 31, latestArrivalMonth: 9 }))).toContain(
      'platform.invalid.date',
    );
    expect(
      told(await write(0, { longestDays: 90, validFrom: '2028-09-01', validUntil: '2028-08-01' })),
    ).toContain('until-before-from');
    expect(told(await write(0, { longestDays: 90, sourceLink: 'here' }))).toContain('invalid.link');
    await write(0, { longestDays: 90, validFrom: '2028-09-01' });
    const faults = (from: string, until: string) =>
      reading(house.runtime.db, system('test'), (read) =>
        limitFaultsOf(read, ['LV'], { from: day(from), until: day(until) }, null),
      );
    expect(await faults('2028-01-10', '2028-06-10')).toEqual([]);
    expect(await faults('2028-09-01', '2029-01-31')).toMatchObject([
      { rule: 'longest', limit: 90, source: 'Cabinet regulation' },
    ]);
  });
});

describe('countries', () => {
  const swiss = 'country~CH~~';
  const codes = async () => {
    const seen = await (await house.as(teacher)).ask(listCountries, {});
    return seen.ok ? seen.view.countries : [];
  };
  const write = async (entry: string, version: number, more: object) =>
    told(await (await house.as(admin)).do(changeEntry, { entry, version, ...source, ...more }));

  it('that join the programme can be chosen at once, and not any more when that is taken back', async () => {
    const leader = await house.person({});
    const org = await house.organisation({ name: 'Gymnasium', countryCode: 'AT' });
    await house.member(org, leader, ['head']);
    const lea = await house.as(leader);
    const moveTo = async (country: string, timeZone: string) => {
      const seen = await lea.ask(getOrganisation, { orgId: org });
      if (!seen.ok) throw new Error('not seen');
      const { name, city, version } = seen.view;
      return told(
        await lea.do(editProfile, {
          orgId: org,
          version,
          name,
          city,
          language: 'en',
          country,
          timeZone,
          email: '',
        }),
      );
    };
    expect((await codes()).some((c) => c.code === 'CH')).toBe(false);
    expect(await moveTo('CH', '')).toContain('platform.invalid.country');
    const joined = { programme: 'yes', timeZones: 'Europe/Zurich' };
    expect(await write(swiss, 0, { ...joined, programme: '' })).toContain('choose');
    expect(await write(swiss, 0, { ...joined, timeZones: '' })).toContain('required');
    expect(await write(swiss, 0, { ...joined, timeZones: 'Europe/Zürich' })).toContain('zone');
    expect(await write(swiss, 0, { ...joined, timeZones: '+01:00' })).toContain('zone');
    expect(await write(swiss, 0, joined)).toBe('done');
    expect(await codes()).toContainEqual({ code: 'CH', timeZones: ['Europe/Zurich'] });
    expect((await lea.get(`/organisations/${org}/edit`)).text).toContain('Switzerland');
    expect(await moveTo('CH', 'Asia/Tokyo')).toContain('organisations.invalid.zone');
    expect(await moveTo('CH', '')).toBe('done');
    expect((await lea.get('/directory?q=Svizzera')).text).toContain('Gymnasium');

    // taken back: nobody new may come, and who is there stays
    const ada = await house.as(admin);
    expect(told(await ada.do(undoVersion, { entry: swiss, version: 1, number: 0 }))).toBe('done');
    expect((await codes()).some((c) => c.code === 'CH')).toBe(false);
    expect(await moveTo('CH', 'Europe/Zurich')).toBe('done');
    expect((await lea.get(`/organisations/${org}/edit`)).text).toContain('Switzerland');
    expect(await moveTo('AT', '')).toBe('done');
    expect(await moveTo('CH', '')).toContain('platform.invalid.country');
  });

  it('that leave it are offered no more; what is shipped is shown as remembered, not as official', async () => {
    const shipped = await (await house.as(teacher)).get('/reference/country~RS~~');
    expect(shipped.text).toContain('from memory, not checked');
    expect(shipped.text).toContain('Belgrade');
    expect(await write('country~RS~~', 0, { programme: 'no', timeZones: 'Europe/Belgrade' })).toBe(
      'done',
    );
    expect((await codes()).some((c) => c.code === 'RS')).toBe(false);
    const ada = await house.as(admin);
    await ada.do(undoVersion, { entry: 'country~RS~~', version: 1, number: 0 });
    expect((await codes()).some((c) => c.code === 'RS')).toBe(true);
  });

  it('are written by the administrator alone', async () => {
    const change = {
      entry: swiss,
      version: 2,
      programme: 'yes' as const,
      timeZones: 'Europe/Zurich',
    };
    const [ilze, sam] = [await house.as(coordinator), await house.as(stranger)];
    expect(told(await ilze.do(changeEntry, { ...change, ...source }))).toContain('only-admin');
    expect(told(await sam.do(changeEntry, { ...change, ...source }))).toContain('not_found');
    expect((await house.visitor.ask(listCountries, {})).ok).toBe(false);
  });
});

it('the age of record checks is a country’s, never above 18', async () => {
  const ages = () =>
    reading(house.runtime.db, system('test'), async (read) => {
      const ageIn = await recordCheckAgesOf(read, ['LV', 'ES']);
      return [ageIn('LV'), ageIn('ES')];
    });
  const entry = 'record-check-age~LV~~';
  const write = async (version: number, age: string) =>
    told(await (await house.as(admin)).do(changeEntry, { entry, version, age, ...source }));
  expect(await ages()).toEqual([18, 18]);
  expect(await write(0, '19')).toContain('reference.invalid.check-age');
  expect(await write(0, '')).toContain('reference.invalid.check-age');
  expect(await write(0, '14')).toBe('done');
  expect(await ages()).toEqual([14, 18]);
  const ada = await house.as(admin);
  expect(told(await ada.do(undoVersion, { entry, version: 1, number: 0 }))).toBe('done');
  expect(await ages()).toEqual([18, 18]);
});

describe('country policies', () => {
  const policy = { country: 'LV', sourceTitle: 'Our guide', certainty: 'own' } as const;
  it('are written by who leads the organisation, and read by who works anywhere', async () => {
    const org = await house.organisation({ name: 'Federation', kind: 'network' });
    const [leader, teacher] = [await house.person({}), await house.person({})];
    await house.member(org, leader, ['coordinator']);
    await house.member(org, teacher, ['teacher']);
    const [lea, tim, sam] = [
      await house.as(leader),
      await house.as(teacher),
      await house.as(stranger),
    ];
    const write = (hand: typeof lea, version: number, more: object) =>
      hand.do(changePolicy, { ...policy, orgId: org, version, ...more });
    expect(told(await write(sam, 0, { longestDays: 90 }))).toContain('not_found');
    expect(told(await write(tim, 0, { longestDays: 90 }))).toContain('only-policy-leaders');
    expect(told(await write(lea, 0, {}))).toContain('no-policy');
    expect(told(await write(lea, 0, { longestMonths: 2, shortestMonths: 4 }))).toContain(
      'longest-below-shortest',
    );
    expect(told(await write(lea, 0, { longestDays: 90, country: 'XX' }))).toContain('choose');
    expect(told(await write(lea, 0, { longestDays: 90 }))).toBe('done');
    expect(told(await write(lea, 0, { longestDays: 80 }))).toContain('changed-meanwhile');
    expect(told(await write(lea, 1, { longestDays: 80, note: 'Bring papers.' }))).toBe('done');
    const list = (await tim.get(`/organisations/${org}/country-policies`)).text;
    expect(list).toContain('at most 80 days');
    expect(list).toContain('Bring papers.');
    expect(list).not.toContain('Write it down');
    const form = await lea.get(`/organisations/${org}/country-policies/LV`);
    expect(form.text).toContain('value="80"');
    const chosen = await lea.get(`/organisations/${org}/country-policy?country=ES`);
    expect(chosen.location).toBe(`/organisations/${org}/country-policies/ES`);
    expect((await sam.get(`/organisations/${org}/country-policies`)).status).toBe(404);
    expect((await sam.get(`/organisations/${org}/country-policies/LV`)).status).toBe(404);
    const back = { orgId: org, country: 'LV' as const, version: 2 };
    expect(told(await sam.do(takePolicyBack, back))).toContain('not_found');
    expect(told(await tim.do(takePolicyBack, back))).toContain('only-policy-leaders');
    expect(told(await lea.do(takePolicyBack, { ...back, version: 1 }))).toContain('changed');
    const posted = await lea.post(`/organisations/${org}/country-policies/LV/take-back`, {
      version: '2',
    });
    expect(posted.status).toBe(303);
    expect(told(await lea.do(takePolicyBack, { ...back, version: 3 }))).toContain('already-done');
    expect((await lea.ask(getPolicy, { orgId: org, country: 'LV' })).ok).toBe(true);
    expect(await lea.ask(listPolicies, { orgId: org })).toMatchObject({ view: { policies: [] } });
    expect(await sam.ask(listPolicies, { orgId: org })).toMatchObject({ kind: 'not_found' });
    expect(await sam.ask(getPolicy, { orgId: org, country: 'LV' })).toMatchObject({
      kind: 'not_found',
    });
  });
});

it('speaks French on every page', async () => {
  await house.sql("update persons set language = 'fr' where id = $1", [admin]);
  const ada = await house.as(admin);
  for (const path of [
    '/reference',
    '/reference?country=LV',
    `/reference/${latvia}`,
    `/reference/${latvia}/edit`,
    '/reference/stay-limits~LV~~',
    '/reference/stay-limits~LV~~/edit',
    '/reference/online-consent-age~LV~~/edit',
    '/reference/country~LV~~',
    '/reference/country~LV~~/edit',
    '/reference/record-check-age~LV~~/edit',
  ]) {
    const shown = await ada.get(path);
    expect([path, shown.status]).toEqual([path, 200]);
    expect(shown.text).toContain('lang="fr"');
  }
  const to = await ada.get('/reference/find?kind=school-holidays&place=LV&region=&year=2027/28');
  expect(to.location).toBe(`/reference/${latvia}/edit`);
  const sam = await house.as(stranger);
  expect((await sam.get('/reference')).status).toBe(404);
});
