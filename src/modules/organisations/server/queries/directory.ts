import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idOf, idView, optionalLine } from '#kernel/schema.ts';
import type { Readable, Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayInviteOrganisation } from '../../core/policy.ts';
import {
  askedOf,
  askedWords,
  countryNamed,
  isSecondSemester,
  longestStay,
  meantBy,
  oldest,
  rankHosts,
  shownOf,
  stayOf,
  youngest,
} from '../../core/rules/index.ts';
import {
  type Candidate,
  type LawFault,
  levels,
  type OrgKind,
  orgKinds,
  type Reason,
} from '../../core/types.ts';
import * as store from '../store/index.ts';
import { countriesOf } from './countries.ts';

const pageSize = 25;
/** Beyond this a list says "more than": nobody pages through it, and counting is what takes longest. */
const countedUpTo = 1000;

const numberOrNone = (least: number, most: number) =>
  z
    .union([z.literal(''), z.coerce.number().int().min(least).max(most)], {
      error: 'platform.invalid.number',
    })
    .default('');

const filters = {
  q: optionalLine(100),
  kind: z
    .union([z.literal(''), z.enum(orgKinds)], { error: 'platform.invalid.choose' })
    .default(''),
  country: z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/)]).default(''),
  language: z.union([z.literal(''), z.string().regex(/^[a-z]{2,3}$/)]).default(''),
  age: numberOrNone(youngest, oldest),
  month: numberOrNone(1, 12),
  months: numberOrNone(1, longestStay),
  second: z.boolean().default(false),
  network: z.union([z.literal(''), idOf('org')]).default(''),
};
const filtersInput = z.object(filters);

/** What was typed instead of a word that nothing is called. */
const insteadView = z.array(z.object({ typed: z.string(), found: z.array(z.string()) }));

/** What was asked, for the store: filters, and for each word typed what stands for it. */
async function questionFor(read: Reader, input: z.output<typeof filtersInput>) {
  const instead: z.infer<typeof insteadView> = [];
  // only who typed something is asking for a country by its name
  const codes = input.q === '' ? [] : await codesOf(read);
  const whole = countryNamed(input.q, codes);
  const question: store.DirectoryQuestion = {
    ...askedOf({
      language: input.language,
      age: input.age || null,
      month: input.month || null,
      months: input.months || null,
      secondSemester: input.second,
    }),
    kind: input.kind,
    country: input.country || (whole ?? ''),
    words: [],
    network: input.network || null,
  };
  const asked = whole ? [] : askedWords(input.q);
  const holding =
    asked.length > 0
      ? await store.wordsHolding(
          read,
          asked.flatMap((spellings, place) => spellings.map((spelling) => ({ spelling, place }))),
        )
      : [];
  for (const [place, spellings] of asked.entries()) {
    const typed = spellings[0] as string;
    const country = countryNamed(typed, codes);
    let any = holding.filter((h) => h.place === place).map((h) => h.word);
    if (any.length === 0 && !country) {
      any = meantBy(spellings, await store.wordsLike(read, typed));
      instead.push({ typed, found: any });
    }
    question.words.push(country ? [...any, country] : any);
  }
  return {
    question,
    /** the words as they were typed */
    exact: asked,
    instead,
    // a word that is like nothing: nothing is found, and the database need not look
    nothing: question.words.some((any) => any.length === 0),
  };
}

const codesOf = async (read: Reader) => (await countriesOf(read)).map((c) => c.code);

const networkChoices = async (read: Reader) =>
  (await store.listNetworks(read)).map((n) => ({ id: n.org_id, name: n.name }));

async function byFilters(
  read: Reader,
  question: store.DirectoryQuestion,
  page: Parameters<typeof store.findByFilters>[2],
) {
  const [rows, count] = await Promise.all([
    store.findByFilters(read, question, page),
    store.countEntries(read, question, countedUpTo + 1),
  ]);
  return { rows, count };
}

export const searchDirectory = query({
  name: 'organisations.search-directory',
  summary:
    'Organisations by what they are called, where they are and what they offer, 25 a page; `q` forgives accents, scripts and slips.',
  input: z.object({
    ...filters,
    sort: z.enum(['fit', 'name', '-name', 'place', '-place']).default('fit'),
    /** the last organisation of the page before */
    after: z.union([z.literal(''), idOf('org')]).default(''),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    organisations: z.array(
      z.object({
        id: idView('org'),
        kind: z.enum(orgKinds),
        name: z.string(),
        countryCode: z.string(),
        city: z.string(),
        own: z.boolean(),
        languages: z.array(z.string()),
        arrivalMonths: z.array(z.number()),
        longestMonths: z.number().nullable(),
      }),
    ),
    count: z.number(),
    /** there are more than `count` */
    more: z.boolean(),
    instead: insteadView,
    /** countries there are to choose from */
    choices: z.array(z.string()),
    networks: z.array(z.object({ id: idView('org'), name: z.string() })),
    next: idView('org').nullable(),
    can: z.object({ invite: z.boolean(), find: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, input) => {
    const { question, exact, instead, nothing } = await questionFor(read, input);
    const page = { after: input.after || null, limit: pageSize + 1 };
    const { sort } = input;
    const search = async () => {
      if (nothing) return { rows: [], count: 0 };
      return exact.length > 0
        ? store.findByWords(read, question, exact, { ...page, sort })
        : byFilters(read, question, { ...page, sort: sort === 'fit' ? 'name' : sort });
    };
    // asked together: neither waits for the way of the other
    const [{ rows: found, count }, networks, choices] = await Promise.all([
      search(),
      networkChoices(read),
      codesOf(read),
    ]);
    const shown = found.slice(0, pageSize);
    return {
      organisations: shown.map((o) => ({
        id: o.org_id,
        kind: o.kind as OrgKind,
        name: o.name,
        countryCode: o.country_code,
        city: o.city,
        own: worksFor(actor, o.org_id),
        ...shownOf(o),
      })),
      count: Math.min(count, countedUpTo),
      more: count > countedUpTo,
      instead,
      networks,
      choices,
      next: found.length > pageSize ? (shown.at(-1)?.org_id ?? null) : null,
      can: { invite: mayInviteOrganisation(actor).allow, find: actor.orgs.length > 0 },
    };
  },
});

export const countDirectory = query({
  name: 'organisations.count-directory',
  summary:
    'How many organisations there are in each country, by the same filters as the directory.',
  input: filtersInput,
  visible: (actor) => (actor.kind === 'person' ? {} : null),
  output: z.object({
    countries: z.array(z.object({ country: z.string(), count: z.number() })),
    /** countries there are to choose from */
    choices: z.array(z.string()),
    networks: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read }, input) => {
    const { question, nothing } = await questionFor(read, input);
    return {
      countries: nothing ? [] : await store.countByCountry(read, question),
      choices: await codesOf(read),
      networks: await networkChoices(read),
    };
  },
});

type LawSource = (
  read: Readable,
  countries: readonly string[],
  stay: { from: Temporal.PlainDate; until: Temporal.PlainDate },
  orgId: OrgId | null,
) => Promise<(LawFault & { countryCode: string })[]>;
let lawOf: LawSource = async () => [];

/** What host countries allow, by the choice of who asks, is kept by the reference data: the roof hands over who answers. */
export function setHostLaw(source: LawSource): void {
  lawOf = source;
}

const reasonView = z.custom<Reason>((v) => typeof v === 'object');
const nearlyShown = 12;
const fittingShown = 30;

/** Own organisations by name: a school and its supporting organisation may see different partners, networks and limits. */
export const getHostWish = query({
  name: 'organisations.get-host-wish',
  summary: 'On whose behalf you may look for hosts: your own organisations.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person' && actor.orgs.length > 0
      ? { orgIds: actor.orgs.map((o) => o.orgId) }
      : null,
  output: z.object({
    own: z.array(z.object({ id: idView('org'), name: z.string() })),
    countries: z.array(z.string()),
  }),
  view: async ({ read, scope }) => ({
    countries: await codesOf(read),
    own: (await store.organisationsByIds(read, scope.orgIds)).map(({ id, name }) => ({ id, name })),
  }),
});

export const findHosts = query({
  name: 'organisations.find-hosts',
  summary:
    'Who could host your pupils, in order, with what speaks for and against each; and who nearly could.',
  input: z.object({
    pupils: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1).max(50),
    age: z.coerce.number({ error: 'platform.invalid.number' }).int().min(youngest).max(oldest),
    language: z.union([z.literal(''), z.string().regex(/^[a-z]{2,3}$/)]).default(''),
    level: z.enum(levels, { error: 'platform.invalid.choose' }).default('B1'),
    month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, { error: 'platform.invalid.date' }),
    months: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1).max(longestStay),
    country: z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/)]).default(''),
    /** the own organisation whose limits and networks count; left out, all of them do */
    forOrg: z.union([z.literal(''), idOf('org')]).default(''),
  }),
  visible: (actor, { forOrg }) => {
    if (actor.kind !== 'person' || actor.orgs.length === 0) return null;
    if (forOrg && !worksFor(actor, forOrg)) return null;
    const orgIds = actor.orgs.map((o) => o.orgId);
    return { orgIds, asking: forOrg ? [forOrg] : orgIds };
  },
  output: z.object({
    fitting: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        kind: z.enum(orgKinds),
        countryCode: z.string(),
        /** fits, or tells too little to say */
        verdict: z.enum(['fits', 'open']),
        reasons: z.array(reasonView),
      }),
    ),
    nearly: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        kind: z.enum(orgKinds),
        countryCode: z.string(),
        reasons: z.array(reasonView),
      }),
    ),
    looked: z.number(),
  }),
  view: async ({ read, scope }, wish) => {
    const month = Number(wish.month.slice(5));
    const one = askedOf({
      language: wish.language,
      age: wish.age,
      month,
      months: wish.months,
      secondSemester: isSecondSemester(month),
    });
    const ageBit = askedOf({ age: wish.age }).offers;
    const rest = { kind: '', country: wish.country, words: [], network: null };
    const found = new Map<OrgId, Awaited<ReturnType<typeof store.possibleHosts>>[number]>();
    const look = async (search: Parameters<typeof store.possibleHosts>[1]) => {
      for (const entry of await store.possibleHosts(read, search)) found.set(entry.org_id, entry);
    };
    const all = { ...rest, ...one };
    await look({ question: all, limit: 150 });
    // a supporting organisation teaches no age
    const ageless = { ...all, offers: one.offers - ageBit };
    await look({ question: { ...ageless, kind: 'supporting' }, limit: 150 });
    // who falls short in one thing
    await look({ question: ageless, lacks: { offers: ageBit }, limit: 40 });
    await look({
      question: { ...all, offers: ageBit },
      lacks: { offers: one.offers - ageBit },
      limit: 40,
    });
    await look({ question: { ...all, longest: 1 }, lacks: { longest: one.longest }, limit: 40 });
    if (one.tongues)
      await look({ question: { ...all, tongues: 0 }, lacks: { tongues: one.tongues }, limit: 40 });
    // partners are looked at whatever they tell everybody: they may tell us more
    const partners = await store.partnersOf(read);
    await look({
      question: { ...rest, offers: 0, longest: 0, tongues: 0 },
      limit: 200,
      among: partners,
    });
    const ours = (await store.networksOf(read, scope.asking))
      .filter((n) => n.state === 'member')
      .map((n) => n.network_id);
    for (const id of scope.orgIds) found.delete(id);

    const ids = [...found.keys()];
    const parts = Map.groupBy(await store.partsOf(read, ids), (p) => p.org_id);
    const networks = Map.groupBy(
      (await store.networksOf(read, ids)).filter((n) => ours.includes(n.network_id)),
      (n) => n.org_id,
    );
    const stays = await store.sharedStays(read, ids);
    const countries = [...new Set([...found.values()].map((e) => e.country_code))];
    // each organisation goes by its own limits of a country, or its network's: what one of them forbids is said once
    const faults = new Map<string, LawFault & { countryCode: string }>();
    for (const orgId of scope.asking)
      for (const fault of await lawOf(read, countries, stayOf(wish), orgId))
        faults.set(JSON.stringify(fault), fault);
    const law = Map.groupBy(faults.values(), (fault) => fault.countryCode);
    const candidates = [...found.values()].map(
      (entry): Candidate => ({
        orgId: entry.org_id,
        name: entry.name,
        kind: entry.kind as OrgKind,
        countryCode: entry.country_code,
        profile: store.profileOf(parts.get(entry.org_id) ?? []),
        networks: (networks.get(entry.org_id) ?? []).map((n) => n.name),
        stays: stays.get(entry.org_id) ?? 0,
        law: law.get(entry.country_code) ?? [],
      }),
    );
    const ranked = rankHosts(wish, candidates);
    const shown = ({ candidate, reasons }: (typeof ranked)[number]) => ({
      id: candidate.orgId,
      name: candidate.name,
      kind: candidate.kind,
      countryCode: candidate.countryCode,
      reasons,
    });
    return {
      fitting: ranked
        .filter((m) => m.verdict === 'fits' || m.verdict === 'open')
        .slice(0, fittingShown)
        .map((m) => ({ ...shown(m), verdict: m.verdict as 'fits' | 'open' })),
      nearly: ranked
        .filter((m) => m.verdict === 'nearly')
        .slice(0, nearlyShown)
        .map(shown),
      looked: candidates.length,
    };
  },
});
