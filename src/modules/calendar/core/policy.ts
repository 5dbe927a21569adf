import { type Actor, isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { PersonId } from '#kernel/ids.ts';

/** A feed is its person's alone. */
export function mayManageFeed(actor: Actor): Decision {
  return actor.kind === 'person' ? allow : hide;
}

export function mayPlanMeeting(actor: Actor): Decision {
  return actor.kind === 'person' ? allow : hide;
}

type Meeting = { organiserId: PersonId; participantIds: readonly PersonId[] };

function takesPart(actor: Actor, meeting: Meeting): boolean {
  return meeting.participantIds.some((id) => isPerson(actor, id));
}

export function mayChangeMeeting(actor: Actor, meeting: Meeting): Decision {
  if (isPerson(actor, meeting.organiserId)) return allow;
  return takesPart(actor, meeting) ? refuse('calendar.refused.only-organiser') : hide;
}

export function mayAnswer(actor: Actor, meeting: Meeting): Decision {
  if (takesPart(actor, meeting)) return allow;
  return allowIf(
    false,
    isPerson(actor, meeting.organiserId) ? refuse('calendar.refused.not-invited') : hide,
  );
}
