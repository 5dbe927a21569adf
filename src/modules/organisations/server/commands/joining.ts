import { z } from 'zod';
import { type OrgRole, orgRoles } from '#kernel/actor.ts';
import { allow } from '#kernel/decision.ts';
import type { InvitationId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { countryCode, email, idOf, line, optionalLine, version } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import {
  insertPerson,
  markAdmin,
  openSession,
  personById,
  personsByEmail,
} from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { chooseLanguage, languages } from '#platform/i18n/index.ts';
import { invitationAccepted } from '../../core/events.ts';
import {
  mayEditProfile,
  mayEndMembership,
  mayInviteColleague,
  mayInviteOrganisation,
  mayManageInvitation,
} from '../../core/policy.ts';
import {
  invitationDays,
  invitationState,
  isLeading,
  needsOrganisation,
  oidPattern,
} from '../../core/rules/index.ts';
import {
  type Country,
  type InvitationKind,
  type OrgKind,
  orgKinds,
  type PartyKind,
  partyKinds,
} from '../../core/types.ts';
import { invitationMail } from '../notices.ts';
import { countriesOf } from '../queries/countries.ts';
import * as store from '../store/index.ts';

const language = z.enum(languages, { error: 'platform.invalid.language' });
const roles = z
  .array(z.enum(orgRoles, { error: 'organisations.invalid.role' }))
  .min(1, { error: 'organisations.invalid.role' });
const kind = z.enum(orgKinds, { error: 'platform.invalid.choose' });
/** empty means the one of the country's capital */
const zone = z.string().max(60, { error: 'organisations.invalid.zone' }).default('');

/** Whether a time zone may be chosen; empty leaves it to the country. */
const isZone = (countries: readonly Country[], zone: string) =>
  zone === '' || countries.some((c) => c.timeZones.includes(zone));

export type InvitationDraft = {
  kind: InvitationKind;
  /** empty for a link that is printed, not mailed */
  email: string;
  language: string;
  orgId?: OrgId | null;
  orgName?: string | null;
  orgKind?: OrgKind | null;
  projectId?: ProjectId | null;
  projectRole?: PartyKind | null;
  projectTitle?: string | null;
  roles: readonly OrgRole[];
  invitedByName: string;
  expiresInDays?: number;
};

/**
 * Writes an invitation and mails its link. Only the hash of the link's token is kept, so the link cannot be read again.
 * Who may invite is decided by the command that calls this.
 * @returns the path of the link, for an installation that prints it
 */
export async function createInvitation(
  tools: CommandTools,
  draft: InvitationDraft,
): Promise<{ invitationId: InvitationId; path: string }> {
  const id = newId('inv');
  const token = newToken();
  const expiresAt = tools.now.add({ hours: 24 * (draft.expiresInDays ?? invitationDays) });
  await store.insertInvitation(tools.tx, {
    id,
    tokenHash: hashToken(token),
    kind: draft.kind,
    email: draft.email,
    language: draft.language,
    orgId: draft.orgId ?? null,
    orgName: draft.orgName ?? null,
    orgKind: draft.orgKind ?? null,
    projectId: draft.projectId ?? null,
    projectRole: draft.projectRole ?? null,
    roles: draft.roles,
    invitedBy: tools.actor.kind === 'person' ? tools.actor.personId : null,
    now: tools.now,
    expiresAt,
  });
  const path = `/join/${token}`;
  if (draft.email) await mailLink(tools, { ...draft, id, path, expiresAt });
  return { invitationId: id, path };
}

async function mailLink(
  { post, runtime }: CommandTools,
  link: InvitationDraft & { id: InvitationId; path: string; expiresAt: Temporal.Instant },
): Promise<void> {
  await post(
    invitationMail(
      { address: link.email, language: chooseLanguage(link.language) },
      {
        kind: link.kind,
        invitedByName: link.invitedByName,
        orgName: link.orgName ?? null,
        orgKind: link.orgKind ?? null,
        projectTitle: link.projectTitle ?? null,
        roles: link.roles,
        until: link.expiresAt.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
      },
      `${runtime.config.origin}${link.path}`,
      `invitation:${link.id}:${link.expiresAt.epochMilliseconds}`,
    ),
  );
}

export const inviteColleague = command({
  name: 'organisations.invite-colleague',
  summary: 'Mail a colleague a link to join your organisation, with the roles they will have.',
  input: z.object({ orgId: idOf('org'), email, language, roles }),
  load: async ({ tx }, input) => {
    const org = await store.organisationForUpdate(tx, input.orgId);
    return org ?? null;
  },
  permit: (actor, org) => mayInviteColleague(actor, org.id),
  run: async (tools, org, input) => {
    const members = await store.membersOf(tools.tx, org.id, tools.today);
    if (members.some((m) => m.email?.toLowerCase() === input.email))
      return fail('organisations.refused.already-member', undefined, 'email', 'conflict');
    const waiting = await store.waitingInvitationsOfOrg(tools.tx, [org.id]);
    if (waiting.some((i) => i.email === input.email && invitationState(i, tools.now) === 'open'))
      return fail('organisations.refused.already-invited', undefined, 'email', 'conflict');
    const { invitationId } = await createInvitation(tools, {
      kind: 'colleague',
      email: input.email,
      language: input.language,
      orgId: org.id,
      orgName: org.name,
      orgKind: org.kind as OrgKind,
      roles: input.roles,
      invitedByName: tools.actor.kind === 'person' ? tools.actor.name : org.name,
    });
    return ok({ invitationId });
  },
  audit: (org, input, { invitationId }) => ({
    subjectId: invitationId,
    orgId: org.id,
    details: { roles: input.roles.join(' ') },
  }),
});

export const inviteOrganisation = command({
  name: 'organisations.invite-organisation',
  summary: 'As administrator, mail an organisation that is new here a link to join.',
  input: z.object({ name: line(200), kind, email, language }),
  load: async () => ({}),
  permit: (actor) => mayInviteOrganisation(actor),
  run: async (tools, _, input) => {
    const { invitationId } = await createInvitation(tools, {
      kind: 'admin',
      email: input.email,
      language: input.language,
      orgName: input.name,
      orgKind: input.kind,
      roles: ['coordinator'],
      invitedByName: tools.actor.kind === 'person' ? tools.actor.name : '',
    });
    return ok({ invitationId });
  },
  audit: (_, __, { invitationId }) => ({ subjectId: invitationId }),
});

export const editProfile = command({
  name: 'organisations.edit-profile',
  summary: 'Change what your organisation tells about itself.',
  input: z.object({
    orgId: idOf('org'),
    version,
    name: line(200),
    country: countryCode,
    city: line(120),
    timeZone: zone,
    language,
    oid: optionalLine(20)
      .transform((v) => v.toUpperCase())
      .refine((v) => v === '' || oidPattern.test(v), { error: 'organisations.invalid.oid' }),
    email: z.union([z.literal(''), email], { error: 'platform.invalid.email' }),
    phone: optionalLine(40),
    street: optionalLine(200),
    postalCode: optionalLine(20),
  }),
  load: async ({ tx }, input) => (await store.organisationForUpdate(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayEditProfile(actor, org.id),
  run: async ({ tx }, org, input) => {
    // who is where nobody new may come stays there
    const countries = await countriesOf(tx);
    const country =
      countries.find((c) => c.code === input.country) ??
      (input.country === org.country_code ? { timeZones: [org.time_zone] } : null);
    const faults: Fault[] = [
      ...(country ? [] : [{ reason: 'platform.invalid.country', field: 'country' }]),
      ...(isZone(countries, input.timeZone) || input.timeZone === org.time_zone
        ? []
        : [{ reason: 'organisations.invalid.zone', field: 'timeZone' }]),
    ];
    if (!country || faults.length > 0) return failAll(faults);
    const changed = await store.updateOrganisation(tx, org.id, input.version, {
      name: input.name,
      country_code: input.country,
      city: input.city,
      time_zone: input.timeZone || (country.timeZones[0] as string),
      language: input.language,
      oid: input.oid || null,
      email: input.email || null,
      phone: input.phone || null,
      address: { street: input.street, postalCode: input.postalCode },
    });
    if (!changed) return stale('platform.error.changed-meanwhile');
    await store.indexOrganisation(tx, org.id);
    return ok();
  },
  audit: (org) => ({ subjectId: org.id, orgId: org.id }),
});

export const endMembership = command({
  name: 'organisations.end-membership',
  summary: 'End a colleague’s membership, or your own, at once.',
  input: z.object({ orgId: idOf('org'), personId: idOf('per') }),
  load: async ({ tx, actor, now }, input) => {
    const org = await store.organisationForUpdate(tx, input.orgId);
    if (!org || actor.kind !== 'person') return null;
    const day = now.toZonedDateTimeISO(org.time_zone).toPlainDate();
    const members = await store.membersOf(tx, org.id, day);
    const member = members.find((m) => m.person_id === input.personId);
    if (!member) return null;
    const leaders = members.filter((m) => isLeading(m.roles));
    return {
      orgId: org.id,
      personId: member.person_id,
      last: isLeading(member.roles) && leaders.length === 1,
    };
  },
  permit: (actor, membership) => mayEndMembership(actor, membership),
  run: async ({ tx, today }, { orgId, personId }) => {
    // the last day is yesterday: a membership counts to the end of its last day, and this one ends now
    await store.endMembership(tx, orgId, personId, today.subtract({ days: 1 }));
    return ok();
  },
  audit: ({ orgId, personId }) => ({ subjectId: personId, orgId }),
});

async function managedInvitation(tx: CommandTools['tx'], id: InvitationId) {
  await store.lockInvitation(tx, id);
  return (await store.invitationById(tx, id)) ?? null;
}

/** Organisations an invitation speaks for: whose colleagues are invited, or who coordinates the project. */
export function fromOrgs(invitation: store.InvitationRow): OrgId[] {
  const from = invitation.kind === 'colleague' ? invitation.org_id : invitation.coordinator_id;
  return from ? [from] : [];
}

export const resendInvitation = command({
  name: 'organisations.resend-invitation',
  summary: 'Send an invitation again with a new link; the old link ends.',
  input: z.object({ invitationId: idOf('inv') }),
  load: ({ tx }, input) => managedInvitation(tx, input.invitationId),
  permit: (actor, i) =>
    mayManageInvitation(actor, {
      kind: i.kind as InvitationKind,
      invitedBy: i.invited_by,
      fromOrgs: fromOrgs(i),
    }),
  run: async (tools, i) => {
    const state = invitationState(i, tools.now);
    if (state === 'used' || state === 'withdrawn')
      return fail(`organisations.refused.${state}`, undefined, undefined, 'conflict');
    const token = newToken();
    const expiresAt = tools.now.add({ hours: 24 * invitationDays });
    await store.renewInvitation(tools.tx, i.id, hashToken(token), expiresAt);
    if (!i.email) return fail('organisations.refused.no-address', undefined, undefined, 'conflict');
    await mailLink(tools, {
      kind: i.kind as InvitationKind,
      email: i.email,
      language: i.language,
      orgName: i.own_org_name ?? i.org_name,
      orgKind: i.org_kind as OrgKind | null,
      projectTitle: i.project_title,
      roles: i.roles as OrgRole[],
      invitedByName: tools.actor.kind === 'person' ? tools.actor.name : '',
      id: i.id,
      path: `/join/${token}`,
      expiresAt,
    });
    return ok();
  },
  audit: (i) => ({ subjectId: i.id, orgId: fromOrgs(i)[0] ?? null }),
});

export const withdrawInvitation = command({
  name: 'organisations.withdraw-invitation',
  summary: 'Take an invitation back; its link ends.',
  input: z.object({ invitationId: idOf('inv') }),
  load: ({ tx }, input) => managedInvitation(tx, input.invitationId),
  permit: (actor, i) =>
    mayManageInvitation(actor, {
      kind: i.kind as InvitationKind,
      invitedBy: i.invited_by,
      fromOrgs: fromOrgs(i),
    }),
  run: async ({ tx, now }, i) => {
    if (i.accepted_at) return fail('organisations.refused.used', undefined, undefined, 'conflict');
    if (!i.withdrawn_at) await store.markWithdrawn(tx, i.id, now);
    return ok();
  },
  audit: (i) => ({ subjectId: i.id, orgId: fromOrgs(i)[0] ?? null }),
});

export const acceptInvitation = command({
  name: 'organisations.accept-invitation',
  summary:
    'Join by the link of an invitation: makes the account and the organisation where they are new, and signs in.',
  opensRows: 'invitation',
  input: z.object({
    token: line(100),
    /** which of several people at the address, or `new` */
    personId: z.union([idOf('per'), z.literal(''), z.literal('new')]).default(''),
    /** an organisation of theirs that is to take part, or `new` */
    orgId: z.union([idOf('org'), z.literal(''), z.literal('new')]).default(''),
    email: z.union([z.literal(''), email], { error: 'platform.invalid.email' }).default(''),
    givenName: optionalLine(80),
    familyName: optionalLine(80),
    language: language.default('en'),
    orgName: optionalLine(200),
    orgKind: z
      .union([z.literal(''), z.enum(partyKinds)], { error: 'platform.invalid.choose' })
      .default(''),
    country: z
      .union([z.literal(''), countryCode], { error: 'platform.invalid.country' })
      .default(''),
    city: optionalLine(120),
    timeZone: zone,
    orgLanguage: z.union([z.literal(''), language]).default(''),
    device: optionalLine(200),
  }),
  load: async ({ tx }, input) => {
    const found = await store.invitationByToken(tx, hashToken(input.token));
    if (!found) return null;
    await store.lockInvitation(tx, found.id);
    // read again behind the lock: a link used twice at once is used once
    return (await store.invitationById(tx, found.id)) ?? null;
  },
  permit: () => allow,
  run: async (tools, invitation, input) => {
    const { tx, now, today, runtime } = tools;
    const state = invitationState(invitation, now);
    if (state !== 'open')
      return fail(`organisations.join.${state}`, undefined, undefined, 'expired');

    const faults: Fault[] = [];
    const missing = (field: string, reason = 'platform.invalid.required') =>
      faults.push({ reason, field });

    // a printed link names no address: one that is known here must sign in, or the link would open any account
    const address = invitation.email || input.email;
    const known = address ? await personsByEmail(tx, address) : [];
    if (!address) missing('email');
    if (!invitation.email && known.length > 0) missing('email', 'organisations.join.known-address');
    const candidates = invitation.email ? known : [];
    const person =
      input.personId === 'new'
        ? undefined
        : candidates.length === 1
          ? candidates[0]
          : candidates.find((c) => c.id === input.personId);
    if (!person && candidates.length > 0 && input.personId !== 'new')
      missing('personId', 'platform.invalid.choose');
    if (!person && (candidates.length === 0 || input.personId === 'new')) {
      if (!input.givenName) missing('givenName');
      if (!input.familyName) missing('familyName');
    }

    const memberships = person ? await store.membershipsOf(tx, [person.id], today) : [];
    let orgId: OrgId | null = null;
    let newOrg: Omit<store.NewOrganisation, 'id' | 'now'> | null = null;
    if (invitation.org_id) {
      orgId = invitation.org_id;
      // whoever may type an address must not be able to make its owner the head of somebody else's school
      const leads = memberships.some((m) => m.org_id === orgId && isLeading(m.roles));
      const isMailbox =
        invitation.own_org_email !== null && invitation.own_org_email.toLowerCase() === address;
      if (invitation.kind !== 'colleague' && !leads && !isMailbox)
        return fail(
          'organisations.join.not-theirs',
          { org: invitation.own_org_name },
          undefined,
          'refused',
        );
    } else if (
      needsOrganisation({
        kind: invitation.kind as InvitationKind,
        orgName: invitation.org_name,
      })
    ) {
      const own = memberships.filter(
        (m) => isLeading(m.roles) && (!invitation.org_kind || m.kind === invitation.org_kind),
      );
      const chosen =
        input.orgId === 'new' || invitation.kind === 'admin'
          ? undefined
          : own.length === 1
            ? own[0]
            : own.find((m) => m.org_id === input.orgId);
      if (chosen) orgId = chosen.org_id;
      else if (own.length > 0 && input.orgId !== 'new' && invitation.kind !== 'admin')
        missing('orgId', 'platform.invalid.choose');
      else {
        const orgKind = (invitation.org_kind ?? input.orgKind) as OrgKind | '';
        const countries = await countriesOf(tx);
        const zones = countries.find((c) => c.code === input.country)?.timeZones ?? [];
        if (!input.orgName) missing('orgName');
        if (!orgKind) missing('orgKind', 'platform.invalid.choose');
        if (zones.length === 0) missing('country', 'platform.invalid.country');
        if (!input.city) missing('city');
        if (!isZone(countries, input.timeZone)) missing('timeZone', 'organisations.invalid.zone');
        newOrg = {
          kind: orgKind || 'school',
          name: input.orgName,
          countryCode: input.country,
          city: input.city,
          timeZone: input.timeZone || (zones[0] ?? ''),
          language: input.orgLanguage || input.language,
          email: address,
        };
      }
    }
    if (faults.length > 0) return failAll(faults);

    const personId: PersonId = person?.id ?? newId('per');
    const isAdmin = invitation.kind === 'admin' && invitation.org_name === null;
    const isExample = runtime.config.mode === 'demo';
    if (!person)
      await insertPerson(tx, {
        id: personId,
        givenName: input.givenName,
        familyName: input.familyName,
        email: address,
        language: input.language,
        isAdmin,
        isExample,
        now,
      });
    else if (isAdmin) await markAdmin(tx, personId);
    if (newOrg) {
      orgId = newId('org');
      await store.insertOrganisation(tx, { ...newOrg, id: orgId, isExample, now });
      await store.indexOrganisation(tx, orgId);
    }
    if (orgId)
      await store.insertMembership(tx, {
        orgId,
        personId,
        roles:
          invitation.kind === 'colleague' || newOrg || memberships.every((m) => m.org_id !== orgId)
            ? ((invitation.roles.length > 0 ? invitation.roles : ['coordinator']) as OrgRole[])
            : [],
        fromOn: today,
      });
    await store.markAccepted(tx, invitation.id, { by: personId, orgId, now });
    const token = await openSession(tools, personId, input.device);
    tools.tell(
      invitationAccepted({
        invitationId: invitation.id,
        kind: invitation.kind as InvitationKind,
        projectId: invitation.project_id,
        projectRole: invitation.project_role as PartyKind | null,
        orgId,
        personId,
      }),
    );
    const who = (await personById(tx, personId)) as { given_name: string; family_name: string };
    return ok({
      token,
      personId,
      name: displayName(who),
      orgId,
      projectId: invitation.project_id,
      kind: invitation.kind,
    });
  },
  audit: (invitation, _, { orgId }) => ({ subjectId: invitation.id, orgId }),
});
