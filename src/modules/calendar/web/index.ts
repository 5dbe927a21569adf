import type { WebModule } from '#platform/http/page.ts';
import { listOwnEvents } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export const calendar: WebModule = {
  routes,
  tasks: async ({ ask, t }) => {
    const { unanswered } = await ask(listOwnEvents, {});
    return unanswered.map((e) => ({
      id: `event:${e.id}`,
      title: t('calendar.task.answer', { title: e.title }),
      due: e.startsAt.toZonedDateTimeISO(e.timeZone).toPlainDate(),
      href: paths.event.href({ eventId: e.id }),
      action: t('calendar.task.open'),
    }));
  },
  agenda: async ({ ask, runtime, t }) => {
    const { events } = await ask(listOwnEvents, {});
    const { hostname } = new URL(runtime.config.origin);
    return events
      .filter((e) => !e.cancelled)
      .map((e) => ({
        // the uid of the invitation by mail, so that programs know it for the same meeting
        uid: `${e.id}@${hostname}`,
        from: e.startsAt.toZonedDateTimeISO(e.timeZone),
        until: e.endsAt.toZonedDateTimeISO(e.timeZone),
        summary: e.title,
        ...(e.place || e.url ? { location: e.place || e.url } : {}),
        url: `${runtime.config.origin}${paths.event.href({ eventId: e.id })}`,
        description: t('calendar.agenda.open'),
        sequence: e.sequence,
        stamp: e.startsAt,
      }));
  },
  nav: (v) =>
    v.actor.kind === 'person' && v.actor.orgs.length > 0
      ? [{ href: paths.events.href(), label: v.t('calendar.events.title'), order: 70 }]
      : [],
};
