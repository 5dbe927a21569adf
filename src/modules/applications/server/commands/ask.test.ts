import { beforeAll, expect, it } from 'vitest';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { askForWords, getAsked, setSupportingOrganisation } from '../index.ts';

let house: House;
let school: OrgId;
let support: OrgId;
let coordinator: PersonId;
let pupil: PersonId;
let father: PersonId;
const applicationId = 'app_asking' as const;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-23T09:00:00Z');
  school = await house.organisation({ name: 'IES Ejemplo' });
  support = await house.organisation({ name: 'Apoyo', kind: 'supporting' });
  coordinator = await house.person({ givenName: 'Pilar' });
  pupil = await house.person({
    givenName: 'Lucía',
    familyName: 'Ejemplo',
    birthDate: '2010-05-04',
  });
  father = await house.person({ givenName: 'Luis', familyName: 'Ejemplo' });
  await house.member(school, coordinator, ['coordinator']);
  await house.guardian(pupil, father, 'father');
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ('prj_asking', 'TEST-ASK', 'Asking', $1, now())",
    [school],
  );
  await house.sql(
    "insert into project_parties (project_id, org_id, role, joined_at) values ('prj_asking', $1, 'school', now()), ('prj_asking', $2, 'supporting', now())",
    [school, support],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ('int_asking', 'prj_asking', 'Spring', 'september', '2027-01-10', '2027-03-20', now())",
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at) values ($1, 'int_asking', $2, $3, 'draft', now())",
    [applicationId, pupil, school],
  );
});

const reason = (outcome: { ok: boolean; faults?: { reason: string }[] }) =>
  outcome.ok ? null : outcome.faults?.[0]?.reason;
const teacher = {
  applicationId,
  what: 'class-teacher' as const,
  name: 'Rosa',
  email: 'r@example.org',
};

it('school and pupil ask, once each person; guardians and strangers do not', async () => {
  const hand = await house.as(coordinator);
  expect(reason(await hand.do(askForWords, { ...teacher, name: '' }))).toBe(
    'platform.invalid.required',
  );
  expect((await hand.do(askForWords, teacher)).ok).toBe(true);
  expect(reason(await hand.do(askForWords, { ...teacher, email: 'R@example.org' }))).toBe(
    'applications.asked.already',
  );
  const own = await house.as(pupil);
  expect(
    (await own.do(askForWords, { ...teacher, what: 'language-teacher', email: 'l@example.org' }))
      .ok,
  ).toBe(true);
  expect(reason(await (await house.as(father)).do(askForWords, teacher))).toBe(
    'applications.asked.not-guardian',
  );
  const stranger = await house.as(await house.person({}));
  expect(reason(await stranger.do(askForWords, teacher))).toBe('platform.error.not-found');
  expect(reason(await stranger.ask(getAsked, { applicationId }))).toBe('platform.error.not-found');
  const seen = await hand.ask(getAsked, { applicationId });
  expect(seen.ok && seen.view.requests.map((r) => r.capacity).sort()).toEqual([
    'class-teacher',
    'language-teacher',
  ]);
});

it('a supporting organisation chosen later reads what is still being written', async () => {
  const hand = await house.as(coordinator);
  await hand.do(setSupportingOrganisation, {
    intakeId: 'int_asking',
    schoolId: school,
    orgId: support,
  });
  const rows = await house.sql('select reader_orgs from form_requests');
  expect(rows.map((r) => r.reader_orgs)).toEqual([
    [school, support],
    [school, support],
  ]);
});

it('the family is asked while the pupil is a minor, and only who holds responsibility by name', async () => {
  const hand = await house.as(coordinator);
  const family = { applicationId, what: 'family-part' as const };
  expect(reason(await hand.do(askForWords, { ...family, guardianId: coordinator }))).toBe(
    'applications.asked.no-guardian',
  );
  expect((await hand.do(askForWords, { ...family, guardianId: father })).ok).toBe(true);
  house.setNow('2028-05-05T09:00:00Z');
  expect(
    reason(await hand.do(askForWords, { ...family, name: 'Ana', email: 'ana@example.org' })),
  ).toBe('applications.asked.of-age');
});
