import type { IntakeId, MobilityId, OrgId, PersonId, TravelGroupId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type {
  Direction,
  Journey,
  JourneyChange,
  JourneyPart,
  Leg,
  Means,
} from '../../core/index.ts';

type Row = {
  direction: string;
  leaves_at: Temporal.Instant;
  arrives_at: Temporal.Instant;
  means: string;
  details: string;
  brought_by: string;
  brought_by_phone: string;
  met_by: string;
  met_by_phone: string;
  mainly_green: boolean;
  group_id: string | null;
  ticked_at: Temporal.Instant | null;
  departed_at: Temporal.Instant | null;
  arrived_at: Temporal.Instant | null;
  arrival_confirmed_by: PersonId | null;
  planned_at: Temporal.Instant;
  version: number;
};

function journeyFrom(row: Row): Journey {
  return {
    direction: row.direction as Direction,
    leavesAt: row.leaves_at,
    arrivesAt: row.arrives_at,
    means: row.means as Means,
    details: row.details,
    broughtBy: row.brought_by,
    broughtByPhone: row.brought_by_phone,
    metBy: row.met_by,
    metByPhone: row.met_by_phone,
    mainlyGreen: row.mainly_green,
    groupId: row.group_id as TravelGroupId | null,
    tickedAt: row.ticked_at,
    departedAt: row.departed_at,
    arrivedAt: row.arrived_at,
    confirmedBy: row.arrival_confirmed_by,
    plannedAt: row.planned_at,
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

/** What is planned of a journey, before anybody has left. */
export type JourneyPlan = Pick<
  Journey,
  | 'direction'
  | 'leavesAt'
  | 'arrivesAt'
  | 'means'
  | 'details'
  | 'broughtBy'
  | 'broughtByPhone'
  | 'metBy'
  | 'metByPhone'
>;

const columnsOf = (j: JourneyPlan) => ({
  leaves_at: j.leavesAt,
  arrives_at: j.arrivesAt,
  means: j.means,
  details: j.details,
  brought_by: j.broughtBy,
  brought_by_phone: j.broughtByPhone,
  met_by: j.metBy,
  met_by_phone: j.metByPhone,
});

/** Writes a plan, a new one or over the one there is, which stays planned since the same moment. */
export async function putJourney(
  tx: Tx,
  mobilityId: MobilityId,
  j: JourneyPlan,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('journeys')
    .values({ mobility_id: mobilityId, direction: j.direction, ...columnsOf(j), planned_at: now })
    .onConflict((oc) =>
      oc
        .columns(['mobility_id', 'direction'])
        .doUpdateSet((eb) => ({ ...columnsOf(j), version: eb('journeys.version', '+', 1) })),
    )
    .execute();
}

export async function updateJourney(
  tx: Tx,
  mobilityId: MobilityId,
  direction: Direction,
  change: Partial<{
    leaves_at: Temporal.Instant;
    arrives_at: Temporal.Instant;
    mainly_green: boolean;
    group_id: TravelGroupId | null;
    ticked_at: Temporal.Instant | null;
    ticked_by: PersonId | null;
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

/** Takes a plan away with its parts and changes; a group in which nobody travels any more goes with it. */
export async function deleteJourney(
  tx: Tx,
  mobilityId: MobilityId,
  { direction, groupId }: Pick<Journey, 'direction' | 'groupId'>,
): Promise<void> {
  await tx
    .deleteFrom('journeys')
    .where('mobility_id', '=', mobilityId)
    .where('direction', '=', direction)
    .execute();
  if (!groupId) return;
  await tx
    .deleteFrom('travel_groups as g')
    .where('g.id', '=', groupId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('journeys as j').select('j.mobility_id').whereRef('j.group_id', '=', 'g.id'),
        ),
      ),
    )
    .execute();
}

// ---- legs

/** Legs of some journeys in their order. */
export async function legsOf(
  read: Readable,
  mobilityIds: readonly MobilityId[],
): Promise<(Leg & { mobilityId: MobilityId; direction: Direction })[]> {
  if (mobilityIds.length === 0) return [];
  const rows = await read
    .selectFrom('journey_legs')
    .selectAll()
    .where('mobility_id', 'in', [...mobilityIds])
    .orderBy('position')
    .execute();
  return rows.map((r) => ({
    mobilityId: r.mobility_id as MobilityId,
    direction: r.direction as Direction,
    means: r.means as Means,
    number: r.number,
    fromPlace: r.from_place,
    toPlace: r.to_place,
    leavesAt: r.leaves_at,
    leavesZone: r.leaves_zone,
    arrivesAt: r.arrives_at,
    arrivesZone: r.arrives_zone,
    leavesLate: r.leaves_late,
    arrivesLate: r.arrives_late,
  }));
}

export async function putLegs(
  tx: Tx,
  mobilityId: MobilityId,
  direction: Direction,
  legs: readonly Leg[],
): Promise<void> {
  await tx
    .deleteFrom('journey_legs')
    .where('mobility_id', '=', mobilityId)
    .where('direction', '=', direction)
    .execute();
  if (legs.length === 0) return;
  await tx
    .insertInto('journey_legs')
    .values(
      legs.map((l, position) => ({
        mobility_id: mobilityId,
        direction,
        position,
        means: l.means,
        number: l.number,
        from_place: l.fromPlace,
        to_place: l.toPlace,
        leaves_at: l.leavesAt,
        leaves_zone: l.leavesZone,
        arrives_at: l.arrivesAt,
        arrives_zone: l.arrivesZone,
        leaves_late: l.leavesLate,
        arrives_late: l.arrivesLate,
      })),
    )
    .execute();
}

// ---- what changed

export async function insertChange(
  tx: Tx,
  mobilityId: MobilityId,
  change: Omit<JourneyChange, 'number'>,
): Promise<number> {
  const { direction } = change;
  const last = await tx
    .selectFrom('journey_changes')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('mobility_id', '=', mobilityId)
    .where('direction', '=', direction)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  await tx
    .insertInto('journey_changes')
    .values({
      mobility_id: mobilityId,
      direction,
      number,
      kind: change.kind,
      what: [...change.what],
      leaves_before: change.leavesBefore,
      arrives_before: change.arrivesBefore,
      leaves_at: change.leavesAt,
      arrives_at: change.arrivesAt,
      leg: change.leg?.at ?? null,
      leg_before: change.leg?.before ?? null,
      leg_now: change.leg?.now ?? null,
      made_by: change.madeBy,
      made_at: change.madeAt,
    })
    .execute();
  return number;
}

/** Changes of both journeys, the newest first. */
export async function changesOf(read: Readable, mobilityId: MobilityId): Promise<JourneyChange[]> {
  const rows = await read
    .selectFrom('journey_changes')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .orderBy('made_at', 'desc')
    .orderBy('number', 'desc')
    .limit(20)
    .execute();
  return rows.map((r) => ({
    direction: r.direction as Direction,
    number: r.number,
    kind: r.kind as JourneyChange['kind'],
    what: r.what as JourneyPart[],
    leavesBefore: r.leaves_before,
    arrivesBefore: r.arrives_before,
    leavesAt: r.leaves_at,
    arrivesAt: r.arrives_at,
    leg:
      r.leg !== null && r.leg_before && r.leg_now
        ? { at: r.leg, before: r.leg_before, now: r.leg_now }
        : null,
    madeBy: r.made_by as PersonId,
    madeAt: r.made_at,
  }));
}

// ---- groups

export type GroupRow = {
  id: TravelGroupId;
  orgId: OrgId;
  intakeId: IntakeId;
  direction: Direction;
  companionId: PersonId;
  companionPhone: string;
  meetingPoint: string;
};

export async function groupById(
  read: Readable,
  id: TravelGroupId,
): Promise<(GroupRow & { version: number }) | null> {
  const r = await read
    .selectFrom('travel_groups')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return r
    ? {
        id,
        orgId: r.org_id as OrgId,
        intakeId: r.intake_id as IntakeId,
        direction: r.direction as Direction,
        companionId: r.companion_id as PersonId,
        companionPhone: r.companion_phone,
        meetingPoint: r.meeting_point,
        version: r.version,
      }
    : null;
}

export async function putGroup(
  tx: Tx,
  g: GroupRow,
  made: { by: PersonId; at: Temporal.Instant },
): Promise<void> {
  const said = {
    companion_id: g.companionId,
    companion_phone: g.companionPhone,
    meeting_point: g.meetingPoint,
  };
  await tx
    .insertInto('travel_groups')
    .values({
      id: g.id,
      org_id: g.orgId,
      intake_id: g.intakeId,
      direction: g.direction,
      ...said,
      made_by: made.by,
      made_at: made.at,
    })
    .onConflict((oc) =>
      oc
        .column('id')
        .doUpdateSet((eb) => ({ ...said, version: eb('travel_groups.version', '+', 1) })),
    )
    .execute();
}

/** Everybody of a group with their journey, by name. */
export function travellersOf(read: Readable, groupIds: readonly TravelGroupId[]) {
  if (groupIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('journeys as j')
    .innerJoin('mobilities as m', 'm.id', 'j.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .selectAll('j')
    .select(['m.state', 'p.given_name', 'p.family_name', 'p.preferred_name', 'p.phone'])
    .where('j.group_id', 'in', [...groupIds])
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
}

/** Groups of some organisations, and those a person goes along with, that end on or after an instant. */
export function groupsOf(
  read: Readable,
  who: { orgIds: readonly OrgId[]; personId: PersonId },
  since: Temporal.Instant,
) {
  return read
    .selectFrom('travel_groups as g')
    .innerJoin('persons as c', 'c.id', 'g.companion_id')
    .innerJoin('organisations as o', 'o.id', 'g.org_id')
    .innerJoin('journeys as j', 'j.group_id', 'g.id')
    .select((eb) => [
      'g.id',
      'g.org_id',
      'g.direction',
      'g.companion_id',
      'c.given_name',
      'c.family_name',
      'c.preferred_name',
      'o.time_zone',
      eb.fn.min('j.leaves_at').as('leaves_at'),
      eb.fn.max('j.arrives_at').as('arrives_at'),
      eb.fn.countAll<number>().as('pupils'),
      eb.fn.count<number>('j.ticked_at').as('ticked'),
      eb.fn.count<number>('j.arrived_at').as('arrived'),
    ])
    .where((eb) =>
      eb.or([
        eb('g.companion_id', '=', who.personId),
        ...(who.orgIds.length > 0 ? [eb('g.org_id', 'in', [...who.orgIds])] : []),
      ]),
    )
    .groupBy(['g.id', 'c.id', 'o.id'])
    .having((eb) => eb.fn.max('j.arrives_at'), '>=', since)
    .orderBy('leaves_at')
    .execute();
}

/** Pupils of an organisation's intakes who may travel in a group: those who have not left yet, or not come back. */
export function travellersToBe(
  read: Readable,
  orgId: OrgId,
  today: Temporal.PlainDate,
  direction: Direction,
) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('intakes as i', 'i.id', 'm.intake_id')
    .leftJoin('journeys as j', (on) =>
      on.onRef('j.mobility_id', '=', 'm.id').on('j.direction', '=', direction),
    )
    .select([
      'm.id',
      'm.intake_id',
      'i.name as intake',
      'm.host_country',
      'm.starts_on',
      'm.ends_on',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'j.group_id',
    ])
    .distinct()
    .where('mp.party_id', '=', orgId)
    .where('mp.role', 'in', ['sending_school', 'sending_support'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', today)]))
    .where('m.state', 'in', direction === 'outward' ? ['ready'] : ['ready', 'departed', 'settled'])
    .orderBy('m.intake_id')
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .limit(200)
    .execute();
}

/** Journeys of the dossiers an organisation sends, for counting which were green. */
export function journeysSentBy(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('journeys as j')
    .innerJoin('mobilities as m', 'm.id', 'j.mobility_id')
    .innerJoin('intakes as i', 'i.id', 'm.intake_id')
    .select([
      'j.mobility_id',
      'j.direction',
      'j.means',
      'j.mainly_green',
      'm.intake_id',
      'i.name as intake',
      'i.starts_on',
    ])
    .where((eb) =>
      eb.or([
        eb('m.sending_school_id', 'in', [...orgIds]),
        eb('m.sending_org_id', 'in', [...orgIds]),
      ]),
    )
    .where('m.state', '<>', 'withdrawn')
    .orderBy('i.starts_on', 'desc')
    .limit(4000)
    .execute();
}

/** What a list of journeys is cut to: whom it is drawn for, and the parts that see journeys. */
export type JourneyScope = { parties: string[]; roles: string[]; today: Temporal.PlainDate };

/** Ids of the dossiers in which the parties have, today, a part that sees journeys. */
export function dossiersSeen(read: Readable, scope: JourneyScope) {
  return read
    .selectFrom('mobility_parties as mp')
    .select('mp.mobility_id')
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', scope.roles)
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]));
}

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
    .where('m.id', 'in', dossiersSeen(read, scope))
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

/** Since when the journeys of an intake are planned, and when its pupils left, arrived and came home. */
export function journeysOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('journeys as j')
    .innerJoin('mobilities as m', 'm.id', 'j.mobility_id')
    .select(['m.id', 'j.direction', 'j.planned_at', 'j.departed_at', 'j.arrived_at'])
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
