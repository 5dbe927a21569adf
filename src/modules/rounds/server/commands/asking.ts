import { z } from 'zod';
import { groupFaults, whoFits } from '#engines/grouping/index.ts';
import { isPerson } from '#kernel/actor.ts';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import type { ClubId, PersonId, RoundGroupId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { insertClub, insertMembers } from '#modules/clubs/server/index.ts';
import { itemsOfCriterion, wordingFor } from '#modules/quality/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import { leads } from '../../core/policy.ts';
import { groupSize, limitsOf, peerOf } from '../../core/rules.ts';
import { askedMail, foundedMail, givenUpMail } from '../notices.ts';
import * as store from '../store.ts';
import { activeIn } from './grouping.ts';

const opensRows = 'asking members of a round';
const roundId = idOf('clr');

async function ask(
  { tx, now, post, runtime }: CommandTools,
  round: store.Round,
  group: store.Group,
  people: store.Registered[],
  size: number,
) {
  await store.setPlaces(
    tx,
    group.id,
    people.map((p) => p.personId),
    { state: 'asked', askedAt: now },
  );
  for (const who of people) {
    const mail = askedMail(who, round, { ...group, people: size }, runtime.config.origin);
    if (mail) await post(mail);
  }
}

/**
 * Offers a free place of a group on to the person who fits best among those who wait. Somebody who said no to this group is
 * not asked again.
 * @returns whether somebody was asked
 */
export async function offerOn(
  tools: CommandTools,
  round: store.Round,
  groupId: RoundGroupId,
): Promise<boolean> {
  const groups = await store.groupsOf(tools.tx, round.id);
  const group = groups.find((g) => g.id === groupId);
  if (!group || round.state === 'closed' || (group.state !== 'asking' && group.state !== 'founded'))
    return false;
  const entries = await store.entriesOf(tools.tx, round.id);
  const elsewhere = new Set(groups.filter((g) => g.state !== 'given_up').flatMap(activeIn));
  const known = new Set(group.places.map((p) => p.personId));
  const members = activeIn(group);
  const waiting = entries.filter(
    (e) => !e.held && !elsewhere.has(e.personId) && !known.has(e.personId),
  );
  const [first] = whoFits(
    { ...group, members },
    entries.filter((e) => members.includes(e.personId)).map((e) => peerOf(e, round)),
    waiting.map((e) => peerOf(e, round)),
    limitsOf(round),
  );
  const next = waiting.find((e) => e.personId === first);
  if (!next) return false;
  await store.insertPlace(tools.tx, group.id, next.personId, {
    state: 'asked',
    locked: false,
    askedAt: tools.now,
  });
  await ask(tools, round, group, [next], members.length + 1);
  return true;
}

export const askMembers = command({
  name: 'rounds.ask-members',
  summary:
    'Publish the proposed groups of a round: everybody in one is asked by mail whether to join it.',
  input: z.object({ roundId }),
  opensRows,
  load: async ({ tx, actor }, input) => {
    const round = await store.roundForUpdate(tx, input.roundId);
    return round && leads(actor, round) ? round : null;
  },
  permit: (_, round) => allowIf(round.state !== 'closed', refuse('rounds.refused.closed')),
  run: async (tools, round) => {
    const { tx } = tools;
    const entries = await store.entriesOf(tx, round.id);
    const groups = (await store.groupsOf(tx, round.id)).filter((g) => g.state === 'proposed');
    if (groups.length === 0)
      return fail('rounds.refused.no-groups', undefined, undefined, 'refused');
    const limits = limitsOf(round);
    const peopleOf = (g: store.Group) => entries.filter((e) => activeIn(g).includes(e.personId));
    // what people told may have changed since the groups were found
    const changed = groups.find((g) => {
      const peers = peopleOf(g).map((e) => peerOf(e, round));
      return groupFaults(peers, limits, limits.ownTheme ? g.theme : undefined).length > 0;
    });
    if (changed)
      return fail('rounds.refused.changed-since', { group: changed.number }, undefined, 'refused');
    let asked = 0;
    for (const group of groups) {
      const people = peopleOf(group);
      await store.setGroup(tx, group.id, { state: 'asking' });
      await ask(tools, round, group, people, people.length);
      asked += people.length;
    }
    await store.setRound(tx, round.id, { state: 'asking' });
    return ok({ groups: groups.length, asked });
  },
  audit: (round, _, { groups, asked }) => ({ subjectId: round.id, details: { groups, asked } }),
});

/** The actor's own place in a group that is being asked, with everything under lock. */
async function ownPlace(
  { tx, actor }: Pick<CommandTools, 'tx' | 'actor'>,
  input: { roundId: `clr_${string}`; groupId: RoundGroupId },
) {
  if (actor.kind !== 'person') return null;
  const round = await store.roundForUpdate(tx, input.roundId);
  const group = round && (await store.groupsOf(tx, round.id)).find((g) => g.id === input.groupId);
  const place = group?.places.find((p) => p.personId === actor.personId);
  // a proposal that nobody was asked about is no business of theirs yet
  return round && group && place && place.state !== 'proposed'
    ? { round, group, place, personId: actor.personId }
    : null;
}
const alreadyAnswered = () => fail('platform.error.already-done', undefined, undefined, 'conflict');

/** Enough have accepted: the club is founded with them, and everybody is told. */
async function found(
  { tx, now, post, runtime }: CommandTools,
  round: store.Round,
  group: store.Group,
  members: store.Registered[],
): Promise<ClubId> {
  const id = newId('clu');
  const words = wordingFor(group.language);
  const name = words.criterion(group.theme).text;
  await insertClub(tx, {
    id,
    name,
    criterionId: group.theme,
    language: group.language,
    facilitatorId: round.facilitator_id,
    // the points of the theme are the first questions; the club writes its own at the kick-off
    questions: itemsOfCriterion(group.theme)
      .slice(0, 4)
      .map((item) => words.item(item).text),
    state: 'forming',
    variant: 'standard4',
    now,
  });
  await insertMembers(tx, id, members, 'accepted', now);
  await store.setGroup(tx, group.id, { state: 'founded', clubId: id });
  for (const who of [...members, round.facilitator]) {
    const mail = foundedMail(who, round, { id, name }, runtime.config.origin);
    if (mail) await post(mail);
  }
  return id;
}

export const acceptPlace = command({
  name: 'rounds.accept-place',
  summary: 'Join the group you were asked for. Once five have joined, the club is founded.',
  input: z.object({ roundId, groupId: idOf('rgr') }),
  opensRows,
  load: (tools, input) => ownPlace(tools, input),
  permit: (actor, { personId, round, group }) =>
    all(
      allowIf(isPerson(actor, personId), hide),
      allowIf(
        round.state !== 'closed' && group.state !== 'given_up',
        refuse('rounds.refused.closed'),
      ),
    ),
  run: async (tools, { round, group, place, personId }) => {
    if (place.state !== 'asked') return alreadyAnswered();
    await store.setPlaces(tools.tx, group.id, [personId], {
      state: 'accepted',
      answeredAt: tools.now,
    });
    const joined: PersonId[] = [
      ...group.places.filter((p) => p.state === 'accepted').map((p) => p.personId),
      personId,
    ];
    const entries = await store.entriesOf(tools.tx, round.id);
    const me = entries.filter((e) => e.personId === personId);
    if (group.clubId) {
      await insertMembers(tools.tx, group.clubId, me, 'accepted', tools.now);
      return ok({ clubId: group.clubId as ClubId | null });
    }
    const clubId =
      joined.length >= groupSize.least
        ? await found(
            tools,
            round,
            group,
            entries.filter((e) => joined.includes(e.personId)),
          )
        : null;
    return ok({ clubId });
  },
  audit: ({ round }, _, { clubId }) => ({ subjectId: round.id, details: { club: clubId } }),
});

export const declinePlace = command({
  name: 'rounds.decline-place',
  summary:
    'Say no to the group you were asked for, and stay in the round or leave it. The place goes to somebody who waits.',
  input: z.object({ roundId, groupId: idOf('rgr'), stay: z.boolean().default(false) }),
  opensRows,
  load: (tools, input) => ownPlace(tools, input),
  permit: (actor, { personId }) => allowIf(isPerson(actor, personId), hide),
  run: async (tools, { round, group, place, personId }, { stay }) => {
    if (place.state !== 'asked') return alreadyAnswered();
    await store.setPlaces(tools.tx, group.id, [personId], {
      state: 'declined',
      answeredAt: tools.now,
    });
    if (!stay) await store.setEntry(tools.tx, round.id, personId, { withdrawnAt: tools.now });
    const offered = await offerOn(tools, round, group.id);
    return ok({ offered });
  },
  audit: ({ round }, _, { offered }) => ({ subjectId: round.id, details: { offered } }),
});

export const giveUpGroup = command({
  name: 'rounds.give-up-group',
  summary:
    'Give up a group in which too few joined. Its people are told and wait again, so that they can be in another.',
  input: z.object({ roundId, groupId: idOf('rgr') }),
  opensRows,
  load: async ({ tx, actor }, input) => {
    const round = await store.roundForUpdate(tx, input.roundId);
    const group = round && (await store.groupsOf(tx, round.id)).find((g) => g.id === input.groupId);
    return round && group && leads(actor, round) ? { round, group } : null;
  },
  permit: (_, { group }) => allowIf(group.state === 'asking', refuse('rounds.refused.not-asking')),
  run: async ({ tx, now, post, runtime }, { round, group }) => {
    const people = activeIn(group);
    await store.setGroup(tx, group.id, { state: 'given_up' });
    await store.setPlaces(tx, group.id, people, { state: 'left', answeredAt: now });
    for (const who of await store.entriesOf(tx, round.id)) {
      if (!people.includes(who.personId)) continue;
      const mail = givenUpMail(who, round, group.id, runtime.config.origin);
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: ({ round, group }) => ({ subjectId: round.id, details: { group: group.number } }),
});

/** A member left the club of a round: their place goes to who waits. Works on everybody's rows, so not as the one who left. */
export const offerPlaceJob = job<{ clubId: ClubId; personId: PersonId }>('rounds.offer-place');

export const offerPlace = command({
  name: 'rounds.offer-place',
  summary:
    'Offer the place of somebody who left a club on. Only the installation itself does this.',
  input: z.object({ clubId: idOf('clu'), personId: idOf('per') }),
  opensRows,
  load: async ({ tx, actor }, { clubId, personId }) => {
    if (actor.kind !== 'system') return null;
    const group = await store.groupOfClub(tx, clubId);
    const round = group && (await store.roundForUpdate(tx, group.roundId));
    if (!group || !round) return null;
    const place = (await store.groupsOf(tx, round.id))
      .find((g) => g.id === group.id)
      ?.places.find((p) => p.personId === personId);
    return place ? { round, group, place } : null;
  },
  permit: () => allow,
  run: async (tools, { round, group, place }) => {
    // a job that comes twice offers once
    if (place.state !== 'accepted') return ok({ offered: false });
    const { personId } = place;
    await store.setPlaces(tools.tx, group.id, [personId], { state: 'left', answeredAt: tools.now });
    await store.setEntry(tools.tx, round.id, personId, { withdrawnAt: tools.now });
    return ok({ offered: await offerOn(tools, round, group.id) });
  },
  audit: ({ round }, _, { offered }) => ({ subjectId: round.id, details: { offered } }),
});
