import { z } from 'zod';
import type { PersonActor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import {
  isOfAge,
  mayRead,
  mayWrite,
  partiesFor,
  rolesFor,
  rolesThatSee,
} from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  brokenAt,
  checkPapers,
  connectionsOf,
  currentLeg,
  directions,
  expectedOf,
  isGreen,
  type Journey,
  type JourneyChange,
  journeyParts,
  type Leg,
  latestOf,
  leavesSoon,
  legsProblem,
  mayAskTrip,
  mayConfirmArrival,
  mayHandlePapers,
  mayPlan,
  mayRecordDeparture,
  mayRecordReturn,
  mayReportDelay,
  mayTickOff,
  mayWriteConnection,
  means,
  papersSince,
  zonesOf,
} from '../../core/index.ts';
import { consentNeededFrom, plannersOf, planShares, zonesFor } from '../commands/index.ts';
import * as store from '../store/index.ts';

export const legView = z.object({
  means: z.enum(means),
  number: z.string(),
  fromPlace: z.string(),
  toPlace: z.string(),
  leavesAt: instantView,
  leavesZone: z.string(),
  arrivesAt: instantView,
  arrivesZone: z.string(),
  /** as it is expected now: the timetable and what is late */
  leavesNow: instantView,
  arrivesNow: instantView,
  /** whether it is reached from the part before */
  connection: z.enum(['missed', 'tight', 'fine']),
});

export const changeView = z.object({
  number: z.number(),
  kind: z.enum(['plan', 'delay']),
  what: z.array(z.enum(journeyParts)),
  leavesBefore: instantView,
  arrivesBefore: instantView,
  leavesAt: instantView,
  arrivesAt: instantView,
  leg: z.object({ at: z.number(), before: instantView, now: instantView }).nullable(),
  by: z.string(),
  at: instantView,
});

const journeyView = z.object({
  direction: z.enum(directions),
  leavesAt: instantView,
  leavesZone: z.string(),
  leavesFrom: z.string(),
  arrivesAt: instantView,
  arrivesZone: z.string(),
  arrivesIn: z.string(),
  means: z.enum(means),
  details: z.string(),
  broughtBy: z.string(),
  broughtByPhone: z.string(),
  metBy: z.string(),
  metByPhone: z.string(),
  mainlyGreen: z.boolean(),
  green: z.boolean(),
  legs: z.array(legView),
  /** the part that is on its way or comes next, from 0 */
  currentLeg: z.number().nullable(),
  /** for who may write how it goes on now: from which part on, from 0 */
  goesOnFrom: z.number().nullable(),
  /** who says how it goes on, when a connection is missed */
  goesOnBy: z.array(z.string()),
  /** the legs lie outside of the plan since it changed */
  legsOutside: z.boolean(),
  /** what it said before, the newest first */
  changes: z.array(changeView),
  group: z
    .object({
      id: idView('tgr'),
      companion: z.string(),
      phone: z.string(),
      meetingPoint: z.string(),
      mine: z.boolean(),
    })
    .nullable(),
  departedAt: instantView.nullable(),
  arrivedAt: instantView.nullable(),
  confirmedBy: z.string().nullable(),
  version: z.number(),
});

/** A change by the name of whoever made it. */
export function changeShown({ madeBy: _, madeAt, direction: __, ...c }: JourneyChange, by: string) {
  return { ...c, what: [...c.what], by, at: madeAt };
}

/** Parts of a journey as they are expected now. */
export function legsNow(legs: readonly Leg[]) {
  const connections = connectionsOf(legs);
  return legs.map(({ leavesLate: _, arrivesLate: __, ...leg }, at) => ({
    means: leg.means,
    number: leg.number,
    fromPlace: leg.fromPlace,
    toPlace: leg.toPlace,
    leavesAt: leg.leavesAt,
    leavesZone: leg.leavesZone,
    arrivesAt: leg.arrivesAt,
    arrivesZone: leg.arrivesZone,
    leavesNow: expectedOf(legs[at] as Leg).leavesAt,
    arrivesNow: expectedOf(legs[at] as Leg).arrivesAt,
    connection: connections[at] ?? ('fine' as const),
  }));
}

/** Whether parts were written down for another plan: what is late tells of itself. */
function legsOutside(legs: readonly Leg[], journey: Journey): boolean {
  if (legs.length === 0) return false;
  const late = legs.some((leg) => leg.arrivesLate > 0);
  if (!late) return legsProblem(legs, journey) !== null;
  const [first, last] = [legs[0] as Leg, legs.at(-1) as Leg];
  return (
    Temporal.Instant.compare(expectedOf(first).leavesAt, journey.leavesAt) < 0 ||
    Temporal.Instant.compare(expectedOf(last).arrivesAt, journey.arrivesAt) > 0
  );
}

export const getJourneys = query({
  name: 'travel.get-journeys',
  summary: 'The way there and the way back of a pupil, and what you may do about them.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    state: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    homeCity: z.string(),
    hostCity: z.string(),
    homeZone: z.string(),
    hostZone: z.string(),
    sendingSchool: z.string(),
    outward: journeyView.nullable(),
    back: journeyView.nullable(),
    may: z.object({
      planOutward: z.boolean(),
      planReturn: z.boolean(),
      depart: z.boolean(),
      arrive: z.boolean(),
      return: z.boolean(),
      ticket: z.boolean(),
      papers: z.boolean(),
      askTrip: z.boolean(),
    }),
    /** the journey that can be late now */
    delay: z.enum(directions).nullable(),
    isPupil: z.boolean(),
    /** told to who could note the departure: whose consent it waits for, empty where that is not told; null when none is missing */
    consentNeeded: z.array(z.string()).nullable(),
  }),
  view: async ({ read, scope, now, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayRead(scope.actor, dossier, 'travel', today)) return null;
    const { actor } = scope;
    const { outward, back } = await store.journeysOf(read, dossier.id);
    const zones = await zonesFor(read, dossier);
    const home = await organisationById(read, dossier.sendingSchoolId);
    const hostId = dossier.hostSchoolId ?? dossier.hostingOrgId;
    const host = hostId ? await organisationById(read, hostId) : undefined;
    const legs = await store.legsOf(read, [dossier.id]);
    const changes = await store.changesOf(read, dossier.id);
    const groups = (
      await Promise.all(
        [outward?.groupId, back?.groupId].map((id) => (id ? store.groupById(read, id) : null)),
      )
    ).filter((g) => g !== null);
    const named = [
      outward?.confirmedBy,
      back?.confirmedBy,
      ...changes.map((c) => c.madeBy),
      ...groups.map((g) => g.companionId),
    ].filter((id) => id != null);
    const people = await personsByIds(read, [...new Set(named)]);
    const nameOf = (id: PersonId | null) => {
      const found = people.find((p) => p.id === id);
      return found ? displayName(found) : '';
    };
    const shares = await planShares(read, dossier);
    const shown = async (j: Journey | null) => {
      if (!j) return null;
      const ends = zonesOf(j.direction, zones);
      const there = j.direction === 'outward';
      const own = legs.filter((l) => l.direction === j.direction);
      const group = groups.find((g) => g.id === j.groupId) ?? null;
      const breaks = j.arrivedAt === null && leavesSoon(j.leavesAt, now);
      const missed = connectionsOf(own).includes('missed');
      return {
        direction: j.direction,
        leavesAt: j.leavesAt,
        leavesZone: ends.leaves,
        leavesFrom: (there ? home?.city : host?.city) ?? '',
        arrivesAt: j.arrivesAt,
        arrivesZone: ends.arrives,
        arrivesIn: (there ? host?.city : home?.city) ?? '',
        means: j.means,
        details: j.details,
        broughtBy: j.broughtBy,
        broughtByPhone: j.broughtByPhone,
        metBy: j.metBy,
        metByPhone: j.metByPhone,
        mainlyGreen: j.mainlyGreen,
        green: isGreen(j, own),
        legs: legsNow(own),
        currentLeg: own.length > 0 && !j.arrivedAt ? currentLeg(own, now) : null,
        goesOnFrom:
          breaks && mayWriteConnection(actor, dossier, j.direction, group, today, shares).allow
            ? brokenAt(own, now)
            : null,
        goesOnBy: breaks && missed ? await plannersOf(read, dossier, shares, group) : [],
        legsOutside: legsOutside(own, j),
        changes: changes
          .filter((c) => c.direction === j.direction)
          .map((c) => changeShown(c, nameOf(c.madeBy))),
        group: group
          ? {
              id: group.id,
              companion: nameOf(group.companionId),
              phone: group.companionPhone,
              meetingPoint: group.meetingPoint,
              mine: mayTickOff(scope.actor, group).allow,
            }
          : null,
        departedAt: j.departedAt,
        arrivedAt: j.arrivedAt,
        confirmedBy: nameOf(j.confirmedBy) || null,
        version: j.version,
      };
    };
    const { state } = dossier;
    const departs = state === 'ready' && mayRecordDeparture(actor, dossier, today).allow;
    const consentNeeded = departs ? await consentNeededFrom(read, dossier, today) : null;
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      state,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      homeCity: home?.city ?? '',
      hostCity: host?.city ?? '',
      homeZone: zones.home,
      hostZone: zones.host,
      sendingSchool: home?.name ?? '',
      outward: await shown(outward),
      back: await shown(back),
      may: {
        planOutward:
          mayPlan(actor, dossier, 'outward', today, shares).allow && !outward?.departedAt,
        planReturn: mayPlan(actor, dossier, 'return', today, shares).allow && !back?.arrivedAt,
        depart: departs && outward !== null && consentNeeded === null,
        arrive:
          outward !== null && !outward.arrivedAt && mayConfirmArrival(actor, dossier, today).allow,
        return:
          ['departed', 'settled'].includes(state) &&
          outward?.arrivedAt != null &&
          back !== null &&
          mayRecordReturn(actor, dossier, today).allow,
        ticket: mayWrite(actor, dossier, 'travel', today).allow,
        papers: mayHandlePapers(actor, dossier, today).allow,
        askTrip: mayAskTrip(actor, dossier, today).allow,
      },
      delay: mayReportDelay(actor, dossier, today).allow
        ? ([outward, back].find((j) => j && !j.arrivedAt && leavesSoon(j.leavesAt, now))
            ?.direction ?? null)
        : null,
      isPupil: rolesFor(actor, dossier, today).includes('pupil'),
      consentNeeded,
    };
  },
});

/** What the actor's lists are cut to. */
export function scopeOf(actor: PersonActor, today: Temporal.PlainDate): store.JourneyScope {
  return {
    parties: partiesFor(actor),
    roles: rolesThatSee('travel', 'abroad'),
    today,
  };
}

export const listOwnJourneys = query({
  name: 'travel.list-own-journeys',
  summary: 'Journeys of your mobilities from a month ago on, for a calendar.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        direction: z.enum(directions),
        leavesAt: instantView,
        leavesZone: z.string(),
        arrivesAt: instantView,
        arrivesZone: z.string(),
        from: z.string(),
        to: z.string(),
        means: z.enum(means),
        version: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today }) => {
    const rows = await store.journeysFor(
      read,
      scopeOf(scope.actor, today),
      now.subtract({ hours: 24 * 31 }),
    );
    return {
      rows: rows.map((r) => {
        const direction = r.direction as (typeof directions)[number];
        const zones = { home: r.home_zone, host: r.host_zone ?? r.home_zone };
        const ends = zonesOf(direction, zones);
        const there = direction === 'outward';
        return {
          id: r.id,
          pupil: displayName(r),
          direction,
          leavesAt: r.leaves_at,
          leavesZone: ends.leaves,
          arrivesAt: r.arrives_at,
          arrivesZone: ends.arrives,
          from: there ? r.home_city : (r.host_city ?? ''),
          to: there ? (r.host_city ?? '') : r.home_city,
          means: r.means as (typeof means)[number],
          version: r.version,
        };
      }),
    };
  },
});

const duties = ['plan-outward', 'depart', 'arrive', 'plan-return', 'return'] as const;

export const listTravelDuties = query({
  name: 'travel.list-duties',
  summary: 'What is to be done about journeys in your mobilities, and who does it.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        duty: z.enum(duties),
        mine: z.boolean(),
        waitingFor: z.string(),
        due: dateView,
      }),
    ),
  }),
  view: async ({ read, scope, now, today }) => {
    const found = await store.dossiersUnderWay(read, scopeOf(scope.actor, today), 100);
    type Row = {
      id: MobilityId;
      pupil: string;
      duty: (typeof duties)[number];
      mine: boolean;
      waitingFor: string;
      due: Temporal.PlainDate;
    };
    const rows = new Map<string, Row>();
    const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    for (const r of found) {
      const pupil = displayName(r);
      const put = (
        duty: Row['duty'],
        does: string[],
        waitingFor: string,
        due: Temporal.PlainDate,
      ) => {
        const mine = does.includes(r.role);
        if (rows.get(r.id)?.mine) return;
        rows.set(r.id, { id: r.id, pupil, duty, mine, waitingFor, due });
      };
      const sending = ['sending_school', 'sending_support'];
      if (r.state === 'ready' && !r.out_leaves)
        put('plan-outward', sending, r.sending_school, r.starts_on.subtract({ days: 14 }));
      else if (r.state === 'ready' && r.out_leaves)
        put('depart', ['pupil', 'guardian'], pupil, dayOf(r.out_leaves));
      else if (r.out_arrives && !r.out_arrived)
        put(
          'arrive',
          ['pupil', 'host_family', 'hosting_support'],
          r.hosting_org ?? pupil,
          dayOf(r.out_arrives),
        );
      else if (
        !r.back_leaves &&
        Temporal.PlainDate.compare(r.ends_on.subtract({ days: 28 }), today) <= 0
      )
        put('plan-return', sending, r.sending_school, r.ends_on.subtract({ days: 14 }));
      else if (r.back_leaves && r.back_arrives && Temporal.Instant.compare(r.back_leaves, now) <= 0)
        put('return', ['pupil', 'guardian', 'sending_school'], pupil, dayOf(r.back_arrives));
    }
    return { rows: [...rows.values()] };
  },
});

export type TravelFact = {
  fact:
    | 'departed'
    | 'arrived'
    | 'returned'
    | 'travel-arranged'
    | 'papers-checked'
    | 'return-booked';
  mobilityId: MobilityId;
  on: Temporal.PlainDate;
};

/**
 * What completes steps of the timeline, for each pupil of an intake: the way there planned with insurance and EHIC, papers
 * that last, the way back planned, and when the pupil left, arrived and came home. A plan that is taken back takes its step
 * back with it.
 */
export async function travelFacts(read: Readable, intakeId: IntakeId): Promise<TravelFact[]> {
  const journeys = Map.groupBy(await store.journeysOfIntake(read, intakeId), (j) => j.id);
  const stays = await store.staysOfIntake(read, intakeId);
  const papers = Map.groupBy(
    await store.papersOf(
      read,
      stays.map((s) => s.id),
    ),
    (p) => p.mobilityId,
  );
  const facts: TravelFact[] = [];
  for (const stay of stays) {
    const tell = (fact: TravelFact['fact'], at: Temporal.Instant | null | undefined) => {
      if (!at) return;
      const on = at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
      facts.push({ fact, mobilityId: stay.id, on });
    };
    const way = (direction: string) =>
      journeys.get(stay.id)?.find((j) => j.direction === direction);
    const [outward, back] = [way('outward'), way('return')];
    const checked = papersSince(
      checkPapers(
        papers.get(stay.id) ?? [],
        { startsOn: stay.starts_on, endsOn: stay.ends_on },
        isOfAge(stay.birth_date, stay.ends_on),
      ),
    );
    tell('papers-checked', checked.all);
    if (outward && checked.covered)
      tell('travel-arranged', latestOf([outward.planned_at, checked.covered]));
    tell('return-booked', back?.planned_at);
    tell('departed', outward?.departed_at);
    tell('arrived', outward?.arrived_at);
    tell('returned', back?.arrived_at);
  }
  return facts;
}
