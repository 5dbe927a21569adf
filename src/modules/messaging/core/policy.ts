import { type Actor, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';

/** How the actor stands to a thread today. */
export type Standing =
  /** reads it, as one of the conversation or for safeguarding */
  | 'reads'
  /** did read it once */
  | 'left'
  | 'none';

type Thread = { kind: 'talk' | 'announcement'; standing: Standing; sends: boolean };

/** Who reads may write; who could once is told why not any more, so that what they have typed is not lost on them. */
export function mayWrite(thread: Thread): Decision {
  if (thread.standing === 'none') return hide;
  if (thread.standing === 'left') return refuse('messaging.refused.no-longer');
  return allowIf(thread.kind === 'talk' || thread.sends, refuse('messaging.refused.announcement'));
}

export function mayRead(thread: Pick<Thread, 'standing'>): Decision {
  return allowIf(thread.standing === 'reads');
}

/** Closed by who works for an organisation: a pupil cannot be told to be silent by another. */
export function mayClose(actor: Actor, thread: Thread): Decision {
  if (thread.standing !== 'reads') return hide;
  return allowIf(
    actor.kind === 'person' && actor.orgs.length > 0 && (thread.kind === 'talk' || thread.sends),
    refuse('messaging.refused.close'),
  );
}

/** Only those who sent an announcement see who has read it, and remind the others. */
export function mayRemind(thread: Thread): Decision {
  if (thread.standing !== 'reads') return hide;
  return allowIf(thread.kind === 'announcement' && thread.sends, hide);
}

export function mayManageOwn(actor: Actor): Decision {
  return allowIf(actor.kind === 'person');
}

/** Who reads along is decided by those who lead the organisation; their colleagues may look. */
export function mayChangeSafeguarding(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return worksFor(actor, orgId, 'head', 'coordinator')
    ? allow
    : refuse('messaging.refused.only-leaders');
}
