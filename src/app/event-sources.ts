import type { PersonActor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import {
  type ClubId,
  type IntakeId,
  isId,
  type MobilityId,
  type OrgId,
  type ProjectId,
} from '#kernel/ids.ts';
import type { AboutFacts, EventSource } from '#modules/calendar/server/index.ts';
import { clubNames } from '#modules/clubs/server/index.ts';
import { type PartyRole, rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier, partiesOfIntake, pupilNames } from '#modules/mobilities/server/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { membersOf, organisationsByIds } from '#modules/organisations/server/index.ts';
import { partnershipById } from '#modules/partnerships/server/index.ts';
import { partnershipPaths } from '#modules/partnerships/web/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import {
  intakeWithPartners,
  projectNames,
  projectWithPartners,
} from '#modules/projects/server/index.ts';
import { projectsPaths } from '#modules/projects/web/index.ts';
import type { Readable } from '#platform/database/index.ts';

type Person = AboutFacts['people'][number];

const everyKind = ['meeting', 'orientation', 'visit', 'check_in', 'deadline'] as const;

/** Pupils and families call a meeting; what others have to keep to is set by those who run it. */
const families: readonly PartyRole[] = ['pupil', 'guardian', 'host_family'];

/** Of organisations those are asked who answer for them; teachers and mentors have parts of their own. */
async function leadersOf(
  read: Readable,
  orgIds: readonly OrgId[],
  today: Temporal.PlainDate,
): Promise<Person[]> {
  const orgs = await organisationsByIds(read, [...orgIds]);
  const found: Person[] = [];
  for (const org of orgs)
    for (const m of await membersOf(read, org.id, today))
      if (m.roles.some((role) => role === 'head' || role === 'coordinator'))
        found.push({
          personId: m.person_id,
          name: displayName(m),
          relation: 'coordinator',
          side: org.name,
        });
  return found;
}

/** Somebody who has two parts stands there once, by the first. */
function once(people: Person[]): Person[] {
  return [...new Map(people.toReversed().map((p) => [p.personId, p])).values()].toReversed();
}

async function placeOf(read: Readable, orgId: OrgId | null | undefined) {
  const [org] = orgId ? await organisationsByIds(read, [orgId]) : [];
  return {
    timeZone: org?.time_zone ?? 'Europe/Brussels',
    countryCode: org?.country_code ?? '',
  };
}

const mobility: EventSource = {
  facts: async (read, actor, id, today) => {
    const d = isId('mob', id) ? await loadDossier(read, id) : undefined;
    const mine = d ? rolesFor(actor, d, today) : [];
    if (!d || mine.length === 0) return null;
    const parties = d.parties.filter(
      (p) => p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0,
    );
    const parts = parties.flatMap((p) =>
      p.personId ? [{ personId: p.personId, role: p.role }] : [],
    );
    if (d.contactTeacherId && !parts.some((p) => p.personId === d.contactTeacherId))
      parts.push({ personId: d.contactTeacherId, role: 'contact_teacher' });
    const persons = await personsByIds(
      read,
      parts.map((p) => p.personId),
    );
    const own = parts.flatMap(({ personId, role }): Person[] => {
      const person = persons.find((p) => p.id === personId);
      return person ? [{ personId, name: displayName(person), relation: role, side: '' }] : [];
    });
    const orgIds = parties.flatMap((p) => p.orgId ?? []);
    return {
      title: d.pupilName,
      href: mobilityPaths.dossier.href({ mobilityId: d.id }),
      projectId: d.projectId,
      ...(await placeOf(read, d.hostSchoolId ?? d.sendingSchoolId)),
      people: once([...own, ...(await leadersOf(read, orgIds, today))]),
      readerOrgs: [],
      plans: mine.every((role) => families.includes(role)) ? ['meeting'] : everyKind,
    };
  },
  titles: (read, ids) => pupilNames(read, ids as MobilityId[]),
};

/** Whoever acts for one of the partners plans for all; pupils and families see what is shared with them. */
function plansFor(actor: PersonActor, partners: readonly { orgId: OrgId }[]) {
  return partners.some((p) => worksFor(actor, p.orgId, 'head', 'coordinator', 'teacher'))
    ? everyKind
    : [];
}

const intake: EventSource = {
  facts: async (read, actor, id, today) => {
    const found = isId('int', id) ? await intakeWithPartners(read, id) : null;
    if (!found) return null;
    const { partners } = found;
    const going = await partiesOfIntake(read, id as IntakeId, today);
    const own = going.flatMap((p): Person[] =>
      p.personId
        ? [{ personId: p.personId, name: displayName(p), relation: p.role, side: '' }]
        : [],
    );
    return {
      title: found.intake.name,
      href: projectsPaths.intake.href({ intakeId: id }),
      projectId: found.intake.projectId,
      ...(await placeOf(read, partners.find((p) => p.leads)?.orgId)),
      people: once([
        ...own,
        ...(await leadersOf(
          read,
          partners.map((p) => p.orgId),
          today,
        )),
      ]),
      readerOrgs: [],
      plans: plansFor(actor, partners),
    };
  },
  titles: (read, ids) => projectNames(read, { intakeIds: ids as IntakeId[] }),
};

const project: EventSource = {
  facts: async (read, actor, id, today) => {
    const found = isId('prj', id) ? await projectWithPartners(read, id) : null;
    if (!found) return null;
    const { partners } = found;
    return {
      title: found.project.title,
      href: projectsPaths.project.href({ projectId: id }),
      projectId: found.project.id,
      ...(await placeOf(read, partners.find((p) => p.leads)?.orgId)),
      people: once(
        await leadersOf(
          read,
          partners.map((p) => p.orgId),
          today,
        ),
      ),
      readerOrgs: [],
      plans: plansFor(actor, partners),
    };
  },
  titles: (read, ids) => projectNames(read, { projectIds: ids as ProjectId[] }),
};

const partnership: EventSource = {
  facts: async (read, actor, id, today) => {
    const found = isId('pts', id) ? await partnershipById(read, id) : null;
    if (!found) return null;
    const sides = [found.first_org_id, found.second_org_id];
    if (!sides.some((orgId) => worksFor(actor, orgId))) return null;
    return {
      title: `${found.first_name}, ${found.second_name}`,
      href: partnershipPaths.partnership.href({ partnershipId: id }),
      projectId: null,
      ...(await placeOf(read, found.first_org_id)),
      people: once(await leadersOf(read, sides, today)),
      readerOrgs: sides,
      plans: plansFor(
        actor,
        sides.map((orgId) => ({ orgId })),
      ),
    };
  },
  titles: async (read, ids) => {
    const titles = new Map<string, string>();
    for (const id of ids) {
      const found = isId('pts', id) ? await partnershipById(read, id) : null;
      if (found) titles.set(id, `${found.first_name}, ${found.second_name}`);
    }
    return titles;
  },
};

/** A club plans its meetings on its own pages; here it only has a name. */
const club: EventSource = {
  facts: async () => null,
  titles: (read, ids) => clubNames(read, ids as ClubId[]),
};

/** What the common calendar is told about the things that its events are about. */
export const eventSources = { mobility, intake, project, partnership, club };
