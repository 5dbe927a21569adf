import type { Actor } from '#kernel/actor.ts';
import { allow, type Decision, hide } from '#kernel/decision.ts';

/** What concerns one's own account is one's own business alone. */
export function mayManageAccount(actor: Actor): Decision {
  return actor.kind === 'person' ? allow : hide;
}
