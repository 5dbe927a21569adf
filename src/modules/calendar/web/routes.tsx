import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { listCountries, organisationsByIds } from '#modules/organisations/server/index.ts';
import type { FormData as SentForm } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  raw,
  type View,
} from '#platform/http/page.ts';
import type { Path } from '#platform/http/path.ts';
import type { AboutKind } from '../core/index.ts';
import { weeksOf } from '../core/rules/index.ts';
import { aboutKinds, eventKinds, plannedKinds } from '../core/types.ts';
import {
  addTask,
  agendaOf,
  answerByLink,
  answerInvitation,
  answerPoll,
  answerPollByLink,
  beginPoll,
  cancelMeeting,
  changeMeeting,
  changeSettings,
  closePoll,
  confirmMinutes,
  endFeed,
  finishTask,
  getAbout,
  getEvent,
  getFeed,
  getInvitation,
  getOwnFeed,
  getPoll,
  getPollByLink,
  getPollTimes,
  listEventsAbout,
  listNextSteps,
  listOwnEvents,
  listReachablePersons,
  planMeeting,
  proposeTime,
  proposeTimeByLink,
  proposeTimes,
  recordAttendance,
  renewFeed,
  settleProposal,
  withdrawPoll,
  writeMinutes,
} from '../server/index.ts';
import { aheadDays, CalendarPage } from './pages/calendar.tsx';
import { CancelEventPage, EventPage } from './pages/event.tsx';
import { EventFormPage, type FormData } from './pages/event-form.tsx';
import { FeedPage } from './pages/feed.tsx';
import { InvitedPage } from './pages/invited.tsx';
import { MinutesPage } from './pages/minutes.tsx';
import {
  AskedPage,
  NewPollPage,
  PollPage,
  PollTimesPage,
  WithdrawPollPage,
} from './pages/poll.tsx';
import { ProposeByLinkPage, ProposePage } from './pages/propose.tsx';
import { datedEvent, datedStep } from './parts/days.tsx';
import { EventsSection } from './parts/dossier.tsx';
import { paths } from './paths.ts';

type PersonContext = PageContext<string, PersonActor>;

/** What a page is drawn with, as far as entries of a day need it. */
const wordsOf = ({ t, fmt }: PageContext) => ({ t, fmt }) as View;

function monthOf(text: string | null, today: Temporal.PlainDate): Temporal.PlainYearMonth {
  try {
    const month = Temporal.PlainYearMonth.from(text ?? '');
    if (month.year > 2000 && month.year < 2100) return month;
  } catch {
    // the present one, as without
  }
  return today.toPlainYearMonth();
}

/** The days that a month's table and the list beside it show. */
function daysShown(month: Temporal.PlainYearMonth, today: Temporal.PlainDate) {
  const weeks = weeksOf(month);
  const from = weeks[0]?.[0] ?? today;
  const last = weeks.at(-1)?.at(-1) ?? today;
  const ahead = today.toPlainYearMonth().equals(month) ? today.add({ days: aheadDays }) : last;
  const until = Temporal.PlainDate.compare(ahead, last) > 0 ? ahead : last;
  return { from: from.toString(), until: until.add({ days: 1 }).toString() };
}

const calendarPage = page({
  path: paths.calendar,
  access: 'person',
  load: async (context) => {
    const { ask, search, now } = context;
    const month = monthOf(search.get('month'), context.today);
    const steps = (await agendaOf(context as PersonContext)).filter(
      (item) => (item.kind ?? 'step') === 'step',
    );
    const { events, timeZone, projects } = await ask(listOwnEvents, {
      ...daysShown(month, context.today),
      projectIds: [...new Set(steps.flatMap((item) => item.projectId ?? []))].slice(0, 100),
    });
    const choice = { kind: search.get('kind') ?? '', project: search.get('project') ?? '' };
    const v = wordsOf(context);
    const fits = (kind: string, projectId: string | null | undefined) =>
      (!choice.kind || choice.kind === kind) && (!choice.project || choice.project === projectId);
    return {
      base: paths.calendar.href(),
      month,
      today: now.toZonedDateTimeISO(timeZone).toPlainDate(),
      timeZone,
      choice,
      projects,
      kinds: [
        ...eventKinds.filter((kind) => events.some((e) => e.kind === kind)),
        ...(steps.length > 0 ? ['step'] : []),
      ],
      dated: [
        ...events.filter((e) => fits(e.kind, e.projectId)).map((e) => datedEvent(v, e, timeZone)),
        ...steps
          .filter((item) => fits('step', item.projectId))
          .flatMap((item) => datedStep(v, item)),
      ],
      planHref: paths.newEvent.href(),
      pollHref: paths.newPoll.href(),
      polls: (await ask(listNextSteps, {})).polls,
    };
  },
  title: (v) => v.t('calendar.page.title'),
  view: (v, data) => <CalendarPage v={v} {...data} />,
});

/** The common calendar of a project or an intake. */
function aboutCalendar<P extends string>(
  path: Path<P>,
  aboutKind: AboutKind,
  idOf: (params: Record<string, string>) => string,
): Route {
  return page({
    path,
    access: 'person',
    load: async (context) => {
      const { ask, search, now, params } = context;
      const month = monthOf(search.get('month'), context.today);
      const aboutId = idOf(params).slice(0, 60);
      const { title, href, projectId, events, timeZone, plans } = await ask(listEventsAbout, {
        aboutKind,
        aboutId,
        ...daysShown(month, context.today),
      });
      const kind = search.get('kind') ?? '';
      const v = wordsOf(context);
      const about = { about: `${aboutKind}:${aboutId}` };
      return {
        base: path.href(params as never),
        month,
        today: now.toZonedDateTimeISO(timeZone).toPlainDate(),
        timeZone,
        choice: { kind, project: '' },
        projects: [],
        kinds: eventKinds.filter((each) => events.some((e) => e.kind === each)),
        dated: events
          .filter((e) => !kind || e.kind === kind)
          // its name stands above them all
          .map((e) => datedEvent(v, { ...e, about: null }, timeZone)),
        about: {
          title,
          href,
          wholeHref:
            aboutKind === 'intake' && projectId ? paths.projectCalendar.href({ projectId }) : null,
        },
        planHref: plans.length > 0 ? paths.newEvent.href(undefined, about) : null,
        pollHref: plans.length > 0 ? paths.newPoll.href(undefined, about) : null,
      };
    },
    title: (v, { about }) => v.t('calendar.page.title-of', { title: about.title }),
    view: (v, data) => <CalendarPage v={v} {...data} />,
  });
}

const feedPage = page({
  path: paths.feed,
  access: 'person',
  load: async ({ ask }) => ({
    feed: await ask(getOwnFeed, {}),
    zones: (await ask(listCountries, {})).countries.flatMap((c) => c.timeZones),
  }),
  title: (v) => v.t('calendar.feed.title'),
  view: (v, data) => <FeedPage v={v} {...data} />,
});

/** `mobility:mob_…` of a link as what it names; null for every other text. */
function aboutIn(search: URLSearchParams): { aboutKind: AboutKind; aboutId: string } | null {
  const [kind = '', id = ''] = (search.get('about') ?? '').split(':');
  const found = aboutKinds.find((each) => each === kind);
  return found ? { aboutKind: found, aboutId: id.slice(0, 60) } : null;
}

/** Who can be asked, and where: the zone of the place first, else of one's own organisation. */
async function formData(
  context: PageContext,
  about: { aboutKind: AboutKind; aboutId: string } | null,
): Promise<FormData> {
  const { ask, actor, read, search, fmt } = context;
  const q = (search.get('q') ?? '').slice(0, 100);
  const facts = about ? await ask(getAbout, about) : null;
  const orgs =
    actor.kind === 'person'
      ? await organisationsByIds(
          read,
          actor.orgs.map((o) => o.orgId),
        )
      : [];
  const own = orgs[0]?.time_zone ?? 'Europe/Brussels';
  const { countries } = await ask(listCountries, {});
  const zonesOf = (code: string) => countries.find((c) => c.code === code)?.timeZones ?? [];
  const near = [facts?.countryCode ?? '', ...orgs.map((o) => o.country_code)].flatMap(zonesOf);
  const timeZone = facts?.timeZone ?? own;
  return {
    about: facts,
    q,
    ...(await ask(listReachablePersons, { q })),
    timeZone,
    zones: [...new Set([timeZone, own, ...near, ...countries.flatMap((c) => c.timeZones)])],
    countries: countries
      .map((c) => c.code)
      .sort((a, b) => fmt.compare(fmt.country(a), fmt.country(b))),
  };
}

const newEventPage = page({
  path: paths.newEvent,
  access: 'person',
  load: async (context) => ({
    data: await formData(context, aboutIn(context.search)),
    kind: plannedKinds.find((kind) => kind === context.search.get('kind')),
  }),
  title: (v) => v.t('calendar.page.plan'),
  view: (v, { data, kind }) => <EventFormPage v={v} data={data} {...(kind ? { kind } : {})} />,
});

const eventPage = page({
  path: paths.event,
  access: 'person',
  load: ({ ask, params }) => ask(getEvent, params),
  title: (_, event) => event.title,
  view: (v, event) => <EventPage v={v} event={event} />,
});

/** A page of a meeting for those who may do what stands on it; for all others there is none. */
function pageOfEvent<
  P extends
    | '/events/:eventId/edit'
    | '/events/:eventId/cancel'
    | '/events/:eventId/propose'
    | '/events/:eventId/minutes',
>(path: Path<P>, may: 'change' | 'answer' | 'takePart') {
  return async (context: PageContext<P>) => {
    const { eventId } = context.params as { eventId: string };
    const event = await context.ask(getEvent, { eventId: eventId as `evt_${string}` });
    if (!event.can[may]) throw new Refusal(notFound);
    return { event, path };
  };
}

const editEventPage = page({
  path: paths.editEvent,
  access: 'person',
  load: async (context) => {
    const { event } = await pageOfEvent(paths.editEvent, 'change')(context);
    const { about } = event;
    const data = await formData(
      context,
      about?.title ? { aboutKind: about.kind, aboutId: about.id } : null,
    ).catch((error: unknown) => {
      // who may change a meeting need not be allowed to plan another about the same
      if (error instanceof Refusal) return formData(context, null);
      throw error;
    });
    return { event, data: { ...data, timeZone: event.timeZone } };
  },
  title: (v, { event }) => v.t('calendar.event.change', { kind: event.kind }),
  view: (v, { event, data }) => <EventFormPage v={v} event={event} data={data} />,
});

const cancelEventPage = page({
  path: paths.cancelEvent,
  access: 'person',
  load: pageOfEvent(paths.cancelEvent, 'change'),
  title: (v, { event }) => v.t('calendar.event.cancel-title', { title: event.title }),
  view: (v, { event }) => <CancelEventPage v={v} event={event} />,
});

const proposePage = page({
  path: paths.proposeTime,
  access: 'person',
  load: pageOfEvent(paths.proposeTime, 'answer'),
  title: (v) => v.t('calendar.proposal.suggest'),
  view: (v, { event }) => (
    <ProposePage v={v} eventId={event.id} event={{ ...event, organiser: event.organiser.name }} />
  ),
});

const minutesPage = page({
  path: paths.minutes,
  access: 'person',
  load: async (context) => {
    const { event } = await pageOfEvent(paths.minutes, 'takePart')(context);
    if (!event.begun || event.kind === 'deadline') throw new Refusal(notFound);
    return { event };
  },
  title: (v) => v.t('calendar.minutes.title'),
  view: (v, { event }) => <MinutesPage v={v} event={event} />,
});

const newPollPage = page({
  path: paths.newPoll,
  access: 'person',
  load: async (context) => ({ data: await formData(context, aboutIn(context.search)) }),
  title: (v) => v.t('calendar.poll.new'),
  view: (v, { data }) => <NewPollPage v={v} data={data} />,
});

const pollPage = page({
  path: paths.poll,
  access: 'person',
  load: ({ ask, params }) => ask(getPoll, params),
  title: (_, poll) => poll.title,
  view: (v, poll) => <PollPage v={v} poll={poll} />,
});

const pollTimesPage = page({
  path: paths.pollTimes,
  access: 'person',
  load: ({ ask, params }) => ask(getPollTimes, params),
  title: (v, { title }) => v.t('calendar.poll.times-title', { title }),
  view: (v, poll) => <PollTimesPage v={v} poll={poll} />,
});

const withdrawPollPage = page({
  path: paths.withdrawPoll,
  access: 'person',
  load: async ({ ask, params }) => {
    const poll = await ask(getPoll, params);
    if (!poll.results || (poll.state !== 'draft' && poll.state !== 'open'))
      throw new Refusal(notFound);
    return poll;
  },
  title: (v, { title }) => v.t('calendar.poll.withdraw-title', { title }),
  view: (v, poll) => <WithdrawPollPage v={v} poll={poll} />,
});

const invitationPage = page({
  path: paths.invitation,
  access: 'anyone',
  load: async ({ ask, params }) => ({
    meeting: await ask(getInvitation, { token: params.token.slice(0, 200) }),
    token: params.token,
  }),
  title: (_, { meeting }) => meeting.title,
  view: (v, data) => <InvitedPage v={v} {...data} />,
});

const proposeByLinkPage = page({
  path: paths.proposeByLink,
  access: 'anyone',
  load: async ({ ask, params }) => {
    const event = await ask(getInvitation, { token: params.token.slice(0, 200) });
    if (event.cancelled || event.over) throw new Refusal(notFound);
    return { event, token: params.token };
  },
  title: (v) => v.t('calendar.proposal.suggest'),
  view: (v, data) => <ProposeByLinkPage v={v} {...data} />,
});

const askedPage = page({
  path: paths.asked,
  access: 'anyone',
  load: async ({ ask, params }) => ({
    poll: await ask(getPollByLink, { token: params.token.slice(0, 200) }),
    token: params.token,
  }),
  title: (_, { poll }) => poll.title,
  view: (v, data) => <AskedPage v={v} {...data} />,
});

/** The answers of a poll's form, by the time each is for. */
const pollAnswersOf = (form: SentForm) =>
  Object.fromEntries(
    Object.entries(form.values).flatMap(([name, [value]]) =>
      name.startsWith('answer.') && value ? [[name.slice('answer.'.length), value]] : [],
    ),
  );

export const routes: Route[] = [
  calendarPage,
  feedPage,
  aboutCalendar(paths.intakeCalendar, 'intake', (params) => params.intakeId ?? ''),
  aboutCalendar(paths.projectCalendar, 'project', (params) => params.projectId ?? ''),
  newEventPage,
  eventPage,
  editEventPage,
  cancelEventPage,
  proposePage,
  minutesPage,
  newPollPage,
  pollPage,
  pollTimesPage,
  withdrawPollPage,
  invitationPage,
  proposeByLinkPage,
  askedPage,
  // after the page of the feed, whose address it would otherwise take
  raw({
    method: 'get',
    path: paths.feedFile,
    access: 'anyone',
    handle: async (request, { ask }) => {
      const file = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
      if (!file.endsWith('.ics')) throw new Refusal(notFound);
      const { content, tag, changedAt } = await ask(getFeed, {
        token: file.slice(0, -'.ics'.length),
      });
      const headers = {
        etag: `"${tag}"`,
        'last-modified': httpDate(changedAt),
        'cache-control': 'private, max-age=900',
      };
      const known = (request.headers.get('if-none-match') ?? '').replaceAll('W/', '');
      if (known.split(',').some((each) => each.trim() === headers.etag))
        return new Response(null, { status: 304, headers });
      return new Response(content, {
        headers: {
          ...headers,
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'inline; filename="sojourn.ics"',
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
    path: paths.endFeed,
    access: 'person',
    command: endFeed,
    input: () => ({}),
    done: () => ({ to: paths.feed.href(), flash: 'calendar.flash.feed-ended' }),
    page: feedPage,
  }),
  action({
    path: paths.settings,
    access: 'person',
    command: changeSettings,
    input: ({ form }) => {
      const holds = form.list('holds');
      return {
        steps: holds.includes('steps'),
        meetings: holds.includes('meetings'),
        deadlines: holds.includes('deadlines'),
        reminders: form.list('mails').includes('reminders'),
        timeZone: form.text('timeZone'),
      };
    },
    done: () => ({ to: paths.feed.href(), flash: 'calendar.flash.settings' }),
    page: feedPage,
  }),
  action({
    path: paths.newEvent,
    access: 'person',
    command: planMeeting,
    input: ({ form, search }) => ({
      kind: form.text('kind') || undefined,
      ...(aboutIn(search) ?? {}),
      ...meetingOf(form),
      ...peopleOf(form),
    }),
    done: ({ eventId }) => ({ to: paths.event.href({ eventId }), flash: 'calendar.flash.planned' }),
    page: newEventPage,
  }),
  action({
    path: paths.editEvent,
    access: 'person',
    command: changeMeeting,
    input: ({ form, params }) => ({
      ...meetingOf(form),
      ...peopleOf(form),
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
    input: ({ form, params }) => ({
      eventId: params.eventId,
      answer: form.text('answer'),
      note: form.text('note'),
    }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.answered' }),
    page: eventPage,
  }),
  action({
    path: paths.invitation,
    access: 'anyone',
    command: answerByLink,
    input: ({ form, params }) => ({
      token: params.token,
      answer: form.text('answer'),
      note: form.text('note'),
    }),
    done: (_, { params }) => ({
      to: paths.invitation.href(params),
      flash: 'calendar.flash.answered',
    }),
    page: invitationPage,
  }),
  action({
    path: paths.proposeByLink,
    access: 'anyone',
    command: proposeTimeByLink,
    input: ({ form, params }) => ({
      token: params.token,
      ...whenOf(form),
      note: form.text('note'),
    }),
    done: (_, { params }) => ({
      to: paths.invitation.href(params),
      flash: 'calendar.flash.proposed',
    }),
    page: proposeByLinkPage,
  }),
  action({
    path: paths.proposeTime,
    access: 'person',
    command: proposeTime,
    input: ({ form, params }) => ({
      eventId: params.eventId,
      ...whenOf(form),
      note: form.text('note'),
    }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.proposed' }),
    page: proposePage,
  }),
  action({
    path: paths.settleProposal,
    access: 'person',
    command: settleProposal,
    input: ({ form, params }) => ({
      eventId: params.eventId,
      personId: form.text('personId'),
      take: form.flag('take'),
    }),
    done: (_, { params, form }) => ({
      to: paths.event.href(params),
      flash: form.flag('take') ? 'calendar.flash.changed' : 'calendar.flash.kept',
    }),
    page: eventPage,
  }),
  action({
    path: paths.attendance,
    access: 'person',
    command: recordAttendance,
    input: ({ form, params }) => ({ eventId: params.eventId, present: form.list('present') }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.saved' }),
    page: eventPage,
  }),
  action({
    path: paths.minutes,
    access: 'person',
    command: writeMinutes,
    input: ({ form, params }) => ({
      eventId: params.eventId,
      number: form.text('number'),
      text: form.text('text'),
    }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.minutes' }),
    page: minutesPage,
  }),
  action({
    path: paths.confirmMinutes,
    access: 'person',
    command: confirmMinutes,
    input: ({ form, params }) => ({ eventId: params.eventId, number: form.text('number') }),
    done: (_, { params }) => ({ to: paths.event.href(params), flash: 'calendar.flash.confirmed' }),
    page: eventPage,
  }),
  action({
    path: paths.addTask,
    access: 'person',
    command: addTask,
    input: ({ form, params }) => ({
      eventId: params.eventId,
      title: form.text('title'),
      personId: form.text('personId'),
      dueOn: form.date('dueOn'),
    }),
    done: (_, { params }) => ({
      to: `${paths.event.href(params)}#tasks`,
      flash: 'calendar.flash.task',
    }),
    page: eventPage,
  }),
  action({
    path: paths.finishTask,
    access: 'person',
    command: finishTask,
    input: ({ form, params }) => ({ taskId: params.followUpId, done: form.flag('done') }),
    done: (_, { params }) => ({
      to: `${paths.event.href(params)}#tasks`,
      flash: 'calendar.flash.saved',
    }),
    page: eventPage,
  }),
  action({
    path: paths.newPoll,
    access: 'person',
    command: beginPoll,
    input: ({ form, search }) => ({
      kind: form.text('kind') || undefined,
      ...(aboutIn(search) ?? {}),
      title: form.text('title'),
      description: form.text('description'),
      minutes: form.text('minutes'),
      firstDay: form.date('firstDay'),
      timeZone: form.text('timeZone'),
      place: form.text('place'),
      url: form.text('url'),
      ...peopleOf(form),
    }),
    done: ({ pollId }) => ({ to: paths.pollTimes.href({ pollId }) }),
    page: newPollPage,
  }),
  action({
    path: paths.pollTimes,
    access: 'person',
    command: proposeTimes,
    input: ({ form, params }) => ({
      pollId: params.pollId,
      times: form.list('times'),
      ask: form.text('do') === 'ask',
    }),
    done: (_, { params, form }) =>
      form.text('do') === 'ask'
        ? { to: paths.poll.href(params), flash: 'calendar.flash.asked' }
        : { to: paths.pollTimes.href(params), flash: 'calendar.flash.saved' },
    page: pollTimesPage,
  }),
  action({
    path: paths.poll,
    access: 'person',
    command: answerPoll,
    input: ({ form, params }) => ({ pollId: params.pollId, answers: pollAnswersOf(form) }),
    done: (_, { params }) => ({ to: paths.poll.href(params), flash: 'calendar.flash.answered' }),
    page: pollPage,
  }),
  action({
    path: paths.asked,
    access: 'anyone',
    command: answerPollByLink,
    input: ({ form, params }) => ({ token: params.token, answers: pollAnswersOf(form) }),
    done: (_, { params }) => ({ to: paths.asked.href(params), flash: 'calendar.flash.answered' }),
    page: askedPage,
  }),
  action({
    path: paths.closePoll,
    access: 'person',
    command: closePoll,
    input: ({ form, params }) => ({
      pollId: params.pollId,
      startsAt: form.text('startsAt'),
      inviteSilent: form.flag('inviteSilent'),
    }),
    done: ({ eventId }) => ({ to: paths.event.href({ eventId }), flash: 'calendar.flash.planned' }),
    page: pollPage,
  }),
  action({
    path: paths.withdrawPoll,
    access: 'person',
    command: withdrawPoll,
    input: ({ params }) => params,
    done: () => ({ to: paths.calendar.href(), flash: 'calendar.flash.withdrawn' }),
    page: withdrawPollPage,
  }),
];

/** The meetings and dates of a dossier, on its page. */
export async function dossier(
  context: PersonContext,
  mobilityId: string,
  v: View,
): Promise<DossierSection[]> {
  const { events, timeZone, plans } = await context.ask(listEventsAbout, {
    aboutKind: 'mobility',
    aboutId: mobilityId,
  });
  if (events.length === 0 && plans.length === 0) return [];
  return [
    {
      id: 'calendar',
      order: 55,
      title: v.t('calendar.section.title'),
      body: (
        <EventsSection
          v={v}
          events={events}
          timeZone={timeZone}
          mobilityId={mobilityId}
          mayPlan={plans.length > 0}
        />
      ),
    },
  ];
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];

/** RFC 9110 5.6.7, which knows English names alone. */
function httpDate(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO('UTC');
  const day = `${weekdays[at.dayOfWeek - 1]}, ${String(at.day).padStart(2, '0')}`;
  const time = at.toPlainTime().toString({ smallestUnit: 'second' });
  return `${day} ${months[at.month - 1]} ${at.year} ${time} GMT`;
}

function whenOf(form: SentForm) {
  return {
    day: form.date('day'),
    from: form.text('from'),
    until: form.text('until'),
    fromWhich: form.text('fromWhich'),
    untilWhich: form.text('untilWhich'),
  };
}

function meetingOf(form: SentForm) {
  return {
    title: form.text('title'),
    description: form.text('description'),
    ...whenOf(form),
    timeZone: form.text('timeZone'),
    place: form.text('place'),
    countryCode: form.text('countryCode'),
    url: form.text('url'),
    agenda: form.text('agenda'),
    shared: form.flag('shared'),
  };
}

function peopleOf(form: SentForm) {
  return {
    participantIds: [...new Set([...form.list('participantIds'), ...form.list('otherIds')])],
    relations: form.list('relations'),
  };
}
