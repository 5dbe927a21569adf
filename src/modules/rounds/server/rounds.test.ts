import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ClubId, ClubRoundId, OrgId, PersonId, RoundGroupId } from '#kernel/ids.ts';
import { leaveClub } from '#modules/clubs/server/index.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  acceptPlace,
  arrive,
  askMembers,
  changeRound,
  chooseStart,
  closeRound,
  confirmArrival,
  declinePlace,
  findGroups,
  forgetArrivals,
  forgetRound,
  getArrival,
  getDesk,
  getEntry,
  getRound,
  giveUpGroup,
  keepRounds,
  listRounds,
  lockGroup,
  lockPlace,
  movePerson,
  offerPlace,
  openRound,
  peersTold,
  register,
  settleGroups,
  withdraw,
} from './index.ts';

const now = '2026-12-01T09:00:00Z';
let house: House;
let facilitator: Hand;
let other: Hand;
let pupil: Hand;
type Peer = { id: PersonId; orgId: OrgId; hand: Hand };
let peers: Peer[];
let roundId: ClubRoundId;

const zones = ['Europe/Madrid', 'Europe/Brussels', 'Europe/Riga', 'Europe/Lisbon'];

async function peer(n: number): Promise<Peer> {
  const orgId = await house.organisation({ name: `School ${n}`, timeZone: zones[n % 4] as string });
  const id = await house.person({ givenName: `Given${n}`, language: n % 2 ? 'fr' : 'en' });
  await house.member(orgId, id, ['teacher']);
  return { id, orgId, hand: await house.as(id) };
}
const told = (who: Peer, more: object = {}) => ({
  roundId,
  orgId: who.orgId,
  role: 'sending_school' as const,
  experience: 'some' as const,
  timeZone: 'Europe/Brussels',
  languages: [{ code: 'en', level: 'B2' as const }],
  free: ['2-morning'],
  wants: [{ theme: 'C02', intent: 'start' as const }],
  ...more,
});
const words = {
  name: 'Clubs in spring',
  about: '',
  themes: ['C02', 'C08'],
  languages: [],
  ownTheme: true,
  timeZone: 'Europe/Brussels',
  kickOffWeek: '2027-02-03',
  weeksBetween: 4,
  registerUntil: '2026-12-20',
};
const reasons = (outcome: object) =>
  'faults' in outcome ? (outcome.faults as { reason: string }[]).map((f) => f.reason) : [];
async function desk() {
  const told = await facilitator.ask(getDesk, { roundId });
  if (!told.ok) throw new Error('no desk');
  return told.view;
}
const at = (n: number): Peer => {
  const found = peers[n];
  if (!found) throw new Error('too few');
  return found;
};

beforeAll(async () => {
  house = await openHouse();
  house.setNow(now);
  const network = await house.organisation({ name: 'Network', kind: 'supporting' });
  const ids = await Promise.all(
    ['Fanny', 'Otto', 'Petit'].map((givenName) => house.person({ givenName })),
  );
  await house.member(network, ids[0] as PersonId, ['facilitator']);
  await house.member(network, ids[1] as PersonId, ['coordinator', 'facilitator']);
  [facilitator, other, pupil] = (await Promise.all(ids.map((id) => house.as(id)))) as [
    Hand,
    Hand,
    Hand,
  ];
  peers = [];
  for (let n = 0; n < 8; n++) peers.push(await peer(n));
});

describe('a round', () => {
  it('is opened by facilitators, with days that follow each other', async () => {
    expect(reasons(await at(0).hand.do(openRound, words))).toEqual([
      'rounds.refused.facilitators-only',
    ]);
    expect(await house.visitor.do(openRound, words)).toMatchObject({ kind: 'not_found' });
    expect(
      reasons(
        await facilitator.do(openRound, {
          ...words,
          registerUntil: '2026-11-01',
          kickOffWeek: '2026-10-26',
        }),
      ),
    ).toEqual(['rounds.invalid.until-past', 'rounds.invalid.kick-off-early']);
    expect(reasons(await facilitator.do(openRound, { ...words, weeksBetween: 11 }))).toEqual([
      'rounds.invalid.weeks',
    ]);
    const opened = await facilitator.do(openRound, words);
    if (!opened.ok) throw new Error(opened.faults[0].reason);
    roundId = opened.roundId as ClubRoundId;
    const round = await facilitator.ask(getDesk, { roundId });
    // the Monday of that week
    expect(round).toMatchObject({ view: { name: 'Clubs in spring', version: 1 } });
    expect(String(round.ok && round.view.kickOffWeek)).toBe('2027-02-01');
    expect(
      await facilitator.do(changeRound, { roundId, version: 1, ...words, about: 'Together' }),
    ).toMatchObject({ ok: true });
    expect(await facilitator.do(changeRound, { roundId, version: 1, ...words })).toMatchObject({
      kind: 'conflict',
    });
  });

  it('can be registered for by whoever works for an organisation, and by nobody else', async () => {
    for (const who of [pupil, house.visitor])
      expect(await who.do(register, told(at(0)))).toMatchObject({ kind: 'not_found' });
    expect(reasons(await at(1).hand.do(register, told(at(0))))).toEqual([
      'rounds.refused.not-your-organisation',
    ]);
    expect(
      reasons(
        await facilitator.do(
          register,
          told(at(0), {
            orgId: (facilitator.actor as never as { orgs: { orgId: OrgId }[] }).orgs[0]?.orgId,
          }),
        ),
      ),
    ).toEqual(['rounds.refused.own-round']);
    expect(
      reasons(
        await at(0).hand.do(
          register,
          told(at(0), { languages: [], free: ['2-17', '2-18'], wants: [] }),
        ),
      ),
    ).toEqual(['rounds.invalid.languages', 'rounds.invalid.free', 'rounds.invalid.wants']);
    expect(
      reasons(
        await at(0).hand.do(register, told(at(0), { wants: [{ theme: 'C11', intent: 'start' }] })),
      ),
    ).toEqual(['rounds.invalid.not-offered']);
    for (const [n, who] of peers.entries())
      expect(
        await who.hand.do(
          register,
          told(who, {
            ...(n === 6 ? { free: ['4-morning'] } : {}),
            ...(n === 0
              ? { experience: 'experienced', wants: [{ theme: 'C02', intent: 'offer' }] }
              : {}),
            ...(n === 1 ? { experience: 'new' } : {}),
          }),
        ),
      ).toMatchObject({ ok: true });
    expect((await desk()).registered).toBe(8);
  });

  it('begins a registration with the priorities of the own assessment', async () => {
    const who = await peer(20);
    await house.sql(
      "insert into assessments (id, org_id, person_id, questionnaire_version, scope, applies_as, state, created_at, submitted_at) values ('ass_round0001', $1, $2, '0.1.0', 'quick', 'host_school', 'submitted', $3, $3)",
      [who.orgId, who.id, now],
    );
    await house.sql(
      "insert into assessment_priorities (assessment_id, rank, item_id, intent) values ('ass_round0001', 1, 'PR-14', 'start'), ('ass_round0001', 2, 'IM-04', 'improve')",
    );
    expect(await who.hand.ask(getEntry, { roundId })).toMatchObject({
      view: { prefilled: true, wants: [{ theme: 'C08', intent: 'start' }], registered: false },
    });
    expect(await pupil.ask(getEntry, { roundId })).toMatchObject({ kind: 'not_found' });
  });

  it('lets somebody without an account in by a mailed link, and tells nobody who has one', async () => {
    const me = {
      roundId,
      email: 'nuria@school.example',
      givenName: 'Núria',
      familyName: 'Example',
      language: 'en',
      orgName: 'Institut Exemple',
      orgKind: 'school' as const,
      country: 'ES',
      city: 'Girona',
    };
    expect(await house.visitor.do(arrive, me)).toEqual({ ok: true });
    const known = (await house.sql('select email from persons where id = $1', [at(0).id]))[0].email;
    expect(await house.visitor.do(arrive, { ...me, email: known })).toEqual({ ok: true });
    expect(await house.sql("select id from persons where email = 'nuria@school.example'")).toEqual(
      [],
    );
    const mails = await house.mails();
    expect(mails.find((m) => m.kind === 'round-known')?.body_text).toContain('/sign-in?next=');
    const token =
      /arrivals\/([\w-]+)/.exec(
        mails.find((m) => m.kind === 'round-arrival')?.body_text ?? '',
      )?.[1] ?? '';
    expect(await house.visitor.ask(getArrival, { roundId, token })).toMatchObject({
      view: { arrival: 'open' },
    });
    expect(await house.visitor.ask(getArrival, { roundId, token: 'no' })).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await house.visitor.do(confirmArrival, { roundId, token: 'no', device: '' }),
    ).toMatchObject({ kind: 'not_found' });
    const come = await house.visitor.do(confirmArrival, { roundId, token, device: '' });
    if (!come.ok) throw new Error('no arrival');
    expect(await house.visitor.do(confirmArrival, { roundId, token, device: '' })).toMatchObject({
      kind: 'expired',
    });
    const nuria = await house.as(come.personId as PersonId);
    expect(await nuria.ask(getEntry, { roundId })).toMatchObject({
      view: { organisations: [{ name: 'Institut Exemple' }], entryZone: 'Europe/Madrid' },
    });
  });
});

describe('groups', () => {
  it('are found, seen and changed by the facilitator of the round alone', async () => {
    for (const who of [at(0).hand, other, pupil, house.visitor]) {
      for (const outcome of [
        await who.do(findGroups, { roundId }),
        await who.do(settleGroups, { roundId }),
        await who.do(askMembers, { roundId }),
        await who.do(closeRound, { roundId }),
        await who.do(changeRound, { roundId, version: 1, ...words }),
        await who.do(movePerson, { roundId, personId: at(0).id, to: 'waiting' }),
      ])
        expect(outcome).toMatchObject({ ok: false, kind: 'not_found' });
      expect(await who.ask(getDesk, { roundId })).toMatchObject({ kind: 'not_found' });
    }
    expect(await facilitator.do(findGroups, { roundId })).toEqual({
      ok: true,
      working: false,
      placed: 7,
    });
    const view = await desk();
    expect(view.groups).toMatchObject([
      { number: 1, theme: 'C02', language: 'en', offer: ['Given0 Example'], fresh: 1, seasoned: 1 },
    ]);
    expect(view.outcome).toMatchObject({ bound: 7, unreachable: 1, exact: true, changes: [] });
    expect(view.waiting).toMatchObject([
      { name: 'Given6 Example', reason: 'few-at-time', others: 0 },
    ]);
    // nothing is told to members before they are asked
    expect(await at(0).hand.ask(getRound, { roundId })).toMatchObject({
      view: { place: null, waiting: null },
    });
  });

  it('hold what is locked or moved by hand, refuse what breaks a rule, and say what changed', async () => {
    const [group] = (await desk()).groups;
    const groupId = group?.id as RoundGroupId;
    expect(await other.do(lockGroup, { roundId, groupId, locked: true })).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await other.do(lockPlace, { roundId, groupId, personId: at(1).id, locked: true }),
    ).toMatchObject({ kind: 'not_found' });
    expect(
      await facilitator.do(movePerson, { roundId, personId: at(6).id, to: groupId }),
    ).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'rounds.breaks.no-common-time', params: { group: 1 } }],
    });
    expect(
      await facilitator.do(movePerson, { roundId, personId: at(7).id, to: 'waiting' }),
    ).toMatchObject({ ok: true });
    expect(
      await facilitator.do(lockPlace, { roundId, groupId, personId: at(1).id, locked: true }),
    ).toMatchObject({ ok: true });
    await facilitator.do(findGroups, { roundId });
    const view = await desk();
    expect(view.placed).toBe(6);
    expect(view.groups[0]?.members.find((m) => m.personId === at(1).id)?.locked).toBe(true);
    expect(view.waiting.find((w) => w.personId === at(7).id)).toMatchObject({
      held: true,
      reason: 'held',
    });
    const again = (await desk()).groups[0]?.id as RoundGroupId;
    await facilitator.do(lockGroup, { roundId, groupId: again, locked: true });
    await facilitator.do(movePerson, { roundId, personId: at(7).id, to: 'free' });
    await facilitator.do(findGroups, { roundId });
    // seven fit, but the group is kept as it is
    expect(await desk()).toMatchObject({ placed: 6, groups: [{ id: again, locked: true }] });
    await facilitator.do(lockGroup, { roundId, groupId: again, locked: false });
    await facilitator.do(findGroups, { roundId });
    expect((await desk()).outcome?.changes).toEqual([
      { name: 'Given7 Example', from: null, to: 1 },
    ]);
  });

  it('meet at another half-hour that suits all, if the facilitator likes', async () => {
    const [group] = (await desk()).groups;
    const groupId = group?.id as RoundGroupId;
    const wish = group?.otherStarts[0]?.start as number;
    const choose = (by: Hand, start: number) => by.do(chooseStart, { roundId, groupId, start });
    for (const who of [other, at(0).hand, pupil])
      expect(await choose(who, wish)).toMatchObject({ kind: 'not_found' });
    // Friday night suits nobody
    expect(reasons(await choose(facilitator, 4 * 48 + 46))).toEqual([
      'rounds.refused.not-all-free',
    ]);
    expect(await choose(facilitator, wish)).toMatchObject({ ok: true });
    await facilitator.do(findGroups, { roundId });
    const [same] = (await desk()).groups;
    expect(same).toMatchObject({ id: groupId, locked: true });
    const at1 = group?.otherStarts[0]?.meeting.at as Temporal.Instant;
    expect(String(same?.meetings[0]?.at)).toBe(String(at1));
    expect((await facilitator.get(`/rounds/${roundId}/desk`)).text).toContain(
      'Another hour for this group',
    );
    // and back again, for the tests that follow
    const back = same?.otherStarts.find(
      (s) => String(s.meeting.at) === String(group?.meetings[0]?.at),
    );
    await choose(facilitator, back?.start as number);
    await facilitator.do(lockGroup, { roundId, groupId, locked: false });
    await facilitator.do(findGroups, { roundId });
  });

  it('are not asked when somebody has changed what they told', async () => {
    await at(5).hand.do(register, told(at(5), { free: ['5-evening'] }));
    expect(await facilitator.do(askMembers, { roundId })).toMatchObject({
      faults: [{ reason: 'rounds.refused.changed-since', params: { group: 1 } }],
    });
    await at(5).hand.do(register, told(at(5)));
    await facilitator.do(movePerson, { roundId, personId: at(7).id, to: 'waiting' });
    await facilitator.do(movePerson, { roundId, personId: at(7).id, to: 'free' });
  });
});

describe('asking', () => {
  let groupId: RoundGroupId;
  let clubId: ClubId;

  it('writes to everybody in a group by their own clock', async () => {
    expect(await facilitator.do(askMembers, { roundId })).toMatchObject({ groups: 1, asked: 6 });
    groupId = (await desk()).groups[0]?.id as RoundGroupId;
    const asked = (await house.mails()).filter((m) => m.kind === 'round-asked');
    expect(asked).toHaveLength(6);
    expect(asked.map((m) => m.language).sort()).toEqual(['en', 'en', 'en', 'fr', 'fr', 'fr']);
    expect(await at(0).hand.ask(listRounds, {})).toMatchObject({
      view: { rounds: [{ yours: 'asked', theme: 'C02' }] },
    });
    expect(
      await facilitator.do(movePerson, { roundId, personId: at(0).id, to: 'waiting' }),
    ).toMatchObject({
      faults: [{ reason: 'rounds.refused.asked-already' }],
    });
  });

  it('tells who waits their own reason, and members nothing of others', async () => {
    const waits = await at(6).hand.ask(getRound, { roundId });
    expect(waits).toMatchObject({
      view: { place: null, waiting: { reason: 'few-at-time', others: 0, needed: 4 } },
    });
    const mine = await at(0).hand.ask(getRound, { roundId });
    expect(mine.ok && mine.view.place?.members).toHaveLength(5);
    expect(JSON.stringify(mine)).not.toContain('Given6');
    for (const who of [pupil, house.visitor])
      expect(await who.ask(getRound, { roundId })).toMatchObject({ kind: 'not_found' });
  });

  it('is answered by those who were asked, once', async () => {
    for (const who of [at(6).hand, other, house.visitor])
      for (const outcome of [
        await who.do(acceptPlace, { roundId, groupId }),
        await who.do(declinePlace, { roundId, groupId }),
        await who.do(giveUpGroup, { roundId, groupId }),
      ])
        expect(outcome).toMatchObject({ ok: false, kind: 'not_found' });
    for (const who of peers.slice(0, 4))
      expect(await who.hand.do(acceptPlace, { roundId, groupId })).toEqual({
        ok: true,
        clubId: null,
      });
    expect(await at(0).hand.do(acceptPlace, { roundId, groupId })).toMatchObject({
      kind: 'conflict',
    });
  });

  it('offers a place that is freed to who waits and fits', async () => {
    expect(await at(4).hand.do(declinePlace, { roundId, groupId })).toMatchObject({
      offered: true,
    });
    const asked = (await desk()).groups[0]?.members
      .filter((m) => m.state === 'asked')
      .map((m) => m.name);
    expect(asked?.sort()).toEqual(['Given5 Example', 'Given7 Example']);
    expect(await at(4).hand.ask(getRound, { roundId })).toMatchObject({ kind: 'not_found' });
  });

  it('founds the club with the fifth, and later ones join it', async () => {
    const fifth = await at(5).hand.do(acceptPlace, { roundId, groupId });
    expect(fifth).toMatchObject({ ok: true, clubId: expect.stringMatching(/^clu_/) });
    clubId = (fifth as unknown as { clubId: ClubId }).clubId;
    await at(7).hand.do(acceptPlace, { roundId, groupId });
    const members = await house.sql(
      "select person_id from club_members where club_id = $1 and state = 'accepted'",
      [clubId],
    );
    expect(members.map((m) => m.person_id).sort()).toEqual(
      [0, 1, 2, 3, 5, 7].map((n) => at(n).id).sort(),
    );
    expect((await house.mails()).filter((m) => m.kind === 'round-founded')).toHaveLength(6);
    expect(reasons(await at(0).hand.do(withdraw, { roundId }))).toEqual(['rounds.refused.in-club']);
    expect(await house.visitor.do(withdraw, { roundId })).toMatchObject({ kind: 'not_found' });
  });

  it('asks who waits when a member leaves the club', async () => {
    await house.sql('update round_entries set free = $2 where person_id = $1', [
      at(6).id,
      JSON.stringify(Array.from({ length: 8 }, (_, h) => 48 + 16 + h)),
    ]);
    const left = { clubId, personId: at(0).id };
    expect(await at(0).hand.do(leaveClub, { clubId })).toMatchObject({ ok: true });
    expect(await facilitator.do(offerPlace, left)).toMatchObject({ kind: 'not_found' });
    expect(await execute(house.runtime, offerPlace, system('test'), left)).toEqual({
      ok: true,
      offered: true,
    });
    expect(await execute(house.runtime, offerPlace, system('test'), left)).toEqual({
      ok: true,
      offered: false,
    });
    expect(await at(6).hand.ask(getRound, { roundId })).toMatchObject({
      view: { place: { state: 'asked' } },
    });
  });

  it('ends with the round; a group in which too few join is given up before', async () => {
    expect(reasons(await facilitator.do(giveUpGroup, { roundId, groupId }))).toEqual([
      'rounds.refused.not-asking',
    ]);
    expect(await at(6).hand.do(withdraw, { roundId })).toMatchObject({ ok: true });
    expect(await facilitator.do(closeRound, { roundId })).toMatchObject({ ok: true });
    expect(reasons(await facilitator.do(findGroups, { roundId }))).toEqual([
      'rounds.refused.closed',
    ]);
  });

  it('is known to who forms clubs by hand only where it was theirs', async () => {
    const [mine] = await house.sql('select facilitator_id from club_rounds where id = $1', [
      roundId,
    ]);
    const told = await house.sql(
      'select person_id from round_entries where round_id = $1 and withdrawn_at is null limit 1',
      [roundId],
    );
    const ids = [told[0].person_id as PersonId, at(6).id];
    const ask = (facilitatorId: PersonId) =>
      reading(house.runtime.db, system('test'), (read) => peersTold(read, facilitatorId, ids));
    expect(await ask(mine.facilitator_id)).toMatchObject([
      { personId: ids[0], languages: [{ code: 'en', level: 'B2' }] },
    ]);
    expect(await ask(at(1).id)).toEqual([]);
  });

  it('is deleted a year after it was closed, with what people told; its club stays', async () => {
    const count = async (table: string) =>
      (await house.sql(`select count(*)::int as n from ${table}`))[0].n as number;
    const clubs = await count('clubs');
    expect(clubs).toBeGreaterThan(0);
    for (const who of [facilitator, other, at(0).hand]) {
      expect(await who.do(forgetRound, { roundId })).toMatchObject({ ok: false });
      expect(await who.do(forgetArrivals, {})).toMatchObject({ ok: false });
    }
    await house.sql('update club_rounds set closed_at = $2 where id = $1', [
      roundId,
      '2025-12-02T09:00:00Z',
    ]);
    expect(await keepRounds(house.runtime)).toBe(0);
    await house.sql('update club_rounds set closed_at = $2 where id = $1', [
      roundId,
      '2025-11-30T09:00:00Z',
    ]);
    expect(await keepRounds(house.runtime)).toBe(1);
    expect(await keepRounds(house.runtime)).toBe(0);
    for (const table of ['club_rounds', 'round_entries', 'round_groups', 'round_places'])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count('clubs')).toBe(clubs);
  });
});

describe('a large round', () => {
  it('is grouped in the background, once', async () => {
    const opened = await facilitator.do(openRound, { ...words, name: 'Large' });
    if (!opened.ok) throw new Error('not opened');
    roundId = opened.roundId as ClubRoundId;
    const free = JSON.stringify(Array.from({ length: 8 }, (_, h) => 64 + h));
    await house.sql(
      `with o as (insert into organisations (id, kind, name, country_code, city, time_zone, language, created_at)
         select 'org_large' || n, 'school', 'Large ' || n, 'BE', 'X', 'Europe/Brussels', 'en', $2::timestamptz from generate_series(1, 61) n),
       p as (insert into persons (id, given_name, family_name, language, created_at)
         select 'per_large' || n, 'P' || n, 'Example', 'en', $2::timestamptz from generate_series(1, 61) n)
       select 1 as done, $1::text as round`,
      [roundId, now],
    );
    await house.sql(
      `insert into round_entries (round_id, person_id, org_id, role, experience, time_zone, languages, free, wants, registered_at)
         select $1, 'per_large' || n, 'org_large' || n, 'host_school', 'some', 'Europe/Brussels', '[{"code":"en","level":"B2"}]', $2::jsonb,
           '[{"theme":"C02","intent":"start"}]', $3::timestamptz from generate_series(1, 61) n`,
      [roundId, free, now],
    );
    expect(await facilitator.do(findGroups, { roundId })).toMatchObject({ working: true });
    expect(reasons(await facilitator.do(findGroups, { roundId }))).toEqual([
      'rounds.refused.working',
    ]);
    expect((await desk()).working).toBe(true);
    expect(await execute(house.runtime, settleGroups, system('test'), { roundId })).toEqual({
      ok: true,
      placed: 61,
    });
    expect(await execute(house.runtime, settleGroups, system('test'), { roundId })).toEqual({
      ok: true,
      placed: 0,
    });
    expect((await desk()).outcome).toMatchObject({ bound: 61, exact: true });
  });
});
