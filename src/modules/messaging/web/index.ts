import { worksSomewhere } from '#kernel/actor.ts';
import type { WebModule } from '#platform/http/page.ts';
import { countUnread } from '../server/index.ts';
import { paths } from './paths.ts';
import { dossier, routes } from './routes.tsx';

export { MessagesAboutPart } from './parts/about.tsx';
export { paths as messagingPaths } from './paths.ts';
export { loadMessagesAbout } from './routes.tsx';

export const messaging: WebModule = {
  routes,
  dossier,
  tasks: async ({ ask, t }) => {
    const { unread, first } = await ask(countUnread, {});
    if (!first) return [];
    return [
      {
        id: 'messages',
        title: t('messaging.task.read', { count: unread }),
        about: first.subject,
        href: unread === 1 ? paths.thread.href({ threadId: first.id }) : paths.threads.href(),
        action: t('messaging.task.action'),
      },
    ];
  },
  nav: (v) =>
    v.actor.kind === 'person'
      ? [{ href: paths.threads.href(), label: v.t('messaging.list.title'), order: 32 }]
      : [],
  // of organisations those write who answer for them
  intakeLinks: (v, intakeId) =>
    worksSomewhere(v.actor, 'head', 'coordinator')
      ? [
          {
            href: paths.newThread.href(undefined, { kind: 'project', about: intakeId }),
            label: v.t('messaging.new.intake'),
          },
        ]
      : [],
};
