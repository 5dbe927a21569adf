import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { type DocumentFacts, mayReadOfOrganisation } from '../core/index.ts';
import * as store from './store.ts';

/** Whether somebody may read a document of a dossier. */
export type DocumentAccess = (
  tools: { read: Reader; actor: Actor; today: Temporal.PlainDate },
  document: DocumentFacts,
) => Promise<boolean>;

// Dossiers stand above documents, so the roof hands their table of who sees what down. Until then nobody reads anything.
let ofDossier: DocumentAccess = async () => false;

/** Called once at start by the roof. */
export function setDocumentAccess(access: DocumentAccess): void {
  ofDossier = access;
}

type Row = NonNullable<Awaited<ReturnType<typeof store.documentById>>>;

async function mayRead(
  tools: { read: Reader; actor: Actor; today: Temporal.PlainDate },
  row: Row,
): Promise<boolean> {
  const facts: DocumentFacts = {
    id: row.id,
    mobilityId: row.mobility_id,
    orgId: row.org_id,
    sensitivity: row.sensitivity,
  };
  return facts.mobilityId === null
    ? mayReadOfOrganisation(tools.actor, facts)
    : ofDossier(tools, facts);
}

const documentView = z.object({
  id: idView('doc'),
  kind: z.string(),
  title: z.string(),
  fileName: z.string(),
  language: z.string(),
  mediaType: z.string(),
  size: z.number(),
  sha256: z.string(),
  createdAt: instantView,
});

function viewOf(row: Row) {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    fileName: row.file_name,
    language: row.language,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    createdAt: row.created_at,
  };
}

const perDossier = 200;

export const listDocuments = query({
  name: 'documents.list-documents',
  summary: 'The documents of a mobility that you may read, newest first, with their SHA-256.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ documents: z.array(documentView) }),
  view: async ({ read, scope, today }, input) => {
    const rows = await store.documentsOfMobility(read, input.mobilityId, perDossier);
    const seen = new Map<string, boolean>();
    const documents = [];
    for (const row of rows) {
      // one question for each part of the dossier, not for each document
      const known = seen.get(row.sensitivity);
      const may = known ?? (await mayRead({ read, actor: scope.actor, today }, row));
      seen.set(row.sensitivity, may);
      if (may) documents.push(viewOf(row));
    }
    return { documents };
  },
});

export const getDocument = query({
  name: 'documents.get-document',
  summary: 'What a document is, and its SHA-256.',
  input: z.object({ documentId: idOf('doc') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: documentView,
  view: async ({ read, scope, today }, input) => {
    const row = await store.documentById(read, input.documentId);
    return row && (await mayRead({ read, actor: scope.actor, today }, row)) ? viewOf(row) : null;
  },
});

/** As get-document, with where the file lies. For the download alone: not part of the API. */
export const openDocument = query({
  name: 'documents.open-document',
  summary: 'A document with the key of its file.',
  input: z.object({ documentId: idOf('doc') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: documentView.extend({ storageKey: z.string() }),
  view: async ({ read, scope, today }, input) => {
    const row = await store.documentById(read, input.documentId);
    if (!row || !(await mayRead({ read, actor: scope.actor, today }, row))) return null;
    return { ...viewOf(row), storageKey: row.storage_key };
  },
});
