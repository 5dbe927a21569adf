import { sql } from 'kysely';
import type {
  ApplicationId,
  FamilyTalkId,
  InclusionPlanId,
  InclusionStepId,
  MeasureId,
  MobilityId,
  OrgId,
  PersonId,
  ProjectId,
  WishId,
} from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type {
  Anchor,
  BudgetLine,
  Doer,
  Judge,
  MeasureState,
  Opinion,
  PartOfDay,
  StepOwner,
  TalkKind,
  Writer,
} from '../../core/index.ts';

/** The application of a plan with what a decision needs of pupil, stay and project. */
export function applicationOf(read: Readable, id: ApplicationId) {
  return read
    .selectFrom('applications as a')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('projects as j', 'j.id', 'i.project_id')
    .leftJoin('inclusion_plans as n', 'n.application_id', 'a.id')
    .select([
      'a.id',
      'a.state',
      'a.pupil_id',
      'a.intake_id',
      'a.sending_school_id',
      'a.sending_org_id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.birth_date',
      'p.language',
      'i.project_id',
      'i.starts_on',
      'i.ends_on',
      'j.coordinator_id',
      'n.id as plan_id',
      'n.family_stays',
    ])
    .where('a.id', '=', id)
    .executeTakeFirst();
}

/** Whoever changes a plan waits for the one before. The application is what every plan has, also before its first word. */
export async function lockPlan(tx: Tx, id: ApplicationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`inclusion:${id}`}, 0))`.execute(tx);
}

/** The dossier of an application, for those who share it. */
export async function mobilityIdOf(
  read: Readable,
  applicationId: ApplicationId,
): Promise<MobilityId | null> {
  const row = await read
    .selectFrom('mobilities')
    .select('id')
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function measureApplication(
  read: Readable,
  id: MeasureId,
): Promise<ApplicationId | null> {
  const row = await read
    .selectFrom('inclusion_measures')
    .select('application_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.application_id ?? null;
}

/** Contacts of the organisations, without those who rate this application just now. */
export async function contactsFor(
  read: Readable,
  orgIds: readonly OrgId[],
  applicationId: ApplicationId | null,
) {
  if (orgIds.length === 0) return [];
  let query = read
    .selectFrom('inclusion_contacts')
    .select(['org_id', 'person_id', 'name'])
    .where('org_id', 'in', [...orgIds])
    .where('ended_at', 'is', null);
  if (applicationId)
    query = query.where((eb) =>
      eb.not(eb.fn<boolean>('app_rates', ['person_id', eb.val(applicationId)])),
    );
  return query.execute();
}

export async function rates(
  read: Readable,
  personId: PersonId,
  applicationId: ApplicationId,
): Promise<boolean> {
  const { rows } = await sql<{
    rates: boolean;
  }>`select app_rates(${personId}, ${applicationId}) as rates`.execute(read as Tx);
  return rows[0]?.rates ?? false;
}

/** Those of the applications that this person rates in a selection not yet decided. */
export async function ratedBy(
  read: Readable,
  personId: PersonId,
  ids: readonly ApplicationId[],
): Promise<Set<ApplicationId>> {
  if (ids.length === 0) return new Set();
  const rows = await read
    .selectFrom('applications')
    .select('id')
    .where('id', 'in', [...ids])
    .where((eb) => eb.fn<boolean>('app_rates', [eb.val(personId), 'id']))
    .execute();
  return new Set(rows.map((r) => r.id));
}

/** Which of these applications have an agreed measure: the programme's yes or no, without a reason. */
export async function fewerOpportunities(
  read: Readable,
  ids: readonly ApplicationId[],
): Promise<Set<ApplicationId>> {
  if (ids.length === 0) return new Set();
  const rows = await read
    .selectFrom('applications')
    .select('id')
    .where('id', 'in', [...ids])
    .where((eb) => eb.fn<boolean>('app_fewer_opportunities', ['id']))
    .execute();
  return new Set(rows.map((r) => r.id));
}

export function contactOf(read: Readable, orgId: OrgId) {
  return read
    .selectFrom('inclusion_contacts')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

export async function endContact(tx: Tx, orgId: OrgId, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('inclusion_contacts')
    .set({ ended_at: now })
    .where('org_id', '=', orgId)
    .where('ended_at', 'is', null)
    .execute();
}

export async function insertContact(
  tx: Tx,
  c: { orgId: OrgId; personId: PersonId; name: string; by: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('inclusion_contacts')
    .values({
      org_id: c.orgId,
      person_id: c.personId,
      name: c.name,
      named_by: c.by,
      named_at: c.now,
    })
    .execute();
}

/** Organisations for which this person is the contact. */
export function contactedOrgs(read: Readable, personId: PersonId) {
  return read
    .selectFrom('inclusion_contacts')
    .select('org_id')
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Of these organisations, those with pupils who apply or are on their way and without a contact. */
export function orgsWithoutContact(
  read: Readable,
  orgIds: readonly OrgId[],
  today: Temporal.PlainDate,
) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('organisations as o')
    .select(['o.id', 'o.name'])
    .where('o.id', 'in', [...orgIds])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('inclusion_contacts as c')
            .select('c.org_id')
            .whereRef('c.org_id', '=', 'o.id')
            .where('c.ended_at', 'is', null),
        ),
      ),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('applications as a')
          .innerJoin('intakes as i', 'i.id', 'a.intake_id')
          .select('a.id')
          .where((e) =>
            e.or([
              e('a.sending_school_id', '=', e.ref('o.id')),
              e('a.sending_org_id', '=', e.ref('o.id')),
            ]),
          )
          .where('a.state', 'in', ['draft', 'submitted', 'selected'])
          .where('i.ends_on', '>=', today),
      ),
    )
    .execute();
}

/** The plan of an application, made when somebody first says something. */
export async function ensurePlan(
  tx: Tx,
  plan: {
    id: InclusionPlanId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    now: Temporal.Instant;
  },
): Promise<InclusionPlanId> {
  const known = await tx
    .selectFrom('inclusion_plans')
    .select('id')
    .where('application_id', '=', plan.applicationId)
    .executeTakeFirst();
  if (known) return known.id;
  await tx
    .insertInto('inclusion_plans')
    .values({
      id: plan.id,
      application_id: plan.applicationId,
      pupil_id: plan.pupilId,
      created_at: plan.now,
    })
    .execute();
  return plan.id;
}

export async function setFamilyStays(
  tx: Tx,
  applicationId: ApplicationId,
  stays: boolean,
): Promise<void> {
  await tx
    .updateTable('inclusion_plans')
    .set((eb) => ({ family_stays: stays, version: eb('version', '+', 1) }))
    .where('application_id', '=', applicationId)
    .execute();
}

/** Somebody has answered the one question, with a wish or with "nothing". */
export async function markAsked(
  tx: Tx,
  pupilId: PersonId,
  personId: PersonId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('inclusion_asked')
    .values({ pupil_id: pupilId, person_id: personId, answered_at: now })
    .onConflict((c) => c.columns(['pupil_id', 'person_id']).doNothing())
    .execute();
}

export async function insertWish(
  tx: Tx,
  w: {
    id: WishId;
    planId: InclusionPlanId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    writtenBy: PersonId;
    writtenAs: Writer;
    sealed: Buffer;
    shared: boolean;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_wishes')
    .values({
      id: w.id,
      plan_id: w.planId,
      application_id: w.applicationId,
      pupil_id: w.pupilId,
      written_by: w.writtenBy,
      written_as: w.writtenAs,
      sealed: w.sealed,
      shared: w.shared,
      written_at: w.now,
    })
    .execute();
}

/** Wishes that the reader may read, oldest first; row policies leave out what others keep for themselves. */
export function wishesOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('inclusion_wishes as w')
    .leftJoin('persons as p', 'p.id', 'w.written_by')
    .selectAll('w')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('w.application_id', '=', applicationId)
    .orderBy('w.written_at')
    .orderBy('w.id')
    .execute();
}

export function wishById(read: Readable, id: WishId) {
  return read.selectFrom('inclusion_wishes').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function deleteWish(tx: Tx, id: WishId): Promise<void> {
  await tx.deleteFrom('inclusion_wishes').where('id', '=', id).execute();
}

/** Measures with what they cost, to be narrowed down. */
const measuresWithCosts = (read: Readable) =>
  read
    .selectFrom('inclusion_measures as m')
    .leftJoin('inclusion_costs as c', 'c.measure_id', 'm.id')
    .selectAll('m')
    .select(['c.budget_line', 'c.estimate_cents', 'c.real_cents']);

export function measuresOf(read: Readable, applicationId: ApplicationId) {
  return measuresWithCosts(read)
    .where('m.application_id', '=', applicationId)
    .orderBy('m.by_on')
    .orderBy('m.id')
    .execute();
}

export function measureById(read: Readable, id: MeasureId) {
  return measuresWithCosts(read)
    .leftJoin('persons as p', 'p.id', 'm.proposed_by')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('m.id', '=', id)
    .executeTakeFirst();
}
export type MeasureRow = NonNullable<Awaited<ReturnType<typeof measureById>>>;

export async function insertMeasure(
  tx: Tx,
  m: {
    id: MeasureId;
    planId: InclusionPlanId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    wishId: WishId | null;
    title: string;
    sealed: Buffer;
    doer: Doer;
    doerName: string;
    byOn: Temporal.PlainDate;
    state: MeasureState;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_measures')
    .values({
      id: m.id,
      plan_id: m.planId,
      application_id: m.applicationId,
      pupil_id: m.pupilId,
      wish_id: m.wishId,
      title: m.title,
      sealed: m.sealed,
      doer_person_id: m.doer.personId,
      doer_org_id: m.doer.orgId,
      doer_name: m.doerName,
      by_on: m.byOn,
      state: m.state,
      proposed_by: m.by,
      proposed_at: m.now,
    })
    .execute();
}

export async function insertCost(
  tx: Tx,
  c: {
    measureId: MeasureId;
    planId: InclusionPlanId;
    projectId: ProjectId;
    intakeId: `int_${string}`;
    schoolId: OrgId;
    title: string;
    state: MeasureState;
    line: BudgetLine;
    estimateCents: number;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_costs')
    .values({
      measure_id: c.measureId,
      plan_id: c.planId,
      project_id: c.projectId,
      intake_id: c.intakeId,
      school_id: c.schoolId,
      title: c.title,
      state: c.state,
      budget_line: c.line,
      estimate_cents: c.estimateCents,
    })
    .execute();
}

/** @returns false when somebody else changed the measure meanwhile */
export async function updateMeasure(
  tx: Tx,
  id: MeasureId,
  version: number,
  change: {
    title: string;
    sealed: Buffer;
    doer_person_id: PersonId | null;
    doer_org_id: OrgId | null;
    doer_name: string;
    by_on: Temporal.PlainDate;
    wish_id: WishId | null;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('inclusion_measures')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function updateCost(
  tx: Tx,
  id: MeasureId,
  change: { budget_line?: BudgetLine; estimate_cents?: number; real_cents?: number | null },
): Promise<void> {
  await tx.updateTable('inclusion_costs').set(change).where('measure_id', '=', id).execute();
}

/** The costs follow by themselves (migration 0011). @returns false when it was moved meanwhile */
export async function moveMeasure(
  tx: Tx,
  id: MeasureId,
  version: number,
  to: MeasureState,
  by: { personId: PersonId; now: Temporal.Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('inclusion_measures')
    .set({
      state: to,
      version: version + 1,
      ...(to === 'agreed' ? { agreed_by: by.personId, agreed_at: by.now } : {}),
      ...(to === 'under_way' ? { started_at: by.now } : {}),
      ...(to === 'done' ? { done_at: by.now } : {}),
      ...(to === 'dropped' ? { ended_at: by.now } : {}),
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Opinions on measures of a plan: one's own, and for the contact everybody's. */
export function opinionsOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('inclusion_opinions')
    .selectAll()
    .where('application_id', '=', applicationId)
    .execute();
}

export async function upsertOpinion(
  tx: Tx,
  o: {
    measureId: MeasureId;
    applicationId: ApplicationId;
    personId: PersonId;
    as: 'pupil' | 'guardian';
    says: Opinion;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_opinions')
    .values({
      measure_id: o.measureId,
      application_id: o.applicationId,
      person_id: o.personId,
      said_as: o.as,
      says: o.says,
      said_at: o.now,
    })
    .onConflict((c) =>
      c.columns(['measure_id', 'person_id']).doUpdateSet({ says: o.says, said_at: o.now }),
    )
    .execute();
}

export function effectsOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('inclusion_effects as e')
    .leftJoin('persons as p', 'p.id', 'e.person_id')
    .selectAll('e')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('e.application_id', '=', applicationId)
    .orderBy('e.answered_at')
    .execute();
}

export async function insertEffect(
  tx: Tx,
  e: {
    measureId: MeasureId;
    applicationId: ApplicationId;
    personId: PersonId;
    as: Judge;
    points: number;
    sealed: Buffer | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_effects')
    .values({
      measure_id: e.measureId,
      application_id: e.applicationId,
      person_id: e.personId,
      answered_as: e.as,
      points: e.points,
      sealed: e.sealed,
      answered_at: e.now,
    })
    .execute();
}

export function stepsOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('inclusion_steps as s')
    .innerJoin('inclusion_measures as m', 'm.id', 's.measure_id')
    .selectAll('s')
    .select(['m.state', 'm.doer_name'])
    .where('s.application_id', '=', applicationId)
    .orderBy('s.id')
    .execute();
}

export function stepById(read: Readable, id: InclusionStepId) {
  return read.selectFrom('inclusion_steps').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function insertStep(
  tx: Tx,
  s: {
    id: InclusionStepId;
    measureId: MeasureId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    title: string;
    who: StepOwner;
    anchor: Anchor;
    days: number;
  },
): Promise<void> {
  await tx
    .insertInto('inclusion_steps')
    .values({
      id: s.id,
      measure_id: s.measureId,
      application_id: s.applicationId,
      pupil_id: s.pupilId,
      title: s.title,
      who: s.who,
      anchor: s.anchor,
      days: s.days,
    })
    .execute();
}

export async function deleteStep(tx: Tx, id: InclusionStepId): Promise<void> {
  await tx.deleteFrom('inclusion_steps').where('id', '=', id).execute();
}

export async function markStep(
  tx: Tx,
  id: InclusionStepId,
  by: { personId: PersonId; today: Temporal.PlainDate },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('inclusion_steps')
    .set({ done_on: by.today, done_by: by.personId })
    .where('id', '=', id)
    .where('done_on', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export function talksOf(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('family_talks as t')
    .leftJoin('persons as g', 'g.id', 't.guardian_id')
    .selectAll('t')
    .select(['g.given_name', 'g.family_name', 'g.preferred_name'])
    .where('t.application_id', '=', applicationId)
    .orderBy('t.by_on')
    .orderBy('t.id')
    .execute();
}

export function talkById(read: Readable, id: FamilyTalkId) {
  return read.selectFrom('family_talks').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function insertTalk(
  tx: Tx,
  t: {
    id: FamilyTalkId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    guardianId: PersonId | null;
    kind: TalkKind;
    language: string;
    partOfDay: PartOfDay;
    phone: string;
    personId: PersonId;
    personName: string;
    byOn: Temporal.PlainDate;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('family_talks')
    .values({
      id: t.id,
      application_id: t.applicationId,
      pupil_id: t.pupilId,
      guardian_id: t.guardianId,
      kind: t.kind,
      language: t.language,
      part_of_day: t.partOfDay,
      phone: t.phone,
      person_id: t.personId,
      person_name: t.personName,
      by_on: t.byOn,
      asked_at: t.now,
    })
    .execute();
}

export async function finishTalk(
  tx: Tx,
  id: FamilyTalkId,
  by: { personId: PersonId; today: Temporal.PlainDate },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('family_talks')
    .set({ done_on: by.today, done_by: by.personId })
    .where('id', '=', id)
    .where('done_on', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Applications of a person or of the children they are guardian of today, whose stay is not long over. */
export function applicationsOfFamily(
  read: Readable,
  personId: PersonId,
  today: Temporal.PlainDate,
) {
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .select(['a.id', 'a.pupil_id', 'i.starts_on', 'p.birth_date'])
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
    .where('a.state', 'in', ['draft', 'submitted', 'selected'])
    .where('i.ends_on', '>=', today.subtract({ days: 120 }))
    .execute();
}

/** About which pupils somebody has answered what would make it easier. */
export async function askedOf(read: Readable, personId: PersonId): Promise<Set<PersonId>> {
  const rows = await read
    .selectFrom('inclusion_asked')
    .select('pupil_id')
    .where('person_id', '=', personId)
    .execute();
  return new Set(rows.map((r) => r.pupil_id));
}

/** Name of the pupil and days of the stay, or of the stay applied for. */
export function staysOf(read: Readable, ids: readonly ApplicationId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .leftJoin('mobilities as m', 'm.application_id', 'a.id')
    .select((eb) => [
      'a.id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      eb.fn.coalesce('m.starts_on', 'i.starts_on').as('starts_on'),
      eb.fn.coalesce('m.ends_on', 'i.ends_on').as('ends_on'),
    ])
    .where('a.id', 'in', [...ids])
    .execute();
}

/**
 * Applications that the organisations of a contact send.
 * @param only where a plan has begun: of many applications few have one
 */
export function applicationsOfContact(
  read: Readable,
  orgIds: readonly OrgId[],
  today: Temporal.PlainDate,
  only: 'all' | 'with-plan' = 'all',
) {
  if (orgIds.length === 0) return Promise.resolve([]);
  const found = read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .innerJoin('organisations as o', 'o.id', 'a.sending_school_id')
    .leftJoin('inclusion_plans as n', 'n.application_id', 'a.id')
    .select([
      'a.id',
      'a.state',
      'a.pupil_id',
      'i.name as intake',
      'i.starts_on',
      'i.ends_on',
      'o.name as school',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'n.id as plan_id',
    ])
    .where((eb) =>
      eb.or([
        eb('a.sending_school_id', 'in', [...orgIds]),
        eb('a.sending_org_id', 'in', [...orgIds]),
      ]),
    )
    .where('a.state', 'in', ['draft', 'submitted', 'selected'])
    .where('i.ends_on', '>=', today.subtract({ days: 365 }));
  return (only === 'all' ? found : found.where('n.id', 'is not', null))
    .orderBy('i.starts_on')
    .orderBy('p.family_name')
    .orderBy('a.id')
    .limit(500)
    .execute();
}

/** Everything that can become somebody's task, of these applications: rows are cut by the policies to who asks. */
export async function workOf(read: Readable, ids: readonly ApplicationId[]) {
  if (ids.length === 0) return { wishes: [], measures: [], steps: [], opinions: [], effects: [] };
  const measures = await read
    .selectFrom('inclusion_measures as m')
    .select([
      'm.id',
      'm.application_id',
      'm.title',
      'm.state',
      'm.by_on',
      'm.doer_person_id',
      'm.doer_org_id',
      'm.doer_name',
      'm.wish_id',
      'm.proposed_at',
      'm.done_at',
    ])
    .where('m.application_id', 'in', [...ids])
    .execute();
  const wishes = await read
    .selectFrom('inclusion_wishes')
    .select(['id', 'application_id', 'written_at', 'written_as'])
    .where('application_id', 'in', [...ids])
    .execute();
  if (measures.length === 0) return { wishes, measures, steps: [], opinions: [], effects: [] };
  const steps = await read
    .selectFrom('inclusion_steps')
    .selectAll()
    .where('application_id', 'in', [...ids])
    .execute();
  const opinions = await read
    .selectFrom('inclusion_opinions')
    .select(['measure_id', 'person_id'])
    .where('application_id', 'in', [...ids])
    .execute();
  const effects = await read
    .selectFrom('inclusion_effects')
    .select(['measure_id', 'person_id'])
    .where('application_id', 'in', [...ids])
    .execute();
  return { wishes, measures, steps, opinions, effects };
}

/** Applications in which something is to be done by this person, or by an organisation they lead. */
export async function applicationsOfDoer(
  read: Readable,
  personId: PersonId,
  orgIds: readonly OrgId[],
): Promise<ApplicationId[]> {
  const rows = await read
    .selectFrom('inclusion_measures')
    .select('application_id')
    .distinct()
    .where('state', 'in', ['agreed', 'under_way', 'done'])
    .where((eb) =>
      eb.or([
        eb('doer_person_id', '=', personId),
        ...(orgIds.length > 0 ? [eb('doer_org_id', 'in', [...orgIds])] : []),
      ]),
    )
    .execute();
  return rows.map((r) => r.application_id);
}

/** Open talks that this person holds, or that wait for them as a guardian. */
export function openTalksOf(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('family_talks as t')
    .leftJoin('persons as g', 'g.id', 't.guardian_id')
    .innerJoin('persons as p', 'p.id', 't.pupil_id')
    .selectAll('t')
    .select([
      'g.given_name as guardian_given',
      'g.family_name as guardian_family',
      'g.preferred_name as guardian_preferred',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('t.done_on', 'is', null)
    .where((eb) =>
      eb.or([
        eb('t.person_id', '=', personId),
        eb.and([
          eb.or([eb('t.guardian_id', 'is', null), eb('t.guardian_id', '=', personId)]),
          eb.exists(
            eb
              .selectFrom('guardianships as s')
              .select('s.pupil_id')
              .whereRef('s.pupil_id', '=', 't.pupil_id')
              .where('s.guardian_id', '=', personId)
              .where((e) => e.or([e('s.until_on', 'is', null), e('s.until_on', '>=', today)])),
          ),
        ]),
      ]),
    )
    .orderBy('t.by_on')
    .limit(50)
    .execute();
}

export function projectOf(read: Readable, id: ProjectId) {
  return read
    .selectFrom('projects')
    .select(['id', 'code', 'title', 'coordinator_id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export function projectsOfOrgs(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('projects as p')
    .select(['p.id', 'p.title'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('project_parties as x')
          .select('x.org_id')
          .whereRef('x.project_id', '=', 'p.id')
          .where('x.org_id', 'in', [...orgIds]),
      ),
    )
    .orderBy('p.title')
    .execute();
}

export async function orgsOfProject(read: Readable, id: ProjectId): Promise<OrgId[]> {
  const rows = await read
    .selectFrom('project_parties')
    .select('org_id')
    .where('project_id', '=', id)
    .execute();
  return rows.map((r) => r.org_id);
}

/** Costs of a project as far as the reader may see them, with the pupil only where the plan may be read. */
export function costsOfProject(read: Readable, id: ProjectId) {
  return read
    .selectFrom('inclusion_costs as c')
    .leftJoin('inclusion_plans as n', 'n.id', 'c.plan_id')
    .leftJoin('persons as p', 'p.id', 'n.pupil_id')
    .selectAll('c')
    .select(['n.application_id', 'p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('c.project_id', '=', id)
    .orderBy('c.budget_line')
    .orderBy('c.measure_id')
    .execute();
}

/** Selected pupils of these schools in the project, for the yes or no of the programme. */
export function pupilsOfSchools(read: Readable, id: ProjectId, schools: readonly OrgId[]) {
  if (schools.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('applications as a')
    .innerJoin('intakes as i', 'i.id', 'a.intake_id')
    .innerJoin('persons as p', 'p.id', 'a.pupil_id')
    .select([
      'a.id',
      'i.name as intake',
      'i.starts_on',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('i.project_id', '=', id)
    .where('a.state', '=', 'selected')
    .where('a.sending_school_id', 'in', [...schools])
    .orderBy('i.starts_on', 'desc')
    .orderBy('p.family_name')
    .execute();
}

export function personsByIds(read: Readable, ids: readonly PersonId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'preferred_name', 'email', 'phone', 'language'])
    .where('id', 'in', [...ids])
    .execute();
}

/** Everything a plan holds about one application, what it cost too: there was no stay to account for. */
export async function deleteAbout(
  tx: Tx,
  about: { applicationId: ApplicationId; pupilId: PersonId },
): Promise<void> {
  await tx
    .deleteFrom('inclusion_costs')
    .where('plan_id', 'in', (eb) =>
      eb
        .selectFrom('inclusion_plans')
        .select('id')
        .where('application_id', '=', about.applicationId),
    )
    .execute();
  await deletePlans(tx, [about.applicationId]);
  await tx.deleteFrom('inclusion_asked').where('pupil_id', '=', about.pupilId).execute();
}

/** Plans of applications; what hangs on a measure goes with it, but for what it cost. */
async function deletePlans(tx: Tx, ids: readonly ApplicationId[]): Promise<void> {
  for (const table of [
    'family_talks',
    'inclusion_measures',
    'inclusion_wishes',
    'inclusion_plans',
  ] as const)
    await tx
      .deleteFrom(table)
      .where('application_id', 'in', [...ids])
      .execute();
}

/** Wishes of pupils whose stay ended before a day, some at a time. */
export async function deleteWishesBefore(
  tx: Tx,
  endedBefore: Temporal.PlainDate,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('inclusion_wishes')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('inclusion_wishes as w')
        .innerJoin('mobilities as m', 'm.application_id', 'w.application_id')
        .select('w.id')
        .where('m.ends_on', '<', endedBefore)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Plans and talks with parents of stays that ended before a day, some stays at a time. What was spent stays, without plan
 * and pupil.
 * @returns how many stays
 */
export async function deletePlansBefore(
  tx: Tx,
  endedBefore: Temporal.PlainDate,
  limit: number,
): Promise<number> {
  const over = await tx
    .selectFrom('mobilities as m')
    .select(['m.application_id', 'm.pupil_id'])
    .where('m.ends_on', '<', endedBefore)
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('inclusion_plans as n')
            .select('n.id')
            .whereRef('n.application_id', '=', 'm.application_id'),
        ),
        eb.exists(
          eb
            .selectFrom('family_talks as t')
            .select('t.id')
            .whereRef('t.application_id', '=', 'm.application_id'),
        ),
        eb.and([
          eb.exists(
            eb
              .selectFrom('inclusion_asked as q')
              .select('q.person_id')
              .whereRef('q.pupil_id', '=', 'm.pupil_id'),
          ),
          eb.not(eb.exists(applies(tx, endedBefore))),
        ]),
      ]),
    )
    .orderBy('m.id')
    .limit(limit)
    .execute();
  if (over.length === 0) return 0;
  await deletePlans(
    tx,
    over.map((m) => m.application_id),
  );
  await tx
    .deleteFrom('inclusion_asked as m')
    .where(
      'm.pupil_id',
      'in',
      over.map((m) => m.pupil_id),
    )
    .where((eb) => eb.not(eb.exists(applies(tx, endedBefore))))
    .execute();
  return over.length;
}

/** Another application of the same pupil whose intake goes on. */
function applies(tx: Tx, endedBefore: Temporal.PlainDate) {
  return tx
    .selectFrom('applications as x')
    .innerJoin('intakes as y', 'y.id', 'x.intake_id')
    .select('x.id')
    .where(sql<boolean>`x.pupil_id = m.pupil_id`)
    .where('y.ends_on', '>=', endedBefore);
}

/** Contacts in whose place another was named before a moment. */
export async function deleteContactsBefore(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('inclusion_contacts')
    .where('ended_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
