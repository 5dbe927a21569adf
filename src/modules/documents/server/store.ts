import { sql } from 'kysely';
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

/** Files whose row is gone, and whether another row names them still. */
export function removedFiles(read: Readable, limit: number) {
  return read
    .selectFrom('removed_files')
    .select(['storage_key as key', sql<boolean>`app_keeps_file(storage_key)`.as('kept')])
    .orderBy('storage_key')
    .limit(limit)
    .execute();
}

export async function forgetFile(tx: Tx, key: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('removed_files')
    .where('storage_key', '=', key)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Documents of one kind of some dossiers, the newest first. */
export function documentsOfKind(read: Readable, mobilityIds: readonly MobilityId[], kind: string) {
  if (mobilityIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('documents')
    .select(['id', 'mobility_id', 'title', 'file_name', 'created_at', 'created_by'])
    .where('mobility_id', 'in', [...mobilityIds])
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** @returns whether there was one; a trigger notes where their files lie */
export async function deleteDocuments(tx: Tx, ids: readonly DocumentId[]): Promise<boolean> {
  if (ids.length === 0) return false;
  const { numDeletedRows } = await tx
    .deleteFrom('documents')
    .where('id', 'in', [...ids])
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
