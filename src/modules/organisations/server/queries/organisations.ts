import { z } from 'zod';
import type { OrgRole } from '#kernel/actor.ts';
import { orgRoles, worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByEmail } from '#modules/people/server/index.ts';
import { hashToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  mayEditProfile,
  mayInviteColleague,
  mayInviteOrganisation,
  mayManageInvitation,
} from '../../core/policy.ts';
import { invitationState, isLeading, needsOrganisation } from '../../core/rules/index.ts';
import {
  type InvitationKind,
  invitationKinds,
  type OrgKind,
  orgKinds,
  type PartyKind,
  partyKinds,
} from '../../core/types.ts';
import { fromOrgs } from '../commands/joining.ts';
import * as store from '../store/index.ts';
import { countryChoices, countryView } from './countries.ts';

const kindView = z.enum(orgKinds);
const roleView = z.enum(orgRoles);
const pageSize = 50;

export const listOrganisations = query({
  name: 'organisations.list-organisations',
  summary:
    'Schools and supporting organisations by name, 50 a page, to choose one; `q` looks in name and city.',
  input: z.object({
    q: optionalLine(100),
    kind: z.union([z.literal(''), z.enum(partyKinds)]).default(''),
    /** the last organisation of the page before */
    after: z.union([z.literal(''), idOf('org')]).default(''),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    organisations: z.array(
      z.object({
        id: idView('org'),
        kind: z.enum(partyKinds),
        name: z.string(),
        countryCode: z.string(),
        city: z.string(),
        own: z.boolean(),
      }),
    ),
    /** what `after` has to be for the next page; null on the last */
    next: idView('org').nullable(),
    can: z.object({ invite: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, input) => {
    const found = await store.findOrganisations(read, {
      text: input.q,
      kind: input.kind || null,
      after: input.after || null,
      limit: pageSize + 1,
    });
    const shown = found.slice(0, pageSize);
    return {
      organisations: shown.map((o) => ({
        id: o.id,
        kind: o.kind as PartyKind,
        name: o.name,
        countryCode: o.country_code,
        city: o.city,
        own: worksFor(actor, o.id),
      })),
      next: found.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
      can: { invite: mayInviteOrganisation(actor).allow },
    };
  },
});

const invitationView = z.object({
  id: idView('inv'),
  email: z.string(),
  roles: z.array(roleView),
  state: z.enum(['open', 'expired', 'used', 'withdrawn']),
  sentAt: instantView,
  expiresAt: instantView,
});

export const getOrganisation = query({
  name: 'organisations.get-organisation',
  summary:
    'The profile of an organisation; for its members also their colleagues and open invitations.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('org'),
    kind: kindView,
    name: z.string(),
    countryCode: z.string(),
    city: z.string(),
    timeZone: z.string(),
    language: z.string(),
    oid: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    street: z.string(),
    postalCode: z.string(),
    isExample: z.boolean(),
    version: z.number(),
    /** null for who does not work there */
    colleagues: z
      .array(
        z.object({
          id: idView('per'),
          name: z.string(),
          roles: z.array(roleView),
          email: z.string().nullable(),
          phone: z.string().nullable(),
          since: dateView,
          /** whether this actor may end the membership */
          mayEnd: z.boolean(),
        }),
      )
      .nullable(),
    invitations: z.array(invitationView),
    can: z.object({ edit: z.boolean(), invite: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now, today }, { orgId }) => {
    const org = await store.organisationById(read, orgId);
    if (!org) return null;
    const inside = worksFor(actor, orgId);
    const members = inside ? await store.membersOf(read, orgId, today) : [];
    const leaders = members.filter((m) => isLeading(m.roles));
    const can = {
      edit: mayEditProfile(actor, orgId).allow,
      invite: mayInviteColleague(actor, orgId).allow,
    };
    const waiting = can.invite ? await store.waitingInvitationsOfOrg(read, [orgId]) : [];
    const address = org.address as { street?: string; postalCode?: string };
    return {
      id: org.id,
      kind: org.kind as OrgKind,
      name: org.name,
      countryCode: org.country_code,
      city: org.city,
      timeZone: org.time_zone,
      language: org.language,
      oid: org.oid,
      email: org.email,
      phone: org.phone,
      street: address.street ?? '',
      postalCode: address.postalCode ?? '',
      isExample: org.is_example,
      version: org.version,
      colleagues: inside
        ? members.map((m) => ({
            id: m.person_id,
            name: displayName(m),
            roles: m.roles as OrgRole[],
            email: m.email,
            phone: m.phone,
            since: m.from_on,
            mayEnd:
              (can.edit || m.person_id === actor.personId) &&
              !(isLeading(m.roles) && leaders.length === 1),
          }))
        : null,
      invitations: waiting.map((i) => ({
        id: i.id,
        email: i.email,
        roles: i.roles as OrgRole[],
        state: invitationState(i, now),
        sentAt: i.created_at,
        expiresAt: i.expires_at,
      })),
      can,
    };
  },
});

export const getInvitation = query({
  name: 'organisations.get-invitation',
  summary: 'An invitation that you sent or that your organisation sent.',
  input: z.object({ invitationId: idOf('inv') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: invitationView.extend({
    kind: z.enum(invitationKinds),
    orgId: idView('org').nullable(),
    orgName: z.string().nullable(),
    projectId: idView('prj').nullable(),
    projectTitle: z.string().nullable(),
    can: z.object({ manage: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { invitationId }) => {
    const i = await store.invitationById(read, invitationId);
    if (!i) return null;
    const manage = mayManageInvitation(actor, {
      kind: i.kind as InvitationKind,
      invitedBy: i.invited_by,
      fromOrgs: fromOrgs(i),
    });
    return {
      id: i.id,
      kind: i.kind as InvitationKind,
      email: i.email,
      roles: i.roles as OrgRole[],
      state: invitationState(i, now),
      sentAt: i.created_at,
      expiresAt: i.expires_at,
      orgId: i.org_id,
      orgName: i.own_org_name ?? i.org_name,
      projectId: i.project_id,
      projectTitle: i.project_title,
      can: { manage: manage.allow },
    };
  },
});

/** What a link shows before it is used. A link that never was gives the state `unknown`, and nothing else. */
export const getJoin = query({
  name: 'organisations.get-join',
  summary:
    'What the link of an invitation leads to: who invites whom to what, and whether it still works.',
  input: z.object({ token: z.string().min(1).max(100) }),
  visible: () => ({}),
  opensRows: 'invitation',
  output: z.discriminatedUnion('state', [
    z.object({ state: z.literal('unknown') }),
    z.object({
      state: z.enum(['expired', 'used', 'withdrawn']),
      kind: z.enum(invitationKinds),
      invitedByName: z.string().nullable(),
      invitedByOrg: z.string().nullable(),
      projectTitle: z.string().nullable(),
    }),
    z.object({
      state: z.literal('open'),
      kind: z.enum(invitationKinds),
      email: z.string(),
      invitedByName: z.string().nullable(),
      invitedByOrg: z.string().nullable(),
      projectTitle: z.string().nullable(),
      orgId: idView('org').nullable(),
      orgName: z.string().nullable(),
      orgKind: kindView.nullable(),
      language: z.string(),
      roles: z.array(roleView),
      expiresAt: instantView,
      /** people known at this address */
      people: z.array(z.object({ id: idView('per'), name: z.string() })),
      /** organisations those people lead and could take part with */
      organisations: z.array(z.object({ id: idView('org'), name: z.string() })),
      asksOrganisation: z.boolean(),
      /** where the new organisation may be; empty when none is asked for */
      countries: z.array(countryView),
    }),
  ]),
  view: async ({ read, now, today }, { token }) => {
    const i = await store.invitationByToken(read, hashToken(token));
    if (!i) return { state: 'unknown' as const };
    const state = invitationState(i, now);
    const common = {
      kind: i.kind as InvitationKind,
      invitedByName:
        i.given_name === null
          ? null
          : displayName({
              given_name: i.given_name,
              family_name: i.family_name ?? '',
              preferred_name: i.preferred_name,
            }),
      invitedByOrg: i.kind === 'colleague' ? i.own_org_name : i.coordinator_name,
      projectTitle: i.project_title,
    };
    if (state !== 'open') return { state, ...common };
    const people = i.email ? await personsByEmail(read, i.email) : [];
    const asks =
      i.org_id === null &&
      needsOrganisation({ kind: i.kind as InvitationKind, orgName: i.org_name });
    const memberships =
      asks && i.kind !== 'admin'
        ? await store.membershipsOf(
            read,
            people.map((p) => p.id),
            today,
          )
        : [];
    const own = new Map<OrgId, string>();
    for (const m of memberships)
      if (isLeading(m.roles) && (!i.org_kind || m.kind === i.org_kind)) own.set(m.org_id, m.name);
    return {
      state,
      ...common,
      email: i.email,
      orgId: i.org_id,
      orgName: i.own_org_name ?? i.org_name,
      orgKind: (i.own_org_kind ?? i.org_kind) as OrgKind | null,
      language: i.language,
      roles: i.roles as OrgRole[],
      expiresAt: i.expires_at,
      people: people.map((p) => ({ id: p.id, name: displayName(p) })),
      organisations: [...own].map(([id, name]) => ({ id, name })),
      asksOrganisation: asks,
      countries: asks ? await countryChoices(read) : [],
    };
  },
});

/** Colleagues who have not answered yet, of the organisations the actor leads. */
export const listWaitingInvitations = query({
  name: 'organisations.list-waiting-invitations',
  summary: 'Colleagues you or your organisation invited who have not answered yet.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person'
      ? { orgIds: actor.orgs.filter((o) => isLeading(o.roles)).map((o) => o.orgId) }
      : null,
  output: z.object({ invitations: z.array(invitationView) }),
  view: async ({ read, scope, now }) => ({
    invitations: (await store.waitingInvitationsOfOrg(read, scope.orgIds)).map((i) => ({
      id: i.id,
      email: i.email,
      roles: i.roles as OrgRole[],
      state: invitationState(i, now),
      sentAt: i.created_at,
      expiresAt: i.expires_at,
    })),
  }),
});
