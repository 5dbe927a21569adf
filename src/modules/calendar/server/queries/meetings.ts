import { z } from 'zod';
import type { PersonId } from '#kernel/ids.ts';
import { dateInput, dateView, idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayAnswer, mayChangeMeeting, mayDoTask, mayTakePart } from '../../core/policy.ts';
import { aboutKinds, answers, eventKinds, plannedKinds } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { factsAbout, titlesOf } from './abouts.ts';
import { readLink } from './links.ts';

/** How far back meetings stay in feed and list. */
const pastDays = 60;

const aboutView = z
  .object({ kind: z.enum(aboutKinds), id: z.string(), title: z.string() })
  .nullable();

const eventView = z.object({
  id: idView('evt'),
  kind: z.enum(eventKinds),
  title: z.string(),
  startsAt: instantView,
  endsAt: instantView,
  timeZone: z.string(),
  place: z.string(),
  countryCode: z.string().nullable(),
  url: z.string(),
  sequence: z.number(),
  changedAt: instantView,
  cancelled: z.boolean(),
  about: aboutView,
  projectId: z.string().nullable(),
});

async function viewsOf(read: Reader, rows: readonly store.EventRow[]) {
  const abouts = rows.map(store.aboutOf);
  const titles = await titlesOf(
    read,
    abouts.filter((a) => a !== null),
  );
  return rows.map((e, i) => {
    const about = abouts[i] ?? null;
    return {
      id: e.id,
      kind: e.kind as (typeof eventKinds)[number],
      title: e.title,
      startsAt: e.starts_at,
      endsAt: e.ends_at,
      timeZone: e.time_zone,
      place: e.place,
      countryCode: e.country_code,
      url: e.url,
      sequence: e.sequence,
      changedAt: e.changed_at ?? e.created_at,
      cancelled: e.cancelled_at !== null,
      about: about && { ...about, title: titles.get(`${about.kind}:${about.id}`) ?? '' },
      projectId: e.project_id,
    };
  });
}

const days = {
  from: z.union([z.literal('').transform(() => null), dateInput]).prefault(''),
  /** the day after the last */
  until: z.union([z.literal('').transform(() => null), dateInput]).prefault(''),
};

function stretchOf(
  input: { from: Temporal.PlainDate | null; until: Temporal.PlainDate | null },
  zone: string,
  now: Temporal.Instant,
) {
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant();
  return {
    since: input.from ? start(input.from) : now.subtract({ hours: 24 * pastDays }),
    until: input.until && start(input.until),
  };
}

export const listOwnEvents = query({
  name: 'calendar.list-own-events',
  summary:
    'What you organise or take part in, from a day to a day of your clock, or from 60 days ago on.',
  input: z.object({
    ...days,
    /** projects of other entries, to be named beside those of events */
    projectIds: z.array(z.string().max(60)).max(100).default([]),
  }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    events: z.array(eventView.extend({ ownAnswer: z.enum(answers).nullable() })),
    projects: z.array(z.object({ id: z.string(), title: z.string() })),
    /** the clock of who asks */
    timeZone: z.string(),
  }),
  view: async ({ read, scope, now }, input) => {
    const timeZone = await store.zoneOf(read, scope.personId);
    const { since, until } = stretchOf(input, timeZone, now);
    const rows = await store.eventsOf(read, { personId: scope.personId }, since, until);
    const said = await store.answersOf(
      read,
      scope.personId,
      rows.map((r) => r.id),
    );
    const own = new Map(said.map((s) => [s.event_id, s.answer as (typeof answers)[number]]));
    const ids = [...rows.flatMap((r) => r.project_id ?? []), ...input.projectIds];
    const titles = await titlesOf(
      read,
      ids.map((id) => ({ kind: 'project', id })),
    );
    return {
      timeZone,
      projects: [...new Set(ids)].flatMap((id) => {
        const title = titles.get(`project:${id}`);
        return title ? [{ id, title }] : [];
      }),
      events: (await viewsOf(read, rows)).map((e) => ({ ...e, ownAnswer: own.get(e.id) ?? null })),
    };
  },
});

export const listEventsAbout = query({
  name: 'calendar.list-events-about',
  summary:
    'The part of the common calendar about a dossier, intake, project, partnership or club that you may see.',
  input: z.object({ aboutKind: z.enum(aboutKinds), aboutId: optionalLine(60), ...days }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    title: z.string(),
    href: z.string(),
    projectId: z.string().nullable(),
    events: z.array(eventView),
    timeZone: z.string(),
    plans: z.array(z.enum(plannedKinds)),
  }),
  view: async ({ read, scope: { actor }, now, today }, input) => {
    const about = { kind: input.aboutKind, id: input.aboutId };
    const facts = await factsAbout(read, actor, about, today);
    if (!facts) return null;
    const timeZone = await store.zoneOf(read, actor.personId);
    const { since, until } = stretchOf(input, timeZone, now);
    const rows = await store.eventsOf(read, { about }, since, until);
    return {
      title: facts.title,
      href: facts.href,
      projectId: facts.projectId,
      events: await viewsOf(read, rows),
      timeZone,
      plans: [...facts.plans],
    };
  },
});

export const getAbout = query({
  name: 'calendar.get-about',
  summary:
    'Who belongs to a dossier, intake, project, partnership or club, to plan something about it.',
  input: z.object({ aboutKind: z.enum(aboutKinds), aboutId: optionalLine(60) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    about: z.object({ kind: z.enum(aboutKinds), id: z.string(), title: z.string() }),
    href: z.string(),
    timeZone: z.string(),
    countryCode: z.string(),
    people: z.array(
      z.object({ id: idView('per'), name: z.string(), relation: z.string(), side: z.string() }),
    ),
    plans: z.array(z.enum(plannedKinds)),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const about = { kind: input.aboutKind, id: input.aboutId };
    const facts = await factsAbout(read, actor, about, today);
    if (!facts || facts.plans.length === 0) return null;
    return {
      about: { ...about, title: facts.title },
      href: facts.href,
      timeZone: facts.timeZone,
      countryCode: facts.countryCode,
      people: facts.people
        .filter((p) => p.personId !== actor.personId)
        .map(({ personId, ...p }) => ({ id: personId, ...p })),
      plans: [...facts.plans],
    };
  },
});

const named = z.object({ id: idView('per'), name: z.string() });

export const getEvent = query({
  name: 'calendar.get-event',
  summary:
    'A meeting you organise, take part in or belong to: who comes, what was said, what was agreed.',
  input: z.object({ eventId: idOf('evt') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: eventView.extend({
    description: z.string(),
    agenda: z.array(z.string()),
    shared: z.boolean(),
    organiser: named,
    participants: z.array(
      named.extend({
        answer: z.enum(answers),
        /** for who called it */
        note: z.string(),
        attended: z.boolean().nullable(),
        /** the newest invitation did not arrive */
        undelivered: z.boolean(),
      }),
    ),
    ownAnswer: z.enum(answers).nullable(),
    /** the reader's own clock */
    ownZone: z.string(),
    begun: z.boolean(),
    over: z.boolean(),
    minutes: z
      .object({
        number: z.number(),
        text: z.string(),
        by: z.string(),
        at: instantView,
        confirmedBy: z.array(z.string()),
        ownConfirmation: z.boolean(),
      })
      .nullable(),
    /** versions before the newest, the newest first */
    earlierMinutes: z.array(
      z.object({ number: z.number(), text: z.string(), by: z.string(), at: instantView }),
    ),
    tasks: z.array(
      z.object({
        id: idView('etk'),
        title: z.string(),
        who: z.string(),
        dueOn: dateView.nullable(),
        done: z.boolean(),
        mayFinish: z.boolean(),
      }),
    ),
    proposals: z.array(
      z.object({
        personId: idView('per'),
        name: z.string(),
        startsAt: instantView,
        endsAt: instantView,
        note: z.string(),
      }),
    ),
    can: z.object({ change: z.boolean(), answer: z.boolean(), takePart: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { eventId }) => {
    const event = await store.eventById(read, eventId);
    if (!event) return null;
    const { organiser, participants } = await store.partsOf(read, eventId, event.organiser_id);
    const meeting = {
      organiserId: event.organiser_id,
      participantIds: participants.map((p) => p.person_id),
    };
    const organises = event.organiser_id === actor.personId;
    const lost = organises
      ? await store.undelivered(
          read,
          participants.map((p) => p.mail_key),
        )
      : new Set<string>();
    const [minutes, ...earlier] = await store.minutesOf(read, eventId);
    const confirmations = await store.confirmationsOf(read, eventId);
    const tasks = await store.tasksOfEvent(read, eventId);
    const proposals = await store.proposalsOf(read, eventId);
    const names = new Map<string, string>(
      [...participants, ...(organiser ? [organiser] : [])].map((p) => [
        p.person_id,
        displayName(p),
      ]),
    );
    const nameOf = (id: PersonId) => names.get(id) ?? '';
    const open = event.cancelled_at === null;
    const over = Temporal.Instant.compare(event.ends_at, now) <= 0;
    const [common] = await viewsOf(read, [event]);
    if (!common) return null;
    const confirmed = confirmations.filter((c) => c.number === minutes?.number);
    return {
      ...common,
      description: event.description,
      agenda: event.agenda as unknown as string[],
      shared: event.shared,
      organiser: { id: event.organiser_id, name: nameOf(event.organiser_id) },
      participants: participants.map((p) => ({
        id: p.person_id,
        name: displayName(p),
        answer: p.answer,
        note: organises || p.person_id === actor.personId ? p.note : '',
        attended: p.attended,
        undelivered: p.mail_key !== null && lost.has(p.mail_key),
      })),
      ownAnswer: participants.find((p) => p.person_id === actor.personId)?.answer ?? null,
      ownZone: await store.zoneOf(read, actor.personId),
      begun: Temporal.Instant.compare(event.starts_at, now) <= 0,
      over,
      minutes: minutes
        ? {
            number: minutes.number,
            text: minutes.text,
            by: nameOf(minutes.written_by),
            at: minutes.written_at,
            confirmedBy: confirmed.map((c) => nameOf(c.person_id)),
            ownConfirmation:
              minutes.written_by === actor.personId ||
              confirmed.some((c) => c.person_id === actor.personId),
          }
        : null,
      earlierMinutes: earlier.map((m) => ({
        number: m.number,
        text: m.text,
        by: nameOf(m.written_by),
        at: m.written_at,
      })),
      tasks: tasks.map((k) => ({
        id: k.id,
        title: k.title,
        who: nameOf(k.person_id),
        dueOn: k.due_on,
        done: k.done_at !== null,
        mayFinish: mayDoTask(actor, meeting, k.person_id).allow,
      })),
      proposals: organises
        ? proposals.map((p) => ({
            personId: p.person_id,
            name: nameOf(p.person_id),
            startsAt: p.starts_at,
            endsAt: p.ends_at,
            note: p.note,
          }))
        : [],
      can: {
        change: open && mayChangeMeeting(actor, meeting).allow,
        answer: open && !over && event.kind !== 'deadline' && mayAnswer(actor, meeting).allow,
        takePart: open && mayTakePart(actor, meeting).allow,
      },
    };
  },
});

export const getInvitation = query({
  name: 'calendar.get-invitation',
  summary:
    'A meeting as the link of an invitation shows it, without signing in: no names but who called it.',
  input: z.object({ token: z.string().max(200) }),
  visible: () => ({}),
  opensRows: 'answer link',
  output: z.object({
    title: z.string(),
    description: z.string(),
    startsAt: instantView,
    endsAt: instantView,
    timeZone: z.string(),
    ownZone: z.string(),
    place: z.string(),
    countryCode: z.string().nullable(),
    url: z.string(),
    agenda: z.array(z.string()),
    organiser: z.string(),
    ownAnswer: z.enum(answers),
    note: z.string(),
    cancelled: z.boolean(),
    over: z.boolean(),
    eventId: idView('evt'),
  }),
  view: async ({ read, runtime, now }, { token }) => {
    const link = readLink(runtime.config, token);
    if (link?.kind !== 'event') return null;
    const event = await store.eventById(read, link.eventId);
    if (!event) return null;
    const { organiser, participants } = await store.partsOf(read, event.id, event.organiser_id);
    const me = participants.find((p) => p.person_id === link.personId);
    if (!me) return null;
    return {
      title: event.title,
      description: event.description,
      startsAt: event.starts_at,
      endsAt: event.ends_at,
      timeZone: event.time_zone,
      ownZone: await store.zoneOf(read, link.personId),
      place: event.place,
      countryCode: event.country_code,
      url: event.url,
      agenda: event.agenda as unknown as string[],
      organiser: organiser ? displayName(organiser) : '',
      ownAnswer: me.answer,
      note: me.note,
      cancelled: event.cancelled_at !== null,
      over: Temporal.Instant.compare(event.ends_at, now) <= 0,
      eventId: event.id,
    };
  },
});

/** Minutes are asked for so long; after that nobody remembers. */
const minutesDays = 14;

export const listNextSteps = query({
  name: 'calendar.list-next-steps',
  summary:
    'What the calendar waits for from you: answers, polls, minutes of meetings you held, and what you agreed to do.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    unanswered: z.array(z.object({ id: idView('evt'), title: z.string(), on: dateView })),
    withoutMinutes: z.array(z.object({ id: idView('evt'), title: z.string(), on: dateView })),
    tasks: z.array(
      z.object({
        id: idView('etk'),
        title: z.string(),
        eventId: idView('evt'),
        eventTitle: z.string(),
        projectId: z.string().nullable(),
        dueOn: dateView.nullable(),
        createdAt: instantView,
      }),
    ),
    polls: z.array(
      z.object({
        id: idView('pol'),
        title: z.string(),
        /** `finish`: not asked yet; `decide`: everybody has answered; `wait`: some have not */
        what: z.enum(['answer', 'finish', 'decide', 'wait']),
        missing: z.number(),
        firstDay: dateView,
      }),
    ),
  }),
  view: async ({ read, scope: { personId }, now }) => {
    const rows = await store.eventsOf(read, { personId }, now);
    const said = await store.answersOf(
      read,
      personId,
      rows.map((r) => r.id),
    );
    const open = new Set(said.filter((s) => s.answer === 'open').map((s) => s.event_id));
    const brief = (e: store.EventRow) => ({
      id: e.id,
      title: e.title,
      on: e.starts_at.toZonedDateTimeISO(e.time_zone).toPlainDate(),
    });
    const over = await store.withoutMinutes(
      read,
      { organiserId: personId },
      {
        from: now.subtract({ hours: 24 * minutesDays }),
        until: now,
      },
    );
    return {
      unanswered: rows
        .filter((e) => open.has(e.id) && !e.cancelled_at && e.kind !== 'deadline')
        .filter((e) => Temporal.Instant.compare(e.starts_at, now) > 0)
        .map(brief),
      withoutMinutes: over.map(brief),
      tasks: (await store.openTasksOf(read, personId)).map((k) => ({
        id: k.id,
        title: k.title,
        eventId: k.event_id,
        eventTitle: k.event_title,
        projectId: k.project_id,
        dueOn: k.due_on,
        createdAt: k.created_at,
      })),
      polls: (await store.openPollsOf(read, personId)).flatMap((p) => {
        const missing = Number(p.missing);
        const mine = p.organiser_id === personId;
        if (!mine && p.answered_at) return [];
        const what = !mine
          ? ('answer' as const)
          : p.state === 'draft'
            ? ('finish' as const)
            : missing === 0
              ? ('decide' as const)
              : ('wait' as const);
        return [{ id: p.id, title: p.title, what, missing, firstDay: p.first_day }];
      }),
    };
  },
});

const choosable = 300;

export const listReachablePersons = query({
  name: 'calendar.list-reachable-persons',
  summary:
    'Colleagues and partners you may invite to a meeting, up to 300; `q` looks in names and organisations.',
  input: z.object({ q: optionalLine(100) }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    persons: z.array(z.object({ id: idView('per'), name: z.string(), org: z.string() })),
    more: z.boolean(),
  }),
  view: async ({ read, scope }, input) => {
    const found = await store.reachablePersons(read, scope.personId, {
      text: input.q,
      limit: choosable + 1,
    });
    const rows = found.slice(0, choosable);
    // somebody who works for two organisations stands here once
    const once = new Map(rows.map((p) => [p.id, p]));
    return {
      persons: [...once.values()].map((p) => ({
        id: p.id,
        name: displayName(p),
        org: p.org_name,
      })),
      more: found.length > choosable,
    };
  },
});
