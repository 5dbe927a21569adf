import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { listStory } from '#modules/audit/server/index.ts';
import { noForm } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
  type WebModule,
} from '#platform/http/page.ts';
import { chooseLanguage, isRightToLeft } from '#platform/i18n/index.ts';
import {
  chooseHostingSide,
  getBindingConsent,
  getDossier,
  giveBindingConsent,
  listChoices,
  listMobilities,
  listOpenDecisions,
  nameContactTeacher,
  takeBackBindingConsent,
} from '../server/index.ts';
import { ContactTeacherPage, HostingSidePage } from './pages/choices.tsx';
import { ConsentPage } from './pages/consent.tsx';
import { DossierPage } from './pages/dossier.tsx';
import { ListPage } from './pages/list.tsx';
import { WhoSeesWhatPage } from './pages/who-sees-what.tsx';
import { paths } from './paths.ts';

const listPage = page({
  path: paths.list,
  access: 'person',
  load: async ({ ask, search }) => {
    const state = search.get('state') ?? '';
    const after = search.get('after') ?? '';
    return { state, after, ...(await ask(listMobilities, { state, after })) };
  },
  title: (v) => v.t('mobilities.list.title'),
  view: (v, data) => <ListPage v={v} {...data} />,
});

/** What sections are given to draw with: the page's own words and formats, and no form, since none is sent to a dossier. */
function viewFor(context: PageContext<string, PersonActor>, url: string): View {
  return {
    t: context.t,
    fmt: context.fmt,
    lang: context.lang,
    dir: isRightToLeft(context.lang) ? 'rtl' : 'ltr',
    actor: context.actor,
    today: context.today,
    url,
    form: noForm,
    flash: null,
    demo: context.runtime.config.mode === 'demo',
  };
}

/**
 * The page of a mobility with the parts that later modules add to it.
 * @param sections the `dossier` of every web module; a section whose query is refused to this person is left out
 */
export function dossierPage(sections: WebModule['dossier'][]): Route {
  return page({
    path: paths.dossier,
    access: 'person',
    load: async (context) => {
      const { mobilityId } = context.params;
      const dossier = await context.ask(getDossier, { mobilityId });
      const view = viewFor(context, paths.dossier.href({ mobilityId }));
      const added: DossierSection[] = [];
      for (const section of sections) {
        try {
          added.push(
            ...((await section?.(context as PageContext<string, PersonActor>, mobilityId, view)) ??
              []),
          );
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }
      const { lines } = await context.ask(listStory, { mobilityId });
      return { dossier, lines, sections: added.sort((a, b) => a.order - b.order) };
    },
    title: (_, { dossier }) => dossier.pupil.name,
    view: (v, data) => <DossierPage v={v} {...data} />,
  });
}

const consentPage = page({
  path: paths.consent,
  access: 'person',
  load: async ({ ask, params, lang }) => ({
    consent: await ask(getBindingConsent, {
      mobilityId: params.mobilityId,
      language: chooseLanguage(lang),
    }),
  }),
  title: (v) => v.t('mobilities.consent.title'),
  view: (v, data) => <ConsentPage v={v} {...data} />,
});

const hostingSidePage = page({
  path: paths.hostingSide,
  access: 'person',
  load: async ({ ask, params }) => ({ ...params, choices: await ask(listChoices, params) }),
  title: (v) => v.t('mobilities.hosting.title'),
  view: (v, data) => <HostingSidePage v={v} {...data} />,
});

const contactTeacherPage = page({
  path: paths.contactTeacher,
  access: 'person',
  load: async ({ ask, params }) => ({ ...params, choices: await ask(listChoices, params) }),
  title: (v) => v.t('mobilities.teacher.title'),
  view: (v, data) => <ContactTeacherPage v={v} {...data} />,
});

const whoSeesWhatPage = page({
  path: paths.whoSeesWhat,
  access: 'anyone',
  load: async () => ({}),
  title: (v) => v.t('mobilities.privacy.title'),
  view: (v) => <WhoSeesWhatPage v={v} />,
});

/** All pages but the dossier itself: the roof makes that with {@link dossierPage}, since it knows all modules. */
export const routes: Route[] = [
  listPage,
  consentPage,
  hostingSidePage,
  contactTeacherPage,
  whoSeesWhatPage,
  action({
    path: paths.consent,
    access: 'person',
    command: giveBindingConsent,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      language: form.text('language'),
      wording: form.text('wording'),
      agrees: form.flag('agrees'),
    }),
    done: (_, { params }) => ({
      to: paths.dossier.href(params),
      flash: 'mobilities.consent.thanks',
    }),
    page: consentPage,
  }),
  action({
    path: paths.consentTakeBack,
    access: 'person',
    command: takeBackBindingConsent,
    input: ({ params, form }) => ({ ...params, reason: form.text('reason') }),
    done: (_, { params }) => ({
      to: paths.consent.href(params),
      flash: 'mobilities.take-back.done',
    }),
    page: consentPage,
  }),
  action({
    path: paths.hostingSide,
    access: 'person',
    command: chooseHostingSide,
    input: ({ params, form }) => ({ ...params, hostingOrgId: form.text('hostingOrgId') }),
    done: (_, { params }) => ({
      to: paths.dossier.href(params),
      flash: 'mobilities.hosting.saved',
    }),
    page: hostingSidePage,
  }),
  action({
    path: paths.contactTeacher,
    access: 'person',
    command: nameContactTeacher,
    input: ({ params, form }) => ({ ...params, personId: form.text('personId') }),
    done: (_, { params }) => ({
      to: paths.dossier.href(params),
      flash: 'mobilities.teacher.saved',
    }),
    page: contactTeacherPage,
  }),
];

export async function tasks({ ask, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { rows } = await ask(listOpenDecisions, {});
  return rows.map((r) => {
    const consent = r.decision === 'binding-consent';
    const here = { mobilityId: r.id };
    return {
      id: `${r.decision}-${r.id}`,
      title: t(`mobilities.task.${r.decision}`),
      about: r.pupil,
      due: r.due,
      ...(r.mine
        ? {
            href: consent ? paths.consent.href(here) : paths.hostingSide.href(here),
            action: t(`mobilities.task.${r.decision}-button`),
          }
        : {
            href: paths.dossier.href(here),
            waitingFor: r.waitingFor || t('mobilities.someone.guardian', { pupil: r.pupil }),
          }),
    };
  });
}
