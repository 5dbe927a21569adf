import type { Actor, PersonActor } from '#kernel/actor.ts';
import type { ApplicationId, MeasureId, PersonId } from '#kernel/ids.ts';
import type { CommandTools } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { job } from '#platform/queue.ts';
import { vaultOf } from '#platform/vault/index.ts';
import type { NoticeKind } from '../notices.ts';
import * as store from '../store/index.ts';

/** A plan under lock, with everything that decides who may. */
export async function loadPlan(
  { tx, actor }: { tx: Tx; actor: Actor },
  applicationId: ApplicationId,
): Promise<store.LoadedCase | null> {
  const seen = await store.loadCase(tx, actor, applicationId);
  if (!seen) return null;
  await store.lockPlan(tx, applicationId);
  // read again: a statement that waited for a lock still saw the tables as they were before
  return store.loadCase(tx, actor, applicationId);
}

export type LoadedMeasure = store.LoadedCase & { measure: store.MeasureRow };

export async function loadMeasure(
  tools: { tx: Tx; actor: Actor },
  measureId: MeasureId,
): Promise<LoadedMeasure | null> {
  const applicationId = await store.measureApplication(tools.tx, measureId);
  const plan = applicationId && (await loadPlan(tools, applicationId));
  if (!plan) return null;
  const measure = await store.measureById(tools.tx, measureId);
  return measure ? { ...plan, measure } : null;
}

/** A measure as the policy asks about it. */
export function asDone(measure: store.MeasureRow) {
  return {
    personId: measure.doer_person_id,
    orgId: measure.doer_org_id,
    state: measure.state,
  };
}

/** Commands of this module are done by people: their policy hides everything from anybody else. */
export function personOf(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Error('nobody acts');
  return actor;
}

export function ensureKey({ tx, runtime, now }: CommandTools, pupilId: PersonId): Promise<void> {
  return vaultOf(runtime.config).ensureKey(tx, pupilId, now);
}

export type Notice = {
  personId: PersonId;
  kind: NoticeKind;
  applicationId?: ApplicationId;
  measureId?: MeasureId;
  /** sent once for each key */
  key: string;
  by?: string;
};

/** Written as the installation itself: a family need not be able to read the address of whom it turns to. */
export const tellPersonJob = job<Notice>('inclusion.tell');

export async function tell(tools: CommandTools, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) await tools.enqueue(tellPersonJob, notice);
}

/** The audit line names what was touched, and neither pupil, dossier nor school: others read those stories. */
export const auditOf = (subjectId: `${'app' | 'mea' | 'wsh' | 'stp' | 'tlk'}_${string}`) => ({
  subjectId,
});
