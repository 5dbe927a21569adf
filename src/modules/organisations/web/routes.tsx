import { Refusal } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { deviceName } from '#modules/people/web/index.ts';
import { type FormData, parseInput } from '#platform/http/form.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { longestStay, oldest, rolesFor, searchedLanguages, youngest } from '../core/rules/index.ts';
import { orgKinds, profileParts } from '../core/types.ts';
import {
  acceptInvitation,
  answerMembership,
  askNetwork,
  chooseSource,
  countDirectory,
  editProfile,
  endMembership,
  endNetworkMembership,
  findHosts,
  getHostWish,
  getInvitation,
  getJoin,
  getNetwork,
  getNetworkMembership,
  getOrganisation,
  getPart,
  getProfile,
  getSharing,
  inviteColleague,
  inviteMember,
  inviteOrganisation,
  listCountries,
  resendInvitation,
  searchDirectory,
  tellPart,
  withdrawInvitation,
} from '../server/index.ts';
import { DirectoryPage, MapPage } from './pages/directory.tsx';
import { EditPartPage } from './pages/edit-part.tsx';
import { EditProfilePage } from './pages/edit-profile.tsx';
import { EndMembershipPage } from './pages/end-membership.tsx';
import { EndNetworkMembershipPage, endTitle } from './pages/end-network-membership.tsx';
import { FindHostsPage } from './pages/find-hosts.tsx';
import { InvitationPage } from './pages/invitation.tsx';
import { InviteColleaguePage, InviteOrganisationPage } from './pages/invite.tsx';
import { JoinPage, joinTitle } from './pages/join.tsx';
import { OrganisationPage } from './pages/organisation.tsx';
import { SharingPage } from './pages/sharing.tsx';
import { type Asked, askedIn } from './parts/directory-filters.tsx';
import { paths } from './paths.ts';

/** What is no id of an organisation names no page: the list begins anew. */
const orgIdOr = (text: string): OrgId | '' => (isId('org', text) ? text : '');

/** A filter as the directory takes it; what nobody can have chosen on the page asks nothing. */
function filtersIn(asked: Asked) {
  const among = <T extends string>(all: readonly T[], value: string): T | '' =>
    (all as readonly string[]).includes(value) ? (value as T) : '';
  const number = (value: string, least: number, most: number): number | '' => {
    const n = Number(value);
    return value !== '' && Number.isInteger(n) && n >= least && n <= most ? n : '';
  };
  return {
    q: asked.q,
    kind: among(orgKinds, asked.kind),
    country: /^[A-Z]{2}$/.test(asked.country) ? asked.country : '',
    language: among(searchedLanguages, asked.language),
    age: number(asked.age, youngest, oldest),
    month: number(asked.month, 1, 12),
    months: number(asked.months, 1, longestStay),
    second: asked.second !== '',
    network: orgIdOr(asked.network),
  };
}

const sorts = ['fit', 'name', '-name', 'place', '-place'] as const;

const directoryPage = page({
  path: paths.directory,
  access: 'person',
  load: async ({ ask, search }) => {
    const asked = askedIn(search);
    const after = orgIdOr(search.get('after') ?? '');
    const sort = sorts.find((s) => s === search.get('sort')) ?? 'fit';
    return {
      asked,
      sort,
      after,
      found: await ask(searchDirectory, { ...filtersIn(asked), sort, after }),
    };
  },
  title: (v) => v.t('organisations.directory.title'),
  view: (v, data) => <DirectoryPage v={v} {...data} />,
});

const mapPage = page({
  path: paths.map,
  access: 'person',
  load: async ({ ask, search }) => {
    const asked = askedIn(search);
    return { asked, counted: await ask(countDirectory, filtersIn(asked)) };
  },
  title: (v) => v.t('organisations.directory.map'),
  view: (v, data) => <MapPage v={v} {...data} />,
});

const findPage = page({
  path: paths.findHosts,
  access: 'person',
  load: async ({ ask, search }) => {
    const { own, countries } = await ask(getHostWish, {});
    const field = (name: string, otherwise = '') => search.get(name)?.trim() ?? otherwise;
    const wish = {
      pupils: field('pupils', '1'),
      age: field('age'),
      language: field('language'),
      level: field('level', 'B1'),
      month: field('month'),
      months: field('months'),
      country: field('country'),
      forOrg: field('forOrg'),
    };
    // before anything was sent nothing is wrong
    if (!search.has('month')) return { wish, own, countries, found: null, faults: [] };
    const parsed = await parseInput(findHosts.input, wish);
    return parsed.ok
      ? { wish, own, countries, found: await ask(findHosts, parsed.input), faults: [] }
      : { wish, own, countries, found: null, faults: [...parsed.faults] };
  },
  title: (v) => v.t('organisations.find.title'),
  view: (v, data) => <FindHostsPage v={v} {...data} />,
});

const organisationPage = page({
  path: paths.organisation,
  access: 'person',
  load: async ({ ask, params, search, lang }) => {
    const as = (['partners', 'everybody'] as const).find((who) => who === search.get('as'));
    const org = await ask(getOrganisation, params);
    return {
      org,
      profile: await ask(getProfile, { orgId: org.id, as: as ?? 'us' }),
      network:
        org.kind === 'network'
          ? await ask(getNetwork, { networkId: org.id, language: chooseLanguage(lang) })
          : null,
    };
  },
  title: (_, { org }) => org.name,
  view: (v, data) => <OrganisationPage v={v} {...data} />,
});

const partPage = page({
  path: paths.part,
  access: 'person',
  load: ({ ask, params }) => {
    const part = profileParts.find((p) => p === params.part);
    if (!part || !isId('org', params.orgId)) throw new Refusal(notFound);
    return ask(getPart, { orgId: params.orgId, part });
  },
  title: (v, { part }) => v.t(`organisations.part.${part}`),
  view: (v, part) => <EditPartPage v={v} part={part} />,
});

const sharingPage = page({
  path: paths.sharing,
  access: 'person',
  load: async ({ ask, params, lang }) => ({
    orgId: params.orgId,
    sharing: await ask(getSharing, { orgId: params.orgId, language: chooseLanguage(lang) }),
  }),
  title: (v) => v.t('organisations.sharing.title'),
  view: (v, data) => <SharingPage v={v} {...data} />,
});

const endNetworkMembershipPage = page({
  path: paths.endNetworkMembership,
  access: 'person',
  load: ({ ask, params }) =>
    ask(getNetworkMembership, { networkId: params.orgId, orgId: params.memberOrgId }),
  title: (v, membership) => endTitle(v, membership),
  view: (v, membership) => <EndNetworkMembershipPage v={v} membership={membership} />,
});

const editPage = page({
  path: paths.editProfile,
  access: 'person',
  load: async ({ ask, params }) => {
    const org = await ask(getOrganisation, params);
    if (!org.can.edit) throw new Refusal(notFound);
    return { org, ...(await ask(listCountries, {})) };
  },
  title: (v) => v.t('organisations.profile.edit'),
  view: (v, data) => <EditProfilePage v={v} {...data} />,
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

const lines = (text: string) =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** What was typed into the form of a part, as the command takes it; names of fields are places in the content. */
function contentOf(part: string, form: FormData): unknown {
  const at = (name: string) => form.text(`content.${name}`);
  switch (part) {
    case 'languages':
      return {
        spoken: Array.from({ length: 12 }, (_, i) => at(`spoken.${i}`)).filter((c) => c !== ''),
      };
    case 'learning':
      return {
        ageFrom: at('ageFrom'),
        ageTo: at('ageTo'),
        years: at('years'),
        subjects: lines(at('subjects')),
      };
    case 'hosting':
      return {
        autumn: at('autumn'),
        spring: at('spring'),
        secondSemester: form.flag('content.secondSemester'),
        arrivalMonths: form.list('content.arrivalMonths'),
        longestMonths: at('longestMonths'),
        level: at('level'),
      };
    case 'services':
      return { offers: form.list('content.offers'), regions: at('regions') };
    case 'holidays':
      return {
        periods: Array.from({ length: 20 }, (_, i) => {
          const place = `content.periods.${i}`;
          const row = {
            name: form.text(`${place}.name`),
            from: form.date(`${place}.from`),
            to: form.date(`${place}.to`),
          };
          return row.name || row.from || row.to ? row : null;
        }),
      };
    case 'programme':
      return { code: at('code') };
    default:
      return {
        texts: Object.fromEntries(
          Object.keys(form.values)
            .filter((name) => name.startsWith('content.texts.'))
            .map((name) => [name.slice('content.texts.'.length), form.text(name)]),
        ),
      };
  }
}

export const routes: Route[] = [
  directoryPage,
  mapPage,
  findPage,
  partPage,
  sharingPage,
  endNetworkMembershipPage,
  action({
    path: paths.part,
    access: 'person',
    command: tellPart,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      part: params.part,
      audience: form.text('audience'),
      version: form.text('version'),
      content: contentOf(params.part, form),
    }),
    done: (_, { params }) => ({
      to: `${paths.organisation.href({ orgId: params.orgId })}#${params.part}`,
      flash: 'organisations.flash.saved',
    }),
    page: partPage,
  }),
  action({
    path: paths.sharing,
    access: 'person',
    command: chooseSource,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      kind: form.text('kind'),
      choice: form.text(`choice-${form.text('kind')}`),
      version: form.text('version'),
    }),
    done: (_, { params, form }) => ({
      to: `${paths.sharing.href({ orgId: params.orgId })}#${form.text('kind')}`,
      flash: 'organisations.flash.saved',
    }),
    page: sharingPage,
  }),
  action({
    path: paths.askNetwork,
    access: 'person',
    command: askNetwork,
    input: ({ form, params }) => ({ networkId: params.orgId, orgId: form.text('member') }),
    done: (_, { params }) => ({
      to: paths.organisation.href({ orgId: params.orgId }),
      flash: 'organisations.flash.asked',
    }),
    page: organisationPage,
  }),
  action({
    path: paths.inviteMember,
    access: 'person',
    command: inviteMember,
    input: ({ form, params }) => ({ networkId: params.orgId, orgId: form.text('member') }),
    done: (_, { params }) => ({
      to: paths.organisation.href({ orgId: params.orgId }),
      flash: 'organisations.flash.member-invited',
    }),
    page: organisationPage,
  }),
  action({
    path: paths.answerMembership,
    access: 'person',
    command: answerMembership,
    input: ({ form, params }) => ({
      networkId: params.orgId,
      orgId: form.text('member'),
      answer: form.text('answer'),
    }),
    done: (_, { params }) => ({
      to: paths.organisation.href({ orgId: params.orgId }),
      flash: 'organisations.flash.answered',
    }),
    page: organisationPage,
  }),
  action({
    path: paths.endNetworkMembership,
    access: 'person',
    command: endNetworkMembership,
    input: ({ params }) => ({ networkId: params.orgId, orgId: params.memberOrgId }),
    done: (_, { params }) => ({
      to: paths.organisation.href({ orgId: params.orgId }),
      flash: 'organisations.flash.left',
    }),
    page: endNetworkMembershipPage,
  }),
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
    done: () => ({ to: paths.directory.href(), flash: 'organisations.flash.invited' }),
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
