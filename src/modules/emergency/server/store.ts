import { sql } from 'kysely';
import type {
  DutyGroupId,
  DutyShiftId,
  HandoverId,
  Id,
  IncidentId,
  MobilityId,
  OrgId,
  PersonId,
  PushDeviceId,
  SessionId,
  SupportCaseId,
} from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type {
  Absence,
  AlarmChannel,
  IncidentKind,
  IncidentState,
  LineKind,
  RaiserPart,
  Shift,
} from '../core/index.ts';

const nameIn = ['given_name', 'family_name', 'preferred_name'] as const;

/** The name of a row that carries a person's. */
export const nameOf = displayName;

// ---- duty

function groups(read: Readable) {
  return read
    .selectFrom('duty_groups as g')
    .innerJoin('organisations as o', 'o.id', 'g.org_id')
    .leftJoin('organisations as p', 'p.id', 'g.partner_org_id')
    .selectAll('g')
    .select(['o.name as org_name', 'p.name as partner_name', 'o.country_code']);
}
export type GroupRow = Awaited<ReturnType<ReturnType<typeof groups>['execute']>>[number];

export const groupById = (read: Readable, id: DutyGroupId): Promise<GroupRow | undefined> =>
  groups(read).where('g.id', '=', id).executeTakeFirst();

/** Under lock: who changes a rota waits for who changes it. */
export async function lockGroup(tx: Tx, id: DutyGroupId): Promise<GroupRow | undefined> {
  await tx.selectFrom('duty_groups').select('id').where('id', '=', id).forUpdate().execute();
  return groupById(tx, id);
}

/** Groups of organisations, and those somebody shares duty in. */
export function groupsFor(
  read: Readable,
  of: { orgIds: OrgId[]; personId: PersonId },
): Promise<GroupRow[]> {
  return groups(read)
    .where((eb) =>
      eb.or([
        ...(of.orgIds.length > 0
          ? [eb('g.org_id', 'in', of.orgIds), eb('g.partner_org_id', 'in', of.orgIds)]
          : []),
        eb.exists(
          eb
            .selectFrom('duty_members as m')
            .select('m.group_id')
            .whereRef('m.group_id', '=', 'g.id')
            .where('m.person_id', '=', of.personId),
        ),
      ]),
    )
    .orderBy('g.name')
    .execute();
}

/** Who answers for a stay at any hour: a group of both organisations, else that of the hosting one. */
export async function groupOfStay(
  read: Readable,
  stay: { hostingOrgId: OrgId | null; sendingOrgId: OrgId | null },
): Promise<GroupRow | undefined> {
  if (!stay.hostingOrgId) return undefined;
  const all = await groups(read).where('g.org_id', '=', stay.hostingOrgId).execute();
  return (
    all.find((g) => g.partner_org_id !== null && g.partner_org_id === stay.sendingOrgId) ??
    all.find((g) => g.partner_org_id === null)
  );
}

export async function insertGroup(
  tx: Tx,
  g: {
    id: DutyGroupId;
    orgId: OrgId;
    partnerOrgId: OrgId | null;
    name: string;
    phone: string;
    timeZone: string;
    openedBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('duty_groups')
    .values({
      id: g.id,
      org_id: g.orgId,
      partner_org_id: g.partnerOrgId,
      name: g.name,
      phone: g.phone,
      time_zone: g.timeZone,
      opened_by: g.openedBy,
      opened_at: g.now,
    })
    .execute();
}

/** Changes a group that still has this version. False when somebody was quicker. */
export async function updateGroup(
  tx: Tx,
  g: { id: DutyGroupId; version: number },
  change: { name: string; phone: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('duty_groups')
    .set({ ...change, version: g.version + 1 })
    .where('id', '=', g.id)
    .where('version', '=', g.version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who shares duty in some groups, as long as they work for one of a group's organisations. */
export async function membersOf(read: Readable, groupIds: DutyGroupId[]) {
  if (groupIds.length === 0) return [];
  const rows = await read
    .selectFrom('duty_members as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .select(['m.group_id', 'm.person_id', 'm.phone', 'm.takes_sms', 'p.email', 'p.language'])
    .select(nameIn.map((n) => `p.${n}` as const))
    .where('m.group_id', 'in', groupIds)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('memberships as s')
          .innerJoin('duty_groups as g', (on) =>
            on.on((x) =>
              x.or([
                x('g.org_id', '=', x.ref('s.org_id')),
                x('g.partner_org_id', '=', x.ref('s.org_id')),
              ]),
            ),
          )
          .select('s.org_id')
          .whereRef('s.person_id', '=', 'm.person_id')
          .whereRef('g.id', '=', 'm.group_id')
          .where((x) =>
            x.or([
              x('s.until_on', 'is', null),
              x('s.until_on', '>=', sql<Temporal.PlainDate>`app_today()`),
            ]),
          ),
      ),
    )
    .orderBy('m.added_at')
    .orderBy('m.person_id')
    .execute();
  return rows.map((r) => ({
    groupId: r.group_id,
    personId: r.person_id,
    name: displayName(r),
    phone: r.phone,
    takesSms: r.takes_sms,
    email: r.email,
    language: r.language,
  }));
}
export type Member = Awaited<ReturnType<typeof membersOf>>[number];

export async function insertMember(
  tx: Tx,
  m: { groupId: DutyGroupId; personId: PersonId; addedBy: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('duty_members')
    .values({ group_id: m.groupId, person_id: m.personId, added_by: m.addedBy, added_at: m.now })
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Takes somebody out of a group, with their hours that are still to come. */
export async function removeMember(
  tx: Tx,
  groupId: DutyGroupId,
  personId: PersonId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .deleteFrom('duty_shifts')
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .where('from_at', '>', now)
    .execute();
  await tx
    .updateTable('duty_shifts')
    .set({ until_at: now })
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .where('until_at', '>', now)
    .where('from_at', '<', now)
    .execute();
  await tx
    .deleteFrom('duty_members')
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .execute();
}

export async function updateOwnNumber(
  tx: Tx,
  groupId: DutyGroupId,
  personId: PersonId,
  change: { phone: string; takes_sms: boolean },
): Promise<void> {
  await tx
    .updateTable('duty_members')
    .set(change)
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .execute();
}

export type RotaShift = Shift & {
  groupId: DutyGroupId;
  swapAsked: boolean;
  swapWith: PersonId | null;
  version: number;
};

/** Hours of duty that end after one moment and begin before another. */
export async function shiftsBetween(
  read: Readable,
  groupIds: DutyGroupId[],
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<RotaShift[]> {
  if (groupIds.length === 0) return [];
  const rows = await read
    .selectFrom('duty_shifts')
    .selectAll()
    .where('group_id', 'in', groupIds)
    .where('until_at', '>', from)
    .where('from_at', '<', until)
    .orderBy('from_at')
    .execute();
  return rows.map((r) => ({
    id: r.id,
    groupId: r.group_id,
    personId: r.person_id,
    from: r.from_at,
    until: r.until_at,
    swapAsked: r.swap_asked_at !== null,
    swapWith: r.swap_with,
    version: r.version,
  }));
}

export async function absencesOf(
  read: Readable,
  groupIds: DutyGroupId[],
  from: Temporal.PlainDate,
): Promise<(Absence & { groupId: DutyGroupId })[]> {
  if (groupIds.length === 0) return [];
  const rows = await read
    .selectFrom('duty_absences')
    .selectAll()
    .where('group_id', 'in', groupIds)
    .where('until_on', '>=', from)
    .orderBy('from_on')
    .execute();
  return rows.map((r) => ({
    groupId: r.group_id,
    personId: r.person_id,
    fromOn: r.from_on,
    untilOn: r.until_on,
  }));
}

export async function insertShifts(
  tx: Tx,
  of: { groupId: DutyGroupId; personId: PersonId; madeBy: PersonId; now: Temporal.Instant },
  hours: { id: DutyShiftId; from: Temporal.Instant; until: Temporal.Instant }[],
): Promise<void> {
  await tx
    .insertInto('duty_shifts')
    .values(
      hours.map((h) => ({
        id: h.id,
        group_id: of.groupId,
        person_id: of.personId,
        from_at: h.from,
        until_at: h.until,
        made_by: of.madeBy,
        made_at: of.now,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

export function lockShift(tx: Tx, id: DutyShiftId) {
  return tx
    .selectFrom('duty_shifts')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateShift(
  tx: Tx,
  shift: { id: DutyShiftId; version: number },
  change: {
    person_id?: PersonId;
    swap_asked_at: Temporal.Instant | null;
    swap_with: PersonId | null;
  },
): Promise<void> {
  await tx
    .updateTable('duty_shifts')
    .set({ ...change, version: shift.version + 1 })
    .where('id', '=', shift.id)
    .execute();
}

export async function deleteShift(tx: Tx, id: DutyShiftId): Promise<void> {
  await tx.deleteFrom('duty_shifts').where('id', '=', id).execute();
}

export async function insertAbsence(tx: Tx, a: Absence & { groupId: DutyGroupId }): Promise<void> {
  await tx
    .insertInto('duty_absences')
    .values({
      group_id: a.groupId,
      person_id: a.personId,
      from_on: a.fromOn,
      until_on: a.untilOn,
    })
    .execute();
}

export async function deleteAbsence(
  tx: Tx,
  a: { groupId: DutyGroupId; personId: PersonId; fromOn: Temporal.PlainDate },
): Promise<void> {
  await tx
    .deleteFrom('duty_absences')
    .where('group_id', '=', a.groupId)
    .where('person_id', '=', a.personId)
    .where('from_on', '=', a.fromOn)
    .execute();
}

export async function insertHandover(
  tx: Tx,
  h: {
    id: HandoverId;
    groupId: DutyGroupId;
    words: string;
    writtenBy: PersonId;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('duty_handovers')
    .values({
      id: h.id,
      group_id: h.groupId,
      words: h.words,
      written_by: h.writtenBy,
      written_at: h.now,
      send_key: h.key,
    })
    .execute();
}

export function lockHandover(tx: Tx, id: HandoverId) {
  return tx
    .selectFrom('duty_handovers')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function markHandoverRead(
  tx: Tx,
  id: HandoverId,
  by: PersonId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('duty_handovers')
    .set({ read_by: by, read_at: now })
    .where('id', '=', id)
    .execute();
}

/** The newest notes, those not read first. */
export async function handoversOf(read: Readable, groupId: DutyGroupId, limit: number) {
  const rows = await read
    .selectFrom('duty_handovers as h')
    .innerJoin('persons as p', 'p.id', 'h.written_by')
    .leftJoin('persons as r', 'r.id', 'h.read_by')
    .select(['h.id', 'h.words', 'h.written_by', 'h.written_at', 'h.read_at'])
    .select(nameIn.map((n) => `p.${n}` as const))
    .select(['r.given_name as reader_given', 'r.family_name as reader_family'])
    .where('h.group_id', '=', groupId)
    .orderBy('h.written_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((r) => ({
    id: r.id,
    words: r.words,
    by: displayName(r),
    byId: r.written_by,
    at: r.written_at,
    readAt: r.read_at,
    readBy: r.read_at ? `${r.reader_given} ${r.reader_family}` : '',
  }));
}

export async function personNames(read: Readable, ids: PersonId[]): Promise<Map<PersonId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('persons')
    .select(['id', ...nameIn])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((r) => [r.id, displayName(r)]));
}

// ---- devices

/** The session of a token, as long as it lasts. */
export function sessionOf(
  read: Readable,
  of: { personId: PersonId; hash: Buffer; now: Temporal.Instant },
) {
  return read
    .selectFrom('sessions')
    .select('id')
    .where('person_id', '=', of.personId)
    .where('token_hash', '=', of.hash)
    .where('expires_at', '>', of.now)
    .executeTakeFirst();
}

/** Devices on which alarms may be shown: those whose session lasts and that asked under this public key. */
function devices(read: Readable, now: Temporal.Instant, serverKey: string) {
  return read
    .selectFrom('push_devices as d')
    .innerJoin('sessions as s', 's.id', 'd.session_id')
    .where('s.expires_at', '>', now)
    .where('d.server_key', '=', serverKey);
}

export function devicesOf(
  read: Readable,
  personIds: PersonId[],
  now: Temporal.Instant,
  serverKey: string,
) {
  if (personIds.length === 0) return Promise.resolve([]);
  return devices(read, now, serverKey)
    .select(['d.id', 'd.person_id', 'd.endpoint', 'd.added_at', 's.device', 's.expires_at'])
    .where('d.person_id', 'in', personIds)
    .orderBy('d.added_at')
    .orderBy('d.id')
    .execute();
}

/** One of them with the language of who holds it. */
export function deviceToTell(
  read: Readable,
  id: PushDeviceId,
  now: Temporal.Instant,
  serverKey: string,
) {
  return devices(read, now, serverKey)
    .innerJoin('persons as p', 'p.id', 'd.person_id')
    .select(['d.id', 'd.endpoint', 'd.p256dh', 'd.auth', 'p.language'])
    .where('d.id', '=', id)
    .executeTakeFirst();
}

export function lockDevice(tx: Tx, id: PushDeviceId) {
  return tx
    .selectFrom('push_devices')
    .select(['id', 'person_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function deviceAt(tx: Tx, endpoint: string) {
  return tx
    .selectFrom('push_devices')
    .select(['id', 'person_id', 'auth'])
    .where('endpoint', '=', endpoint)
    .forUpdate()
    .executeTakeFirst();
}

/** A device in the place of whatever its session and its address were known by before. */
export async function putDevice(
  tx: Tx,
  d: {
    id: PushDeviceId;
    personId: PersonId;
    sessionId: SessionId;
    endpoint: string;
    p256dh: string;
    auth: string;
    serverKey: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .deleteFrom('push_devices')
    .where((eb) => eb.or([eb('session_id', '=', d.sessionId), eb('endpoint', '=', d.endpoint)]))
    .execute();
  await tx
    .insertInto('push_devices')
    .values({
      id: d.id,
      person_id: d.personId,
      session_id: d.sessionId,
      endpoint: d.endpoint,
      p256dh: d.p256dh,
      auth: d.auth,
      server_key: d.serverKey,
      added_at: d.now,
    })
    .execute();
}

export async function deleteDevice(tx: Tx, id: PushDeviceId): Promise<void> {
  await tx.deleteFrom('push_devices').where('id', '=', id).execute();
}

// ---- incidents

export type IncidentRow = NonNullable<Awaited<ReturnType<typeof incidentById>>>;

export function incidentById(read: Readable, id: IncidentId) {
  return read.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Under lock: of two who take an alarm at once one comes second and sees the other. */
export async function lockIncident(tx: Tx, id: IncidentId): Promise<IncidentRow | undefined> {
  await tx.selectFrom('incidents').select('id').where('id', '=', id).forUpdate().execute();
  return incidentById(tx, id);
}

/** An alarm of this person about this stay that nobody has taken yet. */
export function openAlarmOf(read: Readable, mobilityId: MobilityId, raisedBy: PersonId) {
  return read
    .selectFrom('incidents')
    .select('id')
    .where('mobility_id', '=', mobilityId)
    .where('raised_by', '=', raisedBy)
    .where('state', '=', 'alarm')
    .where('drill', '=', false)
    .executeTakeFirst();
}

/** Every alarm about a stay that is not closed: several may come from one night. The oldest first. */
export function openIncidentsOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('incidents')
    .select(['id', 'state', 'raised_as', 'raised_at', 'taken_by'])
    .where('mobility_id', '=', mobilityId)
    .where('state', '<>', 'closed')
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
}

/** A drill of a group that nobody has taken yet. */
export function openDrillOf(read: Readable, groupId: DutyGroupId) {
  return read
    .selectFrom('incidents')
    .select('id')
    .where('group_id', '=', groupId)
    .where('state', '=', 'alarm')
    .where('drill', '=', true)
    .executeTakeFirst();
}

export function incidentOfCase(read: Readable, caseId: SupportCaseId) {
  return read.selectFrom('incidents').select('id').where('case_id', '=', caseId).executeTakeFirst();
}

export async function insertIncident(
  tx: Tx,
  i: {
    id: IncidentId;
    groupId: DutyGroupId | null;
    orgId: OrgId;
    partnerOrgId: OrgId | null;
    mobilityId: MobilityId | null;
    pupilId: PersonId | null;
    caseId: SupportCaseId | null;
    drill: boolean;
    raisedBy: PersonId | null;
    raisedAs: RaiserPart | 'case' | 'drill';
    procedure: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('incidents')
    .values({
      id: i.id,
      group_id: i.groupId,
      org_id: i.orgId,
      partner_org_id: i.partnerOrgId,
      mobility_id: i.mobilityId,
      pupil_id: i.pupilId,
      case_id: i.caseId,
      drill: i.drill,
      raised_by: i.raisedBy,
      raised_as: i.raisedAs,
      raised_at: i.now,
      state: 'alarm',
      procedure: i.procedure,
    })
    .execute();
}

export async function updateIncident(
  tx: Tx,
  i: { id: IncidentId; version: number },
  change: Partial<{
    state: IncidentState;
    kind: IncidentKind;
    round: number;
    next_at: Temporal.Instant | null;
    taken_by: PersonId;
    taken_at: Temporal.Instant;
    happened: string;
    learned: string;
    closed_by: PersonId;
    closed_at: Temporal.Instant;
  }>,
): Promise<void> {
  await tx
    .updateTable('incidents')
    .set({ ...change, version: i.version + 1 })
    .where('id', '=', i.id)
    .execute();
}

/** Alarms that nobody has taken, whose time is over or whose last telling may have failed. */
export function openAlarms(read: Readable) {
  return read
    .selectFrom('incidents')
    .select(['id', 'next_at'])
    .where('state', '=', 'alarm')
    .orderBy('next_at')
    .execute();
}

export type IncidentFilter = {
  /** empty: open ones and closed ones */
  state: 'open' | 'closed' | '';
  kind: IncidentKind | '';
  /** of the pupil's name, of whoever may read it; empty for all */
  name: string;
};

/** What the row policies let somebody see, and of it what a filter leaves. */
function incidentsBy(read: Readable, filter: Omit<IncidentFilter, 'name'>) {
  let query = read.selectFrom('incidents as i');
  if (filter.state === 'open') query = query.where('i.state', '<>', 'closed');
  if (filter.state === 'closed') query = query.where('i.state', '=', 'closed');
  if (filter.kind !== '') query = query.where('i.kind', '=', filter.kind);
  return query;
}

/** Pupils of such incidents who are called so: each is looked at once, however many incidents they had. */
async function pupilsNamed(read: Readable, filter: IncidentFilter): Promise<PersonId[]> {
  const rows = await read
    .selectFrom('persons as p')
    .select('p.id')
    .where(
      'p.id',
      'in',
      incidentsBy(read, filter)
        .select('i.pupil_id')
        .where('i.pupil_id', 'is not', null)
        .distinct() as never,
    )
    .where(
      sql<boolean>`strpos(app_folded(concat_ws(' ', p.preferred_name, p.given_name, p.family_name)), app_folded(${filter.name})) > 0`,
    )
    .limit(200)
    .execute();
  return rows.map((r) => r.id);
}

/**
 * A page of the incidents somebody may see, the newest first.
 * @param page.after the last one of the page before
 */
export async function incidentsSeen(
  read: Readable,
  filter: IncidentFilter,
  page: { after: IncidentId | null; limit: number },
) {
  let query = incidentsBy(read, filter);
  if (filter.name !== '') {
    const pupils = await pupilsNamed(read, filter);
    if (pupils.length === 0) return [];
    query = query.where('i.pupil_id', 'in', pupils);
  }
  if (page.after)
    query = query.where(
      sql<boolean>`(i.raised_at, i.id) < (select l.raised_at, l.id from incidents as l where l.id = ${page.after})`,
    );
  const rows = await query
    .leftJoin('persons as p', 'p.id', 'i.pupil_id')
    .innerJoin('organisations as o', 'o.id', 'i.org_id')
    .select([
      'i.id',
      'i.state',
      'i.kind',
      'i.drill',
      'i.raised_at',
      'o.name as org_name',
      'o.time_zone',
    ])
    .select(nameIn.map((n) => `p.${n}` as const))
    .orderBy('i.raised_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(page.limit)
    .execute();
  return rows.map((r) => ({
    ...r,
    pupil:
      r.given_name === null || r.family_name === null
        ? null
        : displayName({
            given_name: r.given_name,
            family_name: r.family_name,
            preferred_name: r.preferred_name,
          }),
  }));
}

/** Alarms somebody has raised and that are not closed; for the page that tells them how it stands. */
export function alarmsOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('incidents')
    .select(['id', 'state', 'mobility_id', 'raised_at'])
    .where('raised_by', '=', personId)
    .where('state', '<>', 'closed')
    .where('drill', '=', false)
    .orderBy('raised_at', 'desc')
    .execute();
}

export async function insertLine(
  tx: Tx,
  l: {
    id: Id<'inl'>;
    incidentId: IncidentId;
    at: Temporal.Instant;
    kind: LineKind;
    personId?: PersonId | null;
    who?: string;
    step?: string;
    second?: string;
    words?: string;
    key?: string;
  },
): Promise<void> {
  await tx
    .insertInto('incident_lines')
    .values({
      id: l.id,
      incident_id: l.incidentId,
      at: l.at,
      kind: l.kind,
      person_id: l.personId ?? null,
      who: l.who ?? '',
      step: l.step ?? null,
      second: l.second ?? '',
      words: l.words ?? '',
      send_key: l.key ?? null,
    })
    .execute();
}

export function linesOf(read: Readable, incidentId: IncidentId) {
  return read
    .selectFrom('incident_lines')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('number')
    .execute();
}

export async function insertTelling(
  tx: Tx,
  t: {
    id: Id<'itl'>;
    incidentId: IncidentId;
    round: number;
    personId: PersonId;
    channel: AlarmChannel;
    deviceId?: PushDeviceId | undefined;
    sendKey: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('incident_tellings')
    .values({
      id: t.id,
      incident_id: t.incidentId,
      round: t.round,
      person_id: t.personId,
      channel: t.channel,
      device_id: t.deviceId ?? null,
      at: t.now,
      send_key: t.sendKey,
    })
    .execute();
}

export function tellingsOf(read: Readable, incidentId: IncidentId) {
  return read
    .selectFrom('incident_tellings')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('at')
    .execute();
}

export function lockTelling(tx: Tx, id: Id<'itl'>) {
  return tx
    .selectFrom('incident_tellings')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateTelling(
  tx: Tx,
  id: Id<'itl'>,
  change: Partial<{
    tries: number;
    sent_at: Temporal.Instant;
    failed_at: Temporal.Instant;
  }>,
): Promise<void> {
  await tx.updateTable('incident_tellings').set(change).where('id', '=', id).execute();
}

/** Which of these mails were refused for good. Read as the installation: nobody else sees mails. */
export async function refusedMails(read: Readable, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await read
    .selectFrom('mails')
    .select('send_key')
    .where('send_key', 'in', keys)
    .where('failed_at', 'is not', null)
    .execute();
  return new Set(rows.map((r) => r.send_key));
}

/** Which of these addresses have refused the newest mail, in lower case. */
export async function deadAddresses(read: Readable, addresses: string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const { rows } = await sql<{ address: string }>`
    select address from app_dead_addresses(${addresses})`.execute(read as Tx);
  return new Set(rows.map((r) => r.address));
}

export async function insertNote(
  tx: Tx,
  n: {
    id: Id<'ino'>;
    incidentId: IncidentId;
    sealed: Buffer;
    writtenBy: PersonId;
    who: string;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('incident_notes')
    .values({
      id: n.id,
      incident_id: n.incidentId,
      sealed: n.sealed,
      written_by: n.writtenBy,
      who: n.who,
      written_at: n.now,
      send_key: n.key,
    })
    .execute();
}

export function notesOf(read: Readable, incidentId: IncidentId) {
  return read
    .selectFrom('incident_notes')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('written_at')
    .execute();
}

export async function hasLine(read: Readable, incidentId: IncidentId, key: string) {
  const row = await read
    .selectFrom('incident_lines')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('send_key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

/** Everything of incidents that were closed before a day, and notes of rotas of that time. */
export async function forget(
  tx: Tx,
  of: {
    now: Temporal.Instant;
    closedBefore: Temporal.Instant;
    dutyBefore: Temporal.Instant;
    endedBefore: Temporal.PlainDate;
  },
): Promise<void> {
  await tx
    .deleteFrom('incidents')
    .where('state', '=', 'closed')
    .where('closed_at', '<', of.closedBefore)
    .execute();
  await tx
    .deleteFrom('push_devices')
    .where('session_id', 'in', (eb) =>
      eb.selectFrom('sessions as s').select('s.id').where('s.expires_at', '<', of.now),
    )
    .execute();
  await tx.deleteFrom('duty_shifts').where('until_at', '<', of.dutyBefore).execute();
  await tx.deleteFrom('duty_handovers').where('written_at', '<', of.dutyBefore).execute();
  await tx
    .deleteFrom('duty_absences')
    .where('until_on', '<', of.dutyBefore.toZonedDateTimeISO('UTC').toPlainDate())
    .execute();
  await tx
    .deleteFrom('emergency_cards')
    .where('mobility_id', 'in', (eb) =>
      eb.selectFrom('mobilities').select('id').where('ends_on', '<', of.endedBefore),
    )
    .execute();
}

// ---- stays

function stays(read: Readable) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .leftJoin('organisations as h', 'h.id', 'm.hosting_org_id')
    .leftJoin('organisations as s', 's.id', 'm.host_school_id')
    .select([
      'm.id',
      'm.pupil_id',
      'm.state',
      'm.starts_on',
      'm.ends_on',
      'm.host_country',
      'm.hosting_org_id',
      'm.sending_org_id',
      'm.sending_school_id',
      'm.contact_person_id',
      'p.phone',
      'p.language',
      'p.birth_date',
      'h.name as hosting_org',
      'h.phone as hosting_phone',
      'h.time_zone as hosting_zone',
      's.name as host_school',
      's.phone as host_school_phone',
      's.time_zone as school_zone',
    ])
    .select(nameIn.map((n) => `p.${n}` as const))
    .orderBy('p.family_name')
    .orderBy('p.given_name');
}
export type StayRow = Awaited<ReturnType<ReturnType<typeof stays>['execute']>>[number];

/** Stays of the row policies that are near today, for who has a part in them. */
export function staysNear(read: Readable, today: Temporal.PlainDate): Promise<StayRow[]> {
  return stays(read)
    .where('m.state', 'in', ['placed', 'agreed', 'ready', 'departed', 'settled', 'returned'])
    .where('m.starts_on', '<=', today.add({ days: 10 }))
    .where((eb) =>
      eb.or([
        eb('m.ends_on', '>=', today.subtract({ days: 10 })),
        eb('m.state', 'in', ['departed', 'settled']),
      ]),
    )
    .limit(500)
    .execute();
}

export const stayById = (read: Readable, id: MobilityId): Promise<StayRow | undefined> =>
  stays(read).where('m.id', '=', id).executeTakeFirst();

/** Who belongs to some stays: their ids, parts and days. */
export async function partiesOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return [];
  return read
    .selectFrom('mobility_parties')
    .select(['mobility_id', 'person_id', 'org_id', 'role', 'from_on', 'until_on'])
    .where('mobility_id', 'in', ids)
    .execute();
}

/** Families that have taken a pupil in on a day, the one before or the one after, with their address. */
export async function homesOf(read: Readable, ids: MobilityId[], on: Temporal.PlainDate) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('placements as x')
    .innerJoin('host_families as f', 'f.id', 'x.family_id')
    .select([
      'x.mobility_id',
      'x.kind',
      'x.family_id',
      'x.from_on',
      'x.until_on',
      'f.name',
      'f.city',
      'f.country_code',
      'f.address',
    ])
    .where('x.mobility_id', 'in', ids)
    .where('x.state', '=', 'accepted')
    .where('x.from_on', '<=', on.add({ days: 1 }))
    .where('x.until_on', '>=', on.subtract({ days: 1 }))
    .execute();
  return rows.map((r) => {
    const { street = '', postcode = '' } = r.address as { street?: string; postcode?: string };
    return {
      mobilityId: r.mobility_id,
      familyId: r.family_id,
      kind: r.kind,
      fromOn: r.from_on,
      untilOn: r.until_on,
      name: r.name,
      address: [street, `${postcode} ${r.city}`.trim()].filter(Boolean).join(', '),
      countryCode: r.country_code,
    };
  });
}

/** Organisations that have sent pupils to another one: with them duty can be shared. */
export async function sendersTo(read: Readable, orgId: OrgId) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('organisations as o', 'o.id', 'm.sending_org_id')
    .select(['o.id', 'o.name'])
    .distinct()
    .where('m.hosting_org_id', '=', orgId)
    .where('o.id', '<>', orgId)
    .orderBy('o.name')
    .execute();
}

/** Stays of a pupil, the newest first. */
export function staysOfPupil(read: Readable, pupilId: PersonId): Promise<StayRow[]> {
  return stays(read)
    .clearOrderBy()
    .where('m.pupil_id', '=', pupilId)
    .where('m.state', 'in', ['placed', 'agreed', 'ready', 'departed', 'settled', 'returned'])
    .orderBy('m.starts_on', 'desc')
    .execute();
}

/** Incidents of a group that are not closed, and its last drills. */
export function incidentsOfGroup(read: Readable, groupId: DutyGroupId, limit: number) {
  return read
    .selectFrom('incidents')
    .select(['id', 'drill', 'state', 'raised_at', 'taken_at', 'closed_at'])
    .where('group_id', '=', groupId)
    .where((eb) => eb.or([eb('state', '<>', 'closed'), eb('drill', '=', true)]))
    .orderBy('raised_at', 'desc')
    .limit(limit)
    .execute();
}

/** Persons of the families a pupil lives or lived with. */
export async function familyPersons(read: Readable, mobilityId: MobilityId): Promise<PersonId[]> {
  const rows = await read
    .selectFrom('placements as x')
    .innerJoin('family_members as f', 'f.family_id', 'x.family_id')
    .select('f.person_id')
    .where('x.mobility_id', '=', mobilityId)
    .where('x.state', 'in', ['accepted', 'ended'])
    .execute();
  return rows.flatMap((r) => r.person_id ?? []);
}

export async function familyPhones(read: Readable, familyIds: Id<'fam'>[]) {
  if (familyIds.length === 0) return [];
  const rows = await read
    .selectFrom('family_members as f')
    .innerJoin('persons as p', 'p.id', 'f.person_id')
    .select(['f.family_id', 'p.phone'])
    .select(nameIn.map((n) => `p.${n}` as const))
    .where('f.family_id', 'in', familyIds)
    .where('p.phone', 'is not', null)
    .execute();
  return rows.map((r) => ({
    familyId: r.family_id,
    name: displayName(r),
    phone: r.phone ?? '',
  }));
}

/** Names and phones of persons: for cards, where those concerned are known. */
export async function contactsOf(read: Readable, ids: PersonId[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('persons')
    .select(['id', 'phone', ...nameIn])
    .where('id', 'in', ids)
    .execute();
  return rows.map((r) => ({ id: r.id, name: displayName(r), phone: r.phone ?? '' }));
}

/** Administrators of the installation, for an alarm that nobody else can be told of. */
export function administrators(read: Readable) {
  return read
    .selectFrom('persons')
    .select(['id', 'email', 'language', ...nameIn])
    .where('is_admin', '=', true)
    .execute();
}

// ---- cards

export function cardOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('emergency_cards')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .executeTakeFirst();
}

export function lockCard(tx: Tx, mobilityId: MobilityId) {
  return tx
    .selectFrom('emergency_cards')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .forUpdate()
    .executeTakeFirst();
}

export async function saveCard(
  tx: Tx,
  c: {
    mobilityId: MobilityId;
    pupilId: PersonId;
    sealed: Buffer;
    agreedBy: PersonId | null;
    agreedAt: Temporal.Instant | null;
    changedBy: PersonId;
    now: Temporal.Instant;
    version: number;
  },
): Promise<void> {
  const row = {
    sealed: c.sealed,
    agreed_by: c.agreedBy,
    agreed_at: c.agreedAt,
    changed_by: c.changedBy,
    changed_at: c.now,
    version: c.version + 1,
  };
  if (c.version > 0) {
    await tx
      .updateTable('emergency_cards')
      .set(row)
      .where('mobility_id', '=', c.mobilityId)
      .execute();
    return;
  }
  await tx
    .insertInto('emergency_cards')
    .values({ mobility_id: c.mobilityId, pupil_id: c.pupilId, ...row })
    .execute();
}
