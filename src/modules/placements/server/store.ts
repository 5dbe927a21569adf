import { sql } from 'kysely';
import type {
  FamilyId,
  HostOfferId,
  IntakeId,
  MobilityId,
  OrgId,
  PersonId,
  PlacementId,
} from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { PlacementState } from '../core/rules/index.ts';
import type { Gender, Side } from '../core/types.ts';

/** What was told for a placement when it was proposed, as keys and values; dates as YYYY-MM-DD. */
export type KeptReason = {
  messageKey: string;
  tone: 1 | -1;
  params: Record<string, string | number>;
};

export type Answer = {
  side: Side;
  answer: 'yes' | 'no';
  note: string;
  answeredBy: PersonId;
  answeredAt: Temporal.Instant;
};

export type Placement = {
  id: PlacementId;
  mobilityId: MobilityId;
  hostSchoolId: OrgId;
  hostOfferId: HostOfferId;
  familyId: FamilyId;
  state: PlacementState;
  fromOn: Temporal.PlainDate;
  untilOn: Temporal.PlainDate;
  reasons: KeptReason[];
  proposedBy: PersonId;
  proposedAt: Temporal.Instant;
  decidedAt: Temporal.Instant | null;
  version: number;
  answers: Answer[];
};

/** All placements of these mobilities with their answers, newest proposal first. */
export async function placementsOf(
  read: Readable,
  mobilityIds: MobilityId[],
): Promise<Placement[]> {
  if (mobilityIds.length === 0) return [];
  const rows = await read
    .selectFrom('placements')
    .selectAll()
    .where('mobility_id', 'in', mobilityIds)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const answers = await read
    .selectFrom('placement_answers')
    .selectAll()
    .where('mobility_id', 'in', mobilityIds)
    .orderBy('answered_at')
    .execute();
  return rows.map((row) => ({
    id: row.id as PlacementId,
    mobilityId: row.mobility_id,
    hostSchoolId: row.host_school_id,
    hostOfferId: row.host_offer_id,
    familyId: row.family_id,
    state: row.state as PlacementState,
    fromOn: row.from_on,
    untilOn: row.until_on,
    reasons: (row.reasons ?? []) as KeptReason[],
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    decidedAt: row.decided_at,
    version: row.version,
    answers: answers
      .filter((a) => a.placement_id === row.id)
      .map((a) => ({
        side: a.side as Side,
        answer: a.answer as 'yes' | 'no',
        note: a.note,
        answeredBy: a.answered_by,
        answeredAt: a.answered_at,
      })),
  }));
}

export async function insertPlacement(
  tx: Tx,
  p: {
    id: PlacementId;
    mobilityId: MobilityId;
    hostSchoolId: OrgId;
    hostOfferId: HostOfferId;
    familyId: FamilyId;
    state: PlacementState;
    fromOn: Temporal.PlainDate;
    untilOn: Temporal.PlainDate;
    reasons: KeptReason[];
    proposedBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('placements')
    .values({
      id: p.id,
      mobility_id: p.mobilityId,
      host_school_id: p.hostSchoolId,
      host_offer_id: p.hostOfferId,
      family_id: p.familyId,
      state: p.state,
      from_on: p.fromOn,
      until_on: p.untilOn,
      reasons: json(p.reasons),
      proposed_by: p.proposedBy,
      proposed_at: p.now,
    })
    .execute();
}

/** Moves a placement on. False when somebody was quicker. */
export async function setPlacementState(
  tx: Tx,
  p: Pick<Placement, 'id' | 'mobilityId' | 'version'>,
  state: PlacementState,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('placements')
    .set({ state, decided_at: now, version: p.version + 1 })
    .where('mobility_id', '=', p.mobilityId)
    .where('id', '=', p.id)
    .where('version', '=', p.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** One answer a side: a second one meets the key and is told as a conflict. */
export async function insertAnswer(
  tx: Tx,
  at: Pick<Placement, 'id' | 'mobilityId'>,
  answer: Answer,
): Promise<void> {
  await tx
    .insertInto('placement_answers')
    .values({
      mobility_id: at.mobilityId,
      placement_id: at.id,
      side: answer.side,
      answer: answer.answer,
      note: answer.note,
      answered_by: answer.answeredBy,
      answered_at: answer.answeredAt,
    })
    .execute();
}

const holding = ['proposed', 'accepted'];

/** Pupils who live, or may come to live, with these families at any time of a stay: proposals hold their place too. */
export function pupilsWith(
  read: Readable,
  familyIds: FamilyId[],
  stay: { from: Temporal.PlainDate; until: Temporal.PlainDate },
  except: MobilityId,
) {
  if (familyIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('placements as x')
    .innerJoin('mobilities as m', 'm.id', 'x.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .innerJoin('applications as a', 'a.id', 'm.application_id')
    .select([
      'x.family_id',
      'p.country_code',
      'p.gender',
      // a language that the form does not list is told in words
      sql<
        string | null
      >`coalesce(nullif(a.answers ->> 'mother-tongue', 'other'), a.answers ->> 'mother-tongue-other')`.as(
        'mother_tongue',
      ),
    ])
    .where('x.family_id', 'in', familyIds)
    .where('x.state', 'in', holding)
    .where('x.mobility_id', '!=', except)
    .where('x.from_on', '<=', stay.until)
    .where('x.until_on', '>=', stay.from)
    .execute();
}

/** Places of offers that are taken at any time of a stay, proposals included. */
export async function placesTaken(
  read: Readable,
  offerIds: HostOfferId[],
  stay: { from: Temporal.PlainDate; until: Temporal.PlainDate },
  except: MobilityId,
): Promise<Map<HostOfferId, number>> {
  if (offerIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('placements')
    .select((eb) => ['host_offer_id', eb.fn.countAll<number>().as('n')])
    .where('host_offer_id', 'in', offerIds)
    .where('state', 'in', holding)
    .where('mobility_id', '!=', except)
    .where('from_on', '<=', stay.until)
    .where('until_on', '>=', stay.from)
    .groupBy('host_offer_id')
    .execute();
  return new Map(rows.map((r) => [r.host_offer_id, Number(r.n)]));
}

/** Open proposals in which this person may have a word, and those of organisations they coordinate. */
export function openProposalsFor(
  read: Readable,
  who: { personId: PersonId; orgIds: OrgId[]; today: Temporal.PlainDate },
) {
  const orgs = who.orgIds.length > 0 ? who.orgIds : (['org_none'] as OrgId[]);
  return read
    .selectFrom('placements as x')
    .innerJoin('mobilities as m', 'm.id', 'x.mobility_id')
    .select('x.mobility_id')
    .where('x.state', '=', 'proposed')
    .where((eb) =>
      eb.or([
        eb('x.host_school_id', 'in', orgs),
        eb('m.hosting_org_id', 'in', orgs),
        eb('m.pupil_id', '=', who.personId),
        eb.exists(
          eb
            .selectFrom('guardianships as g')
            .select('g.guardian_id')
            .whereRef('g.pupil_id', '=', 'm.pupil_id')
            .where('g.guardian_id', '=', who.personId)
            .where((e) => e.or([e('g.until_on', 'is', null), e('g.until_on', '>=', who.today)])),
        ),
        eb.exists(
          eb
            .selectFrom('family_members as f')
            .select('f.id')
            .whereRef('f.family_id', '=', 'x.family_id')
            .where('f.person_id', '=', who.personId),
        ),
      ]),
    )
    .distinct()
    .execute();
}

/** Selected pupils of these hosting organisations for whom no family is proposed. */
export function withoutProposal(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select(['m.id', 'm.intake_id', 'm.hosting_org_id', 'm.starts_on'])
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where((eb) =>
      eb.or([
        eb('m.hosting_org_id', 'in', orgIds),
        eb.exists(
          eb
            .selectFrom('host_offers as o')
            .select('o.id')
            .whereRef('o.intake_id', '=', 'm.intake_id')
            .whereRef('o.hosting_org_id', '=', 'm.hosting_org_id')
            .where('o.host_school_id', 'in', orgIds),
        ),
      ]),
    )
    .where('m.state', '=', 'selected')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('placements as x')
            .select('x.id')
            .whereRef('x.mobility_id', '=', 'm.id')
            .where('x.state', 'in', holding),
        ),
      ),
    )
    .orderBy('m.starts_on')
    .execute();
}

export function mobilityIdsOf(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('mobilities')
    .select('id')
    .where('intake_id', '=', intakeId)
    .where('state', '!=', 'withdrawn')
    .execute();
}

/** For the answers of pupils whose gender was not told: treated as neither, so every protection applies. */
export function genderOf(stored: string | null): Gender {
  return stored === 'f' || stored === 'm' ? stored : 'x';
}

/** Empties what was said with a no where the stay is over, some at a time. */
export async function emptyNotes(
  tx: Tx,
  today: Temporal.PlainDate,
  limit: number,
): Promise<number> {
  const over = await tx
    .selectFrom('placement_answers as a')
    .innerJoin('mobilities as m', 'm.id', 'a.mobility_id')
    .select(['a.mobility_id', 'a.placement_id', 'a.side'])
    .where('a.answer', '=', 'no')
    .where('a.note', '!=', '')
    .where((eb) => eb.or([eb('m.ends_on', '<', today), eb('m.state', '=', 'withdrawn')]))
    .orderBy('a.mobility_id')
    .limit(limit)
    .execute();
  for (const row of over)
    await tx
      .updateTable('placement_answers')
      .set({ note: '' })
      .where('mobility_id', '=', row.mobility_id)
      .where('placement_id', '=', row.placement_id)
      .where('side', '=', row.side)
      .execute();
  return over.length;
}
