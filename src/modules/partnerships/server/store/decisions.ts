import type { OrgId, PersonId, SharedDecisionId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { DecisionTopic } from '../../core/index.ts';

function decisions(read: Readable) {
  return read
    .selectFrom('shared_decisions as d')
    .innerJoin('organisations as o', 'o.id', 'd.deciding_org_id')
    .innerJoin('organisations as a', 'a.id', 'd.asked_by_org_id')
    .selectAll('d')
    .select(['o.name as deciding_name', 'o.kind as deciding_kind', 'a.name as asking_name']);
}
type Row = Awaited<ReturnType<typeof rowsAbout>>[number];
export type DecisionState = 'open' | 'decided' | 'withdrawn';
export type DecisionRecord = Omit<Row, 'options' | 'topic' | 'state'> & {
  options: string[];
  topic: DecisionTopic;
  state: DecisionState;
};
const recordOf = (row: Row): DecisionRecord => ({
  ...row,
  options: row.options as string[],
  topic: row.topic as DecisionTopic,
  state: row.state as DecisionState,
});

function rowsAbout(read: Readable, about: { kind: string; id: string }) {
  return decisions(read)
    .where('d.about_kind', '=', about.kind)
    .where('d.about_id', '=', about.id)
    .orderBy('d.asked_at', 'desc')
    .execute();
}

/** Decisions about one thing, newest first. */
export async function decisionsAbout(
  read: Readable,
  about: { kind: string; id: string },
): Promise<DecisionRecord[]> {
  return (await rowsAbout(read, about)).map(recordOf);
}

/** Decisions the organisations are partners in: open ones by the day they are needed, then the others, newest first. */
export async function decisionsOf(
  read: Readable,
  orgIds: readonly OrgId[],
  limit: number,
): Promise<DecisionRecord[]> {
  if (orgIds.length === 0) return [];
  const rows = await decisions(read)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('shared_decision_parties as p')
          .select('p.org_id')
          .whereRef('p.decision_id', '=', 'd.id')
          .where('p.org_id', 'in', [...orgIds]),
      ),
    )
    .orderBy((eb) => eb.case().when('d.state', '=', 'open').then(0).else(1).end())
    .orderBy((eb) => eb.case().when('d.state', '=', 'open').then(eb.ref('d.due_on')).end())
    .orderBy('d.asked_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(recordOf);
}

/** Open ones that an organisation has to decide, or asked for. */
export async function openDecisionsOf(
  read: Readable,
  orgIds: readonly OrgId[],
): Promise<DecisionRecord[]> {
  const rows = await decisions(read)
    .where('d.state', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('d.deciding_org_id', 'in', [...orgIds]),
        eb('d.asked_by_org_id', 'in', [...orgIds]),
      ]),
    )
    .orderBy('d.due_on')
    .execute();
  return rows.map(recordOf);
}

export async function decisionById(
  read: Readable,
  id: SharedDecisionId,
): Promise<DecisionRecord | null> {
  const row = await decisions(read).where('d.id', '=', id).executeTakeFirst();
  return row ? recordOf(row) : null;
}

export async function lockDecision(tx: Tx, id: SharedDecisionId): Promise<void> {
  await tx.selectFrom('shared_decisions').select('id').where('id', '=', id).forUpdate().execute();
}

/** The decision that took this one back, if one was asked for. */
export function replacedBy(read: Readable, id: SharedDecisionId) {
  return read
    .selectFrom('shared_decisions')
    .select(['id', 'state'])
    .where('replaces_id', '=', id)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
}

export function partiesOfDecision(read: Readable, id: SharedDecisionId) {
  return read
    .selectFrom('shared_decision_parties as p')
    .innerJoin('organisations as o', 'o.id', 'p.org_id')
    .select(['p.org_id', 'o.name', 'o.kind'])
    .where('p.decision_id', '=', id)
    .orderBy('o.name')
    .execute();
}

export function opinionsOf(read: Readable, id: SharedDecisionId) {
  return read
    .selectFrom('shared_decision_opinions as v')
    .innerJoin('organisations as o', 'o.id', 'v.org_id')
    .selectAll('v')
    .select('o.name as org_name')
    .where('v.decision_id', '=', id)
    .orderBy('v.at')
    .execute();
}

export async function insertDecision(
  tx: Tx,
  d: {
    id: SharedDecisionId;
    about: { kind: string; id: string; label: string };
    topic: DecisionTopic;
    question: string;
    background: string;
    options: string[];
    byOrgId: OrgId;
    by: PersonId;
    byName: string;
    decidingOrgId: OrgId;
    dueOn: Temporal.PlainDate;
    replacesId: SharedDecisionId | null;
    partyIds: readonly OrgId[];
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('shared_decisions')
    .values({
      id: d.id,
      about_kind: d.about.kind,
      about_id: d.about.id,
      about_label: d.about.label,
      topic: d.topic,
      question: d.question,
      background: d.background,
      options: json(d.options),
      asked_by_org_id: d.byOrgId,
      asked_by: d.by,
      asked_by_name: d.byName,
      asked_at: d.now,
      deciding_org_id: d.decidingOrgId,
      due_on: d.dueOn,
      state: 'open',
      replaces_id: d.replacesId,
    })
    .execute();
  await tx
    .insertInto('shared_decision_parties')
    .values(d.partyIds.map((orgId) => ({ decision_id: d.id, org_id: orgId })))
    .execute();
}

export async function putOpinion(
  tx: Tx,
  o: {
    decisionId: SharedDecisionId;
    orgId: OrgId;
    favours: number | null;
    words: string;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const said = { favours: o.favours, words: o.words, by_id: o.by, by_name: o.byName, at: o.now };
  await tx
    .insertInto('shared_decision_opinions')
    .values({ decision_id: o.decisionId, org_id: o.orgId, ...said })
    .onConflict((c) => c.columns(['decision_id', 'org_id']).doUpdateSet(said))
    .execute();
}

export async function closeDecision(
  tx: Tx,
  id: SharedDecisionId,
  d: {
    state: 'decided' | 'withdrawn';
    chosen: number | null;
    outcome: string;
    reason: string;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('shared_decisions')
    .set((eb) => ({
      state: d.state,
      chosen: d.chosen,
      outcome: d.outcome,
      reason: d.reason,
      decided_by: d.by,
      decided_by_name: d.byName,
      decided_at: d.now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}
