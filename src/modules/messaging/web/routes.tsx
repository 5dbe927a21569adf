import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { storedDownload } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type PageContext,
  page,
  type Route,
  raw,
  type WebModule,
} from '#platform/http/page.ts';
import { tokenOf } from '#platform/http/session.ts';
import { type AboutRef, aboutKinds, fileBytes } from '../core/index.ts';
import {
  acceptHeld,
  announce,
  changeSafeguarding,
  changeSettings,
  closeThread,
  deleteHeld,
  getNewThread,
  getSafeguarding,
  getSettings,
  getThread,
  listHeld,
  listThreads,
  noteRead,
  openFile,
  openNews,
  openThread,
  postMessage,
  remindReaders,
  reopenThread,
} from '../server/index.ts';
import { AboutWhatPage, AnnouncePage, NewThreadPage } from './pages/new-thread.tsx';
import { HeldPage, SafeguardingPage, SettingsPage } from './pages/own.tsx';
import { LeftPage, ThreadPage } from './pages/thread.tsx';
import { ThreadsPage } from './pages/threads.tsx';
import { type MessagesAbout, MessagesAboutPart } from './parts/about.tsx';
import { paths } from './paths.ts';

const cut = (text: string | null, length = 100) => (text ?? '').slice(0, length);

const threadsPage = page({
  path: paths.threads,
  access: 'person',
  islands: ['talk'],
  load: async ({ ask, search }) => {
    const [q, after] = [cut(search.get('q')), cut(search.get('after'))];
    return { q, after, list: await ask(listThreads, { q, after }) };
  },
  title: (v) => v.t('messaging.list.title'),
  view: (v, data) => <ThreadsPage v={v} {...data} />,
});

type ThreadContext = Pick<PageContext, 'ask' | 'search' | 'actor' | 'runtime'> & {
  params: { threadId: string };
};

async function loadThread({ ask, params, search, actor, runtime }: ThreadContext) {
  const before = search.get('before') ?? '';
  const older = isId('msg', before);
  const thread = await ask(getThread, { threadId: params.threadId, before: older ? before : null });
  // opening it is reading it: there is nothing to press
  if (thread.unread > 0 && !older) await noteRead(runtime, actor, thread.id);
  return { thread, older };
}

const threadPage = page({
  path: paths.thread,
  access: 'person',
  islands: ['talk'],
  load: loadThread,
  title: (_, { thread }) => thread.subject,
  view: (v, data) => <ThreadPage v={v} {...data} />,
});

/** Behind the form: whoever may read the thread no more since they began to write gets back what they typed. */
const writtenPage = page({
  path: paths.thread,
  access: 'person',
  islands: ['talk'],
  load: (context) => unlessRefused(loadThread(context)),
  title: (v, data) => data?.thread.subject ?? v.t('messaging.kept.left'),
  view: (v, data) => (data ? <ThreadPage v={v} {...data} /> : <LeftPage v={v} />),
});

function aboutIn(search: URLSearchParams): AboutRef {
  const kind = aboutKinds.find((k) => k === search.get('kind'));
  if (!kind) throw new Refusal(notFound);
  return { kind, id: cut(search.get('about'), 60) };
}

const chosenIn = (search: URLSearchParams) =>
  search
    .getAll('with')
    .slice(0, 50)
    .map((c) => cut(c));

async function loadNew({ ask, search }: Pick<PageContext, 'ask' | 'search'>) {
  // who comes without saying what it is about is told where to begin
  if (!search.has('kind')) return null;
  const about = aboutIn(search);
  const data = await ask(getNewThread, {
    kind: about.kind,
    aboutId: about.id,
    choices: chosenIn(search),
  });
  return { about, data };
}

const newThreadPage = page({
  path: paths.newThread,
  access: 'person',
  load: loadNew,
  title: (v) => v.t('messaging.new.title'),
  view: (v, data) => (data ? <NewThreadPage v={v} {...data} /> : <AboutWhatPage v={v} />),
});

const announcePage = page({
  path: paths.announce,
  access: 'person',
  load: loadNew,
  title: (v) => v.t('messaging.announce.title'),
  view: (v, data) => (data ? <AnnouncePage v={v} {...data} /> : <AboutWhatPage v={v} />),
});

const settingsPage = page({
  path: paths.settings,
  access: 'person',
  load: async ({ ask }) => ({ settings: await ask(getSettings, {}) }),
  title: (v) => v.t('messaging.settings.title'),
  view: (v, data) => <SettingsPage v={v} {...data} />,
});

const safeguardingPage = page({
  path: paths.safeguarding,
  access: 'person',
  load: async ({ ask, params }) => ({
    orgId: params.orgId,
    policy: await ask(getSafeguarding, params),
  }),
  title: (v) => v.t('messaging.safeguarding.title'),
  view: (v, data) => <SafeguardingPage v={v} {...data} />,
});

const heldPage = page({
  path: paths.held,
  access: 'person',
  load: async ({ ask }) => ({ held: await ask(listHeld, {}) }),
  title: (v) => v.t('messaging.held.title'),
  view: (v, data) => <HeldPage v={v} {...data} />,
});

/** What the reader may see of the conversations about something, for a part of a page of another module. */
export async function loadMessagesAbout(
  { ask }: Pick<PageContext, 'ask'>,
  about: AboutRef,
): Promise<MessagesAbout> {
  return { about, list: await ask(listThreads, { about }) };
}

/** Messages about a mobility, as a part of its page. */
export const dossier: NonNullable<WebModule['dossier']> = async (context, mobilityId, v) => {
  const about = await loadMessagesAbout(context, { kind: 'mobility', id: mobilityId });
  return [
    {
      id: 'messages',
      order: 15,
      title: v.t('messaging.about.title'),
      body: <MessagesAboutPart v={v} {...about} />,
    },
  ];
};

/** The words and files of a form. */
function wordsOf(form: FormData) {
  const files = Object.entries(form.files)
    .filter(([name]) => name === 'files' || name.startsWith('files.'))
    .map(([, f]) => ({ name: f.name, content: Buffer.from(f.bytes).toString('base64') }));
  return {
    text: form.values.text?.[0] ?? '',
    sendKey: form.text('sendKey'),
    shownReaders: form.text('readers'),
    files,
  };
}

/** Several files at once; the greatest size of one. */
const upload = fileBytes + 1;
const limit = { name: 'message', points: 300, seconds: 600 };

export const routes: Route[] = [
  threadsPage,
  raw({
    method: 'get',
    path: paths.stream,
    access: 'person',
    handle: async (request, { actor, runtime, search }) => {
      // it never ends by itself: whoever does not ask for events is not kept waiting
      const wanted = request.headers.get('accept')?.includes('text/event-stream');
      if (actor.kind !== 'person' || !wanted) throw new Refusal(notFound);
      const last = request.headers.get('last-event-id') || search.get('after') || '';
      return openNews(runtime, { actor, token: tokenOf(request) }, last);
    },
  }),
  settingsPage,
  newThreadPage,
  announcePage,
  heldPage,
  threadPage,
  safeguardingPage,
  raw({
    method: 'get',
    path: paths.file,
    access: 'person',
    handle: async (_, { ask, params, runtime }) => {
      const file = await ask(openFile, params);
      return storedDownload(runtime.files, file.storageKey, {
        name: file.name,
        mediaType: file.mediaType,
        inline: file.mediaType.startsWith('image/'),
      });
    },
  }),
  action({
    path: paths.settings,
    access: 'person',
    command: changeSettings,
    input: ({ form }) => ({
      mail: form.text('mail'),
      quietFrom: form.text('quietFrom'),
      quietUntil: form.text('quietUntil'),
    }),
    done: () => ({ to: paths.settings.href(), flash: 'messaging.settings.saved' }),
    page: settingsPage,
  }),
  action({
    path: paths.newThread,
    access: 'person',
    command: openThread,
    upload,
    limit,
    input: ({ form, search }) => {
      const about = { kind: search.get('kind'), aboutId: cut(search.get('about'), 60) };
      return {
        ...about,
        choices: chosenIn(search),
        subject: form.text('subject'),
        ...wordsOf(form),
      };
    },
    done: ({ threadId }) => ({
      to: paths.thread.href({ threadId }),
      flash: 'messaging.flash.sent',
    }),
    page: newThreadPage,
  }),
  action({
    path: paths.announce,
    access: 'person',
    command: announce,
    upload,
    limit,
    input: ({ form, search }) => ({
      kind: search.get('kind'),
      aboutId: cut(search.get('about'), 60),
      choice: cut(search.get('with')),
      subject: form.text('subject'),
      ...wordsOf(form),
    }),
    done: ({ threadId }) => ({
      to: paths.thread.href({ threadId }),
      flash: 'messaging.flash.told',
    }),
    page: announcePage,
  }),
  action({
    path: paths.acceptHeld,
    access: 'person',
    command: acceptHeld,
    input: ({ params }) => params,
    done: ({ threadId }) => ({
      to: paths.thread.href({ threadId }),
      flash: 'messaging.flash.sent',
    }),
    page: heldPage,
  }),
  action({
    path: paths.deleteHeld,
    access: 'person',
    command: deleteHeld,
    input: ({ params }) => params,
    done: () => ({ to: paths.held.href(), flash: 'messaging.flash.deleted' }),
    page: heldPage,
  }),
  action({
    path: paths.thread,
    access: 'person',
    command: postMessage,
    upload,
    limit,
    input: ({ form, params }) => ({ threadId: params.threadId, ...wordsOf(form) }),
    done: ({ messageId }, { params }) => ({ to: `${paths.thread.href(params)}#${messageId}` }),
    page: writtenPage,
  }),
  action({
    path: paths.closeThread,
    access: 'person',
    command: closeThread,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.thread.href(params), flash: 'messaging.flash.closed' }),
    page: threadPage,
  }),
  action({
    path: paths.reopenThread,
    access: 'person',
    command: reopenThread,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.thread.href(params), flash: 'messaging.flash.reopened' }),
    page: threadPage,
  }),
  action({
    path: paths.remind,
    access: 'person',
    command: remindReaders,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.thread.href(params), flash: 'messaging.flash.reminded' }),
    page: threadPage,
  }),
  action({
    path: paths.safeguarding,
    access: 'person',
    command: changeSafeguarding,
    input: ({ form, params }) => ({
      orgId: params.orgId,
      version: form.text('version'),
      roles: form.list('roles'),
      personIds: form.list('personIds'),
    }),
    done: (_, { params }) => ({
      to: paths.safeguarding.href(params),
      flash: 'messaging.settings.saved',
    }),
    page: safeguardingPage,
  }),
];
