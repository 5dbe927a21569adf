import { sql } from 'kysely';
import type { OrgRole } from '#kernel/actor.ts';
import type { InvitationId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { InvitationKind, OrgKind, PartyKind } from '../../core/index.ts';

export function organisationById(read: Readable, id: OrgId) {
  return read.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirst();
}

export function organisationForUpdate(tx: Tx, id: OrgId) {
  return tx
    .selectFrom('organisations')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function organisationsByIds(read: Readable, ids: readonly OrgId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('organisations')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('name')
    .execute();
}

/** Names in the order of a dictionary, accents and case beside their letters; the database's own order may be that of bytes. */
const byName = sql<string>`name collate "und-x-icu"`;

/**
 * Schools and supporting organisations whose name or city holds the text, by name.
 *
 * @param search.after the last one of the page before
 * @param search.limit one more than shown tells that there are more
 */
export function findOrganisations(
  read: Readable,
  search: { text: string; kind: PartyKind | null; after: OrgId | null; limit: number },
) {
  let query = read
    .selectFrom('organisations')
    .select(['id', 'kind', 'name', 'country_code', 'city'])
    .orderBy(byName)
    .orderBy('id')
    .limit(search.limit);
  if (search.after)
    query = query.where(
      sql<boolean>`(${byName}, id) > (select l.name, l.id from organisations as l where l.id = ${search.after})`,
    );
  query = search.kind
    ? query.where('kind', '=', search.kind)
    : query.where('kind', '<>', 'network');
  if (search.text) {
    const like = `%${search.text.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) => eb.or([eb('name', 'ilike', like), eb('city', 'ilike', like)]));
  }
  return query.execute();
}

export type NewOrganisation = {
  id: OrgId;
  kind: OrgKind;
  name: string;
  countryCode: string;
  city: string;
  timeZone: string;
  language: string;
  email?: string | null;
  isExample?: boolean;
  now: Temporal.Instant;
};

export async function insertOrganisation(tx: Tx, org: NewOrganisation): Promise<void> {
  await tx
    .insertInto('organisations')
    .values({
      id: org.id,
      kind: org.kind,
      name: org.name,
      country_code: org.countryCode,
      city: org.city,
      time_zone: org.timeZone,
      language: org.language,
      email: org.email ?? null,
      is_example: org.isExample ?? false,
      created_at: org.now,
    })
    .execute();
}

/** @returns false when somebody else changed the profile meanwhile */
export async function updateOrganisation(
  tx: Tx,
  id: OrgId,
  version: number,
  change: {
    name: string;
    country_code: string;
    city: string;
    time_zone: string;
    language: string;
    oid: string | null;
    email: string | null;
    phone: string | null;
    address: { street: string; postalCode: string };
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('organisations')
    .set({ ...change, address: json(change.address), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Present members with how to reach them; row policies hide the members of organisations one has nothing to do with. */
export function membersOf(read: Readable, orgId: OrgId, today: Temporal.PlainDate) {
  return read
    .selectFrom('memberships as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .select([
      'm.person_id',
      'm.roles',
      'm.from_on',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.phone',
      'p.language',
    ])
    .where('m.org_id', '=', orgId)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)]))
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
}

/** Present members of several organisations, with what is needed to write to them. */
export function staffOf(read: Readable, orgIds: readonly OrgId[], today: Temporal.PlainDate) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('memberships as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .select([
      'm.org_id',
      'm.roles',
      'p.id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
    ])
    .where('m.org_id', 'in', orgIds)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)]))
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
}

/** Present memberships of some people, with the organisation. */
export function membershipsOf(read: Readable, personIds: PersonId[], today: Temporal.PlainDate) {
  if (personIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('memberships as m')
    .innerJoin('organisations as o', 'o.id', 'm.org_id')
    .select(['m.person_id', 'm.org_id', 'm.roles', 'o.name', 'o.kind'])
    .where('m.person_id', 'in', personIds)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)]))
    .orderBy('o.name')
    .execute();
}

/** Adds a member. Somebody who is one already, or was, gets the roles on top and stays. */
export async function insertMembership(
  tx: Tx,
  m: { orgId: OrgId; personId: PersonId; roles: readonly OrgRole[]; fromOn: Temporal.PlainDate },
): Promise<void> {
  await tx
    .insertInto('memberships')
    .values({ org_id: m.orgId, person_id: m.personId, roles: [...m.roles], from_on: m.fromOn })
    .onConflict((c) =>
      c.columns(['org_id', 'person_id']).doUpdateSet({
        roles: sql<string[]>`case when memberships.until_on is null
          then (select array_agg(distinct r) from unnest(memberships.roles || excluded.roles) r)
          else excluded.roles end`,
        until_on: null,
      }),
    )
    .execute();
}

export async function endMembership(
  tx: Tx,
  orgId: OrgId,
  personId: PersonId,
  untilOn: Temporal.PlainDate,
): Promise<void> {
  await tx
    .updateTable('memberships')
    .set({ until_on: untilOn })
    .where('org_id', '=', orgId)
    .where('person_id', '=', personId)
    .execute();
}

export async function insertInvitation(
  tx: Tx,
  i: {
    id: InvitationId;
    tokenHash: Buffer;
    kind: InvitationKind;
    email: string;
    language: string;
    orgId: OrgId | null;
    orgName: string | null;
    orgKind: OrgKind | null;
    projectId: ProjectId | null;
    projectRole: PartyKind | null;
    roles: readonly OrgRole[];
    invitedBy: PersonId | null;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('invitations')
    .values({
      id: i.id,
      token_hash: i.tokenHash,
      kind: i.kind,
      email: i.email,
      language: i.language,
      org_id: i.orgId,
      org_name: i.orgName,
      org_kind: i.orgKind,
      project_id: i.projectId,
      project_role: i.projectRole,
      roles: [...i.roles],
      invited_by: i.invitedBy,
      created_at: i.now,
      expires_at: i.expiresAt,
    })
    .execute();
}

/** An invitation with the names that its page, its mail and its policy need. */
function invitations(read: Readable) {
  return read
    .selectFrom('invitations as i')
    .leftJoin('persons as p', 'p.id', 'i.invited_by')
    .leftJoin('organisations as o', 'o.id', 'i.org_id')
    .leftJoin('projects as j', 'j.id', 'i.project_id')
    .leftJoin('organisations as c', 'c.id', 'j.coordinator_id')
    .selectAll('i')
    .select([
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'o.name as own_org_name',
      'o.kind as own_org_kind',
      'o.email as own_org_email',
      'j.title as project_title',
      'c.id as coordinator_id',
      'c.name as coordinator_name',
    ]);
}

export type InvitationRow = NonNullable<Awaited<ReturnType<typeof invitationById>>>;

export function invitationByToken(read: Readable, tokenHash: Buffer) {
  return invitations(read).where('i.token_hash', '=', tokenHash).executeTakeFirst();
}

export function invitationById(read: Readable, id: InvitationId) {
  return invitations(read).where('i.id', '=', id).executeTakeFirst();
}

/** Locks the row, so that a link used twice at the same moment is used once. */
export async function lockInvitation(tx: Tx, id: InvitationId): Promise<void> {
  await tx.selectFrom('invitations').select('id').where('id', '=', id).forUpdate().execute();
}

/** Colleagues and organisations that have not answered yet, expired ones included, newest first. */
export function waitingInvitationsOfOrg(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('invitations as i')
    .selectAll('i')
    .where('i.kind', '=', 'colleague')
    .where('i.org_id', 'in', [...orgIds])
    .where('i.accepted_at', 'is', null)
    .where('i.withdrawn_at', 'is', null)
    .orderBy('i.created_at', 'desc')
    .execute();
}

/** Invitations into a project that are not withdrawn, newest first, with the name of the organisation as far as known. */
export function invitationsOfProject(read: Readable, projectId: ProjectId) {
  return read
    .selectFrom('invitations as i')
    .leftJoin('organisations as o', 'o.id', 'i.org_id')
    .selectAll('i')
    .select('o.name as known_name')
    .where('i.project_id', '=', projectId)
    .where('i.withdrawn_at', 'is', null)
    .orderBy('i.created_at', 'desc')
    .execute();
}

export async function renewInvitation(
  tx: Tx,
  id: InvitationId,
  tokenHash: Buffer,
  expiresAt: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('invitations')
    .set({ token_hash: tokenHash, expires_at: expiresAt })
    .where('id', '=', id)
    .execute();
}

export async function markWithdrawn(
  tx: Tx,
  id: InvitationId,
  now: Temporal.Instant,
): Promise<void> {
  await tx.updateTable('invitations').set({ withdrawn_at: now }).where('id', '=', id).execute();
}

export async function markAccepted(
  tx: Tx,
  id: InvitationId,
  accepted: { by: PersonId; orgId: OrgId | null; now: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('invitations')
    .set({
      accepted_at: accepted.now,
      accepted_by: accepted.by,
      ...(accepted.orgId ? { org_id: accepted.orgId } : {}),
    })
    .where('id', '=', id)
    .execute();
}

// nobody of it was here since: people have signed in, come or gone, and what never had anybody was made before
const nobodySince = (before: Temporal.PlainDate) => sql<boolean>`o.created_at::date < ${before}
  and not exists (select 1 from project_parties x where x.org_id = o.id)
  and not exists (select 1 from memberships m join persons p on p.id = m.person_id where m.org_id = o.id
    and greatest(coalesce(p.seen_on, p.created_at::date), m.from_on, m.until_on) >= ${before})`;

/** Organisations without a project of which nobody was here since a day, by id. */
export function organisationsAsleep(
  read: Readable,
  before: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('organisations as o')
    .select('o.id')
    .where('o.id', '>', after as OrgId)
    .where(nobodySince(before))
    .orderBy('o.id')
    .limit(limit)
    .execute();
}

/** The same about one, held: whoever would join it or open a project waits. */
export async function asleepForUpdate(tx: Tx, id: OrgId, before: Temporal.PlainDate) {
  await tx.selectFrom('organisations').select('id').where('id', '=', id).forUpdate().execute();
  return tx
    .selectFrom('organisations as o')
    .select('o.id')
    .where('o.id', '=', id)
    .where(nobodySince(before))
    .executeTakeFirst();
}

/** An organisation with everything of its own; false while something that others keep names it. */
export async function deleteOrganisation(tx: Tx, id: OrgId): Promise<boolean> {
  const { rows } = await sql<{
    gone: boolean;
  }>`select app_forget_organisation(${id}) as gone`.execute(tx);
  return rows[0]?.gone ?? false;
}

/** Invitations that ended before a moment, some at a time. */
export async function deleteInvitationsBefore(
  tx: Tx,
  before: Temporal.Instant,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('invitations')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('invitations')
        .select('id')
        .where((e) => e.fn.coalesce('accepted_at', 'withdrawn_at', 'expires_at'), '<', before)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
