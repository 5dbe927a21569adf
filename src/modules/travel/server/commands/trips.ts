import { z } from 'zod';
import type { PersonId, TripId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse, version } from '#kernel/schema.ts';
import { type Dossier, isOfAge } from '#modules/mobilities/core/index.ts';
import { loadDossier, lockDossier } from '#modules/mobilities/server/index.ts';
import { closedWeeksOf, organisationById } from '#modules/organisations/server/index.ts';
import { calendarsOf, regionsOf } from '#modules/reference/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import {
  changedParts,
  concernedBy,
  type Finding,
  hasBegun,
  mayAnswer,
  mayAskTrip,
  mayCallOff,
  mayChangeTrip,
  type Seat,
  schoolDaysMissed,
  seatsOf,
  sendKey,
  sideOf,
  stateBy,
  type Trip,
  type TripFacts,
  type TripPlan,
  tripFindings,
  tripInput,
  turnOf,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { tellTripJob, type tripNews } from './tell.ts';
import { zonesFor } from './zones.ts';

/** What the rules ask about a trip: the stay, days on which the host school is open, whether papers last. */
export async function tripFacts(
  read: Readable,
  dossier: Dossier,
  plan: TripPlan,
  today: Temporal.PlainDate,
): Promise<TripFacts> {
  const school = dossier.hostSchoolId
    ? await organisationById(read, dossier.hostSchoolId)
    : undefined;
  const hostCountry = school?.country_code ?? dossier.hostCountry;
  const closed: { from: Temporal.PlainDate; until: Temporal.PlainDate }[] = [];
  let known = false;
  if (school && hostCountry) {
    const region = (await regionsOf(read, [school.id])).get(school.id) ?? '';
    const days = await calendarsOf(
      read,
      [{ countryCode: hostCountry, region }],
      plan.leavesOn,
      plan.returnsOn,
    );
    known = days.gaps.length === 0;
    for (const place of days.places) closed.push(...place.public, ...place.school);
    closed.push(...((await closedWeeksOf(read, [school.id])).get(school.id) ?? []));
  }
  return {
    stay: dossier,
    hostCountry,
    ofAge: isOfAge(dossier.pupilBirthDate, plan.leavesOn),
    schoolDays: schoolDaysMissed(plan, closed),
    schoolDaysKnown: known,
    lasts: await store.papersLast(read, dossier.id, plan.returnsOn),
    today,
  };
}

/** What stands against a trip, as faults at the fields with which it is settled. */
function stopsOf(findings: readonly Finding[]): Fault[] {
  return findings.flatMap((f) =>
    f.standing === 'stops'
      ? [
          {
            reason: `travel.rule.${f.key}`,
            ...(f.params ? { params: f.params } : {}),
            ...(f.field ? { field: f.field } : {}),
          },
        ]
      : [],
  );
}

type Loaded = { trip: Trip; dossier: Dossier };

/** The dossier first, then the trip: answers of two people at once come one after the other. */
async function load({ tx }: { tx: Tx }, input: { tripId: TripId }): Promise<Loaded | null> {
  const seen = await store.tripById(tx, input.tripId);
  const dossier = seen ? await lockDossier(tx, seen.mobilityId) : undefined;
  const trip = dossier ? await store.lockTrip(tx, input.tripId) : null;
  return trip && dossier ? { trip, dossier } : null;
}

const about = ({ trip, dossier }: Loaded) => ({
  subjectId: trip.id,
  mobilityId: dossier.id,
  orgId: dossier.sendingSchoolId,
});

/** A draft is nobody's story yet. */
const aboutDraft = ({ trip, dossier }: Loaded) => ({
  subjectId: trip.id,
  orgId: dossier.sendingSchoolId,
});

export const draftTrip = command({
  name: 'travel.draft-trip',
  summary:
    'Write down a trip during the stay. The rules are checked and shown; nobody is asked yet.',
  input: tripInput.extend({ mobilityId: idOf('mob'), sendKey }),
  load: async ({ tx, actor }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    if (!dossier || actor.kind !== 'person') return null;
    return { dossier, made: await store.tripByKey(tx, actor.personId, input.sendKey) };
  },
  permit: (actor, { dossier }, _, { today }) => mayAskTrip(actor, dossier, today),
  run: async ({ tx, actor, now }, { dossier, made }, input) => {
    if (made) return ok({ tripId: made });
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const fault = datesFault(input);
    if (fault) return fault;
    const { mobilityId: _, sendKey: key, ...plan } = input;
    const tripId = newId('trp');
    await store.insertTrip(tx, {
      ...plan,
      id: tripId,
      mobilityId: dossier.id,
      askedBy: actor.personId,
      now,
      sendKey: key,
    });
    return ok({ tripId });
  },
  audit: ({ dossier }, _, { tripId }) => ({ subjectId: tripId, orgId: dossier.sendingSchoolId }),
});

function datesFault(plan: Pick<TripPlan, 'leavesOn' | 'returnsOn' | 'leavesAt' | 'returnsAt'>) {
  const order = Temporal.PlainDate.compare(plan.leavesOn, plan.returnsOn);
  if (order > 0 || (order === 0 && plan.returnsAt <= plan.leavesAt))
    return fail('travel.trip.returns-first', undefined, 'returnsOn');
  return null;
}

export const changeTrip = command({
  name: 'travel.change-trip',
  summary:
    'Change a trip. Those whom the change concerns are asked again, in their order; the others have said yes to what stays.',
  input: tripInput.extend({ tripId: idOf('trp'), version }),
  load,
  permit: (actor, { dossier, trip }, _, { today }) => mayChangeTrip(actor, dossier, trip, today),
  run: async (tools, { trip, dossier }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (trip.version !== input.version) return stale('platform.error.changed-meanwhile');
    const { tripId: _, version: __, ...plan } = input;
    const fault = datesFault(plan);
    if (fault) return fault;
    const what = changedParts(trip, plan);
    if (what.length === 0) return ok();
    if (trip.state === 'draft') {
      await store.updateTrip(tx, trip.id, { plan });
      return ok();
    }
    const stops = stopsOf(tripFindings(plan, await tripFacts(tx, dossier, plan, today)));
    if (stops.length > 0) return failAll(stops);
    const again = concernedBy(what);
    const seats = seatsOf(dossier, plan.leavesOn);
    const answers = await store.answersOf(tx, [trip.id]);
    // who changes it has said yes to the change
    const own = ownSeats(tools, dossier, seats);
    await store.supersede(
      tx,
      trip.id,
      answers.flatMap((a) => (!a.superseded && again.includes(sideOf(a.seat)) ? [a.seat] : [])),
      now,
    );
    const round = trip.round + 1;
    await store.insertTripChange(tx, trip.id, {
      round,
      what,
      before: {
        place: trip.place,
        leavesOn: trip.leavesOn.toString(),
        leavesAt: trip.leavesAt,
        returnsOn: trip.returnsOn.toString(),
        returnsAt: trip.returnsAt,
      },
      madeBy: actor.personId,
      madeAt: now,
    });
    await store.updateTrip(tx, trip.id, { plan, round });
    for (const seat of own)
      if (again.includes(sideOf(seat)))
        await store.insertAnswer(tx, trip.id, {
          seat,
          round,
          answer: 'yes',
          note: '',
          answeredBy: actor.personId,
          answeredAt: now,
        });
    await goOn(tools, { ...trip, ...plan, round }, dossier);
    return ok();
  },
  audit: (loaded) => (loaded.trip.state === 'draft' ? aboutDraft(loaded) : about(loaded)),
});

/** Seats that are the actor's own by their part: asking is saying yes. An organisation that may stand in is still asked. */
function ownSeats(
  { actor, today }: CommandTools,
  dossier: Dossier,
  seats: readonly Seat[],
): Seat[] {
  if (actor.kind !== 'person') return [];
  const plays = (role: 'host_family' | 'contact_person' | 'guardian') =>
    dossier.parties.some((p) => p.role === role && p.personId === actor.personId);
  return seats.filter((seat) => {
    const side = sideOf(seat);
    return side !== 'school' && plays(side) && mayAnswer(actor, dossier, seat, today).allow;
  });
}

/** What follows from the answers there are: the next are asked, or everybody is told how it ended. */
async function goOn(tools: CommandTools, trip: Trip, dossier: Dossier): Promise<void> {
  const { tx, now } = tools;
  const answers = await store.answersOf(tx, [trip.id]);
  const state = stateBy(seatsOf(dossier, trip.leavesOn), answers);
  await store.updateTrip(tx, trip.id, { state, closed_at: state === 'asked' ? null : now });
  const news: (typeof tripNews)[number] = state === 'asked' ? 'ask' : state;
  await tools.enqueue(tellTripJob, { tripId: trip.id, news });
}

export const askTrip = command({
  name: 'travel.ask-trip',
  summary:
    'Ask for a trip that was written down: host parents, contact person, guardians and school one after the other. Nothing is asked while a rule stands against it.',
  input: z.object({ tripId: idOf('trp'), version }),
  load,
  permit: (actor, { dossier, trip }, _, { today }) => mayChangeTrip(actor, dossier, trip, today),
  run: async (tools, { trip, dossier }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (trip.state !== 'draft')
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (trip.version !== input.version) return stale('platform.error.changed-meanwhile');
    const stops = stopsOf(tripFindings(trip, await tripFacts(tx, dossier, trip, today)));
    if (stops.length > 0) return failAll(stops.map(({ field: _, ...fault }) => fault));
    if (hasBegun(trip, (await zonesFor(tx, dossier)).host, now))
      return fail('travel.rule.dates.past', undefined, undefined, 'conflict');
    const seats = seatsOf(dossier, trip.leavesOn);
    await store.updateTrip(tx, trip.id, { state: 'asked', asked_at: now });
    for (const seat of ownSeats(tools, dossier, seats))
      await store.insertAnswer(tx, trip.id, {
        seat,
        round: trip.round,
        answer: 'yes',
        note: '',
        answeredBy: actor.personId,
        answeredAt: now,
      });
    await goOn(tools, trip, dossier);
    return ok();
  },
  audit: about,
});

const seat = z
  .union([
    z.enum(['host_family', 'contact_person', 'school']),
    z.string().regex(/^guardian:per_[0-9a-z]+$/, { error: 'platform.invalid.value' }),
  ])
  .transform((v) => v as Seat);

export const answerTrip = command({
  name: 'travel.answer-trip',
  summary:
    'Say yes or no to a trip when it is your turn. A no ends it kindly and needs a sentence for the pupil.',
  input: z.object({
    tripId: idOf('trp'),
    seat,
    /** which version of the trip was read */
    round: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
    answer: z.enum(['yes', 'no']),
    note: optionalProse(600),
  }),
  load,
  permit: (actor, { dossier, trip }, input, { today }) =>
    mayAnswer(actor, dossier, trip.state === 'draft' ? 'school' : input.seat, today),
  run: async (tools, { trip, dossier }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (trip.round !== input.round) return stale('travel.trip.changed-meanwhile');
    if (trip.state !== 'asked')
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (hasBegun(trip, (await zonesFor(tx, dossier)).host, now))
      return fail('travel.trip.refused.too-late', undefined, undefined, 'conflict');
    const turn = turnOf(seatsOf(dossier, trip.leavesOn), await store.answersOf(tx, [trip.id]));
    if (!turn.includes(input.seat))
      return fail('travel.trip.refused.not-your-turn', undefined, undefined, 'conflict');
    if (input.answer === 'no' && input.note === '')
      return fail('travel.trip.no-needs-words', undefined, 'note');
    await store.insertAnswer(tx, trip.id, {
      seat: input.seat,
      round: trip.round,
      answer: input.answer,
      note: input.note,
      answeredBy: actor.personId as PersonId,
      answeredAt: now,
    });
    await goOn(tools, trip, dossier);
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { answer: input.answer } }),
});

export const callOffTrip = command({
  name: 'travel.call-off-trip',
  summary: 'Call a trip off, or throw a draft away. Everybody who was asked is told.',
  input: z.object({ tripId: idOf('trp'), version }),
  load,
  permit: (actor, { dossier, trip }, _, { today }) => mayCallOff(actor, dossier, trip, today),
  run: async (tools, { trip }, input) => {
    const { tx, now } = tools;
    if (trip.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (trip.state === 'draft') {
      await store.deleteDraft(tx, trip.id);
      return ok();
    }
    await store.updateTrip(tx, trip.id, { state: 'called_off', closed_at: now });
    await tools.enqueue(tellTripJob, { tripId: trip.id, news: 'called_off' });
    return ok();
  },
  audit: (loaded) => (loaded.trip.state === 'draft' ? aboutDraft(loaded) : about(loaded)),
});
