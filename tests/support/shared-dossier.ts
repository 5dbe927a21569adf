import type { IntakeId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import type { MobilityState, PartyRole } from '#modules/mobilities/core/index.ts';
import { newId } from '#platform/dice.ts';
import type { House } from './house.ts';

/** The day on which the tests of a dossier happen, unless they say otherwise. */
export const start = '2027-02-01';
export const end = '2027-03-28';

export type SharedDossier = Awaited<ReturnType<typeof openDossier>>;

/**
 * A dossier with everybody in it, written straight into the tables: Madrid sends, Riga hosts. The steps before it have
 * tests of their own.
 * @param options.state where it stands; `mentor` and `hosted` say what is known
 */
export async function openDossier(
  house: House,
  options: { state?: MobilityState; mentor?: boolean; hosted?: boolean } = {},
) {
  const { state = 'agreed', mentor: withMentor = true, hosted = true } = options;
  const at = '2026-11-01T08:00:00Z';
  const sendingSchool = await house.organisation({
    name: 'IES Ejemplo',
    city: 'Madrid',
    countryCode: 'ES',
    timeZone: 'Europe/Madrid',
  });
  const sendingOrg = await house.organisation({
    kind: 'supporting',
    name: 'Apoyo Ejemplo',
    countryCode: 'ES',
  });
  const hostingOrg = await house.organisation({
    kind: 'supporting',
    name: 'Atbalsts',
    countryCode: 'LV',
  });
  const hostSchool = await house.organisation({
    name: 'Paraugu vidusskola',
    city: 'Riga',
    countryCode: 'LV',
    timeZone: 'Europe/Riga',
  });
  const pupil = await house.person({
    givenName: 'Lucía',
    familyName: 'Ejemplo',
    birthDate: '2010-05-04',
    language: 'en',
  });
  const guardian = await house.person({
    givenName: 'Carmen',
    familyName: 'Ejemplo',
    language: 'en',
  });
  const family = await house.person({ givenName: 'Ilze', familyName: 'Paraugs' });
  const contact = await house.person({ givenName: 'Marta', familyName: 'Palīgs' });
  const mentor = await house.person({ givenName: 'Jānis', familyName: 'Skolotājs' });
  const sender = await house.person({ givenName: 'Pilar', familyName: 'Coordina' });
  const teacher = await house.person({ givenName: 'Tomás', familyName: 'Enseña' });
  const host = await house.person({ givenName: 'Anna', familyName: 'Vadītāja' });
  const hostTeacher = await house.person({ givenName: 'Zane', familyName: 'Direktore' });
  const stranger = await house.person({ givenName: 'Nobody', familyName: 'Here' });
  const otherOrg = await house.organisation({ name: 'Another School' });
  const outsider = await house.person({ givenName: 'Other', familyName: 'Coordinator' });
  await house.guardian(pupil, guardian);
  await house.member(sendingSchool, sender, ['coordinator']);
  await house.member(sendingSchool, teacher, ['teacher']);
  await house.member(hostingOrg, host, ['coordinator']);
  await house.member(hostingOrg, contact, ['volunteer']);
  await house.member(hostSchool, mentor, ['mentor']);
  await house.member(hostSchool, hostTeacher, ['head']);
  await house.member(otherOrg, outsider, ['coordinator']);

  const [project, intake, application, mobility] = [
    newId('prj'),
    newId('int'),
    newId('app'),
    newId('mob'),
  ];
  await house.sql(
    'insert into projects (id, code, title, coordinator_id, created_at) values ($1, $2, $3, $4, $5)',
    [project, `2026-1-ES01-KA122-SCH-${project.slice(-9)}`, 'Example project', sendingSchool, at],
  );
  for (const [org, role] of [
    [sendingSchool, 'school'],
    [sendingOrg, 'supporting'],
    [hostingOrg, 'supporting'],
    [hostSchool, 'school'],
  ])
    await house.sql(
      'insert into project_parties (project_id, org_id, role, joined_at) values ($1, $2, $3, $4)',
      [project, org, role, at],
    );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Spring', 'january', $3, $4, $5)",
    [intake, project, start, end, at],
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, state, created_at) values ($1, $2, $3, $4, $5, 'selected', $6)",
    [application, intake, pupil, sendingSchool, sendingOrg, at],
  );
  await house.sql(
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, sending_org_id, hosting_org_id,
       host_school_id, host_country, starts_on, ends_on, state, contact_teacher_id, mentor_id, contact_person_id, created_at)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
    [
      mobility,
      project,
      intake,
      application,
      pupil,
      sendingSchool,
      sendingOrg,
      hosted ? hostingOrg : null,
      hosted ? hostSchool : null,
      hosted ? 'LV' : null,
      start,
      end,
      state,
      sender,
      hosted && withMentor ? mentor : null,
      hosted ? contact : null,
      at,
    ],
  );
  const party = (id: OrgId | PersonId, role: PartyRole) =>
    house.sql(
      'insert into mobility_parties (mobility_id, org_id, person_id, role, from_on, state, starts_on) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        mobility,
        id.startsWith('org') ? id : null,
        id.startsWith('per') ? id : null,
        role,
        '2026-11-01',
        state,
        start,
      ],
    );
  await party(sendingSchool, 'sending_school');
  await party(sendingOrg, 'sending_support');
  await party(pupil, 'pupil');
  await party(guardian, 'guardian');
  if (hosted) {
    await party(hostingOrg, 'hosting_support');
    await party(hostSchool, 'host_school');
    await party(family, 'host_family');
    await party(contact, 'contact_person');
    if (withMentor) await party(mentor, 'mentor');
  }
  return {
    id: mobility as MobilityId,
    intake: intake as IntakeId,
    sendingSchool,
    sendingOrg,
    hostingOrg,
    hostSchool,
    pupil,
    guardian,
    family,
    contact,
    mentor,
    sender,
    teacher,
    host,
    hostTeacher,
    stranger,
    outsider,
    state: async (): Promise<string> =>
      (await house.sql('select state from mobilities where id = $1', [mobility]))[0].state,
    /** ends somebody's part on a day */
    leave: (id: OrgId | PersonId, on: string) =>
      house.sql(
        'update mobility_parties set until_on = $3 where mobility_id = $1 and party_id = $2',
        [mobility, id, on],
      ),
    /** moves the dossier without its story, for tests that begin later */
    put: async (next: MobilityState) => {
      await house.sql('update mobilities set state = $2 where id = $1', [mobility, next]);
      await house.sql('update mobility_parties set state = $2 where mobility_id = $1', [
        mobility,
        next,
      ]);
    },
  };
}
