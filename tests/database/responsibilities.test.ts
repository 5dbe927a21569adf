import { beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationId, IntakeId, OrgId, PartnershipId } from '#kernel/ids.ts';
import { addPupil, listApplications, remindApplicant } from '#modules/applications/server/index.ts';
import {
  answerProposal,
  answerTask,
  endPartnership,
  proposePartnership,
  proposeTask,
} from '#modules/partnerships/server/index.ts';
import { recordCheckIn } from '#modules/support/server/index.ts';
import { planJourney } from '#modules/travel/server/index.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';

/** What one may do follows the table of who does what that a school and its supporting organisation agreed. */
let house: House;
let d: SharedDossier;
let school: OrgId;
let support: OrgId;
let atSchool: Hand;
let atSupport: Hand;
let stranger: Hand;
let partnershipId: PartnershipId;
let intakeId: IntakeId;

const refusal = (outcome: object) =>
  (outcome as { faults?: { reason: string }[] }).faults?.[0]?.reason ?? 'done';
const elsewhere = 'partnerships.refused.task-elsewhere';

/** The school proposes and the supporting organisation accepts. */
async function agree(taskId: string, does: ('sending-school' | 'sending-support')[]) {
  const proposed = await atSchool.do(proposeTask, {
    partnershipId,
    taskId,
    does,
    reason: 'It is easier this way.',
  });
  if (!proposed.ok) throw new Error(refusal(proposed));
  const answered = await atSupport.do(answerTask, {
    partnershipId,
    changeId: proposed.changeId,
    answer: 'accept',
  });
  expect(answered).toMatchObject({ ok: true });
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-01-20T09:00:00Z');
  d = await openDossier(house, { state: 'ready' });
  const [row] = await house.sql(
    'select sending_school_id, sending_org_id, intake_id, project_id from mobilities where id = $1',
    [d.id],
  );
  school = row.sending_school_id;
  support = row.sending_org_id;
  const [leader, partner, odd] = [
    await house.person({ givenName: 'Leo' }),
    await house.person({ givenName: 'Pia' }),
    await house.person({ givenName: 'Odd' }),
  ];
  await house.member(school, leader, ['coordinator']);
  await house.member(support, partner, ['coordinator']);
  await house.member(await house.organisation({ name: 'Elsewhere' }), odd, ['coordinator']);
  atSchool = await house.as(leader);
  atSupport = await house.as(partner);
  stranger = await house.as(odd);
  for (const [orgId, role] of [
    [school, 'school'],
    [support, 'supporting'],
  ])
    await house.sql(
      'insert into project_parties (project_id, org_id, role, joined_at) values ($1, $2, $3, $4) on conflict do nothing',
      [row.project_id, orgId, role, '2026-09-01T00:00:00Z'],
    );
  intakeId = newId('int');
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Autumn', 'september', '2027-09-01', '2027-11-30', '2027-01-01T00:00:00Z')",
    [intakeId, row.project_id],
  );
  const proposed = await atSchool.do(proposePartnership, { fromOrgId: school, toOrgId: support });
  if (!proposed.ok) throw new Error(refusal(proposed));
  partnershipId = proposed.partnershipId;
  await atSupport.do(answerProposal, { partnershipId, answer: 'begin' });
});

let pupils = 0;
const add = (hand: Hand) => {
  const number = ++pupils;
  return hand.do(addPupil, {
    intakeId,
    schoolId: school,
    givenName: 'Ana',
    familyName: `Example ${number}`,
    birthDate: '2011-03-04',
    email: `ana${number}@example.org`,
    language: 'en',
    guardianGivenName: 'Eva',
    guardianFamilyName: `Example ${number}`,
    guardianEmail: `eva${number}@example.org`,
    guardianRelation: 'mother',
  });
};
const remind = async (hand: Hand) => {
  const [row] = await house.sql('select id from applications where intake_id = $1 limit 1', [
    intakeId,
  ]);
  return hand.do(remindApplicant, { applicationId: row.id as ApplicationId });
};
const plan = (hand: Hand) =>
  hand.do(planJourney, {
    mobilityId: d.id,
    direction: 'outward',
    version: 0,
    leavesOn: '2027-02-01',
    leavesAt: '08:00',
    arrivesOn: '2027-02-01',
    arrivesAt: '14:30',
    means: 'train',
    details: '',
    broughtBy: 'Somebody of ours',
    metBy: 'Ilze',
  });

describe('entering pupils', () => {
  it('is the school’s by default', async () => {
    expect(refusal(await add(atSupport))).toBe('applications.refused.own-school-adds');
    expect(refusal(await add(atSchool))).toBe('done');
  });

  it('moves with the table: the other side may, the former may not', async () => {
    await agree('enter-pupils', ['sending-support']);
    expect(refusal(await add(atSchool))).toBe(elsewhere);
    expect(refusal(await add(atSupport))).toBe('done');
    expect(refusal(await add(stranger))).toBe('platform.error.not-found');
    const list = await atSupport.ask(listApplications, { intakeId });
    expect(list.ok && list.view.addFor.map((s) => s.id)).toEqual([school]);
    const own = await atSchool.ask(listApplications, { intakeId });
    expect(own.ok && own.view.addFor).toEqual([]);
  });
});

describe('reminding pupils', () => {
  it('is both’s by default, and moves with the table', async () => {
    await house.sql('update applications set sending_org_id = $1 where intake_id = $2', [
      support,
      intakeId,
    ]);
    expect(refusal(await remind(atSchool))).toBe('done');
    expect(refusal(await remind(atSupport))).toBe('done');
    await agree('remind-applicants', ['sending-support']);
    expect(refusal(await remind(atSchool))).toBe(elsewhere);
    expect(refusal(await remind(atSupport))).toBe('done');
    expect(refusal(await remind(stranger))).toBe('platform.error.not-found');
  });
});

describe('planning the journey', () => {
  it('is both’s by default, and moves with the table', async () => {
    await agree('plan-travel', ['sending-support']);
    expect(refusal(await plan(atSchool))).toBe(elsewhere);
    expect(refusal(await plan(atSupport))).toBe('done');
    expect(refusal(await plan(stranger))).toBe('platform.error.not-found');
  });
});

describe('talks with the pupil', () => {
  it('stay with the supporting organisation, whatever partners would agree', async () => {
    for (const taskId of ['check-in', 'mediate']) {
      const task = { partnershipId, taskId, asked: [], told: [], approves: [], reason: 'Nearer.' };
      const moved = await atSchool.do(proposeTask, { ...task, does: ['host-school'] });
      expect(refusal(moved)).toBe('partnerships.refused.apart-stays');
      // who is told is theirs to agree on
      const told = await atSchool.do(proposeTask, { ...task, does: ['hosting-support'] });
      expect(refusal(told)).toBe('done');
    }
  });

  it('are written down by it, not by the schools', async () => {
    await house.sql(
      "update mobilities set state = 'settled', starts_on = '2027-01-10' where id = $1",
      [d.id],
    );
    const [row] = await house.sql('select hosting_org_id from mobilities where id = $1', [d.id]);
    const volunteer = await house.person({ givenName: 'Vera' });
    await house.member(row.hosting_org_id, volunteer, ['coordinator']);
    const checkIn = (hand: Hand) =>
      hand.do(recordCheckIn, {
        mobilityId: d.id,
        with: 'pupil',
        heldOn: '2027-01-20',
        way: 'in_person',
        ratings: { wellBeing: 4, family: 4, school: 4, friends: 4, language: 4 },
        note: '',
      });
    expect(refusal(await checkIn(stranger))).toBe('platform.error.not-found');
    expect(refusal(await checkIn(atSchool))).not.toBe('done');
    expect(refusal(await checkIn(await house.as(volunteer)))).toBe('done');
  });
});

it('with the end of the partnership the default holds again', async () => {
  await atSchool.do(endPartnership, { partnershipId, reason: 'We go on alone.', sure: true });
  expect(refusal(await add(atSchool))).toBe('done');
  expect(refusal(await add(atSupport))).toBe('applications.refused.own-school-adds');
});
