import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import {
  action,
  type DossierSection,
  type NavPlace,
  type PageContext,
  page,
  type Route,
  raw,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { LinkButton } from '#ui/index.ts';
import { incidentsInput } from '../core/index.ts';
import * as server from '../server/index.ts';
import { AlarmPage } from './pages/alarm.tsx';
import { CardPage, FillCardPage } from './pages/card.tsx';
import { IncidentPage, incidentTitle } from './pages/incident.tsx';
import { type Filter, IncidentsPage } from './pages/incidents.tsx';
import { NewGroupPage, RotaPage } from './pages/rota.tsx';
import { StartPage } from './pages/start.tsx';
import { TonightPage } from './pages/tonight.tsx';
import { paths } from './paths.ts';

const startPage = page({
  path: paths.start,
  access: 'person',
  load: async ({ ask }) => ({
    start: await ask(server.getStart, {}),
    open: (await ask(server.listIncidents, { state: 'open' })).incidents,
    hasClosed: (await ask(server.listIncidents, { state: 'closed' })).incidents.length > 0,
    duty: await ask(server.listDuty, {}),
    alarms: (await ask(server.listOwnAlarms, {})).alarms,
  }),
  title: (v) => v.t('emergency.title'),
  view: (v, data) => <StartPage v={v} {...data} />,
});

/** What an address asks for; what makes no sense is left out. */
function filterIn(search: URLSearchParams): Filter {
  const parsed = incidentsInput.safeParse(Object.fromEntries(search));
  return parsed.success ? parsed.data : incidentsInput.parse({});
}

const incidentsPage = page({
  path: paths.incidents,
  access: 'person',
  load: async ({ ask, search }) => {
    const filter = filterIn(search);
    return { filter, list: await ask(server.listIncidents, filter) };
  },
  title: (v) => v.t('emergency.incidents.title'),
  view: (v, { filter, list }) => <IncidentsPage v={v} filter={filter} list={list} />,
});

const alarmPage = page({
  path: paths.alarm,
  access: 'person',
  load: async ({ ask, params }) => ({ a: await ask(server.getAlarm, params as never) }),
  title: (v, { a }) => v.t(`emergency.alarm.${a.state}`),
  view: (v, { a }) => <AlarmPage v={v} a={a} />,
});

const tonightPage = page({
  path: paths.tonight,
  access: 'person',
  load: async ({ ask }) => await ask(server.listTonight, {}),
  title: (v) => v.t('emergency.tonight.title'),
  view: (v, { rows }) => <TonightPage v={v} rows={rows} />,
});

const cardPage = page({
  path: paths.card,
  access: 'person',
  islands: ['duty'],
  offline: true,
  load: async ({ ask, lang }) => ({
    c: await ask(server.getCard, { mobilityId: null, language: lang }),
  }),
  title: (v) => v.t('emergency.card.own'),
  view: (v, { c }) => <CardPage v={v} c={c} />,
});

const cardOfPage = page({
  path: paths.cardOf,
  access: 'person',
  islands: ['duty'],
  load: async ({ ask, params, lang }) => ({
    c: await ask(server.getCard, { mobilityId: params.mobilityId as never, language: lang }),
  }),
  title: (v, { c }) => v.t('emergency.card.of', { pupil: c.pupil }),
  view: (v, { c }) => <CardPage v={v} c={c} />,
});

const fillCardPage = page({
  path: paths.fillCard,
  access: 'person',
  load: async ({ ask, params, lang }) => {
    const c = await ask(server.getCard, {
      mobilityId: params.mobilityId as never,
      language: lang,
    });
    if (!c.mayFill) throw new Refusal(notFound);
    return { c };
  },
  title: (v) => v.t('emergency.card.fill'),
  view: (v, { c }) => <FillCardPage v={v} c={c} />,
});

const incidentPage = page({
  path: paths.incident,
  access: 'person',
  load: async ({ ask, params }) => ({
    i: await ask(server.getIncident, { incidentId: params.incidentId as never }),
  }),
  title: (v, { i }) => incidentTitle(v, i),
  view: (v, { i }) => <IncidentPage v={v} i={i} />,
});

const rotaPage = page({
  path: paths.rota,
  access: 'person',
  islands: ['push'],
  load: async ({ ask, params }) => ({
    r: await ask(server.getRota, { groupId: params.dutyGroupId as never }),
    own: await ask(server.listDevices, {}),
  }),
  title: (_, { r }) => r.name,
  view: (v, { r, own }) => <RotaPage v={v} r={r} own={own} />,
});

const newGroupPage = page({
  path: paths.newGroup,
  access: 'person',
  load: async ({ ask, params }) => ({ org: await ask(server.getNewGroup, params) }),
  title: (v, { org }) => v.t('emergency.new-group.title', { org: org.name }),
  view: (v, { org }) => <NewGroupPage v={v} org={org} />,
});

/** A document to keep: nothing on the way keeps it. */
const asFile = (bytes: Uint8Array, name: string) =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'no-store',
    },
  });

const toRota = (flash: string) => (_: object, at: { params: { dutyGroupId: string } }) => ({
  to: paths.rota.href({ dutyGroupId: at.params.dutyGroupId }),
  flash,
});
const toIncident = (flash: string) => (_: object, at: { params: { incidentId: string } }) => ({
  to: paths.incident.href({ incidentId: at.params.incidentId }),
  flash,
});

export const routes: Route[] = [
  startPage,
  tonightPage,
  cardPage,
  cardOfPage,
  fillCardPage,
  alarmPage,
  incidentsPage,
  incidentPage,
  newGroupPage,
  rotaPage,
  raw({
    method: 'get',
    path: paths.plan,
    access: 'person',
    handle: async (_, { ask, params, lang }) => {
      const rota = await ask(server.getRota, { groupId: params.dutyGroupId as never });
      const { bytes } = await server.printPlan(rota, lang);
      return asFile(bytes, 'duty-plan');
    },
  }),
  raw({
    method: 'get',
    path: paths.cardPdf,
    access: 'person',
    handle: async (_, { ask, params, lang }) => {
      const mobilityId = params.mobilityId as never;
      const card = await ask(server.getCard, { mobilityId, language: lang });
      return asFile((await server.printCard(card, lang)).bytes, 'emergency-card');
    },
  }),
  raw({
    method: 'get',
    path: paths.crisisPlan,
    access: 'person',
    handle: async (_, { ask, params, lang }) => {
      const plan = await ask(server.getPlan, { mobilityId: params.mobilityId as never });
      return asFile((await server.printCrisisPlan(plan, lang)).bytes, 'crisis-action-plan');
    },
  }),
  action({
    path: paths.raise,
    access: 'person',
    command: server.raiseAlarm,
    input: ({ params }) => ({ mobilityId: params.mobilityId }),
    done: ({ id }) => ({ to: paths.alarm.href({ incidentId: id }) }),
    page: startPage,
  }),
  action({
    path: paths.take,
    access: 'person',
    command: server.takeAlarm,
    input: ({ params }) => ({ incidentId: params.incidentId }),
    done: toIncident('emergency.incident.taken-now'),
    page: incidentPage,
  }),
  action({
    path: paths.takeOver,
    access: 'person',
    command: server.takeOver,
    input: ({ params, form }) => ({
      incidentId: params.incidentId,
      version: form.text('version'),
    }),
    done: toIncident('emergency.incident.taken-now'),
    page: incidentPage,
  }),
  action({
    path: paths.kind,
    access: 'person',
    command: server.chooseKind,
    input: ({ params, form }) => ({
      incidentId: params.incidentId,
      version: form.text('version'),
      kind: form.text('kind'),
    }),
    done: toIncident('emergency.incident.kind-chosen'),
    page: incidentPage,
  }),
  action({
    path: paths.step,
    access: 'person',
    command: server.markStep,
    input: ({ params, form }) => ({
      incidentId: params.incidentId,
      step: params.incidentStep,
      second: form.text(`second.${params.incidentStep}`),
      words: form.text(`words.${params.incidentStep}`),
    }),
    done: toIncident('emergency.incident.step-done'),
    page: incidentPage,
  }),
  action({
    path: paths.note,
    access: 'person',
    command: server.writeNote,
    input: ({ params, form }) => ({
      incidentId: params.incidentId,
      confidential: form.flag('confidential'),
      words: form.text('words'),
      key: form.text('key'),
    }),
    done: toIncident('emergency.incident.note-saved'),
    page: incidentPage,
  }),
  action({
    path: paths.close,
    access: 'person',
    command: server.closeIncident,
    input: ({ params, form }) => ({
      incidentId: params.incidentId,
      version: form.text('version'),
      happened: form.text('happened'),
      learned: form.text('learned'),
    }),
    done: toIncident('emergency.incident.closed-now'),
    page: incidentPage,
  }),
  action({
    path: paths.fillCard,
    access: 'person',
    command: server.saveCard,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      version: form.text('version'),
      insurer: form.text('insurer'),
      policy: form.text('policy'),
      insurerPhone: form.text('insurerPhone'),
      ownPhone: form.text('ownPhone'),
      health: form.text('health'),
      agree: form.flag('agree'),
    }),
    done: (_, { params }) => ({ to: paths.cardOf.href(params), flash: 'emergency.card.saved' }),
    page: fillCardPage,
  }),
  action({
    path: paths.newGroup,
    access: 'person',
    command: server.openGroup,
    input: ({ params, form }) => ({
      orgId: params.orgId,
      partnerOrgId: form.text('partnerOrgId'),
      name: form.text('name'),
      phone: form.text('phone'),
    }),
    done: ({ id }) => ({
      to: paths.rota.href({ dutyGroupId: id }),
      flash: 'emergency.new-group.saved',
    }),
    page: newGroupPage,
  }),
  action({
    path: paths.group,
    access: 'person',
    command: server.changeGroup,
    input: ({ params, form }) => ({
      groupId: params.dutyGroupId,
      version: form.text('version'),
      name: form.text('name'),
      phone: form.text('groupPhone'),
    }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.addMember,
    access: 'person',
    command: server.addMember,
    input: ({ params, form }) => ({ groupId: params.dutyGroupId, personId: form.text('memberId') }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.removeMember,
    access: 'person',
    command: server.removeMember,
    input: ({ params }) => ({ groupId: params.dutyGroupId, personId: params.personId }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.number,
    access: 'person',
    command: server.setOwnNumber,
    input: ({ params, form }) => ({
      groupId: params.dutyGroupId,
      phone: form.text('phone'),
      takesSms: form.flag('takesSms'),
    }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.shifts,
    access: 'person',
    command: server.planShifts,
    input: ({ params, form }) => ({
      groupId: params.dutyGroupId,
      personId: form.text('personId'),
      fromOn: form.date('fromOn'),
      fromTime: form.text('fromTime'),
      untilOn: form.date('untilOn'),
      untilTime: form.text('untilTime'),
      weeks: form.text('weeks'),
    }),
    done: toRota('emergency.rota.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.removeShift,
    access: 'person',
    command: server.removeShift,
    input: ({ params, form }) => ({ shiftId: params.dutyShiftId, version: form.text('version') }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.askSwap,
    access: 'person',
    command: server.askSwap,
    input: ({ params, form }) => ({
      shiftId: params.dutyShiftId,
      version: form.text('version'),
      with: form.text(`with.${params.dutyShiftId}`),
    }),
    done: toRota('emergency.rota.swap-asked'),
    page: rotaPage,
  }),
  action({
    path: paths.acceptSwap,
    access: 'person',
    command: server.acceptSwap,
    input: ({ params, form }) => ({ shiftId: params.dutyShiftId, version: form.text('version') }),
    done: toRota('emergency.rota.swap-accepted'),
    page: rotaPage,
  }),
  action({
    path: paths.declineSwap,
    access: 'person',
    command: server.declineSwap,
    input: ({ params, form }) => ({ shiftId: params.dutyShiftId, version: form.text('version') }),
    done: toRota('emergency.rota.swap-declined'),
    page: rotaPage,
  }),
  action({
    path: paths.devices,
    access: 'person',
    command: server.turnOnDevice,
    input: ({ params, form, sessionToken }) => ({
      groupId: params.dutyGroupId,
      endpoint: form.text('endpoint'),
      p256dh: form.text('p256dh'),
      auth: form.text('auth'),
      token: sessionToken,
    }),
    done: toRota('emergency.device.on-now'),
    page: rotaPage,
  }),
  action({
    path: paths.deviceOff,
    access: 'person',
    command: server.turnOffDevice,
    input: ({ params }) => ({ deviceId: params.pushDeviceId }),
    done: toRota('emergency.device.off-now'),
    page: rotaPage,
  }),
  action({
    path: paths.away,
    access: 'person',
    command: server.markAway,
    input: ({ params, form }) => ({
      groupId: params.dutyGroupId,
      fromOn: form.date('awayFrom'),
      untilOn: form.date('awayUntil'),
    }),
    done: toRota('emergency.own.away-saved'),
    page: rotaPage,
  }),
  action({
    path: paths.endAway,
    access: 'person',
    command: server.endAway,
    input: ({ params }) => ({ groupId: params.dutyGroupId, fromOn: params.fromOn }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.handover,
    access: 'person',
    command: server.writeHandover,
    input: ({ params, form }) => ({
      groupId: params.dutyGroupId,
      words: form.text('words'),
      key: form.text('key'),
    }),
    done: toRota('emergency.handover.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.readHandover,
    access: 'person',
    command: server.readHandover,
    input: ({ params }) => ({ handoverId: params.handoverId }),
    done: toRota('emergency.saved'),
    page: rotaPage,
  }),
  action({
    path: paths.drill,
    access: 'person',
    command: server.startDrill,
    input: ({ params }) => ({ groupId: params.dutyGroupId }),
    done: ({ id }) => ({
      to: paths.incident.href({ incidentId: id }),
      flash: 'emergency.drill.begun',
    }),
    page: rotaPage,
  }),
];

/** Alarms come before everything; then hours nobody covers, swaps one is asked for, and one's own open incidents. */
export async function tasks({
  ask,
  t,
  fmt,
  now,
}: PageContext<string, PersonActor>): Promise<Task[]> {
  const { incidents } = await ask(server.listIncidents, { state: 'open' });
  const { groups } = await ask(server.listDuty, {});
  const soon = now.add({ hours: 24 * 21 });
  return [
    ...incidents.map((i) => ({
      id: `emergency-${i.id}`,
      title: t(i.state === 'alarm' ? 'emergency.task.alarm' : 'emergency.task.incident'),
      about: i.drill ? t('emergency.drill.word') : (i.pupil ?? ''),
      href: paths.incident.href({ incidentId: i.id }),
      action: t('emergency.task.open'),
    })),
    ...groups
      .filter((g) => g.asked > 0)
      .map((g) => ({
        id: `emergency-swap-${g.id}`,
        title: t('emergency.task.swap'),
        about: g.name,
        href: paths.rota.href({ dutyGroupId: g.id }),
        action: t('emergency.task.open'),
      })),
    ...groups.flatMap((g) => {
      const [gap] = g.gaps;
      if (!g.leads || !gap || Temporal.Instant.compare(gap.from, soon) > 0) return [];
      return [
        {
          id: `emergency-gap-${g.id}`,
          title: t('emergency.task.gap', { from: fmt.moment(gap.from, g.timeZone) }),
          about: g.name,
          due: gap.from.toZonedDateTimeISO(g.timeZone).toPlainDate(),
          href: paths.rota.href({ dutyGroupId: g.id }),
          action: t('emergency.task.open'),
        },
      ];
    }),
  ];
}

export async function dossier(
  { ask }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const way = await unlessRefused(ask(server.getWay, { mobilityId: mobilityId as never }));
  if (!way) return [];
  return [
    {
      id: 'emergency',
      order: 58,
      title: view.t('emergency.title'),
      body: (
        <>
          {way.card && (
            <>
              <p>{view.t('emergency.card.what')}</p>
              <LinkButton href={paths.cardOf.href({ mobilityId })}>
                {view.t('emergency.card.open')}
              </LinkButton>
            </>
          )}
          <p>{view.t('emergency.crisis.what')}</p>
          <LinkButton href={paths.crisisPlan.href({ mobilityId })}>
            {view.t('emergency.crisis.get')}
          </LinkButton>
        </>
      ),
    },
  ];
}

/** Who lives it finds the way at first sight on every page; who stands by among what belongs to a stay. */
export function nav({ actor, t }: View): NavPlace[] {
  if (actor.kind !== 'person') return [];
  const place = { href: paths.start.href(), label: t('emergency.nav') };
  if (actor.orgs.length === 0)
    return [{ ...place, order: 31, ...(actor.isAdmin ? { group: 'stay' as const } : {}) }];
  const stands = actor.orgs.some((o) =>
    o.roles.some((r) => r === 'head' || r === 'coordinator' || r === 'volunteer'),
  );
  return stands ? [{ ...place, order: 36, group: 'stay' }] : [];
}

/** The card of the own stay is kept on the pupil's phone. */
export async function offline({ ask, t, lang }: PageContext<string, PersonActor>) {
  const card = await unlessRefused(ask(server.getCard, { mobilityId: null, language: lang }));
  return card ? [{ href: paths.card.href(), title: t('emergency.card.own') }] : [];
}
