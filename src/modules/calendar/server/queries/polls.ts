import { z } from 'zod';
import { isPerson } from '#kernel/actor.ts';
import type { DatePollId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayAnswerPoll } from '../../core/policy.ts';
import {
  compareTimes,
  halfHoursOf,
  isOddHour,
  overlaps,
  pollDays,
  tally,
} from '../../core/rules/index.ts';
import { pollAnswers } from '../../core/types.ts';
import { pollMailKey } from '../notices.ts';
import * as store from '../store/index.ts';
import { readLink } from './links.ts';

const oddView = z.array(z.object({ name: z.string(), time: z.string() }));

/** For whom a time is before 7 or after 21 o'clock, and what their clock shows. */
function oddFor(
  at: Temporal.Instant,
  minutes: number,
  people: readonly { person_id: PersonId; name: string }[],
  zones: ReadonlyMap<PersonId, string>,
) {
  return people.flatMap(({ person_id, name }) => {
    const local = at.toZonedDateTimeISO(zones.get(person_id) ?? 'Europe/Brussels');
    if (!isOddHour(local, minutes)) return [];
    return [{ name, time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }];
  });
}

async function readPoll(read: Reader, id: DatePollId) {
  const poll = await store.pollById(read, id);
  if (!poll) return null;
  const rows = await store.peopleOfPoll(read, id);
  const people = rows.map((p) => ({ person_id: p.person_id, name: displayName(p) }));
  return {
    poll,
    people,
    organiser: people.find((p) => p.person_id === poll.organiser_id)?.name ?? '',
    places: await store.placesInPoll(read, id),
    times: await store.timesOf(read, id),
    answers: await store.pollAnswersOf(read, id),
    zones: await store.zonesOf(
      read,
      people.map((p) => p.person_id),
    ),
  };
}

const common = {
  id: idView('pol'),
  title: z.string(),
  description: z.string(),
  minutes: z.number(),
  timeZone: z.string(),
  place: z.string(),
  url: z.string(),
  state: z.enum(['draft', 'open', 'planned', 'withdrawn']),
  organiser: z.string(),
  /** the clock of who reads */
  ownZone: z.string(),
  times: z.array(z.object({ startsAt: instantView, own: z.enum(pollAnswers).nullable() })),
  answered: z.boolean(),
};

function commonOf(found: NonNullable<Awaited<ReturnType<typeof readPoll>>>, personId: PersonId) {
  const { poll, organiser, times, answers, zones, places } = found;
  return {
    id: poll.id,
    title: poll.title,
    description: poll.description,
    minutes: poll.minutes,
    timeZone: poll.time_zone,
    place: poll.place,
    url: poll.url,
    state: poll.state as 'draft' | 'open' | 'planned' | 'withdrawn',
    organiser,
    ownZone: zones.get(personId) ?? poll.time_zone,
    answered: places.some((p) => p.person_id === personId && p.answered_at !== null),
    times: times.map((startsAt) => ({
      startsAt,
      own: (answers.find((a) => a.person_id === personId && a.starts_at.equals(startsAt))?.answer ??
        null) as (typeof pollAnswers)[number] | null,
    })),
  };
}

export const getPoll = query({
  name: 'calendar.get-poll',
  summary:
    'A poll for a date that you are asked in, or that you asked: then with what everybody answered.',
  input: z.object({ pollId: idOf('pol') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    ...common,
    mayAnswer: z.boolean(),
    eventId: idView('evt').nullable(),
    /** for who asked; the best time first */
    results: z
      .object({
        times: z.array(
          z.object({
            startsAt: instantView,
            yes: z.array(z.string()),
            ifNeedBe: z.array(z.string()),
            no: z.array(z.string()),
            odd: oddView,
            past: z.boolean(),
          }),
        ),
        silent: z.array(z.string()),
        /** whose mail did not arrive */
        undelivered: z.array(z.string()),
      })
      .nullable(),
  }),
  view: async ({ read, scope: { actor }, now }, { pollId }) => {
    const found = await readPoll(read, pollId);
    if (!found) return null;
    const { poll, people, places, times, answers, zones } = found;
    const asked = people.filter((p) => places.some((x) => x.person_id === p.person_id));
    const said = (at: Temporal.Instant, personId: PersonId) =>
      (answers.find((a) => a.person_id === personId && a.starts_at.equals(at))?.answer ?? null) as
        | (typeof pollAnswers)[number]
        | null;
    const results = times
      .map((startsAt) => {
        const of = (which: (typeof pollAnswers)[number]) =>
          asked.filter((p) => said(startsAt, p.person_id) === which).map((p) => p.name);
        return {
          startsAt,
          yes: of('yes'),
          ifNeedBe: of('if_need_be'),
          no: of('no'),
          odd: oddFor(startsAt, poll.minutes, people, zones),
          past: Temporal.Instant.compare(startsAt, now) < 0,
          tally: tally(asked.map((p) => said(startsAt, p.person_id))),
        };
      })
      .sort(compareTimes);
    const asks = isPerson(actor, poll.organiser_id);
    const keyOf = (personId: PersonId) => pollMailKey('poll-asked', poll.id, personId);
    const lost = asks
      ? await store.undelivered(
          read,
          asked.map((p) => keyOf(p.person_id)),
        )
      : new Set<string>();
    return {
      ...commonOf(found, actor.personId),
      mayAnswer:
        poll.state === 'open' &&
        mayAnswerPoll(actor, { organiserId: poll.organiser_id, places }).allow,
      eventId: poll.event_id,
      results: asks
        ? {
            times: results.map(({ tally: _, ...time }) => time),
            silent: asked
              .filter((p) => places.some((x) => x.person_id === p.person_id && !x.answered_at))
              .map((p) => p.name),
            undelivered: asked.filter((p) => lost.has(keyOf(p.person_id))).map((p) => p.name),
          }
        : null,
    };
  },
});

export const getPollByLink = query({
  name: 'calendar.get-poll-by-link',
  summary:
    'A poll for a date as the link of a mail shows it, with your own answers and nobody else’s.',
  input: z.object({ token: z.string().max(200) }),
  visible: () => ({}),
  opensRows: 'answer link',
  output: z.object(common),
  view: async ({ read, runtime }, { token }) => {
    const link = readLink(runtime.config, token);
    if (link?.kind !== 'poll') return null;
    const found = await readPoll(read, link.pollId);
    if (!found?.places.some((p) => p.person_id === link.personId)) return null;
    return commonOf(found, link.personId);
  },
});

export const getPollTimes = query({
  name: 'calendar.get-poll-times',
  summary:
    'The half hours of two weeks that a poll of yours can propose: when somebody is taken, and for whom it is early or late.',
  input: z.object({ pollId: idOf('pol') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('pol'),
    title: z.string(),
    minutes: z.number(),
    timeZone: z.string(),
    asked: z.array(z.object({ name: z.string(), zone: z.string() })),
    days: z.array(
      z.object({
        day: dateView,
        times: z.array(
          z.object({
            startsAt: instantView,
            time: z.string(),
            chosen: z.boolean(),
            taken: z.array(z.string()),
            odd: oddView,
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now }, { pollId }) => {
    const found = await readPoll(read, pollId);
    if (!found || !isPerson(actor, found.poll.organiser_id) || found.poll.state !== 'draft')
      return null;
    const { poll, people, places, zones } = found;
    const chosen = new Set(found.times.map(String));
    const days = Array.from({ length: pollDays }, (_, i) => poll.first_day.add({ days: i }));
    const start = poll.first_day.toZonedDateTime(poll.time_zone).toInstant();
    const busy = (
      await store.busyOf(read, pollId, start, start.add({ hours: 24 * (pollDays + 1) }))
    ).map((b) => ({ personId: b.person_id, from: b.starts_at, until: b.ends_at }));
    return {
      id: poll.id,
      title: poll.title,
      minutes: poll.minutes,
      timeZone: poll.time_zone,
      asked: people
        .filter((p) => places.some((x) => x.person_id === p.person_id))
        .map((p) => ({ name: p.name, zone: zones.get(p.person_id) ?? poll.time_zone })),
      days: days.map((day) => ({
        day,
        times: halfHoursOf(day, poll.time_zone, poll.minutes)
          .filter((at) => Temporal.Instant.compare(at.toInstant(), now) > 0)
          .map((at) => {
            const startsAt = at.toInstant();
            const stretch = { from: startsAt, until: startsAt.add({ minutes: poll.minutes }) };
            const taken = new Set(busy.filter((b) => overlaps(b, stretch)).map((b) => b.personId));
            return {
              startsAt,
              time: at.toPlainTime().toString({ smallestUnit: 'minute' }),
              chosen: chosen.has(String(startsAt)),
              taken: people.filter((p) => taken.has(p.person_id)).map((p) => p.name),
              odd: oddFor(startsAt, poll.minutes, people, zones),
            };
          }),
      })),
    };
  },
});
