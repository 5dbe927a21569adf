import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { filters, type Part, parts } from '../core/schema.ts';
import {
  addPupil,
  checkPupils,
  declinePupil,
  getAdding,
  getApplication,
  giveFirstConsent,
  importPupils,
  listApplications,
  listBytes,
  listOwn,
  openPupils,
  pupilsSealedIn,
  pupilsTemplate,
  remindApplicant,
  saveAnswers,
  sealPupils,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
  withdrawApplication,
  withdrawConsent,
} from '../server/index.ts';
import { AddPage } from './pages/add.tsx';
import { ApplicationPage, WithdrawPage } from './pages/application.tsx';
import { ConsentPage, WithdrawConsentPage } from './pages/consent.tsx';
import { DecisionPage, DeclinePage } from './pages/decision.tsx';
import { ImportPage } from './pages/import.tsx';
import { ListPage } from './pages/list.tsx';
import { OwnPage } from './pages/own.tsx';
import { PartPage } from './pages/part.tsx';
import { paths } from './paths.ts';

const language = (lang: string) => chooseLanguage(lang);

type Application = ViewOf<typeof getApplication>;

/** Loads the application of the page. It is not there for somebody whom the page is not for. */
const applicationFor =
  (isFor: (a: Application) => boolean = () => true) =>
  async ({
    ask,
    params,
    lang,
  }: Pick<PageContext, 'ask' | 'lang'> & { params: { applicationId: string } }) => {
    const a = await ask(getApplication, {
      applicationId: params.applicationId,
      language: language(lang),
    });
    if (!isFor(a)) throw new Refusal(notFound);
    return a;
  };

const ownPage = page({
  path: paths.own,
  access: 'person',
  load: ({ ask }) => ask(listOwn, {}),
  title: (v) => v.t('applications.own.title'),
  view: (v, own) => <OwnPage v={v} own={own} />,
});

const listPage = page({
  path: paths.list,
  access: 'person',
  load: async ({ ask, params, search }) => {
    const show = filters.find((f) => f === search.get('show')) ?? 'all';
    const words = (search.get('search') ?? '').slice(0, 100);
    const list = await ask(listApplications, { intakeId: params.intakeId, show, search: words });
    return { list, show, words };
  },
  title: (v, { list }) => v.t('applications.list.title', { intake: list.intake.name }),
  view: (v, data) => <ListPage v={v} {...data} />,
});

const importPage = page({
  path: paths.import,
  access: 'person',
  load: ({ ask, params }) => ask(getAdding, { intakeId: params.intakeId }),
  title: (v) => v.t('applications.import.title'),
  view: (v, adding) => (
    <ImportPage
      v={v}
      adding={adding}
      checked={v.form.faults.length === 0 ? pupilsSealedIn(v.form.values.sealed?.[0] ?? '') : []}
    />
  ),
});

const addPage = page({
  path: paths.add,
  access: 'person',
  load: ({ ask, params }) => ask(getAdding, { intakeId: params.intakeId }),
  title: (v) => v.t('applications.add.title'),
  view: (v, adding) => <AddPage v={v} adding={adding} />,
});

const applicationPage = page({
  path: paths.application,
  access: 'person',
  load: applicationFor(),
  title: (v, a) =>
    a.role === 'pupil'
      ? v.t('applications.application.title')
      : v.t('applications.application.title-of', { pupil: a.pupil }),
  view: (v, application) => <ApplicationPage v={v} a={application} />,
});

const partPage = page({
  path: paths.part,
  access: 'person',
  load: async (context) => {
    const part = parts.find((p) => p === context.params.part);
    if (!part) throw new Refusal(notFound);
    return { part, a: await applicationFor((a) => a.answers !== null)(context) };
  },
  title: (v, { part }) => v.t(`applications.part.${part}`),
  view: (v, { part, a }) => <PartPage v={v} part={part} a={a} />,
});

const withdrawPage = page({
  path: paths.withdraw,
  access: 'person',
  load: applicationFor((a) => a.role === 'pupil'),
  title: (v) => v.t('applications.withdraw.title'),
  view: (v, a) => <WithdrawPage v={v} a={a} />,
});

const consentPage = page({
  path: paths.consent,
  access: 'person',
  load: applicationFor((a) => a.role === 'pupil' || a.role === 'guardian'),
  title: (v, a) => v.t('applications.consent.title', { pupil: a.pupil }),
  view: (v, a) => <ConsentPage v={v} a={a} />,
});

const withdrawConsentPage = page({
  path: paths.consentWithdraw,
  access: 'person',
  load: applicationFor((a) => a.consents.some((c) => c.own)),
  title: (v) => v.t('applications.consent.withdraw-title'),
  view: (v, a) => <WithdrawConsentPage v={v} a={a} />,
});

const decisionPage = page({
  path: paths.decision,
  access: 'person',
  load: applicationFor((a) => a.role === 'school' || a.role === 'supporting'),
  title: (v, a) => v.t('applications.decision.title', { pupil: a.pupil }),
  view: (v, a) => <DecisionPage v={v} a={a} />,
});

const declinePage = page({
  path: paths.decline,
  access: 'person',
  load: applicationFor((a) => a.mayDecide),
  title: (v, a) => v.t('applications.decision.decline', { pupil: a.pupil }),
  view: (v, a) => <DeclinePage v={v} a={a} />,
});

/** What a page of the application sends, in the shape of the command. */
function answersTyped(part: Part, form: FormData): Record<string, unknown> {
  switch (part) {
    case 'about':
      return {
        aboutMe: form.text('aboutMe'),
        interests: form.list('interests'),
        mustContinue: form.text('mustContinue'),
      };
    case 'why':
      return { why: form.text('why') };
    case 'languages':
      return {
        motherTongue: form.text('motherTongue'),
        others: [0, 1, 2].map((i) => ({
          language: form.text(`others.${i}.language`),
          level: form.text(`others.${i}.level`),
        })),
      };
    case 'food':
      return {
        hasAllergies: form.text('hasAllergies'),
        allergies: form.list('allergies'),
        serious: form.list('serious'),
        otherAllergy: form.text('otherAllergy'),
        diet: form.text('diet'),
      };
    case 'home':
      return Object.fromEntries(
        ['smokes', 'acceptsSmoking', 'acceptsPets', 'acceptsSharedRoom', 'acceptsSingleAdult'].map(
          (name) => [name, form.text(name)],
        ),
      );
    case 'letter':
      return { letter: form.text('letter') };
  }
}

const toList =
  (flash: string) =>
  (_: unknown, { params }: { params: { intakeId: string } }) => ({
    to: paths.list.href({ intakeId: params.intakeId }),
    flash,
  });
const toApplication =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.application.href(params),
    flash,
  });
const toConsent =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.consent.href(params),
    flash,
  });

/** What both decisions send. */
const decided = ({ form, params }: { form: FormData; params: { applicationId: string } }) => ({
  applicationId: params.applicationId,
  version: form.text('version'),
  reason: form.text('reason'),
});

export const routes: Route[] = [
  ownPage,
  // before the pages of an intake that take a parameter
  raw({
    method: 'get',
    path: paths.template,
    access: 'person',
    handle: async (_, { ask, params, lang }) => {
      await ask(getAdding, { intakeId: params.intakeId });
      return new Response(pupilsTemplate(lang), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="pupils.csv"',
        },
      });
    },
  }),
  listPage,
  importPage,
  addPage,
  applicationPage,
  partPage,
  withdrawPage,
  consentPage,
  withdrawConsentPage,
  decisionPage,
  declinePage,
  action({
    path: paths.import,
    access: 'person',
    command: checkPupils,
    upload: listBytes,
    input: ({ form, params }) => {
      const file = form.file('file');
      return {
        intakeId: params.intakeId,
        schoolId: form.text('schoolId'),
        fileName: file?.name.slice(0, 255) ?? '',
        content: file ? Buffer.from(file.bytes).toString('base64') : '',
      };
    },
    done: ({ pupils, unknown }, { actor, form, params, runtime }) => ({
      to: paths.import.href(params),
      show: {
        sealed: [
          sealPupils(
            runtime.config.secret,
            {
              intakeId: params.intakeId,
              schoolId: form.text('schoolId'),
              personId: actor.personId,
            },
            pupils,
          ),
        ],
        unknown,
      },
    }),
    page: importPage,
  }),
  action({
    path: paths.importConfirm,
    access: 'person',
    command: importPupils,
    input: ({ actor, form, params, runtime }) => {
      const schoolId = form.text('schoolId');
      return {
        intakeId: params.intakeId,
        schoolId,
        pupils: openPupils(
          runtime.config.secret,
          { intakeId: params.intakeId, schoolId, personId: actor.personId },
          form.text('sealed'),
        ),
      };
    },
    done: toList('applications.import.done'),
    page: importPage,
  }),
  action({
    path: paths.add,
    access: 'person',
    command: addPupil,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      ...Object.fromEntries(
        [
          'schoolId',
          'givenName',
          'familyName',
          'schoolClass',
          'email',
          'language',
          'guardianGivenName',
          'guardianFamilyName',
          'guardianEmail',
          'guardianRelation',
          'guardianLanguage',
        ].map((name) => [name, form.text(name)]),
      ),
      birthDate: form.date('birthDate'),
      gender: form.text('gender') || null,
    }),
    done: toList('applications.add.done'),
    page: addPage,
  }),
  action({
    path: paths.support,
    access: 'person',
    command: setSupportingOrganisation,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      schoolId: form.text('schoolId'),
      orgId: form.text('orgId'),
    }),
    done: toList('applications.support.done'),
    page: listPage,
  }),
  action({
    path: paths.remindFromList,
    access: 'person',
    command: remindApplicant,
    input: ({ params }) => ({ applicationId: params.applicationId }),
    done: toList('applications.remind.done'),
    page: listPage,
  }),
  action({
    path: paths.remind,
    access: 'person',
    command: remindApplicant,
    input: ({ params }) => ({ applicationId: params.applicationId }),
    done: toApplication('applications.remind.done'),
    page: applicationPage,
  }),
  action({
    path: paths.part,
    access: 'person',
    command: saveAnswers,
    input: ({ form, params }) => {
      const part = parts.find((p) => p === params.part);
      return {
        applicationId: params.applicationId,
        part: params.part,
        version: form.text('version'),
        ...(part ? answersTyped(part, form) : {}),
      };
    },
    done: ({ missing }, { form, params }) => {
      // on a phone one page leads to the next that is still empty
      const next = missing[0];
      return next && form.text('do') !== 'later'
        ? {
            to: paths.part.href({ applicationId: params.applicationId, part: next }),
            flash: 'applications.part.saved',
          }
        : {
            to: paths.application.href({ applicationId: params.applicationId }),
            flash: 'applications.part.saved',
          };
    },
    page: partPage,
  }),
  action({
    path: paths.submit,
    access: 'person',
    command: submitApplication,
    input: ({ form, params, lang }) => ({
      applicationId: params.applicationId,
      version: form.text('version'),
      language: language(lang),
    }),
    done: toApplication('applications.submit.done'),
    page: applicationPage,
  }),
  action({
    path: paths.withdraw,
    access: 'person',
    command: withdrawApplication,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      version: form.text('version'),
    }),
    done: toApplication('applications.withdraw.done'),
    page: withdrawPage,
  }),
  action({
    path: paths.consent,
    access: 'person',
    command: giveFirstConsent,
    input: ({ form, params, lang }) => ({
      applicationId: params.applicationId,
      language: language(lang),
      agree: form.flag('agree'),
    }),
    done: toConsent('applications.consent.done'),
    page: consentPage,
  }),
  action({
    path: paths.consentWithdraw,
    access: 'person',
    command: withdrawConsent,
    input: ({ params }) => ({ applicationId: params.applicationId }),
    done: toConsent('applications.consent.withdrawn'),
    page: withdrawConsentPage,
  }),
  action({
    path: paths.decision,
    access: 'person',
    command: selectPupil,
    input: decided,
    done: toApplication('applications.decision.selected'),
    page: decisionPage,
  }),
  action({
    path: paths.decline,
    access: 'person',
    command: declinePupil,
    input: decided,
    done: toApplication('applications.decision.declined'),
    page: declinePage,
  }),
];
