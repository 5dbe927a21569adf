import { beforeAll, describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import type { AnyCommand } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import type { AnyQuery } from '#platform/query.ts';
import { signAll } from '#tests/support/health.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  actOf,
  type HealthRole,
  healthActs,
  healthRoles,
  healthTable,
  mayAs,
} from '../core/index.ts';
import { answerNote, health, proposeNote } from './index.ts';

type Case = SharedDossier & { record: string };

let house: House;
const open: Record<'minor' | 'adult', Case> = {} as never;
let people: { name: string; of: 'minor' | 'adult'; roles: HealthRole[]; id: PersonId | null }[];

async function prepare(): Promise<Case> {
  const d = await openDossier(house, { state: 'departed' });
  await signAll(house, d, 'x');
  const contact = await house.as(d.contact);
  const guardian = await house.as(d.guardian);
  await contact.do(proposeNote, { mobilityId: d.id, text: 'Eats no nuts.' });
  await guardian.do(answerNote, { mobilityId: d.id, number: 1, answer: 'accept' });
  const [row] = await house.sql('select id from health_records where pupil_id = $1', [d.pupil]);
  return { ...d, record: row.id };
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-10T09:00:00Z');
  const [d, a] = [await prepare(), await prepare()];
  Object.assign(open, { minor: d, adult: a });
  await house.sql("update persons set birth_date = '2009-01-01' where id = $1", [a.pupil]);
  const member = async (org: typeof d.hostingOrg, roles: Parameters<House['member']>[2]) => {
    const id = await house.person();
    await house.member(org, id, roles);
    return id;
  };
  // somebody who sat in the dossier and left, a family that moved on, a guardian without custody
  const formerGuardian = await house.person();
  await house.guardian(d.pupil, formerGuardian, 'father');
  await house.sql("update guardianships set until_on = '2027-02-09' where guardian_id = $1", [
    formerGuardian,
  ]);
  // as if the dossier had not heard of it
  await house.sql(
    "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'guardian', '2026-11-01', 'departed', '2027-02-01') on conflict (mobility_id, party_id, role) do update set until_on = null",
    [d.id, formerGuardian],
  );
  const formerFamily = await house.person();
  await house.sql(
    "insert into mobility_parties (mobility_id, person_id, role, from_on, until_on, state, starts_on) values ($1, $2, 'host_family', '2026-11-01', '2027-02-09', 'departed', '2027-02-01')",
    [d.id, formerFamily],
  );
  const teacher = await house.person();
  await house.sql(
    "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'contact_teacher', '2026-11-01', 'departed', '2027-02-01')",
    [d.id, teacher],
  );
  const is = (
    name: string,
    id: PersonId | null,
    roles: HealthRole[],
    of: 'minor' | 'adult' = 'minor',
  ) => ({ name, id, roles, of });
  people = [
    is('the pupil', d.pupil, ['pupil']),
    is('the guardian', d.guardian, ['guardian']),
    is('the pupil of 18', a.pupil, ['pupil_of_age'], 'adult'),
    is('the guardian of a pupil of 18', a.guardian, ['guardian_of_adult'], 'adult'),
    is('the contact person', d.contact, ['contact_person']),
    is('the mentor', d.mentor, ['mentor', 'host_school_staff']),
    is('the contact teacher', teacher, ['contact_teacher']),
    is('the host family', d.family, ['host_family']),
    is('the sending school’s coordinator', d.sender, ['sending_school_lead']),
    is('the sending school’s teacher', d.teacher, ['sending_school_staff']),
    is('the sending organisation’s coordinator', await member(d.sendingOrg, ['coordinator']), [
      'sending_support_lead',
    ]),
    is('the sending organisation’s facilitator', await member(d.sendingOrg, ['facilitator']), [
      'sending_support_staff',
    ]),
    is('the hosting organisation’s coordinator', d.host, ['hosting_support_lead']),
    is('the hosting organisation’s facilitator', await member(d.hostingOrg, ['facilitator']), [
      'hosting_support_staff',
    ]),
    is('the host school’s head', d.hostTeacher, ['host_school_lead']),
    is('the host school’s teacher', await member(d.hostSchool, ['teacher']), ['host_school_staff']),
    is('the administrator', await house.person({ isAdmin: true }), ['administrator']),
    is(
      'another volunteer of the hosting organisation',
      await member(d.hostingOrg, ['volunteer']),
      [],
    ),
    is('a guardian who lost custody', formerGuardian, []),
    is('a family that moved on', formerFamily, []),
    is('another school’s coordinator', d.outsider, []),
    is('a stranger', d.stranger, []),
    is('a visitor', null, []),
  ];
});

/** An input with which each would do something, were it allowed; what it answers then does not matter here. */
function inputOf(name: string, d: Case): object {
  const [own, here] = [{ pupilId: d.pupil }, { mobilityId: d.id }];
  const inputs: Record<string, object> = {
    'health.list-own-records': {},
    'health.list-duties': {},
    'health.list-destructions': {},
    'health.get-record': own,
    'health.read-record': own,
    'health.get-answers': own,
    'health.list-looks': own,
    'health.get-envelope': here,
    'health.get-emergency': here,
    'health.get-care-note': here,
    'health.get-note-to-write': here,
    'health.get-note-to-check': here,
    'health.save-answers': { ...own, page: 'past', fields: {}, version: 999, draft: true },
    'health.sign-history': { ...own, version: 999, language: 'en' },
    'health.ask-physician': { ...own, email: '' },
    'health.withdraw-link': own,
    'health.confirm-record': { ...own, sure: true },
    'health.ask-destruction': { ...own, sure: true },
    'health.keep-record': own,
    'health.destroy-record': { recordId: d.record, sure: true },
    'health.remind-family': here,
    'health.break-glass': { ...here, reason: 'A reason that is long enough to be one' },
    'health.look-inside': here,
    'health.propose-note': { ...here, text: 'Eats no nuts.' },
    'health.answer-note': { ...here, number: 99, answer: 'accept' },
    'health.end-note': { ...here, number: 99 },
  };
  const input = inputs[name];
  if (!input) throw new Error(`no input for ${name}`);
  return input;
}

const isCommand = (o: AnyCommand | AnyQuery): o is AnyCommand => o.kind === 'command';

async function found(hand: Hand, operation: AnyCommand | AnyQuery, input: object) {
  const outcome = isCommand(operation)
    ? await hand.do(operation, input)
    : await hand.ask(operation, input);
  return outcome.ok || outcome.kind !== 'not_found';
}

describe('the table of who may do what with somebody’s health', () => {
  const all = [...health.commands, ...health.queries];

  it('knows every command and query, and names none that is not there', () => {
    expect(all.map((o) => o.name).sort()).toEqual(Object.keys(actOf).sort());
  });

  it('has a row for every role and no act that nobody may do', () => {
    expect(Object.keys(healthTable).sort()).toEqual([...healthRoles].sort());
    for (const act of healthActs)
      expect(
        healthRoles.some((role) => mayAs([role], act)),
        act,
      ).toBe(true);
  });

  it('lets nobody read but the pupil and those who decide', () => {
    const readers = healthRoles.filter((role) => mayAs([role], 'read-record'));
    expect(readers).toEqual(['pupil', 'pupil_of_age', 'guardian']);
    expect(healthRoles.filter((role) => mayAs([role], 'read-note'))).toEqual([
      'pupil',
      'pupil_of_age',
      'guardian',
      'contact_person',
      'mentor',
      'host_family',
    ]);
  });

  it('everybody in the test stands where they are meant to, and every role is somebody’s', async () => {
    expect([...new Set(people.flatMap((p) => p.roles))].sort()).toEqual([...healthRoles].sort());
    // the one without custody is still named by the dossier: the table does not believe it
    const { actor } = await house.as(open.minor.host);
    const today = Temporal.PlainDate.from('2027-02-10');
    const dossier = await reading(house.runtime.db, actor, (r) => loadDossier(r, open.minor.id));
    const former = people.find((p) => p.name.includes('lost custody'))?.id as PersonId;
    const hand = await house.as(former);
    expect(dossier && rolesFor(hand.actor, dossier, today)).toEqual(['guardian']);
  });

  // names only: who is who is known when the house stands
  it.each(Object.keys(actOf).filter((n) => actOf[n] !== 'link'))('%s', async (name) => {
    const operation = all.find((o) => o.name === name) as AnyCommand | AnyQuery;
    const act = actOf[name] as string;
    const wrong: string[] = [];
    // those who may come last: what they do must not change what the others find
    const order = [...people].sort(
      (a, b) => Number(mayAs(a.roles, act as never)) - Number(mayAs(b.roles, act as never)),
    );
    for (const person of order) {
      const hand = person.id ? await house.as(person.id) : house.visitor;
      const may =
        act === 'own'
          ? person.id !== null
          : act === 'installation'
            ? false
            : mayAs(person.roles, act as never);
      const input = act === 'installation' ? {} : inputOf(name, open[person.of]);
      const was = await found(hand, operation, input);
      if (was !== may) wrong.push(`${person.name} ${was ? 'may' : 'may not'}`);
    }
    expect(wrong).toEqual([]);
  });

  it('an empty list tells a stranger nothing', async () => {
    const stranger = await house.as(open.minor.stranger);
    for (const name of ['health.list-own-records', 'health.list-duties']) {
      const operation = health.queries.find((q) => q.name === name) as AnyQuery;
      const answered = await stranger.ask(operation, {});
      expect(answered.ok && Object.values(answered.view as object)).toEqual([[]]);
    }
  });
});
