import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { keyOfSlug } from '../core/rules.ts';
import {
  changeEntry,
  changePolicy,
  chooseRegion,
  getEntry,
  getPolicy,
  getRegion,
  holidayFileBytes,
  listEntries,
  listPolicies,
  readHolidays,
  takePolicyBack,
  undoVersion,
} from '../server/index.ts';
import { EditPage } from './pages/edit.tsx';
import { EntryPage, titleOf } from './pages/entry.tsx';
import { ListPage } from './pages/list.tsx';
import { PoliciesPage, PolicyPage, policyTitle } from './pages/policies.tsx';
import { RegionPage } from './pages/region.tsx';
import { limitInput } from './parts/limits.tsx';
import { paths } from './paths.ts';

const listPage = page({
  path: paths.reference,
  access: 'person',
  load: async ({ ask, search }) => {
    const asked = search.get('country') ?? '';
    const country = /^[A-Z]{2}$/.test(asked) ? asked : '';
    return { list: await ask(listEntries, { country }), country };
  },
  title: (v) => v.t('reference.list.title'),
  view: (v, data) => <ListPage v={v} {...data} />,
});

const entryPage = page({
  path: paths.entry,
  access: 'person',
  load: ({ ask, params }) => ask(getEntry, { entry: params.entry }),
  title: titleOf,
  view: (v, entry) => <EntryPage v={v} entry={entry} />,
});

async function changeable({
  ask,
  params,
}: Pick<PageContext, 'ask'> & { params: { entry: string } }) {
  const entry = await ask(getEntry, { entry: params.entry });
  if (!entry.can.change) throw new Refusal(notFound);
  return entry;
}

const editPage = page({
  path: paths.edit,
  access: 'person',
  load: changeable,
  title: titleOf,
  view: (v, entry) => <EditPage v={v} entry={entry} />,
});

const regionPage = page({
  path: paths.region,
  access: 'person',
  load: ({ ask, params }) => ask(getRegion, { orgId: params.orgId as never }),
  title: (v) => v.t('reference.region.title'),
  view: (v, region) => <RegionPage v={v} region={region} />,
});

const policiesPage = page({
  path: paths.policies,
  access: 'person',
  load: ({ ask, params }) => ask(listPolicies, { orgId: params.orgId }),
  title: (v) => v.t('reference.policy.title'),
  view: (v, list) => <PoliciesPage v={v} list={list} />,
});

const policyPage = page({
  path: paths.policy,
  access: 'person',
  load: ({ ask, params }) => ask(getPolicy, { orgId: params.orgId, country: params.country }),
  title: policyTitle,
  view: (v, policy) => <PolicyPage v={v} policy={policy} />,
});

/** A file in base64 grows by a third; the rest is for the other fields. */
const fileBytes = holidayFileBytes + 64 * 1024;

export const routes: Route[] = [
  listPage,
  raw({
    method: 'get',
    path: paths.find,
    access: 'person',
    handle: async (_, { search, actor }) => {
      const asked = (name: string) => search.get(name)?.trim() ?? '';
      const year = ['public-holidays', 'school-holidays'].includes(asked('kind'))
        ? asked('year').replace('/', '-')
        : '';
      const country = asked('place').toUpperCase();
      const slug = [asked('kind'), country, asked('region').slice(0, 60), year].join('~');
      const admin = actor.kind === 'person' && actor.isAdmin;
      const to =
        admin && keyOfSlug(slug) ? paths.edit.href({ entry: slug }) : paths.reference.href();
      return new Response(null, { status: 303, headers: { location: to } });
    },
  }),
  entryPage,
  editPage,
  regionPage,
  policiesPage,
  raw({
    method: 'get',
    path: paths.choosePolicy,
    access: 'person',
    handle: async (_, { search, params }) => {
      const { orgId } = params;
      const country = search.get('country') ?? '';
      const to = /^[A-Z]{2}$/.test(country)
        ? paths.policy.href({ orgId, country })
        : paths.policies.href({ orgId });
      return new Response(null, { status: 303, headers: { location: to } });
    },
  }),
  policyPage,
  action({
    path: paths.policy,
    access: 'person',
    command: changePolicy,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      country: params.country,
      version: form.text('version'),
      ...limitInput(form),
      note: form.text('note'),
      sourceTitle: form.text('sourceTitle'),
      sourceLink: form.text('sourceLink'),
      certainty: form.text('certainty'),
    }),
    done: (_, { params }) => ({
      to: paths.policies.href({ orgId: params.orgId }),
      flash: 'reference.flash.policy',
    }),
    page: policyPage,
  }),
  action({
    path: paths.takePolicyBack,
    access: 'person',
    command: takePolicyBack,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      country: params.country,
      version: form.text('version'),
    }),
    done: (_, { params }) => ({
      to: paths.policies.href({ orgId: params.orgId }),
      flash: 'reference.flash.policy-back',
    }),
    page: policyPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: changeEntry,
    input: ({ form, params }) => ({
      entry: params.entry,
      version: form.text('version'),
      periods: form.values.periods?.[0] ?? '',
      age: form.text('age'),
      programme: form.text('programme'),
      timeZones: form.text('timeZones'),
      ...limitInput(form),
      validFrom: form.date('validFrom'),
      validUntil: form.date('validUntil'),
      sourceTitle: form.text('sourceTitle'),
      sourceLink: form.text('sourceLink'),
      certainty: form.text('certainty'),
    }),
    done: (_, { params }) => ({
      to: paths.entry.href({ entry: params.entry }),
      flash: 'reference.flash.saved',
    }),
    page: editPage,
  }),
  action({
    path: paths.read,
    access: 'person',
    command: readHolidays,
    upload: fileBytes,
    input: ({ form, params }) => {
      const file = form.file('file');
      return {
        entry: params.entry,
        fileName: file?.name.slice(0, 255) ?? '',
        content: file ? Buffer.from(file.bytes).toString('base64') : '',
      };
    },
    done: (read, { form, params }) => ({
      to: paths.edit.href({ entry: params.entry }),
      show: {
        periods: [read.text],
        read: [
          JSON.stringify({
            file: form.file('file')?.name ?? '',
            count: read.count,
            outside: read.outside,
            faults: read.faults,
          }),
        ],
      },
    }),
    page: editPage,
  }),
  action({
    path: paths.undo,
    access: 'person',
    command: undoVersion,
    input: ({ form, params }) => ({
      entry: params.entry,
      version: form.text('version'),
      number: form.text('number'),
    }),
    done: (_, { params }) => ({
      to: paths.entry.href({ entry: params.entry }),
      flash: 'reference.flash.undone',
    }),
    page: entryPage,
  }),
  action({
    path: paths.region,
    access: 'person',
    command: chooseRegion,
    input: ({ form, params }) => ({ orgId: params.orgId, region: form.text('region') }),
    done: (_, { params }) => ({
      to: organisationsPaths.organisation.href({ orgId: params.orgId }),
      flash: 'reference.flash.region',
    }),
    page: regionPage,
  }),
];
