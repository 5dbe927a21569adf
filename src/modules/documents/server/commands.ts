import { safeFileName } from '#kernel/file-name.ts';
import type { DocumentId, MobilityId, OrgId } from '#kernel/ids.ts';
import type { CommandTools } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import * as store from './store.ts';

export type StoreDocument = {
  mobilityId: MobilityId | null;
  orgId?: OrgId | null;
  /** what it is, for example `learning-agreement` */
  kind: string;
  title: string;
  fileName: string;
  /** BCP 47 of the text in it */
  language: string;
  mediaType: string;
  bytes: Uint8Array;
  /** the part of a dossier it belongs to; who may not read that part does not find the document */
  sensitivity: string;
};

/**
 * Keeps a document: the file encrypted in the store, its name and SHA-256 in the database, in the transaction of the
 * caller. The file goes away again when the row cannot be written.
 */
export async function storeDocument(
  { tx, actor, now, runtime }: CommandTools,
  document: StoreDocument,
): Promise<{ id: DocumentId; sha256: string }> {
  const file = await runtime.files.put(document.bytes);
  const id = newId('doc');
  try {
    await store.insertDocument(tx, {
      id,
      mobilityId: document.mobilityId,
      orgId: document.orgId ?? null,
      kind: document.kind,
      title: document.title,
      fileName: safeFileName(document.fileName),
      language: document.language,
      mediaType: document.mediaType,
      size: file.size,
      sha256: file.sha256,
      storageKey: file.key,
      sensitivity: document.sensitivity,
      createdBy: actor.kind === 'person' ? actor.personId : null,
      now,
    });
  } catch (error) {
    await runtime.files.remove(file.key);
    throw error;
  }
  return { id, sha256: file.sha256 };
}
