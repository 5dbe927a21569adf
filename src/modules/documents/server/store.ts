import type { DocumentId, MobilityId, OrgId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';

export type NewDocument = {
  id: DocumentId;
  mobilityId: MobilityId | null;
  orgId: OrgId | null;
  kind: string;
  title: string;
  fileName: string;
  language: string;
  mediaType: string;
  size: number;
  sha256: string;
  storageKey: string;
  sensitivity: string;
  createdBy: string | null;
  now: Temporal.Instant;
};

export async function insertDocument(tx: Tx, d: NewDocument): Promise<void> {
  await tx
    .insertInto('documents')
    .values({
      id: d.id,
      mobility_id: d.mobilityId,
      org_id: d.orgId,
      kind: d.kind,
      title: d.title,
      file_name: d.fileName,
      language: d.language,
      media_type: d.mediaType,
      size: d.size,
      sha256: d.sha256,
      storage_key: d.storageKey,
      sensitivity: d.sensitivity,
      created_at: d.now,
      created_by: d.createdBy,
    })
    .execute();
}

/** A document whose row the actor may see; whether they may read it is the policy's to say. */
export function documentById(read: Readable, id: DocumentId) {
  return read.selectFrom('documents').selectAll().where('id', '=', id).executeTakeFirst();
}

export function documentsOfMobility(read: Readable, mobilityId: MobilityId, limit: number) {
  return read
    .selectFrom('documents')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
