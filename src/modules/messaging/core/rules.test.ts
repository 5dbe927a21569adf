import { describe, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import {
  addedToAnnouncement,
  changedParties,
  excerptOf,
  mailDueAt,
  ownChoices,
  partiesOf,
  type SafeguardingPolicy,
  searchQuery,
  shownFileName,
} from './rules.ts';
import type { About, MailSettings, Party, Relation } from './types.ts';

const at = (text: string) => Temporal.Instant.from(text);
const settings = (change: Partial<MailSettings> = {}): MailSettings => ({
  mail: 'at_once',
  quietFrom: '21:00',
  quietUntil: '07:00',
  timeZone: 'Europe/Riga',
  ...change,
});

describe('a mail about unread messages is due', () => {
  const due = (first: string, last = first, change: Partial<MailSettings> = {}) =>
    mailDueAt(settings(change), { first: at(first), last: at(last) }).toString();

  it('after ten quiet minutes, and after an hour at the latest', () => {
    expect(due('2026-11-23T10:00:00Z')).toBe('2026-11-23T10:10:00Z');
    expect(due('2026-11-23T10:00:00Z', '2026-11-23T10:08:00Z')).toBe('2026-11-23T10:18:00Z');
    expect(due('2026-11-23T10:00:00Z', '2026-11-23T11:30:00Z')).toBe('2026-11-23T11:00:00Z');
  });

  it('not in the quiet hours of the person’s own zone', () => {
    // 19:05 in Riga is no longer quiet in London and not yet in Riga's night
    expect(due('2026-11-23T18:55:00Z')).toBe('2026-11-24T05:00:00Z');
    expect(due('2026-11-23T18:55:00Z', undefined, { timeZone: 'Europe/London' })).toBe(
      '2026-11-23T19:05:00Z',
    );
    expect(due('2026-11-23T02:00:00Z')).toBe('2026-11-23T05:00:00Z');
    expect(due('2026-11-23T02:00:00Z', undefined, { quietFrom: '', quietUntil: '' })).toBe(
      '2026-11-23T02:10:00Z',
    );
    expect(
      due('2026-11-23T10:00:00Z', undefined, { quietFrom: '08:00', quietUntil: '15:00' }),
    ).toBe('2026-11-23T13:00:00Z');
  });

  it('at the end of the quiet hours by the clock, in the nights in which it is changed', () => {
    // spring: seven in Riga is four in UTC from that morning on, five the day before
    expect(due('2027-03-26T22:30:00Z')).toBe('2027-03-27T05:00:00Z');
    expect(due('2027-03-27T22:30:00Z')).toBe('2027-03-28T04:00:00Z');
    // autumn: an hour comes twice, and neither of them is morning
    expect(due('2026-10-25T00:20:00Z')).toBe('2026-10-25T05:00:00Z');
    expect(due('2026-10-25T01:20:00Z')).toBe('2026-10-25T05:00:00Z');
    // a time that is left out that night is the hour after it
    expect(
      due('2027-03-27T23:00:00Z', undefined, {
        timeZone: 'Europe/Brussels',
        quietFrom: '23:00',
        quietUntil: '02:30',
      }),
    ).toBe('2027-03-28T01:30:00Z');
  });

  it('with the digest of the next morning, or of the next Monday', () => {
    const daily = { mail: 'daily' } as const;
    expect(due('2026-11-23T04:30:00Z', undefined, daily)).toBe('2026-11-23T05:00:00Z');
    expect(due('2026-11-23T05:00:00Z', undefined, daily)).toBe('2026-11-24T05:00:00Z');
    // 2026-11-23 is a Monday
    const weekly = { mail: 'weekly' } as const;
    expect(due('2026-11-23T04:30:00Z', undefined, weekly)).toBe('2026-11-23T05:00:00Z');
    expect(due('2026-11-23T12:00:00Z', undefined, weekly)).toBe('2026-11-30T05:00:00Z');
    expect(due('2026-11-28T12:00:00Z', undefined, weekly)).toBe('2026-11-30T05:00:00Z');
    expect(due('2026-11-23T12:00:00Z', undefined, { ...daily, quietUntil: '09:30' })).toBe(
      '2026-11-24T07:30:00Z',
    );
  });
});

const org = (choice: string, id: string, name: string): Relation => ({
  relation: choice,
  choice,
  part: { key: choice },
  name,
  orgId: `org_${id}`,
  roles: ['head', 'coordinator'],
});
const person = (choice: string, id: string, name: string, underAge = false): Relation => ({
  relation: choice,
  choice,
  part: { key: choice },
  name,
  personId: `per_${id}`,
  underAge,
});

const about: Pick<About, 'relations' | 'safeguardingOrgs'> = {
  relations: [
    person('pupil', 'zoe', 'Zoé', true),
    org('sending_school', 'school', 'Lycée'),
    org('hosting_support', 'host', 'Atbalsts'),
    person('contact_person', 'marta', 'Marta'),
  ],
  safeguardingOrgs: [
    { orgId: 'org_school', name: 'Lycée', part: { key: 'sending_school' } },
    { orgId: 'org_host', name: 'Atbalsts', part: { key: 'hosting_support' } },
  ],
};
const short = (parties: Party[]) =>
  parties.map((p) => `${p.name} ${p.readsAs}${p.roles.length ? ` ${p.roles.join(' ')}` : ''}`);

describe('who reads', () => {
  it('are those who were chosen; nobody reads along where all are grown up', () => {
    const parties = partiesOf(about, ['sending_school', 'contact_person'], new Map(), new Map());
    expect(short(parties)).toEqual(['Lycée member head coordinator', 'Marta member']);
  });

  it('with somebody under age also heads and coordinators of school and supporting organisations', () => {
    const parties = partiesOf(about, ['pupil', 'contact_person'], new Map(), new Map());
    expect(short(parties)).toEqual([
      'Zoé member',
      'Marta member',
      'Lycée safeguarding head coordinator',
      'Atbalsts safeguarding head coordinator',
    ]);
  });

  it('or whom an organisation has named instead, by role or by name', () => {
    const policies = new Map([
      ['org_school', { roles: ['mentor'], personIds: [] }],
      ['org_host', { roles: ['head'], personIds: ['per_ilze'] }],
    ] as const);
    const names = new Map([['per_ilze', 'Ilze']] as const);
    expect(short(partiesOf(about, ['pupil'], policies as never, names)).slice(1)).toEqual([
      'Lycée safeguarding mentor',
      'Ilze safeguarding',
    ]);
  });

  it('only for those who are chosen: organisations that protect others are not among them', () => {
    const two = {
      ...about,
      relations: [
        { ...person('applicants', 'zoe', 'Zoé', true), safeguardedBy: ['org_school' as const] },
        person('pupils', 'max', 'Max', true),
      ],
    };
    const along = (choice: string) =>
      short(partiesOf(two, [choice], new Map(), new Map())).slice(1);
    expect(along('applicants')).toEqual(['Lycée safeguarding head coordinator']);
    expect(along('pupils')).toHaveLength(2);
  });

  it('of an announcement is not changed but by an organisation that protects already', () => {
    const at = (policies: ReadonlyMap<OrgId, SafeguardingPolicy>, choices: string[]) =>
      partiesOf(about, choices, policies, new Map([['per_ilze', 'Ilze']] as const));
    const before = at(new Map(), ['pupil']);
    const named = new Map<OrgId, SafeguardingPolicy>([
      ['org_host', { roles: [], personIds: ['per_ilze'] }],
    ]);
    const change = (now: Party[], wanted: Party[]) =>
      short(addedToAnnouncement(now, changedParties(now, wanted).added));
    expect(change(before, at(named, ['pupil']))).toEqual(['Ilze safeguarding']);
    expect(change(at(named, ['pupil']), before)).toEqual([
      'Atbalsts safeguarding head coordinator',
    ]);
    // nobody who comes later, and no organisation that did not protect anybody of them
    expect(change(before, at(new Map(), ['pupil', 'contact_person']))).toEqual([]);
    expect(change(before.slice(0, 2), before)).toEqual([]);
  });

  it('changes with who stands in the relation', () => {
    const before = partiesOf(about, ['pupil', 'contact_person'], new Map(), new Map());
    const later = {
      ...about,
      relations: [...about.relations.slice(0, 3), person('contact_person', 'edgars', 'Edgars')],
    };
    const after = partiesOf(later, ['pupil', 'contact_person'], new Map(), new Map());
    const { ended, added } = changedParties(before, after);
    expect(short(ended)).toEqual(['Marta member']);
    expect(short(added)).toEqual(['Edgars member']);
  });

  it('never takes a thread from who was given it because nobody was left', () => {
    const lead = { ...(partiesOf(about, ['sending_school'], new Map(), new Map())[0] as Party) };
    expect(changedParties([{ ...lead, readsAs: 'lead' }], []).ended).toEqual([]);
  });

  it('one writes as a person before as an organisation', () => {
    const orgs = [{ orgId: 'org_host' as const, roles: ['coordinator' as const] }];
    const choices = (id: string) =>
      ownChoices(about.relations, { personId: `per_${id}`, orgs }).map((r) => r.choice);
    expect(choices('marta')).toEqual(['contact_person']);
    expect(choices('liga')).toEqual(['hosting_support']);
    const volunteer = [{ orgId: 'org_host' as const, roles: ['volunteer' as const] }];
    expect(ownChoices(about.relations, { personId: 'per_x', orgs: volunteer })).toEqual([]);
  });
});

describe('a search', () => {
  it('asks for all words without accents, each also as a beginning', () => {
    expect(searchQuery('Élève  Rīg')).toBe('eleve:* & rig:*');
    expect(searchQuery("'); drop table threads; -- & | !")).toBe('drop:* & table:* & threads:*');
    expect(searchQuery('  … ')).toBe('');
  });

  it('shows the piece around what was found', () => {
    const text = `${'Bla bla. '.repeat(40)}The bicycle is in the cellar. ${'More. '.repeat(40)}`;
    const piece = excerptOf(text, 'bicycl');
    expect(piece).toContain('The bicycle is in the cellar.');
    expect(piece.length).toBeLessThan(180);
    expect(excerptOf('Short\n\nwords', 'x')).toBe('Short words');
  });
});

describe('a file', () => {
  it('that is not taken is called by its name without signs that turn it round', () => {
    expect(shownFileName(' holiday\u202egnp.exe\n')).toBe('holidaygnp.exe');
    expect(shownFileName('')).toBe('?');
  });
});
