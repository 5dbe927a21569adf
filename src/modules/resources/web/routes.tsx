import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import type { ResourceId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { storedDownload } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  raw,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { fileBytes } from '../core/rules.ts';
import {
  adaptResource,
  addResource,
  addVersion,
  checkResource,
  editResource,
  getResource,
  listDueChecks,
  listOffered,
  markRead,
  markUsed,
  offerAgain,
  openFile,
  searchLibrary,
  withdrawResource,
} from '../server/index.ts';
import { askedIn, LibraryPage, OfferedPage } from './pages/library.tsx';
import { ResourcePage } from './pages/resource.tsx';
import { AddPage, EditPage, NewVersionPage, WithdrawPage } from './pages/write.tsx';
import { OfferCards } from './parts/lists.tsx';
import { paths } from './paths.ts';

const libraryPage = page({
  path: paths.library,
  access: 'anyone',
  load: async ({ ask, search }) => {
    const asked = askedIn(search);
    const found = await ask(searchLibrary, {
      ...asked,
      audience: asked.audience as '',
      moment: asked.moment as '',
      language: asked.language.slice(0, 3),
      own: asked.own !== '',
      page: asked.page || 1,
    });
    return { asked, found };
  },
  title: (v) => v.t('resources.list.title'),
  view: (v, data) => <LibraryPage v={v} {...data} />,
});

const offeredPage = page({
  path: paths.mine,
  access: 'person',
  load: ({ ask, lang }) => ask(listOffered, { language: lang }),
  title: (v) => v.t('resources.offered.title'),
  view: (v, data) => <OfferedPage v={v} offers={data.offers} />,
});

const addPage = page({
  path: paths.add,
  access: 'person',
  load: async ({ ask }) => {
    const { writes } = await ask(searchLibrary, { own: true });
    if (writes.length === 0) throw new Refusal(notFound);
    return { orgs: writes };
  },
  title: (v) => v.t('resources.add.title'),
  view: (v, data) => <AddPage v={v} {...data} />,
});

const one = async ({ ask, params }: Pick<PageContext<'/x/:resourceId'>, 'ask' | 'params'>) => ({
  resource: await ask(getResource, { resourceId: params.resourceId as ResourceId }),
});
/** Pages of who may change it: others do not find them. */
const changed = async (context: Pick<PageContext<'/x/:resourceId'>, 'ask' | 'params'>) => {
  const found = await one(context);
  if (!found.resource.can.change) throw new Refusal(notFound);
  return found;
};

const resourcePage = page({
  path: paths.resource,
  access: 'anyone',
  load: one,
  title: (_, { resource }) => resource.title,
  view: (v, data) => <ResourcePage v={v} {...data} />,
});
const editPage = page({
  path: paths.edit,
  access: 'person',
  load: changed,
  title: (v) => v.t('resources.edit.title'),
  view: (v, data) => <EditPage v={v} {...data} />,
});
const versionPage = page({
  path: paths.newVersion,
  access: 'person',
  load: changed,
  title: (v) => v.t('resources.new-version.title'),
  view: (v, data) => <NewVersionPage v={v} {...data} />,
});
const withdrawPage = page({
  path: paths.withdraw,
  access: 'person',
  load: changed,
  title: (v) => v.t('resources.withdraw.title'),
  view: (v, data) => <WithdrawPage v={v} {...data} />,
});

const detailsIn = (form: FormData) => ({
  title: form.text('title'),
  summary: form.text('summary'),
  languages: [...new Set([...form.list('languages'), form.text('otherLanguage')])].filter(Boolean),
  audiences: form.list('audiences'),
  moments: form.list('moments'),
  licence: form.text('licence'),
  credit: form.text('credit'),
  shown: form.list('shown'),
});

const fileIn = (form: FormData, name: string) => {
  const file = form.file(name);
  return file && file.bytes.length > 0
    ? { name: file.name.slice(0, 300), content: Buffer.from(file.bytes).toString('base64') }
    : null;
};
const versionIn = (form: FormData) => ({
  note: form.text('note'),
  pdf: fileIn(form, 'pdf'),
  link: form.text('link'),
  source: fileIn(form, 'source'),
  sourceLink: form.text('sourceLink'),
});

type Here = { params: { resourceId: string } };
const idIn = ({ params }: Here) => ({ resourceId: params.resourceId });
const back =
  (flash: string) =>
  (_: unknown, { params }: Here) => ({ to: paths.resource.href(params), flash });

const upload = 2 * fileBytes;
const limit = { name: 'library', points: 120, seconds: 600 };
const tap = { access: 'person' as const, page: resourcePage };

export const routes: Route[] = [
  libraryPage,
  offeredPage,
  addPage,
  resourcePage,
  editPage,
  versionPage,
  withdrawPage,
  raw({
    method: 'get',
    path: paths.file,
    access: 'anyone',
    handle: async (_, { ask, params, runtime }) => {
      const file = await ask(openFile, {
        resourceId: params.resourceId as ResourceId,
        number: params.number,
        which: params.which as 'pdf',
      });
      return storedDownload(runtime.files, file.storageKey, file);
    },
  }),
  action({
    path: paths.add,
    access: 'person',
    command: addResource,
    upload,
    limit,
    input: ({ form }) => ({
      orgId: form.text('orgId'),
      ...detailsIn(form),
      ...versionIn(form),
    }),
    done: (result) => ({
      to: paths.resource.href({ resourceId: result.resourceId }),
      flash: 'resources.add.done',
    }),
    page: addPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: editResource,
    input: (context) => ({
      ...idIn(context),
      version: context.form.text('version'),
      ...detailsIn(context.form),
    }),
    done: back('resources.saved'),
    page: editPage,
  }),
  action({
    path: paths.newVersion,
    access: 'person',
    command: addVersion,
    upload,
    limit,
    input: (context) => ({ ...idIn(context), ...versionIn(context.form) }),
    done: back('resources.new-version.done'),
    page: versionPage,
  }),
  action({
    path: paths.withdraw,
    access: 'person',
    command: withdrawResource,
    input: (context) => ({ ...idIn(context), reason: context.form.text('reason') }),
    done: back('resources.withdraw.done'),
    page: withdrawPage,
  }),
  action({
    ...tap,
    path: paths.check,
    command: checkResource,
    input: (context) => ({ ...idIn(context), months: context.form.text('months') }),
    done: back('resources.keeping.done'),
  }),
  action({
    ...tap,
    path: paths.again,
    command: offerAgain,
    input: idIn,
    done: back('resources.again.done'),
  }),
  action({
    ...tap,
    path: paths.used,
    command: markUsed,
    input: (context) => ({
      ...idIn(context),
      orgId: context.form.text('orgId'),
      uses: context.form.flag('uses'),
      note: context.form.text('note'),
    }),
    done: back('resources.take-up.done'),
  }),
  action({
    ...tap,
    path: paths.adapt,
    command: adaptResource,
    input: (context) => ({ ...idIn(context), orgId: context.form.text('orgId') }),
    done: (result) => ({
      to: paths.edit.href({ resourceId: result.resourceId }),
      flash: 'resources.take-up.adapted',
    }),
  }),
  action({
    ...tap,
    path: paths.read,
    command: markRead,
    input: idIn,
    done: () => ({ to: paths.mine.href(), flash: 'resources.read.done' }),
  }),
];

/** What there is to read now is one quiet step; a check that is due is work. */
export async function tasks({
  ask,
  t,
  lang,
  actor,
}: PageContext<string, PersonActor>): Promise<Task[]> {
  const { offers } = await ask(listOffered, { language: lang });
  const unread = new Set(
    offers.flatMap((o) => o.resources.filter((r) => !r.read).map((r) => r.id)),
  );
  const reading: Task[] =
    unread.size === 0 || actor.orgs.some((o) => o.roles.includes('coordinator'))
      ? []
      : [
          {
            id: 'resources-offered',
            title: t('resources.task.read', { count: unread.size }),
            href: paths.mine.href(),
            action: t('resources.task.read-do'),
            background: true,
          },
        ];
  if (actor.orgs.length === 0) return reading;
  const { due } = await ask(listDueChecks, {});
  return [
    ...reading,
    ...due.map((r) => ({
      id: `resources-check-${r.id}`,
      title: t('resources.task.check'),
      about: r.title,
      due: r.on,
      href: `${paths.resource.href({ resourceId: r.id })}#keeping`,
      action: t('resources.task.check-do'),
    })),
  ];
}

/** In a dossier: what is offered now to whoever looks at it. */
export async function dossier(
  { ask, lang }: PageContext<string, PersonActor>,
  mobilityId: string,
  v: View,
): Promise<DossierSection[]> {
  const { offers } = await ask(listOffered, {
    mobilityId: mobilityId as `mob_${string}`,
    language: lang,
  });
  const [offer] = offers;
  if (!offer) return [];
  return [
    {
      id: 'resources',
      order: 56,
      title: v.t('resources.dossier.title', { moment: v.t(`resources.moment-in.${offer.moment}`) }),
      body: (
        <>
          <OfferCards v={v} offer={{ ...offer, resources: offer.resources.slice(0, 4) }} />
          <p>
            <a href={paths.mine.href()}>{v.t('resources.dossier.all')}</a>
          </p>
        </>
      ),
    },
  ];
}
