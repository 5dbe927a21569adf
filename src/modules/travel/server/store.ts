import type { IntakeId, MobilityId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Direction, Journey, Means } from '../core/index.ts';

type Row = {
  direction: string;
  leaves_at: Temporal.Instant;
  arrives_at: Temporal.Instant;
  means: string;
  details: string;
  met_by: string;
  departed_at: Temporal.Instant | null;
  arrived_at: Temporal.Instant | null;
  arrival_confirmed_by: PersonId | null;
  version: number;
};

function journeyFrom(row: Row): Journey {
  return {
    direction: row.direction as Direction,
    leavesAt: row.leaves_at,
    arrivesAt: row.arrives_at,
    means: row.means as Means,
    details: row.details,
    metBy: row.met_by,
    departedAt: row.departed_at,
    arrivedAt: row.arrived_at,
    confirmedBy: row.arrival_confirmed_by,
    version: row.version,
  };
}

/** The way there and the way back, as far as they are planned. */
export async function journeysOf(
  read: Readable,
  mobilityId: MobilityId,
): Promise<{ outward: Journey | null; back: Journey | null }> {
  const rows = await read
    .selectFrom('journeys')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .execute();
  const found = rows.map(journeyFrom);
  return {
    outward: found.find((j) => j.direction === 'outward') ?? null,
    back: found.find((j) => j.direction === 'return') ?? null,
  };
}

export async function insertJourney(
  tx: Tx,
  mobilityId: MobilityId,
  j: Pick<Journey, 'direction' | 'leavesAt' | 'arrivesAt' | 'means' | 'details' | 'metBy'>,
): Promise<void> {
  await tx
    .insertInto('journeys')
    .values({
      mobility_id: mobilityId,
      direction: j.direction,
      leaves_at: j.leavesAt,
      arrives_at: j.arrivesAt,
      means: j.means,
      details: j.details,
      met_by: j.metBy,
    })
    .execute();
}

export async function updateJourney(
  tx: Tx,
  mobilityId: MobilityId,
  direction: Direction,
  change: Partial<{
    leaves_at: Temporal.Instant;
    arrives_at: Temporal.Instant;
    means: Means;
    details: string;
    met_by: string;
    departed_at: Temporal.Instant;
    arrived_at: Temporal.Instant;
    arrival_confirmed_by: PersonId;
  }>,
): Promise<void> {
  await tx
    .updateTable('journeys')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('mobility_id', '=', mobilityId)
    .where('direction', '=', direction)
    .execute();
}

/** What a list of journeys is cut to: whom it is drawn for, and the parts that see journeys. */
export type JourneyScope = { parties: string[]; roles: string[]; today: Temporal.PlainDate };

/** Planned journeys of all dossiers in which the parties have a part that sees them, from a day on. */
export function journeysFor(read: Readable, scope: JourneyScope, since: Temporal.Instant) {
  return read
    .selectFrom('journeys as j')
    .innerJoin('mobilities as m', 'm.id', 'j.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
    .leftJoin('organisations as h', 'h.id', 'm.host_school_id')
    .select([
      'm.id',
      'j.direction',
      'j.leaves_at',
      'j.arrives_at',
      'j.means',
      'j.met_by',
      'j.version',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      's.city as home_city',
      's.time_zone as home_zone',
      'h.city as host_city',
      'h.time_zone as host_zone',
    ])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('mobility_parties as mp')
          .select('mp.party_id')
          .whereRef('mp.mobility_id', '=', 'm.id')
          .where('mp.party_id', 'in', scope.parties)
          .where('mp.role', 'in', scope.roles)
          .where((e) => e.or([e('mp.until_on', 'is', null), e('mp.until_on', '>=', scope.today)])),
      ),
    )
    .where('j.arrives_at', '>=', since)
    .orderBy('j.leaves_at')
    .execute();
}

/** Dossiers between consent and return in which the parties have a part: what somebody has to do about journeys. */
export function dossiersUnderWay(read: Readable, scope: JourneyScope, limit: number) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
    .leftJoin('organisations as o', 'o.id', 'm.hosting_org_id')
    .leftJoin('journeys as a', (j) =>
      j.onRef('a.mobility_id', '=', 'm.id').on('a.direction', '=', 'outward'),
    )
    .leftJoin('journeys as b', (j) =>
      j.onRef('b.mobility_id', '=', 'm.id').on('b.direction', '=', 'return'),
    )
    .select([
      'm.id',
      'm.state',
      'm.starts_on',
      'm.ends_on',
      'mp.role',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      's.name as sending_school',
      'o.name as hosting_org',
      'a.leaves_at as out_leaves',
      'a.departed_at as out_departed',
      'a.arrived_at as out_arrived',
      'a.arrives_at as out_arrives',
      'b.leaves_at as back_leaves',
      'b.arrives_at as back_arrives',
    ])
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', scope.roles)
    .where('mp.state', 'in', ['ready', 'departed', 'settled'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** When the pupils of an intake left, arrived and came home. */
export function journeysOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('journeys as j')
    .innerJoin('mobilities as m', 'm.id', 'j.mobility_id')
    .select(['m.id', 'j.direction', 'j.departed_at', 'j.arrived_at'])
    .where('m.intake_id', '=', intakeId)
    .execute();
}

/** When the pupils of these dossiers arrived, for those who have. */
export function arrivalsOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('journeys')
    .select(['mobility_id', 'arrived_at'])
    .where('mobility_id', 'in', ids)
    .where('direction', '=', 'outward')
    .execute();
}
