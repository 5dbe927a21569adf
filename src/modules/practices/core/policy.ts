import { type Actor, isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { PracticeState } from './types.ts';

type Card = { author_id: string; state: PracticeState };

/** Whoever works for an organisation writes about its practice. */
export function mayWritePractice(actor: Actor): Decision {
  return allowIf(actor.kind === 'person' && actor.orgs.length > 0, hide);
}

/** Only its author changes, shares and releases a card; who reads it is told so. */
export function mayOwnPractice(actor: Actor, card: Card): Decision {
  if (isPerson(actor, card.author_id)) return allow;
  return actor.kind === 'person' ? refuse('practices.refused.author-only') : hide;
}

/** Its author, and the administrator what was reported. */
export function mayWithdrawPractice(actor: Actor, card: Card): Decision {
  if (actor.kind === 'person' && actor.isAdmin && card.state === 'public') return allow;
  return mayOwnPractice(actor, card);
}

/** Others say whether they would do it; one's own card needs no mark. */
export function mayMarkPractice(actor: Actor, card: Card): Decision {
  if (actor.kind !== 'person') return hide;
  if (isPerson(actor, card.author_id)) return refuse('practices.refused.own');
  return card.state === 'club' || card.state === 'public'
    ? allow
    : refuse('practices.refused.not-shared');
}

/** What is in the catalogue can be reported by everybody who is signed in. */
export function mayReportPractice(actor: Actor, card: Card): Decision {
  if (actor.kind !== 'person') return hide;
  if (isPerson(actor, card.author_id)) return refuse('practices.refused.own');
  return card.state === 'public' ? allow : refuse('practices.refused.not-shared');
}

export function mayWatchReports(actor: Actor): Decision {
  return allowIf(actor.kind === 'person' && actor.isAdmin, hide);
}
