import { z } from 'zod';
import { allow } from '#kernel/decision.ts';
import type { DatePollId } from '#kernel/ids.ts';
import { fail, notFound, ok } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalLine, optionalProse } from '#kernel/schema.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayAnswerPoll, mayPlan, mayRunPoll } from '../../core/policy.ts';
import {
  halfHoursOf,
  partsOfAnswerToken,
  pollDays,
  pollTimesAtMost,
} from '../../core/rules/index.ts';
import { pollAnswers, polledKinds } from '../../core/types.ts';
import { pollMail } from '../notices.ts';
import { readLink } from '../queries/links.ts';
import * as store from '../store/index.ts';
import {
  aboutColumns,
  aboutFields,
  invitedFields,
  invitees,
  loadAbout,
  meetingUrl,
  planEvent,
  timeZoneInput,
} from './meetings.ts';

const moment = z
  .string()
  .max(40)
  .refine((v) => momentOf(v) !== null, { error: 'platform.invalid.value' })
  .transform((v) => momentOf(v) as Temporal.Instant)
  .meta({ format: 'date-time' });

function momentOf(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return null;
  }
}

export const beginPoll = command({
  name: 'calendar.begin-poll',
  summary: 'Begin to look for a date with others: say what for, with whom and how long.',
  input: z.object({
    kind: z.enum(polledKinds).default('meeting'),
    ...aboutFields,
    title: line(200),
    description: optionalProse(2000),
    minutes: z.coerce
      .number({ error: 'platform.invalid.number' })
      .int()
      .min(15, { error: 'calendar.poll.minutes' })
      .max(600, { error: 'calendar.poll.minutes' }),
    firstDay: dateInput,
    timeZone: timeZoneInput,
    place: optionalLine(200),
    url: meetingUrl,
    ...invitedFields,
  }),
  load: (tools, input) => loadAbout(tools, input),
  permit: (actor, { facts }, input) => mayPlan(actor, facts, input.kind),
  run: async ({ tx, actor, now, today }, { about, facts }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (Temporal.PlainDate.compare(input.firstDay, today) < 0)
      return fail('calendar.meeting.over', undefined, 'firstDay');
    const personIds = await invitees(tx, actor, facts, input);
    if (!personIds) return fail('calendar.meeting.unknown-person', undefined, 'participantIds');
    if (personIds.length === 0) return fail('calendar.meeting.nobody', undefined, 'participantIds');
    // the same form sent twice goes on with the one draft; nobody has been asked yet
    const draft = await store.draftOf(tx, {
      organiserId: actor.personId,
      title: input.title,
      firstDay: input.firstDay,
      about,
    });
    if (draft) return ok({ pollId: draft });
    const pollId = newId('pol');
    await store.insertPoll(tx, {
      id: pollId,
      kind: input.kind,
      title: input.title,
      description: input.description,
      minutes: input.minutes,
      timeZone: input.timeZone,
      place: input.place,
      url: input.url,
      organiserId: actor.personId,
      about,
      firstDay: input.firstDay,
      personIds,
      now,
    });
    return ok({ pollId });
  },
  audit: ({ about }, _, { pollId }) => ({
    subjectId: pollId,
    mobilityId: about?.kind === 'mobility' ? (about.id as `mob_${string}`) : null,
  }),
});

async function loadPoll(tx: Tx, id: DatePollId) {
  await store.lockPoll(tx, id);
  const poll = await store.pollById(tx, id);
  if (!poll) return null;
  return {
    poll,
    organiserId: poll.organiser_id,
    places: await store.placesInPoll(tx, id),
    times: await store.timesOf(tx, id),
  };
}

const isOver = () => fail('calendar.poll.over', undefined, undefined, 'conflict');

export const proposeTimes = command({
  name: 'calendar.propose-times',
  summary:
    'Choose the times that a poll proposes, on half hours of two weeks; with `ask` everybody is asked by mail.',
  input: z.object({
    pollId: idOf('pol'),
    times: z.array(moment).max(700).default([]),
    ask: z.boolean().default(false),
  }),
  load: ({ tx }, input) => loadPoll(tx, input.pollId),
  permit: (actor, poll) => mayRunPoll(actor, poll),
  run: async (tools, { poll, places }, input) => {
    const { tx, now, post, runtime } = tools;
    if (poll.state !== 'draft') return isOver();
    const grid = new Set(
      Array.from({ length: pollDays }, (_, i) => poll.first_day.add({ days: i })).flatMap((day) =>
        halfHoursOf(day, poll.time_zone, poll.minutes).map((at) => at.toInstant().toString()),
      ),
    );
    const times = [...new Set(input.times.map(String))].sort();
    if (times.some((at) => !grid.has(at)))
      return fail('platform.invalid.value', undefined, 'times');
    if (times.length > pollTimesAtMost)
      return fail('calendar.poll.too-many', { max: pollTimesAtMost }, 'times');
    const chosen = times.map((at) => Temporal.Instant.from(at));
    if (chosen.some((at) => Temporal.Instant.compare(at, now) < 0))
      return fail('calendar.meeting.over', undefined, 'times');
    if (input.ask && times.length < 2) return fail('calendar.poll.too-few', undefined, 'times');
    await store.setTimes(tx, poll.id, chosen);
    if (!input.ask) return ok();
    await store.setPollState(tx, poll.id, 'open');
    const people = await store.peopleOfPoll(tx, poll.id);
    const organiser = people.find((p) => p.person_id === poll.organiser_id) ?? null;
    const zones = await store.zonesOf(
      tx,
      people.map((p) => p.person_id),
    );
    for (const to of people) {
      if (!places.some((x) => x.person_id === to.person_id)) continue;
      const mail = pollMail('poll-asked', poll, organiser, to, {
        config: runtime.config,
        ownZone: zones.get(to.person_id) ?? poll.time_zone,
      });
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: ({ poll }, input) => ({
    subjectId: poll.id,
    details: { times: input.times.length, asked: input.ask },
  }),
});

const answersField = z
  .record(z.string(), z.enum(pollAnswers, { error: 'platform.invalid.choose' }))
  .refine((all) => Object.keys(all).every((at) => momentOf(at) !== null), {
    error: 'platform.invalid.value',
  });

async function keepAnswers(
  { tx, now }: CommandTools,
  { poll, times }: NonNullable<Awaited<ReturnType<typeof loadPoll>>>,
  personId: `per_${string}`,
  answers: z.output<typeof answersField>,
) {
  if (poll.state !== 'open') return isOver();
  const given = new Map(
    Object.entries(answers).map(([at, answer]) => [String(momentOf(at)), answer] as const),
  );
  const all = times.map((at) => ({ at, answer: given.get(String(at)) }));
  const open = all.find((one) => !one.answer);
  if (open) return fail('calendar.poll.answer-all', undefined, `answer.${open.at}`);
  await store.setPollAnswers(
    tx,
    poll.id,
    personId,
    all.flatMap(({ at, answer }) => (answer ? [{ at, answer }] : [])),
    now,
  );
  return ok();
}

export const answerPoll = command({
  name: 'calendar.answer-poll',
  summary: 'Say of each proposed time whether it suits you: yes, if need be, or no.',
  input: z.object({ pollId: idOf('pol'), answers: answersField }),
  load: ({ tx }, input) => loadPoll(tx, input.pollId),
  permit: (actor, poll) => mayAnswerPoll(actor, poll),
  run: async (tools, poll, input) =>
    tools.actor.kind === 'person'
      ? keepAnswers(tools, poll, tools.actor.personId, input.answers)
      : notFound,
  audit: ({ poll }) => ({ subjectId: poll.id }),
});

export const answerPollByLink = command({
  name: 'calendar.answer-poll-by-link',
  summary: 'Say which proposed times suit you by the link of the mail, without signing in.',
  input: z.object({ token: z.string().max(200), answers: answersField }),
  opensRows: 'answer link',
  load: async ({ tx }, input) => {
    const link = partsOfAnswerToken(input.token);
    if (!link?.thingId.startsWith('pol_')) return null;
    const poll = await loadPoll(tx, link.thingId as DatePollId);
    return poll?.places.some((p) => p.person_id === link.personId)
      ? { ...poll, personId: link.personId }
      : null;
  },
  permit: () => allow,
  run: async (tools, poll, input) =>
    readLink(tools.runtime.config, input.token)
      ? keepAnswers(tools, poll, poll.personId, input.answers)
      : notFound,
  audit: ({ poll, personId }) => ({ subjectId: poll.id, details: { person: personId } }),
});

export const closePoll = command({
  name: 'calendar.close-poll',
  summary:
    'Choose a time of a poll: the meeting is planned with those who can then, and the others are told.',
  input: z.object({
    pollId: idOf('pol'),
    startsAt: moment,
    /** also who has not answered */
    inviteSilent: z.boolean().default(false),
  }),
  load: async (tools, input) => {
    const found = await loadPoll(tools.tx, input.pollId);
    if (!found) return null;
    const { about_kind: aboutKind, about_id: aboutId } = found.poll;
    const about = await loadAbout(tools, {
      aboutKind: (aboutKind ?? '') as Parameters<typeof loadAbout>[1]['aboutKind'],
      aboutId: aboutId ?? '',
    });
    return { ...found, about };
  },
  permit: (actor, poll) => mayRunPoll(actor, poll),
  run: async (tools, { poll, places, times, about }, input) => {
    const { tx, now, post, runtime } = tools;
    if (poll.state !== 'open') return isOver();
    if (!times.some((at) => at.equals(input.startsAt)))
      return fail('platform.invalid.choose', undefined, 'startsAt');
    if (Temporal.Instant.compare(input.startsAt, now) < 0)
      return fail('calendar.meeting.over', undefined, 'startsAt');
    const said = (await store.pollAnswersOf(tx, poll.id)).filter((a) =>
      a.starts_at.equals(input.startsAt),
    );
    const comes = places
      .filter((p) => {
        const answer = said.find((a) => a.person_id === p.person_id)?.answer;
        return answer ? answer !== 'no' : input.inviteSilent && !p.answered_at;
      })
      .map((p) => p.person_id);
    if (comes.length === 0) return fail('calendar.poll.nobody-can', undefined, 'startsAt');
    const eventId = await planEvent(tools, {
      kind: poll.kind as (typeof polledKinds)[number],
      title: poll.title,
      description: poll.description,
      startsAt: input.startsAt,
      endsAt: input.startsAt.add({ minutes: poll.minutes }),
      timeZone: poll.time_zone,
      place: poll.place,
      url: poll.url,
      organiserId: poll.organiser_id,
      ...aboutColumns(about?.about ?? null, about?.facts ?? null),
      shared: false,
      participantIds: comes,
    });
    // who has said that they can then need not say it again
    for (const { person_id, answer } of said)
      if (answer === 'yes')
        await store.setAnswer(tx, eventId, person_id, { answer: 'yes', at: now });
    await store.setPollState(tx, poll.id, 'planned', eventId);
    const people = await store.peopleOfPoll(tx, poll.id);
    const zones = await store.zonesOf(
      tx,
      people.map((p) => p.person_id),
    );
    const organiser = people.find((p) => p.person_id === poll.organiser_id) ?? null;
    for (const to of people) {
      if (comes.includes(to.person_id) || to.person_id === poll.organiser_id) continue;
      const mail = pollMail('poll-planned-without', poll, organiser, to, {
        config: runtime.config,
        ownZone: zones.get(to.person_id) ?? poll.time_zone,
        plannedAt: input.startsAt,
      });
      if (mail) await post(mail);
    }
    return ok({ eventId });
  },
  audit: ({ poll }, _, { eventId }) => ({ subjectId: poll.id, details: { event: eventId } }),
});

export const withdrawPoll = command({
  name: 'calendar.withdraw-poll',
  summary: 'Stop looking for a date; whoever was asked is told.',
  input: z.object({ pollId: idOf('pol') }),
  load: ({ tx }, input) => loadPoll(tx, input.pollId),
  permit: (actor, poll) => mayRunPoll(actor, poll),
  run: async ({ tx, post, runtime }, { poll, places }) => {
    if (poll.state === 'withdrawn') return ok();
    if (poll.state === 'planned') return isOver();
    await store.setPollState(tx, poll.id, 'withdrawn');
    if (poll.state === 'draft') return ok();
    const people = await store.peopleOfPoll(tx, poll.id);
    const organiser = people.find((p) => p.person_id === poll.organiser_id) ?? null;
    for (const to of people) {
      if (!places.some((p) => p.person_id === to.person_id)) continue;
      const mail = pollMail('poll-withdrawn', poll, organiser, to, {
        config: runtime.config,
        ownZone: poll.time_zone,
      });
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: ({ poll }) => ({ subjectId: poll.id }),
});
