import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { type ClubId, isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { fileBytes } from '#modules/messaging/core/index.ts';
import { loadMessagesAbout } from '#modules/messaging/web/index.ts';
import { practicePaths } from '#modules/practices/web/index.ts';
import { isCriterion, wordingFor } from '#modules/quality/core/index.ts';
import { storedDownload } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import type { NavPlace, PageContext, Task, View } from '#platform/http/page.ts';
import { action, page, type Route, raw } from '#platform/http/page.ts';
import { tokenOf } from '#platform/http/session.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  dotsEach,
  kickOffTemplate,
  meetingsOf,
  questionCount,
  stepsAtMost,
  templateById,
  wordsIn,
  writtenSteps,
} from '../core/rules/index.ts';
import {
  acceptMembership,
  addFile,
  agreeRecording,
  archiveClub,
  beginPlan,
  changeCard,
  closePlan,
  declineMembership,
  drawRooms,
  formClub,
  getClub,
  getDesk,
  getKickOff,
  getMeeting,
  getPlan,
  getPlanForm,
  getRoom,
  getTime,
  getWordFacts,
  getWrapUp,
  giveFeedback,
  leaveClub,
  listCandidates,
  listClubs,
  listOwnPlans,
  logProgress,
  nameLeader,
  noteRoomSeen,
  offerAgain,
  openClock,
  openFile,
  pausePoint,
  planKickOff,
  planMeetings,
  proposeMembers,
  recordDecision,
  removeFile,
  revisePlan,
  sayHere,
  sendWords,
  setRecording,
  settleTheme,
  sharePriorities,
  startClub,
  startPoint,
  takeAttendance,
  tickStep,
  voteThemes,
  wrapUpClub,
  writeFuture,
  writeReport,
} from '../server/index.ts';
import { ClubPage } from './pages/club.tsx';
import { ClubsPage } from './pages/clubs.tsx';
import { DeskPage, WordsPage } from './pages/desk.tsx';
import { FormClubPage } from './pages/form-club.tsx';
import { KickOffPage } from './pages/kick-off.tsx';
import { MeetingPage } from './pages/meeting.tsx';
import { MembersPage } from './pages/members.tsx';
import { CardPage, LeavePage } from './pages/own.tsx';
import { PlanPage } from './pages/plan.tsx';
import { ClosePlanPage, PlanFormPage } from './pages/plan-forms.tsx';
import { ReportPage } from './pages/report.tsx';
import { SeriesPage } from './pages/series.tsx';
import { ThemePage } from './pages/theme.tsx';
import { WrapUpPage } from './pages/wrap-up.tsx';
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
function idIn(text: string): ClubId {
  if (!isId('clu', text)) throw new Refusal(notFound);
  return text;
}

const clubPage = page({
  path: paths.club,
  access: 'person',
  load: async (context) => {
    const { ask, params, actor, runtime } = context;
    const clubId = idIn(params.clubId);
    const club = await ask(getClub, { clubId });
    // who was only asked sees what the club is, and answers first
    if (club.yours === 'proposed') return { club, room: null, talk: null };
    const room = await ask(getRoom, { clubId });
    const talk = room.threadId
      ? await loadMessagesAbout(context, { kind: 'club', id: clubId })
      : null;
    // what is new was counted before; opening the room is having seen it
    await noteRoomSeen(runtime, actor, club.id);
    return { club, room, talk };
  },
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

type InClub = Pick<PageContext, 'ask'> & { params: { clubId: string } };

/** The room for who is in it; for everybody else it is not there. */
async function loadRoom({ ask, params }: InClub) {
  const clubId = idIn(params.clubId);
  const club = await ask(getClub, { clubId });
  return { club, room: await ask(getRoom, { clubId }) };
}

const seriesPage = page({
  path: paths.series,
  access: 'person',
  load: async (context) => {
    const loaded = await loadRoom(context);
    if (!loaded.room.leads || loaded.club.state !== 'running') throw new Refusal(notFound);
    return loaded;
  },
  title: (v) => v.t('clubs.series.title'),
  view: (v, data) => <SeriesPage v={v} {...data} />,
});

const cardPage = page({
  path: paths.card,
  access: 'person',
  load: async (context) => {
    const { club, room } = await loadRoom(context);
    if (!room.ownCard) throw new Refusal(notFound);
    return { club, card: room.ownCard };
  },
  title: (v) => v.t('clubs.card.title'),
  view: (v, data) => <CardPage v={v} {...data} />,
});

const leavePage = page({
  path: paths.leave,
  access: 'person',
  load: async (context) => {
    const { club, room } = await loadRoom(context);
    if (!room.ownCard) throw new Refusal(notFound);
    return { club };
  },
  title: (v) => v.t('clubs.leave.title'),
  view: (v, data) => <LeavePage v={v} {...data} />,
});

const wrapUpPage = page({
  path: paths.wrapUp,
  access: 'person',
  load: async ({ ask, params }) => {
    const clubId = idIn(params.clubId);
    return { clubId, wrapUp: await ask(getWrapUp, { clubId }) };
  },
  title: (v) => v.t('clubs.wrap-up.title'),
  view: (v, data) => <WrapUpPage v={v} {...data} />,
});

const deskPage = page({
  path: paths.desk,
  access: 'person',
  load: async ({ ask }) => ({ desk: await ask(getDesk, {}) }),
  title: (v) => v.t('clubs.desk.title'),
  view: (v, data) => <DeskPage v={v} {...data} />,
});

const wordsPage = page({
  path: paths.words,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    facts: await ask(getWordFacts, { clubId: idIn(params.clubId) }),
    chosen: (search.get('template') ?? '').slice(0, 40),
  }),
  title: (v) => v.t('clubs.words.title'),
  view: (v, data) => <WordsPage v={v} {...data} />,
});

type InMeeting = Pick<PageContext, 'ask'> & { params: { clubId: string; eventId: string } };

async function loadMeeting({ ask, params }: InMeeting) {
  if (!isId('evt', params.eventId)) throw new Refusal(notFound);
  const meeting = await ask(getMeeting, { eventId: params.eventId });
  if (meeting.clubId !== params.clubId) throw new Refusal(notFound);
  return { meeting };
}

/** For what everybody in a room asks at once: little more than whether they belong to it. */
async function loadTime({ ask, params }: InMeeting) {
  if (!isId('evt', params.eventId)) throw new Refusal(notFound);
  const { clubId, now } = await ask(getTime, { eventId: params.eventId });
  if (clubId !== params.clubId) throw new Refusal(notFound);
  return { eventId: params.eventId, now };
}

const meetingPage = page({
  path: paths.meeting,
  access: 'person',
  islands: ['clock'],
  load: async (context) => {
    const { meeting } = await loadMeeting(context);
    return {
      meeting,
      kickOff:
        meeting.templateId === kickOffTemplate().id
          ? await context.ask(getKickOff, { eventId: meeting.id })
          : null,
    };
  },
  title: (v, { meeting }) => {
    const template = templateById(meeting.templateId);
    return template ? wordsIn(template.title, v.lang) : meeting.clubName;
  },
  view: (v, data) => <MeetingPage v={v} {...data} />,
});

const themePage = page({
  path: paths.theme,
  access: 'person',
  load: async (context) => {
    const { club, room } = await loadRoom(context);
    if (!room.leads || club.state !== 'running') throw new Refusal(notFound);
    return { club, room };
  },
  title: (v) => v.t('clubs.theme.title'),
  view: (v, data) => <ThemePage v={v} {...data} />,
});

const reportPage = page({
  path: paths.report,
  access: 'person',
  load: async (context) => {
    const loaded = await loadMeeting(context);
    if (!loaded.meeting.leads || !loaded.meeting.begun) throw new Refusal(notFound);
    return loaded;
  },
  title: (v) => v.t('clubs.report.title'),
  view: (v, data) => <ReportPage v={v} {...data} />,
});

type InPlan = Pick<PageContext, 'ask'> & { params: { clubId: string; planId: string } };

async function loadPlan({ ask, params }: InPlan) {
  if (!isId('apl', params.planId)) throw new Refusal(notFound);
  const plan = await ask(getPlan, { planId: params.planId });
  if (plan.clubId !== params.clubId) throw new Refusal(notFound);
  return { plan };
}

/** A page of its owner, while the plan is open. */
async function loadOwnPlan(context: InPlan) {
  const loaded = await loadPlan(context);
  if (!loaded.plan.mine || loaded.plan.state !== 'open') throw new Refusal(notFound);
  return loaded;
}

const planPage = page({
  path: paths.plan,
  access: 'person',
  load: loadPlan,
  title: (_, { plan }) => plan.revisions[0]?.aim ?? plan.who,
  view: (v, data) => <PlanPage v={v} {...data} />,
});

const newPlanPage = page({
  path: paths.newPlan,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    form: await ask(getPlanForm, {
      clubId: idIn(params.clubId),
      practiceId: (search.get('practice') ?? '').slice(0, 60),
    }),
  }),
  title: (v) => v.t('clubs.plan.begin'),
  view: (v, data) => <PlanFormPage v={v} {...data} plan={null} />,
});

const revisePage = page({
  path: paths.revise,
  access: 'person',
  load: loadOwnPlan,
  title: (v) => v.t('clubs.plan.revise'),
  view: (v, data) => <PlanFormPage v={v} {...data} form={null} />,
});

const closePlanPage = page({
  path: paths.closePlan,
  access: 'person',
  load: loadOwnPlan,
  title: (v) => v.t('clubs.plan.close'),
  view: (v, data) => <ClosePlanPage v={v} {...data} />,
});

/** A day as YYYY-MM-DD, or where only the month is given YYYY-MM. */
function dueIn(form: FormData, name: string): string {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => form.text(`${name}.${part}`));
  return !day && month && year ? `${year}-${month.padStart(2, '0')}` : form.date(name);
}

function planIn(form: FormData) {
  return {
    statusNow: form.text('statusNow'),
    statusWished: form.text('statusWished'),
    aim: form.text('aim'),
    measure: form.text('measure'),
    wanted: form.text('wanted'),
    steps: Array.from({ length: stepsAtMost }, (_, i) => ({
      what: form.text(`steps.${i}.what`),
      who: form.text(`steps.${i}.who`),
      due: dueIn(form, `steps.${i}.due`),
      done: form.flag(`steps.${i}.done`),
    })),
  };
}

/** Files of a form, as a command takes them. */
function filesIn(form: FormData) {
  return Object.entries(form.files)
    .filter(([name]) => name === 'files' || name.startsWith('files.'))
    .map(([, f]) => ({ name: f.name, content: Buffer.from(f.bytes).toString('base64') }));
}

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

const everyTemplate = [
  ...new Set([...meetingsOf('standard4'), ...meetingsOf('extended5')].map((m) => m.id)),
];

/** The greatest size of what is put in at once. */
const upload = fileBytes + 1;

export const routes: Route[] = [
  membersPage,
  action({
    path: paths.members,
    access: 'person',
    command: proposeMembers,
    input: ({ form, params }) => ({
      clubId: params.clubId,
      members: membersIn(form),
      anyway: form.flag('anyway'),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.more.done' }),
    page: membersPage,
  }),
  clubsPage,
  formPage,
  deskPage,
  clubPage,
  kickOffPage,
  seriesPage,
  cardPage,
  leavePage,
  wrapUpPage,
  wordsPage,
  newPlanPage,
  planPage,
  revisePage,
  closePlanPage,
  meetingPage,
  reportPage,
  themePage,
  raw({
    method: 'get',
    path: paths.clock,
    access: 'person',
    handle: async (_, { ask, params }) => {
      const { now } = await loadTime({ ask, params });
      return Response.json({ now }, { headers: { 'cache-control': 'no-store' } });
    },
  }),
  raw({
    method: 'get',
    path: paths.stream,
    access: 'person',
    handle: async (request, { actor, ask, params, runtime }) => {
      // it never ends by itself: whoever does not ask for events is not kept waiting
      const wanted = request.headers.get('accept')?.includes('text/event-stream');
      if (actor.kind !== 'person' || !wanted) throw new Refusal(notFound);
      const { eventId } = await loadTime({ ask, params });
      return openClock(runtime, { actor, token: tokenOf(request) }, eventId);
    },
  }),
  raw({
    method: 'get',
    path: paths.file,
    access: 'person',
    handle: async (_, { ask, params, runtime }) => {
      if (!isId('clf', params.clubFileId)) throw new Refusal(notFound);
      const file = await ask(openFile, { fileId: params.clubFileId });
      return storedDownload(runtime.files, file.storageKey, {
        name: file.name,
        mediaType: file.mediaType,
        inline: file.mediaType.startsWith('image/'),
      });
    },
  }),
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
      anyway: form.flag('anyway'),
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
      variant: form.text('variant') || undefined,
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.kick-off.done' }),
    page: kickOffPage,
  }),
  action({
    path: paths.series,
    access: 'person',
    command: planMeetings,
    input: ({ params, form }) => ({
      ...params,
      version: form.text('version'),
      time: form.text('time'),
      timeZone: form.text('timeZone'),
      url: form.text('url'),
      dates: Object.fromEntries(everyTemplate.map((id) => [id, form.date(`dates.${id}`)])),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.series.done' }),
    page: seriesPage,
  }),
  action({
    path: paths.card,
    access: 'person',
    command: changeCard,
    input: ({ params, form }) => ({
      ...params,
      shares: form.list('shares'),
      roleWords: form.text('roleWords'),
      languages: form.list('languages'),
      offers: form.text('offers'),
      notice: form.text('notice'),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.card.done' }),
    page: cardPage,
  }),
  action({
    path: paths.leave,
    access: 'person',
    command: leaveClub,
    input: ({ params }) => params,
    done: () => ({ to: paths.clubs.href(), flash: 'clubs.leave.done' }),
    page: leavePage,
  }),
  action({
    path: paths.offerAgain,
    access: 'person',
    command: offerAgain,
    input: ({ params, form }) => ({ ...params, personId: form.text('personId') }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.card.offered' }),
    page: clubPage,
  }),
  action({
    path: paths.leader,
    access: 'person',
    command: nameLeader,
    input: ({ params, form }) => ({
      ...params,
      personId: form.text('personId'),
      leads: form.flag('leads'),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.card.done' }),
    page: clubPage,
  }),
  action({
    path: paths.words,
    access: 'person',
    command: sendWords,
    input: ({ params, form }) => ({ ...params, text: form.text('text') }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.words.done' }),
    page: wordsPage,
  }),
  action({
    path: paths.wrapUp,
    access: 'person',
    command: writeFuture,
    input: ({ params, form }) => ({
      ...params,
      text: form.text('text'),
      withOrgs: form.list('withOrgs'),
    }),
    done: (_, { params }) => ({ to: paths.wrapUp.href(params), flash: 'clubs.wrap-up.done' }),
    page: wrapUpPage,
  }),
  action({
    path: paths.end,
    access: 'person',
    command: wrapUpClub,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.wrap-up.ended' }),
    page: wrapUpPage,
  }),
  action({
    path: paths.archive,
    access: 'person',
    command: archiveClub,
    input: ({ params }) => params,
    done: () => ({ to: paths.clubs.href(), flash: 'clubs.archive.done' }),
    page: clubPage,
  }),
  action({
    path: paths.files,
    access: 'person',
    command: addFile,
    upload,
    input: ({ params, form }) => ({ ...params, files: filesIn(form) }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.files.done' }),
    page: clubPage,
  }),
  action({
    path: paths.slides,
    access: 'person',
    command: addFile,
    upload,
    input: ({ params, form }) => ({ ...params, files: filesIn(form) }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.files.done' }),
    page: meetingPage,
  }),
  action({
    path: paths.removeFile,
    access: 'person',
    command: removeFile,
    input: ({ params }) => ({ fileId: params.clubFileId }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.files.removed' }),
    page: clubPage,
  }),
  action({
    path: paths.newPlan,
    access: 'person',
    command: beginPlan,
    input: ({ params, form }) => ({
      ...params,
      ...planIn(form),
      itemId: form.text('itemId'),
      practiceId: form.text('practiceId'),
    }),
    done: ({ planId }, { params }) => ({
      to: paths.plan.href({ ...params, planId }),
      flash: 'clubs.plan.saved',
    }),
    page: newPlanPage,
  }),
  action({
    path: paths.revise,
    access: 'person',
    command: revisePlan,
    input: ({ params, form }) => ({
      planId: params.planId,
      version: form.text('version'),
      ...planIn(form),
      changed: form.text('changed'),
    }),
    done: (_, { params }) => ({ to: paths.plan.href(params), flash: 'clubs.plan.saved' }),
    page: revisePage,
  }),
  action({
    path: paths.progress,
    access: 'person',
    command: logProgress,
    input: ({ params, form }) => ({
      planId: params.planId,
      light: form.text('light'),
      text: form.text('text'),
    }),
    done: (_, { params }) => ({ to: paths.plan.href(params), flash: 'clubs.progress.done' }),
    page: planPage,
  }),
  action({
    path: paths.feedback,
    access: 'person',
    command: giveFeedback,
    input: ({ params, form }) => ({
      planId: params.planId,
      revision: form.text('revision'),
      words: Object.fromEntries(writtenSteps.map((s) => [s, form.text(`words.${s}`)])),
    }),
    done: (_, { params }) => ({ to: paths.plan.href(params), flash: 'clubs.feedback.done' }),
    page: planPage,
  }),
  action({
    path: paths.closePlan,
    access: 'person',
    command: closePlan,
    input: ({ params, form }) => ({
      planId: params.planId,
      version: form.text('version'),
      reached: form.text('reached'),
      result: form.text('result'),
      status: form.text('status'),
    }),
    done: ({ proposed, adopted }, { params }) => ({
      to: paths.plan.href(params),
      flash: adopted
        ? 'clubs.plan.closed-adopted'
        : proposed
          ? 'clubs.plan.closed-proposed'
          : 'clubs.plan.closed',
    }),
    page: closePlanPage,
  }),
  action({
    path: paths.point,
    access: 'person',
    command: startPoint,
    input: ({ params, form }) => ({ eventId: params.eventId, position: form.text('position') }),
    done: (_, { params }) => ({ to: paths.meeting.href(params) }),
    page: meetingPage,
  }),
  action({
    path: paths.pause,
    access: 'person',
    command: pausePoint,
    input: ({ params }) => ({ eventId: params.eventId }),
    done: (_, { params }) => ({ to: paths.meeting.href(params) }),
    page: meetingPage,
  }),
  action({
    path: paths.attendance,
    access: 'person',
    command: takeAttendance,
    input: ({ params, form }) => ({ eventId: params.eventId, present: form.list('present') }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.attendance.done' }),
    page: meetingPage,
  }),
  action({
    path: paths.here,
    access: 'person',
    command: sayHere,
    input: ({ params }) => ({ eventId: params.eventId }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.attendance.here' }),
    page: meetingPage,
  }),
  action({
    path: paths.votes,
    access: 'person',
    command: voteThemes,
    input: ({ params, form }) => ({
      eventId: params.eventId,
      themes: Array.from({ length: dotsEach }, (_, i) => form.text(`themes.${i}`)),
    }),
    done: (_, { params }) => ({
      to: `${paths.meeting.href(params)}#dots`,
      flash: 'clubs.votes.done',
    }),
    page: meetingPage,
  }),
  action({
    path: paths.priorities,
    access: 'person',
    command: sharePriorities,
    input: ({ params, form }) => ({ clubId: params.clubId, share: form.flag('share') }),
    done: (_, { params }) => ({
      to: `${paths.meeting.href(params)}#dots`,
      flash: 'clubs.card.done',
    }),
    page: meetingPage,
  }),
  action({
    path: paths.theme,
    access: 'person',
    command: settleTheme,
    input: ({ params, form }) => ({
      ...params,
      version: form.text('version'),
      criterionId: form.text('criterionId'),
      questions: Array.from({ length: questionCount.most }, (_, index) =>
        form.text(`questions.${index}`),
      ),
    }),
    done: (_, { params }) => ({ to: paths.club.href(params), flash: 'clubs.theme.done' }),
    page: themePage,
  }),
  action({
    path: paths.step,
    access: 'person',
    command: tickStep,
    input: ({ params, form }) => ({
      planId: params.planId,
      revision: form.text('revision'),
      position: form.text('position'),
      done: form.flag('done'),
    }),
    done: (_, { params }) => ({ to: paths.plan.href(params), flash: 'clubs.plan.step-noted' }),
    page: planPage,
  }),
  action({
    path: paths.rooms,
    access: 'person',
    command: drawRooms,
    input: ({ params }) => ({ eventId: params.eventId }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.rooms.done' }),
    page: meetingPage,
  }),
  action({
    path: paths.decisions,
    access: 'person',
    command: recordDecision,
    input: ({ params, form }) => ({ eventId: params.eventId, text: form.text('text') }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.decisions.done' }),
    page: meetingPage,
  }),
  action({
    path: paths.report,
    access: 'person',
    command: writeReport,
    input: ({ params, form }) => ({
      eventId: params.eventId,
      number: form.text('number'),
      text: form.text('text'),
    }),
    done: ({ merged }, { params }) => ({
      to: paths.meeting.href(params),
      flash: merged ? 'clubs.report.merged' : 'clubs.report.saved',
    }),
    page: reportPage,
  }),
  action({
    path: paths.agree,
    access: 'person',
    command: agreeRecording,
    input: ({ params, form }) => ({ eventId: params.eventId, agree: form.flag('agree') }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.recording.noted' }),
    page: meetingPage,
  }),
  action({
    path: paths.recording,
    access: 'person',
    command: setRecording,
    input: ({ params, form }) => ({
      eventId: params.eventId,
      url: form.text('url'),
      until: form.date('until'),
    }),
    done: (_, { params }) => ({ to: paths.meeting.href(params), flash: 'clubs.recording.saved' }),
    page: meetingPage,
  }),
];

/** Answers that are owed, meetings to attend, and what a facilitator does next. */
export async function tasks({
  ask,
  t,
  fmt,
  lang,
  today,
}: PageContext<string, PersonActor>): Promise<Task[]> {
  const { clubs } = await ask(listClubs, {});
  // who is in no club has no plan to carry out
  const { plans } = clubs.length > 0 ? await ask(listOwnPlans, {}) : { plans: [] };
  const steps = plans.flatMap((p): Task[] =>
    p.state === 'open' &&
    p.next &&
    Temporal.PlainDate.compare(p.next.due, today.add({ days: 14 })) <= 0
      ? [
          {
            id: `plan-step:${p.id}`,
            title: t('clubs.task.step', { step: p.next.what }),
            about: p.aim,
            due: p.next.due,
            href: paths.plan.href({ clubId: p.clubId, planId: p.id }),
          },
        ]
      : [],
  );
  return [...steps, ...clubs.flatMap((c): Task[] => tasksOf(c, { t, fmt, lang }))];
}

function tasksOf(
  c: ViewOf<typeof listClubs>['clubs'][number],
  { t, fmt, lang }: Pick<PageContext, 't' | 'fmt' | 'lang'>,
): Task[] {
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
  if (c.wants)
    found.push({
      id: `club-${c.wants}:${c.id}`,
      title: t(`clubs.task.${c.wants}`),
      about,
      href:
        c.wants === 'plan'
          ? paths.newPlan.href({ clubId: c.id })
          : practicePaths.new.href(undefined, { club: c.id }),
    });
  if (c.nextMeeting) {
    const { templateId, title, startsAt, timeZone } = c.nextMeeting;
    const template = templateById(templateId);
    found.push({
      id: `club-meeting:${c.nextMeeting.id}`,
      title: t('clubs.meeting.attend', {
        meeting: template ? wordsIn(template.title, lang) : title,
      }),
      about: `${c.name} · ${t('clubs.meeting.when', { when: fmt.moment(startsAt, timeZone), zone: fmt.zone(timeZone) })}`,
      due: startsAt.toZonedDateTimeISO(timeZone).toPlainDate(),
      href,
    });
  }
  return found;
}

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View): NavPlace[] {
  return actor.kind === 'person' && actor.orgs.length > 0
    ? [{ href: paths.clubs.href(), label: t('clubs.nav'), order: 90, group: 'together' }]
    : [];
}
