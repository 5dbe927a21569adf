import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { keyOfSlug } from '../core/rules.ts';
import {
  changeEntry,
  chooseRegion,
  getEntry,
  getRegion,
  holidayFileBytes,
  listEntries,
  readHolidays,
  undoVersion,
} from '../server/index.ts';
import { EditPage } from './pages/edit.tsx';
import { EntryPage, titleOf } from './pages/entry.tsx';
import { ListPage } from './pages/list.tsx';
import { RegionPage } from './pages/region.tsx';
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
  action({
    path: paths.edit,
    access: 'person',
    command: changeEntry,
    input: ({ form, params }) => ({
      entry: params.entry,
      version: form.text('version'),
      periods: form.values.periods?.[0] ?? '',
      age: form.text('age'),
      shortestDays: form.text('shortestDays'),
      longestDays: form.text('longestDays'),
      latestArrivalDay: form.text('latestArrivalDay'),
      latestArrivalMonth: form.text('latestArrivalMonth'),
      secondSemester: form.text('secondSemester'),
      secondSemesterDay: form.text('secondSemesterDay'),
      secondSemesterMonth: form.text('secondSemesterMonth'),
      secondSemesterDays: form.text('secondSemesterDays'),
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
