import type { ApplicationId, IntakeId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Answers } from '../core/index.ts';
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

/** Applications with all that a list or a page says about them, answers included: views choose what leaves. */
function described(read: Readable) {
  return read
    .selectFrom('applications as a')
    .innerJoin('persons as pupil', 'pupil.id', 'a.pupil_id')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .innerJoin('organisations as school', 'school.id', 'a.sending_school_id')
    .leftJoin('organisations as support', 'support.id', 'a.sending_org_id')
    .select([
      'a.id',
      'a.intake_id',
      'a.pupil_id',
      'a.sending_school_id',
      'a.sending_org_id',
      'a.school_class',
      'a.state',
      'a.answers',
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
      'support.name as support_name',
    ]);
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
    .orderBy('created_at')
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

/** First consents in force. */
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
      'c.wording',
      'c.language',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.application_id', 'in', applicationIds)
    .where('c.kind', '=', 'first')
    .where('c.withdrawn_at', 'is', null)
    .orderBy('c.given_at')
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
    .set({ withdrawn_at: now })
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

export async function updateAnswers(
  tx: Tx,
  id: ApplicationId,
  version: number,
  answers: Answers,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({ answers: json(answers), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Moves an application on; false when it has changed since it was read. */
export async function updateState(
  tx: Tx,
  id: ApplicationId,
  version: number,
  change: {
    state: ApplicationState;
    frozen?: FrozenApplication;
    submittedAt?: Temporal.Instant;
    decision?: { at: Temporal.Instant; by: PersonId; reason: string };
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({
      state: change.state,
      version: version + 1,
      ...(change.frozen ? { frozen: json(change.frozen) } : {}),
      ...(change.submittedAt ? { submitted_at: change.submittedAt } : {}),
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
