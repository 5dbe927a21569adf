import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import type { DocumentFacts } from './types.ts';

/** A document of an organisation alone is for those who work there. Documents of a dossier are decided by the dossier. */
export function mayReadOfOrganisation(actor: Actor, document: DocumentFacts): boolean {
  return document.mobilityId === null && worksFor(actor, document.orgId);
}
