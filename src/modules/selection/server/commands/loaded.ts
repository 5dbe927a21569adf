import type { ApplicationId, PersonId, RoundId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import {
  completeRatings,
  isRoundState,
  type Placed,
  proposeOutcome,
  tieRuleIn,
} from '../../core/rules/index.ts';
import type { Rating, RoundParties, TieRule } from '../../core/types.ts';
import * as store from '../store.ts';

/** A round with its criteria and raters; null when the actor does not see it. */
export async function readRound(read: Readable, id: RoundId) {
  const row = await store.roundById(read, id);
  return row ? completed(read, row) : null;
}

async function completed(read: Readable, row: store.RoundRow) {
  if (!isRoundState(row.state)) return null;
  const criteria = await store.criteriaOf(read, row.id);
  const raters = await store.ratersOf(read, row.id);
  const parties: RoundParties = {
    schoolId: row.school_id,
    supportOrgId: row.support_org_id,
    state: row.state,
    raterIds: raters.map((r) => r.person_id),
  };
  return {
    id: row.id,
    state: row.state,
    row,
    criteria,
    raters,
    parties,
    tieRules: row.tie_rules.map(tieRuleIn).filter((rule): rule is TieRule => rule !== null),
  };
}
export type LoadedRound = NonNullable<Awaited<ReturnType<typeof readRound>>>;

/** The same under lock, for commands. */
export async function loadRound(tx: Tx, id: RoundId): Promise<LoadedRound | null> {
  return (await store.lockRound(tx, id)) ? readRound(tx, id) : null;
}

/** The pupil of a round by the neutral name. */
export async function loadPupil(tx: Tx, input: { roundId: RoundId; code: string }) {
  const round = await loadRound(tx, input.roundId);
  if (!round) return null;
  const candidates = await store.candidatesOf(tx, round.id);
  const candidate = candidates.find((c) => c.code === input.code);
  return candidate ? { ...round, candidate } : null;
}

export function auditOf(round: LoadedRound) {
  return { subjectId: round.id, orgId: round.parties.schoolId };
}

export function ratingsIn(rows: Awaited<ReturnType<typeof store.ratingsOf>>): Rating[] {
  return rows.map((r) => ({
    applicationId: r.application_id,
    raterId: r.rater_id,
    criterion: r.criterion,
    points: r.points,
    reason: r.reason,
  }));
}

/** Who is still in the round: not withdrawn meanwhile. */
export function stillIn(candidates: readonly store.CandidateRow[]): store.CandidateRow[] {
  return candidates.filter((c) => c.application_state !== 'withdrawn');
}

/** The proposal of the rules from what the raters said, for those who are still in the round. */
export async function proposalOf(
  read: Readable,
  round: LoadedRound,
): Promise<{ placed: Placed[]; candidates: store.CandidateRow[]; ratings: Rating[] }> {
  const candidates = stillIn(await store.candidatesOf(read, round.id));
  const ratings = ratingsIn(await store.ratingsOf(read, round.id));
  const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
  const placed = proposeOutcome(
    candidates.map((c) => ({
      applicationId: c.application_id,
      code: c.code,
      wasAbroad: c.was_abroad,
    })),
    ratings,
    {
      criteria: round.criteria,
      places: round.row.places,
      reservePlaces: round.row.reserve_places,
      tieRules: round.tieRules,
      lotNumber: round.row.lot_number ?? 0,
      conflicts,
    },
  );
  return { placed, candidates, ratings: completeRatings(ratings, round.criteria, conflicts) };
}

export function conflictsIn(
  rows: readonly { application_id: ApplicationId; person_id: PersonId }[],
): { applicationId: ApplicationId; personId: PersonId }[] {
  return rows.map((c) => ({ applicationId: c.application_id, personId: c.person_id }));
}

/** How many people have rated each pupil completely, without what they said. */
export async function ratersDone(read: Readable, round: LoadedRound) {
  const progress = await store.progressOf(read, round.id);
  const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
  const isOut = (applicationId: ApplicationId, personId: PersonId) =>
    conflicts.some((c) => c.applicationId === applicationId && c.personId === personId);
  return (applicationId: ApplicationId) =>
    progress.filter(
      (p) =>
        p.application_id === applicationId && p.has_rated && !isOut(applicationId, p.person_id),
    ).length;
}

/** Two people at least look at each pupil. */
export const ratersNeeded = 2;
