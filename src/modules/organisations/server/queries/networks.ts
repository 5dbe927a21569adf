import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import type { Reader } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayChangeMembership, mayEditProfile } from '../../core/policy.ts';
import { isLeading } from '../../core/rules/index.ts';
import { type OrgKind, orgKinds, type SharedKind, sharedKinds } from '../../core/types.ts';
import * as store from '../store/index.ts';

/** One thing that can be shared, as one organisation has it; `orgId` is null for the product's own. */
export type SharedItem = {
  key: string;
  title: string;
  orgId: OrgId | null;
  /** counts from 1 */
  number: number;
  /** in what it differs from the product's, a sentence each */
  differences: string[];
  href?: string;
};
type Catalogue = (read: Reader, orgIds: OrgId[], language: string) => Promise<SharedItem[]>;
const catalogues = new Map<SharedKind, Catalogue>();

/** Later modules tell what there is of a kind to share: their own lists, of some organisations and of the product. */
export function setSharedCatalogue(kind: SharedKind, catalogue: Catalogue): void {
  catalogues.set(kind, catalogue);
}

const language = z.enum(languages).default('en');
const memberView = z.object({
  id: idView('org'),
  name: z.string(),
  kind: z.enum(orgKinds),
  countryCode: z.string(),
  city: z.string(),
  state: z.enum(['asked', 'invited', 'member']),
  since: instantView,
});

export const getNetwork = query({
  name: 'organisations.get-network',
  summary: 'The members of a network and what it shares; for its own people also who asks to join.',
  input: z.object({ networkId: idOf('org'), language }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    members: z.array(memberView),
    /** organisations the actor leads, and how each stands to the network */
    mine: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        state: z.enum(['asked', 'invited', 'member']).nullable(),
      }),
    ),
    shares: z.array(z.object({ kind: z.enum(sharedKinds), title: z.string(), number: z.number() })),
    /** works for the network or for a member: those see what it shares */
    inside: z.boolean(),
    can: z.object({ manage: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { networkId, language: lang }) => {
    const network = await store.organisationById(read, networkId);
    if (network?.kind !== 'network') return null;
    const members = await store.membersOfNetwork(read, networkId);
    const led = actor.orgs.filter((o) => isLeading(o.roles)).map((o) => o.orgId);
    const mine = (await store.organisationsByIds(read, led)).filter((o) => o.kind !== 'network');
    const inside =
      worksFor(actor, networkId) ||
      members.some((m) => m.state === 'member' && worksFor(actor, m.org_id));
    const shares: { kind: SharedKind; title: string; number: number }[] = [];
    for (const [kind, catalogue] of inside ? catalogues : [])
      for (const item of await catalogue(read, [networkId], lang))
        if (item.orgId === networkId) shares.push({ kind, title: item.title, number: item.number });
    return {
      members: members.map((m) => ({
        id: m.org_id,
        name: m.name,
        kind: m.kind as OrgKind,
        countryCode: m.country_code,
        city: m.city,
        state: m.state as 'asked' | 'invited' | 'member',
        since: m.since,
      })),
      mine: mine.map((o) => ({
        id: o.id,
        name: o.name,
        state: (members.find((m) => m.org_id === o.id)?.state ?? null) as 'member' | null,
      })),
      shares,
      inside,
      can: { manage: mayEditProfile(actor, networkId).allow },
    };
  },
});

export const getNetworkMembership = query({
  name: 'organisations.get-network-membership',
  summary: 'How one organisation stands to a network, for those who may end it.',
  input: z.object({ networkId: idOf('org'), orgId: idOf('org') }),
  visible: (actor, pair) => (mayChangeMembership(actor, pair, 'either').allow ? { actor } : null),
  output: z.object({
    networkId: idView('org'),
    orgId: idView('org'),
    networkName: z.string(),
    orgName: z.string(),
    state: z.enum(['asked', 'invited', 'member']),
    /** the actor speaks for the network */
    asNetwork: z.boolean(),
  }),
  view: async ({ read, scope: { actor } }, { networkId, orgId }) => {
    const members = await store.membersOfNetwork(read, networkId);
    const member = members.find((m) => m.org_id === orgId);
    const network = await store.organisationById(read, networkId);
    if (!member || !network) return null;
    return {
      networkId,
      orgId,
      networkName: network.name,
      orgName: member.name,
      state: member.state as 'member',
      asNetwork: mayEditProfile(actor, networkId).allow,
    };
  },
});

export const getSharing = query({
  name: 'organisations.get-sharing',
  summary:
    'Whose forms, timelines, policies and resources your organisation uses, and what there is to choose from.',
  input: z.object({ orgId: idOf('org'), language }),
  visible: (actor, { orgId }) => (worksFor(actor, orgId) ? { actor } : null),
  output: z.object({
    name: z.string(),
    networks: z.array(z.object({ id: idView('org'), name: z.string() })),
    kinds: z.array(
      z.object({
        kind: z.enum(sharedKinds),
        /** `own`, `product`, or the network */
        choice: z.string(),
        version: z.number(),
        /** one row a thing: who has a version of it, and which is used now */
        items: z.array(
          z.object({
            key: z.string(),
            title: z.string(),
            versions: z.array(
              z.object({
                orgId: idView('org').nullable(),
                number: z.number(),
                differences: z.array(z.string()),
                href: z.string().nullable(),
                used: z.boolean(),
              }),
            ),
          }),
        ),
      }),
    ),
    can: z.object({ choose: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { orgId, language: lang }) => {
    const org = await store.organisationById(read, orgId);
    if (!org || org.kind === 'network') return null;
    const networks = (await store.networksOf(read, [orgId])).filter((n) => n.state === 'member');
    const choices = await store.choicesOf(read, orgId);
    const kinds = [];
    for (const kind of sharedKinds) {
      const choice = choices.find((c) => c.kind === kind);
      const catalogue = catalogues.get(kind);
      const items = catalogue
        ? await catalogue(read, [orgId, ...networks.map((n) => n.network_id)], lang)
        : [];
      const order = await store.sourcesOf(read, orgId, kind);
      // a network that was left counts no longer: the choice falls back as the sources do
      const left = choice?.source === 'network' && !order.includes(choice.network_id);
      kinds.push({
        kind,
        choice:
          !choice || left
            ? 'own'
            : choice.source === 'network'
              ? (choice.network_id ?? 'own')
              : choice.source,
        version: choice?.version ?? 0,
        items: [...Map.groupBy(items, (item) => item.key)].map(([key, all]) => {
          const used = order
            .map((source) => all.find((item) => item.orgId === source))
            .find((item) => item !== undefined);
          return {
            key,
            title: (all.find((item) => item.orgId === null) ?? all[0])?.title ?? key,
            versions: all.map((item) => ({
              orgId: item.orgId,
              number: item.number,
              differences: item.differences,
              // their pages are for those who may adapt them
              href: mayEditProfile(actor, orgId).allow ? (item.href ?? null) : null,
              used: item === used,
            })),
          };
        }),
      });
    }
    return {
      name: org.name,
      networks: networks.map((n) => ({ id: n.network_id, name: n.name })),
      kinds,
      can: { choose: mayEditProfile(actor, orgId).allow },
    };
  },
});

/** What networks and organisations wait for: an answer by somebody whom the actor leads. */
export const listNetworkQuestions = query({
  name: 'organisations.list-network-questions',
  summary:
    'Organisations that ask to join your network, and networks that invite your organisation.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person'
      ? { led: actor.orgs.filter((o) => isLeading(o.roles)).map((o) => o.orgId) }
      : null,
  output: z.object({
    questions: z.array(
      z.object({
        networkId: idView('org'),
        network: z.string(),
        orgId: idView('org'),
        org: z.string(),
        state: z.enum(['asked', 'invited']),
        /** it is the actor's side that answers */
        ours: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: { led } }) => ({
    questions: (await store.openMemberships(read, led)).map((m) => ({
      networkId: m.network_id,
      network: m.network,
      orgId: m.org_id,
      org: m.org,
      state: m.state as 'asked' | 'invited',
      ours: led.includes(m.state === 'asked' ? m.network_id : m.org_id),
    })),
  }),
});
