import { sql } from 'kysely';
import type {
  ApplicationId,
  ConsentId,
  IntakeId,
  MobilityId,
  OrgId,
  PersonId,
  ProjectId,
} from '#kernel/ids.ts';
import { type Param, prepared, type Readable, type Tx } from '#platform/database/index.ts';
import type { Dossier, MobilityState, PartyRole } from '../core/index.ts';

function dossierRow(read: Readable, id: MobilityId) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .selectAll('m')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.birth_date'])
    .where('m.id', '=', id)
    .executeTakeFirst();
}

async function withParties(
  read: Readable,
  m: Awaited<ReturnType<typeof dossierRow>>,
): Promise<Dossier | undefined> {
  if (!m) return undefined;
  const parties = await read
    .selectFrom('mobility_parties')
    .select(['org_id', 'person_id', 'role', 'from_on', 'until_on'])
    .where('mobility_id', '=', m.id)
    .execute();
  return {
    id: m.id,
    projectId: m.project_id,
    intakeId: m.intake_id,
    applicationId: m.application_id,
    pupilId: m.pupil_id,
    pupilName: `${m.preferred_name || m.given_name} ${m.family_name}`,
    pupilBirthDate: m.birth_date,
    sendingSchoolId: m.sending_school_id,
    sendingOrgId: m.sending_org_id,
    hostingOrgId: m.hosting_org_id,
    hostSchoolId: m.host_school_id,
    hostCountry: m.host_country,
    startsOn: m.starts_on,
    endsOn: m.ends_on,
    state: m.state as MobilityState,
    contactTeacherId: m.contact_teacher_id,
    mentorId: m.mentor_id,
    contactPersonId: m.contact_person_id,
    version: m.version,
    parties: parties.map((p) => ({
      orgId: p.org_id,
      personId: p.person_id,
      role: p.role as PartyRole,
      fromOn: p.from_on,
      untilOn: p.until_on,
    })),
  };
}

/** A dossier the actor may see, with its parties. */
export async function loadDossier(read: Readable, id: MobilityId): Promise<Dossier | undefined> {
  return withParties(read, await dossierRow(read, id));
}

/**
 * The same under lock: whoever changes anything of a mobility waits for the one before. Locked first and read afterwards,
 * since a statement that waits for a lock still sees the other tables as they were before.
 */
export async function lockDossier(tx: Tx, id: MobilityId): Promise<Dossier | null> {
  await tx.selectFrom('mobilities').select('id').where('id', '=', id).forUpdate().execute();
  return (await loadDossier(tx, id)) ?? null;
}

export async function insertMobility(
  tx: Tx,
  m: {
    id: MobilityId;
    projectId: ProjectId;
    intakeId: IntakeId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    sendingSchoolId: OrgId;
    sendingOrgId: OrgId | null;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
    contactTeacherId: PersonId | null;
    state: MobilityState;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('mobilities')
    .values({
      id: m.id,
      project_id: m.projectId,
      intake_id: m.intakeId,
      application_id: m.applicationId,
      pupil_id: m.pupilId,
      sending_school_id: m.sendingSchoolId,
      sending_org_id: m.sendingOrgId,
      starts_on: m.startsOn,
      ends_on: m.endsOn,
      contact_teacher_id: m.contactTeacherId,
      state: m.state,
      created_at: m.now,
    })
    .execute();
}

export async function insertParty(
  tx: Tx,
  mobility: { id: MobilityId; state: string; startsOn: Temporal.PlainDate },
  party: {
    orgId?: OrgId | null;
    personId?: PersonId | null;
    role: PartyRole;
    fromOn: Temporal.PlainDate;
    untilOn?: Temporal.PlainDate | null;
  },
): Promise<void> {
  await tx
    .insertInto('mobility_parties')
    .values({
      mobility_id: mobility.id,
      org_id: party.orgId ?? null,
      person_id: party.personId ?? null,
      role: party.role,
      from_on: party.fromOn,
      until_on: party.untilOn ?? null,
      state: mobility.state,
      starts_on: mobility.startsOn,
    })
    .onConflict((c) =>
      c
        .columns(['mobility_id', 'party_id', 'role'])
        .doUpdateSet({ until_on: party.untilOn ?? null }),
    )
    .execute();
}

/** Ends a part from a day on; the one who played it then finds nothing any more. */
export async function endParty(
  tx: Tx,
  id: MobilityId,
  partyId: string,
  role: PartyRole,
  lastDay: Temporal.PlainDate,
): Promise<void> {
  await tx
    .updateTable('mobility_parties')
    .set({ until_on: lastDay })
    .where('mobility_id', '=', id)
    .where('party_id', '=', partyId)
    .where('role', '=', role)
    .execute();
}

/** The list projection follows by itself (migration 0013). */
export async function setState(tx: Tx, id: MobilityId, state: MobilityState): Promise<void> {
  await tx
    .updateTable('mobilities')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function updateHost(
  tx: Tx,
  id: MobilityId,
  host: Partial<{
    hosting_org_id: OrgId | null;
    host_school_id: OrgId | null;
    host_country: string | null;
    mentor_id: PersonId | null;
    contact_person_id: PersonId | null;
    contact_teacher_id: PersonId | null;
  }>,
): Promise<void> {
  await tx
    .updateTable('mobilities')
    .set((eb) => ({ ...host, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export type MobilityListRow = {
  id: MobilityId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  state: string;
  starts_on: Temporal.PlainDate;
  ends_on: Temporal.PlainDate;
  sending_school: string;
  host_school: string | null;
  hosting_org: string | null;
  contact_person_id: PersonId | null;
  role: string;
};

/** A place in the list: the last row of the page before. */
export type ListPlace = { startsOn: Temporal.PlainDate; id: MobilityId };

type ListValues = {
  parties: string[];
  today: Temporal.PlainDate;
  limit: number;
  state: string;
  startsOn: Temporal.PlainDate;
  id: MobilityId;
};

/** The statement of the list: with or without a state, from the start or after a place. */
function listStatement(ofState: boolean, further: boolean) {
  // each party's own page comes straight from its index, and only the rows shown are joined: asked for all parties at
  // once, PostgreSQL joins every dossier of theirs before it sorts (20 s instead of milliseconds, docs/decisions/0003)
  return prepared((read, param: Param<ListValues>) => {
    const shown = read
      .selectFrom(
        sql<{ id: string }>`unnest(${param('parties')}::text[])`.as<'party'>(sql`party(id)`),
      )
      .innerJoinLateral(
        (eb) => {
          let own = eb
            .selectFrom('mobility_parties as x')
            .select(['x.mobility_id', 'x.state', 'x.starts_on', 'x.role'])
            .whereRef('x.party_id', '=', 'party.id')
            .where((e) =>
              e.or([e('x.until_on', 'is', null), e('x.until_on', '>=', param('today'))]),
            );
          if (ofState) own = own.where('x.state', '=', param('state'));
          if (further)
            own = own.where((e) =>
              e.or([
                e('x.starts_on', '<', param('startsOn')),
                e.and([
                  e('x.starts_on', '=', param('startsOn')),
                  e('x.mobility_id', '>', param('id')),
                ]),
              ]),
            );
          return own
            .orderBy('x.starts_on', 'desc')
            .orderBy('x.mobility_id')
            .limit(param('limit'))
            .as('y');
        },
        (join) => join.onTrue(),
      )
      .select(['y.mobility_id', 'y.state', 'y.starts_on', 'y.role'])
      .orderBy('y.starts_on', 'desc')
      .orderBy('y.mobility_id')
      .limit(param('limit'))
      .as('mp');
    return read
      .selectFrom(shown)
      .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
      .leftJoin('organisations as h', 'h.id', 'm.host_school_id')
      .leftJoin('organisations as o', 'o.id', 'm.hosting_org_id')
      .select([
        'm.id',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
        'mp.state',
        'mp.starts_on',
        'm.ends_on',
        's.name as sending_school',
        'h.name as host_school',
        'o.name as hosting_org',
        'm.contact_person_id',
        'mp.role',
      ])
      .orderBy('mp.starts_on', 'desc')
      .orderBy('mp.mobility_id');
  });
}

const listStatements = [false, true].map((ofState) =>
  [false, true].map((further) => listStatement(ofState, further)),
);

/**
 * One page of the mobilities a party takes part in, newest start first, by key and not by offset: the hundredth page
 * costs what the first does.
 */
export function listMobilities(
  read: Readable,
  scope: { parties: string[]; today: Temporal.PlainDate },
  filter: { state?: string | null; after?: ListPlace | null; limit: number },
): Promise<MobilityListRow[]> {
  const { state, after, limit } = filter;
  const ask = listStatements[Number(Boolean(state))]?.[Number(Boolean(after))];
  return (ask as ReturnType<typeof listStatement>)(read, {
    ...scope,
    limit,
    state: state as string,
    ...(after as ListPlace),
  });
}

export function mobilitiesOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select([
      'm.id',
      'm.state',
      'm.starts_on',
      'm.ends_on',
      'm.application_id',
      'm.pupil_id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('m.intake_id', '=', intakeId)
    .orderBy('p.family_name')
    .execute();
}

/** Everybody who has a part today in a dossier of an intake that the actor sees, with what they are called. */
export async function partiesOfIntake(
  read: Readable,
  intakeId: IntakeId,
  today: Temporal.PlainDate,
) {
  const rows = await read
    .selectFrom('mobility_parties as x')
    .innerJoin('mobilities as m', 'm.id', 'x.mobility_id')
    .leftJoin('persons as p', 'p.id', 'x.person_id')
    .leftJoin('organisations as o', 'o.id', 'x.org_id')
    .select(['x.role', 'x.org_id', 'x.person_id', 'o.name as org_name'])
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.birth_date'])
    .where('m.intake_id', '=', intakeId)
    .where('m.state', '<>', 'withdrawn')
    .where((eb) => eb.or([eb('x.until_on', 'is', null), eb('x.until_on', '>=', today)]))
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
  return rows.map((r) => ({
    role: r.role as PartyRole,
    orgId: r.org_id,
    orgName: r.org_name,
    personId: r.person_id,
    given_name: r.given_name ?? '',
    family_name: r.family_name ?? '',
    preferred_name: r.preferred_name,
    birthDate: r.birth_date,
  }));
}

/** Whose mobilities they are, as far as the reader sees them. */
export async function pupilNames(
  read: Readable,
  ids: readonly MobilityId[],
): Promise<Map<string, string>> {
  const rows = await read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select(['m.id', 'p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('m.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((r) => [r.id, `${r.preferred_name || r.given_name} ${r.family_name}`]));
}

/** Names and addresses of organisations and persons, one query after the other: one connection answers one at a time. */
export async function namesOf(read: Readable, orgIds: OrgId[], personIds: PersonId[]) {
  const orgs =
    orgIds.length > 0
      ? await read
          .selectFrom('organisations')
          .select(['id', 'name', 'country_code', 'city', 'kind', 'email', 'phone'])
          .where('id', 'in', orgIds)
          .execute()
      : [];
  const persons =
    personIds.length > 0
      ? await read
          .selectFrom('persons')
          .select([
            'id',
            'given_name',
            'family_name',
            'preferred_name',
            'email',
            'phone',
            'language',
          ])
          .where('id', 'in', personIds)
          .execute()
      : [];
  return [orgs, persons] as const;
}

export function applicationForOpening(tx: Tx, id: ApplicationId) {
  return tx
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .select([
      'a.id',
      'a.pupil_id',
      'a.sending_school_id',
      'a.sending_org_id',
      'a.decided_by',
      'a.intake_id',
      'i.project_id',
      'i.starts_on',
      'i.ends_on',
    ])
    .where('a.id', '=', id)
    .executeTakeFirstOrThrow();
}

/** Supporting organisations that take part in the project: who can be asked to be the hosting side. */
export function supportersOfProject(read: Readable, projectId: ProjectId) {
  return read
    .selectFrom('project_parties as pp')
    .innerJoin('organisations as o', 'o.id', 'pp.org_id')
    .select(['o.id', 'o.name', 'o.city', 'o.country_code'])
    .where('pp.project_id', '=', projectId)
    .where('o.kind', '=', 'supporting')
    .orderBy('o.country_code')
    .orderBy('o.name')
    .execute();
}

/**
 * Dossiers in which a decision of this module is open and the given parties have a part: a hosting side to choose, or
 * a binding consent to give. Soonest start first.
 */
export function openDecisions(
  read: Readable,
  scope: { parties: string[]; today: Temporal.PlainDate },
  limit: number,
) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
    .select([
      'm.id',
      'm.state',
      'm.starts_on',
      'm.ends_on',
      'm.pupil_id',
      'm.application_id',
      'm.sending_school_id',
      'm.hosting_org_id',
      'mp.role',
      'p.birth_date',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      's.name as sending_school',
    ])
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', ['pupil', 'guardian', 'sending_school'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
    .where((eb) =>
      eb.or([
        eb('mp.state', '=', 'agreed'),
        // a guardian added since, or a pupil who turned 18, may be asked again
        eb.and([eb('mp.state', '=', 'ready'), eb('mp.role', 'in', ['pupil', 'guardian'])]),
        eb.and([eb('mp.state', '=', 'selected'), eb('m.hosting_org_id', 'is', null)]),
      ]),
    )
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/**
 * What happened in the dossiers of an intake, by the day: binding consents, the sharing with a hosting organisation, and
 * from when on mentors and contact teachers have had their part.
 */
export async function factRowsOfIntake(read: Readable, intakeId: IntakeId) {
  const consents = await read
    .selectFrom('consents as c')
    .innerJoin('mobilities as m', 'm.id', 'c.mobility_id')
    .select(['m.id', 'c.given_at'])
    .where('m.intake_id', '=', intakeId)
    .where('c.kind', '=', 'binding')
    .where('c.withdrawn_at', 'is', null)
    .execute();
  const shared = await read
    .selectFrom('mobility_parties as p')
    .innerJoin('mobilities as m', 'm.id', 'p.mobility_id')
    .select(['m.id', 'p.from_on'])
    .where('m.intake_id', '=', intakeId)
    .where('p.role', '=', 'hosting_support')
    .execute();
  const named = await read
    .selectFrom('mobility_parties as p')
    .innerJoin('mobilities as m', 'm.id', 'p.mobility_id')
    .select(['m.id', 'p.role'])
    .select((eb) => eb.fn.min('p.from_on').as('from_on'))
    .where('m.intake_id', '=', intakeId)
    .where('p.role', 'in', ['mentor', 'contact_teacher'])
    .groupBy(['m.id', 'p.role'])
    .execute();
  return { consents, shared, named };
}

/** Ends the binding consent somebody gave; its id, or undefined when none of theirs is in force. */
export async function takeBackBinding(
  tx: Tx,
  mobilityId: MobilityId,
  personId: PersonId,
  now: Temporal.Instant,
): Promise<ConsentId | undefined> {
  const row = await tx
    .updateTable('consents')
    .set({ withdrawn_at: now, withdrawn_by: personId })
    .where('mobility_id', '=', mobilityId)
    .where('kind', '=', 'binding')
    .where('given_by', '=', personId)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Who gave a consent. */
export async function consentBy(read: Readable, id: ConsentId): Promise<PersonId | undefined> {
  const row = await read
    .selectFrom('consents')
    .select('given_by')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.given_by;
}

export async function insertConsentReason(
  tx: Tx,
  why: { consentId: ConsentId; reason: string; by: PersonId; schoolId: OrgId },
): Promise<void> {
  await tx
    .insertInto('consent_reasons')
    .values({
      consent_id: why.consentId,
      reason: why.reason,
      written_by: why.by,
      school_id: why.schoolId,
    })
    .execute();
}

/** Binding consents of a dossier that were taken back, the last first; why, where the reader may know. */
export function takenBackOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('consents as c')
    .innerJoin('persons as p', 'p.id', 'c.given_by')
    .leftJoin('consent_reasons as why', 'why.consent_id', 'c.id')
    .select([
      'c.given_by',
      'c.withdrawn_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'why.reason',
    ])
    .where('c.mobility_id', '=', mobilityId)
    .where('c.kind', '=', 'binding')
    .where('c.answer', '=', 'yes')
    .where('c.withdrawn_at', 'is not', null)
    .orderBy('c.withdrawn_at', 'desc')
    .execute();
}

/** In which of these dossiers a person has given the binding consent. */
export async function ownBindingConsents(
  read: Readable,
  personId: PersonId,
  mobilityIds: MobilityId[],
): Promise<string[]> {
  if (mobilityIds.length === 0) return [];
  const rows = await read
    .selectFrom('consents')
    .select('mobility_id')
    .where('kind', '=', 'binding')
    .where('given_by', '=', personId)
    .where('mobility_id', 'in', mobilityIds)
    .where('withdrawn_at', 'is', null)
    .execute();
  return rows.flatMap((r) => (r.mobility_id ? [r.mobility_id] : []));
}

// a stay may have been moved beyond the days of its intake
const lastDay = sql<Temporal.PlainDate>`greatest(m.ends_on,
  (select max(i.ends_on) from intakes i where i.project_id = m.project_id))`;

/** Dossiers whose own last day and that of their project lie before a day, by id. */
export function dossiersOver(
  read: Readable,
  before: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('mobilities as m')
    .select('m.id')
    .where('m.id', '>', after as MobilityId)
    .where('m.ends_on', '<', before)
    .where(lastDay, '<', before)
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** A dossier with the last day that counts for its papers, held with the intakes of its project: who moves them waits. */
export async function dossierAtItsEnd(tx: Tx, id: MobilityId) {
  await tx.selectFrom('mobilities').select('id').where('id', '=', id).forUpdate().execute();
  await tx
    .selectFrom('intakes')
    .select('id')
    .where('project_id', '=', (eb) =>
      eb.selectFrom('mobilities').select('project_id').where('id', '=', id),
    )
    .forShare()
    .execute();
  return tx
    .selectFrom('mobilities as m')
    .select(['m.id', 'm.project_id as projectId', lastDay.as('lastDay')])
    .where('m.id', '=', id)
    .executeTakeFirst();
}

/** The whole of a dossier, with everything that hangs on it; false while something about it is open. */
export async function deleteMobility(
  tx: Tx,
  id: MobilityId,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql<{
    gone: boolean;
  }>`select app_forget_mobility(${id}, ${now}) as gone`.execute(tx);
  return rows[0]?.gone ?? false;
}
