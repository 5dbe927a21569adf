import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { TravelGroupId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { job } from '#platform/queue.ts';
import {
  changedJourney,
  connectionInput,
  directions,
  type Journey,
  type Leg,
  leavesSoon,
  mayWriteConnection,
  reconnect,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import {
  about,
  legsFrom,
  legsOfJourney,
  load,
  lockGroup,
  stillToWrite,
  tellChange,
  type Written,
} from './journeys.ts';
import { planShares } from './planners.ts';

type Way = { legs: Leg[]; leavesAt: Temporal.Instant; arrivesAt: Temporal.Instant };

/** Writes how a journey goes on, and has everybody told who was told before. */
async function writeWay(
  tools: Pick<CommandTools, 'tx' | 'enqueue'>,
  dossier: Dossier,
  journey: Journey,
  { legs, leavesAt, arrivesAt }: Way,
  { by, at }: Written,
): Promise<void> {
  const { direction } = journey;
  const now = { ...journey, leavesAt, arrivesAt };
  await store.putLegs(tools.tx, dossier.id, direction, legs);
  await store.putJourney(tools.tx, dossier.id, now, at);
  await tellChange(tools, dossier, {
    direction,
    kind: 'plan',
    what: [...changedJourney(journey, now), 'leg'],
    leavesBefore: journey.leavesAt,
    arrivesBefore: journey.arrivesAt,
    leavesAt,
    arrivesAt,
    leg: null,
    madeBy: by,
    madeAt: at,
  });
}

/** How the way of one of a group goes on, for all who travel along, whoever hosts them. */
export const connectGroupJob = job<{
  mobilityId: Dossier['id'];
  direction: Journey['direction'];
  groupId: TravelGroupId;
  by: Written['by'];
  at: string;
}>('travel.connect-group');

export const writeConnection = command({
  name: 'travel.write-connection',
  summary:
    'A connection is missed or does not run: write how the journey goes on, also under way. The last part says when it arrives now, and everybody who waits is told at once, for a whole group when it travels together.',
  input: connectionInput,
  load: async (tools, input) => {
    const loaded = await load(tools, input);
    if (!loaded) return null;
    const journey = input.direction === 'outward' ? loaded.outward : loaded.back;
    return {
      ...loaded,
      journey,
      group: journey?.groupId ? ((await store.groupById(tools.tx, journey.groupId)) ?? null) : null,
      shares: await planShares(tools.tx, loaded.dossier),
    };
  },
  permit: (actor, { dossier, group, shares }, input, { today }) =>
    mayWriteConnection(actor, dossier, input.direction, group, today, shares),
  run: async (tools, { dossier, journey }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!journey) return fail('travel.refused.not-planned', { pupil: dossier.pupilName });
    if (journey.arrivedAt || !leavesSoon(journey.leavesAt, now))
      return fail('travel.refused.not-under-way', undefined, undefined, 'conflict');
    if (journey.version !== input.version) return stale('platform.error.changed-meanwhile');
    const { direction } = input;
    const before = await legsOfJourney(tx, dossier, direction);
    if (input.from > before.length) return fail('platform.invalid.choose', undefined, 'from');
    const way = reconnect(journey, before, input.from, legsFrom(input.legs));
    if ('reason' in way)
      return fail(way.reason, { number: way.at + 1 }, `legs.${way.at}.${way.field}`);
    const written = { by: actor.personId, at: now };
    await writeWay(tools, dossier, journey, way, written);
    if (journey.groupId)
      await tools.enqueue(connectGroupJob, {
        mobilityId: dossier.id,
        direction,
        groupId: journey.groupId,
        by: actor.personId,
        at: now.toString(),
      });
    return ok();
  },
  audit: (loaded, input) => ({ ...about(loaded), details: { direction: input.direction } }),
});

export const connectGroup = command({
  name: 'travel.connect-group',
  summary:
    'Write how the way of a group goes on into the journeys of everybody who travels along. Run by the installation itself, which sees them all; run again it changes nothing.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    groupId: idOf('tgr'),
    by: idOf('per'),
    at: z.string(),
  }),
  load: async ({ tx }, input) => {
    const locked = await lockGroup(tx, input.groupId);
    const source = locked?.along.find((dossier) => dossier.id === input.mobilityId);
    return locked && source ? { ...locked, source } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { source, along }, input) => {
    const { tx } = tools;
    const { direction } = input;
    const ways = await store.journeysOf(tx, source.id);
    const way = direction === 'outward' ? ways.outward : ways.back;
    if (!way) return ok();
    const legs = await legsOfJourney(tx, source, direction);
    const written = { by: input.by, at: Temporal.Instant.from(input.at) };
    const { leavesAt, arrivesAt } = way;
    for (const { dossier, journey } of await stillToWrite(tx, along, direction, written))
      await writeWay(tools, dossier, journey, { legs, leavesAt, arrivesAt }, written);
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.orgId }),
});
