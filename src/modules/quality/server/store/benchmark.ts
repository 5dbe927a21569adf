import { sql } from 'kysely';
import type { AssessmentId, BenchmarkId, OrgId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { BenchmarkCut, Figure } from '../../core/rules/index.ts';
import type { Level, Role, Scope } from '../../core/types.ts';

export function consentsOf(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('benchmark_consents as c')
    .leftJoin('persons as p', 'p.id', 'c.changed_by')
    .select([
      'c.org_id',
      'c.given',
      'c.changed_at',
      'c.version',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.org_id', 'in', orgIds)
    .execute();
}

export async function saveConsent(
  tx: Tx,
  c: { orgId: OrgId; given: boolean; personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  const row = { given: c.given, changed_by: c.personId, changed_at: c.now };
  await tx
    .insertInto('benchmark_consents')
    .values({ org_id: c.orgId, ...row })
    .onConflict((on) =>
      on
        .column('org_id')
        .doUpdateSet((eb) => ({ ...row, version: eb('benchmark_consents.version', '+', 1) })),
    )
    .execute();
}

/** Takes down what is published when the organisation is counted in it. */
export async function takeDown(tx: Tx, orgId: OrgId): Promise<void> {
  await sql`select app_take_down_benchmark(${orgId})`.execute(tx);
}

/** The newest closed assessment of each organisation that lets itself be counted, closed since a moment. */
export async function countable(read: Readable, since: Temporal.Instant) {
  const rows = await read
    .selectFrom('assessments as a')
    .innerJoin('benchmark_consents as c', 'c.org_id', 'a.org_id')
    .distinctOn('a.org_id')
    .select(['a.id', 'a.org_id', 'a.scope', 'a.applies_as', 'a.questionnaire_version'])
    .where('c.given', '=', true)
    .where('a.state', '=', 'submitted')
    .where('a.submitted_at', '>=', since)
    .orderBy('a.org_id')
    .orderBy('a.submitted_at', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    scope: row.scope as Scope,
    applies_as: row.applies_as as Role,
  }));
}

/** The publication before now, whether it still stands or was taken down, under lock: two nights never publish at once. */
export function lastPublication(tx: Tx) {
  return tx
    .selectFrom('benchmark_publications')
    .selectAll()
    .where('state', 'in', ['shown', 'taken_down'])
    .orderBy('computed_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

export async function countedIn(
  read: Readable,
  id: BenchmarkId,
): Promise<{ orgId: OrgId; assessmentId: AssessmentId }[]> {
  const rows = await read
    .selectFrom('benchmark_counted')
    .select(['org_id', 'assessment_id'])
    .where('publication_id', '=', id)
    .execute();
  return rows.map((r) => ({ orgId: r.org_id, assessmentId: r.assessment_id }));
}

/** What was taken down stands again: everybody who was counted in it is counted again, by the same assessment. */
export async function showAgain(tx: Tx, id: BenchmarkId): Promise<void> {
  await tx
    .updateTable('benchmark_publications')
    .set({ state: 'shown' })
    .where('id', '=', id)
    .execute();
}

/** Replaces what was published; who was counted before is forgotten. */
export async function publish(
  tx: Tx,
  p: {
    id: BenchmarkId;
    now: Temporal.Instant;
    counted: { orgId: OrgId; assessmentId: AssessmentId }[];
    figures: Figure[];
  },
): Promise<void> {
  await tx
    .updateTable('benchmark_publications')
    .set({ state: 'replaced' })
    .where('state', 'in', ['shown', 'taken_down'])
    .execute();
  await tx.deleteFrom('benchmark_counted').execute();
  await tx.deleteFrom('benchmark_figures').execute();
  await tx
    .insertInto('benchmark_publications')
    .values({ id: p.id, computed_at: p.now, state: 'shown' })
    .execute();
  if (p.counted.length > 0)
    await tx
      .insertInto('benchmark_counted')
      .values(
        p.counted.map((c) => ({
          publication_id: p.id,
          org_id: c.orgId,
          assessment_id: c.assessmentId,
        })),
      )
      .execute();
  if (p.figures.length > 0)
    await tx
      .insertInto('benchmark_figures')
      .values(
        p.figures.map((f) => ({
          publication_id: p.id,
          cut: f.cut,
          criterion_id: f.criterionId,
          organisations: f.organisations,
          counts: json(f.counts),
        })),
      )
      .execute();
}

/** The published figures of everybody and of one role. */
export async function publishedFigures(read: Readable, cuts: BenchmarkCut[]): Promise<Figure[]> {
  const rows = await read
    .selectFrom('benchmark_figures')
    .select(['cut', 'criterion_id', 'organisations', 'counts'])
    .where('cut', 'in', cuts)
    .execute();
  return rows.map((r) => ({
    cut: r.cut as BenchmarkCut,
    criterionId: r.criterion_id,
    organisations: r.organisations,
    counts: r.counts as Record<Level, number>,
  }));
}
