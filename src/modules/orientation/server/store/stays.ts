import { sql } from 'kysely';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';

/** Stays of an organisation around a day, with where the pupil lives and where they are received. */
export function staysAround(
  read: Readable,
  orgId: OrgId,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
) {
  return read
    .selectFrom('mobility_parties as mine')
    .innerJoin('mobilities as m', 'm.id', 'mine.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
    .leftJoin('organisations as h', 'h.id', 'm.host_school_id')
    .leftJoin('organisations as o', 'o.id', 'm.hosting_org_id')
    .leftJoin('nearby_consents as n', (j) =>
      j.onRef('n.mobility_id', '=', 'm.id').on('n.active', '=', true),
    )
    .select([
      'm.id',
      'm.pupil_id',
      'm.starts_on',
      'm.ends_on',
      'm.contact_teacher_id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      's.city as home_city',
      's.country_code as home_country',
    ])
    .select([
      sql<string>`coalesce(h.city, o.city, '')`.as('host_city'),
      sql<string>`coalesce(h.country_code, o.country_code, m.host_country, '')`.as('host_country'),
      sql<boolean>`coalesce('meetings' = any(n.wishes), false)`.as('meets'),
    ])
    .distinct()
    .where('mine.org_id', '=', orgId)
    .where((eb) => eb.or([eb('mine.until_on', 'is', null), eb('mine.until_on', '>=', from)]))
    .where('m.state', '<>', 'withdrawn')
    .where('m.starts_on', '<=', until)
    .where('m.ends_on', '>=', from)
    .orderBy('p.family_name')
    .limit(1000)
    .execute();
}

/** People with some parts in these stays. */
export function peopleIn(
  read: Readable,
  mobilityIds: readonly MobilityId[],
  roles: readonly string[],
  today: Temporal.PlainDate,
) {
  return read
    .selectFrom('mobility_parties as x')
    .innerJoin('persons as p', 'p.id', 'x.person_id')
    .select(['x.mobility_id', 'x.role', 'p.id', 'p.given_name', 'p.family_name'])
    .select('p.preferred_name')
    .where('x.mobility_id', 'in', [...mobilityIds])
    .where('x.role', 'in', [...roles])
    .where((eb) => eb.or([eb('x.until_on', 'is', null), eb('x.until_on', '>=', today)]))
    .execute();
}

/** The own stays of a person: every part they have in one as a person, with the organisations of the stay. */
export function ownStays(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('mobility_parties as mine')
    .innerJoin('mobilities as m', 'm.id', 'mine.mobility_id')
    .innerJoin('mobility_parties as x', 'x.mobility_id', 'm.id')
    .select(['m.id', 'm.starts_on', 'm.ends_on', 'mine.role'])
    .select((eb) => eb.fn.agg<OrgId[]>('array_agg', ['x.org_id']).distinct().as('org_ids'))
    .where('mine.person_id', '=', personId)
    .where('x.org_id', 'is not', null)
    .where('m.state', '<>', 'withdrawn')
    .where((eb) => eb.or([eb('mine.until_on', 'is', null), eb('mine.until_on', '>=', today)]))
    .groupBy(['m.id', 'm.starts_on', 'm.ends_on', 'mine.role'])
    .orderBy('m.starts_on', 'desc')
    .limit(40)
    .execute();
}

/** Applications of somebody, or of who they stand for, that no stay has come of yet, with the organisations that accompany them. */
export function ownApplications(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .leftJoin('mobilities as m', 'm.application_id', 'a.id')
    .select(['a.pupil_id', 'a.state', 'a.sending_school_id', 'a.sending_org_id'])
    .where('m.id', 'is', null)
    .where('a.state', 'in', ['draft', 'submitted', 'selected'])
    .where('i.starts_on', '>=', today)
    .where((eb) =>
      eb.or([
        eb('a.pupil_id', '=', personId),
        eb(
          'a.pupil_id',
          'in',
          eb
            .selectFrom('guardianships as g')
            .select('g.pupil_id')
            .where('g.guardian_id', '=', personId)
            .where((x) => x.or([x('g.until_on', 'is', null), x('g.until_on', '>=', today)])),
        ),
      ]),
    )
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id')
    .limit(10)
    .execute();
}
