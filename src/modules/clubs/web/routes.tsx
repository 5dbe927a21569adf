import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { isCriterion, wordingFor } from '#modules/quality/core/index.ts';
import type { FormData } from '#platform/http/form.ts';
import type { PageContext, Task, View } from '#platform/http/page.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { questionCount, templateById, wordsIn } from '../core/rules.ts';
import {
  acceptMembership,
  declineMembership,
  formClub,
  getClub,
  listCandidates,
  listClubs,
  planKickOff,
  proposeMembers,
  startClub,
} from '../server/index.ts';
import { ClubPage } from './pages/club.tsx';
import { ClubsPage } from './pages/clubs.tsx';
import { FormClubPage } from './pages/form-club.tsx';
import { KickOffPage } from './pages/kick-off.tsx';
import { MembersPage } from './pages/members.tsx';
import { paths } from './paths.ts';

const clubsPage = page({
  path: paths.clubs,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listClubs, {}) }),
  title: (v) => v.t('clubs.home.title'),
  view: (v, data) => <ClubsPage v={v} {...data} />,
});

const formPage = page({
  path: paths.form,
  access: 'person',
  load: async ({ ask, search }) => {
    const wanted = search.get('criterion') ?? '';
    const { candidates } = await ask(listCandidates, {});
    return { candidates, criterionId: isCriterion(wanted) ? wanted : '' };
  },
  title: (v) => v.t('clubs.form.title'),
  view: (v, data) => <FormClubPage v={v} {...data} />,
});

/** An address that is no id of ours is simply not there. */
function idIn(text: string): string {
  if (!/^clu_[0-9a-z]{4,40}$/.test(text)) throw new Refusal(notFound);
  return text;
}

const clubPage = page({
  path: paths.club,
  access: 'person',
  load: async ({ ask, params }) => ({ club: await ask(getClub, { clubId: idIn(params.clubId) }) }),
  title: (_, { club }) => club.name,
  view: (v, data) => <ClubPage v={v} {...data} />,
});

const kickOffPage = page({
  path: paths.kickOff,
  access: 'person',
  load: async ({ ask, params }) => {
    const club = await ask(getClub, { clubId: idIn(params.clubId) });
    if (club.yours !== 'facilitator') throw new Refusal(notFound);
    return { club };
  },
  title: (v) => v.t('clubs.kick-off.plan'),
  view: (v, data) => <KickOffPage v={v} {...data} />,
});

const membersPage = page({
  path: paths.members,
  access: 'person',
  load: async ({ ask, params }) => {
    const club = await ask(getClub, { clubId: idIn(params.clubId) });
    if (club.yours !== 'facilitator') throw new Refusal(notFound);
    const { candidates } = await ask(listCandidates, { criterionId: club.criterionId });
    const asked = new Set(club.members.map((m) => m.orgId));
    return { club, candidates: candidates.filter((c) => !asked.has(c.orgId)) };
  },
  title: (v) => v.t('clubs.more.title'),
  view: (v, data) => <MembersPage v={v} {...data} />,
});

/** A tick carries person and organisation. */
function membersIn(form: FormData) {
  return form.list('members').map((both) => {
    const [personId, orgId] = both.split(' ');
    return { personId, orgId };
  });
}

export const routes: Route[] = [
  membersPage,
  action({
    path: paths.members,
    access: 'person',
    command: proposeMembers,
    input: ({ form, params }) => ({ clubId: params.clubId, members: membersIn(form) }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.more.done' }),
    page: membersPage,
  }),
  clubsPage,
  formPage,
  clubPage,
  kickOffPage,
  action({
    path: paths.form,
    access: 'person',
    command: formClub,
    input: ({ form }) => ({
      name: form.text('name'),
      criterionId: form.text('criterionId'),
      language: form.text('language'),
      questions: Array.from({ length: questionCount.most }, (_, index) =>
        form.text(`questions.${index}`),
      ),
      members: membersIn(form),
    }),
    done: ({ clubId }) => ({ to: paths.club.href({ clubId }), flash: 'clubs.form.done' }),
    page: formPage,
  }),
  action({
    path: paths.accept,
    access: 'person',
    command: acceptMembership,
    input: ({ params }) => ({ clubId: params.clubId }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.answer.accepted' }),
    page: clubPage,
  }),
  action({
    path: paths.decline,
    access: 'person',
    command: declineMembership,
    input: ({ params }) => ({ clubId: params.clubId }),
    done: () => ({ to: paths.clubs.href(), flash: 'clubs.answer.declined' }),
    page: clubPage,
  }),
  action({
    path: paths.start,
    access: 'person',
    command: startClub,
    input: ({ params }) => ({ clubId: params.clubId }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.start.done' }),
    page: clubPage,
  }),
  action({
    path: paths.kickOff,
    access: 'person',
    command: planKickOff,
    input: ({ params, form }) => ({
      clubId: params.clubId,
      version: form.text('version'),
      date: form.date('date'),
      time: form.text('time'),
      timeZone: form.text('timeZone'),
      url: form.text('url'),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.kick-off.done' }),
    page: kickOffPage,
  }),
];

/** Answers that are owed, meetings to attend, and what a facilitator does next. */
export async function tasks({
  ask,
  t,
  fmt,
  lang,
}: PageContext<string, PersonActor>): Promise<Task[]> {
  const { clubs } = await ask(listClubs, {});
  return clubs.flatMap((c): Task[] => {
    const href = paths.club.href({ clubId: c.id });
    const about = `${c.name} · ${wordingFor(lang).criterion(c.criterionId).text}`;
    if (c.yours === 'proposed') {
      return [
        {
          id: `club-answer:${c.id}`,
          title: t('clubs.task.answer'),
          about,
          href,
          action: t('clubs.task.answer-action'),
        },
      ];
    }
    const found: Task[] = [];
    if (c.mayStart)
      found.push({ id: `club-start:${c.id}`, title: t('clubs.start.title'), about, href });
    if (c.state === 'forming' && c.waitingFor.length > 0) {
      found.push({
        id: `club-waits:${c.id}`,
        title: t('clubs.task.waiting'),
        about: c.name,
        waitingFor: fmt.list(c.waitingFor),
        href,
      });
    }
    if (c.yours === 'facilitator' && c.state === 'running' && !c.planned) {
      found.push({
        id: `club-plan:${c.id}`,
        title: t('clubs.kick-off.plan'),
        about,
        href: paths.kickOff.href({ clubId: c.id }),
      });
    }
    if (c.nextMeeting) {
      const { templateId, title, startsAt, timeZone } = c.nextMeeting;
      const template = templateId ? templateById(templateId) : undefined;
      found.push({
        id: `club-meeting:${c.nextMeeting.id}`,
        title: t('clubs.meeting.attend', {
          meeting: template ? wordsIn(template.title, lang) : title,
        }),
        about: `${c.name} · ${t('clubs.meeting.when', { when: fmt.moment(startsAt, timeZone), zone: timeZone })}`,
        due: startsAt.toZonedDateTimeISO(timeZone).toPlainDate(),
        href,
      });
    }
    return found;
  });
}

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View) {
  return actor.kind === 'person' && actor.orgs.length > 0
    ? [{ href: paths.clubs.href(), label: t('clubs.nav'), order: 90 }]
    : [];
}
