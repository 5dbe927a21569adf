import { z } from 'zod';
import { levels } from '#engines/grouping/index.ts';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, languageCode, line, optionalProse, version } from '#kernel/schema.ts';
import { intents, isCriterion } from '#modules/quality/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { leads, mayOpenRounds, mayRegister } from '../../core/policy.ts';
import {
  dayOf,
  entryFaults,
  freeOf,
  mondayOf,
  roundFaults,
  takesPeople,
} from '../../core/rules.ts';
import { experiences, peerRoles } from '../../core/types.ts';
import * as store from '../store.ts';
import { offerOn } from './asking.ts';

const knownZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
const timeZone = z.string().trim().max(60).refine(knownZone, { error: 'platform.invalid.choose' });
const criterion = z.string().refine(isCriterion, { error: 'platform.invalid.choose' });

const roundWords = {
  name: line(120),
  about: optionalProse(2000),
  themes: z.array(criterion).max(40).default([]),
  languages: z.array(languageCode).max(30).default([]),
  ownTheme: z.boolean().default(true),
  timeZone,
  kickOffWeek: dateInput.transform(mondayOf),
  weeksBetween: z.coerce
    .number({ error: 'platform.invalid.number' })
    .int()
    .min(3, { error: 'rounds.invalid.weeks' })
    .max(10, { error: 'rounds.invalid.weeks' }),
  registerUntil: dateInput,
};

export const openRound = command({
  name: 'rounds.open-round',
  summary:
    'Open a round in which people register for peer-learning clubs: themes, languages, weeks of the meetings, and until when.',
  input: z.object(roundWords),
  load: async () => ({}),
  permit: (actor) =>
    actor.kind === 'person'
      ? allowIf(mayOpenRounds(actor), refuse('rounds.refused.facilitators-only'))
      : hide,
  run: async ({ tx, actor, now, today }, _, input) => {
    const faults = roundFaults(input, today);
    if (faults.length > 0 || actor.kind !== 'person') return failAll(faults);
    const id = newId('clr');
    await store.insertRound(tx, { ...input, id, facilitatorId: actor.personId, now });
    return ok({ roundId: id });
  },
  audit: (_, __, { roundId }) => ({ subjectId: roundId }),
});

export const changeRound = command({
  name: 'rounds.change-round',
  summary: 'Change the words, themes, languages and dates of a round until members are asked.',
  input: z.object({ roundId: idOf('clr'), version, ...roundWords }),
  load: ({ tx }, input) => store.roundForUpdate(tx, input.roundId),
  permit: (actor, round) =>
    all(
      allowIf(leads(actor, round)),
      allowIf(round.state === 'open', refuse('rounds.refused.asked-already')),
    ),
  run: async ({ tx, today }, round, { roundId: _, version: seen, ...input }) => {
    const faults = roundFaults(input, today);
    if (faults.length > 0) return failAll(faults);
    if (!(await store.updateRound(tx, round.id, seen, input)))
      return stale('platform.error.changed-meanwhile');
    return ok();
  },
  audit: (round) => ({ subjectId: round.id }),
});

const chosen = <T extends z.ZodRawShape>(shape: T, key: string) =>
  z
    .array(z.object(shape))
    .max(10)
    .transform((list) => list.filter((each) => (each as Record<string, unknown>)[key] !== ''));

export const register = command({
  name: 'rounds.register-interest',
  summary:
    'Register for a round, or change what you told: what you want to learn, languages with level, free half-hours by your own clock.',
  input: z.object({
    roundId: idOf('clr'),
    orgId: idOf('org'),
    role: z.enum(peerRoles, { error: 'platform.invalid.choose' }),
    experience: z.enum(experiences, { error: 'platform.invalid.choose' }),
    timeZone,
    languages: chosen(
      {
        code: z.union([z.literal(''), languageCode]),
        level: z.enum(levels, { error: 'platform.invalid.choose' }),
      },
      'code',
    ),
    /** parts of days and half-hours: `2-morning`, `2-17` */
    free: z.array(z.string().max(20)).max(300).default([]),
    wants: chosen(
      {
        theme: z.union([z.literal(''), criterion]),
        intent: z.enum(intents, { error: 'platform.invalid.choose' }),
      },
      'theme',
    ),
  }),
  // a round brings together people who may see nothing else of each other
  opensRows: 'registering for a round',
  load: async ({ tx, actor, now }, { roundId }) => {
    if (actor.kind !== 'person' || actor.orgs.length === 0) return null;
    const round = await store.roundForUpdate(tx, roundId);
    if (!round) return null;
    const { personId } = actor;
    // a round that is over is there for those alone who are in it
    const known = (await store.entriesOf(tx, roundId, personId)).length > 0 || leads(actor, round);
    return known || takesPeople(round, dayOf(now)) ? { round, personId } : null;
  },
  permit: (actor, { round }, input, { today }) =>
    all(
      mayRegister(actor, input.orgId),
      leads(actor, round) ? refuse('rounds.refused.own-round') : allow,
      allowIf(takesPeople(round, today), refuse('rounds.refused.over')),
    ),
  run: async ({ tx, now }, { round, personId }, { roundId: _, free, ...input }) => {
    const entry = { ...input, personId, free: freeOf(free) };
    const faults = entryFaults(entry, round);
    if (faults.length > 0) return failAll(faults);
    await store.saveEntry(tx, round.id, entry, now);
    return ok();
  },
  audit: ({ round }, input) => ({ subjectId: round.id, orgId: input.orgId }),
});

/** Takes somebody's place away where it was only proposed or asked; the place that is freed is offered on. */
export async function leaveGroups(
  tools: CommandTools,
  round: store.Round,
  personId: `per_${string}`,
) {
  for (const group of await store.groupsOf(tools.tx, round.id)) {
    const place = group.places.find((p) => p.personId === personId);
    if (place?.state === 'proposed') await store.removePlace(tools.tx, group.id, personId);
    if (place?.state === 'asked' || place?.state === 'accepted') {
      await store.setPlaces(tools.tx, group.id, [personId], {
        state: 'declined',
        answeredAt: tools.now,
      });
      await offerOn(tools, round, group.id);
    }
  }
}

export const withdraw = command({
  name: 'rounds.withdraw-interest',
  summary:
    'Leave a round before your club is founded. A place you were asked for goes to somebody who waits.',
  input: z.object({ roundId: idOf('clr') }),
  opensRows: 'registering for a round',
  load: async ({ tx, actor }, { roundId }) => {
    if (actor.kind !== 'person') return null;
    const round = await store.roundForUpdate(tx, roundId);
    const [entry] = round ? await store.entriesOf(tx, roundId, actor.personId) : [];
    return round && entry ? { round, entry } : null;
  },
  permit: () => allow,
  run: async (tools, { round, entry }) => {
    const groups = await store.groupsOf(tools.tx, round.id);
    const founded = groups.some(
      (g) =>
        g.state === 'founded' &&
        g.places.some((p) => p.personId === entry.personId && p.state === 'accepted'),
    );
    if (founded) return fail('rounds.refused.in-club', undefined, undefined, 'refused');
    await store.setEntry(tools.tx, round.id, entry.personId, { withdrawnAt: tools.now });
    await leaveGroups(tools, round, entry.personId);
    return ok();
  },
  audit: ({ round, entry }) => ({ subjectId: round.id, orgId: entry.orgId }),
});

export const closeRound = command({
  name: 'rounds.close-round',
  summary: 'Close a round: nobody is asked any more. Clubs that are founded go on.',
  input: z.object({ roundId: idOf('clr') }),
  load: ({ tx }, input) => store.roundForUpdate(tx, input.roundId),
  permit: (actor, round) =>
    all(
      allowIf(leads(actor, round)),
      allowIf(round.state !== 'closed', refuse('rounds.refused.closed')),
    ),
  run: async ({ tx, now }, round) => {
    await store.setRound(tx, round.id, { state: 'closed', closedAt: now });
    return ok();
  },
  audit: (round) => ({ subjectId: round.id }),
});
