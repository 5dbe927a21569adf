import type { Actor } from '#kernel/actor.ts';
import { isPerson } from '#kernel/actor.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { PersonId } from '#kernel/ids.ts';

/** What concerns one's own account is one's own business alone. */
export function mayManageAccount(actor: Actor): Decision {
  return actor.kind === 'person' ? allow : hide;
}

/**
 * Who answers when a consent is asked: those who hold parental responsibility today, or a pupil of age alone. Others who
 * see the pupil get the sentence; whoever does not has found nothing before this is asked.
 */
export function mayAnswer(
  actor: Actor,
  about: { pupilId: PersonId; holders: readonly PersonId[]; ofAge: boolean },
): Decision {
  if (actor.kind !== 'person') return hide;
  if (isPerson(actor, about.pupilId))
    return about.ofAge ? allow : refuse('people.refused.guardians-answer');
  if (about.holders.some((id) => isPerson(actor, id)))
    return about.ofAge ? refuse('people.refused.pupil-answers') : allow;
  return refuse('people.refused.family-answers');
}
