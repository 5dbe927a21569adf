import type { WebModule } from '#platform/http/page.ts';
import { listNextSteps, listOwnEvents } from '../server/index.ts';
import { paths } from './paths.ts';
import { dossier, routes } from './routes.tsx';

export { zoneOptions } from './parts/zone.ts';
export { paths as calendarPaths } from './paths.ts';

export const calendar: WebModule = {
  routes,
  dossier,
  intakeLinks: (v, intakeId) => [
    { href: paths.intakeCalendar.href({ intakeId }), label: v.t('calendar.page.title') },
  ],
  tasks: async ({ ask, t }) => {
    const { unanswered, withoutMinutes, tasks, polls } = await ask(listNextSteps, {});
    return [
      ...unanswered.map((e) => ({
        id: `event:${e.id}`,
        title: t('calendar.task.answer', { title: e.title }),
        due: e.on,
        href: paths.event.href({ eventId: e.id }),
        action: t('calendar.task.open'),
      })),
      ...polls.map((p) => ({
        id: `poll:${p.id}`,
        title: t(`calendar.task.poll-${p.what}`, { title: p.title }),
        ...(p.what === 'wait'
          ? { waitingFor: t('calendar.task.poll-missing', { count: p.missing }) }
          : { action: t(`calendar.task.poll-${p.what}-button`) }),
        href: (p.what === 'finish' ? paths.pollTimes : paths.poll).href({ pollId: p.id }),
      })),
      ...tasks.map((k) => ({
        id: `event-task:${k.id}`,
        title: k.title,
        about: k.eventTitle,
        due: k.dueOn,
        href: `${paths.event.href({ eventId: k.eventId })}#tasks`,
        action: t('calendar.task.do'),
      })),
      ...withoutMinutes.map((e) => ({
        id: `minutes:${e.id}`,
        title: t('calendar.task.minutes', { title: e.title }),
        href: paths.minutes.href({ eventId: e.id }),
        action: t('calendar.task.minutes-button'),
        background: true,
      })),
    ];
  },
  agenda: async ({ ask, runtime, t }) => {
    const { events } = await ask(listOwnEvents, {});
    const { tasks } = await ask(listNextSteps, {});
    const { origin } = runtime.config;
    const { hostname } = new URL(origin);
    return [
      ...events
        .filter((e) => !e.cancelled && e.ownAnswer !== 'no')
        .map((e) => ({
          // the uid of the invitation by mail, so that programs know it for the same meeting
          uid: `${e.id}@${hostname}`,
          kind: e.kind === 'deadline' ? ('deadline' as const) : ('meeting' as const),
          projectId: e.projectId,
          from: e.startsAt.toZonedDateTimeISO(e.timeZone),
          until: e.endsAt.toZonedDateTimeISO(e.timeZone),
          summary: e.title,
          ...(e.place || e.url ? { location: e.place || e.url } : {}),
          ...(e.url ? { conference: e.url } : {}),
          url: `${origin}${paths.event.href({ eventId: e.id })}`,
          description: t('calendar.agenda.open'),
          sequence: e.sequence,
          stamp: e.changedAt,
        })),
      ...tasks.flatMap((k) =>
        k.dueOn
          ? [
              {
                uid: `${k.id}@${hostname}`,
                day: k.dueOn,
                projectId: k.projectId,
                summary: k.title,
                description: k.eventTitle,
                url: `${origin}${paths.event.href({ eventId: k.eventId })}`,
                sequence: 0,
                stamp: k.createdAt,
              },
            ]
          : [],
      ),
    ];
  },
  nav: (v) =>
    v.actor.kind === 'person'
      ? [{ href: paths.calendar.href(), label: v.t('calendar.page.title'), order: 34 }]
      : [],
};
