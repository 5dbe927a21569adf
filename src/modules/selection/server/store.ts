import { sql } from 'kysely';
import type { ApplicationId, IntakeId, OrgId, PersonId, ReviewId, RoundId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { CriterionInput, RoundInput } from '../core/schema.ts';
import type { ConflictKind, Level, Result, ReviewAnswer, RoundState } from '../core/types.ts';

function described(read: Readable) {
  return read
    .selectFrom('selection_rounds as r')
    .innerJoin('organisations as school', 'school.id', 'r.school_id')
    .leftJoin('organisations as support', 'support.id', 'r.support_org_id')
    .leftJoin('intakes as i', 'i.id', 'r.intake_id')
    .selectAll('r')
    .select([
      'school.name as school_name',
      'school.language as school_language',
      'support.name as support_name',
      'i.name as intake_name',
      'i.starts_on',
      'i.ends_on',
    ]);
}

export function roundById(read: Readable, id: RoundId) {
  return described(read).where('r.id', '=', id).executeTakeFirst();
}
export type RoundRow = NonNullable<Awaited<ReturnType<typeof roundById>>>;

/** Locks the round: two people who press the same button wait for each other. */
export async function lockRound(tx: Tx, id: RoundId): Promise<boolean> {
  const row = await tx
    .selectFrom('selection_rounds')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export function roundsOfIntake(read: Readable, intakeId: IntakeId) {
  return described(read).where('r.intake_id', '=', intakeId).orderBy('school.name').execute();
}

export function roundOf(read: Readable, intakeId: IntakeId, schoolId: OrgId) {
  return described(read)
    .where('r.intake_id', '=', intakeId)
    .where('r.school_id', '=', schoolId)
    .where('r.state', '<>', 'cancelled')
    .executeTakeFirst();
}

/** Every round the reader sees and that is not over. */
export function openRounds(read: Readable) {
  return described(read)
    .where('r.state', 'not in', ['closed', 'cancelled'])
    .orderBy('r.rate_until')
    .orderBy('r.id')
    .execute();
}

export async function insertRound(
  tx: Tx,
  round: {
    id: RoundId;
    intakeId: IntakeId;
    schoolId: OrgId;
    supportOrgId: OrgId | null;
    places: number;
    rateUntil: Temporal.PlainDate;
    newsOn: Temporal.PlainDate;
    tieRules: readonly string[];
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('selection_rounds')
    .values({
      id: round.id,
      intake_id: round.intakeId,
      school_id: round.schoolId,
      support_org_id: round.supportOrgId,
      state: 'draft',
      places: round.places,
      reserve_places: round.places,
      points_max: 5,
      is_blind: true,
      tie_rules: [...round.tieRules],
      rate_until: round.rateUntil,
      news_on: round.newsOn,
      created_by: round.by,
      created_at: round.now,
    })
    .execute();
}

/** Saves the draft; false when somebody else saved meanwhile. */
export async function updateDraft(
  tx: Tx,
  id: RoundId,
  version: number,
  input: RoundInput,
  tieRules: readonly string[],
  supportOrgId: OrgId | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('selection_rounds')
    .set({
      places: input.places,
      reserve_places: input.reservePlaces,
      points_max: input.pointsMax,
      is_blind: input.isBlind,
      rate_until: input.rateUntil,
      news_on: input.newsOn,
      note: input.note,
      tie_rules: [...tieRules],
      support_org_id: supportOrgId,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function replaceCriteria(
  tx: Tx,
  roundId: RoundId,
  criteria: readonly (CriterionInput & { shipped: string | null })[],
): Promise<void> {
  await tx.deleteFrom('selection_criteria').where('round_id', '=', roundId).execute();
  if (criteria.length === 0) return;
  await tx
    .insertInto('selection_criteria')
    .values(
      criteria.map((c, position) => ({
        round_id: roundId,
        key: c.key,
        position,
        weight: c.weight,
        shipped: c.shipped,
        title: c.title,
        low: c.low,
        middle: c.middle,
        high: c.high,
      })),
    )
    .execute();
}

export function criteriaOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_criteria')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('position')
    .execute();
}

type RoundChange = {
  state: RoundState;
  publishedAt?: Temporal.Instant | null;
  ratingAt?: Temporal.Instant;
  calibratingAt?: Temporal.Instant;
  lotNumber?: number;
  decided?: { by: PersonId; at: Temporal.Instant };
  closedAt?: Temporal.Instant;
  cancelled?: { by: PersonId; at: Temporal.Instant; reason: string };
};

/** Moves a round on from the state it was read in; false when it has moved already. */
export async function moveRound(
  tx: Tx,
  id: RoundId,
  from: RoundState,
  change: RoundChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('selection_rounds')
    .set((eb) => ({
      state: change.state,
      version: eb('version', '+', 1),
      ...(change.publishedAt !== undefined ? { published_at: change.publishedAt } : {}),
      ...(change.ratingAt ? { rating_at: change.ratingAt } : {}),
      ...(change.calibratingAt ? { calibrating_at: change.calibratingAt } : {}),
      ...(change.lotNumber !== undefined ? { lot_number: change.lotNumber } : {}),
      ...(change.decided ? { decided_by: change.decided.by, decided_at: change.decided.at } : {}),
      ...(change.closedAt ? { closed_at: change.closedAt } : {}),
      ...(change.cancelled
        ? {
            cancelled_by: change.cancelled.by,
            cancelled_at: change.cancelled.at,
            cancel_reason: change.cancelled.reason,
          }
        : {}),
    }))
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export function ratersOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_raters as r')
    .innerJoin('organisations as o', 'o.id', 'r.org_id')
    .leftJoin('persons as p', 'p.id', 'r.person_id')
    .select([
      'r.person_id',
      'r.org_id',
      'r.interviews',
      'o.name as org_name',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
    ])
    .where('r.round_id', '=', roundId)
    .orderBy('o.name')
    .orderBy('p.family_name')
    .execute();
}

export async function putRater(
  tx: Tx,
  rater: {
    roundId: RoundId;
    personId: PersonId;
    orgId: OrgId;
    interviews: boolean;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('selection_raters')
    .values({
      round_id: rater.roundId,
      person_id: rater.personId,
      org_id: rater.orgId,
      interviews: rater.interviews,
      added_at: rater.now,
    })
    .onConflict((oc) =>
      oc.columns(['round_id', 'person_id']).doUpdateSet({ interviews: rater.interviews }),
    )
    .execute();
}

export async function deleteRater(tx: Tx, roundId: RoundId, personId: PersonId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('selection_raters')
    .where('round_id', '=', roundId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export function candidatesOf(read: Readable, roundId: RoundId) {
  return (
    read
      .selectFrom('selection_candidates as c')
      .innerJoin('applications as a', 'a.id', 'c.application_id')
      .selectAll('c')
      .select(['a.state as application_state'])
      .where('c.round_id', '=', roundId)
      // AA comes after Z
      .orderBy(sql`length(c.code)`)
      .orderBy('c.code')
      .execute()
  );
}
export type CandidateRow = Awaited<ReturnType<typeof candidatesOf>>[number];

export async function insertCandidates(
  tx: Tx,
  roundId: RoundId,
  candidates: readonly { applicationId: ApplicationId; pupilId: PersonId; code: string }[],
  now: Temporal.Instant,
): Promise<void> {
  if (candidates.length === 0) return;
  await tx
    .insertInto('selection_candidates')
    .values(
      candidates.map((c) => ({
        round_id: roundId,
        application_id: c.applicationId,
        pupil_id: c.pupilId,
        code: c.code,
        added_at: now,
      })),
    )
    .execute();
}

export async function updateCandidate(
  tx: Tx,
  roundId: RoundId,
  applicationId: ApplicationId,
  change: Partial<{
    planned: Result | null;
    rank: number | null;
    reserve_rank: number | null;
    was_abroad: boolean | null;
    gave_up_at: Temporal.Instant;
    moved_up_at: Temporal.Instant;
  }>,
): Promise<void> {
  await tx
    .updateTable('selection_candidates')
    .set(change)
    .where('round_id', '=', roundId)
    .where('application_id', '=', applicationId)
    .execute();
}

export async function updatePlan(
  tx: Tx,
  id: RoundId,
  version: number,
  plan: { by: PersonId; reason: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('selection_rounds')
    .set({ planned_by: plan.by, deviation_reason: plan.reason, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Who has rated whom completely, without what they said. */
export function progressOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_candidates as c')
    .innerJoin('selection_raters as r', 'r.round_id', 'c.round_id')
    .select([
      'c.application_id',
      'r.person_id',
      sql<boolean>`app_has_rated(c.round_id, c.application_id, r.person_id)`.as('has_rated'),
    ])
    .where('c.round_id', '=', roundId)
    .execute();
}

export function conflictsOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_conflicts')
    .selectAll()
    .where('round_id', '=', roundId)
    .execute();
}

/** Leaves a rater out for one pupil; what they had said about the pupil goes. */
export async function putConflict(
  tx: Tx,
  of: { roundId: RoundId; applicationId: ApplicationId; personId: PersonId },
  kind: ConflictKind,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('selection_conflicts')
    .values({
      round_id: of.roundId,
      application_id: of.applicationId,
      person_id: of.personId,
      kind,
      declared_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
  for (const table of ['selection_ratings', 'selection_interviews'] as const)
    await tx
      .deleteFrom(table)
      .where('round_id', '=', of.roundId)
      .where('application_id', '=', of.applicationId)
      .where('rater_id', '=', of.personId)
      .execute();
}

/** Ratings that the reader may see: their own, and those of all once the raters compare. */
export function ratingsOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_ratings')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('rated_at')
    .execute();
}

export async function putRating(
  tx: Tx,
  rating: {
    roundId: RoundId;
    applicationId: ApplicationId;
    raterId: PersonId;
    criterion: string;
    points: number;
    reason: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('selection_ratings')
    .values({
      round_id: rating.roundId,
      application_id: rating.applicationId,
      rater_id: rating.raterId,
      criterion: rating.criterion,
      points: rating.points,
      reason: rating.reason,
      rated_at: rating.now,
    })
    .onConflict((oc) =>
      oc.columns(['round_id', 'application_id', 'rater_id', 'criterion']).doUpdateSet((eb) => ({
        points: rating.points,
        reason: rating.reason,
        rated_at: rating.now,
        version: eb('selection_ratings.version', '+', 1),
      })),
    )
    .execute();
}

export async function dropRating(
  tx: Tx,
  of: { roundId: RoundId; applicationId: ApplicationId; raterId: PersonId; criterion: string },
): Promise<void> {
  await tx
    .deleteFrom('selection_ratings')
    .where('round_id', '=', of.roundId)
    .where('application_id', '=', of.applicationId)
    .where('rater_id', '=', of.raterId)
    .where('criterion', '=', of.criterion)
    .execute();
}

export function revisionsOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_revisions')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('number')
    .execute();
}

/** Keeps what was said before, under the version it had. */
export async function insertRevision(
  tx: Tx,
  revision: {
    roundId: RoundId;
    applicationId: ApplicationId;
    raterId: PersonId;
    criterion: string;
    number: number;
    points: number;
    reason: string;
    remark: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('selection_revisions')
    .values({
      round_id: revision.roundId,
      application_id: revision.applicationId,
      rater_id: revision.raterId,
      criterion: revision.criterion,
      number: revision.number,
      points: revision.points,
      reason: revision.reason,
      remark: revision.remark,
      revised_at: revision.now,
    })
    .execute();
}

export function interviewsOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_interviews')
    .selectAll()
    .where('round_id', '=', roundId)
    .execute();
}

export async function putInterview(
  tx: Tx,
  of: { roundId: RoundId; applicationId: ApplicationId; raterId: PersonId },
  note: string,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('selection_interviews')
    .values({
      round_id: of.roundId,
      application_id: of.applicationId,
      rater_id: of.raterId,
      note,
      noted_at: now,
    })
    .onConflict((oc) =>
      oc.columns(['round_id', 'application_id', 'rater_id']).doUpdateSet({ note, noted_at: now }),
    )
    .execute();
}

export function newsOf(read: Readable, roundId: RoundId) {
  return read.selectFrom('selection_news').selectAll().where('round_id', '=', roundId).execute();
}
export type NewsRow = Awaited<ReturnType<typeof newsOf>>[number];

export function newsOfApplication(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('selection_news')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('told_at', 'is not', null)
    .executeTakeFirst();
}

/** What a person was told, themselves or for a child. */
export function newsForFamily(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('selection_news as n')
    .innerJoin('persons as p', 'p.id', 'n.pupil_id')
    .selectAll('n')
    .select(['p.given_name', 'p.preferred_name'])
    .where('n.told_at', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('n.pupil_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('guardianships as g')
            .select('g.pupil_id')
            .whereRef('g.pupil_id', '=', 'n.pupil_id')
            .where('g.guardian_id', '=', personId)
            .where((e) => e.or([e('g.until_on', 'is', null), e('g.until_on', '>=', today)])),
        ),
      ]),
    )
    .orderBy('n.told_at', 'desc')
    .execute();
}

export function guardianIdsOf(read: Readable, pupilId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('guardianships')
    .select('guardian_id')
    .where('pupil_id', '=', pupilId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .execute();
}

/** Writes a letter; false when somebody else wrote it meanwhile. `version` is 0 for the first. */
export async function putLetter(
  tx: Tx,
  letter: {
    roundId: RoundId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    result: Result;
    reserveRank: number | null;
    strength: string | null;
    words: string;
    language: string;
    by: PersonId;
    version: number;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const values = {
    result: letter.result,
    reserve_rank: letter.reserveRank,
    strength: letter.strength,
    words: letter.words,
    language: letter.language,
    written_by: letter.by,
    written_at: letter.now,
  };
  if (letter.version === 0) {
    await tx
      .insertInto('selection_news')
      .values({
        ...values,
        round_id: letter.roundId,
        application_id: letter.applicationId,
        pupil_id: letter.pupilId,
      })
      .execute();
    return true;
  }
  const { numUpdatedRows } = await tx
    .updateTable('selection_news')
    .set({ ...values, version: letter.version + 1 })
    .where('round_id', '=', letter.roundId)
    .where('application_id', '=', letter.applicationId)
    .where('version', '=', letter.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function dropLetter(
  tx: Tx,
  roundId: RoundId,
  applicationId: ApplicationId,
): Promise<void> {
  await tx
    .deleteFrom('selection_news')
    .where('round_id', '=', roundId)
    .where('application_id', '=', applicationId)
    .where('told_at', 'is', null)
    .execute();
}

/** Tells a letter, or tells it anew with other words. */
export async function tellNews(
  tx: Tx,
  of: { roundId: RoundId; applicationId: ApplicationId },
  change: {
    toldAt: Temporal.Instant;
    seen?: Record<string, Level>;
    result?: Result;
    reserveRank?: number | null;
    words?: string;
    by?: PersonId;
  },
): Promise<void> {
  await tx
    .updateTable('selection_news')
    .set((eb) => ({
      told_at: change.toldAt,
      version: eb('version', '+', 1),
      ...(change.seen ? { seen: json(change.seen) } : {}),
      ...(change.result ? { result: change.result } : {}),
      ...(change.reserveRank !== undefined ? { reserve_rank: change.reserveRank } : {}),
      ...(change.words !== undefined ? { words: change.words } : {}),
      ...(change.by ? { written_by: change.by, written_at: change.toldAt } : {}),
    }))
    .where('round_id', '=', of.roundId)
    .where('application_id', '=', of.applicationId)
    .execute();
}

export async function insertReview(
  tx: Tx,
  review: {
    id: ReviewId;
    roundId: RoundId;
    applicationId: ApplicationId;
    pupilId: PersonId;
    askedBy: PersonId;
    words: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('selection_reviews')
    .values({
      id: review.id,
      round_id: review.roundId,
      application_id: review.applicationId,
      pupil_id: review.pupilId,
      asked_by: review.askedBy,
      words: review.words,
      asked_at: review.now,
    })
    .execute();
}

export function reviewById(read: Readable, id: ReviewId) {
  return read.selectFrom('selection_reviews').selectAll().where('id', '=', id).executeTakeFirst();
}

export function reviewForUpdate(tx: Tx, id: ReviewId) {
  return tx
    .selectFrom('selection_reviews')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function reviewsOf(read: Readable, roundId: RoundId) {
  return read
    .selectFrom('selection_reviews')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('asked_at')
    .execute();
}

export function reviewOfApplication(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('selection_reviews')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
}

/** Asks somebody to answer; false when it is answered. */
export async function handReview(
  tx: Tx,
  id: ReviewId,
  hand: { to: PersonId; by: PersonId; now: Temporal.Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('selection_reviews')
    .set({ handed_to: hand.to, handed_by: hand.by, handed_at: hand.now })
    .where('id', '=', id)
    .where('answer', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Open reviews somebody was asked to answer. */
export function reviewsHandedTo(read: Readable, personId: PersonId) {
  return read
    .selectFrom('selection_reviews as v')
    .innerJoin('selection_rounds as r', 'r.id', 'v.round_id')
    .innerJoin('intakes as i', 'i.id', 'r.intake_id')
    .select(['v.id', 'v.round_id', 'i.name as intake_name'])
    .where('v.handed_to', '=', personId)
    .where('v.answer', 'is', null)
    .orderBy('v.asked_at')
    .execute();
}

/** False when somebody has answered already. */
export async function answerReview(
  tx: Tx,
  id: ReviewId,
  answer: { answer: ReviewAnswer; words: string; by: PersonId; now: Temporal.Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('selection_reviews')
    .set({
      answer: answer.answer,
      answer_words: answer.words,
      answered_by: answer.by,
      answered_at: answer.now,
    })
    .where('id', '=', id)
    .where('answer', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What published rounds mean for applications: whether they decide, and whether the family has a letter. */
export async function roundsOfApplications(read: Readable, ids: ApplicationId[]) {
  if (ids.length === 0) return new Map<ApplicationId, never>();
  const rows = await read
    .selectFrom('selection_rounds as r')
    .innerJoin('applications as a', (join) =>
      join
        .onRef('a.intake_id', '=', 'r.intake_id')
        .onRef('a.sending_school_id', '=', 'r.school_id'),
    )
    .leftJoin('selection_news as n', (join) =>
      join.onRef('n.application_id', '=', 'a.id').on('n.told_at', 'is not', null),
    )
    .select([
      'a.id',
      'a.state as application_state',
      'r.id as round_id',
      'r.state',
      'n.told_at',
      'n.result',
    ])
    .where('a.id', 'in', ids)
    .where('r.state', '<>', 'draft')
    // a round that follows one that was stopped takes its place
    .orderBy(sql`r.state <> 'cancelled'`)
    .orderBy('r.created_at')
    .execute();
  return new Map(
    rows.map((r) => [
      r.id,
      {
        roundId: r.round_id,
        // who stands on the reserve list waits; who came too late for the round is decided about alone
        holds:
          ['published', 'rating', 'calibrating'].includes(r.state) ||
          (r.state === 'decided' && r.result === 'reserve'),
        hasNews: r.told_at !== null,
      },
    ]),
  );
}

export function candidateByApplication(read: Readable, applicationId: ApplicationId) {
  return read
    .selectFrom('selection_candidates')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('released_at', 'is', null)
    .executeTakeFirst();
}

/** Lets the pupils of a stopped round go, so that another may take them in; letters nobody got are gone. */
export async function releaseCandidates(
  tx: Tx,
  roundId: RoundId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('selection_candidates')
    .set({ released_at: now })
    .where('round_id', '=', roundId)
    .execute();
  await tx
    .deleteFrom('selection_news')
    .where('round_id', '=', roundId)
    .where('told_at', 'is', null)
    .execute();
}

/** Stopped rounds whose ratings are due to be erased. */
export function cancelledBefore(read: Readable, before: Temporal.Instant) {
  return read
    .selectFrom('selection_rounds')
    .select('id')
    .where('state', '=', 'cancelled')
    .where('cancelled_at', '<', before)
    .where('ratings_erased_at', 'is', null)
    .execute();
}

/** What was said of pupils in a round is gone; the round itself, its criteria and why it was stopped stay. */
export async function eraseRatings(tx: Tx, roundId: RoundId, now: Temporal.Instant): Promise<void> {
  for (const table of [
    'selection_interviews',
    'selection_revisions',
    'selection_ratings',
    'selection_conflicts',
    'selection_candidates',
  ] as const)
    await tx.deleteFrom(table).where('round_id', '=', roundId).execute();
  await tx
    .updateTable('selection_rounds')
    .set({ ratings_erased_at: now })
    .where('id', '=', roundId)
    .execute();
}

/** Everything a round holds about one application: what was said of the pupil, told them and asked by them. */
export async function deleteAbout(tx: Tx, applicationId: ApplicationId): Promise<void> {
  for (const table of [
    'selection_reviews',
    'selection_news',
    'selection_interviews',
    'selection_revisions',
    'selection_ratings',
    'selection_conflicts',
    'selection_candidates',
  ] as const)
    await tx.deleteFrom(table).where('application_id', '=', applicationId).execute();
}
