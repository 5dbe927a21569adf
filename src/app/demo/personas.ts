import type { ApplicationId, MobilityId, PersonId } from '#kernel/ids.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { clubPaths } from '#modules/clubs/web/index.ts';
import { hostingPaths } from '#modules/hosting/web/index.ts';
import { learningPaths } from '#modules/learning/web/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { qualityPaths } from '#modules/quality/web/index.ts';
import { supportPaths } from '#modules/support/web/index.ts';
import { travelPaths } from '#modules/travel/web/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { appPaths } from '../paths.ts';

export type PersonaSide =
  | 'pupil'
  | 'guardian'
  | 'school'
  | 'host_family'
  | 'supporting'
  | 'club'
  | 'installation';
type Ids = { application?: ApplicationId | undefined; mobility?: MobilityId | undefined };

type Entry = {
  /** the part of the address before the @; its hint is the message `demo.hint.<key>` of the app */
  key: string;
  side: PersonaSide;
  role: string;
  /** the pupil whose application or dossier the first page is about */
  about?: string;
  first?: (ids: Ids) => string | null;
};

const dossier = ({ mobility }: Ids) =>
  mobility ? mobilityPaths.dossier.href({ mobilityId: mobility }) : null;
const agreement = ({ mobility }: Ids) =>
  mobility ? learningPaths.agreement.href({ mobilityId: mobility }) : null;
const checkIns = ({ mobility }: Ids) =>
  mobility ? supportPaths.checkIns.href({ mobilityId: mobility }) : null;
const application = ({ application: id }: Ids) =>
  id ? applicationsPaths.application.href({ applicationId: id }) : null;

/** Those in whose hands something lies right now, and those who show a side well; others can be entered all the same. */
const entries: Entry[] = [
  {
    key: 'nerea.penaranda',
    side: 'pupil',
    role: 'pupil',
    about: 'nerea.penaranda',
    first: application,
  },
  {
    key: 'noe.verhaeghe',
    side: 'pupil',
    role: 'pupil',
    about: 'noe.verhaeghe',
    first: application,
  },
  {
    key: 'zanete.nikiforova',
    side: 'pupil',
    role: 'pupil',
    about: 'zanete.nikiforova',
    first: application,
  },
  { key: 'zoe.mbuyi', side: 'pupil', role: 'pupil', about: 'zoe.mbuyi', first: dossier },
  {
    key: 'rudolfs.germanis',
    side: 'pupil',
    role: 'pupil',
    about: 'rudolfs.germanis',
    first: agreement,
  },
  { key: 'daniela.muniz', side: 'pupil', role: 'pupil', about: 'daniela.muniz', first: dossier },
  {
    key: 'svetlana.nikiforova',
    side: 'guardian',
    role: 'guardian',
    about: 'zanete.nikiforova',
    first: ({ application: id }) =>
      id ? applicationsPaths.consent.href({ applicationId: id }) : null,
  },
  {
    key: 'benedicte.faucon',
    side: 'guardian',
    role: 'guardian',
    about: 'heloise.faucon',
    first: dossier,
  },
  { key: 'benoit.dewaele', side: 'school', role: 'coordinator' },
  {
    key: 'helene.lefevre',
    side: 'school',
    role: 'coordinator',
    about: 'anais.loeuillet',
    first: ({ application: id }) =>
      id ? applicationsPaths.decision.href({ applicationId: id }) : null,
  },
  {
    key: 'janis.kenins',
    side: 'school',
    role: 'coordinator',
    about: 'rudolfs.germanis',
    first: agreement,
  },
  { key: 'lucia.navarro', side: 'school', role: 'coordinator' },
  {
    key: 'noemie.vandenbossche',
    side: 'school',
    role: 'teacher',
    first: () => travelPaths.groups.href(),
  },
  { key: 'martins.ozolins', side: 'school', role: 'mentor' },
  {
    key: 'baiba.liepina',
    side: 'host_family',
    role: 'host_family',
    about: 'zoe.mbuyi',
    first: dossier,
  },
  {
    key: 'ieva.zarina',
    side: 'host_family',
    role: 'host_family',
    first: () => hostingPaths.families.href(),
  },
  {
    key: 'liga.abolina',
    side: 'supporting',
    role: 'coordinator',
    about: 'zoe.mbuyi',
    first: checkIns,
  },
  {
    key: 'loic.tanguy',
    side: 'supporting',
    role: 'volunteer',
    about: 'angel.quinones',
    first: checkIns,
  },
  { key: 'sofie.desmedt', side: 'supporting', role: 'coordinator' },
  { key: 'marta.wierzba', side: 'supporting', role: 'coordinator' },
  {
    key: 'aoife.nibhraonain',
    side: 'club',
    role: 'practitioner',
    first: () => clubPaths.clubs.href(),
  },
  {
    key: 'signe.mollgard',
    side: 'club',
    role: 'practitioner',
    first: () => clubPaths.clubs.href(),
  },
  {
    key: 'pawlu.buttigieg',
    side: 'club',
    role: 'practitioner',
    first: () => qualityPaths.quality.href(),
  },
  { key: 'ingrid.sorlie', side: 'club', role: 'facilitator', first: () => clubPaths.clubs.href() },
  { key: 'robin.maes', side: 'installation', role: 'administrator' },
];

export type Persona = {
  key: string;
  side: PersonaSide;
  /** message key of the role in a word */
  roleKey: string;
  /** message key of one sentence: what they can do right now */
  hintKey: string;
  personId: PersonId;
  name: string;
  orgName: string | null;
  /** where to begin as this persona */
  firstPath: string;
};

/** The personas of the example cohort that are there, in the order of the list, found by their address. */
export async function personasOf(read: Readable): Promise<Persona[]> {
  const address = (key: string) => [`${key}@example.org`, `${key}@example.com`];
  const persons = await read
    .selectFrom('persons')
    .select(['id', 'email', 'given_name', 'family_name', 'preferred_name'])
    .where('is_example', '=', true)
    .where(
      'email',
      'in',
      entries.flatMap((e) => [...address(e.key), ...(e.about ? address(e.about) : [])]),
    )
    .execute();
  const byKey = new Map(persons.map((p) => [(p.email ?? '').split('@')[0], p]));
  const ids = persons.map((p) => p.id);
  if (ids.length === 0) return [];
  const orgs = await read
    .selectFrom('memberships as m')
    .innerJoin('organisations as o', 'o.id', 'm.org_id')
    .select(['m.person_id', 'o.name'])
    .where('m.person_id', 'in', ids)
    .execute();
  const applications = await read
    .selectFrom('applications as a')
    .leftJoin('mobilities as m', 'm.application_id', 'a.id')
    .innerJoin('organisations as o', 'o.id', 'a.sending_school_id')
    .select(['a.id', 'a.pupil_id', 'm.id as mobility_id', 'o.name as school'])
    .where('a.pupil_id', 'in', ids)
    .execute();
  return entries.flatMap((entry): Persona[] => {
    const person = byKey.get(entry.key);
    if (!person) return [];
    const about = byKey.get(entry.about ?? entry.key);
    const concerning = applications.find((a) => a.pupil_id === about?.id);
    const own = applications.find((a) => a.pupil_id === person.id);
    return [
      {
        key: entry.key,
        side: entry.side,
        roleKey: `app.demo.role.${entry.role}`,
        hintKey: `app.demo.hint.${entry.key}`,
        personId: person.id,
        name: displayName(person),
        orgName: orgs.find((o) => o.person_id === person.id)?.name ?? own?.school ?? null,
        firstPath:
          entry.first?.({
            application: concerning?.id,
            mobility: concerning?.mobility_id ?? undefined,
          }) ?? appPaths.home.href(),
      },
    ];
  });
}

/** Every key of a message that the list needs, for the check that all are translated. */
export function personaMessages(): string[] {
  return [
    ...new Set(entries.flatMap((e) => [`app.demo.role.${e.role}`, `app.demo.hint.${e.key}`])),
  ];
}
