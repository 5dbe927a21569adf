import type { PartnershipId } from '#kernel/ids.ts';
import { job, nightly } from '#platform/queue.ts';

/** Makes and keeps the PDF of an agreement that both have accepted. */
export const printJob = job<{ partnershipId: PartnershipId; number: number }>(
  'partnerships.print-agreement',
);

/** Every morning: who has to renew an agreement soon is told. */
export const renewalJob = nightly('partnerships.remind-renewals', '23 5 * * *');

/** Every night: what ended long enough ago goes. */
export const keepJob = nightly('partnerships.keep', '57 2 * * *');
