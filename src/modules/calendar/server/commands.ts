import { z } from 'zod';
import type { EventId, PersonId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalLine, optionalProse } from '#kernel/schema.ts';
import { personsByIds, renewFeed as renew } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayAnswer, mayChangeMeeting, mayManageFeed, mayPlanMeeting } from '../core/policy.ts';
import { isTimeZone, meetingTimes } from '../core/rules.ts';
import { meetingMail } from './notices.ts';
import * as store from './store.ts';

export const renewFeed = command({
  name: 'calendar.renew-feed',
  summary: 'Make the secret address of your calendar, or a new one; the old address ends.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayManageFeed(actor),
  run: async ({ tx, actor, now }) => {
    if (actor.kind === 'person') await renew(tx, actor.personId, now);
    return ok();
  },
});

const clock = z
  .string()
  .trim()
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'calendar.meeting.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));

const meetingFields = {
  title: line(200),
  description: optionalProse(4000),
  day: dateInput,
  from: clock,
  until: clock,
  timeZone: z.string().refine(isTimeZone, { error: 'calendar.meeting.zone' }),
  place: optionalLine(200),
  url: z
    .string()
    .trim()
    .max(500, { error: 'platform.invalid.too-long' })
    .default('')
    .refine((v) => v === '' || (/^https:\/\/\S+$/.test(v) && URL.canParse(v)), {
      error: 'calendar.meeting.url',
    }),
  /** one point a line */
  agenda: optionalProse(4000).transform((v) =>
    v
      .split('\n')
      .map((point) => point.trim())
      .filter(Boolean),
  ),
};

async function tellAll(
  { tx, post, runtime }: CommandTools,
  what: 'planned' | 'changed' | 'cancelled',
  eventId: EventId,
): Promise<void> {
  const event = await store.eventById(tx, eventId);
  if (!event) return;
  for (const to of await store.participantsOf(tx, eventId)) {
    if (to.person_id === event.organiser_id) continue;
    const mail = meetingMail(what, event, to, runtime.config.origin);
    if (mail) await post(mail);
  }
}

/**
 * Writes an event and mails its participants, with the calendar file. For modules that plan meetings of their own
 * (clubs, mobilities): who may is theirs to decide.
 */
export async function planEvent(
  tools: CommandTools,
  event: Omit<store.NewEvent, 'id' | 'now'>,
): Promise<EventId> {
  const id = newId('evt');
  await store.insertEvent(tools.tx, { ...event, id, now: tools.now });
  await tellAll(tools, 'planned', id);
  return id;
}

export const planMeeting = command({
  name: 'calendar.plan-meeting',
  summary: 'Plan a meeting with colleagues and partners; each gets a mail with a calendar file.',
  input: z.object({
    ...meetingFields,
    participantIds: z
      .array(idOf('per'))
      .min(1, { error: 'calendar.meeting.nobody' })
      .max(200, { error: 'calendar.meeting.too-many' }),
  }),
  load: async ({ tx }, input) => ({ persons: await personsByIds(tx, input.participantIds) }),
  permit: (actor) => mayPlanMeeting(actor),
  run: async (tools, { persons }, input) => {
    const { actor } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const ids = [...new Set<PersonId>(input.participantIds)];
    if (persons.length < ids.length)
      return fail('calendar.meeting.unknown-person', undefined, 'participantIds');
    const times = meetingTimes(input);
    if (times.fault) return failAll([times.fault]);
    const eventId = await planEvent(tools, {
      kind: 'meeting',
      title: input.title,
      description: input.description,
      startsAt: times.startsAt,
      endsAt: times.endsAt,
      timeZone: input.timeZone,
      place: input.place,
      url: input.url,
      agenda: input.agenda,
      organiserId: actor.personId,
      participantIds: ids.filter((id) => id !== actor.personId),
    });
    return ok({ eventId });
  },
  audit: (_, input, { eventId }) => ({
    subjectId: eventId,
    details: { participants: input.participantIds.length },
  }),
});

async function loadMeeting(tx: Tx, id: EventId) {
  await store.lockEvent(tx, id);
  const event = await store.eventById(tx, id);
  if (!event) return null;
  const participants = await store.participantsOf(tx, id);
  return {
    event,
    organiserId: event.organiser_id,
    participantIds: participants.map((p) => p.person_id),
  };
}

export const changeMeeting = command({
  name: 'calendar.change-meeting',
  summary: 'Change a meeting you organise; participants get a mail with the new calendar file.',
  input: z.object({
    eventId: idOf('evt'),
    sequence: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    ...meetingFields,
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async (tools, { event }, input) => {
    if (event.cancelled_at)
      return fail('calendar.meeting.cancelled', undefined, undefined, 'conflict');
    const times = meetingTimes(input);
    if (times.fault) return failAll([times.fault]);
    const changed = await store.updateEvent(tools.tx, event.id, input.sequence, {
      title: input.title,
      description: input.description,
      startsAt: times.startsAt,
      endsAt: times.endsAt,
      timeZone: input.timeZone,
      place: input.place,
      url: input.url,
      agenda: input.agenda,
    });
    if (!changed) return stale('platform.error.changed-meanwhile');
    await tellAll(tools, 'changed', event.id);
    return ok();
  },
  audit: ({ event }) => ({ subjectId: event.id, mobilityId: event.mobility_id }),
});

export const cancelMeeting = command({
  name: 'calendar.cancel-meeting',
  summary: 'Cancel a meeting you organise; participants are told.',
  input: z.object({ eventId: idOf('evt') }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async (tools, { event }) => {
    if (event.cancelled_at) return ok();
    await store.cancelEvent(tools.tx, event.id, tools.now);
    await tellAll(tools, 'cancelled', event.id);
    return ok();
  },
  audit: ({ event }) => ({ subjectId: event.id, mobilityId: event.mobility_id }),
});

export const answerInvitation = command({
  name: 'calendar.answer-invitation',
  summary: 'Say whether you come to a meeting: yes, no or maybe.',
  input: z.object({
    eventId: idOf('evt'),
    answer: z.enum(['yes', 'no', 'maybe'], { error: 'platform.invalid.choose' }),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayAnswer(actor, meeting),
  run: async ({ tx, actor }, { event }, input) => {
    if (event.cancelled_at)
      return fail('calendar.meeting.cancelled', undefined, undefined, 'conflict');
    if (actor.kind === 'person') await store.setAnswer(tx, event.id, actor.personId, input.answer);
    return ok();
  },
  audit: ({ event }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { answer: input.answer },
  }),
});
