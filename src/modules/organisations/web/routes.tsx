import { Refusal } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { deviceName } from '#modules/people/web/index.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { rolesFor } from '../core/rules.ts';
import {
  acceptInvitation,
  editProfile,
  endMembership,
  getInvitation,
  getJoin,
  getOrganisation,
  inviteColleague,
  inviteOrganisation,
  listOrganisations,
  resendInvitation,
  withdrawInvitation,
} from '../server/index.ts';
import { EditProfilePage } from './pages/edit-profile.tsx';
import { EndMembershipPage } from './pages/end-membership.tsx';
import { InvitationPage } from './pages/invitation.tsx';
import { InviteColleaguePage, InviteOrganisationPage } from './pages/invite.tsx';
import { JoinPage, joinTitle } from './pages/join.tsx';
import { OrganisationPage } from './pages/organisation.tsx';
import { OrganisationsPage } from './pages/organisations.tsx';
import { paths } from './paths.ts';

/** What is no id of an organisation names no page: the list begins anew. */
const orgIdOr = (text: string): OrgId | '' => (isId('org', text) ? text : '');

const listPage = page({
  path: paths.organisations,
  access: 'person',
  load: async ({ ask, search }) => {
    const q = (search.get('q') ?? '').slice(0, 100);
    const after = search.get('after') ?? '';
    return { q, after, list: await ask(listOrganisations, { q, after: orgIdOr(after) }) };
  },
  title: (v) => v.t('organisations.list.title'),
  view: (v, data) => <OrganisationsPage v={v} {...data} />,
});

const organisationPage = page({
  path: paths.organisation,
  access: 'person',
  load: ({ ask, params }) => ask(getOrganisation, params),
  title: (_, org) => org.name,
  view: (v, org) => <OrganisationPage v={v} org={org} />,
});

const editPage = page({
  path: paths.editProfile,
  access: 'person',
  load: async ({ ask, params }) => {
    const org = await ask(getOrganisation, params);
    if (!org.can.edit) throw new Refusal(notFound);
    return org;
  },
  title: (v) => v.t('organisations.profile.edit'),
  view: (v, org) => <EditProfilePage v={v} org={org} />,
});

const inviteColleaguePage = page({
  path: paths.inviteColleague,
  access: 'person',
  load: async ({ ask, params }) => {
    const org = await ask(getOrganisation, params);
    if (!org.can.invite) throw new Refusal(notFound);
    return { org, roles: rolesFor(org.kind) };
  },
  title: (v) => v.t('organisations.colleagues.invite'),
  view: (v, data) => <InviteColleaguePage v={v} {...data} />,
});

const inviteOrganisationPage = page({
  path: paths.inviteOrganisation,
  access: 'person',
  load: async ({ actor }) => {
    if (!actor.isAdmin) throw new Refusal(notFound);
    return {};
  },
  title: (v) => v.t('organisations.invite-organisation.title'),
  view: (v) => <InviteOrganisationPage v={v} />,
});

const endMembershipPage = page({
  path: paths.endMembership,
  access: 'person',
  load: async ({ ask, params }) => {
    const org = await ask(getOrganisation, { orgId: params.orgId });
    const colleague = org.colleagues?.find((c) => c.id === params.personId);
    if (!colleague) throw new Refusal(notFound);
    return { orgId: org.id, orgName: org.name, colleague };
  },
  title: (v, { colleague, orgName }) =>
    v.t('organisations.colleagues.end-title', { name: colleague.name, org: orgName }),
  view: (v, data) => <EndMembershipPage v={v} {...data} />,
});

const invitationPage = page({
  path: paths.invitation,
  access: 'person',
  load: ({ ask, params }) => ask(getInvitation, params),
  title: (v, { email }) => v.t('organisations.invitation.title', { email }),
  view: (v, invitation) => <InvitationPage v={v} invitation={invitation} />,
});

const joinPage = page({
  path: paths.join,
  access: 'anyone',
  load: async ({ ask, params }) => ({
    token: params.token,
    join: await ask(getJoin, { token: params.token.slice(0, 100) }),
  }),
  title: (v, { join }) => joinTitle(v, join),
  view: (v, data) => <JoinPage v={v} {...data} />,
});

export const routes: Route[] = [
  listPage,
  inviteOrganisationPage,
  organisationPage,
  editPage,
  inviteColleaguePage,
  endMembershipPage,
  invitationPage,
  joinPage,
  action({
    path: paths.inviteOrganisation,
    access: 'person',
    command: inviteOrganisation,
    input: ({ form }) => ({
      name: form.text('name'),
      kind: form.text('kind'),
      email: form.text('email'),
      language: form.text('language'),
    }),
    done: () => ({ to: paths.organisations.href(), flash: 'organisations.flash.invited' }),
    page: inviteOrganisationPage,
  }),
  action({
    path: paths.editProfile,
    access: 'person',
    command: editProfile,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      version: form.text('version'),
      name: form.text('name'),
      country: form.text('country'),
      city: form.text('city'),
      timeZone: form.text('timeZone'),
      language: form.text('language'),
      oid: form.text('oid'),
      email: form.text('email'),
      phone: form.text('phone'),
      street: form.text('street'),
      postalCode: form.text('postalCode'),
    }),
    done: (_, { params }) => ({
      to: paths.organisation.href(params),
      flash: 'organisations.flash.saved',
    }),
    page: editPage,
  }),
  action({
    path: paths.inviteColleague,
    access: 'person',
    command: inviteColleague,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      email: form.text('email'),
      language: form.text('language'),
      roles: form.list('roles'),
    }),
    done: (_, { params }) => ({
      to: paths.organisation.href(params),
      flash: 'organisations.flash.invited',
    }),
    page: inviteColleaguePage,
  }),
  action({
    path: paths.endMembership,
    access: 'person',
    command: endMembership,
    input: ({ params }) => params,
    done: (_, { params }) => ({
      to: paths.organisation.href({ orgId: params.orgId }),
      flash: 'organisations.flash.ended',
    }),
    page: endMembershipPage,
  }),
  action({
    path: paths.resendInvitation,
    access: 'person',
    command: resendInvitation,
    input: ({ params }) => params,
    done: (_, { params }) => ({
      to: paths.invitation.href(params),
      flash: 'organisations.flash.resent',
    }),
    page: invitationPage,
  }),
  action({
    path: paths.withdrawInvitation,
    access: 'person',
    command: withdrawInvitation,
    input: ({ params }) => params,
    done: (_, { params }) => ({
      to: paths.invitation.href(params),
      flash: 'organisations.flash.withdrawn',
    }),
    page: invitationPage,
  }),
  action({
    path: paths.join,
    access: 'anyone',
    command: acceptInvitation,
    limit: { name: 'join', points: 30, seconds: 600 },
    input: ({ form, params, userAgent }) => ({
      token: params.token,
      personId: form.text('personId'),
      orgId: form.text('orgId'),
      email: form.text('email'),
      givenName: form.text('givenName'),
      familyName: form.text('familyName'),
      language: form.text('language') || undefined,
      orgName: form.text('orgName'),
      orgKind: form.text('orgKind'),
      country: form.text('country'),
      city: form.text('city'),
      timeZone: form.text('timeZone'),
      orgLanguage: form.text('orgLanguage'),
      device: deviceName(userAgent),
    }),
    done: (result) => ({
      // the project's pages are a later module's; its address is part of what the invitation promised
      to: result.projectId
        ? `/projects/${result.projectId}`
        : result.orgId
          ? paths.organisation.href({ orgId: result.orgId })
          : '/',
      session: result.token,
      flash: 'organisations.flash.joined',
    }),
    page: joinPage,
  }),
];
