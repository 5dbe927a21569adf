import { z } from 'zod';
import { groupFaults, levels, settleGroup } from '#engines/grouping/index.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { intents, itemById, questionnaire } from '#modules/quality/core/index.ts';
import { priorityHolders } from '#modules/quality/server/index.ts';
import { hashToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import { leads, mayOpenRounds } from '../core/policy.ts';
import { limitsOf, ownClock, peerOf, takesPeople } from '../core/rules.ts';
import { experiences, groupStates, peerRoles, placeStates, roundStates } from '../core/types.ts';
import { activeIn } from './commands/index.ts';
import * as store from './store.ts';

const roundWords = {
  id: idView('clr'),
  name: z.string(),
  about: z.string(),
  facilitator: z.string(),
  themes: z.array(z.string()),
  languages: z.array(z.string()),
  ownTheme: z.boolean(),
  timeZone: z.string(),
  kickOffWeek: dateView,
  weeksBetween: z.number(),
  registerUntil: dateView,
  state: z.enum(roundStates),
  version: z.number(),
};
const wordsOf = (round: store.Round) => ({
  id: round.id,
  name: round.name,
  about: round.about,
  facilitator: displayName(round.facilitator),
  themes: [...round.themes],
  languages: [...round.languages],
  ownTheme: round.ownTheme,
  timeZone: round.timeZone,
  kickOffWeek: round.kickOffWeek,
  weeksBetween: round.weeksBetween,
  registerUntil: round.registerUntil,
  state: round.state,
  version: round.version,
});
export const listRounds = query({
  name: 'rounds.list-rounds',
  summary: 'Rounds you lead or are registered in, and those that are open for you to register.',
  input: z.object({}),
  opensRows: 'open rounds are for everybody who works for an organisation',
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? actor : null),
  output: z.object({
    mayOpen: z.boolean(),
    rounds: z.array(
      z.object({
        id: idView('clr'),
        name: z.string(),
        facilitator: z.string(),
        state: z.enum(roundStates),
        registerUntil: dateView,
        open: z.boolean(),
        /** your part in it */
        yours: z.enum(['facilitator', 'none', 'registered', 'asked', 'accepted']),
        theme: z.string().nullable(),
        /** the facilitator's: how many are registered, and answers that are still out */
        registered: z.number(),
        asked: z.number(),
        proposed: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope: actor, today }) => {
    const rounds = await store.roundsFor(read, actor.personId);
    const places = await store.ownPlaces(read, actor.personId);
    const entries = await store.ownEntries(read, actor.personId);
    const counts = await store.countsOf(
      read,
      rounds.filter((r) => leads(actor, r)).map((r) => r.id),
    );
    return {
      mayOpen: mayOpenRounds(actor),
      rounds: rounds.flatMap((round) => {
        const place = places.find((p) => p.round_id === round.id);
        const led = leads(actor, round);
        const registered = entries.has(round.id);
        if (!led && !registered && !place && !takesPeople(round, today)) return [];
        const count = counts.get(round.id);
        return [
          {
            id: round.id,
            name: round.name,
            facilitator: displayName(round.facilitator),
            state: round.state,
            registerUntil: round.registerUntil,
            open: takesPeople(round, today),
            yours: led
              ? ('facilitator' as const)
              : place?.state === 'asked'
                ? ('asked' as const)
                : place
                  ? ('accepted' as const)
                  : registered
                    ? ('registered' as const)
                    : ('none' as const),
            theme: place?.theme ?? null,
            registered: count?.registered ?? 0,
            asked: count?.asked ?? 0,
            proposed: count?.proposed ?? 0,
          },
        ];
      }),
    };
  },
});

const meeting = z.object({ at: instantView, timeZone: z.string(), moved: z.boolean() });
const meetingsFor = (start: number, timeZone: string, round: store.Round) =>
  ownClock(start, timeZone, round).map(({ at, moved }) => ({
    at: at.toInstant(),
    timeZone,
    moved,
  }));

export const getRound = query({
  name: 'rounds.get-round',
  summary:
    'A round as whoever has its link sees it; who is registered sees their own place, or why they wait, and nobody else’s.',
  input: z.object({ roundId: idOf('clr') }),
  opensRows: 'the link of a round',
  visible: (actor) => actor,
  output: z.object({
    ...roundWords,
    open: z.boolean(),
    yours: z.enum(['visitor', 'no-organisation', 'facilitator', 'none', 'registered']),
    waiting: z.object({ reason: z.string(), others: z.number(), needed: z.number() }).nullable(),
    place: z
      .object({
        groupId: idView('rgr'),
        state: z.enum(placeStates),
        theme: z.string(),
        language: z.string(),
        clubId: idView('clu').nullable(),
        members: z.array(
          z.object({
            name: z.string(),
            organisation: z.string(),
            countryCode: z.string(),
            joined: z.boolean(),
          }),
        ),
        meetings: z.array(meeting),
      })
      .nullable(),
  }),
  view: async ({ read, scope: actor, today }, { roundId }) => {
    const round = await store.roundById(read, roundId);
    if (!round) return null;
    const words = { ...wordsOf(round), open: takesPeople(round, today) };
    const nothing = { waiting: null, place: null };
    if (actor.kind !== 'person')
      return words.open ? { ...words, ...nothing, yours: 'visitor' as const } : null;
    if (leads(actor, round)) return { ...words, ...nothing, yours: 'facilitator' as const };
    const entries = await store.entriesOf(read, roundId);
    const me = entries.find((e) => e.personId === actor.personId);
    const groups = await store.groupsOf(read, roundId);
    const group = groups.find(
      (g) =>
        (g.state === 'asking' || g.state === 'founded') &&
        g.places.some(
          (p) => p.personId === actor.personId && (p.state === 'asked' || p.state === 'accepted'),
        ),
    );
    if (!me) {
      if (!words.open) return null;
      return {
        ...words,
        ...nothing,
        yours: actor.orgs.length > 0 ? ('none' as const) : ('no-organisation' as const),
      };
    }
    if (!group)
      return {
        ...words,
        yours: 'registered' as const,
        place: null,
        // before members are asked a proposal may still change, so nothing is told of it
        waiting:
          round.state !== 'open' && me.waitReason
            ? {
                reason: me.waitReason,
                others: me.waitOthers ?? 0,
                needed: limitsOf(round).least - 1,
              }
            : null,
      };
    const state = group.places.find((p) => p.personId === actor.personId)?.state ?? 'asked';
    return {
      ...words,
      yours: 'registered' as const,
      waiting: null,
      place: {
        groupId: group.id,
        state,
        theme: group.theme,
        language: group.language,
        clubId: group.clubId,
        members: entries
          .filter((e) => e.personId !== actor.personId && activeIn(group).includes(e.personId))
          .map((e) => ({
            name: displayName(e),
            organisation: e.organisation,
            countryCode: e.countryCode,
            joined: group.places.some((p) => p.personId === e.personId && p.state === 'accepted'),
          })),
        meetings: meetingsFor(group.start, me.timeZone, round),
      },
    };
  },
});

export const getEntry = query({
  name: 'rounds.get-entry',
  summary:
    'What you told a round, or what is known to begin with: your organisations, their clock, the priorities of your newest assessment.',
  input: z.object({ roundId: idOf('clr') }),
  opensRows: 'registering for a round',
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? actor : null),
  output: z.object({
    ...roundWords,
    open: z.boolean(),
    registered: z.boolean(),
    organisations: z.array(z.object({ id: idView('org'), name: z.string() })),
    orgId: z.string(),
    role: z.string(),
    experience: z.string(),
    entryZone: z.string(),
    spoken: z.array(z.object({ code: z.string(), level: z.enum(levels) })),
    free: z.array(z.number()),
    wants: z.array(z.object({ theme: z.string(), intent: z.enum(intents) })),
    /** wishes come from the own assessment */
    prefilled: z.boolean(),
  }),
  view: async ({ read, scope: actor, today }, { roundId }) => {
    const round = await store.roundById(read, roundId);
    if (!round || leads(actor, round)) return null;
    const [me] = await store.entriesOf(read, roundId, actor.personId);
    const open = takesPeople(round, today);
    if (!me && !open) return null;
    const orgs = await organisationsByIds(
      read,
      actor.orgs.map((o) => o.orgId),
    );
    const first = orgs[0];
    const known = me
      ? []
      : await priorityHolders(
          read,
          questionnaire.items.map((item) => item.id),
          today,
        );
    const priorities = known
      .filter((row) => row.person_id === actor.personId)
      .map((row) => ({
        theme: itemById(row.item_id)?.criterion ?? '',
        intent: intents.find((i) => i === row.intent) ?? ('improve' as const),
      }))
      .filter((w, i, all) => w.theme !== '' && all.findIndex((x) => x.theme === w.theme) === i)
      .filter((w) => round.themes.length === 0 || round.themes.includes(w.theme))
      .slice(0, 3);
    return {
      ...wordsOf(round),
      open,
      registered: me !== undefined,
      organisations: orgs.map((o) => ({ id: o.id, name: o.name })),
      orgId: me?.orgId ?? first?.id ?? '',
      role: me?.role ?? (first?.kind === 'school' ? 'sending_school' : 'supporting_organisation'),
      experience: me?.experience ?? 'some',
      entryZone: me?.timeZone ?? first?.time_zone ?? round.timeZone,
      spoken: me?.languages ?? [{ code: actor.language, level: 'C1' as const }],
      free: me?.free ?? [],
      wants: me?.wants ?? priorities,
      prefilled: !me && priorities.length > 0,
    };
  },
});

const person = {
  personId: idView('per'),
  name: z.string(),
  organisation: z.string(),
  countryCode: z.string(),
  wants: z.array(z.object({ theme: z.string(), intent: z.enum(intents) })),
  languages: z.array(z.object({ code: z.string(), level: z.enum(levels) })),
};

export const getDesk = query({
  name: 'rounds.get-desk',
  summary:
    'For the facilitator of a round: who is registered, the groups with what speaks for them, who waits and why, what is proven and what changed.',
  input: z.object({ roundId: idOf('clr') }),
  opensRows: 'bringing people of a round together',
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    ...roundWords,
    open: z.boolean(),
    working: z.boolean(),
    registered: z.number(),
    placed: z.number(),
    outcome: z
      .object({
        bound: z.number(),
        unreachable: z.number(),
        held: z.number(),
        exact: z.boolean(),
        registered: z.number(),
        broken: z.array(z.number()),
        changes: z.array(
          z.object({ name: z.string(), from: z.number().nullable(), to: z.number().nullable() }),
        ),
      })
      .nullable(),
    groups: z.array(
      z.object({
        id: idView('rgr'),
        number: z.number(),
        theme: z.string(),
        language: z.string(),
        state: z.enum(groupStates),
        locked: z.boolean(),
        clubId: idView('clu').nullable(),
        /** by the round's clock */
        meetings: z.array(meeting),
        /** people for whom some meeting begins at another hour of their own clock than the first */
        shifted: z.array(z.object({ name: z.string(), meetings: z.array(meeting) })),
        slots: z.number(),
        /** the other half-hours that suit all: by the round's clock, at the first meeting */
        otherStarts: z.array(z.object({ start: z.number(), meeting })),
        /** a rule that is broken since the group was found, because somebody told something else */
        faults: z.array(z.string()),
        wantTheme: z.number(),
        offer: z.array(z.string()),
        fresh: z.number(),
        seasoned: z.number(),
        countries: z.array(z.string()),
        alone: z.array(z.string()),
        members: z.array(
          z.object({
            ...person,
            role: z.enum(peerRoles),
            experience: z.enum(experiences),
            locked: z.boolean(),
            state: z.enum(placeStates),
          }),
        ),
      }),
    ),
    waiting: z.array(
      z.object({
        ...person,
        held: z.boolean(),
        reason: z.string().nullable(),
        others: z.number(),
        needed: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope: actor, now, today }, { roundId }) => {
    const round = await store.roundById(read, roundId);
    if (!round || !leads(actor, round)) return null;
    const entries = await store.entriesOf(read, roundId);
    const groups = (await store.groupsOf(read, roundId)).filter((g) => g.state !== 'given_up');
    const limits = limitsOf(round);
    const nameOf = (id: string) => {
      const found = entries.find((e) => e.personId === id);
      return found ? displayName(found) : '';
    };
    const personOf = (e: store.Registered) => ({
      personId: e.personId,
      name: displayName(e),
      organisation: e.organisation,
      countryCode: e.countryCode,
      wants: e.wants,
      languages: e.languages,
    });
    const inGroup = new Set(groups.flatMap(activeIn));
    return {
      ...wordsOf(round),
      open: takesPeople(round, today),
      working:
        round.workingSince !== null &&
        Temporal.Instant.compare(round.workingSince.add({ minutes: 5 }), now) > 0,
      registered: entries.length,
      placed: entries.filter((e) => inGroup.has(e.personId)).length,
      outcome: round.outcome && {
        bound: round.outcome.bound,
        unreachable: round.outcome.unreachable,
        held: round.outcome.held,
        exact: round.outcome.exact,
        registered: round.outcome.registered,
        broken: round.outcome.broken,
        changes: round.outcome.changes.map((c) => ({
          name: nameOf(c.personId),
          from: c.from,
          to: c.to,
        })),
      },
      groups: groups.map((g) => {
        const active = new Set<string>(activeIn(g));
        const there = entries.filter((e) => active.has(e.personId));
        const peers = there.map((e) => peerOf(e, round));
        const faults = groupFaults(peers, limits, limits.ownTheme ? g.theme : undefined).filter(
          (f) => g.state === 'proposed' || f.kind !== 'too-few',
        );
        const told = settleGroup(peers, limits, g);
        return {
          id: g.id,
          number: g.number,
          theme: g.theme,
          language: g.language,
          state: g.state,
          locked: g.locked,
          clubId: g.clubId,
          meetings: meetingsFor(g.start, round.timeZone, round),
          shifted: there.flatMap((e) => {
            const meetings = meetingsFor(g.start, e.timeZone, round);
            return meetings.some((m) => m.moved) ? [{ name: displayName(e), meetings }] : [];
          }),
          slots: told.starts.length,
          otherStarts: told.starts
            .filter((start) => start !== told.start)
            .flatMap((start) => {
              const [first] = meetingsFor(start, round.timeZone, round);
              return first ? [{ start, meeting: first }] : [];
            }),
          faults: faults.map((f) => f.kind),
          wantTheme: told.wantTheme.length,
          offer: told.offer.map(nameOf),
          fresh: told.fresh.length,
          seasoned: told.seasoned.length,
          countries: told.countries,
          alone: told.alone.map(nameOf),
          members: entries.flatMap((e) => {
            const place = g.places.find((p) => p.personId === e.personId);
            if (!place || place.state === 'left') return [];
            return [
              {
                ...personOf(e),
                role: e.role,
                experience: e.experience,
                locked: place.locked,
                state: place.state,
              },
            ];
          }),
        };
      }),
      waiting: entries
        .filter((e) => !inGroup.has(e.personId))
        .map((e) => ({
          ...personOf(e),
          held: e.held,
          reason: e.held ? 'held' : e.waitReason,
          others: e.waitOthers ?? 0,
          needed: limits.least - 1,
        })),
    };
  },
});

export const getArrival = query({
  name: 'rounds.get-arrival',
  summary: 'What a mailed link is worth: whose it is, and whether it can still be used.',
  input: z.object({ roundId: idOf('clr'), token: z.string().max(100) }),
  opensRows: 'the link of a round',
  visible: (actor) => actor,
  output: z.object({
    ...roundWords,
    arrival: z.enum(['open', 'used', 'expired', 'unknown']),
    name: z.string(),
    email: z.string(),
    organisation: z.string(),
  }),
  view: async ({ read, now }, { roundId, token }) => {
    const round = await store.roundById(read, roundId);
    const found = round && (await store.arrivalByHash(read, roundId, hashToken(token)));
    if (!round || !found) return null;
    const over = Temporal.Instant.compare(found.expires_at, now) <= 0;
    const state = found.used_at ? 'used' : over ? 'expired' : 'open';
    return {
      ...wordsOf(round),
      arrival: state as 'used' | 'expired' | 'open',
      name: found.given_name,
      email: state === 'open' ? found.email : '',
      organisation: found.org_name,
    };
  },
});
