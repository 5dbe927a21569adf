import { type Actor, worksFor } from '#kernel/actor.ts';
import { allowIf, type Decision, hide } from '#kernel/decision.ts';

/** An assessment belongs to its organisation: everybody who works there reads and fills it, nobody else learns of it. */
export function mayAssess(actor: Actor, orgId: string): Decision {
  return allowIf(worksFor(actor, orgId), hide);
}

/** Whether an organisation lets itself be counted among others is decided by who answers for it. */
export function mayConsentToBenchmark(actor: Actor, orgId: string): boolean {
  return worksFor(actor, orgId, 'head', 'coordinator');
}
