import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands, jobsOfAll, queries, serverModules } from '#app/registry.ts';
import { type IdTable, idPrefixes } from '#kernel/ids.ts';
import type { FaultKind } from '#kernel/outcome.ts';
import { type AnyCommand, execute } from '#platform/command.ts';
import { type AnyQuery, answer } from '#platform/query.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { watchWrites } from '#tests/support/written.ts';
import { exampleInput, schemaOf } from './example-input.ts';
import { type Everything, fillEverything } from './one-of-everything.ts';

/** Who may have these done without belonging anywhere: everybody ('visitor' means all three), or any signed-in person. */
const open: Record<string, { who: 'visitor' | 'person' | 'member'; why: string }> = {
  'people.request-code': {
    who: 'visitor',
    why: 'the way in; answers the same whether the address is known or not',
  },
  'people.sign-in': { who: 'visitor', why: 'the way in; the code is the proof' },
  'people.change-language': { who: 'visitor', why: 'everybody reads in the language they choose' },
  'people.sign-out': { who: 'person', why: 'ends the own session' },
  'people.sign-out-everywhere': { who: 'person', why: 'ends the own sessions' },
  'calendar.renew-feed': { who: 'person', why: 'the own calendar address' },
  'calendar.end-feed': { who: 'person', why: 'the own calendar address' },
  'calendar.change-settings': { who: 'person', why: 'the own calendar' },
  'messaging.change-settings': { who: 'person', why: 'when mail comes to them' },
  'people.change-own-details': { who: 'person', why: 'the own name and language' },
  'practices.draft-practice': {
    who: 'member',
    why: 'whoever works for an organisation writes a card of their own',
  },
  'rounds.open-round': { who: 'member', why: 'a facilitator opens a round of their own' },
};

/** The same for reads: what is public inside the product, or an own and empty list. */
const openQueries: typeof open = {
  'audit.list-own-activity': { who: 'person', why: 'what they did themselves' },
  'health.get-statement': {
    who: 'visitor',
    why: 'a physician has no account, the link is the proof; without a right one it only says that it is closed',
  },
  'practices.search-practices': {
    who: 'visitor',
    why: 'the public catalogue: what its authors have released, with nobody named who does not want it',
  },
  'practices.list-own-practices': { who: 'person', why: 'the own cards and those of own clubs' },
  'practices.get-practice-form': { who: 'member', why: 'the own clubs, for a new card' },
  'clubs.list-own-plans': { who: 'person', why: 'the own plans' },
  'forms.list-own-requests': { who: 'person', why: 'what they are asked, and asked others' },
  'forms.list-forms': {
    who: 'member',
    why: 'the product’s forms, which hold nobody’s data, and those of their own organisation',
  },
  'rounds.list-rounds': {
    who: 'member',
    why: 'open rounds are for everybody who works for an organisation; nobody registered is named',
  },
  'resources.search-library': {
    who: 'visitor',
    why: 'the public library; what is not open to everybody is not in it',
  },
  'organisations.get-join': {
    who: 'visitor',
    why: 'the link of an invitation is the proof; without a right one it only says so',
  },
};

/** Refusals that come before anybody is asked who they are; each says why it gives nothing away. */
const earlyRefusals: Record<string, string> = {
  'calendar.begin-poll':
    'anybody may ask for a date; who cannot be asked is refused alike, known or not',
  'calendar.plan-meeting':
    'anybody may plan a meeting; who cannot be invited is refused alike, known or not',
  'clubs.form-club':
    'a facilitator may form clubs; whoever is no candidate is refused alike, known or not',
};

let house: House;
let theirs: Everything;
let people: { name: 'visitor' | 'person' | 'member'; hand: Hand }[];

const ids = (prefix: string): string => {
  const table = (Object.keys(idPrefixes) as IdTable[]).find((t) => idPrefixes[t] === prefix);
  return theirs[table as string]?.id ?? `${prefix}_${'0'.repeat(22)}none`;
};
const nowhere = (prefix: string): string => `${prefix}_${'0'.repeat(22)}none`;

beforeAll(async () => {
  house = await openHouse();
  theirs = await fillEverything(house);
  const stranger = await house.person({ givenName: 'Odd' });
  const coordinator = await house.person({ givenName: 'Other' });
  const school = await house.organisation({ name: 'Another School' });
  await house.member(school, coordinator, [
    'head',
    'coordinator',
    'teacher',
    'mentor',
    'volunteer',
    'facilitator',
  ]);
  people = [
    { name: 'visitor', hand: house.visitor },
    { name: 'person', hand: await house.as(stranger) },
    { name: 'member', hand: await house.as(coordinator) },
  ];
  writes = await watchWrites(house);
});

/** Work that comes with the minute or the night, whatever anybody does. */
const byThemselves = jobsOfAll().flatMap((j) => (j.schedule ? [j.name] : []));

/** What was written since this was last asked, but for work that comes by itself. */
let writes: () => Promise<string[]>;
const written = async (): Promise<string[]> =>
  (await writes()).filter((what) => {
    const [, job] = what.split(' ');
    return !job || !(job.startsWith('__') || byThemselves.some((name) => name === job));
  });

const mayBeOpen = (list: typeof open, name: string, who: string) => {
  const rank = ['visitor', 'person', 'member'];
  const entry = list[name];
  return entry !== undefined && rank.indexOf(who) >= rank.indexOf(entry.who);
};

describe('every command and query', () => {
  const all: (AnyCommand | AnyQuery)[] = [...commands, ...queries];

  it('has a name of its own', () => {
    const names = all.map((c) => c.name);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  });

  it('is named after its module and what it does', () => {
    const wrong = Object.entries(serverModules).flatMap(([module, door]) =>
      [...door.commands, ...door.queries]
        .map((c) => c.name)
        .filter((name) => !new RegExp(`^${module}\\.[a-z]+(-[a-z]+)+$`).test(name)),
    );
    expect(wrong).toEqual([]);
  });

  it('says in a sentence what it does', () => {
    const wrong = all.filter((c) => !/^[A-Z].{8,}[.)]$/s.test(c.summary ?? '')).map((c) => c.name);
    expect(wrong).toEqual([]);
  });

  it('decides who may', () => {
    for (const c of commands) {
      expect(c.kind, c.name).toBe('command');
      expect(c.permit, c.name).toBeTypeOf('function');
      expect(c.load, c.name).toBeTypeOf('function');
    }
    for (const q of queries) {
      expect(q.kind, q.name).toBe('query');
      expect(q.visible, q.name).toBeTypeOf('function');
      expect(q.output, q.name).toBeInstanceOf(z.ZodType);
    }
  });

  it('takes an object', () => {
    const wrong = all.filter((c) => {
      const schema = schemaOf(c.input);
      return (
        schema.type !== 'object' &&
        !(schema.oneOf ?? schema.anyOf)?.every((s) => s.type === 'object')
      );
    });
    expect(wrong.map((c) => c.name)).toEqual([]);
  });

  it('has an input that can be made from its description, so that what follows tries it', () => {
    const none = all.flatMap((c) => {
      try {
        exampleInput(c.input, ids);
        return [];
      } catch (error) {
        return [`${c.name}: ${(error as Error).message.slice(0, 300)}`];
      }
    });
    expect(none).toEqual([]);
  });

  it('on a list of exceptions is there', () => {
    for (const name of [...Object.keys(open), ...Object.keys(earlyRefusals)])
      expect(commands.map((c) => c.name)).toContain(name);
    for (const name of Object.keys(openQueries)) expect(queries.map((q) => q.name)).toContain(name);
  });
});

type Told = { ok: boolean; kind?: FaultKind; said?: string; thrown?: string };

async function tryIt(
  what: AnyCommand | AnyQuery,
  hand: Hand,
  idFor: (prefix: string) => string,
): Promise<Told> {
  try {
    const input = exampleInput(what.input, idFor);
    const outcome =
      what.kind === 'command'
        ? await execute(house.runtime, what, hand.actor, input)
        : await answer(house.runtime, what, hand.actor, input);
    return outcome.ok
      ? { ok: true }
      : {
          ok: false,
          kind: outcome.kind,
          said: outcome.faults.map((f: { reason: string }) => f.reason).join(' '),
        };
  } catch (error) {
    return { ok: false, thrown: (error as Error).message };
  }
}

it('a write is noticed, whoever makes it', async () => {
  await written();
  await house.person({ givenName: 'Noticed' });
  expect(await written()).toContain('persons');
  expect(await written()).toEqual([]);
});

describe('somebody who has no part in it', () => {
  it.each(['visitor', 'person', 'member'] as const)(
    'as %s has no command done, learns nothing, and writes nothing',
    async (who) => {
      const { hand } = people.find((p) => p.name === who) as (typeof people)[number];
      const wrong: string[] = [];
      await written();
      for (const c of commands) {
        if (mayBeOpen(open, c.name, who)) continue;
        const real = await tryIt(c, hand, ids);
        const changed = await written();
        if (real.thrown) wrong.push(`${c.name} threw: ${real.thrown}`);
        else if (real.ok) wrong.push(`${c.name} was done`);
        else if (real.kind !== 'not_found' && real.kind !== 'refused' && !(c.name in earlyRefusals))
          wrong.push(`${c.name} let them in as far as "${real.said}" (${real.kind})`);
        if (changed.length > 0) wrong.push(`${c.name} wrote to ${changed.join(', ')}`);
        // whether a thing exists must not show: the answer for one that does not is the same
        const none = await tryIt(c, hand, nowhere);
        await written();
        if (JSON.stringify(none) !== JSON.stringify(real))
          wrong.push(
            `${c.name} tells what exists: ${JSON.stringify(real)} but ${JSON.stringify(none)}`,
          );
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(['visitor', 'person', 'member'] as const)(
    'as %s has no query answered with anything of others',
    async (who) => {
      const { hand } = people.find((p) => p.name === who) as (typeof people)[number];
      const own = new Set(
        hand.actor.kind === 'person'
          ? [hand.actor.personId, ...hand.actor.orgs.map((o) => o.orgId)]
          : [],
      );
      const wrong: string[] = [];
      await written();
      for (const q of queries) {
        if (mayBeOpen(openQueries, q.name, who)) continue;
        let told: Awaited<ReturnType<typeof answer>>;
        try {
          told = await answer(house.runtime, q, hand.actor, exampleInput(q.input, ids));
        } catch (error) {
          wrong.push(`${q.name} threw: ${(error as Error).message}`);
          continue;
        }
        if (!told.ok) {
          if (told.kind !== 'not_found' && told.kind !== 'refused')
            wrong.push(`${q.name}: ${told.kind} ${told.faults[0].reason}`);
          continue;
        }
        if (who === 'visitor') wrong.push(`${q.name} was answered`);
        // an own list may be answered, but it is empty: organisations alone are public inside the product
        const foreign = [
          ...JSON.stringify(told.view).matchAll(/\b([a-z]{3})_[0-9a-z]{26}\b/g),
        ].filter(([id, prefix]) => prefix !== 'org' && !own.has(id as never));
        if (foreign.length > 0)
          wrong.push(`${q.name} shows ${[...new Set(foreign.map(([id]) => id))].join(', ')}`);
      }
      expect(wrong).toEqual([]);
      expect(await written()).toEqual([]);
    },
  );
});
