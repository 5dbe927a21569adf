import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import type { NavPlace, PageContext, Task, View } from '#platform/http/page.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { mayOpenRounds } from '../core/policy.ts';
import { weekdays } from '../core/rules.ts';
import {
  acceptPlace,
  arrive,
  askMembers,
  changeRound,
  chooseStart,
  closeRound,
  confirmArrival,
  declinePlace,
  findGroups,
  getArrival,
  getDesk,
  getEntry,
  getRound,
  giveUpGroup,
  listRounds,
  lockGroup,
  lockPlace,
  movePerson,
  openRound,
  register,
  withdraw,
} from '../server/index.ts';
import { ArrivalPage, SentPage } from './pages/arrival.tsx';
import { ConfirmPage } from './pages/confirm.tsx';
import { DeskPage, MovePage } from './pages/desk.tsx';
import { RegisterPage, rows } from './pages/register.tsx';
import { RoundPage } from './pages/round.tsx';
import { RoundFormPage } from './pages/round-form.tsx';
import { RoundsPage } from './pages/rounds.tsx';
import { themeText } from './parts/words.ts';
import { paths } from './paths.ts';

/** An address that is no id of ours is simply not there. */
function roundIn({ clubRoundId }: { clubRoundId: string }): { roundId: `clr_${string}` } {
  if (!isId('clr', clubRoundId)) throw new Refusal(notFound);
  return { roundId: clubRoundId };
}

/** The parameters of an address as commands name them. */
function named<P extends { clubRoundId: string }>({ clubRoundId, ...others }: P) {
  return { roundId: clubRoundId, ...others };
}

const listPage = page({
  path: paths.rounds,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listRounds, {}) }),
  title: (v) => v.t('rounds.home.title'),
  view: (v, data) => <RoundsPage v={v} {...data} />,
});

const openPage = page({
  path: paths.open,
  access: 'person',
  load: async ({ actor }) => {
    if (!mayOpenRounds(actor)) throw new Refusal(notFound);
    return {};
  },
  title: (v) => v.t('rounds.open.title'),
  view: (v) => <RoundFormPage v={v} round={null} />,
});

const roundPage = page({
  path: paths.round,
  access: 'anyone',
  load: async ({ ask, params }) => ({ round: await ask(getRound, roundIn(params)) }),
  title: (_, { round }) => round.name,
  view: (v, data) => <RoundPage v={v} {...data} />,
});

const sentPage = page({
  path: paths.arrive,
  access: 'anyone',
  load: async ({ ask, params }) => ({ round: await ask(getRound, roundIn(params)) }),
  title: (v) => v.t('rounds.sent.title'),
  view: (v) => <SentPage v={v} />,
});

const arrivalPage = page({
  path: paths.arrival,
  access: 'anyone',
  load: async ({ ask, params }) => ({
    arrival: await ask(getArrival, { ...roundIn(params), token: params.token }),
    token: params.token,
  }),
  title: (v) => v.t('rounds.arrival.page'),
  view: (v, data) => <ArrivalPage v={v} {...data} />,
});

const registerPage = page({
  path: paths.register,
  access: 'person',
  load: async ({ ask, params }) => {
    const entry = await ask(getEntry, roundIn(params));
    if (!entry.open) throw new Refusal(notFound);
    return { entry };
  },
  title: (v) => v.t('rounds.register.title'),
  view: (v, data) => <RegisterPage v={v} {...data} />,
});

const deskPage = page({
  path: paths.desk,
  access: 'person',
  load: async ({ ask, params, runtime }) => ({
    desk: await ask(getDesk, roundIn(params)),
    link: `${runtime.config.origin}${paths.round.href(params)}`,
  }),
  title: (_, { desk }) => desk.name,
  view: (v, data) => <DeskPage v={v} {...data} />,
});

const changePage = page({
  path: paths.change,
  access: 'person',
  load: async ({ ask, params }) => ({ round: await ask(getDesk, roundIn(params)) }),
  title: (v) => v.t('rounds.change.title'),
  view: (v, data) => <RoundFormPage v={v} {...data} />,
});

const movePage = page({
  path: paths.move,
  access: 'person',
  load: async ({ ask, params }) => {
    const desk = await ask(getDesk, roundIn(params));
    const { personId } = params;
    const known = [...desk.waiting, ...desk.groups.flatMap((g) => g.members)];
    if (!known.some((each) => each.personId === personId)) throw new Refusal(notFound);
    return { desk, personId };
  },
  title: (v) => v.t('rounds.move.title'),
  view: (v, data) => <MovePage v={v} {...data} />,
});

const askPage = page({
  path: paths.ask,
  access: 'person',
  load: async ({ ask, params }) => ({ desk: await ask(getDesk, roundIn(params)) }),
  title: (v) => v.t('rounds.ask.title'),
  view: (v, { desk }) => (
    <ConfirmPage v={v} desk={desk} which="ask" action={paths.ask.href({ clubRoundId: desk.id })} />
  ),
});

const closePage = page({
  path: paths.close,
  access: 'person',
  load: async ({ ask, params }) => ({ desk: await ask(getDesk, roundIn(params)) }),
  title: (v) => v.t('rounds.close.title'),
  view: (v, { desk }) => (
    <ConfirmPage
      v={v}
      desk={desk}
      which="close"
      action={paths.close.href({ clubRoundId: desk.id })}
    />
  ),
});

const giveUpPage = page({
  path: paths.giveUp,
  access: 'person',
  load: async ({ ask, params }) => {
    const desk = await ask(getDesk, roundIn(params));
    if (!desk.groups.some((g) => g.id === params.groupId)) throw new Refusal(notFound);
    return { desk, groupId: params.groupId };
  },
  title: (v) => v.t('rounds.give-up.title'),
  view: (v, { desk, groupId }) => (
    <ConfirmPage
      v={v}
      desk={desk}
      which="give-up"
      action={paths.giveUp.href({ clubRoundId: desk.id, groupId })}
    />
  ),
});

const roundInput = (form: FormData) => ({
  name: form.text('name'),
  about: form.text('about'),
  themes: form.list('themes'),
  languages: form.list('languages'),
  ownTheme: form.flag('ownTheme'),
  timeZone: form.text('timeZone'),
  kickOffWeek: form.date('kickOffWeek'),
  weeksBetween: form.text('weeksBetween'),
  registerUntil: form.date('registerUntil'),
});

export const routes: Route[] = [
  listPage,
  openPage,
  roundPage,
  sentPage,
  arrivalPage,
  registerPage,
  deskPage,
  changePage,
  movePage,
  askPage,
  closePage,
  giveUpPage,
  action({
    path: paths.open,
    access: 'person',
    command: openRound,
    input: ({ form }) => roundInput(form),
    done: ({ roundId }) => ({
      to: paths.desk.href({ clubRoundId: roundId }),
      flash: 'rounds.open.done',
    }),
    page: openPage,
  }),
  action({
    path: paths.change,
    access: 'person',
    command: changeRound,
    input: ({ form, params }) => ({
      ...named(params),
      version: form.text('version'),
      ...roundInput(form),
    }),
    done: (_, { params }) => ({ to: paths.desk.href(params), flash: 'rounds.change.done' }),
    page: changePage,
  }),
  action({
    path: paths.arrive,
    access: 'anyone',
    command: arrive,
    limit: { name: 'round-arrivals', points: 10, seconds: 3600 },
    input: ({ form, params, lang }) => ({
      ...named(params),
      email: form.text('email'),
      givenName: form.text('givenName'),
      familyName: form.text('familyName'),
      language: lang,
      orgName: form.text('orgName'),
      orgKind: form.text('orgKind'),
      country: form.text('country'),
      city: form.text('city'),
    }),
    done: (_, { params }) => ({ to: paths.arrive.href(params) }),
    page: roundPage,
  }),
  action({
    path: paths.arrival,
    access: 'anyone',
    command: confirmArrival,
    input: ({ params, userAgent }) => ({ ...named(params), device: userAgent.slice(0, 200) }),
    done: ({ token }, { params }) => ({ to: paths.register.href(params), session: token }),
    page: arrivalPage,
  }),
  action({
    path: paths.register,
    access: 'person',
    command: register,
    input: ({ form, params }) => ({
      ...named(params),
      orgId: form.text('orgId'),
      role: form.text('role'),
      experience: form.text('experience'),
      timeZone: form.text('timeZone'),
      languages: rows.map((i) => ({
        code: form.text(`languages.${i}.code`),
        level: form.text(`languages.${i}.level`),
      })),
      free: weekdays.flatMap((day) => [...form.list(`free.${day}`), ...form.list(`exact.${day}`)]),
      wants: rows.map((i) => ({
        theme: form.text(`wants.${i}.theme`),
        intent: form.text(`wants.${i}.intent`),
      })),
    }),
    done: (_, { params }) => ({ to: paths.round.href(params), flash: 'rounds.register.done' }),
    page: registerPage,
  }),
  action({
    path: paths.withdraw,
    access: 'person',
    command: withdraw,
    input: ({ params }) => named(params),
    done: () => ({ to: paths.rounds.href(), flash: 'rounds.leave.done' }),
    page: roundPage,
  }),
  action({
    path: paths.accept,
    access: 'person',
    command: acceptPlace,
    input: ({ params }) => named(params),
    done: ({ clubId }, { params }) => ({
      to: paths.round.href(params),
      flash: clubId ? 'rounds.place.founded' : 'rounds.place.accepted',
    }),
    page: roundPage,
  }),
  action({
    path: paths.decline,
    access: 'person',
    command: declinePlace,
    input: ({ params, form }) => ({ ...named(params), stay: form.text('stay') !== 'no' }),
    done: () => ({ to: paths.rounds.href(), flash: 'rounds.decline.done' }),
    page: roundPage,
  }),
  action({
    path: paths.find,
    access: 'person',
    command: findGroups,
    input: ({ params }) => named(params),
    done: ({ working }, { params }) => ({
      to: paths.desk.href(params),
      flash: working ? 'rounds.desk.working' : 'rounds.desk.found',
    }),
    page: deskPage,
  }),
  action({
    path: paths.start,
    access: 'person',
    command: chooseStart,
    input: ({ params, form }) => ({
      ...named(params),
      start: form.text(`start-${params.groupId}`),
    }),
    done: (_, { params }) => ({
      to: `${paths.desk.href({ clubRoundId: params.clubRoundId })}#${params.groupId}`,
      flash: 'rounds.start.done',
    }),
    page: deskPage,
  }),
  action({
    path: paths.lockGroup,
    access: 'person',
    command: lockGroup,
    input: ({ params, form }) => ({ ...named(params), locked: form.flag('locked') }),
    done: (_, { params }) => ({ to: `${paths.desk.href(params)}#${params.groupId}` }),
    page: deskPage,
  }),
  action({
    path: paths.lockPlace,
    access: 'person',
    command: lockPlace,
    input: ({ params, form }) => ({ ...named(params), locked: form.flag('locked') }),
    done: (_, { params }) => ({ to: `${paths.desk.href(params)}#${params.groupId}` }),
    page: deskPage,
  }),
  action({
    path: paths.move,
    access: 'person',
    command: movePerson,
    input: ({ params, form }) => ({ ...named(params), to: form.text('to') }),
    done: (_, { params }) => ({ to: paths.desk.href(params), flash: 'rounds.move.done' }),
    page: movePage,
  }),
  action({
    path: paths.ask,
    access: 'person',
    command: askMembers,
    input: ({ params }) => named(params),
    done: (_, { params }) => ({ to: paths.desk.href(params), flash: 'rounds.ask.done' }),
    page: askPage,
  }),
  action({
    path: paths.close,
    access: 'person',
    command: closeRound,
    input: ({ params }) => named(params),
    done: (_, { params }) => ({ to: paths.desk.href(params), flash: 'rounds.close.done' }),
    page: closePage,
  }),
  action({
    path: paths.giveUp,
    access: 'person',
    command: giveUpGroup,
    input: ({ params }) => named(params),
    done: (_, { params }) => ({ to: paths.desk.href(params), flash: 'rounds.give-up.done' }),
    page: giveUpPage,
  }),
];

/** Answers that are owed, and what a facilitator does next or waits for. */
export async function tasks({
  ask,
  actor,
  t,
  lang,
}: PageContext<string, PersonActor>): Promise<Task[]> {
  if (actor.orgs.length === 0) return [];
  const { rounds } = await ask(listRounds, {});
  return rounds.flatMap((r): Task[] => {
    const desk = paths.desk.href({ clubRoundId: r.id });
    if (r.yours === 'asked')
      return [
        {
          id: `round-answer:${r.id}`,
          title: t('rounds.task.answer'),
          about: r.theme ? `${r.name} · ${themeText({ lang }, r.theme)}` : r.name,
          href: paths.round.href({ clubRoundId: r.id }),
          action: t('rounds.task.answer-action'),
        },
      ];
    if (r.yours === 'registered' && r.state !== 'closed')
      return [
        {
          id: `round-wait:${r.id}`,
          title: t('rounds.task.wait'),
          about: r.name,
          waitingFor: r.facilitator,
          href: paths.round.href({ clubRoundId: r.id }),
        },
      ];
    if (r.yours === 'facilitator' && r.proposed > 0)
      return [{ id: `round-ask:${r.id}`, title: t('rounds.task.ask'), about: r.name, href: desk }];
    if (r.yours === 'facilitator' && r.asked > 0)
      return [
        {
          id: `round-asked:${r.id}`,
          title: t('rounds.task.asked'),
          about: r.name,
          waitingFor: t('rounds.task.members', { count: r.asked }),
          href: desk,
        },
      ];
    if (r.yours === 'facilitator' && r.state === 'open' && !r.open)
      return [
        { id: `round-find:${r.id}`, title: t('rounds.task.find'), about: r.name, href: desk },
      ];
    return [];
  });
}

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View): NavPlace[] {
  return actor.kind === 'person' && actor.orgs.length > 0
    ? [{ href: paths.rounds.href(), label: t('rounds.nav'), order: 91, group: 'together' }]
    : [];
}
