import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
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
import { type Direction, directions } from '../core/index.ts';
import {
  confirmArrival,
  getJourneys,
  listOwnJourneys,
  listTravelDuties,
  planJourney,
  recordDeparture,
  recordReturn,
} from '../server/index.ts';
import { PlanPage, TravelPage } from './pages/travel.tsx';
import { TravelSection } from './parts/dossier.tsx';
import { paths } from './paths.ts';

const travelPage = page({
  path: paths.travel,
  access: 'person',
  load: async ({ ask, params, now }) => ({
    now,
    journeys: await ask(getJourneys, { mobilityId: params.mobilityId }),
  }),
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
    path: paths.plan,
    access: 'person',
    command: planJourney,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      direction: params.direction,
      leavesOn: form.date('leavesOn'),
      leavesAt: form.text('leavesAt'),
      arrivesOn: form.date('arrivesOn'),
      arrivesAt: form.text('arrivesAt'),
      means: form.text('means'),
      details: form.text('details'),
      metBy: form.text('metBy'),
      version: form.text('version'),
    }),
    done: back('travel.plan.saved'),
    page: planPage,
  }),
];

export async function tasks({ ask, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { rows } = await ask(listTravelDuties, {});
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
  return rows.map((r) => ({
    uid: `journey-${r.direction}-${r.id}`,
    from: r.leavesAt.toZonedDateTimeISO(r.leavesZone),
    until: r.arrivesAt.toZonedDateTimeISO(r.arrivesZone),
    summary: t(`travel.agenda.${r.direction}`, { pupil: r.pupil, from: r.from, to: r.to }),
    description: t(`travel.means.${r.means}`),
    location: r.from,
    url: `${runtime.config.origin}${paths.travel.href({ mobilityId: r.id })}`,
    sequence: r.version,
    stamp: now,
  }));
}

export async function dossier(
  { ask, t }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const journeys = await ask(getJourneys, { mobilityId });
  return [
    {
      id: 'travel',
      order: 50,
      title: t('travel.title'),
      body: <TravelSection v={view} journeys={journeys} />,
    },
  ];
}
