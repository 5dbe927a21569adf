import { z } from 'zod';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import {
  bindingStanding,
  lockDossier,
  moveMobility,
  pupilAndGuardians,
} from '#modules/mobilities/server/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import type { Shares } from '#modules/partnerships/core/index.ts';
import { responsibilityFor } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import {
  instantIn,
  type Journey,
  mayConfirmArrival,
  mayPlan,
  mayRecordDeparture,
  mayRecordReturn,
  planInput,
  planProblem,
  type Zones,
  zonesOf,
} from '../core/index.ts';
import { arrivedMail } from './notices.ts';
import * as store from './store.ts';

const fallbackZone = 'Europe/Brussels';

/** The zones of both schools; before a host school is known its supporting organisation stands in. */
export async function zonesFor(
  read: Readable,
  dossier: { sendingSchoolId: OrgId; hostSchoolId: OrgId | null; hostingOrgId: OrgId | null },
): Promise<Zones> {
  const home = await organisationById(read, dossier.sendingSchoolId);
  const hostId = dossier.hostSchoolId ?? dossier.hostingOrgId;
  const host = hostId ? await organisationById(read, hostId) : undefined;
  return {
    home: home?.time_zone ?? fallbackZone,
    host: host?.time_zone ?? home?.time_zone ?? fallbackZone,
  };
}

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

export const planJourney = command({
  name: 'travel.plan-journey',
  summary:
    'Write down a journey there or back: when, how, and who meets the pupil. Nobody travels from a station or airport alone.',
  input: planInput,
  load: async (tools, input) => {
    const loaded = await load(tools, input);
    return loaded && { ...loaded, shares: await planShares(tools.tx, loaded.dossier) };
  },
  permit: (actor, { dossier, shares }, input, { today }) =>
    mayPlan(actor, dossier, input.direction, today, shares),
  run: async ({ tx }, { dossier, outward, back }, input) => {
    const before = input.direction === 'outward' ? outward : back;
    if (before?.departedAt || before?.arrivedAt)
      return fail('travel.refused.already-left', undefined, undefined, 'conflict');
    if ((before?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const zones = await zonesFor(tx, dossier);
    const ends = zonesOf(input.direction, zones);
    const plan = {
      direction: input.direction,
      leavesAt: instantIn(input.leavesOn, input.leavesAt, ends.leaves),
      arrivesAt: instantIn(input.arrivesOn, input.arrivesAt, ends.arrives),
      means: input.means,
      details: input.details,
      metBy: input.metBy,
    };
    const problem = planProblem(
      plan,
      dossier,
      zones,
      input.direction === 'return' ? outward : null,
    );
    if (problem) {
      return fail(
        problem.reason,
        { from: dossier.startsOn.subtract({ days: 2 }), until: dossier.endsOn.add({ days: 2 }) },
        problem.field,
      );
    }
    if (before) {
      await store.updateJourney(tx, dossier.id, input.direction, {
        leaves_at: plan.leavesAt,
        arrives_at: plan.arrivesAt,
        means: plan.means,
        details: plan.details,
        met_by: plan.metBy,
      });
    } else await store.insertJourney(tx, dossier.id, plan);
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
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

async function depart(tools: CommandTools, dossier: Dossier, at: Temporal.Instant): Promise<void> {
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
