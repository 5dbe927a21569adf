import type { IntakeId, MobilityId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { EvaluationRatings, EvaluationRole } from '../../core/index.ts';

export function evaluationsOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('evaluations')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .orderBy('submitted_at')
    .execute();
}

export async function insertEvaluation(
  tx: Tx,
  e: {
    mobilityId: MobilityId;
    role: EvaluationRole;
    personId: PersonId;
    ratings: EvaluationRatings;
    best: string;
    change: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('evaluations')
    .values({
      mobility_id: e.mobilityId,
      role: e.role,
      person_id: e.personId,
      ratings: json(e.ratings),
      best: e.best,
      change: e.change,
      submitted_at: e.now,
    })
    .execute();
}

/** Parts of somebody in dossiers of pupils who are back, without an evaluation of theirs in that part. */
export function openEvaluations(
  read: Readable,
  scope: { parties: string[]; personId: PersonId; today: Temporal.PlainDate },
) {
  return (
    read
      .selectFrom('mobility_parties as mp')
      .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .select([
        'm.id',
        'm.ends_on',
        'mp.role',
        'mp.org_id',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
      ])
      .where('mp.party_id', 'in', scope.parties)
      .where('mp.role', 'in', ['pupil', 'guardian', 'host_family', 'host_school', 'sending_school'])
      .where('mp.state', 'in', ['returned', 'recognised'])
      .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
      // a school looks back once, whoever of its people writes; people each for themselves
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('evaluations as e')
              .select('e.role')
              .whereRef('e.mobility_id', '=', 'm.id')
              .whereRef('e.role', '=', 'mp.role')
              .where((x) =>
                x.or([x('mp.org_id', 'is not', null), x('e.person_id', '=', scope.personId)]),
              ),
          ),
        ),
      )
      .orderBy('m.ends_on')
      .limit(50)
      .execute()
  );
}

/** The first talk with each pupil of an intake. */
export function firstCheckInsOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('check_ins as c')
    .innerJoin('mobilities as m', 'm.id', 'c.mobility_id')
    .select((eb) => ['m.id', eb.fn.min('c.held_on').as('held_on')])
    .where('m.intake_id', '=', intakeId)
    .where('c.talked_with', '=', 'pupil')
    .groupBy('m.id')
    .execute();
}

export function evaluationsOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('evaluations as e')
    .innerJoin('mobilities as m', 'm.id', 'e.mobility_id')
    .select(['m.id', 'e.role', 'e.submitted_at'])
    .where('m.intake_id', '=', intakeId)
    .orderBy('e.submitted_at')
    .execute();
}
