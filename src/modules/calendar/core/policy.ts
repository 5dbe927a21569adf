import { type Actor, isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { PersonId } from '#kernel/ids.ts';
import type { PlannedKind } from './types.ts';

/** A feed, and what it holds, is its person's alone. */
export function mayManageFeed(actor: Actor): Decision {
  return actor.kind === 'person' ? allow : hide;
}

/**
 * Anybody may call a meeting with people they see. What it is about says, through the roof, who may plan what of it:
 * a pupil calls a meeting of their dossier, but sets no deadlines for others.
 * @param facts null where it is about nothing
 */
export function mayPlan(
  actor: Actor,
  facts: { plans: readonly PlannedKind[] } | null,
  kind: PlannedKind,
): Decision {
  if (actor.kind !== 'person') return hide;
  if (!facts || facts.plans.includes(kind)) return allow;
  return facts.plans.length > 0 ? refuse('calendar.refused.not-this-kind') : hide;
}

type Meeting = { organiserId: PersonId; participantIds: readonly PersonId[] };

function isInvited(actor: Actor, meeting: Meeting): boolean {
  return meeting.participantIds.some((id) => isPerson(actor, id));
}

export function mayChangeMeeting(actor: Actor, meeting: Meeting): Decision {
  if (isPerson(actor, meeting.organiserId)) return allow;
  return isInvited(actor, meeting) ? refuse('calendar.refused.only-organiser') : hide;
}

export function mayAnswer(actor: Actor, meeting: Meeting): Decision {
  if (isInvited(actor, meeting)) return allow;
  return allowIf(
    false,
    isPerson(actor, meeting.organiserId) ? refuse('calendar.refused.not-invited') : hide,
  );
}

/** What was said and agreed belongs to those who were asked to come, and to who called it. */
export function mayTakePart(actor: Actor, meeting: Meeting): Decision {
  return allowIf(isPerson(actor, meeting.organiserId) || isInvited(actor, meeting), hide);
}

/** Who has to do it says when it is done, or who called the meeting. */
export function mayDoTask(actor: Actor, meeting: Meeting, doerId: PersonId): Decision {
  if (isPerson(actor, doerId) || isPerson(actor, meeting.organiserId)) return allow;
  return isInvited(actor, meeting) ? refuse('calendar.refused.not-your-task') : hide;
}

type Poll = { organiserId: PersonId; places: readonly { person_id: PersonId }[] };

export function mayRunPoll(actor: Actor, poll: Poll): Decision {
  if (isPerson(actor, poll.organiserId)) return allow;
  return poll.places.some((p) => isPerson(actor, p.person_id))
    ? refuse('calendar.refused.only-asker')
    : hide;
}

export function mayAnswerPoll(actor: Actor, poll: Poll): Decision {
  if (poll.places.some((p) => isPerson(actor, p.person_id))) return allow;
  return isPerson(actor, poll.organiserId) ? refuse('calendar.refused.you-asked') : hide;
}
