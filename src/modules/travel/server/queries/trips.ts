import { z } from 'zod';
import type { MobilityId, PersonId, TripId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { mayRead, rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  type Answering,
  adultRelations,
  askedSince,
  dayOf,
  hasBegun,
  isSilent,
  mayAnswer,
  mayAskTrip,
  mayCallOff,
  mayChangeTrip,
  mayRemind,
  means,
  type Seat,
  seatsOf,
  sideOf,
  type Trip,
  tripFindings,
  tripParts,
  tripSides,
  tripStates,
  turnOf,
} from '../../core/index.ts';
import { tripFacts, zonesFor } from '../commands/index.ts';
import * as store from '../store/index.ts';
import { scopeOf } from './journeys.ts';

/**
 * Who sleeps elsewhere in the night after a day: agreed trips alone, as far as the reader's row policies let them see.
 * @param ids the dossiers asked about; left out: all that the reader sees
 * @returns one row a trip: where, with which adult and their number, at which roof, until which day
 */
export async function awayOn(
  read: Readable,
  night: Temporal.PlainDate,
  ids?: readonly MobilityId[],
): Promise<
  {
    mobilityId: MobilityId;
    place: string;
    adult: string;
    phone: string;
    sleepsAt: string;
    until: Temporal.PlainDate;
  }[]
> {
  const rows = await store.tripsOver(read, night, ids);
  return rows.map((r) => ({
    mobilityId: r.mobility_id as MobilityId,
    place: r.place,
    adult: r.adult_name,
    phone: r.adult_phone,
    sleepsAt: r.sleeps_at,
    until: r.returns_on,
  }));
}

/** What a trip is, for those who talk about it: its dossier and how it is called. */
export async function tripTitle(
  read: Readable,
  id: TripId,
): Promise<{ mobilityId: MobilityId; place: string; draft: boolean } | null> {
  const trip = await store.tripById(read, id);
  return trip && { mobilityId: trip.mobilityId, place: trip.place, draft: trip.state === 'draft' };
}

const planView = z.object({
  place: z.string(),
  countryCode: z.string(),
  purpose: z.string(),
  leavesOn: dateView,
  leavesAt: z.string(),
  returnsOn: dateView,
  returnsAt: z.string(),
  adultName: z.string(),
  adultAge: z.number().nullable(),
  adultPhone: z.string(),
  adultRelation: z.enum(['', ...adultRelations]),
  means: z.enum(means),
  details: z.string(),
  sleepsAt: z.string(),
  catchUp: z.string(),
  insured: z.boolean(),
  papersReady: z.boolean(),
});

const findingView = z.object({
  rule: z.enum(['dates', 'adult', 'school', 'entry', 'insurance']),
  standing: z.enum(['fine', 'advice', 'stops']),
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), dateView])),
});

type Names = (dossier: Answering, seat: Seat) => string;

/** Who sits where, by name: what a page says instead of "pending". Asked once for all dossiers of a page. */
async function seatNames(
  read: Readable,
  dossiers: readonly Answering[],
  today: Temporal.PlainDate,
): Promise<Names> {
  const persons = await personsByIds(read, [
    ...new Set(dossiers.flatMap((d) => d.parties.flatMap((p) => p.personId ?? []))),
  ]);
  const orgs = await organisationsByIds(read, [
    ...new Set(dossiers.flatMap((d) => [d.sendingSchoolId, d.hostingOrgId ?? []].flat())),
  ]);
  const orgName = (id: string | null) => orgs.find((o) => o.id === id)?.name ?? '';
  const personName = (id: string | null) => {
    const found = persons.find((p) => p.id === id);
    return found ? displayName(found) : '';
  };
  return (dossier, seat) => {
    const side = sideOf(seat);
    if (side === 'guardian') return personName(seat.slice('guardian:'.length));
    if (side === 'school') return orgName(dossier.sendingSchoolId);
    const named = dossier.parties
      .filter(
        (p) =>
          p.role === side &&
          (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
      )
      .map((p) => personName(p.personId))
      .filter(Boolean);
    return named.join(', ') || orgName(dossier.hostingOrgId);
  };
}

const tripView = planView.extend({
  id: idView('trp'),
  mobilityId: idView('mob'),
  pupil: z.string(),
  state: z.enum(tripStates),
  /** asked for and not agreed before its first day */
  tooLate: z.boolean(),
  asker: z.string(),
  askedAt: instantView,
  round: z.number(),
  version: z.number(),
  zone: z.string(),
  findings: z.array(findingView),
  schoolDays: z.number(),
  seats: z.array(
    z.object({
      seat: z.string(),
      side: z.enum(tripSides),
      name: z.string(),
      turn: z.boolean(),
      mine: z.boolean(),
      answer: z.enum(['yes', 'no']).nullable(),
      note: z.string(),
      by: z.string(),
      at: instantView.nullable(),
      /** they had said yes before something changed */
      again: z.boolean(),
      /** since when they say nothing, once that is long */
      silentSince: dateView.nullable(),
      remindedAt: instantView.nullable(),
    }),
  ),
  changes: z.array(
    z.object({
      round: z.number(),
      what: z.array(z.enum(tripParts)),
      before: z.object({
        place: z.string(),
        leavesOn: z.string(),
        leavesAt: z.string(),
        returnsOn: z.string(),
        returnsAt: z.string(),
      }),
      by: z.string(),
      at: instantView,
    }),
  ),
  may: z.object({
    change: z.boolean(),
    ask: z.boolean(),
    callOff: z.boolean(),
    /** somebody is silent and was not reminded today */
    remind: z.boolean(),
  }),
  isPupil: z.boolean(),
});

export const getTrip = query({
  name: 'travel.get-trip',
  summary:
    'A trip during a stay: what it is, what the rules say, who has agreed and whose turn it is.',
  input: z.object({ tripId: idOf('trp') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: tripView,
  view: async ({ read, scope, now, today }, input) => {
    const trip = await store.tripById(read, input.tripId);
    const dossier = trip ? await loadDossier(read, trip.mobilityId) : undefined;
    if (!trip || !dossier || !mayRead(scope.actor, dossier, 'travel', today)) return null;
    const { actor } = scope;
    const facts = await tripFacts(read, dossier, trip, today);
    const answers = await store.answersOf(read, [trip.id]);
    const changes = await store.tripChangesOf(read, trip.id);
    const seats = seatsOf(dossier, trip.leavesOn);
    const turn = trip.state === 'asked' ? turnOf(seats, answers) : [];
    const nameOfSeat = await seatNames(read, [dossier], today);
    const people = await personsByIds(read, [
      ...new Set<PersonId>([
        trip.askedBy,
        ...answers.map((a) => a.answeredBy),
        ...changes.map((c) => c.madeBy),
      ]),
    ]);
    const nameOf = (id: PersonId) => {
      const found = people.find((p) => p.id === id);
      return found ? displayName(found) : '';
    };
    const { host: zone } = await zonesFor(read, dossier);
    const tooLate = trip.state === 'asked' && hasBegun(trip, zone, now);
    const since = askedSince(answers, trip.askedAt, changes[0]?.madeAt ?? null);
    const silentSince =
      !tooLate && isSilent(dayOf(since), trip.leavesOn, today) ? dayOf(since) : null;
    const reminders = await store.remindersOf(read, [trip.id]);
    const { askedBy: _, ...plan } = trip;
    const draft = trip.state === 'draft';
    const may = mayChangeTrip(actor, dossier, trip, today).allow;
    const findings = tripFindings(trip, facts);
    const remindedOf = (seat: Seat) =>
      reminders.find((r) => r.seat === seat && Temporal.Instant.compare(r.sentAt, since) >= 0);
    return {
      ...plan,
      pupil: dossier.pupilName,
      tooLate,
      asker: nameOf(trip.askedBy),
      zone,
      // what was weighed before is no news once it is agreed
      findings: findings.map(({ rule, standing, key, params }) => ({
        rule,
        standing,
        key,
        params: params ?? {},
      })),
      schoolDays: facts.schoolDays,
      seats: seats.map((seat) => {
        const counting = answers.find((a) => a.seat === seat && !a.superseded);
        return {
          seat,
          side: sideOf(seat),
          name: nameOfSeat(dossier, seat),
          turn: turn.includes(seat) && !tooLate,
          mine: turn.includes(seat) && !tooLate && mayAnswer(actor, dossier, seat, today).allow,
          answer: counting?.answer ?? null,
          note: counting?.note ?? '',
          by: counting ? nameOf(counting.answeredBy) : '',
          at: counting?.answeredAt ?? null,
          again: !counting && answers.some((a) => a.seat === seat && a.superseded),
          silentSince: turn.includes(seat) ? silentSince : null,
          remindedAt: counting ? null : (remindedOf(seat)?.sentAt ?? null),
        };
      }),
      changes: changes.map(({ madeBy, madeAt, ...c }) => ({
        ...c,
        by: nameOf(madeBy),
        at: madeAt,
      })),
      may: {
        change: may,
        ask: draft && may && findings.every((f) => f.standing !== 'stops'),
        callOff: mayCallOff(actor, dossier, trip, today).allow,
        remind:
          silentSince !== null &&
          turn.some((seat) => !remindedOf(seat)?.onDay.equals(today)) &&
          mayRemind(actor, dossier, trip, today).allow,
      },
      isPupil: rolesFor(actor, dossier, today).includes('pupil'),
    };
  },
});

export const listTrips = query({
  name: 'travel.list-trips',
  summary: 'Trips of a pupil during the stay, the latest first, and whether you may ask for one.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    hostCountry: z.string(),
    mayAsk: z.boolean(),
    ofAge: z.boolean(),
    isPupil: z.boolean(),
    /** made here, so that the same form sent twice is one trip */
    sendKey: z.string(),
    rows: z.array(
      z.object({
        id: idView('trp'),
        place: z.string(),
        leavesOn: dateView,
        returnsOn: dateView,
        state: z.enum(tripStates),
        /** whose turn it is, by name; nobody's once it is too late */
        waitingFor: z.string(),
        tooLate: z.boolean(),
        mine: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayRead(scope.actor, dossier, 'travel', today)) return null;
    const zone = (await zonesFor(read, dossier)).host;
    const trips = await store.tripsOf(read, dossier.id);
    const answers = await store.answersOf(
      read,
      trips.map((t) => t.id),
    );
    const nameOf = await seatNames(read, [dossier], today);
    const [host] = dossier.hostSchoolId
      ? await organisationsByIds(read, [dossier.hostSchoolId])
      : [];
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      hostCountry: host?.country_code ?? dossier.hostCountry ?? '',
      mayAsk: mayAskTrip(scope.actor, dossier, today).allow,
      ofAge: seatsOf(dossier, today).every((s) => sideOf(s) !== 'guardian'),
      isPupil: rolesFor(scope.actor, dossier, today).includes('pupil'),
      sendKey: newToken(),
      rows: trips.map((t) => {
        const tooLate = t.state === 'asked' && hasBegun(t, zone, now);
        const turn = tooLate ? [] : openTurn(t, dossier, answers);
        return {
          id: t.id,
          place: t.place,
          leavesOn: t.leavesOn,
          returnsOn: t.returnsOn,
          state: t.state,
          waitingFor: turn.map((seat) => nameOf(dossier, seat)).join(', '),
          tooLate,
          mine: turn.some((seat) => mayAnswer(scope.actor, dossier, seat, today).allow),
        };
      }),
    };
  },
});

function openTurn(
  trip: Pick<Trip, 'id' | 'state' | 'leavesOn'>,
  dossier: Answering,
  answers: Awaited<ReturnType<typeof store.answersOf>>,
): Seat[] {
  if (trip.state !== 'asked') return [];
  return turnOf(
    seatsOf(dossier, trip.leavesOn),
    answers.filter((a) => a.tripId === trip.id),
  );
}

export const listOwnTrips = query({
  name: 'travel.list-own-trips',
  summary:
    'Trips of your mobilities that are asked for or agreed, and where it is your turn to answer.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('trp'),
        mobilityId: idView('mob'),
        pupil: z.string(),
        place: z.string(),
        leavesOn: dateView,
        leavesAt: z.string(),
        returnsOn: dateView,
        returnsAt: z.string(),
        zone: z.string(),
        state: z.enum(tripStates),
        mine: z.boolean(),
        /** somebody who asked sees for whom they wait */
        waitingFor: z.string(),
        own: z.boolean(),
        /** who has said nothing for long, by name, where the actor may remind them today */
        silent: z.string(),
        version: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today }) => {
    const { actor } = scope;
    const found = await store.tripsFor(read, scopeOf(actor, today), today.subtract({ days: 31 }));
    const zoneOf = (t: (typeof found)[number]) => t.host_zone ?? 'Europe/Brussels';
    const open = found.filter(
      (t) =>
        t.state === 'asked' &&
        !hasBegun({ leavesOn: t.leaves_on, leavesAt: t.leaves_at }, zoneOf(t), now),
    );
    const ids = open.map((t) => t.id as TripId);
    const answers = await store.answersOf(read, ids);
    const changed = await store.lastChanges(read, ids);
    const reminded = (await store.remindersOf(read, ids)).filter((r) => r.onDay.equals(today));
    const dossiers = await store.answeringFor(read, [
      ...new Set(open.map((t) => t.mobility_id as MobilityId)),
    ]);
    const nameOf = await seatNames(read, [...dossiers.values()], today);
    return {
      rows: found.map((t) => {
        const id = t.mobility_id as MobilityId;
        const dossier = open.includes(t) ? dossiers.get(id) : undefined;
        const turn = dossier
          ? openTurn(
              { id: t.id as TripId, state: 'asked', leavesOn: t.leaves_on },
              dossier,
              answers,
            )
          : [];
        const since = askedSince(
          answers.filter((a) => a.tripId === t.id),
          t.asked_at,
          changed.get(t.id as TripId) ?? null,
        );
        const silent =
          dossier !== undefined &&
          isSilent(dayOf(since), t.leaves_on, today) &&
          turn.some((seat) => !reminded.some((r) => r.tripId === t.id && r.seat === seat)) &&
          mayRemind(actor, dossier, { askedBy: t.asked_by as PersonId, state: 'asked' }, today)
            .allow;
        const waitingFor = dossier ? turn.map((seat) => nameOf(dossier, seat)).join(', ') : '';
        return {
          id: t.id as TripId,
          mobilityId: id,
          pupil: displayName(t),
          place: t.place,
          leavesOn: t.leaves_on,
          leavesAt: t.leaves_at,
          returnsOn: t.returns_on,
          returnsAt: t.returns_at,
          zone: zoneOf(t),
          state: t.state as Trip['state'],
          mine:
            dossier !== undefined &&
            turn.some((seat) => mayAnswer(actor, dossier, seat, today).allow),
          waitingFor,
          own: t.asked_by === actor.personId,
          silent: silent ? waitingFor : '',
          version: t.version,
        };
      }),
    };
  },
});
