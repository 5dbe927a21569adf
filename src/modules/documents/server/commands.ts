import { z } from 'zod';
import { allowIf, hide } from '#kernel/decision.ts';
import { safeFileName } from '#kernel/file-name.ts';
import type { DocumentId, MobilityId, OrgId } from '#kernel/ids.ts';
import { notFound, ok } from '#kernel/outcome.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { nightly } from '#platform/queue.ts';
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

/** Run by the installation: the file is gone, and so is the note of it. */
export const forgetFile = command({
  name: 'documents.forget-file',
  summary: 'Forget where a file lay that is gone.',
  input: z.object({ key: z.string().max(64) }),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system', hide),
  unaudited: 'the row that named it went with a line of its own',
  run: async ({ tx }, _, { key }) => ((await store.forgetFile(tx, key)) ? ok() : notFound),
});

/** Every five minutes: files whose row is gone, or names another file by now. */
export const removeFilesJob = nightly('documents.remove-files', '*/5 * * * *');

/**
 * Takes documents away for good, the rows in the transaction of the caller, the files after it. Whether they may go is the
 * caller's to decide.
 * @returns whether there was one
 */
export const removeDocuments = (
  { tx }: Pick<CommandTools, 'tx'>,
  ids: readonly DocumentId[],
): Promise<boolean> => store.deleteDocuments(tx, ids);
