import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { checkInTopics, evaluationTopics, type TalkPartner } from '../core/index.ts';
import {
  getEvaluation,
  listCheckIns,
  listSupportDuties,
  recordCheckIn,
  submitEvaluation,
} from '../server/index.ts';
import { CheckInsPage, NewCheckInPage } from './pages/check-ins.tsx';
import { EvaluationPage } from './pages/evaluation.tsx';
import { CheckInsSection, EvaluationSection } from './parts/dossier.tsx';
import { paths } from './paths.ts';

const checkInsPage = page({
  path: paths.checkIns,
  access: 'person',
  load: async ({ ask, params }) => ({ data: await ask(listCheckIns, params) }),
  title: (v) => v.t('support.check-in.title'),
  view: (v, { data }) => <CheckInsPage v={v} data={data} />,
});

const partnerOf = (text: string | null): TalkPartner =>
  text === 'host_family' ? 'host_family' : 'pupil';

const newCheckInPage = page({
  path: paths.newCheckIn,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    data: await ask(listCheckIns, params),
    partner: partnerOf(search.get('with')),
  }),
  title: (v, { data, partner }) => v.t(`support.check-in.new.${partner}`, { pupil: data.pupil }),
  view: (v, data) => <NewCheckInPage v={v} {...data} />,
});

const evaluationPage = page({
  path: paths.evaluation,
  access: 'person',
  load: async ({ ask, params }) => ({ evaluation: await ask(getEvaluation, params) }),
  title: (v) => v.t('support.evaluation.title'),
  view: (v, data) => <EvaluationPage v={v} {...data} />,
});

const ratings = (text: (name: string) => string, topics: readonly string[]) =>
  Object.fromEntries(topics.map((topic) => [topic, text(`ratings.${topic}`)]));

export const routes: Route[] = [
  checkInsPage,
  newCheckInPage,
  evaluationPage,
  action({
    path: paths.newCheckIn,
    access: 'person',
    command: recordCheckIn,
    input: ({ params, search, form }) => ({
      mobilityId: params.mobilityId,
      with: partnerOf(search.get('with')),
      heldOn: form.date('heldOn'),
      way: form.text('way'),
      ratings: ratings(form.text, checkInTopics),
      note: form.text('note'),
      promise: form.text('promise'),
    }),
    done: (result, { params }) => ({
      to: paths.checkIns.href(params),
      flash: result.worrying ? 'support.check-in.saved-alert' : 'support.check-in.saved',
    }),
    page: newCheckInPage,
  }),
  action({
    path: paths.evaluation,
    access: 'person',
    command: submitEvaluation,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      role: form.text('role'),
      ratings: ratings(form.text, evaluationTopics),
      best: form.text('best'),
      change: form.text('change'),
    }),
    done: (_, { params }) => ({
      to: paths.evaluation.href(params),
      flash: 'support.evaluation.thanks',
    }),
    page: evaluationPage,
  }),
];

export async function tasks({ ask, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { rows } = await ask(listSupportDuties, {});
  return rows.map((r) => {
    const here = { mobilityId: r.id };
    const talk = r.duty === 'talk' && r.with;
    const title = talk
      ? t(`support.task.${r.first ? 'first-talk' : 'talk'}-${r.with}`)
      : t(`support.task.${r.duty}`);
    const own = talk
      ? paths.newCheckIn.href(here, { with: r.with })
      : r.duty === 'evaluate'
        ? paths.evaluation.href(here)
        : paths.checkIns.href(here);
    return {
      id: `support-${r.duty}-${r.with ?? ''}-${r.id}`,
      title,
      about: r.pupil,
      due: r.due,
      href: r.waitingFor === null ? own : paths.checkIns.href(here),
      ...(r.waitingFor === null
        ? { action: t(`support.task.${r.duty}-button`) }
        : { waitingFor: r.waitingFor }),
    };
  });
}

/** What a query that is refused adds: nothing. */
async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export async function dossier(
  { ask, t }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const data = await orNothing(ask(listCheckIns, { mobilityId }));
  const evaluation = await orNothing(ask(getEvaluation, { mobilityId }));
  const sections: DossierSection[] = [];
  if (data) {
    sections.push({
      id: 'support',
      order: 60,
      title: t('support.check-in.title'),
      body: <CheckInsSection v={view} data={data} />,
    });
  }
  if (evaluation?.returned) {
    sections.push({
      id: 'evaluation',
      order: 80,
      title: t('support.evaluation.title'),
      body: <EvaluationSection v={view} evaluation={evaluation} />,
    });
  }
  return sections;
}
