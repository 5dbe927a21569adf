import type { AssessmentId, OrgId, PersonId, StatusProposalId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Level } from '../../core/types.ts';

/** Proposes a status anew for the same source: the newest word counts as long as nobody has answered. */
export async function saveProposal(
  tx: Tx,
  p: {
    id: StatusProposalId;
    orgId: OrgId;
    itemId: string;
    status: Level;
    source: string;
    planLabel: string;
    personId: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  const row = {
    item_id: p.itemId,
    status: p.status,
    plan_label: p.planLabel,
    proposed_by: p.personId,
    proposed_at: p.now,
    state: 'open',
  };
  await tx
    .insertInto('status_proposals')
    .values({ id: p.id, org_id: p.orgId, source: p.source, ...row })
    .onConflict((c) =>
      c
        .columns(['org_id', 'source'])
        .doUpdateSet({ ...row, answered_by: null, answered_at: null, assessment_id: null }),
    )
    .execute();
}

export async function openProposals(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return [];
  const rows = await read
    .selectFrom('status_proposals as s')
    .leftJoin('persons as p', 'p.id', 's.proposed_by')
    .select([
      's.id',
      's.org_id',
      's.item_id',
      's.status',
      's.plan_label',
      's.proposed_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('s.org_id', 'in', orgIds)
    .where('s.state', '=', 'open')
    .orderBy('s.proposed_at')
    .execute();
  return rows.map((row) => ({ ...row, status: row.status as Level }));
}

export async function proposalForUpdate(tx: Tx, id: StatusProposalId) {
  const row = await tx
    .selectFrom('status_proposals')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, status: row.status as Level };
}

export async function answerProposal(
  tx: Tx,
  id: StatusProposalId,
  a: {
    state: 'taken' | 'left';
    personId: PersonId;
    assessmentId: AssessmentId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('status_proposals')
    .set({
      state: a.state,
      answered_by: a.personId,
      answered_at: a.now,
      assessment_id: a.assessmentId,
    })
    .where('id', '=', id)
    .execute();
}
