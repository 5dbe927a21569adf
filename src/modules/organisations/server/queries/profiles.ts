import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import { idOf, idView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import { mayEditProfile } from '../../core/policy.ts';
import { isLeading, partsFor, seesPart } from '../../core/rules/index.ts';
import {
  audiences,
  type OrgKind,
  type PartContent,
  type ProfilePart,
  profileParts,
  type Relation,
} from '../../core/types.ts';
import * as store from '../store/index.ts';

/** A part with what it holds; the schemas of core/schema.ts have checked it when it was told. */
export type ToldPart = { [P in ProfilePart]: { part: P; content: PartContent[P] } }[ProfilePart];
const toldView = z.custom<ToldPart>((v) => typeof v === 'object' && v !== null && 'part' in v);

export const getProfile = query({
  name: 'organisations.get-profile',
  summary:
    'What an organisation tells about itself, as far as you may read it; its own people also see it as others do.',
  input: z.object({
    orgId: idOf('org'),
    /** for its own people: as whom to look */
    as: z.enum(['us', 'partners', 'everybody']).default('us'),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    parts: z.array(z.object({ told: toldView, audience: z.enum(audiences) })),
    /** parts that fit it and are not told yet; only for its own people */
    untold: z.array(z.enum(profileParts)),
    networks: z.array(z.object({ id: idView('org'), name: z.string() })),
    /** networks that the actor leads and it has nothing to do with yet */
    mayInviteTo: z.array(z.object({ id: idView('org'), name: z.string() })),
    /** as whom it is shown; null for who does not work there */
    as: z.enum(['us', 'partners', 'everybody']).nullable(),
    can: z.object({ edit: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { orgId, as }) => {
    const org = await store.organisationById(read, orgId);
    if (!org) return null;
    const own = worksFor(actor, orgId);
    const relation: Relation = as === 'us' ? 'own' : as === 'partners' ? 'partner' : 'other';
    const readable = await store.partsOf(read, [orgId]);
    // to others the row policies have given what is meant for them
    const rows = own ? readable.filter((row) => seesPart(row.audience, relation)) : readable;
    const order = partsFor(org.kind as OrgKind);
    const memberships = await store.networksOf(read, [orgId]);
    const led = actor.orgs.filter((o) => isLeading(o.roles)).map((o) => o.orgId);
    const mayInviteTo =
      org.kind === 'network'
        ? []
        : (await store.organisationsByIds(read, led)).filter(
            (n) => n.kind === 'network' && memberships.every((m) => m.network_id !== n.id),
          );
    return {
      parts: order.flatMap((part) => {
        const row = rows.find((r) => r.part === part);
        if (!row) return [];
        const told = { part, content: row.content } as ToldPart;
        return [{ told, audience: row.audience }];
      }),
      untold:
        own && as === 'us' ? order.filter((part) => readable.every((r) => r.part !== part)) : [],
      networks: memberships
        .filter((n) => n.state === 'member')
        .map((n) => ({ id: n.network_id, name: n.name })),
      mayInviteTo: mayInviteTo.map((n) => ({ id: n.id, name: n.name })),
      as: own ? as : null,
      can: { edit: mayEditProfile(actor, orgId).allow },
    };
  },
});

export const getPart = query({
  name: 'organisations.get-part',
  summary: 'One part of your organisation’s profile, to change it.',
  input: z.object({ orgId: idOf('org'), part: z.enum(profileParts) }),
  visible: (actor, { orgId }) => (mayEditProfile(actor, orgId).allow ? {} : null),
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    kind: z.enum(['school', 'supporting', 'network']),
    part: z.enum(profileParts),
    /** null before it was told */
    told: toldView.nullable(),
    audience: z.enum(audiences),
    version: z.number(),
    /** in which its own words are written: the organisation's, and what it has written in already */
    languages: z.array(z.string()),
  }),
  view: async ({ read }, { orgId, part }) => {
    const org = await store.organisationById(read, orgId);
    if (!org || !partsFor(org.kind as OrgKind).includes(part)) return null;
    const rows = await store.partsOf(read, [orgId]);
    const row = rows.find((r) => r.part === part);
    const told = row ? ({ part, content: row.content } as ToldPart) : null;
    const written =
      told?.part === 'community' || told?.part === 'strengths'
        ? Object.keys(told.content.texts)
        : [];
    const spoken = store.profileOf(rows).languages?.spoken ?? [];
    return {
      orgId: org.id,
      name: org.name,
      kind: org.kind as OrgKind,
      part,
      told,
      audience: row?.audience ?? 'everybody',
      version: row?.version ?? 0,
      languages: [...new Set([org.language, ...written, 'en', 'fr', ...spoken])].slice(0, 8),
    };
  },
});
