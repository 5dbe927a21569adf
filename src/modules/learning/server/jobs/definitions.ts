import type { MobilityId } from '#kernel/ids.ts';
import { job } from '#platform/queue.ts';

/** Makes and keeps the PDF of a version that all have signed. */
export const printAgreement = job<{ mobilityId: MobilityId; number: number }>(
  'learning.print-agreement',
);

/** Makes and keeps the PDF of a complement. */
export const printComplement = job<{ mobilityId: MobilityId }>('learning.print-complement');
