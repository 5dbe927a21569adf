/** What a calendar program sent back by mail. */
export type Reply = {
  method: 'REPLY' | 'COUNTER';
  uid: string;
  sequence: number;
  /** who answers, as the file says */
  attendee: string;
  answer: 'yes' | 'no' | 'maybe' | 'open';
  /** when it was written there */
  stamp: Temporal.Instant | null;
};

export type ReplyVerdict =
  /** the answer counts */
  | 'take'
  /** somebody else answers for the one who was asked */
  | 'not-theirs'
  /** it answers a version that has changed since */
  | 'outdated'
  | 'cancelled'
  /** a later answer is here already: mails overtake each other */
  | 'overtaken'
  | 'empty';

const sameAddress = (a: string, b: string | null) => a.trim().toLowerCase() === b?.toLowerCase();

/**
 * What an answer by mail is worth (RFC 5546 3.2.3). The address it came to proves which invitation it answers, not who
 * wrote it: both the sender and the one named in the file must be the one who was invited.
 */
export function judgeReply(
  reply: Reply,
  event: { uid: string; sequence: number; cancelled: boolean },
  invited: { email: string | null; answeredAt: Temporal.Instant | null },
  sender: string,
): ReplyVerdict {
  const theirs = sameAddress(reply.attendee, invited.email) && sameAddress(sender, invited.email);
  if (reply.uid !== event.uid || !theirs) return 'not-theirs';
  if (event.cancelled) return 'cancelled';
  if (reply.sequence < event.sequence) return 'outdated';
  const { stamp } = reply;
  if (stamp && invited.answeredAt && Temporal.Instant.compare(stamp, invited.answeredAt) < 0)
    return 'overtaken';
  return reply.method === 'REPLY' && reply.answer === 'open' ? 'empty' : 'take';
}
