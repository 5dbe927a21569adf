import { createHash } from 'node:crypto';
import type { Actor, PersonActor } from '#kernel/actor.ts';
import { canonicalJson } from '#kernel/canonical-json.ts';
import type { OrgId, PartnershipId } from '#kernel/ids.ts';
import type { AuditFacts } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import type { FrozenAgreement, PartnershipSides } from '../../core/index.ts';
import * as store from '../store/index.ts';

/** Only people write, accept and decide; `permit` let nobody else through. */
export function personOf(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Error('only a person does this');
  return actor;
}

export function sidesOf(p: { first_org_id: OrgId; second_org_id: OrgId }): PartnershipSides {
  return { firstOrgId: p.first_org_id, secondOrgId: p.second_org_id };
}

export function nameOf(p: store.PartnershipRecord, orgId: OrgId): string {
  return orgId === p.first_org_id ? p.first_name : p.second_name;
}

export function otherOf(p: store.PartnershipRecord, orgId: OrgId): OrgId {
  return orgId === p.first_org_id ? p.second_org_id : p.first_org_id;
}

/** One change of a partnership at a time. */
export async function lockPartnership(
  { tx }: { tx: Tx },
  input: { partnershipId: PartnershipId },
): Promise<store.PartnershipRecord | null> {
  await store.lockPartnership(tx, input.partnershipId);
  return store.partnershipById(tx, input.partnershipId);
}

export type WithVersions = {
  partnership: store.PartnershipRecord;
  versions: store.VersionRecord[];
  acceptances: store.AcceptanceRecord[];
};

export async function lockAgreement(
  tools: { tx: Tx },
  input: { partnershipId: PartnershipId },
): Promise<WithVersions | null> {
  const partnership = await lockPartnership(tools, input);
  if (!partnership) return null;
  return {
    partnership,
    versions: await store.versionsOf(tools.tx, partnership.id),
    acceptances: await store.acceptancesOf(tools.tx, partnership.id),
  };
}

export function auditOf(
  p: Pick<store.PartnershipRecord, 'id' | 'first_org_id'>,
  details: NonNullable<AuditFacts['details']> = {},
): AuditFacts {
  return { subjectId: p.id, orgId: p.first_org_id, details };
}

export function hashOf(content: FrozenAgreement): string {
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}
