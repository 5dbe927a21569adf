import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { zonesOf } from '#modules/organisations/core/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import {
  answerInvitation,
  cancelMeeting,
  changeMeeting,
  getEvent,
  getFeed,
  getOwnFeed,
  listOwnEvents,
  listReachablePersons,
  planMeeting,
  renewFeed,
} from '../server/index.ts';
import { CancelEventPage, EventPage } from './pages/event.tsx';
import { EventFormPage } from './pages/event-form.tsx';
import { EventsPage } from './pages/events.tsx';
import { FeedPage } from './pages/feed.tsx';
import { paths } from './paths.ts';

const feedPage = page({
  path: paths.feed,
  access: 'person',
  load: ({ ask }) => ask(getOwnFeed, {}),
  title: (v) => v.t('calendar.feed.title'),
  view: (v, feed) => <FeedPage v={v} {...feed} />,
});

const eventsPage = page({
  path: paths.events,
  access: 'person',
  load: ({ ask }) => ask(listOwnEvents, {}),
  title: (v) => v.t('calendar.events.title'),
  view: (v, { events }) => <EventsPage v={v} events={events} />,
});

/** The zone of one's own organisation first: most meetings are held at home. */
async function zones({ actor, read }: Pick<PageContext, 'actor' | 'read'>) {
  const orgs =
    actor.kind === 'person'
      ? await organisationsByIds(
          read,
          actor.orgs.map((o) => o.orgId),
        )
      : [];
  const own = orgs[0]?.time_zone ?? 'Europe/Brussels';
  const near = orgs.flatMap((o) => zonesOf(o.country_code));
  return { timeZone: own, zones: [...new Set([own, ...near])] };
}

const newEventPage = page({
  path: paths.newEvent,
  access: 'person',
  load: async (context) => {
    const q = (context.search.get('q') ?? '').slice(0, 100);
    return {
      q,
      ...(await context.ask(listReachablePersons, { q })),
      ...(await zones(context)),
    };
  },
  title: (v) => v.t('calendar.events.plan'),
  view: (v, data) => <EventFormPage v={v} {...data} />,
});

const eventPage = page({
  path: paths.event,
  access: 'person',
  load: ({ ask, params }) => ask(getEvent, params),
  title: (_, event) => event.title,
  view: (v, event) => <EventPage v={v} event={event} />,
});

const editEventPage = page({
  path: paths.editEvent,
  access: 'person',
  load: async (context) => {
    const event = await context.ask(getEvent, context.params);
    if (!event.can.change) throw new Refusal(notFound);
    const { zones: near } = await zones(context);
    return { event, timeZone: event.timeZone, zones: near };
  },
  title: (v) => v.t('calendar.event.change'),
  view: (v, data) => <EventFormPage v={v} persons={[]} {...data} />,
});

const cancelEventPage = page({
  path: paths.cancelEvent,
  access: 'person',
  load: async ({ ask, params }) => {
    const event = await ask(getEvent, params);
    if (!event.can.change) throw new Refusal(notFound);
    return event;
  },
  title: (v, { title }) => v.t('calendar.event.cancel-title', { title }),
  view: (v, event) => <CancelEventPage v={v} event={event} />,
});

export const routes: Route[] = [
  feedPage,
  eventsPage,
  newEventPage,
  eventPage,
  editEventPage,
  cancelEventPage,
  // after the page above, whose address it would otherwise take
  raw({
    method: 'get',
    path: paths.feedFile,
    access: 'anyone',
    handle: async (request, { ask }) => {
      const file = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
      if (!file.endsWith('.ics')) throw new Refusal(notFound);
      const { content } = await ask(getFeed, { token: file.slice(0, -'.ics'.length) });
      return new Response(content, {
        headers: {
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'inline; filename="sojourn.ics"',
          'cache-control': 'private, max-age=900',
        },
      });
    },
  }),
  action({
    path: paths.feed,
    access: 'person',
    command: renewFeed,
    input: () => ({}),
    done: () => ({ to: paths.feed.href(), flash: 'calendar.flash.feed' }),
    page: feedPage,
  }),
  action({
    path: paths.newEvent,
    access: 'person',
    command: planMeeting,
    input: ({ form }) => ({ ...meetingOf(form), participantIds: form.list('participantIds') }),
    done: ({ eventId }) => ({ to: paths.event.href({ eventId }), flash: 'calendar.flash.planned' }),
    page: newEventPage,
  }),
  action({
    path: paths.editEvent,
    access: 'person',
    command: changeMeeting,
    input: ({ form, params }) => ({
      ...meetingOf(form),
      eventId: params.eventId,
      sequence: form.text('sequence'),
    }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.changed' }),
    page: editEventPage,
  }),
  action({
    path: paths.cancelEvent,
    access: 'person',
    command: cancelMeeting,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.cancelled' }),
    page: cancelEventPage,
  }),
  action({
    path: paths.answerEvent,
    access: 'person',
    command: answerInvitation,
    input: ({ form, params }) => ({ eventId: params.eventId, answer: form.text('answer') }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.answered' }),
    page: eventPage,
  }),
];

function meetingOf(form: { text(name: string): string; date(name: string): string }) {
  return {
    title: form.text('title'),
    description: form.text('description'),
    day: form.date('day'),
    from: form.text('from'),
    until: form.text('until'),
    timeZone: form.text('timeZone'),
    place: form.text('place'),
    url: form.text('url'),
    agenda: form.text('agenda'),
  };
}
