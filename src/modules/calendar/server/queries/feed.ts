import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { OrgRole, PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { feedOf } from '#modules/people/server/index.ts';
import { reading } from '#platform/database/index.ts';
import { hashToken, keyedHash } from '#platform/dice.ts';
import type { AgendaItem, PageContext } from '#platform/http/page.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import type { CalendarEvent } from '#platform/ical.ts';
import { answerIn, query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import { feedToken, personOfToken } from '../../core/rules/index.ts';
import * as store from '../store/index.ts';

type AgendaContext = PageContext<string, PersonActor>;

/** Gives the dated entries of one module for the person whose calendar it is, read under their own row policies. */
export type AgendaSource = (context: AgendaContext) => Promise<AgendaItem[]>;

let agendaSources: readonly AgendaSource[] = [];

/** Given by the roof at start, since later modules have entries as well. */
export function setAgendaSources(sources: readonly AgendaSource[]): void {
  agendaSources = sources;
}

/** Everything dated of a person. */
export async function agendaOf(context: AgendaContext): Promise<AgendaItem[]> {
  const found: AgendaItem[] = [];
  for (const source of agendaSources) found.push(...(await source(context)));
  return found;
}

function macOf(runtime: Runtime, personId: string, number: number): Buffer {
  return keyedHash(runtime.config.secret, `feed:${personId}:${number}`);
}

export const getOwnFeed = query({
  name: 'calendar.get-own-feed',
  summary:
    'The secret address of your calendar feed, null until you make one, and what you chose for it.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    address: z.string().nullable(),
    since: instantView.nullable(),
    settings: z.object({
      steps: z.boolean(),
      meetings: z.boolean(),
      deadlines: z.boolean(),
      reminders: z.boolean(),
      timeZone: z.string().nullable(),
    }),
    /** the clock used for them */
    timeZone: z.string(),
  }),
  view: async ({ read, scope: { personId }, runtime }) => {
    const feed = await feedOf(read, personId);
    const chosen = {
      settings: await store.settingsOf(read, personId),
      timeZone: await store.zoneOf(read, personId),
    };
    if (!feed) return { address: null, since: null, ...chosen };
    const token = feedToken(personId, macOf(runtime, personId, feed.number).toString('base64url'));
    return {
      address: `${runtime.config.origin}/calendar/${token}.ics`,
      since: feed.created_at,
      ...chosen,
    };
  },
});

export const getFeed = query({
  name: 'calendar.get-feed',
  summary: 'The calendar file behind the secret address of a feed.',
  input: z.object({ token: z.string().max(120) }),
  visible: () => ({}),
  opensRows: 'calendar feed',
  output: z.object({
    content: z.string(),
    /** the same as long as nothing in it changes */
    tag: z.string(),
    changedAt: instantView,
  }),
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
    const settings = await store.settingsOf(read, named.id);
    const items = (await ownAgenda(runtime, actor, now, today)).filter(
      (item) =>
        settings[
          ({ step: 'steps', meeting: 'meetings', deadline: 'deadlines' } as const)[
            item.kind ?? 'step'
          ]
        ],
    );
    // entries without a day of their own are as of this morning: else the file would change with every look
    const morning = today.toZonedDateTime('UTC').toInstant();
    const stamped = items.map((item) => ({
      ...item,
      stamp:
        (item.kind ?? 'step') === 'step' && Temporal.Instant.compare(item.stamp, morning) > 0
          ? morning
          : item.stamp,
    }));
    const { buildCalendar } = await import('#platform/ical.ts');
    const t = translator(chooseLanguage(actor.language));
    const content = buildCalendar({
      name: t('calendar.feed.name', { name: actor.name }),
      events: stamped.map(eventOf),
    });
    return {
      content,
      tag: hashToken(content.replaceAll(/^DTSTAMP:.*\r\n/gm, ''))
        .toString('base64url')
        .slice(0, 22),
      changedAt:
        stamped
          .map((s) => s.stamp)
          .sort(Temporal.Instant.compare)
          .at(-1) ?? morning,
    };
  },
});

/** All agenda entries of a person, read as that person. */
function ownAgenda(
  runtime: Runtime,
  actor: PersonActor,
  now: Temporal.Instant,
  today: Temporal.PlainDate,
): Promise<AgendaItem[]> {
  const lang = chooseLanguage(actor.language);
  return reading(runtime.db, actor, (read) =>
    agendaOf({
      actor,
      params: {},
      search: new URLSearchParams(),
      t: translator(lang),
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
    }),
  );
}

function eventOf(item: AgendaItem): CalendarEvent {
  const { uid, sequence, stamp, summary, description, location, url, conference } = item;
  const common = {
    uid,
    sequence,
    stamp,
    summary,
    ...(description ? { description } : {}),
    ...(location ? { location } : {}),
    ...(url ? { url } : {}),
    ...(conference ? { conference } : {}),
  };
  if (item.day) return { ...common, start: item.day, end: item.day };
  if (item.from && item.until) return { ...common, start: item.from, end: item.until };
  throw new Error(`agenda entry ${uid} has neither a day nor times`);
}
