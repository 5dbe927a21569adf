import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { PersonId, TravelGroupId } from '#kernel/ids.ts';
import { type Failure, fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import {
  bindingStanding,
  loadDossier,
  lockDossier,
  moveMobility,
  pupilAndGuardians,
} from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { job } from '#platform/queue.ts';
import {
  changedJourney,
  currentLeg,
  delayLeg,
  delays,
  directions,
  expectedOf,
  instantIn,
  type Journey,
  type JourneyChange,
  type Leg,
  leavesSoon,
  legsInput,
  legsProblem,
  mayConfirmArrival,
  mayPlan,
  mayRecordDeparture,
  mayRecordReturn,
  mayReportDelay,
  planInput,
  planProblem,
  travelDays,
  type Zones,
  zonesOf,
} from '../../core/index.ts';
import { arrivedMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { planShares } from './planners.ts';
import { tellCancelledJob, tellJourneyJob } from './tell.ts';
import { zonesFor } from './zones.ts';

type Loaded = { dossier: Dossier; outward: Journey | null; back: Journey | null };

/** The dossier is locked first, so two taps at the same moment come one after the other. */
export async function load(
  { tx }: { tx: Tx },
  input: { mobilityId: Dossier['id'] },
): Promise<Loaded | null> {
  const dossier = await lockDossier(tx, input.mobilityId);
  return dossier && { dossier, ...(await store.journeysOf(tx, dossier.id)) };
}

export const about = ({ dossier }: Loaded) => ({
  subjectId: dossier.pupilId,
  mobilityId: dossier.id,
  orgId: dossier.sendingSchoolId,
});

/** Both ends of a plan as instants, by the clock at each place. */
export function plannedFrom(
  input: Omit<z.output<typeof planInput>, 'mobilityId' | 'version'>,
  zones: Zones,
): store.JourneyPlan {
  const ends = zonesOf(input.direction, zones);
  return {
    direction: input.direction,
    leavesAt: instantIn(input.leavesOn, input.leavesAt, ends.leaves),
    arrivesAt: instantIn(input.arrivesOn, input.arrivesAt, ends.arrives),
    means: input.means,
    details: input.details,
    broughtBy: input.broughtBy,
    broughtByPhone: input.broughtByPhone,
    metBy: input.metBy,
    metByPhone: input.metByPhone,
  };
}

/** Says what is wrong with a plan, as `planProblem`; null when nothing is. */
export function planFault(
  plan: store.JourneyPlan,
  dossier: Dossier,
  zones: Zones,
  outward: Journey | null,
): Failure | null {
  const problem = planProblem(plan, dossier, zones, plan.direction === 'return' ? outward : null);
  return problem && fail(problem.reason, travelDays(dossier), problem.field);
}

/** Who wrote something down, and when. */
export type Written = { by: PersonId; at: Temporal.Instant };

/**
 * Writes a plan down. What it said before is kept beside it, and those who wait at either end are told at once; a plan
 * that is new stands in everybody's calendar.
 * @param late the part of the journey that is late, when a delay is told about one
 */
export async function writePlan(
  { tx, enqueue }: Pick<CommandTools, 'tx' | 'enqueue'>,
  dossier: Dossier,
  before: Journey | null,
  plan: store.JourneyPlan,
  { by, at }: Written,
  kind: JourneyChange['kind'] = 'plan',
  late: JourneyChange['leg'] = null,
): Promise<void> {
  await store.putJourney(tx, dossier.id, plan, at);
  if (!before) return;
  const what = [...changedJourney(before, plan), ...(late ? (['leg'] as const) : [])];
  if (what.length === 0) return;
  await tellChange({ tx, enqueue }, dossier, {
    direction: plan.direction,
    kind,
    what,
    leavesBefore: before.leavesAt,
    arrivesBefore: before.arrivesAt,
    leavesAt: plan.leavesAt,
    arrivesAt: plan.arrivesAt,
    leg: late,
    madeBy: by,
    madeAt: at,
  });
}

/** Keeps what changed, and has those told who travel, bring and wait. */
export async function tellChange(
  { tx, enqueue }: Pick<CommandTools, 'tx' | 'enqueue'>,
  dossier: Dossier,
  change: Omit<JourneyChange, 'number'>,
): Promise<void> {
  const number = await store.insertChange(tx, dossier.id, change);
  await enqueue(tellJourneyJob, {
    mobilityId: dossier.id,
    direction: change.direction,
    number,
  });
}

export const planJourney = command({
  name: 'travel.plan-journey',
  summary:
    'Write down a journey there or back: when, how, who brings the pupil and who meets them. Nobody travels to or from a station or airport alone.',
  input: planInput,
  load: async (tools, input) => {
    const loaded = await load(tools, input);
    return loaded && { ...loaded, shares: await planShares(tools.tx, loaded.dossier) };
  },
  permit: (actor, { dossier, shares }, input, { today }) =>
    mayPlan(actor, dossier, input.direction, today, shares),
  run: async (tools, { dossier, outward, back }, input) => {
    const { actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const before = input.direction === 'outward' ? outward : back;
    if (before?.departedAt || before?.arrivedAt)
      return fail('travel.refused.already-left', undefined, undefined, 'conflict');
    if ((before?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const zones = await zonesFor(tools.tx, dossier);
    const plan = plannedFrom(input, zones);
    const fault = planFault(plan, dossier, zones, outward);
    if (fault) return fault;
    await writePlan(tools, dossier, before, plan, { by: actor.personId, at: now });
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
});

export const cancelJourney = command({
  name: 'travel.cancel-journey',
  summary:
    'Take a plan back before anybody has left: flight cancelled, dates unknown. Those who travel, bring and wait are told at once.',
  input: z.object({ mobilityId: idOf('mob'), direction: z.enum(directions), version }),
  load: async (tools, input) => {
    const loaded = await load(tools, input);
    return loaded && { ...loaded, shares: await planShares(tools.tx, loaded.dossier) };
  },
  permit: (actor, { dossier, shares }, input, { today }) =>
    mayPlan(actor, dossier, input.direction, today, shares),
  run: async (tools, { dossier, outward, back }, input) => {
    const { tx, actor } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const journey = input.direction === 'outward' ? outward : back;
    if (!journey) return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (journey.departedAt || journey.arrivedAt)
      return fail('travel.refused.already-left', undefined, undefined, 'conflict');
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const group = journey.groupId ? await store.groupById(tx, journey.groupId) : null;
    await store.deleteJourney(tx, dossier.id, journey);
    await tools.enqueue(tellCancelledJob, {
      mobilityId: dossier.id,
      direction: input.direction,
      by: actor.personId,
      companionId: group?.companionId ?? null,
      // the same plan is taken back once: what is planned anew begins to count again
      plannedAt: journey.plannedAt.toString(),
    });
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
});

export const writeLegs = command({
  name: 'travel.write-legs',
  summary:
    'Write down the parts of a journey between changes: train, bus or flight with its number, each end by the clock of its place.',
  input: legsInput,
  load: async (tools, input) => {
    const loaded = await load(tools, input);
    return loaded && { ...loaded, shares: await planShares(tools.tx, loaded.dossier) };
  },
  permit: (actor, { dossier, shares }, input, { today }) =>
    mayPlan(actor, dossier, input.direction, today, shares),
  run: async (tools, { dossier, outward, back, shares }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const journey = input.direction === 'outward' ? outward : back;
    if (!journey) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const legs = legsFrom(input.legs);
    const problem = legs.length > 0 ? legsProblem(legs, journey) : null;
    if (problem)
      return fail(
        problem.reason,
        { number: problem.at + 1 },
        `legs.${problem.at}.${problem.field}`,
      );
    const along = journey.groupId ? await store.travellersOf(tx, [journey.groupId]) : [];
    const others = along.filter((j) => j.mobility_id !== dossier.id).map((j) => j.mobility_id);
    for (const mobilityId of [dossier.id, ...others]) {
      const other = mobilityId === dossier.id ? dossier : await loadDossier(tx, mobilityId);
      // a group has one way; who may plan only their own writes only their own
      if (!other || !mayPlan(actor, other, input.direction, today, shares).allow) continue;
      const before = await legsOfJourney(tx, other, input.direction);
      await store.putLegs(tx, other.id, input.direction, legs);
      await store.updateJourney(tx, other.id, input.direction, { mainly_green: input.mainlyGreen });
      if (before.length === 0 || JSON.stringify(before) === JSON.stringify(legs)) continue;
      const { leavesAt, arrivesAt } = journey;
      await tellChange(tools, other, {
        direction: input.direction,
        kind: 'plan',
        what: ['leg'],
        leavesBefore: leavesAt,
        arrivesBefore: arrivesAt,
        leavesAt,
        arrivesAt,
        leg: null,
        madeBy: actor.personId,
        madeAt: now,
      });
    }
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
});

/** Parts as they are typed: each end by the clock of its place, none of them late. */
export function legsFrom(typed: z.output<typeof legsInput>['legs']): Leg[] {
  return typed.map((leg) => ({
    means: leg.means,
    number: leg.number,
    fromPlace: leg.fromPlace,
    toPlace: leg.toPlace,
    leavesAt: instantIn(leg.leavesOn, leg.leavesAt, leg.leavesZone),
    leavesZone: leg.leavesZone,
    arrivesAt: instantIn(leg.arrivesOn, leg.arrivesAt, leg.arrivesZone),
    arrivesZone: leg.arrivesZone,
    leavesLate: 0,
    arrivesLate: 0,
  }));
}

type Delay = { minutes: number; leg: number | null };

/** The legs of one journey, in their order. */
export async function legsOfJourney(
  read: Readable,
  dossier: Dossier,
  direction: Journey['direction'],
): Promise<Leg[]> {
  return (await store.legsOf(read, [dossier.id]))
    .filter((l) => l.direction === direction)
    .map(({ mobilityId: _, direction: __, ...leg }) => leg);
}

/**
 * Writes down that a journey is late. Where its parts are known one of them is late, and what follows is reached or missed;
 * else all of it is.
 */
async function writeDelay(
  tools: CommandTools,
  dossier: Dossier,
  journey: Journey,
  legs: readonly Leg[],
  { minutes, leg }: Delay,
  written: Written,
): Promise<void> {
  if (leg === null) {
    const late = {
      ...journey,
      // before anybody has left it is the departure that is late too
      leavesAt: journey.departedAt ? journey.leavesAt : journey.leavesAt.add({ minutes }),
      arrivesAt: journey.arrivesAt.add({ minutes }),
    };
    await writePlan(tools, dossier, journey, late, written, 'delay');
    return;
  }
  const { legs: moved, ...times } = delayLeg(journey, legs, leg, minutes, written.at);
  const before = legs[leg] as Leg;
  const now = moved[leg] as Leg;
  await store.putLegs(tools.tx, dossier.id, journey.direction, moved);
  await writePlan(tools, dossier, journey, { ...journey, ...times }, written, 'delay', {
    at: leg,
    before: expectedOf(before).arrivesAt,
    now: expectedOf(now).arrivesAt,
  });
}

export const reportDelay = command({
  name: 'travel.report-delay',
  summary:
    'A journey, or one part of it, is late by some minutes: those who wait at the other end are told at once, for a whole group when it travels together.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    minutes: z.enum(delays).transform(Number),
    /** which part, from 0; left out: the one that is on its way or comes next */
    leg: z
      .union([
        z.literal('').transform(() => null),
        z.coerce.number({ error: 'platform.invalid.choose' }).int().min(0),
      ])
      .nullable()
      .default(null),
    /** the journey as the page showed it: two taps at once are one delay */
    version: z.coerce.number({ error: 'platform.invalid.number' }).int(),
  }),
  load,
  permit: (actor, { dossier }, _, { today }) => mayReportDelay(actor, dossier, today),
  run: async (tools, { dossier, outward, back }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const { direction, minutes } = input;
    const journey = direction === 'outward' ? outward : back;
    if (!journey) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    if (journey.arrivedAt || !leavesSoon(journey.leavesAt, now))
      return fail('travel.refused.not-under-way', undefined, undefined, 'conflict');
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const legs = await legsOfJourney(tx, dossier, direction);
    if (input.leg !== null && input.leg >= legs.length)
      return fail('platform.invalid.choose', undefined, 'leg');
    const leg = legs.length === 0 ? null : (input.leg ?? currentLeg(legs, now));
    const written = { by: actor.personId, at: now };
    await writeDelay(tools, dossier, journey, legs, { minutes, leg }, written);
    if (journey.groupId)
      await tools.enqueue(delayGroupJob, {
        mobilityId: dossier.id,
        direction,
        groupId: journey.groupId,
        minutes,
        leg,
        by: actor.personId,
        at: now.toString(),
      });
    return ok();
  },
  audit: (loaded, input) => ({
    ...about(loaded),
    details: { direction: input.direction, minutes: input.minutes },
  }),
});

/** A group and the dossiers of all who travel along, locked in the order of their ids, so that two at once wait for each other. */
export async function lockGroup(tx: CommandTools['tx'], id: TravelGroupId) {
  const group = await store.groupById(tx, id);
  if (!group) return null;
  const along: Dossier[] = [];
  const ids = (await store.travellersOf(tx, [id])).map((j) => j.mobility_id);
  for (const mobilityId of ids.toSorted()) {
    const dossier = await lockDossier(tx, mobilityId);
    if (dossier) along.push(dossier);
  }
  return { group, along };
}

/** The journeys of these that go on and in which it is not written yet: a job that runs again changes nothing. */
export async function stillToWrite(
  tx: CommandTools['tx'],
  along: readonly Dossier[],
  direction: Journey['direction'],
  { by, at }: Written,
): Promise<{ dossier: Dossier; journey: Journey }[]> {
  const found: { dossier: Dossier; journey: Journey }[] = [];
  for (const dossier of along) {
    const { outward, back } = await store.journeysOf(tx, dossier.id);
    const journey = direction === 'outward' ? outward : back;
    const changes = await store.changesOf(tx, dossier.id);
    const noted = changes.some((c) => c.madeBy === by && c.madeAt.equals(at));
    if (journey && !journey.arrivedAt && !noted) found.push({ dossier, journey });
  }
  return found;
}

/** One of a group is late: so is everybody who travels along, whoever of them said it. */
export const delayGroupJob = job<{
  mobilityId: Dossier['id'];
  direction: Journey['direction'];
  groupId: TravelGroupId;
  minutes: number;
  leg: number | null;
  by: PersonId;
  at: string;
}>('travel.delay-group');

export const delayGroup = command({
  name: 'travel.delay-group',
  summary:
    'Note a delay in the journeys of everybody who travels along. Run by the installation itself, which sees them all; run again it changes nothing.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    groupId: idOf('tgr'),
    minutes: z.number().int(),
    leg: z.number().int().nullable(),
    by: idOf('per'),
    at: z.string(),
  }),
  load: ({ tx }, input) => lockGroup(tx, input.groupId),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { along }, input) => {
    const { tx } = tools;
    const written = { by: input.by, at: Temporal.Instant.from(input.at) };
    const others = along.filter((dossier) => dossier.id !== input.mobilityId);
    const open = await stillToWrite(tx, others, input.direction, written);
    for (const { dossier, journey } of open) {
      const legs = await legsOfJourney(tx, dossier, input.direction);
      // who has written down other parts for themselves is late as a whole
      const leg = input.leg !== null && input.leg < legs.length ? input.leg : null;
      await writeDelay(tools, dossier, journey, legs, { minutes: input.minutes, leg }, written);
    }
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.orgId }),
});

/**
 * Whose binding consent a departure still needs on a day, by name: a dossier may have become ready before another guardian
 * was added, or before the pupil turned 18. Null when it counts; empty where those who are asked do not agree, since whose
 * word that is, is not told.
 */
export async function consentNeededFrom(
  read: Readable,
  dossier: Dossier,
  day: Temporal.PlainDate,
): Promise<string[] | null> {
  const standing = await bindingStanding(read, dossier, day);
  if (standing.complete) return null;
  if (standing.disagrees) return [];
  return (await personsByIds(read, [...standing.open])).map(displayName);
}

export const recordDeparture = command({
  name: 'travel.record-departure',
  summary:
    'The pupil has left. Possible once everybody asked today has given the binding consent and the journey is planned.',
  input: z.object({ mobilityId: idOf('mob') }),
  load,
  permit: (actor, { dossier }, _, { today }) => mayRecordDeparture(actor, dossier, today),
  run: async (tools, { dossier, outward }) => {
    if (dossier.state !== 'ready')
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (!outward) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    const needed = await consentNeededFrom(tools.tx, dossier, tools.today);
    if (needed && needed.length > 0)
      return fail(
        'travel.refused.consent-of',
        { pupil: dossier.pupilName, who: needed.join(', ') },
        undefined,
        'conflict',
      );
    if (needed)
      return fail('travel.refused.leaves-without-consent', undefined, undefined, 'conflict');
    await depart(tools, dossier, tools.now);
    return ok();
  },
  audit: about,
});

/** Notes the departure and moves the mobility. */
export async function depart(
  tools: CommandTools,
  dossier: Dossier,
  at: Temporal.Instant,
): Promise<void> {
  await store.updateJourney(tools.tx, dossier.id, 'outward', { departed_at: at });
  await moveMobility(tools, dossier, 'depart');
}

function earlierOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

export const confirmArrival = command({
  name: 'travel.confirm-arrival',
  summary:
    'The pupil has arrived: said by the pupil, the host family or the hosting side. The guardians are told.',
  input: z.object({ mobilityId: idOf('mob') }),
  load,
  permit: (actor, { dossier }, _, { today }) => mayConfirmArrival(actor, dossier, today),
  run: async (tools, { dossier, outward }) => {
    const { tx, actor, now, runtime } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!outward) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    if (outward.arrivedAt)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    // who stands at the door has left, even if nobody thought of saying so, and even if a consent is missing: where a
    // pupil is has to be known, and the guardians are told
    if (dossier.state === 'ready') await depart(tools, dossier, earlierOf(outward.leavesAt, now));
    await store.updateJourney(tx, dossier.id, 'outward', {
      arrived_at: now,
      arrival_confirmed_by: actor.personId,
    });
    const { guardians } = await pupilAndGuardians(tools, dossier);
    for (const guardian of guardians) {
      if (!guardian.email) continue;
      await tools.post(
        arrivedMail(
          { address: guardian.email, personId: guardian.id, language: guardian.language },
          {
            pupil: dossier.pupilName,
            by: actor.name,
            url: `${runtime.config.origin}/mobilities/${dossier.id}`,
          },
          `arrived:${dossier.id}:${guardian.id}`,
        ),
      );
    }
    return ok();
  },
  audit: about,
});

export const recordReturn = command({
  name: 'travel.record-return',
  summary: 'The pupil is home again.',
  input: z.object({ mobilityId: idOf('mob') }),
  load,
  permit: (actor, { dossier }, _, { today }) => mayRecordReturn(actor, dossier, today),
  run: async (tools, { dossier, outward, back }) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (dossier.state !== 'departed' && dossier.state !== 'settled')
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (!outward?.arrivedAt)
      return fail('travel.refused.not-arrived-yet', { pupil: dossier.pupilName });
    if (!back) return fail('travel.refused.return-not-planned', { pupil: dossier.pupilName });
    await store.updateJourney(tx, dossier.id, 'return', {
      departed_at: back.departedAt ?? earlierOf(back.leavesAt, now),
      arrived_at: now,
      arrival_confirmed_by: actor.personId,
    });
    await moveMobility(tools, dossier, 'return');
    return ok();
  },
  audit: about,
});
