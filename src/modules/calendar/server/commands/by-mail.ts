import { z } from 'zod';
import { system } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { command, execute } from '#platform/command.ts';
import { formatsFor } from '#platform/i18n/index.ts';
import type { InboundHandler } from '#platform/mail/inbound.ts';
import { judgeReply } from '../../core/rules/index.ts';
import { answers } from '../../core/types.ts';
import { meetingNote, uidOf } from '../notices.ts';
import * as store from '../store/index.ts';
import { loadMeeting, tellAll } from './meetings.ts';

const at = z
  .custom<Temporal.Instant>((v) => v instanceof Temporal.Instant)
  .nullable()
  .meta({ type: 'string', format: 'date-time' });

/** Words of a mail that are kept with an answer; a letter belongs elsewhere. */
const noteLength = 300;

export const takeReply = command({
  name: 'calendar.take-reply',
  summary: 'Take what a participant answered to an invitation by mail.',
  input: z.object({
    eventId: idOf('evt'),
    personId: idOf('per'),
    sender: z.string().max(320),
    text: z.string().default(''),
    reply: z
      .object({
        method: z.enum(['REPLY', 'COUNTER']),
        uid: z.string(),
        sequence: z.number(),
        attendee: z.string(),
        answer: z.enum(answers),
        stamp: at,
        start: at,
        end: at,
        comment: z.string(),
      })
      .nullable()
      .default(null),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { event, organiser, participants }, input) => {
    const { tx, now, post, runtime } = tools;
    const { config } = runtime;
    const invited = participants.find((p) => p.person_id === input.personId);
    if (!invited) return ok({ verdict: 'not-invited' });
    const { reply } = input;
    if (!reply) {
      // words alone are no answer, but who called the meeting should read them
      if (input.sender.toLowerCase() !== invited.email?.toLowerCase() || !input.text.trim())
        return ok({ verdict: 'not-theirs' });
      await store.setAnswer(tx, event.id, invited.person_id, {
        note: input.text.trim().slice(0, noteLength),
        at: now,
      });
      return ok({ verdict: 'take' });
    }
    const verdict = judgeReply(
      reply,
      {
        uid: uidOf(event.id, config.origin),
        sequence: event.sequence,
        cancelled: event.cancelled_at !== null,
      },
      { email: invited.email, answeredAt: invited.answered_at },
      input.sender,
    );
    // whoever answers what is not so any more is sent how it is now: once for each version
    if (verdict === 'outdated' || verdict === 'cancelled')
      await tellAll(tools, 'as-it-is', event.id, [invited.person_id]);
    if (verdict !== 'take') return ok({ verdict });
    const note = reply.comment.trim().slice(0, noteLength);
    if (reply.method === 'REPLY') {
      await store.setAnswer(tx, event.id, invited.person_id, {
        answer: reply.answer,
        note,
        // a clock that runs ahead would make every later answer look like an earlier one
        at: reply.stamp && Temporal.Instant.compare(reply.stamp, now) < 0 ? reply.stamp : now,
      });
      return ok({ verdict });
    }
    const { start, end } = reply;
    if (!start || !end || Temporal.Instant.compare(start, now) < 0) return ok({ verdict: 'empty' });
    if (Temporal.Instant.compare(start, end) >= 0) return ok({ verdict: 'empty' });
    if (start.until(end).total('hours') > 24) return ok({ verdict: 'empty' });
    await store.propose(tx, {
      eventId: event.id,
      personId: invited.person_id,
      startsAt: start,
      endsAt: end,
      note,
      at: now,
      // as the program counts, so that it knows what is answered
      counterSequence: Math.min(reply.sequence, 2 ** 31 - 1),
    });
    const mail =
      organiser &&
      meetingNote(
        'proposal',
        event,
        organiser,
        {
          who: displayName(invited),
          when: formatsFor(organiser.language).moment(
            start,
            await store.zoneOf(tx, organiser.person_id),
          ),
        },
        { config, key: `${invited.person_id}:${start}:${reply.stamp ?? ''}` },
      );
    if (mail) await post(mail);
    return ok({ verdict });
  },
  audit: ({ event }, { personId }, { verdict }) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { verdict, person: personId },
  }),
});

const answerNames = {
  accepted: 'yes',
  declined: 'no',
  tentative: 'maybe',
  'needs-action': 'open',
} as const;

/** Answers to invitations by mail: of calendar programs, and in words. */
export const inboundEvent: InboundHandler = async (mail, { id, personId }, runtime) => {
  // loaded with the first answer: most installations send more than they receive
  const { readCalendarReply } = await import('#platform/ical.ts');
  const found = mail.calendar ? readCalendarReply(mail.calendar) : null;
  // an absence note says nothing about a meeting
  if (!found && mail.automatic) return 'taken';
  const outcome = await execute(runtime, takeReply, system('inbound mail'), {
    eventId: id as `evt_${string}`,
    personId,
    sender: mail.from,
    text: mail.text,
    reply: found && { ...found, answer: answerNames[found.answer] },
  });
  if (!outcome.ok) return 'quarantine';
  return ['take', 'outdated', 'cancelled', 'overtaken', 'empty'].includes(outcome.verdict)
    ? 'taken'
    : 'quarantine';
};
