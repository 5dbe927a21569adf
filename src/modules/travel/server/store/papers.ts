import { sql } from 'kysely';
import type { IntakeId, MobilityId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Paper, PaperKind } from '../../core/index.ts';
import type { JourneyScope } from './journeys.ts';

/** Papers of some dossiers: to those who handle them (row policy), to others none. */
export async function papersOf(
  read: Readable,
  mobilityIds: readonly MobilityId[],
): Promise<(Paper & { mobilityId: MobilityId })[]> {
  if (mobilityIds.length === 0) return [];
  const rows = await read
    .selectFrom('travel_papers')
    .selectAll()
    .where('mobility_id', 'in', [...mobilityIds])
    .execute();
  return rows.map((r) => ({
    mobilityId: r.mobility_id as MobilityId,
    kind: r.kind as PaperKind,
    validFrom: r.valid_from,
    validUntil: r.valid_until,
    insurer: r.insurer,
    hotline: r.hotline,
    policyNumber: r.policy_number,
    seenBy: r.seen_by as PersonId,
    seenAt: r.seen_at,
    version: r.version,
  }));
}

export async function putPaper(
  tx: Tx,
  mobilityId: MobilityId,
  p: Omit<Paper, 'version'>,
): Promise<void> {
  const said = {
    valid_from: p.validFrom,
    valid_until: p.validUntil,
    insurer: p.insurer,
    hotline: p.hotline,
    policy_number: p.policyNumber,
    seen_by: p.seenBy,
    seen_at: p.seenAt,
  };
  await tx
    .insertInto('travel_papers')
    .values({ mobility_id: mobilityId, kind: p.kind, ...said })
    .onConflict((oc) =>
      oc
        .columns(['mobility_id', 'kind'])
        .doUpdateSet((eb) => ({ ...said, version: eb('travel_papers.version', '+', 1) })),
    )
    .execute();
}

/** Whether papers last until a day, without their dates: for those who plan a trip and do not handle papers. */
export async function papersLast(
  read: Readable,
  mobilityId: MobilityId,
  day: Temporal.PlainDate,
): Promise<{ identity: boolean | null; insurance: boolean | null; ehic: boolean | null }> {
  const lasts = (kind: PaperKind) =>
    sql<boolean | null>`app_paper_lasts(${mobilityId}, ${kind}, ${day})`;
  const row = await read
    .selectNoFrom([
      lasts('identity').as('identity'),
      lasts('insurance').as('insurance'),
      lasts('ehic').as('ehic'),
    ])
    .executeTakeFirst();
  return {
    identity: row?.identity ?? null,
    insurance: row?.insurance ?? null,
    ehic: row?.ehic ?? null,
  };
}

/** Dossiers before the departure whose papers are the parties' to see to. */
export function dossiersWithPapers(read: Readable, scope: JourneyScope) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select([
      'm.id',
      'm.starts_on',
      'm.ends_on',
      'mp.role',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.birth_date',
    ])
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', scope.roles)
    .where('mp.state', 'in', ['agreed', 'ready'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(100)
    .execute();
}

/** Stays of an intake with what says which papers their pupils need. */
export function staysOfIntake(read: Readable, intakeId: IntakeId) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select(['m.id', 'm.starts_on', 'm.ends_on', 'p.birth_date'])
    .where('m.intake_id', '=', intakeId)
    .execute();
}

/** Stays that begin after a day and until another, in which somebody may have to see to papers; a few at a time, by id. */
export function staysBeginning(
  read: Readable,
  between: { after: Temporal.PlainDate; until: Temporal.PlainDate },
  afterId: string,
  limit: number,
) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select(['m.id', 'm.starts_on', 'm.ends_on', 'p.birth_date'])
    .where('m.state', 'in', ['agreed', 'ready'])
    .where('m.starts_on', '>', between.after)
    .where('m.starts_on', '<=', between.until)
    .where('m.id', '>', afterId as MobilityId)
    .orderBy('m.id')
    .limit(limit)
    .execute();
}
