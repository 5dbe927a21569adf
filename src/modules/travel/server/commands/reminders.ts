import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { PersonId, TripId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { dateInput, idOf } from '#kernel/schema.ts';
import { type Dossier, isOfAge } from '#modules/mobilities/core/index.ts';
import { loadDossier, lockDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { job } from '#platform/queue.ts';
import {
  askedSince,
  checkPapers,
  dayOf,
  hasBegun,
  isSilent,
  mayRemind,
  papersDue,
  papersReminder,
  type Seat,
  seatsOf,
  type Trip,
  tripReminder,
  turnOf,
} from '../../core/index.ts';
import { papersOpenMail, tripReminderMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { holds, peopleOf } from './tell.ts';
import { zonesFor } from './zones.ts';

/** Whose turn it is about a trip, since when, and on which days since then they were reminded. */
async function waitingSeats(
  read: Readable,
  trip: Trip,
  dossier: Dossier,
): Promise<{ seat: Seat; since: Temporal.PlainDate; reminded: Temporal.PlainDate[] }[]> {
  if (trip.state !== 'asked') return [];
  const answers = await store.answersOf(read, [trip.id]);
  const changed = (await store.lastChanges(read, [trip.id])).get(trip.id) ?? null;
  const since = askedSince(answers, trip.askedAt, changed);
  const reminders = await store.remindersOf(read, [trip.id]);
  return turnOf(seatsOf(dossier, trip.leavesOn), answers).map((seat) => ({
    seat,
    since: dayOf(since),
    reminded: reminders
      .filter((r) => r.seat === seat && Temporal.Instant.compare(r.sentAt, since) >= 0)
      .map((r) => r.onDay),
  }));
}

async function loadTrip({ tx }: Pick<CommandTools, 'tx'>, { tripId }: { tripId: TripId }) {
  const seen = await store.tripById(tx, tripId);
  const dossier = seen ? await lockDossier(tx, seen.mobilityId) : undefined;
  const trip = dossier ? await store.lockTrip(tx, tripId) : null;
  return trip && dossier ? { trip, dossier } : null;
}

type Loaded = { trip: Trip; dossier: Dossier };

/** Mails to everybody who may answer for a seat. */
async function mailReminder(
  tools: CommandTools,
  { trip, dossier }: Loaded,
  seats: readonly { seat: Seat; which: store.ReminderKind }[],
  by: PersonId | null,
  day: Temporal.PlainDate,
): Promise<void> {
  const { tx, today, runtime } = tools;
  const people = await peopleOf(tx, dossier, today);
  const known = await personsByIds(tx, [trip.askedBy, ...(by ? [by] : [])]);
  const nameOf = (id: PersonId | null) => {
    const found = known.find((p) => p.id === id);
    return found ? displayName(found) : '';
  };
  for (const { seat, which } of seats)
    for (const person of people) {
      if (!holds(dossier, person, seat, today)) continue;
      await tools.post(
        tripReminderMail(person, {
          key: `trip-reminder:${trip.id}:${seat}:${day}`,
          pupil: dossier.pupilName,
          asker: nameOf(trip.askedBy),
          trip,
          which,
          by: nameOf(by),
          url: `${runtime.config.origin}/trips/${trip.id}`,
        }),
      );
    }
}

/** Somebody was reminded by hand: the mail is written by the installation, which knows the addresses. */
export const tellReminderJob = job<{ tripId: TripId; by: PersonId; day: string; seats: Seat[] }>(
  'travel.tell-reminder',
);

export const remindTrip = command({
  name: 'travel.remind-trip',
  summary:
    'Remind those who were asked about a trip and have said nothing for two days: once a day each.',
  input: z.object({ tripId: idOf('trp') }),
  load: loadTrip,
  permit: (actor, { dossier, trip }, _, { today }) => mayRemind(actor, dossier, trip, today),
  run: async (tools, { trip, dossier }) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const { host } = await zonesFor(tx, dossier);
    if (hasBegun(trip, host, now))
      return fail('travel.trip.refused.too-late', undefined, undefined, 'conflict');
    const silent = (await waitingSeats(tx, trip, dossier)).filter((s) =>
      isSilent(s.since, trip.leavesOn, today),
    );
    if (silent.length === 0)
      return fail('travel.trip.refused.not-silent', undefined, undefined, 'conflict');
    const open = silent.filter((s) => !s.reminded.some((day) => day.equals(today)));
    if (open.length === 0)
      return fail('travel.trip.refused.reminded-today', undefined, undefined, 'conflict');
    for (const { seat } of open)
      await store.insertReminder(tx, trip.id, {
        seat,
        onDay: today,
        kind: 'hand',
        sentBy: actor.personId,
        sentAt: now,
      });
    await tools.enqueue(tellReminderJob, {
      tripId: trip.id,
      by: actor.personId,
      day: today.toString(),
      seats: open.map((s) => s.seat),
    });
    return ok({ reminded: open.length });
  },
  audit: ({ trip, dossier }) => ({
    subjectId: trip.id,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

/** A morning on which nobody is to be reminded leaves no line. */
const nothingDue = () => fail('platform.error.already-done', undefined, undefined, 'conflict');

const about = ({ trip, dossier }: Loaded) => ({
  subjectId: trip.id,
  orgId: dossier.sendingSchoolId,
});

export const tellReminder = command({
  name: 'travel.tell-reminder',
  summary: 'Mail those who were reminded by hand. Run by the installation itself.',
  input: z.object({
    tripId: idOf('trp'),
    by: idOf('per'),
    day: dateInput,
    seats: z.array(z.string().transform((seat) => seat as Seat)),
  }),
  load: loadTrip,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, loaded, input) => {
    // who has answered meanwhile is left alone
    const waiting = await waitingSeats(tools.tx, loaded.trip, loaded.dossier);
    const seats = input.seats
      .filter((seat) => waiting.some((w) => w.seat === seat))
      .map((seat) => ({ seat, which: 'hand' as const }));
    await mailReminder(tools, loaded, seats, input.by, input.day);
    return ok();
  },
  audit: about,
});

export const remindSilent = command({
  name: 'travel.remind-silent',
  summary:
    'Remind those who say nothing about a trip: after two days, and on its eve. Run every morning by the installation itself.',
  input: z.object({ tripId: idOf('trp') }),
  load: loadTrip,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, loaded) => {
    const { tx, now, today } = tools;
    const { trip, dossier } = loaded;
    const due = (await waitingSeats(tx, trip, dossier)).flatMap(({ seat, since, reminded }) => {
      const which = tripReminder(since, trip.leavesOn, reminded, today);
      return which ? [{ seat, which }] : [];
    });
    if (due.length === 0) return nothingDue();
    for (const { seat, which } of due)
      await store.insertReminder(tx, trip.id, {
        seat,
        onDay: today,
        kind: which,
        sentBy: null,
        sentAt: now,
      });
    await mailReminder(tools, loaded, due, null, today);
    return ok();
  },
  audit: about,
});

export const remindPapers = command({
  name: 'travel.remind-papers',
  summary:
    'Tell a family that papers for the journey are open, and not which: two weeks before they should be in order, and on the eve. Run every morning by the installation itself.',
  input: z.object({ mobilityId: idOf('mob') }),
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    return dossier ? { dossier, papers: await store.papersOf(tx, [dossier.id]) } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { dossier, papers }) => {
    const { tx, today, runtime } = tools;
    const which = papersReminder(dossier.startsOn, today);
    const ofAge = isOfAge(dossier.pupilBirthDate, dossier.endsOn);
    const open = checkPapers(papers, dossier, ofAge).some((c) => c.standing !== 'fine');
    if (!which || !open) return nothingDue();
    const family = (await peopleOf(tx, dossier, today)).filter((p) =>
      p.roles.some((role) => role === 'pupil' || role === 'guardian'),
    );
    for (const person of family)
      await tools.post(
        papersOpenMail(person, {
          // another first day is another date by which papers are needed
          key: `papers:${dossier.id}:${dossier.startsOn}:${which}`,
          pupil: dossier.pupilName,
          due: papersDue(dossier.startsOn),
          which,
          url: `${runtime.config.origin}/mobilities/${dossier.id}/papers`,
        }),
      );
    return ok();
  },
  audit: ({ dossier }) => ({ subjectId: dossier.pupilId, orgId: dossier.sendingSchoolId }),
});
