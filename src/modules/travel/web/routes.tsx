import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { documentPaths } from '#modules/documents/web/index.ts';
import { loadMessagesAbout } from '#modules/messaging/web/index.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  type AgendaItem,
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { answerBy, type Direction, directions, paperKinds } from '../core/index.ts';
import {
  addTicket,
  answerTrip,
  askTrip,
  callOffTrip,
  cancelJourney,
  changeTrip,
  confirmArrival,
  countGreen,
  draftTrip,
  getGroup,
  getGroupForm,
  getJourneys,
  getPapers,
  getTrip,
  listGroups,
  listOwnJourneys,
  listOwnTrips,
  listPaperDuties,
  listTickets,
  listTravelDuties,
  listTrips,
  notePaper,
  planGroup,
  planJourney,
  recordDeparture,
  recordReturn,
  remindTrip,
  removeTicket,
  reportDelay,
  ticketBytes,
  tickOff,
  writeConnection,
  writeLegs,
} from '../server/index.ts';
import { ConnectionPage } from './pages/connection.tsx';
import { GreenPage } from './pages/green.tsx';
import { GroupFormPage, GroupPage, GroupsPage } from './pages/groups.tsx';
import { LegsPage } from './pages/legs.tsx';
import { PaperPage, PapersPage } from './pages/papers.tsx';
import { CancelPage, PlanPage, RemoveTicketPage, TravelPage } from './pages/travel.tsx';
import { CallOffPage, TripPage } from './pages/trip.tsx';
import { TripFormPage, TripsPage } from './pages/trips.tsx';
import { TravelSection } from './parts/dossier.tsx';
import { paths } from './paths.ts';

const travelPage = page({
  path: paths.travel,
  access: 'person',
  load: async ({ ask, params, now }) => {
    const journeys = await ask(getJourneys, { mobilityId: params.mobilityId });
    const tickets = await ask(listTickets, { mobilityId: params.mobilityId });
    return {
      now,
      journeys,
      tickets: tickets.rows.map((d) => ({
        ...d,
        href: documentPaths.document.href({ documentId: d.id }),
      })),
    };
  },
  title: (v) => v.t('travel.title'),
  view: (v, data) => <TravelPage v={v} {...data} />,
});

function directionOf(text: string): Direction {
  const found = directions.find((d) => d === text);
  if (!found) throw new Refusal(notFound);
  return found;
}

const planPage = page({
  path: paths.plan,
  access: 'person',
  load: async ({ ask, params }) => ({
    direction: directionOf(params.direction),
    journeys: await ask(getJourneys, { mobilityId: params.mobilityId }),
  }),
  title: (v, { direction }) => v.t(`travel.plan.${direction}`),
  view: (v, data) => <PlanPage v={v} {...data} />,
});

const legsPage = page({
  path: paths.legs,
  access: 'person',
  load: async ({ ask, params }) => ({
    direction: directionOf(params.direction),
    journeys: await ask(getJourneys, { mobilityId: params.mobilityId }),
  }),
  title: (v) => v.t('travel.legs.title'),
  view: (v, data) => <LegsPage v={v} {...data} />,
});

const connectionPage = page({
  path: paths.connection,
  access: 'person',
  load: async ({ ask, params, now }) => ({
    now,
    direction: directionOf(params.direction),
    journeys: await ask(getJourneys, { mobilityId: params.mobilityId }),
  }),
  title: (v) => v.t('travel.connection.write'),
  view: (v, data) => <ConnectionPage v={v} {...data} />,
});

const cancelPage = page({
  path: paths.cancel,
  access: 'person',
  load: async ({ ask, params }) => ({
    direction: directionOf(params.direction),
    journeys: await ask(getJourneys, { mobilityId: params.mobilityId }),
  }),
  title: (v) => v.t('travel.cancel.open'),
  view: (v, data) => <CancelPage v={v} {...data} />,
});

const removeTicketPage = page({
  path: paths.removeTicket,
  access: 'person',
  load: async ({ ask, params }) => {
    const tickets = await ask(listTickets, { mobilityId: params.mobilityId });
    const ticket = tickets.rows.find((t) => t.id === params.documentId && t.mayRemove);
    if (!ticket) throw new Refusal(notFound);
    return { tickets, ticket };
  },
  title: (v) => v.t('travel.ticket.remove'),
  view: (v, data) => <RemoveTicketPage v={v} {...data} />,
});

// ---- papers

const papersPage = page({
  path: paths.papers,
  access: 'person',
  load: async ({ ask, params }) => ({ papers: await ask(getPapers, params as never) }),
  title: (v) => v.t('travel.papers.title'),
  view: (v, data) => <PapersPage v={v} {...data} />,
});

const paperPage = page({
  path: paths.paper,
  access: 'person',
  load: async ({ ask, params }) => {
    const kind = paperKinds.find((k) => k === params.paper);
    const papers = await ask(getPapers, { mobilityId: params.mobilityId as never });
    if (!kind) throw new Refusal(notFound);
    return { kind, papers };
  },
  title: (v, { kind }) => v.t(`travel.papers.kind.${kind}`),
  view: (v, data) => <PaperPage v={v} {...data} />,
});

// ---- trips

const tripsPage = page({
  path: paths.trips,
  access: 'person',
  load: async ({ ask, params }) => ({ trips: await ask(listTrips, params as never) }),
  title: (v) => v.t('travel.trip.list'),
  view: (v, data) => <TripsPage v={v} {...data} />,
});

const newTripPage = page({
  path: paths.newTrip,
  access: 'person',
  load: async ({ ask, params }) => ({ trips: await ask(listTrips, params as never), trip: null }),
  title: (v) => v.t('travel.trip.new'),
  view: (v, data) => <TripFormPage v={v} {...data} />,
});

const tripPage = page({
  path: paths.trip,
  access: 'person',
  load: async (context) => {
    const trip = await context.ask(getTrip, context.params as never);
    const talk =
      trip.state === 'draft'
        ? null
        : await unlessRefused(loadMessagesAbout(context, { kind: 'trip', id: trip.id }));
    return { trip, talk };
  },
  title: (_, { trip }) => trip.place,
  view: (v, data) => <TripPage v={v} {...data} />,
});

const changeTripPage = page({
  path: paths.changeTrip,
  access: 'person',
  load: async ({ ask, params }) => {
    const trip = await ask(getTrip, params as never);
    return { trip, trips: await ask(listTrips, { mobilityId: trip.mobilityId }) };
  },
  title: (v) => v.t('travel.trip.change'),
  view: (v, data) => <TripFormPage v={v} {...data} />,
});

const callOffPage = page({
  path: paths.callOffTrip,
  access: 'person',
  load: async ({ ask, params }) => ({ trip: await ask(getTrip, params as never) }),
  title: (v) => v.t('travel.trip.call-off'),
  view: (v, data) => <CallOffPage v={v} {...data} />,
});

const tripIn = (form: FormData) => ({
  place: form.text('place'),
  countryCode: form.text('countryCode'),
  purpose: form.text('purpose'),
  leavesOn: form.date('leavesOn'),
  leavesAt: form.text('leavesAt'),
  returnsOn: form.date('returnsOn'),
  returnsAt: form.text('returnsAt'),
  adultName: form.text('adultName'),
  adultAge: form.text('adultAge'),
  adultPhone: form.text('adultPhone'),
  adultRelation: form.text('adultRelation'),
  means: form.text('means'),
  details: form.text('details'),
  sleepsAt: form.text('sleepsAt'),
  catchUp: form.text('catchUp'),
  insured: form.flag('insured'),
  papersReady: form.flag('papersReady'),
});

const toTrip =
  (flash: string) =>
  (_: unknown, { params }: { params: { tripId: string } }) => ({
    to: paths.trip.href({ tripId: params.tripId }),
    flash,
  });

// ---- groups

const groupsPage = page({
  path: paths.groups,
  access: 'person',
  load: async ({ ask }) => ({ groups: await ask(listGroups, {}) }),
  title: (v) => v.t('travel.group.list'),
  view: (v, data) => <GroupsPage v={v} {...data} />,
});

const groupPage = page({
  path: paths.group,
  access: 'person',
  load: async ({ ask, params }) => ({
    group: await ask(getGroup, { groupId: params.travelGroupId as never }),
  }),
  title: (v, { group }) => v.t(`travel.group.title-${group.direction}`, { to: group.to }),
  view: (v, data) => <GroupPage v={v} {...data} />,
});

const newGroupPage = page({
  path: paths.newGroup,
  access: 'person',
  load: async ({ ask, params }) => ({
    form: await ask(getGroupForm, {
      orgId: params.orgId as never,
      direction: directionOf(params.direction),
    }),
    group: null,
  }),
  title: (v, { form }) => v.t(`travel.group.new-${form.direction}`, { org: form.org }),
  view: (v, data) => <GroupFormPage v={v} {...data} />,
});

const changeGroupPage = page({
  path: paths.changeGroup,
  access: 'person',
  load: async ({ ask, params }) => {
    const group = await ask(getGroup, { groupId: params.travelGroupId as never });
    const form = await ask(getGroupForm, { orgId: group.orgId, direction: group.direction });
    return { group, form };
  },
  title: (v, { form }) => v.t(`travel.group.new-${form.direction}`, { org: form.org }),
  view: (v, data) => <GroupFormPage v={v} {...data} />,
});

const groupIn = (form: FormData) => ({
  intakeId: form.text('intakeId'),
  mobilityIds: form.list('mobilityIds'),
  companionId: form.text('companionId'),
  companionPhone: form.text('companionPhone'),
  meetingPoint: form.text('meetingPoint'),
  ...planIn(form),
});

const greenPage = page({
  path: paths.green,
  access: 'person',
  load: async ({ ask }) => ({ counted: await ask(countGreen, {}) }),
  title: (v) => v.t('travel.green.title'),
  view: (v, data) => <GreenPage v={v} {...data} />,
});

const planIn = (form: FormData) => ({
  leavesOn: form.date('leavesOn'),
  leavesAt: form.text('leavesAt'),
  arrivesOn: form.date('arrivesOn'),
  arrivesAt: form.text('arrivesAt'),
  means: form.text('means'),
  details: form.text('details'),
  broughtBy: form.text('broughtBy'),
  broughtByPhone: form.text('broughtByPhone'),
  metBy: form.text('metBy'),
  metByPhone: form.text('metByPhone'),
  version: form.text('version'),
});

/** Rows in their order; those that are empty at the end are left out. */
function legsIn(form: FormData) {
  const filled = (i: number) =>
    ['number', 'fromPlace', 'leavesAt', 'toPlace', 'arrivesAt'].some(
      (field) => form.text(`legs.${i}.${field}`) !== '',
    );
  let count = 6;
  while (count > 0 && !filled(count - 1)) count -= 1;
  return Array.from({ length: count }, (_, i) => ({
    means: form.text(`legs.${i}.means`),
    number: form.text(`legs.${i}.number`),
    fromPlace: form.text(`legs.${i}.fromPlace`),
    leavesOn: form.date(`legs.${i}.leavesOn`),
    leavesAt: form.text(`legs.${i}.leavesAt`),
    leavesZone: form.text(`legs.${i}.leavesZone`),
    toPlace: form.text(`legs.${i}.toPlace`),
    arrivesOn: form.date(`legs.${i}.arrivesOn`),
    arrivesAt: form.text(`legs.${i}.arrivesAt`),
    arrivesZone: form.text(`legs.${i}.arrivesZone`),
  }));
}

/** Back to the group that was seen, or to the journey. */
const toWay =
  (flash: string) =>
  (_: unknown, { params, form }: { params: { mobilityId: string }; form: FormData }) => ({
    to: form.text('groupId')
      ? paths.group.href({ travelGroupId: form.text('groupId') })
      : paths.travel.href({ mobilityId: params.mobilityId }),
    flash,
  });

const tap = {
  access: 'person' as const,
  page: travelPage,
  input: ({ params }: { params: { mobilityId: string } }) => ({ mobilityId: params.mobilityId }),
};
const back =
  (flash: string) =>
  (_: unknown, { params }: { params: { mobilityId: string } }) => ({
    to: paths.travel.href({ mobilityId: params.mobilityId }),
    flash,
  });

export const routes: Route[] = [
  travelPage,
  planPage,
  // the three taps stand before the plan, whose address has a parameter in the same place
  action({
    ...tap,
    path: paths.depart,
    command: recordDeparture,
    done: back('travel.tap.departed'),
  }),
  action({ ...tap, path: paths.arrive, command: confirmArrival, done: back('travel.tap.arrived') }),
  action({ ...tap, path: paths.return, command: recordReturn, done: back('travel.tap.returned') }),
  action({
    path: paths.late,
    access: 'person',
    command: reportDelay,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: form.text('direction'),
      minutes: form.text('minutes'),
      leg: form.text('leg'),
      version: form.text('version'),
    }),
    done: toWay('travel.late.told'),
    page: travelPage,
  }),
  action({
    path: paths.ticket,
    access: 'person',
    command: addTicket,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      title: form.text('title') || (form.file('file')?.name.slice(0, 120) ?? ''),
      content: Buffer.from(form.file('file')?.bytes ?? []).toString('base64'),
    }),
    upload: ticketBytes + 1,
    done: back('travel.ticket.saved'),
    page: travelPage,
  }),
  removeTicketPage,
  action({
    path: paths.removeTicket,
    access: 'person',
    command: removeTicket,
    input: ({ params }) => ({ mobilityId: params.mobilityId, documentId: params.documentId }),
    done: back('travel.ticket.removed'),
    page: removeTicketPage,
  }),
  cancelPage,
  action({
    path: paths.cancel,
    access: 'person',
    command: cancelJourney,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: params.direction,
      version: form.text('version'),
    }),
    done: back('travel.cancel.done'),
    page: cancelPage,
  }),
  action({
    path: paths.plan,
    access: 'person',
    command: planJourney,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: params.direction,
      ...planIn(form),
    }),
    done: back('travel.plan.saved'),
    page: planPage,
  }),
  legsPage,
  action({
    path: paths.legs,
    access: 'person',
    command: writeLegs,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: params.direction,
      legs: legsIn(form),
      mainlyGreen: form.flag('mainlyGreen'),
      version: form.text('version'),
    }),
    done: back('travel.legs.saved'),
    page: legsPage,
  }),
  connectionPage,
  action({
    path: paths.connection,
    access: 'person',
    command: writeConnection,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: params.direction,
      from: form.text('from'),
      legs: legsIn(form),
      version: form.text('version'),
    }),
    done: toWay('travel.connection.saved'),
    page: connectionPage,
  }),
  papersPage,
  paperPage,
  action({
    path: paths.paper,
    access: 'person',
    command: notePaper,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      kind: params.paper,
      validFrom: form.date('validFrom'),
      validUntil: form.date('validUntil'),
      insurer: form.text('insurer'),
      hotline: form.text('hotline'),
      policyNumber: form.text('policyNumber'),
      version: form.text('version'),
    }),
    done: (_, { params }) => ({
      to: paths.papers.href({ mobilityId: params.mobilityId }),
      flash: 'travel.papers.saved',
    }),
    page: paperPage,
  }),
  tripsPage,
  newTripPage,
  tripPage,
  changeTripPage,
  callOffPage,
  action({
    path: paths.newTrip,
    access: 'person',
    command: draftTrip,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      sendKey: form.text('sendKey'),
      ...tripIn(form),
    }),
    done: ({ tripId }) => ({ to: paths.trip.href({ tripId }) }),
    page: newTripPage,
  }),
  action({
    path: paths.changeTrip,
    access: 'person',
    command: changeTrip,
    input: ({ params, form }) => ({
      tripId: params.tripId,
      version: form.text('version'),
      ...tripIn(form),
    }),
    done: toTrip('travel.trip.saved'),
    page: changeTripPage,
  }),
  action({
    path: paths.askTrip,
    access: 'person',
    command: askTrip,
    input: ({ params, form }) => ({ tripId: params.tripId, version: form.text('version') }),
    done: toTrip('travel.trip.sent'),
    page: tripPage,
  }),
  action({
    path: paths.answerTrip,
    access: 'person',
    command: answerTrip,
    input: ({ params, form }) => ({
      tripId: params.tripId,
      seat: form.text('seat'),
      round: form.text('round'),
      answer: form.text('answer'),
      note: form.text('note'),
    }),
    done: toTrip('travel.trip.answered'),
    page: tripPage,
  }),
  action({
    path: paths.callOffTrip,
    access: 'person',
    command: callOffTrip,
    input: ({ params, form }) => ({ tripId: params.tripId, version: form.text('version') }),
    // a draft that is thrown away has no page any more
    done: () => ({ to: '/', flash: 'travel.trip.called-off' }),
    page: callOffPage,
  }),
  action({
    path: paths.remindTrip,
    access: 'person',
    command: remindTrip,
    input: ({ params }) => ({ tripId: params.tripId }),
    done: toTrip('travel.trip.reminded-now'),
    page: tripPage,
  }),
  groupsPage,
  newGroupPage,
  groupPage,
  changeGroupPage,
  greenPage,
  action({
    path: paths.newGroup,
    access: 'person',
    command: planGroup,
    input: ({ params, form }) => ({
      orgId: params.orgId,
      direction: params.direction,
      ...groupIn(form),
    }),
    done: ({ groupId }) => ({
      to: paths.group.href({ travelGroupId: groupId }),
      flash: 'travel.group.saved',
    }),
    page: newGroupPage,
  }),
  action({
    path: paths.changeGroup,
    access: 'person',
    command: planGroup,
    input: ({ params, form }) => ({
      groupId: params.travelGroupId,
      orgId: form.text('orgId'),
      direction: form.text('direction'),
      ...groupIn(form),
    }),
    done: ({ groupId }) => ({
      to: paths.group.href({ travelGroupId: groupId }),
      flash: 'travel.group.saved',
    }),
    page: changeGroupPage,
  }),
  action({
    path: paths.tick,
    access: 'person',
    command: tickOff,
    input: ({ params, form }) => ({
      groupId: params.travelGroupId,
      mobilityId: form.text('mobilityId'),
      here: form.flag('here'),
    }),
    done: (_, { params }) => ({ to: paths.group.href({ travelGroupId: params.travelGroupId }) }),
    page: groupPage,
  }),
];

/** Own next steps: answers, papers, groups to count in, journeys. */
export async function tasks({ ask, t, now }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { rows } = await ask(listTravelDuties, {});
  const { rows: trips } = await ask(listOwnTrips, {});
  const { rows: papers } = await ask(listPaperDuties, {});
  const { rows: groups } = await ask(listGroups, {});
  const soon = now.add({ hours: 36 });
  return [
    ...trips.flatMap((r): Task[] => {
      const open = r.state === 'draft' || (r.state === 'asked' && r.waitingFor !== '');
      const href = paths.trip.href({ tripId: r.id });
      const due = r.state === 'draft' ? r.leavesOn.subtract({ days: 3 }) : answerBy(r.leavesOn);
      if (open && !r.mine && r.silent)
        return [
          {
            id: `trip-${r.id}`,
            title: t('travel.task.remind-trip', { who: r.silent, by: due, place: r.place }),
            about: r.pupil,
            due,
            href,
            action: t('travel.task.open'),
          },
        ];
      if (!open || !(r.mine || r.own)) return [];
      const mine = r.mine || r.state === 'draft';
      return [
        {
          id: `trip-${r.id}`,
          title: t(
            r.mine
              ? 'travel.task.answer-trip'
              : r.state === 'draft'
                ? 'travel.task.send-trip'
                : 'travel.task.trip',
            { place: r.place },
          ),
          about: r.pupil,
          due,
          href,
          ...(mine ? { action: t('travel.task.open') } : { waitingFor: r.waitingFor }),
        },
      ];
    }),
    ...papers.map(
      (r): Task => ({
        id: `papers-${r.id}`,
        title: t('travel.task.papers', { count: r.open }),
        about: r.pupil,
        due: r.due,
        href: paths.papers.href({ mobilityId: r.id }),
        ...(r.mine ? { action: t('travel.task.open') } : { waitingFor: r.pupil }),
      }),
    ),
    ...groups
      .filter(
        (g) => g.mine && g.arrived < g.pupils && Temporal.Instant.compare(g.leavesAt, soon) <= 0,
      )
      .map(
        (g): Task => ({
          id: `group-${g.id}`,
          title: t('travel.task.tick-off', { count: g.pupils }),
          due: g.leavesOn,
          href: paths.group.href({ travelGroupId: g.id }),
          action: t('travel.task.open'),
        }),
      ),
    ...duties(rows, t),
  ];
}

function duties(rows: ViewOf<typeof listTravelDuties>['rows'], t: PageContext['t']): Task[] {
  return rows.map((r) => {
    const here = { mobilityId: r.id };
    const planned =
      r.duty === 'plan-outward' ? 'outward' : r.duty === 'plan-return' ? 'return' : null;
    return {
      id: `travel-${r.duty}-${r.id}`,
      title: t(`travel.task.${r.duty}`),
      about: r.pupil,
      due: r.due,
      ...(r.mine
        ? {
            href: planned
              ? paths.plan.href({ ...here, direction: planned })
              : paths.travel.href(here),
            action: t('travel.task.open'),
          }
        : { href: paths.travel.href(here), waitingFor: r.waitingFor }),
    };
  });
}

export async function agenda({
  ask,
  t,
  now,
  runtime,
}: PageContext<string, PersonActor>): Promise<AgendaItem[]> {
  const { rows } = await ask(listOwnJourneys, {});
  const { rows: trips } = await ask(listOwnTrips, {});
  const away = trips
    .filter((r) => r.state === 'agreed')
    .map((r): AgendaItem => {
      const at = (day: Temporal.PlainDate, time: string) =>
        day.toZonedDateTime({ timeZone: r.zone, plainTime: Temporal.PlainTime.from(time) });
      return {
        uid: `trip-${r.id}`,
        from: at(r.leavesOn, r.leavesAt),
        until: at(r.returnsOn, r.returnsAt),
        summary: t('travel.agenda.trip', { pupil: r.pupil, place: r.place }),
        location: r.place,
        url: `${runtime.config.origin}${paths.trip.href({ tripId: r.id })}`,
        sequence: r.version,
        stamp: now,
      };
    });
  const ways = rows.map(
    (r): AgendaItem => ({
      uid: `journey-${r.direction}-${r.id}`,
      from: r.leavesAt.toZonedDateTimeISO(r.leavesZone),
      until: r.arrivesAt.toZonedDateTimeISO(r.arrivesZone),
      summary: t(`travel.agenda.${r.direction}`, { pupil: r.pupil, from: r.from, to: r.to }),
      description: t(`travel.means.${r.means}`),
      location: r.from,
      url: `${runtime.config.origin}${paths.travel.href({ mobilityId: r.id })}`,
      sequence: r.version,
      stamp: now,
    }),
  );
  return [...ways, ...away];
}

export async function dossier(
  { ask, t }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const journeys = await ask(getJourneys, { mobilityId });
  const trips = await unlessRefused(ask(listTrips, { mobilityId: mobilityId as never }));
  return [
    {
      id: 'travel',
      order: 50,
      title: t('travel.title'),
      body: <TravelSection v={view} journeys={journeys} trips={trips} />,
    },
  ];
}
