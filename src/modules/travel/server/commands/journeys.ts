import { z } from 'zod';
import { type Failure, fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import {
  bindingStanding,
  lockDossier,
  moveMobility,
  pupilAndGuardians,
} from '#modules/mobilities/server/index.ts';
import type { Shares } from '#modules/partnerships/core/index.ts';
import { responsibilityFor } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import {
  changedJourney,
  delays,
  directions,
  instantIn,
  type Journey,
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
  type Zones,
  zonesOf,
} from '../../core/index.ts';
import { arrivedMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { tellJourneyJob } from './tell.ts';
import { zonesFor } from './zones.ts';

type Loaded = { dossier: Dossier; outward: Journey | null; back: Journey | null };

/** The dossier is locked first, so two taps at the same moment come one after the other. */
async function load(
  { tx }: { tx: Tx },
  input: { mobilityId: Dossier['id'] },
): Promise<Loaded | null> {
  const dossier = await lockDossier(tx, input.mobilityId);
  return dossier && { dossier, ...(await store.journeysOf(tx, dossier.id)) };
}

const about = ({ dossier }: Loaded) => ({
  subjectId: dossier.pupilId,
  mobilityId: dossier.id,
  orgId: dossier.sendingSchoolId,
});

/** Who of the sending side plans a journey, by their table of who does what. */
export function planShares(
  read: Readable,
  dossier: Pick<Dossier, 'sendingSchoolId' | 'sendingOrgId'>,
): Promise<Shares> {
  const pair = { schoolId: dossier.sendingSchoolId, supportingId: dossier.sendingOrgId };
  return responsibilityFor(read, pair, 'plan-travel');
}

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
  return (
    problem &&
    fail(
      problem.reason,
      { from: dossier.startsOn.subtract({ days: 2 }), until: dossier.endsOn.add({ days: 2 }) },
      problem.field,
    )
  );
}

/**
 * Writes a plan down. What it said before is kept beside it, and those who wait at either end are told at once; a plan
 * that is new stands in everybody's calendar.
 */
export async function writePlan(
  { tx, actor, now, enqueue }: CommandTools,
  dossier: Dossier,
  before: Journey | null,
  plan: store.JourneyPlan,
  kind: 'plan' | 'delay' = 'plan',
): Promise<void> {
  await store.putJourney(tx, dossier.id, plan);
  const what = before ? changedJourney(before, plan) : [];
  if (!before || what.length === 0 || actor.kind !== 'person') return;
  const number = await store.insertChange(tx, dossier.id, {
    direction: plan.direction,
    kind,
    what,
    leavesBefore: before.leavesAt,
    arrivesBefore: before.arrivesAt,
    leavesAt: plan.leavesAt,
    arrivesAt: plan.arrivesAt,
    madeBy: actor.personId,
    madeAt: now,
  });
  await enqueue(tellJourneyJob, {
    mobilityId: dossier.id,
    direction: plan.direction,
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
    const before = input.direction === 'outward' ? outward : back;
    if (before?.departedAt || before?.arrivedAt)
      return fail('travel.refused.already-left', undefined, undefined, 'conflict');
    if ((before?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const zones = await zonesFor(tools.tx, dossier);
    const plan = plannedFrom(input, zones);
    const fault = planFault(plan, dossier, zones, outward);
    if (fault) return fault;
    await writePlan(tools, dossier, before, plan);
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
  run: async ({ tx }, { dossier, outward, back }, input) => {
    const journey = input.direction === 'outward' ? outward : back;
    if (!journey) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const legs = input.legs.map(
      ({ leavesOn, leavesAt, arrivesOn, arrivesAt, ...leg }): Leg => ({
        ...leg,
        leavesAt: instantIn(leavesOn, leavesAt, leg.leavesZone),
        arrivesAt: instantIn(arrivesOn, arrivesAt, leg.arrivesZone),
      }),
    );
    const problem = legs.length > 0 ? legsProblem(legs, journey) : null;
    if (problem)
      return fail(
        problem.reason,
        { number: problem.at + 1 },
        `legs.${problem.at}.${problem.field}`,
      );
    await store.putLegs(tx, dossier.id, input.direction, legs);
    await store.updateJourney(tx, dossier.id, input.direction, { mainly_green: input.mainlyGreen });
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
});

export const reportDelay = command({
  name: 'travel.report-delay',
  summary:
    'A journey is late by some minutes: those who wait at the other end are told at once, for a whole group when it travels together.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    minutes: z.enum(delays).transform(Number),
    /** the arrival as the page showed it: two taps at once are one delay */
    version: z.coerce.number({ error: 'platform.invalid.number' }).int(),
  }),
  load,
  permit: (actor, { dossier }, _, { today }) => mayReportDelay(actor, dossier, today),
  run: async (tools, loaded, input) => {
    const { tx, now } = tools;
    const journey = input.direction === 'outward' ? loaded.outward : loaded.back;
    if (!journey) return fail('travel.refused.not-planned', { pupil: loaded.dossier.pupilName });
    if (journey.arrivedAt || !leavesSoon(journey.leavesAt, now))
      return fail('travel.refused.not-under-way', undefined, undefined, 'conflict');
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const late = (j: Journey) => ({
      ...j,
      // before anybody has left it is the departure that is late too
      leavesAt: j.departedAt ? j.leavesAt : j.leavesAt.add({ minutes: input.minutes }),
      arrivesAt: j.arrivesAt.add({ minutes: input.minutes }),
    });
    await writePlan(tools, loaded.dossier, journey, late(journey), 'delay');
    const along = journey.groupId ? await store.travellersOf(tx, [journey.groupId]) : [];
    for (const other of along) {
      if (other.mobility_id === loaded.dossier.id) continue;
      const dossier = await lockDossier(tx, other.mobility_id as Dossier['id']);
      if (!dossier) continue;
      const { outward, back } = await store.journeysOf(tx, dossier.id);
      const theirs = input.direction === 'outward' ? outward : back;
      if (theirs && !theirs.arrivedAt)
        await writePlan(tools, dossier, theirs, late(theirs), 'delay');
    }
    return ok();
  },
  audit: (loaded, input) => ({
    ...about(loaded),
    details: { direction: input.direction, minutes: input.minutes },
  }),
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
