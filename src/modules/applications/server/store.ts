import { sql } from 'kysely';
import type { Answers } from '#engines/forms/index.ts';
import type {
  ApplicationId,
  FormVersionId,
  IntakeId,
  OrgId,
  PersonId,
  PhotoId,
  ProjectId,
} from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { ApplicationState, FrozenApplication } from '../core/types.ts';

/** An intake with the project it belongs to. */
export function intakeWithProject(read: Readable, id: IntakeId) {
  return read
    .selectFrom('intakes as i')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .select([
      'i.id',
      'i.name',
      'i.starts_on',
      'i.ends_on',
      'i.project_id',
      'p.title as project_title',
    ])
    .where('i.id', '=', id)
    .executeTakeFirst();
}

/** Two imports into one intake wait for each other, so that the second sees the pupils of the first. */
export async function lockIntake(tx: Tx, id: IntakeId): Promise<boolean> {
  const row = await tx
    .selectFrom('intakes')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export function partiesOf(read: Readable, projectId: ProjectId) {
  return read
    .selectFrom('project_parties as x')
    .innerJoin('organisations as o', 'o.id', 'x.org_id')
    .select(['x.org_id', 'x.role', 'o.name', 'o.country_code', 'o.language'])
    .where('x.project_id', '=', projectId)
    .orderBy('o.name')
    .execute();
}

/** Intakes of the projects in which the organisations take part, the newest stay first. */
export function intakesOfOrgs(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('intakes as i')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .select(['i.id', 'i.name', 'i.starts_on', 'i.ends_on', 'p.title as project_title'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('project_parties as x')
          .select('x.org_id')
          .whereRef('x.project_id', '=', 'i.project_id')
          .where('x.org_id', 'in', orgIds),
      ),
    )
    .orderBy('i.starts_on', 'desc')
    .orderBy('i.id')
    .execute();
}

export function applicationById(read: Readable, id: ApplicationId) {
  return read.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst();
}

export function applicationForUpdate(tx: Tx, id: ApplicationId) {
  return tx
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Applications with all that a list or a page says about them, without the answers. */
function described(read: Readable) {
  return (
    read
      .selectFrom('applications as a')
      .innerJoin('persons as pupil', 'pupil.id', 'a.pupil_id')
      .innerJoin('intakes as i', 'i.id', 'a.intake_id')
      .innerJoin('projects as p', 'p.id', 'i.project_id')
      .innerJoin('organisations as school', 'school.id', 'a.sending_school_id')
      .leftJoin('organisations as support', 'support.id', 'a.sending_org_id')
      // a bare line for counting is nobody's application
      .where('a.forgotten_at', 'is', null)
      .select([
        'a.id',
        'a.intake_id',
        'a.pupil_id',
        'a.sending_school_id',
        'a.sending_org_id',
        'a.school_class',
        'a.state',
        'a.pages_done',
        'a.pages_asked',
        'a.frozen',
        'a.submitted_at',
        'a.decided_at',
        'a.decision_reason',
        'a.created_at',
        'a.version',
        'pupil.given_name',
        'pupil.family_name',
        'pupil.preferred_name',
        'pupil.birth_date',
        'pupil.email',
        'pupil.language',
        'i.name as intake_name',
        'i.starts_on',
        'i.ends_on',
        'p.title as project_title',
        'school.name as school_name',
        'school.country_code as school_country',
        'support.name as support_name',
      ])
  );
}

export function describedById(read: Readable, id: ApplicationId) {
  return described(read).where('a.id', '=', id).executeTakeFirst();
}

/** Applications that one of the organisations sends or supports. */
export function describedForOrgs(read: Readable, orgIds: OrgId[], intakeId?: IntakeId) {
  if (orgIds.length === 0) return Promise.resolve([]);
  let query = described(read).where((eb) =>
    eb.or([eb('a.sending_school_id', 'in', orgIds), eb('a.sending_org_id', 'in', orgIds)]),
  );
  if (intakeId) query = query.where('a.intake_id', '=', intakeId);
  return query.orderBy('pupil.family_name').orderBy('pupil.given_name').orderBy('a.id').execute();
}

/** A person's own applications and those of the children they are guardian of today. */
export function describedForFamily(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return described(read)
    .where((eb) =>
      eb.or([
        eb('a.pupil_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('guardianships as g')
            .select('g.pupil_id')
            .whereRef('g.pupil_id', '=', 'a.pupil_id')
            .where('g.guardian_id', '=', personId)
            .where((e) => e.or([e('g.until_on', 'is', null), e('g.until_on', '>=', today)])),
        ),
      ]),
    )
    .orderBy('i.starts_on', 'desc')
    .orderBy('a.id')
    .execute();
}
export type Described = NonNullable<Awaited<ReturnType<typeof describedById>>>;

/** All applications of an intake that the reader may see, as rows. */
export function applicationsOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('applications')
    .selectAll()
    .where('intake_id', '=', intakeId)
    .where('forgotten_at', 'is', null)
    .orderBy('created_at')
    .execute();
}

/** Pupils who have applied for an intake and have not taken it back, whom the reader sends or is. */
export function applicantsOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('applications as a')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .select(['a.pupil_id', 'a.sending_school_id', 'a.sending_org_id'])
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.birth_date'])
    .where('a.intake_id', '=', intakeId)
    .where('a.state', '<>', 'withdrawn')
    .where('a.forgotten_at', 'is', null)
    .where(sql<boolean>`(app_system() or app_sees_application(a.id))`)
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
}

/**
 * Who holds parental responsibility today. Names are null where the reader may not see the other guardian: a mother
 * learns that the father has consented only by his role.
 */
export function guardiansOfPupils(read: Readable, pupilIds: PersonId[], today: Temporal.PlainDate) {
  if (pupilIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('guardianships as g')
    .leftJoin('persons as p', 'p.id', 'g.guardian_id')
    .select([
      'g.pupil_id',
      'g.guardian_id',
      'g.relation',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
    ])
    .where('g.pupil_id', 'in', pupilIds)
    .where((eb) => eb.or([eb('g.until_on', 'is', null), eb('g.until_on', '>=', today)]))
    .orderBy('g.from_on')
    .orderBy('g.guardian_id')
    .execute();
}

/** Which of these addresses refused the newest mail for good, in lower case. */
export async function deadAddresses(
  read: Readable,
  addresses: readonly (string | null)[],
): Promise<Set<string>> {
  const asked = [...new Set(addresses.filter((a) => a !== null && a !== ''))];
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{
    address: string;
  }>`select * from app_dead_addresses(${asked})`.execute(read as Tx);
  return new Set(rows.map((r) => r.address));
}

/** Whether somebody works for an organisation today, or looks after the installation. */
export async function worksSomewhere(
  read: Readable,
  personId: PersonId,
  today: Temporal.PlainDate,
): Promise<boolean> {
  const found = await read
    .selectFrom('persons as p')
    .select('p.id')
    .where('p.id', '=', personId)
    .where((eb) =>
      eb.or([
        eb('p.is_admin', '=', true),
        eb.exists(
          eb
            .selectFrom('memberships as m')
            .select('m.person_id')
            .whereRef('m.person_id', '=', 'p.id')
            .where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', today)])),
        ),
      ]),
    )
    .executeTakeFirst();
  return found !== undefined;
}

/** Everything said about first consents, the oldest first: those in force are not withdrawn. */
export function firstConsentsOf(read: Readable, applicationIds: ApplicationId[]) {
  if (applicationIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('consents as c')
    .leftJoin('persons as p', 'p.id', 'c.given_by')
    .select([
      'c.id',
      'c.application_id',
      'c.given_by',
      'c.capacity',
      'c.given_at',
      'c.withdrawn_at',
      'c.wording',
      'c.language',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.application_id', 'in', applicationIds)
    .where('c.kind', '=', 'first')
    .orderBy('c.given_at')
    .orderBy('c.id')
    .execute();
}

export async function withdrawFirstConsent(
  tx: Tx,
  applicationId: ApplicationId,
  givenBy: PersonId,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('consents')
    .set({ withdrawn_at: now, withdrawn_by: givenBy })
    .where('application_id', '=', applicationId)
    .where('given_by', '=', givenBy)
    .where('kind', '=', 'first')
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Names and birth dates of who is in the intake already, as far as the reader may see them. */
export function pupilsOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('applications as a')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .select(['p.given_name', 'p.family_name', 'p.birth_date'])
    .where('a.intake_id', '=', intakeId)
    .execute();
}

/** People with one of these addresses, as far as the reader may see them: nobody is matched across schools. */
export function knownPeople(read: Readable, emails: string[]) {
  if (emails.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'birth_date', 'email'])
    .where((eb) => eb(eb.fn<string>('lower', ['email']), 'in', emails))
    .execute();
}

export async function insertApplication(
  tx: Tx,
  application: {
    id: ApplicationId;
    intakeId: IntakeId;
    pupilId: PersonId;
    schoolId: OrgId;
    supportingOrgId: OrgId | null;
    schoolClass: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('applications')
    .values({
      id: application.id,
      intake_id: application.intakeId,
      pupil_id: application.pupilId,
      sending_school_id: application.schoolId,
      sending_org_id: application.supportingOrgId,
      school_class: application.schoolClass,
      state: 'draft',
      answers: json({}),
      created_at: application.now,
    })
    .execute();
}

/** What is written where answers are kept; what is sealed stays as it is when nothing is said about it. */
export type AnswersToKeep = {
  versionId: FormVersionId;
  answers: Answers;
  typed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  sealed?: Buffer;
  pagesDone: number;
  pagesAsked: number;
};

const answersKept = (kept: AnswersToKeep) => ({
  version_id: kept.versionId,
  answers: json(kept.answers as never),
  typed: json(kept.typed as never),
  ...(kept.sealed ? { sealed: kept.sealed } : {}),
  pages_done: kept.pagesDone,
  pages_asked: kept.pagesAsked,
});

/** Callers hold the lock on the row. */
export async function updateAnswers(tx: Tx, id: ApplicationId, kept: AnswersToKeep): Promise<void> {
  await tx
    .updateTable('applications')
    .set((eb) => ({ ...answersKept(kept), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Applications of before, where something about food stands in clear in the answers or in what was sent. */
export function applicationsToSeal(read: Readable, questions: readonly string[]) {
  return read
    .selectFrom('applications')
    .select('id')
    .where((eb) =>
      eb.or([
        sql<boolean>`answers ?| ${sql.val([...questions])}::text[]`,
        sql<boolean>`jsonb_path_exists(frozen, '$.parts[*].lines[*].sensitive')`,
      ]),
    )
    .orderBy('id')
    .limit(500)
    .execute();
}

/** Callers hold the lock on the row. */
export async function putSealed(
  tx: Tx,
  id: ApplicationId,
  kept: { answers: Answers; frozen: FrozenApplication | null; sealed: Buffer | null },
): Promise<void> {
  await tx
    .updateTable('applications')
    .set({
      answers: json(kept.answers as never),
      frozen: kept.frozen && json(kept.frozen),
      sealed: kept.sealed,
    })
    .where('id', '=', id)
    .execute();
}

/** Applications that hold something sealed although the stay ended before this day. */
export function applicationsToUnlearn(read: Readable, day: Temporal.PlainDate) {
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .select('a.id')
    .where('a.sealed', 'is not', null)
    .where('i.ends_on', '<', day)
    .orderBy('a.id')
    .limit(500)
    .execute();
}

/** The draft of a pupil under lock, with what its form asks about the pupil. */
export function draftForUpdate(tx: Tx, id: ApplicationId) {
  return withPupil(tx).where('a.id', '=', id).forUpdate('a').executeTakeFirst();
}

/** The same to read. */
export function draftById(read: Readable, id: ApplicationId) {
  return withPupil(read).where('a.id', '=', id).executeTakeFirst();
}

const withPupil = (read: Readable) =>
  read
    .selectFrom('applications as a')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .where('a.forgotten_at', 'is', null)
    .select([
      'a.id',
      'a.pupil_id',
      'a.sending_school_id',
      'a.sending_org_id',
      'a.state',
      'a.version',
      'a.version_id',
      'a.answers',
      'a.typed',
      'a.sealed',
      'a.frozen',
      'p.birth_date',
      'p.language',
      'i.name as intake_name',
      'i.ends_on',
    ]);

/** Moves an application on; false when it has changed since it was read. */
export async function updateState(
  tx: Tx,
  id: ApplicationId,
  version: number,
  change: {
    state: ApplicationState;
    sent?: { at: Temporal.Instant; frozen: FrozenApplication; kept: AnswersToKeep };
    closedAt?: Temporal.Instant;
    decision?: { at: Temporal.Instant; by: PersonId; reason: string };
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({
      state: change.state,
      version: version + 1,
      // from here six months count, then it is forgotten
      ...(change.closedAt ? { closed_at: change.closedAt } : {}),
      ...(change.sent
        ? {
            ...answersKept(change.sent.kept),
            frozen: json(change.sent.frozen),
            submitted_at: change.sent.at,
          }
        : {}),
      ...(change.decision
        ? {
            decided_at: change.decision.at,
            decided_by: change.decision.by,
            decision_reason: change.decision.reason,
          }
        : {}),
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a decision back: the application is before the school again. False when it has changed since it was read. */
export async function reopenApplication(
  tx: Tx,
  id: ApplicationId,
  version: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({
      state: 'submitted',
      version: version + 1,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
      closed_at: null,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The applications of a school in an intake, with all that a selection round asks of them. */
export function applicationsOfSchool(
  read: Readable,
  intakeId: IntakeId,
  schoolId: OrgId,
  ids?: ApplicationId[],
) {
  let query = described(read)
    .where('a.intake_id', '=', intakeId)
    .where('a.sending_school_id', '=', schoolId);
  if (ids) query = query.where('a.id', 'in', ids);
  return query.orderBy('a.submitted_at').orderBy('a.id').execute();
}

/** What equal chances are counted by: nobody's name leaves here. */
export function chancesRows(read: Readable, intakeId: IntakeId, schoolIds: OrgId[]) {
  if (schoolIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('applications as a')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('organisations as school', 'school.id', 'a.sending_school_id')
    .select([
      'a.state',
      'a.pages_done',
      // a language that the form does not list is told in words
      sql<
        string | null
      >`coalesce(nullif(a.answers ->> 'mother-tongue', 'other'), a.answers ->> 'mother-tongue-other')`.as(
        'mother_tongue',
      ),
      'a.submitted_at',
      'a.school_class',
      'a.sending_org_id',
      'p.gender',
      'p.birth_date',
      'p.language',
      'i.starts_on',
      'school.name as school_name',
      'school.country_code',
    ])
    .where('a.intake_id', '=', intakeId)
    .where('a.sending_school_id', 'in', schoolIds)
    .execute();
}

/** Sets who supports the pupils of a school; applications that became a mobility keep theirs. */
export async function updateSupport(
  tx: Tx,
  intakeId: IntakeId,
  schoolId: OrgId,
  orgId: OrgId,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    // the version stays: a pupil who is writing meanwhile has lost nothing
    .set({ sending_org_id: orgId })
    .where('intake_id', '=', intakeId)
    .where('sending_school_id', '=', schoolId)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Who supports the school's pupils in this intake, if it was chosen: pupils added later follow. */
export async function supportChosen(
  read: Readable,
  intakeId: IntakeId,
  schoolId: OrgId,
): Promise<OrgId | null> {
  const row = await read
    .selectFrom('applications')
    .select('sending_org_id')
    .where('intake_id', '=', intakeId)
    .where('sending_school_id', '=', schoolId)
    .where('sending_org_id', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sending_org_id ?? null;
}

/** The application from which a mobility came. */
export function applicationOfMobility(read: Readable, mobilityId: `mob_${string}`) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('applications as a', 'a.id', 'm.application_id')
    .selectAll('a')
    .where('m.id', '=', mobilityId)
    .executeTakeFirst();
}

/** How the organisation read lists with these headers, and who said so. */
export function importMapping(read: Readable, orgId: OrgId, fingerprint: string) {
  return read
    .selectFrom('import_mappings as m')
    .leftJoin('persons as p', 'p.id', 'm.saved_by')
    .select([
      'm.mapping',
      'm.reading',
      'm.saved_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('m.org_id', '=', orgId)
    .where('m.fingerprint', '=', fingerprint)
    .executeTakeFirst();
}

export async function upsertImportMapping(
  tx: Tx,
  m: {
    orgId: OrgId;
    fingerprint: string;
    headers: string[];
    mapping: Record<string, string>;
    reading: Record<string, string>;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  const said = {
    headers: m.headers,
    mapping: json(m.mapping),
    reading: json(m.reading),
    saved_at: m.now,
    saved_by: m.by,
  };
  await tx
    .insertInto('import_mappings')
    .values({ org_id: m.orgId, fingerprint: m.fingerprint, ...said })
    .onConflict((c) => c.columns(['org_id', 'fingerprint']).doUpdateSet(said))
    .execute();
}

export async function deleteImportMapping(
  tx: Tx,
  orgId: OrgId,
  fingerprint: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('import_mappings')
    .where('org_id', '=', orgId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The dossier that came from an application, with who hosts; undefined before. */
export function mobilityOfApplication(read: Readable, id: ApplicationId) {
  return read
    .selectFrom('mobilities as m')
    .leftJoin('organisations as hosting', 'hosting.id', 'm.hosting_org_id')
    .leftJoin('organisations as host', 'host.id', 'm.host_school_id')
    .select(['m.id', 'm.state', 'hosting.name as hosting_name', 'host.name as host_name'])
    .where('m.application_id', '=', id)
    .executeTakeFirst();
}

/** The applications of a pupil that the reader sees, the newest stay first. */
export function describedOfPupil(read: Readable, pupilId: PersonId) {
  return described(read)
    .where('a.pupil_id', '=', pupilId)
    .orderBy('i.starts_on', 'desc')
    .orderBy('a.id')
    .execute();
}

/** Applications that may be due to be forgotten; the rule decides about each. */
export function applicationsToForget(read: Readable, before: Temporal.Instant) {
  const day = before.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .select('a.id')
    .where('a.forgotten_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('a.closed_at', '<=', before),
        eb.and([eb('a.state', 'in', ['draft', 'submitted']), eb('i.starts_on', '<=', day)]),
      ]),
    )
    .orderBy('a.id')
    .limit(500)
    .execute();
}

export function applicationToForget(tx: Tx, id: ApplicationId) {
  return tx
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .select([
      'a.id',
      'a.state',
      'a.pupil_id',
      'a.sending_school_id',
      'a.closed_at',
      'a.forgotten_at',
      'i.starts_on',
    ])
    .where('a.id', '=', id)
    .forUpdate('a')
    .executeTakeFirst();
}

/** Leaves of an application what counts it: intake, school, how it ended. It belongs to nobody from now on. */
export async function emptyApplication(
  tx: Tx,
  id: ApplicationId,
  nobody: PersonId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('applications')
    .set((eb) => ({
      pupil_id: nobody,
      school_class: '',
      answers: json({}),
      typed: json({}),
      sealed: null,
      version_id: null,
      frozen: null,
      submitted_at: null,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
      closed_at: null,
      forgotten_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Applications of stays that ended before a day which say something still, by id. */
export function lettersOver(
  read: Readable,
  endedBefore: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .select('a.id')
    .where('a.id', '>', after as ApplicationId)
    .where('a.state', '=', 'selected')
    .where('i.ends_on', '<', endedBefore)
    .where((eb) =>
      eb.or([
        eb('a.answers', '!=', json({})),
        eb('a.frozen', 'is not', null),
        eb('a.sealed', 'is not', null),
      ]),
    )
    .orderBy('a.id')
    .limit(limit)
    .execute();
}

/** Leaves of a selected pupil's application that there was one. */
export async function emptyLetter(tx: Tx, id: ApplicationId): Promise<void> {
  await tx
    .updateTable('applications')
    .set((eb) => ({
      school_class: '',
      answers: json({}),
      typed: json({}),
      sealed: null,
      frozen: null,
      decision_reason: null,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export function greetingOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('application_greetings')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
}

/** Keeps a greeting in the place of the one before. */
export async function putGreeting(
  tx: Tx,
  greeting: {
    applicationId: ApplicationId;
    mediaType: string;
    words: string;
    size: number;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const row = {
    media_type: greeting.mediaType,
    words: greeting.words,
    size: greeting.size,
    storage_key: greeting.key,
    added_at: greeting.now,
  };
  await tx
    .insertInto('application_greetings')
    .values({ application_id: greeting.applicationId, ...row })
    .onConflict((oc) => oc.column('application_id').doUpdateSet(row))
    .execute();
}

export async function updateGreetingWords(tx: Tx, id: ApplicationId, words: string): Promise<void> {
  await tx
    .updateTable('application_greetings')
    .set({ words })
    .where('application_id', '=', id)
    .execute();
}

/** Takes the greeting away. @returns whether there was one */
export async function deleteGreeting(tx: Tx, id: ApplicationId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('application_greetings')
    .where('application_id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deletePhotos(tx: Tx, id: ApplicationId): Promise<void> {
  await tx.deleteFrom('application_photos').where('application_id', '=', id).execute();
}

export async function deleteConsents(tx: Tx, id: ApplicationId): Promise<void> {
  await tx.deleteFrom('consents').where('application_id', '=', id).execute();
}

export function photosOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('application_photos')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export function photosForUpdate(tx: Tx, applicationId: ApplicationId) {
  return tx
    .selectFrom('application_photos')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy('position')
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function insertPhoto(
  tx: Tx,
  photo: {
    id: PhotoId;
    applicationId: ApplicationId;
    position: number;
    caption: string;
    alt: string;
    width: number;
    height: number;
    size: number;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('application_photos')
    .values({
      id: photo.id,
      application_id: photo.applicationId,
      position: photo.position,
      caption: photo.caption,
      alt: photo.alt,
      width: photo.width,
      height: photo.height,
      size: photo.size,
      storage_key: photo.key,
      added_at: photo.now,
    })
    .execute();
}

export async function updatePhoto(
  tx: Tx,
  id: PhotoId,
  change: { caption: string; alt: string; position: number },
): Promise<void> {
  await tx
    .updateTable('application_photos')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function movePhoto(tx: Tx, id: PhotoId, position: number): Promise<void> {
  await tx.updateTable('application_photos').set({ position }).where('id', '=', id).execute();
}

export async function deletePhoto(tx: Tx, id: PhotoId): Promise<void> {
  await tx.deleteFrom('application_photos').where('id', '=', id).execute();
}
