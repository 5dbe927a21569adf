import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { OrgRole, PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { feedOf } from '#modules/people/server/index.ts';
import { reading } from '#platform/database/index.ts';
import { keyedHash } from '#platform/dice.ts';
import type { AgendaItem, PageContext } from '#platform/http/page.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import { buildCalendar, type CalendarEvent } from '#platform/ical.ts';
import { answerIn, query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import { mayAnswer, mayChangeMeeting } from '../core/policy.ts';
import { feedToken, personOfToken } from '../core/rules.ts';
import { answers, eventKinds } from '../core/types.ts';
import * as store from './store.ts';

type AgendaContext = PageContext<string, PersonActor>;

/** Gives the dated entries of one module for the person whose feed it is, read under their own row policies. */
export type AgendaSource = (context: AgendaContext) => Promise<AgendaItem[]>;

let agendaSources: readonly AgendaSource[] = [];

/** Given by the roof at start, since later modules have entries as well. */
export function setAgendaSources(sources: readonly AgendaSource[]): void {
  agendaSources = sources;
}

function macOf(runtime: Runtime, personId: string, number: number): Buffer {
  return keyedHash(runtime.config.secret, `feed:${personId}:${number}`);
}

export const getOwnFeed = query({
  name: 'calendar.get-own-feed',
  summary: 'The secret address of your calendar feed; null until you make one.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({ address: z.string().nullable(), since: instantView.nullable() }),
  view: async ({ read, scope: { personId }, runtime }) => {
    const feed = await feedOf(read, personId);
    if (!feed) return { address: null, since: null };
    const token = feedToken(personId, macOf(runtime, personId, feed.number).toString('base64url'));
    return { address: `${runtime.config.origin}/calendar/${token}.ics`, since: feed.created_at };
  },
});

export const getFeed = query({
  name: 'calendar.get-feed',
  summary: 'The calendar file behind the secret address of a feed.',
  input: z.object({ token: z.string().max(120) }),
  visible: () => ({}),
  opensRows: 'calendar feed',
  output: z.object({ content: z.string() }),
  view: async ({ read, runtime, today, now }, { token }) => {
    const named = personOfToken(token);
    if (!named) return null;
    const feed = await feedOf(read, named.id);
    if (!feed) return null;
    // compared as written: the last letter of base64url has bits that decode to nothing
    const given = Buffer.from(named.mac);
    const right = Buffer.from(macOf(runtime, named.id, feed.number).toString('base64url'));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const parts = await store.actorParts(read, named.id, today);
    if (!parts) return null;
    const actor: PersonActor = {
      kind: 'person',
      personId: parts.person.id,
      name: displayName(parts.person),
      language: parts.person.language,
      isAdmin: parts.person.is_admin,
      orgs: parts.orgs.map((o) => ({ orgId: o.org_id, roles: o.roles as OrgRole[] })),
    };
    return { content: await feedContent(runtime, actor, now, today) };
  },
});

/** All agenda entries of a person as a calendar file, read as that person. */
async function feedContent(
  runtime: Runtime,
  actor: PersonActor,
  now: Temporal.Instant,
  today: Temporal.PlainDate,
): Promise<string> {
  const lang = chooseLanguage(actor.language);
  const t = translator(lang);
  const items = await reading(runtime.db, actor, async (read) => {
    const context: AgendaContext = {
      actor,
      params: {},
      search: new URLSearchParams(),
      t,
      fmt: formatsFor(lang),
      lang,
      now,
      today,
      runtime,
      read,
      ask: async (which, input) => {
        const answered = await answerIn(runtime, read, which, actor, input);
        if (!answered.ok) throw new Refusal(answered);
        return answered.view;
      },
    };
    const found: AgendaItem[] = [];
    for (const source of agendaSources) found.push(...(await source(context)));
    return found;
  });
  return buildCalendar({
    name: t('calendar.feed.name', { name: actor.name }),
    events: items.map(eventOf),
  });
}

function eventOf(item: AgendaItem): CalendarEvent {
  const { uid, sequence, stamp, summary, description, location, url } = item;
  const common = {
    uid,
    sequence,
    stamp,
    summary,
    ...(description ? { description } : {}),
    ...(location ? { location } : {}),
    ...(url ? { url } : {}),
  };
  if (item.day) return { ...common, start: item.day, end: item.day };
  if (item.from && item.until) return { ...common, start: item.from, end: item.until };
  throw new Error(`agenda entry ${uid} has neither a day nor times`);
}

/** How far back meetings stay in feed and list. */
const pastDays = 60;

const eventView = z.object({
  id: idView('evt'),
  kind: z.enum(eventKinds),
  title: z.string(),
  startsAt: instantView,
  endsAt: instantView,
  timeZone: z.string(),
  place: z.string(),
  url: z.string(),
  sequence: z.number(),
  cancelled: z.boolean(),
});

function viewOf(e: store.EventRow) {
  return {
    id: e.id,
    kind: e.kind as (typeof eventKinds)[number],
    title: e.title,
    startsAt: e.starts_at,
    endsAt: e.ends_at,
    timeZone: e.time_zone,
    place: e.place,
    url: e.url,
    sequence: e.sequence,
    cancelled: e.cancelled_at !== null,
  };
}

export const listOwnEvents = query({
  name: 'calendar.list-own-events',
  summary: 'Meetings you organise or take part in, from 60 days ago on.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({ events: z.array(eventView), unanswered: z.array(eventView) }),
  view: async ({ read, scope, now }) => ({
    events: (
      await store.eventsOf(read, scope.personId, now.subtract({ hours: 24 * pastDays }))
    ).map(viewOf),
    unanswered: (await store.unansweredBy(read, scope.personId, now)).map(viewOf),
  }),
});

export const getEvent = query({
  name: 'calendar.get-event',
  summary: 'A meeting you organise, take part in or belong to, with who comes.',
  input: z.object({ eventId: idOf('evt') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: eventView.extend({
    description: z.string(),
    agenda: z.array(z.string()),
    organiserName: z.string(),
    participants: z.array(
      z.object({ id: idView('per'), name: z.string(), answer: z.enum(answers) }),
    ),
    ownAnswer: z.enum(answers).nullable(),
    can: z.object({ change: z.boolean(), answer: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { eventId }) => {
    const event = await store.eventById(read, eventId);
    if (!event) return null;
    const participants = await store.participantsOf(read, eventId);
    const meeting = {
      organiserId: event.organiser_id,
      participantIds: participants.map((p) => p.person_id),
    };
    const own = participants.find((p) => p.person_id === actor.personId);
    const open = event.cancelled_at === null;
    return {
      ...viewOf(event),
      description: event.description,
      agenda: event.agenda as unknown as string[],
      organiserName: displayName({
        given_name: event.given_name ?? '',
        family_name: event.family_name ?? '',
        preferred_name: event.preferred_name,
      }),
      participants: participants.map((p) => ({
        id: p.person_id,
        name: displayName(p),
        answer: p.answer as (typeof answers)[number],
      })),
      ownAnswer: own ? (own.answer as (typeof answers)[number]) : null,
      can: {
        change: open && mayChangeMeeting(actor, meeting).allow,
        answer: open && mayAnswer(actor, meeting).allow,
      },
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
