import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { getDossier } from '#modules/mobilities/server/index.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { ideas, ideasFor, momentOf } from '../core/index.ts';
import {
  finishAction,
  getPageForm,
  getSchoolPage,
  getWall,
  giveBack,
  listOwnWalls,
  recordEvent,
  savePage,
  showItem,
  takeOn,
} from '../server/index.ts';
import { EventPage, TakeOnPage } from './pages/forms.tsx';
import { LifePage, PageFormPage } from './pages/page.tsx';
import { PrintPage, WallPage } from './pages/wall.tsx';
import { InClass } from './parts/in-class.tsx';
import { paths } from './paths.ts';

type Context = Pick<PageContext, 'ask' | 'search'> & { params: { orgId: string } };

/** An address that is no id, and a month that is none, are simply not there. */
const orgIn = (params: { orgId: string }) => {
  if (!isId('org', params.orgId)) throw new Refusal(notFound);
  return { orgId: params.orgId };
};
const monthIn = (search: URLSearchParams) => {
  const asked = search.get('month') ?? '';
  return /^\d{4}-(0[1-9]|1[0-2])-01$/.test(asked) ? asked : '';
};

const loadWall = async ({ ask, params, search }: Context) => ({
  wall: await ask(getWall, { ...orgIn(params), month: monthIn(search) }),
});

const wallTitle = (v: View, { wall }: Awaited<ReturnType<typeof loadWall>>) =>
  v.t('schoollife.wall.title', { month: v.fmt.month(wall.month) });

const wallPage = page({
  path: paths.wall,
  access: 'person',
  load: loadWall,
  title: wallTitle,
  view: (v, data) => <WallPage v={v} {...data} />,
});

const printPage = page({
  path: paths.print,
  access: 'person',
  frame: 'plain',
  load: loadWall,
  title: wallTitle,
  view: (v, data) => <PrintPage v={v} {...data} />,
});

const takeOnPage = page({
  path: paths.takeOn,
  access: 'person',
  load: async (context) => {
    const asked = context.search.get('idea') ?? '';
    return {
      ...(await loadWall(context)),
      ideaId: ideas.some((idea) => idea.id === asked) ? asked : '',
    };
  },
  title: (v) => v.t('schoollife.wall.take-on'),
  view: (v, data) => <TakeOnPage v={v} {...data} />,
});

const eventPage = page({
  path: paths.event,
  access: 'person',
  load: loadWall,
  title: (v) => v.t('schoollife.event.new'),
  view: (v, data) => <EventPage v={v} {...data} />,
});

const pagePage = page({
  path: paths.page,
  access: 'person',
  load: async ({ ask, params }) => ({ form: await ask(getPageForm, orgIn(params)) }),
  title: (v) => v.t('schoollife.page.title'),
  view: (v, data) => <PageFormPage v={v} {...data} />,
});

const lifePage = page({
  path: paths.life,
  access: 'anyone',
  load: async ({ ask, params }) => ({ life: await ask(getSchoolPage, orgIn(params)) }),
  title: (v, { life }) => v.t('schoollife.life.title', { school: life.name }),
  view: (v, data) => <LifePage v={v} {...data} />,
});

export const routes: Route[] = [
  wallPage,
  printPage,
  takeOnPage,
  eventPage,
  pagePage,
  lifePage,
  action({
    path: paths.takeOn,
    access: 'person',
    command: takeOn,
    input: ({ params, form }) => ({
      ...params,
      ideaId: form.text('ideaId'),
      title: form.text('title'),
      audience: form.text('audience'),
      direction: form.text('direction'),
      month: form.text('month'),
      doneBy: form.text('doneBy'),
    }),
    done: (_, { params, form }) => ({
      to: paths.wall.href({ orgId: params.orgId }, { month: form.text('month') }),
      flash: 'schoollife.flash.taken',
    }),
    page: takeOnPage,
  }),
  action({
    path: paths.finish,
    access: 'person',
    command: finishAction,
    input: ({ params, form }) => ({ actionId: params.actionId, version: form.text('version') }),
    done: (_, { params }) => ({ to: paths.wall.href(params), flash: 'schoollife.flash.done' }),
    page: wallPage,
  }),
  action({
    path: paths.giveBack,
    access: 'person',
    command: giveBack,
    input: ({ params, form }) => ({ actionId: params.actionId, version: form.text('version') }),
    done: (_, { params }) => ({ to: paths.wall.href(params), flash: 'schoollife.flash.given' }),
    page: wallPage,
  }),
  action({
    path: paths.event,
    access: 'person',
    command: recordEvent,
    input: ({ params, form }) => ({
      ...params,
      title: form.text('title'),
      heldOn: form.date('heldOn'),
      pupils: form.text('pupils'),
      teachers: form.text('teachers'),
      families: form.text('families'),
      others: form.text('others'),
    }),
    done: (_, { params }) => ({ to: paths.wall.href(params), flash: 'schoollife.flash.noted' }),
    page: eventPage,
  }),
  action({
    path: paths.page,
    access: 'person',
    command: savePage,
    input: ({ params, form }) => ({
      ...params,
      version: form.text('version'),
      words: form.text('words'),
      open: form.flag('open'),
    }),
    done: (_, { params, form }) => ({
      to: paths.page.href(params),
      flash: form.flag('open') ? 'schoollife.flash.opened' : 'schoollife.flash.closed',
    }),
    page: pagePage,
  }),
  action({
    path: paths.show,
    access: 'person',
    command: showItem,
    input: ({ params, form }) => ({
      itemId: params.itemId,
      version: form.text('version'),
      shown: form.flag('shown'),
    }),
    done: ({ orgId }, { form }) => ({
      to: paths.page.href({ orgId }),
      flash: form.flag('shown') ? 'schoollife.flash.shown' : 'schoollife.flash.hidden',
    }),
    page: pagePage,
  }),
];

/** Where somebody of the school is away or a guest and nobody has taken anything on, the wall is offered: once a month. */
export async function tasks({ ask, actor, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  if (actor.orgs.length === 0) return [];
  const { walls } = await ask(listOwnWalls, {});
  return walls
    .filter((wall) => !wall.isBusy)
    .map((wall) => ({
      id: `schoollife-${wall.orgId}`,
      title: t('schoollife.task.title'),
      about: wall.name,
      href: paths.wall.href({ orgId: wall.orgId }),
      action: t('schoollife.task.open'),
      background: true,
    }));
}

/** In a dossier, for the people of its two schools: what their class can learn from it this month. */
export async function dossier(
  { ask, actor, today }: PageContext<string, PersonActor>,
  mobilityId: string,
  v: View,
): Promise<DossierSection[]> {
  if (actor.orgs.length === 0) return [];
  const stay = await unlessRefused(ask(getDossier, { mobilityId: mobilityId as `mob_${string}` }));
  if (!stay) return [];
  const worksAt = (org: { id: string } | null) => actor.orgs.some((o) => o.orgId === org?.id);
  const direction = worksAt(stay.sendingSchool) ? 'abroad' : 'guest';
  const school = direction === 'abroad' ? stay.sendingSchool : stay.hostSchool;
  const moment = momentOf(
    {
      startsOn: stay.startsOn,
      endsOn: stay.endsOn,
    },
    today,
  );
  if (!school || !worksAt(school) || !moment) return [];
  const found = ideasFor([{ direction, moment }]);
  const lessons = found.filter((idea) => idea.lesson);
  return [
    {
      id: 'schoollife',
      order: 58,
      title: v.t('schoollife.dossier.title'),
      body: <InClass v={v} orgId={school.id} ideas={lessons.length > 0 ? lessons : found} />,
    },
  ];
}
