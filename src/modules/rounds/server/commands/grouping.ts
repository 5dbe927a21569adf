import { z } from 'zod';
import { groupFaults, type groupPeers, sameGroups, settleGroup } from '#engines/grouping/index.ts';
import { all, allow, allowIf, refuse } from '#kernel/decision.ts';
import { fail, failAll, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import type { CommandTools, Runtime } from '#platform/runtime.ts';
import { leads } from '../../core/policy.ts';
import { atOnce, faultOfGroup, limitsOf, peerOf } from '../../core/rules.ts';
import type { RoundOutcome } from '../../core/types.ts';
import * as store from '../store.ts';

/** Finds groups for rounds that are too large to wait for. */
export const findGroupsJob = job<{ roundId: string }>('rounds.find-groups', 2);

const roundId = idOf('clr');
const opensRows = 'bringing people of a round together';

/** The round, for its facilitator alone; groups change until members are asked and between. */
async function ledRound(
  { tx, actor }: { tx: Tx; actor: Parameters<typeof leads>[0] },
  input: { roundId: `clr_${string}` },
) {
  const round = await store.roundForUpdate(tx, input.roundId);
  return round && leads(actor, round) ? round : null;
}
const notClosed = (round: store.Round) =>
  allowIf(round.state !== 'closed', refuse('rounds.refused.closed'));

/** People who are or may come into a group. */
export const activeIn = (group: store.Group) =>
  group.places.filter((p) => p.state !== 'declined' && p.state !== 'left').map((p) => p.personId);

/** Finding groups takes seconds, in which nobody's page may wait for it. */
const groupAside =
  ({ aside }: Runtime) =>
  (...input: Parameters<typeof groupPeers>) =>
    aside<ReturnType<typeof groupPeers>>('group-peers', input);

/** Proposes groups again around what is locked or was asked, and keeps what was found. */
async function regroup({ tx, runtime }: CommandTools, round: store.Round): Promise<RoundOutcome> {
  const entries = await store.entriesOf(tx, round.id);
  const registered = new Set<string>(entries.map((e) => e.personId));
  const groups = (await store.groupsOf(tx, round.id)).filter((g) => g.state !== 'given_up');
  const membersOf = (g: store.Group) => activeIn(g).filter((id) => registered.has(id));
  const stands = (g: store.Group) =>
    (g.locked || g.state !== 'proposed') && membersOf(g).length > 0;
  const standing = groups.filter(stands);
  const standingPeople = new Set(standing.flatMap(membersOf));
  const loose = groups.filter((g) => g.state === 'proposed' && !stands(g));
  const pins = loose.flatMap((g) => {
    const members = g.places
      .filter((p) => p.locked && registered.has(p.personId))
      .map((p) => p.personId);
    return members.length > 0 ? [{ id: g.id, members, theme: g.theme }] : [];
  });
  const pinned = new Set(pins.flatMap((p) => p.members));
  const found = await groupAside(runtime)(
    entries.map((e) => peerOf(e, round)),
    limitsOf(round),
    {
      groups: standing.map((g) => ({ ...g, members: membersOf(g) })),
      pins,
      held: entries
        .filter((e) => e.held && !standingPeople.has(e.personId) && !pinned.has(e.personId))
        .map((e) => e.personId),
    },
  );
  const fresh = found.groups.filter((g) => !standing.some((s) => s.id === g.from));
  // groups that are mostly the same people keep their number, so that the list stays readable
  const again = sameGroups(
    loose.map((g) => activeIn(g)),
    fresh.map((g) => g.members),
  );
  const taken = new Set(
    (await store.groupsOf(tx, round.id))
      .filter((g) => !loose.includes(g) && !loose.some((l) => l.id === g.id))
      .map((g) => g.number),
  );
  const wished = fresh.map((_, i) => {
    const before = again.get(i);
    return before === undefined ? null : ((loose[before] as store.Group).number as number | null);
  });
  for (const number of wished) if (number !== null) taken.add(number);
  let next = 1;
  const rows = fresh.map((g, i): store.Group => {
    const before = again.get(i);
    const old = before === undefined ? undefined : loose[before];
    let number = wished[i] ?? null;
    if (number === null) {
      while (taken.has(next)) next++;
      number = next++;
      taken.add(number);
    }
    const locked = new Set(old?.places.filter((p) => p.locked).map((p) => p.personId));
    return {
      id: newId('rgr'),
      number,
      theme: g.theme,
      language: g.language,
      start: g.start,
      otherStarts: g.starts.filter((s) => s !== g.start),
      locked: false,
      state: 'proposed',
      clubId: null,
      places: entries
        .filter((e) => g.members.includes(e.personId))
        .map((e) => ({
          personId: e.personId,
          locked: locked.has(e.personId) && g.from === old?.id,
          state: 'proposed',
        })),
    };
  });
  await store.deleteGroups(
    tx,
    loose.map((g) => g.id),
  );
  await store.insertGroups(tx, round.id, rows);
  await store.setWaiting(tx, round.id, found.waiting);
  const numbers = (all: readonly store.Group[]) =>
    new Map(all.flatMap((g) => membersOf(g).map((id) => [id, g.number] as const)));
  const [was, is] = [numbers(groups), numbers([...standing, ...rows])];
  const changes =
    was.size === 0
      ? []
      : entries.flatMap((e) => {
          const [from, to] = [was.get(e.personId) ?? null, is.get(e.personId) ?? null];
          return from === to ? [] : [{ personId: e.personId, from, to }];
        });
  const { placed, bound, unreachable, exact, steps } = found.proof;
  const outcome: RoundOutcome = {
    registered: entries.length,
    placed,
    bound,
    unreachable,
    held: found.waiting.filter((w) => w.reason === 'held').length,
    exact,
    steps,
    broken: groups
      .filter((g) => g.state === 'proposed' && found.broken.includes(g.id))
      .map((g) => g.number),
    changes,
  };
  await store.setRound(tx, round.id, { outcome, workingSince: null });
  return outcome;
}

export const findGroups = command({
  name: 'rounds.find-groups',
  summary:
    'Propose groups for a round: as many people as possible, with proof. What is locked or was asked stays. Large rounds are worked on in the background.',
  input: z.object({ roundId }),
  opensRows,
  load: (tools, input) => ledRound(tools, input),
  permit: (_, round) => notClosed(round),
  run: async (tools, round) => {
    const { tx, now, enqueue } = tools;
    if (
      round.workingSince &&
      Temporal.Instant.compare(round.workingSince.add({ minutes: 5 }), now) > 0
    )
      return fail('rounds.refused.working', undefined, undefined, 'conflict');
    const registered = (await store.entriesOf(tx, round.id)).length;
    if (registered > atOnce) {
      await store.setRound(tx, round.id, { workingSince: now });
      await enqueue(findGroupsJob, { roundId: round.id });
      return ok({ working: true, placed: 0 });
    }
    const { placed } = await regroup(tools, round);
    return ok({ working: false, placed });
  },
  audit: (round, _, { placed }) => ({ subjectId: round.id, details: { placed } }),
});

/** For the background alone. */
export const settleGroups = command({
  name: 'rounds.settle-groups',
  summary: 'Find the groups of a large round. Only the installation itself does this.',
  input: z.object({ roundId }),
  opensRows,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? store.roundForUpdate(tx, input.roundId) : null,
  permit: () => allow,
  run: async (tools, round) => {
    // a job that comes twice finds nothing left to do
    if (round.workingSince === null || round.state === 'closed') return ok({ placed: 0 });
    const { placed } = await regroup(tools, round);
    return ok({ placed });
  },
  audit: (round, _, { placed }) => ({ subjectId: round.id, details: { placed } }),
});

async function proposedGroup(
  tools: { tx: Tx; actor: Parameters<typeof leads>[0] },
  input: { roundId: `clr_${string}`; groupId: `rgr_${string}` },
) {
  const round = await ledRound(tools, input);
  const group =
    round && (await store.groupsOf(tools.tx, round.id)).find((g) => g.id === input.groupId);
  return round && group ? { round, group } : null;
}
const stillProposed = ({ round, group }: { round: store.Round; group: store.Group }) =>
  all(
    notClosed(round),
    allowIf(group.state === 'proposed', refuse('rounds.refused.asked-already')),
  );

export const lockGroup = command({
  name: 'rounds.lock-group',
  summary: 'Keep a proposed group as it is when groups are found again, or let it go.',
  input: z.object({ roundId, groupId: idOf('rgr'), locked: z.boolean() }),
  opensRows,
  load: (tools, input) => proposedGroup(tools, input),
  permit: (_, loaded) => stillProposed(loaded),
  run: async ({ tx }, { group }, input) => {
    await store.setGroup(tx, group.id, { locked: input.locked });
    return ok();
  },
  audit: ({ round, group }) => ({ subjectId: round.id, details: { group: group.number } }),
});

export const lockPlace = command({
  name: 'rounds.lock-place',
  summary: 'Keep a person in a proposed group when groups are found again, or let them go.',
  input: z.object({ roundId, groupId: idOf('rgr'), personId: idOf('per'), locked: z.boolean() }),
  opensRows,
  load: async (tools, input) => {
    const loaded = await proposedGroup(tools, input);
    return loaded?.group.places.some((p) => p.personId === input.personId) ? loaded : null;
  },
  permit: (_, loaded) => stillProposed(loaded),
  run: async ({ tx }, { group }, input) => {
    await store.setPlaces(tx, group.id, [input.personId], { locked: input.locked });
    return ok();
  },
  audit: ({ round, group }) => ({ subjectId: round.id, details: { group: group.number } }),
});

export const movePerson = command({
  name: 'rounds.move-person',
  summary:
    'Put somebody into another proposed group, or keep them waiting. What would break a rule is refused with the reason; who was moved stays there when groups are found again.',
  input: z.object({
    roundId,
    personId: idOf('per'),
    /** a group, `waiting` to keep somebody back, `free` to let them be placed again */
    to: z.union([idOf('rgr'), z.enum(['waiting', 'free'])], { error: 'platform.invalid.choose' }),
  }),
  opensRows,
  load: async (tools, input) => {
    const round = await ledRound(tools, input);
    if (!round) return null;
    const entries = await store.entriesOf(tools.tx, round.id);
    const entry = entries.find((e) => e.personId === input.personId);
    const groups = await store.groupsOf(tools.tx, round.id);
    const to = groups.find((g) => g.id === input.to);
    return entry && (to || !input.to.startsWith('rgr_'))
      ? { round, entries, entry, groups, to }
      : null;
  },
  permit: (_, { round, entry, groups, to }) => {
    const from = groups.find((g) => activeIn(g).includes(entry.personId));
    const fixed = [from, to].some((g) => g && g.state !== 'proposed');
    return all(notClosed(round), allowIf(!fixed, refuse('rounds.refused.asked-already')));
  },
  run: async ({ tx }, { round, entries, entry, groups, to }, input) => {
    const from = groups.find((g) => activeIn(g).includes(entry.personId));
    const limits = limitsOf(round);
    const peers = (ids: readonly string[]) =>
      entries.filter((e) => ids.includes(e.personId)).map((e) => peerOf(e, round));
    if (from && from.id === to?.id) return fail('rounds.refused.there-already', undefined, 'to');
    const remaining = from ? activeIn(from).filter((id) => id !== entry.personId) : [];
    const grown = to ? [...activeIn(to), entry.personId] : [];
    const faults = [
      ...(from && input.to !== 'free'
        ? groupFaults(peers(remaining), limits)
            .filter((f) => f.kind === 'too-few')
            .map((f) => faultOfGroup(f, from.number))
        : []),
      ...(to
        ? groupFaults(peers(grown), limits, limits.ownTheme ? to.theme : undefined)
            .filter((f) => f.kind !== 'too-few')
            .map((f) => faultOfGroup(f, to.number))
        : []),
    ];
    if (faults.length > 0) return failAll(faults, 'refused');
    await store.setEntry(tx, round.id, entry.personId, { held: input.to === 'waiting' });
    if (input.to === 'free') return ok({ from: from?.number ?? null, to: null });
    if (from) {
      await store.removePlace(tx, from.id, entry.personId);
      const meeting = settleGroup(peers(remaining), limits, from);
      await store.setGroup(tx, from.id, {
        meeting: { ...meeting, otherStarts: meeting.starts.filter((s) => s !== meeting.start) },
      });
    }
    if (to) {
      await store.insertPlace(tx, to.id, entry.personId, {
        state: 'proposed',
        locked: true,
        askedAt: null,
      });
      const meeting = settleGroup(peers(grown), limits, to);
      await store.setGroup(tx, to.id, {
        meeting: { ...meeting, otherStarts: meeting.starts.filter((s) => s !== meeting.start) },
      });
    }
    return ok({ from: from?.number ?? null, to: to?.number ?? null });
  },
  audit: ({ round }, _, { from, to }) => ({ subjectId: round.id, details: { from, to } }),
});

export const chooseStart = command({
  name: 'rounds.choose-start',
  summary:
    'Have a proposed group meet at another half-hour that suits all of them. The group is kept as it is when groups are found again.',
  input: z.object({
    roundId,
    groupId: idOf('rgr'),
    /** half-hour of the week by the round's clock, Monday 00:00 is 0 */
    start: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).max(335),
  }),
  opensRows,
  load: async (tools, input) => {
    const loaded = await proposedGroup(tools, input);
    return loaded && { ...loaded, entries: await store.entriesOf(tools.tx, loaded.round.id) };
  },
  permit: (_, loaded) => stillProposed(loaded),
  run: async ({ tx }, { round, group, entries }, input) => {
    const active = new Set<string>(activeIn(group));
    const people = entries.filter((e) => active.has(e.personId)).map((e) => peerOf(e, round));
    const meeting = settleGroup(people, limitsOf(round), { ...group, start: input.start });
    // somebody told other hours meanwhile
    if (meeting.start !== input.start)
      return fail('rounds.refused.not-all-free', undefined, 'start');
    await store.setGroup(tx, group.id, {
      locked: true,
      meeting: { ...meeting, otherStarts: meeting.starts.filter((s) => s !== meeting.start) },
    });
    return ok();
  },
  audit: ({ round, group }) => ({ subjectId: round.id, details: { group: group.number } }),
});
