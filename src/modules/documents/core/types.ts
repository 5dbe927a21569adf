import type { DocumentId, MobilityId, OrgId } from '#kernel/ids.ts';

/** What a decision about a document is made on. */
export type DocumentFacts = {
  id: DocumentId;
  mobilityId: MobilityId | null;
  orgId: OrgId | null;
  /** the part of a dossier it belongs to, as in the table of who sees what */
  sensitivity: string;
};
