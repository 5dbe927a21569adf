import { z } from 'zod';
import type { Actor, PersonActor } from '#kernel/actor.ts';
import { allow } from '#kernel/decision.ts';
import type { EventId, PersonId } from '#kernel/ids.ts';
import { fail, failAll, notFound, ok, stale } from '#kernel/outcome.ts';
import { countryCode, dateInput, idOf, line, optionalLine, optionalProse } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { formatsFor } from '#platform/i18n/index.ts';
import type { About, AboutKind } from '../../core/index.ts';
import { mayAnswer, mayChangeMeeting, mayPlan } from '../../core/policy.ts';
import { isTimeZone, meetingTimes, partsOfAnswerToken } from '../../core/rules/index.ts';
import { aboutKinds, occasions, plannedKinds } from '../../core/types.ts';
import { type MeetingNews, meetingMail, meetingNote, proposalKeptMail } from '../notices.ts';
import { type AboutFacts, factsAbout } from '../queries/abouts.ts';
import { readLink } from '../queries/links.ts';
import * as store from '../store/index.ts';

const clock = z
  .string()
  .trim()
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'calendar.meeting.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));
const orNothing = <S extends z.ZodType>(schema: S) => z.union([z.literal(''), schema]).default('');
const which = orNothing(z.enum(occasions));

export const meetingUrl = z
  .string()
  .trim()
  .max(500, { error: 'platform.invalid.too-long' })
  .default('')
  .refine((v) => v === '' || (/^https:\/\/\S+$/.test(v) && URL.canParse(v)), {
    error: 'calendar.meeting.url',
  });
export const timeZoneInput = z.string().refine(isTimeZone, { error: 'calendar.meeting.zone' });

/** What the meeting is about, as a form or a link says it. */
export const aboutFields = {
  aboutKind: orNothing(z.enum(aboutKinds)),
  aboutId: optionalLine(60),
};

const whenFields = {
  day: dateInput,
  from: clock,
  /** may be left out for a deadline */
  until: orNothing(clock),
  /** which of the two, where the clocks go back and show a time twice */
  fromWhich: which,
  untilWhich: which,
};

const meetingFields = {
  title: line(200),
  description: optionalProse(4000),
  ...whenFields,
  timeZone: timeZoneInput,
  place: optionalLine(200),
  countryCode: orNothing(countryCode),
  url: meetingUrl,
  /** one point a line */
  agenda: optionalProse(4000).transform((v) =>
    v
      .split('\n')
      .map((point) => point.trim())
      .filter(Boolean),
  ),
  /** whether everybody sees it who belongs to what it is about, or only who is invited */
  shared: z.boolean().default(false),
};

/** People by name, and by what they are to the thing it is about. */
export const invitedFields = {
  participantIds: z.array(idOf('per')).max(200, { error: 'calendar.meeting.too-many' }).default([]),
  relations: z.array(z.string().max(40)).max(20).default([]),
};

function timesOf(
  input: Parameters<typeof meetingTimes>[0] & { until: string },
  isDeadline: boolean,
): ReturnType<typeof meetingTimes> {
  if (input.until || isDeadline) return meetingTimes(input);
  return {
    startsAt: null,
    endsAt: null,
    faults: [{ reason: 'platform.invalid.required', field: 'until' }],
  };
}

/** Mails everybody who is invited, or some of them, what has become of a meeting. */
export async function tellAll(
  { tx, post, runtime, now }: CommandTools,
  what: MeetingNews,
  eventId: EventId,
  only?: readonly PersonId[],
): Promise<void> {
  const event = await store.eventById(tx, eventId);
  if (!event) return;
  const { organiser, participants } = await store.partsOf(tx, eventId, event.organiser_id);
  const told = participants.filter(
    (p) => p.person_id !== event.organiser_id && (only?.includes(p.person_id) ?? true),
  );
  const zones = await store.zonesOf(
    tx,
    told.map((p) => p.person_id),
  );
  for (const to of told) {
    const mail = meetingMail(what, event, organiser, to, {
      config: runtime.config,
      now,
      ownZone: zones.get(to.person_id) ?? event.time_zone,
    });
    if (!mail) continue;
    await post(mail);
    await store.noteInvitation(tx, eventId, to.person_id, mail.sendKey);
  }
}

/**
 * Writes an event and mails its participants, with the calendar file. For commands that have decided already who may.
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

/** Asks more people to an event, and mails those alone. For commands that have decided already who may. */
export async function inviteMore(
  tools: CommandTools,
  eventId: EventId,
  personIds: readonly PersonId[],
): Promise<void> {
  await store.addParticipants(tools.tx, eventId, personIds);
  await tellAll(tools, 'planned', eventId, personIds);
}

/** Cancels an event and tells its participants; nothing when it is cancelled already. */
export async function callOff(tools: CommandTools, eventId: EventId): Promise<void> {
  const event = await store.eventById(tools.tx, eventId);
  if (!event || event.cancelled_at) return;
  await store.cancelEvent(tools.tx, eventId, tools.now);
  await tellAll(tools, 'cancelled', eventId);
}

/** Columns of the event out of what it is about. */
export function aboutColumns(about: About | null, facts: AboutFacts | null) {
  const id = (kind: AboutKind) => (about?.kind === kind ? about.id : null);
  return {
    mobilityId: id('mobility') as `mob_${string}` | null,
    intakeId: id('intake'),
    clubId: id('club') as `clu_${string}` | null,
    partnershipId: id('partnership'),
    projectId: (id('project') ?? facts?.projectId ?? null) as `prj_${string}` | null,
    readerOrgs: facts?.readerOrgs ?? [],
  };
}

/** What is planned for: null when it names something this actor does not see. */
export async function loadAbout(
  tools: { tx: Tx; actor: Actor; now: Temporal.Instant },
  input: { aboutKind: AboutKind | ''; aboutId: string },
): Promise<{ about: About | null; facts: AboutFacts | null } | null> {
  if (!input.aboutKind) return { about: null, facts: null };
  if (tools.actor.kind !== 'person') return null;
  const about = { kind: input.aboutKind, id: input.aboutId };
  const today = tools.now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  const facts = await factsAbout(tools.tx, tools.actor, about, today);
  return facts && { about, facts };
}

/** Ids of who is meant, once each and without who asks; null when somebody is not reachable. */
export async function invitees(
  tx: Tx,
  actor: PersonActor,
  facts: AboutFacts | null,
  input: { participantIds: readonly PersonId[]; relations: readonly string[] },
): Promise<PersonId[] | null> {
  const named = [...new Set(input.participantIds)];
  const known = new Set(facts?.people.map((p) => p.personId));
  const others = named.filter((id) => !known.has(id));
  if ((await personsByIds(tx, others)).length < others.length) return null;
  const related = (facts?.people ?? [])
    .filter((p) => input.relations.includes(p.relation))
    .map((p) => p.personId);
  return [...new Set([...named, ...related])].filter((id) => id !== actor.personId);
}

export const planMeeting = command({
  name: 'calendar.plan-meeting',
  summary:
    'Plan a meeting, visit, orientation, check-in or deadline; everybody invited gets a mail with a calendar file.',
  input: z.object({
    kind: z.enum(plannedKinds).default('meeting'),
    ...aboutFields,
    ...meetingFields,
    ...invitedFields,
  }),
  load: (tools, input) => loadAbout(tools, input),
  permit: (actor, { facts }, input) => mayPlan(actor, facts, input.kind),
  run: async (tools, { about, facts }, input) => {
    const { actor } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const participantIds = await invitees(tools.tx, actor, facts, input);
    if (!participantIds)
      return fail('calendar.meeting.unknown-person', undefined, 'participantIds');
    // a deadline that everybody sees need not be sent to anybody
    if (participantIds.length === 0 && !(input.kind === 'deadline' && input.shared && about))
      return fail('calendar.meeting.nobody', undefined, 'participantIds');
    const times = timesOf(input, input.kind === 'deadline');
    if (times.faults) return failAll(times.faults);
    const before = await store.plannedAlready(tools.tx, {
      kind: input.kind,
      title: input.title,
      startsAt: times.startsAt,
      endsAt: times.endsAt,
      organiserId: actor.personId,
      ...aboutColumns(about, facts),
      participantIds,
    });
    // the same form sent twice is one meeting, and nobody is written to again
    if (before) return ok({ eventId: before, participants: participantIds.length });
    const eventId = await planEvent(tools, {
      kind: input.kind,
      title: input.title,
      description: input.description,
      startsAt: times.startsAt,
      endsAt: times.endsAt,
      timeZone: input.timeZone,
      place: input.place,
      countryCode: input.countryCode || null,
      url: input.url,
      agenda: input.agenda,
      organiserId: actor.personId,
      ...aboutColumns(about, facts),
      shared: input.shared && about !== null,
      participantIds,
    });
    return ok({ eventId, participants: participantIds.length });
  },
  audit: ({ about }, _, { eventId, participants }) => ({
    subjectId: eventId,
    mobilityId: about?.kind === 'mobility' ? (about.id as `mob_${string}`) : null,
    details: { participants },
  }),
});

export async function loadMeeting(tx: Tx, id: EventId) {
  await store.lockEvent(tx, id);
  const event = await store.eventById(tx, id);
  if (!event) return null;
  const { organiser, participants } = await store.partsOf(tx, id, event.organiser_id);
  return {
    event,
    organiser,
    participants,
    organiserId: event.organiser_id,
    participantIds: participants.map((p) => p.person_id),
  };
}

type Meeting = NonNullable<Awaited<ReturnType<typeof loadMeeting>>>;

export const isCancelled = () =>
  fail('calendar.meeting.cancelled', undefined, undefined, 'conflict');

export const changeMeeting = command({
  name: 'calendar.change-meeting',
  summary:
    'Change a meeting you organise, and who is invited; participants get a mail with the new calendar file.',
  input: z.object({
    eventId: idOf('evt'),
    sequence: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    ...meetingFields,
    /** everybody who is invited from now on; left out, nobody is added or taken out */
    participantIds: invitedFields.participantIds.removeDefault().optional(),
    relations: invitedFields.relations,
  }),
  load: async ({ tx, actor, now }, input) => {
    const meeting = await loadMeeting(tx, input.eventId);
    if (!meeting || actor.kind !== 'person') return meeting && { ...meeting, facts: null };
    const about = store.aboutOf(meeting.event);
    const today = now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    return { ...meeting, facts: about && (await factsAbout(tx, actor, about, today)) };
  },
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async (tools, { event, facts, participantIds: before }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (event.cancelled_at) return isCancelled();
    const times = timesOf(input, event.kind === 'deadline');
    if (times.faults) return failAll(times.faults);
    const { participantIds: named } = input;
    const newcomers = await invitees(tx, actor, facts, {
      participantIds: (named ?? []).filter((id) => !before.includes(id)),
      relations: input.relations,
    });
    if (!newcomers) return fail('calendar.meeting.unknown-person', undefined, 'participantIds');
    const added = newcomers.filter((id) => !before.includes(id));
    const removed = named
      ? before.filter((id) => !named.includes(id) && !newcomers.includes(id))
      : [];
    if (before.length - removed.length + added.length === 0 && event.kind !== 'deadline')
      return fail('calendar.meeting.nobody', undefined, 'participantIds');
    const moved =
      !times.startsAt.equals(event.starts_at) ||
      !times.endsAt.equals(event.ends_at) ||
      input.timeZone !== event.time_zone;
    const changed = await store.updateEvent(tx, event.id, input.sequence, {
      title: input.title,
      description: input.description,
      startsAt: times.startsAt,
      endsAt: times.endsAt,
      timeZone: input.timeZone,
      place: input.place,
      countryCode: input.countryCode || null,
      url: input.url,
      agenda: input.agenda,
      shared: input.shared && store.aboutOf(event) !== null,
    });
    if (!changed) return stale('platform.error.changed-meanwhile');
    // whoever is not invited any more is told while they are still known
    await tellAll(tools, 'cancelled', event.id, removed);
    await store.removeParticipants(tx, event.id, removed);
    if (moved) {
      await store.askAgain(tx, event.id);
      await store.settleProposals(tx, event.id, null, now);
    }
    const stay = before.filter((id) => !removed.includes(id));
    await store.addParticipants(tx, event.id, added);
    await tellAll(tools, 'changed', event.id, stay);
    await tellAll(tools, 'planned', event.id, added);
    return ok({ moved, added: added.length, removed: removed.length });
  },
  audit: ({ event }, _, { moved, added, removed }) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { moved, added, removed },
  }),
});

export const cancelMeeting = command({
  name: 'calendar.cancel-meeting',
  summary: 'Cancel a meeting you organise; participants are told.',
  input: z.object({ eventId: idOf('evt') }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async (tools, { event }) => {
    await callOff(tools, event.id);
    return ok();
  },
  audit: ({ event }) => ({ subjectId: event.id, mobilityId: event.mobility_id }),
});

const answerField = z.enum(['yes', 'no', 'maybe'], { error: 'platform.invalid.choose' });

export const answerInvitation = command({
  name: 'calendar.answer-invitation',
  summary: 'Say whether you come to a meeting: yes, no or maybe, with a few words if you like.',
  input: z.object({
    eventId: idOf('evt'),
    answer: answerField,
    note: optionalLine(300),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayAnswer(actor, meeting),
  run: async ({ tx, actor, now }, { event }, input) => {
    if (event.cancelled_at) return isCancelled();
    const { answer, note } = input;
    if (actor.kind === 'person')
      await store.setAnswer(tx, event.id, actor.personId, { answer, note, at: now });
    return ok();
  },
  audit: ({ event }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { answer: input.answer },
  }),
});

/** The meeting of a link, and whom the link was sent to; whether it is genuine is for `readLink` to say. */
async function loadByLink(tx: Tx, token: string) {
  const link = partsOfAnswerToken(token);
  if (!link?.thingId.startsWith('evt_')) return null;
  const meeting = await loadMeeting(tx, link.thingId as EventId);
  const me = meeting?.participants.find((p) => p.person_id === link.personId);
  return meeting && me ? { ...meeting, me } : null;
}

export const answerByLink = command({
  name: 'calendar.answer-by-link',
  summary: 'Say whether you come to a meeting by the link of the mail, without signing in.',
  input: z.object({ token: z.string().max(200), answer: answerField, note: optionalLine(300) }),
  opensRows: 'answer link',
  load: ({ tx }, input) => loadByLink(tx, input.token),
  permit: () => allow,
  run: async ({ tx, now, runtime }, { event, me }, input) => {
    if (!readLink(runtime.config, input.token)) return notFound;
    if (event.cancelled_at) return isCancelled();
    const { answer, note } = input;
    await store.setAnswer(tx, event.id, me.person_id, { answer, note, at: now });
    return ok();
  },
  audit: ({ event, me }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { answer: input.answer, person: me.person_id },
  }),
});

const proposedFields = { ...whenFields, note: optionalLine(300) };
const proposedInput = z.object(proposedFields);

/** Keeps another time that somebody invited suggests, on their own clock, and tells who decides. */
async function suggest(
  { tx, now, post, runtime }: CommandTools,
  { event, organiser }: Pick<Meeting, 'event' | 'organiser'>,
  by: { personId: PersonId; name: string },
  input: z.output<typeof proposedInput>,
) {
  if (event.cancelled_at) return isCancelled();
  if (event.kind === 'deadline') return fail('platform.error.refused');
  const times = timesOf({ ...input, timeZone: await store.zoneOf(tx, by.personId) }, false);
  if (times.faults) return failAll(times.faults);
  if (Temporal.Instant.compare(times.startsAt, now) < 0)
    return fail('calendar.meeting.over', undefined, 'day');
  await store.propose(tx, {
    eventId: event.id,
    personId: by.personId,
    startsAt: times.startsAt,
    endsAt: times.endsAt,
    note: input.note,
    at: now,
    counterSequence: null,
  });
  if (organiser) {
    const mail = meetingNote(
      'proposal',
      event,
      organiser,
      {
        who: by.name,
        when: formatsFor(organiser.language).moment(
          times.startsAt,
          await store.zoneOf(tx, organiser.person_id),
        ),
      },
      { config: runtime.config, key: `${by.personId}:${times.startsAt}` },
    );
    if (mail) await post(mail);
  }
  return ok();
}

export const proposeTime = command({
  name: 'calendar.propose-time',
  summary: 'Suggest another time for a meeting you are invited to; who called it decides.',
  input: z.object({ eventId: idOf('evt'), ...proposedFields }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayAnswer(actor, meeting),
  run: async (tools, meeting, input) =>
    tools.actor.kind === 'person'
      ? suggest(tools, meeting, tools.actor, input)
      : fail('platform.error.refused'),
  audit: ({ event }) => ({ subjectId: event.id, mobilityId: event.mobility_id }),
});

export const proposeTimeByLink = command({
  name: 'calendar.propose-time-by-link',
  summary:
    'Suggest another time for a meeting by the link of the mail, without signing in; who called it decides.',
  input: z.object({ token: z.string().max(200), ...proposedFields }),
  opensRows: 'answer link',
  load: ({ tx }, input) => loadByLink(tx, input.token),
  permit: () => allow,
  run: async (tools, meeting, input) => {
    if (!readLink(tools.runtime.config, input.token)) return notFound;
    const { me } = meeting;
    return suggest(tools, meeting, { personId: me.person_id, name: displayName(me) }, input);
  },
  audit: ({ event, me }) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { person: me.person_id },
  }),
});

export const settleProposal = command({
  name: 'calendar.settle-proposal',
  summary:
    'Move a meeting you organise to the time somebody suggested, or keep it where it is and tell them.',
  input: z.object({
    eventId: idOf('evt'),
    personId: idOf('per'),
    take: z.boolean().default(false),
  }),
  load: async ({ tx }, input) => {
    const meeting = await loadMeeting(tx, input.eventId);
    const proposals = meeting && (await store.proposalsOf(tx, input.eventId));
    return (
      meeting && { ...meeting, proposal: proposals?.find((p) => p.person_id === input.personId) }
    );
  },
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async (tools, { event, organiser, participants, proposal }, input) => {
    const { tx, now, post, runtime } = tools;
    if (event.cancelled_at) return isCancelled();
    if (!proposal) return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.settleProposals(tx, event.id, input.take ? null : input.personId, now);
    if (input.take) {
      await store.updateEvent(tx, event.id, event.sequence, {
        title: event.title,
        description: event.description,
        startsAt: proposal.starts_at,
        endsAt: proposal.ends_at,
        timeZone: event.time_zone,
        place: event.place,
        url: event.url,
        agenda: event.agenda as unknown as string[],
      });
      await store.askAgain(tx, event.id);
      await store.setAnswer(tx, event.id, input.personId, { answer: 'yes', at: now });
      await tellAll(tools, 'changed', event.id);
      return ok();
    }
    const to = participants.find((p) => p.person_id === input.personId);
    const mail =
      to &&
      proposalKeptMail(
        event,
        organiser,
        to,
        { config: runtime.config, now, ownZone: await store.zoneOf(tx, to.person_id) },
        { madeAt: proposal.made_at, counterSequence: proposal.counter_sequence },
      );
    if (mail) await post(mail);
    return ok();
  },
  audit: ({ event }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { taken: input.take },
  }),
});
