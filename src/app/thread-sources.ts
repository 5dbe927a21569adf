import { type IntakeId, isId, type OrgId, type PersonId } from '#kernel/ids.ts';
import { applicantsOfIntake } from '#modules/applications/server/index.ts';
import type { About, Relation } from '#modules/messaging/core/index.ts';
import type { AboutSource } from '#modules/messaging/server/index.ts';
import { isOfAge, type PartyRole, rolesThatSee } from '#modules/mobilities/core/index.ts';
import { loadDossier, partiesOfIntake } from '#modules/mobilities/server/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { intakeWithPartners } from '#modules/projects/server/index.ts';
import { projectsPaths } from '#modules/projects/web/index.ts';
import { tripTitle } from '#modules/travel/server/index.ts';
import { travelPaths } from '#modules/travel/web/index.ts';
import type { Readable } from '#platform/database/index.ts';

/** Of organisations those write and read who answer for them; teachers and volunteers have parts of their own. */
const answering = ['head', 'coordinator'] as const;

/** Whose coordinators read along where the pupil is under age, unless they have decided otherwise. */
const protecting: readonly PartyRole[] = ['sending_school', 'sending_support', 'hosting_support'];

/** Parts that several can have, each for themselves. */
const severalOf: readonly PartyRole[] = ['guardian', 'host_family'];

const inForce = (
  p: { fromOn: Temporal.PlainDate; untilOn: Temporal.PlainDate | null },
  today: Temporal.PlainDate,
) => p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0;

const endedBy = (last: Temporal.PlainDate, today: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(last, today) < 0 ? last : null;

/** A mobility: everybody who has a part in it today, by that part. */
export const mobilitySource: AboutSource = async ({ read, today }, id) => {
  const d = isId('mob', id) ? await loadDossier(read, id) : undefined;
  if (!d) return null;
  const parties: { role: PartyRole; orgId: OrgId | null; personId: PersonId | null }[] =
    d.parties.filter((p) => inForce(p, today));
  if (d.contactTeacherId && !parties.some((p) => p.personId === d.contactTeacherId))
    parties.push({ role: 'contact_teacher', orgId: null, personId: d.contactTeacherId });
  const persons = await personsByIds(
    read,
    parties.flatMap((p) => p.personId ?? []),
  );
  const orgs = await organisationsByIds(
    read,
    parties.flatMap((p) => p.orgId ?? []),
  );
  const underAge = !isOfAge(d.pupilBirthDate, today);
  const relations = parties.flatMap(({ role, orgId, personId }): Relation[] => {
    const common = { relation: role, choice: role, part: { key: `mobilities.role.${role}` } };
    const person = persons.find((p) => p.id === personId);
    if (person)
      return [
        {
          ...common,
          // one parent is not the other: each is written to for themselves
          ...(severalOf.includes(role) ? { choice: `${role}:${person.id}` } : {}),
          personId: person.id,
          name: displayName(person),
          underAge: role === 'pupil' && underAge,
        },
      ];
    const org = orgs.find((o) => o.id === orgId);
    return org ? [{ ...common, orgId: org.id, name: org.name, roles: answering }] : [];
  });
  return {
    title: d.pupilName,
    href: mobilityPaths.dossier.href({ mobilityId: d.id }),
    relations,
    safeguardingOrgs: relations.flatMap((r) =>
      r.orgId && protecting.some((role) => role === r.relation)
        ? [{ orgId: r.orgId, name: r.name, part: r.part }]
        : [],
    ),
    confidential: underAge,
    leadOrgId: d.sendingSchoolId,
    endedOn: endedBy(d.endsOn, today),
  };
};

/** A trip during a stay: those of the dossier who see journeys. Nobody talks about a draft. */
export const tripSource: AboutSource = async (tools, id) => {
  const trip = isId('trp', id) ? await tripTitle(tools.read, id) : null;
  const about = trip && !trip.draft ? await mobilitySource(tools, trip.mobilityId) : null;
  if (!trip || !about) return null;
  const seeing = rolesThatSee('travel', 'abroad');
  return {
    ...about,
    title: `${about.title}: ${trip.place}`,
    href: travelPaths.trip.href({ tripId: id }),
    relations: about.relations.filter((r) => seeing.some((role) => role === r.relation)),
  };
};

const groupOf: Partial<Record<PartyRole, string>> = {
  pupil: 'pupils',
  guardian: 'guardians',
  contact_teacher: 'teachers',
  mentor: 'teachers',
  host_family: 'host_families',
};
const groups = [
  'applicants',
  'applicant_guardians',
  'pupils',
  'guardians',
  'teachers',
  'host_families',
] as const;

/**
 * Who has applied, and who stands for them. They stay there whether they are chosen or not: an announcement must not tell
 * by itself, before the school does, who goes.
 */
async function applicantRelations(
  read: Readable,
  intakeId: IntakeId,
  today: Temporal.PlainDate,
): Promise<Relation[]> {
  const applied = await applicantsOfIntake(read, intakeId, today);
  return applied.map((a) => ({
    relation: `applicants:${a.as}`,
    choice: a.as === 'pupil' ? 'applicants' : 'applicant_guardians',
    part: { key: `messaging.part.applicant-${a.as}` },
    name: displayName(a),
    personId: a.personId,
    underAge: a.underAge,
    safeguardedBy: a.senders,
  }));
}

/** An intake of a project: its partners talk with each other, and tell its pupils, guardians, teachers and families something. */
export const intakeSource: AboutSource = async ({ read, today }, id) => {
  const found = isId('int', id) ? await intakeWithPartners(read, id) : null;
  if (!found) return null;
  const { intake, partners } = found;
  const going = await partiesOfIntake(read, id as IntakeId, today);
  const partnerRelations = partners.map(
    (p): Relation => ({
      relation: 'partner',
      choice: `partner:${p.orgId}`,
      part: { key: p.leads ? 'messaging.part.coordinator' : 'messaging.part.partner' },
      name: p.name,
      orgId: p.orgId,
      roles: answering,
    }),
  );
  const along = new Map(
    going
      .filter((p) => p.orgId && protecting.some((role) => role === p.role))
      .map((p) => [p.orgId as OrgId, { name: p.orgName ?? '', role: p.role as PartyRole }]),
  );
  const safeguardedBy = [...along.keys()];
  const people = going.flatMap((p): Relation[] => {
    const group = groupOf[p.role as PartyRole];
    if (!p.personId || !group) return [];
    return [
      {
        relation: `${group}:${p.role}`,
        choice: group,
        part: { key: `mobilities.role.${p.role as PartyRole}` },
        name: displayName(p),
        personId: p.personId,
        underAge: p.role === 'pupil' && !isOfAge(p.birthDate, today),
        safeguardedBy,
      },
    ];
  });
  const applied = await applicantRelations(read, id as IntakeId, today);
  const schools = new Set(applied.map((a) => a.safeguardedBy?.[0]));
  const senders = await organisationsByIds(
    read,
    applied.flatMap((a) => a.safeguardedBy ?? []),
  );
  for (const { id: orgId, name } of senders)
    if (!along.has(orgId))
      along.set(orgId, { name, role: schools.has(orgId) ? 'sending_school' : 'sending_support' });
  const about: About = {
    title: intake.name,
    href: projectsPaths.intake.href({ intakeId: intake.id }),
    relations: [...partnerRelations, ...applied, ...people],
    groups: groups.map((choice) => ({
      choice,
      part: { key: `messaging.group.${choice}`, params: { intake: intake.name } },
    })),
    safeguardingOrgs: [...along.entries()].map(([orgId, p]) => ({
      orgId,
      name: p.name,
      part: { key: `mobilities.role.${p.role}` },
    })),
    confidential: [...applied, ...people].some((p) => p.underAge),
    leadOrgId: partners.find((p) => p.leads)?.orgId ?? null,
    endedOn: endedBy(intake.endsOn, today),
  };
  return about;
};
