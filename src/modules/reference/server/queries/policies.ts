import { z } from 'zod';
import { type HostLimits, type StayLimits, stayFaults } from '#engines/planner/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import { countryCode, idOf, idView, instantView } from '#kernel/schema.ts';
import { choiceOf, organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable, Reader } from '#platform/database/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayHoldPolicies, mayRead } from '../../core/policy.ts';
import { limitPoints } from '../../core/rules.ts';
import type { Certainty } from '../../core/types.ts';
import * as store from '../store.ts';
import {
  certaintyView,
  contentView,
  countriesOf,
  holding,
  sourceView,
  viewOfContent,
} from './entries.ts';

/** What counts about stays in a country, whose word it is (null: the reference data), and where it is from. */
export type CountryLimits = HostLimits & {
  source: string;
  whose: OrgId | null;
  note: string;
};

const keyFor = (countryCode: string) => ({
  kind: 'stay-limits' as const,
  countryCode,
  region: '',
  schoolYear: '',
});

/**
 * What counts about stays in some countries.
 *
 * @param on the first day of a stay: reference data hold for a time
 * @param orgId whose choice decides between its own word, its network's and the reference data; null: the reference data
 * @returns countries of which nothing is known are left out
 */
export async function limitsOf(
  read: Readable,
  countries: readonly string[],
  on: Temporal.PlainDate,
  orgId: OrgId | null,
): Promise<CountryLimits[]> {
  const sources = orgId ? await choiceOf(read, orgId, 'policies') : [null];
  const held = await store.policiesOf(read, {
    orgIds: sources.filter((id) => id !== null),
    countries,
  });
  const kept = await store.versionsOf(read, { countries, kind: 'stay-limits' });
  return countries.flatMap((countryCode): CountryLimits[] => {
    for (const source of sources) {
      if (source === null) {
        const row = holding(
          kept.filter((r) => r.country_code === countryCode),
          on,
        );
        if (!row) return [];
        const { limits } = row.content as unknown as { limits: StayLimits };
        return [{ ...limits, of: countryCode, source: row.source_title, whose: null, note: '' }];
      }
      const own = held.find((p) => p.org_id === source && p.country_code === countryCode);
      if (!own) continue;
      const { limits } = own.content as unknown as { limits: StayLimits };
      return [
        { ...limits, of: countryCode, source: own.source_title, whose: source, note: own.note },
      ];
    }
    return [];
  });
}

/** Where a stay goes beyond what countries allow, as `limitsOf` has it on its first day. */
export async function limitFaultsOf(
  read: Readable,
  countries: readonly string[],
  stay: { from: Temporal.PlainDate; until: Temporal.PlainDate },
  orgId: OrgId | null,
) {
  return (await limitsOf(read, countries, stay.from, orgId)).flatMap((limits) =>
    stayFaults(stay.from, stay.until, limits).map((fault) => ({
      ...fault,
      countryCode: limits.of,
      source: limits.source,
    })),
  );
}

const policyView = z.object({
  number: z.number(),
  content: contentView,
  note: z.string(),
  source: sourceView,
  certainty: certaintyView,
});

function viewOfPolicy(row: Awaited<ReturnType<typeof store.policiesOf>>[number]) {
  return {
    number: row.number,
    content: viewOfContent(row.content as never),
    note: row.note,
    source: { title: row.source_title, link: row.source_link },
    certainty: row.certainty as Certainty,
  };
}

export const listPolicies = query({
  name: 'reference.list-policies',
  summary: 'What an organisation or a network goes by for stays in each country.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor) => (mayRead(actor) ? { actor } : null),
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    kind: z.string(),
    policies: z.array(policyView.extend({ countryCode: z.string() })),
    /** countries it holds nothing about yet */
    others: z.array(z.string()),
    can: z.object({ change: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { orgId }) => {
    const org = await organisationById(read, orgId);
    if (!org) return null;
    const rows = await store.policiesOf(read, { orgIds: [orgId] });
    const held = new Set(rows.map((row) => row.country_code));
    return {
      orgId,
      name: org.name,
      kind: org.kind,
      policies: rows.map((row) => ({ countryCode: row.country_code, ...viewOfPolicy(row) })),
      others: (await countriesOf(read)).map((c) => c.code).filter((code) => !held.has(code)),
      can: { change: mayHoldPolicies(actor, orgId).allow },
    };
  },
});

export const getPolicy = query({
  name: 'reference.get-policy',
  summary:
    'What an organisation or a network goes by for stays in one country, beside what the reference data says, and every earlier version.',
  input: z.object({ orgId: idOf('org'), country: countryCode }),
  visible: (actor) => (mayRead(actor) ? { actor } : null),
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    countryCode: z.string(),
    /** 0: nobody has written anything yet */
    version: z.number(),
    current: policyView.nullable(),
    /** what the administrator's reference data says today */
    reference: z.object({ content: contentView, source: z.string() }).nullable(),
    history: z.array(
      z.object({
        number: z.number(),
        at: instantView,
        by: z.string().nullable(),
        takenBack: z.boolean(),
        source: z.string(),
      }),
    ),
    can: z.object({ change: z.boolean() }),
  }),
  view: async ({ read, today, scope: { actor } }, { orgId, country }) => {
    const org = await organisationById(read, orgId);
    if (!org) return null;
    const versions = await store.policyVersions(read, orgId, country);
    const [newest] = versions;
    if (!newest && !(await countriesOf(read)).some((c) => c.code === country)) return null;
    const row = holding(await store.versionsOf(read, { key: keyFor(country) }), today);
    return {
      orgId,
      name: org.name,
      countryCode: country,
      version: newest?.number ?? 0,
      current: newest?.content ? viewOfPolicy(newest) : null,
      reference: row
        ? { content: viewOfContent(row.content as never), source: row.source_title }
        : null,
      history: versions.map((v) => ({
        number: v.number,
        at: v.changed_at,
        by: v.given_name === null ? null : displayName(v as never),
        takenBack: v.content === null,
        source: v.source_title,
      })),
      can: { change: mayHoldPolicies(actor, orgId).allow },
    };
  },
});

/** What organisations hold about countries, beside the reference data: for choosing whose counts. */
export async function sharedPolicies(read: Reader, orgIds: OrgId[], language: string) {
  const t = translator(language);
  const fmt = formatsFor(language);
  const held = await store.policiesOf(read, { orgIds });
  const countries = [...new Set(held.map((p) => p.country_code))];
  const kept = await store.versionsOf(read, { countries, kind: 'stay-limits' });
  const limitsIn = (content: unknown) => (content as { limits: StayLimits }).limits;
  const titleOf = (code: string) => t('reference.policy.shared', { country: fmt.country(code) });
  const sentences = (limits: StayLimits) =>
    limitPoints(limits).map(({ key, count, on }) =>
      t(`reference.limit.${key}`, { count, day: on ? fmt.shortDate(on) : '' }),
    );
  return [
    ...countries.flatMap((code) => {
      const row = holding(kept.filter((r) => r.country_code === code));
      return row
        ? [{ key: code, title: titleOf(code), orgId: null, number: row.number, differences: [] }]
        : [];
    }),
    ...held.map((p) => {
      const row = holding(kept.filter((r) => r.country_code === p.country_code));
      return {
        key: p.country_code,
        title: titleOf(p.country_code),
        orgId: p.org_id,
        number: p.number,
        differences: [
          ...sentences(limitsIn(p.content)).filter(
            (sentence) => !(row ? sentences(limitsIn(row.content)) : []).includes(sentence),
          ),
          ...(p.note === '' ? [] : [t('reference.policy.with-note')]),
        ],
      };
    }),
  ].sort((a, b) => a.title.localeCompare(b.title, language));
}
