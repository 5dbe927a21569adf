import { timingSafeEqual } from 'node:crypto';
import type { DatePollId, EventId, PersonId } from '#kernel/ids.ts';
import type { Config } from '#platform/config.ts';
import { partsOfAnswerToken } from '../../core/rules/index.ts';
import { answerMac } from '../notices.ts';

export type AnswerLink =
  | { kind: 'event'; eventId: EventId; personId: PersonId }
  | { kind: 'poll'; pollId: DatePollId; personId: PersonId };

/** Whose answer to what a link of a mail is; null for every other text. */
export function readLink(config: Pick<Config, 'secret'>, token: string): AnswerLink | null {
  const named = partsOfAnswerToken(token);
  if (!named) return null;
  const { thingId, personId } = named;
  // compared as written: the last letter of base64url has bits that decode to nothing
  const given = Buffer.from(named.mac);
  const right = Buffer.from(answerMac(config, thingId, personId));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return thingId.startsWith('evt_')
    ? { kind: 'event', eventId: thingId as EventId, personId }
    : { kind: 'poll', pollId: thingId as DatePollId, personId };
}
