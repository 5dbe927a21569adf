import type { CheckInId, IntakeId, MobilityId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  CheckInRatings,
  EvaluationRatings,
  EvaluationRole,
  TalkPartner,
  Way,
} from '../core/index.ts';

/** Check-ins with the given partners only, newest first: what somebody may not read is not fetched. */
export function checkInsOf(read: Readable, mobilityId: MobilityId, partners: TalkPartner[]) {
  if (partners.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('check_ins as c')
    .innerJoin('persons as p', 'p.id', 'c.entered_by')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('c.mobility_id', '=', mobilityId)
    .where('c.talked_with', 'in', partners)
    .orderBy('c.held_on', 'desc')
    .orderBy('c.id', 'desc')
    .execute();
}

export async function insertCheckIn(
  tx: Tx,
  c: {
    mobilityId: MobilityId;
    id: CheckInId;
    talkedWith: TalkPartner;
    heldOn: Temporal.PlainDate;
    way: Way;
    ratings: CheckInRatings;
    note: string;
    promise: string;
    enteredBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('check_ins')
    .values({
      mobility_id: c.mobilityId,
      id: c.id,
      talked_with: c.talkedWith,
      held_on: c.heldOn,
      way: c.way,
      ratings: json(c.ratings),
      note: c.note,
      promise: c.promise,
      entered_by: c.enteredBy,
      entered_at: c.now,
    })
    .execute();
}

/** Whether the same talk was written down already: a form that was sent twice. */
export async function hasSameCheckIn(
  read: Readable,
  c: {
    mobilityId: MobilityId;
    talkedWith: TalkPartner;
    heldOn: Temporal.PlainDate;
    enteredBy: PersonId;
  },
): Promise<boolean> {
  const row = await read
    .selectFrom('check_ins')
    .select('id')
    .where('mobility_id', '=', c.mobilityId)
    .where('talked_with', '=', c.talkedWith)
    .where('held_on', '=', c.heldOn)
    .where('entered_by', '=', c.enteredBy)
    .executeTakeFirst();
  return row !== undefined;
}

/** Dossiers of pupils who are abroad, for those who talk with them. */
export function dossiersAbroad(read: Readable, parties: string[], today: Temporal.PlainDate) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .leftJoin('persons as k', 'k.id', 'm.contact_person_id')
    .select([
      'm.id',
      'm.starts_on',
      'm.hosting_org_id',
      'm.contact_person_id',
      'mp.role',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'k.given_name as contact_given',
      'k.family_name as contact_family',
      'k.preferred_name as contact_preferred',
    ])
    .where('mp.party_id', 'in', parties)
    .where('mp.role', 'in', ['contact_person', 'hosting_support'])
    .where('mp.state', 'in', ['departed', 'settled'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', today)]))
    .orderBy('mp.starts_on')
    .limit(200)
    .execute();
}

/** The newest talk of each dossier with each partner. */
export function newestCheckIns(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('check_ins')
    .select(['mobility_id', 'talked_with', 'held_on', 'ratings'])
    .distinctOn(['mobility_id', 'talked_with'])
    .where('mobility_id', 'in', ids)
    .orderBy('mobility_id')
    .orderBy('talked_with')
    .orderBy('held_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

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
