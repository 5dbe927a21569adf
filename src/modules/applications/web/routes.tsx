import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { fileInRanges } from '#platform/http/ranges.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { guessColumns } from '../core/rules/index.ts';
import { askKinds, filters } from '../core/schema.ts';
import {
  addGuardian,
  addPhoto,
  addPupil,
  askForWords,
  changePhoto,
  checkPupils,
  correctAddress,
  declinePupil,
  endGuardianship,
  forgetReading,
  getAdding,
  getApplication,
  getAsked,
  getCheck,
  getGreeting,
  getPage,
  getPhoto,
  giveFirstConsent,
  greetingBytes,
  importPupils,
  keepGreeting,
  listApplications,
  listBytes,
  listOwn,
  listPhotos,
  listViewIn,
  openPupils,
  packList,
  photoBytes,
  pupilsSealedIn,
  pupilsTemplate,
  readPupilsTable,
  remindApplicant,
  removeGreeting,
  removePhoto,
  saveAnswers,
  sealPupils,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
  textEncodings,
  unpackList,
  withdrawApplication,
  withdrawConsent,
} from '../server/index.ts';
import { AddPage } from './pages/add.tsx';
import { AddressPage } from './pages/address.tsx';
import { ApplicationPage, WithdrawPage } from './pages/application.tsx';
import { AskPage } from './pages/ask.tsx';
import { CheckPage } from './pages/check.tsx';
import { ConsentPage, WithdrawConsentPage } from './pages/consent.tsx';
import { DecisionPage, DeclinePage } from './pages/decision.tsx';
import { GuardiansPage } from './pages/guardians.tsx';
import { ImportPage, separatorNames } from './pages/import.tsx';
import { ListPage } from './pages/list.tsx';
import { OwnPage } from './pages/own.tsx';
import { PartPage } from './pages/part.tsx';
import { PhotosPage } from './pages/photos.tsx';
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

const askedOf = ({
  ask,
  params,
  lang,
}: Pick<PageContext, 'ask' | 'lang'> & { params: { applicationId: string } }) =>
  ask(getAsked, {
    applicationId: params.applicationId as `app_${string}`,
    language: language(lang),
  });

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
      list={listViewIn(v.form.values.list?.[0] ?? '')}
      encodings={textEncodings}
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
  load: async (context) => ({
    a: await applicationFor()(context),
    asked: await askedOf(context),
  }),
  title: (v, { a }) =>
    a.role === 'pupil'
      ? v.t('applications.application.title')
      : v.t('applications.application.title-of', { pupil: a.pupil }),
  view: (v, data) => <ApplicationPage v={v} {...data} />,
});

const askPage = page({
  path: paths.ask,
  access: 'person',
  load: async (context) => {
    const what = askKinds.find((kind) => kind === context.params.what);
    const asked = await askedOf(context);
    if (!what || !asked.mayAsk) throw new Refusal(notFound);
    return { what, asked, a: await applicationFor()(context) };
  },
  title: (v, { what }) => v.t(`applications.asked.ask.${what}`),
  view: (v, data) => <AskPage v={v} {...data} />,
});

const partPage = page({
  path: paths.part,
  access: 'person',
  islands: ['autosave'],
  load: async ({ ask, params, lang, search }) => ({
    data: await ask(getPage, {
      applicationId: params.applicationId,
      pageId: params.part.slice(0, 80),
      language: language(lang),
    }),
    checked: search.has('check'),
  }),
  title: (v, { data }) => data.page?.title ?? v.t('applications.application.title'),
  view: (v, data) => <PartPage v={v} {...data} />,
});

const checkPage = page({
  path: paths.check,
  access: 'person',
  load: ({ ask, params, lang }) =>
    ask(getCheck, { applicationId: params.applicationId, language: language(lang) }),
  title: (v) => v.t('applications.check.title'),
  view: (v, data) => <CheckPage v={v} data={data} />,
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

const photosPage = page({
  path: paths.photos,
  access: 'person',
  load: ({ ask, params }) => ask(listPhotos, { applicationId: params.applicationId }),
  title: (v, list) => v.t('applications.photos.title-of', { pupil: list.pupil }),
  view: (v, list) => <PhotosPage v={v} list={list} greetingBytes={greetingBytes} />,
});

const guardiansPage = page({
  path: paths.guardians,
  access: 'person',
  load: applicationFor((a) => a.mayDecide),
  title: (v, a) => v.t('applications.guardians.title', { pupil: a.pupil }),
  view: (v, a) => <GuardiansPage v={v} a={a} />,
});

const addressPage = page({
  path: paths.address,
  access: 'person',
  load: async (context) => {
    const a = await applicationFor((one) => one.mayDecide)(context);
    const person = a.unreached.find((p) => p.id === context.params.personId);
    if (!person) throw new Refusal(notFound);
    return { a, person };
  },
  title: (v, { person }) => v.t('applications.address.title', { who: person.name }),
  view: (v, { a, person }) => <AddressPage v={v} a={a} person={person} />,
});

const declinePage = page({
  path: paths.decline,
  access: 'person',
  load: applicationFor((a) => a.mayDecide),
  title: (v, a) => v.t('applications.decision.decline', { pupil: a.pupil }),
  view: (v, a) => <DeclinePage v={v} a={a} />,
});

/** What stands in the fields of a page of the application, without what the form itself brings along. */
function fieldsIn(form: FormData): Record<string, string[]> {
  const { applicationId, pageId, seen, shown, do: _, ...fields } = form.values;
  return fields;
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
const toPhotos =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.photos.href({ applicationId: params.applicationId }),
    flash,
  });
const toConsent =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.consent.href(params),
    flash,
  });

/** A field holds half a megabyte: a longer text comes in parts. */
const partLength = 300_000;
const inParts = (text: string) =>
  Array.from({ length: Math.ceil(text.length / partLength) }, (_, i) =>
    text.slice(i * partLength, (i + 1) * partLength),
  );

/** The list that was chosen, or the one that came back with the form. */
function sentList(form: FormData): { fileName: string; content: string } {
  const file = form.file('file');
  if (file)
    return {
      fileName: file.name.slice(0, 255),
      content: Buffer.from(file.bytes).toString('base64'),
    };
  return {
    fileName: listIn(form)?.fileName ?? '',
    content: unpackList((form.values.packed ?? []).join('')),
  };
}

function listIn(form: FormData) {
  return listViewIn(form.values.list?.[0] ?? '');
}

/** How the file is to be cut, when somebody wants it otherwise; a file just chosen speaks for itself. */
function cutOf(form: FormData) {
  if (form.file('file')) return {};
  const rows = form.text('header');
  const [row = '', count = ''] = rows.split('+');
  return {
    encoding: form.text('encoding'),
    separator: separatorNames[form.text('separator')] ?? '',
    ...(row ? { headerRow: row, headerRows: count === '2' ? 2 : 1 } : {}),
  };
}

/** The fields of the columns page as they open. */
function openAgain(keys: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(keys.map((key, i) => [`column.${i}`, [key]]));
}

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
  askPage,
  partPage,
  checkPage,
  withdrawPage,
  consentPage,
  withdrawConsentPage,
  decisionPage,
  declinePage,
  photosPage,
  raw({
    method: 'get',
    path: paths.photo,
    access: 'person',
    handle: async (_, { ask, params }) => {
      const { mediaType, content } = await ask(getPhoto, params);
      return new Response(new Uint8Array(Buffer.from(content, 'base64')), {
        headers: { 'content-type': mediaType, 'content-disposition': 'inline' },
      });
    },
  }),
  action({
    path: paths.photos,
    access: 'person',
    command: addPhoto,
    upload: photoBytes,
    input: ({ form, params }) => {
      const file = form.file('file');
      return {
        applicationId: params.applicationId,
        alt: form.text('alt'),
        caption: form.text('caption'),
        content: file ? Buffer.from(file.bytes).toString('base64') : '',
      };
    },
    done: toPhotos('applications.photos.added'),
    page: photosPage,
  }),
  action({
    path: paths.photoChange,
    access: 'person',
    command: changePhoto,
    input: ({ form, params }) => ({
      ...params,
      version: form.text('version'),
      alt: form.text('alt'),
      caption: form.text('caption'),
      earlier: form.flag('earlier'),
    }),
    done: toPhotos('applications.photos.changed'),
    page: photosPage,
  }),
  action({
    path: paths.photoRemove,
    access: 'person',
    command: removePhoto,
    input: ({ params }) => params,
    done: toPhotos('applications.photos.removed'),
    page: photosPage,
  }),
  raw({
    method: 'get',
    path: paths.greeting,
    access: 'person',
    handle: async (request, { ask, params }) => {
      const { mediaType, content } = await ask(getGreeting, params);
      return fileInRanges(request, new Uint8Array(Buffer.from(content, 'base64')), mediaType);
    },
  }),
  action({
    path: paths.greeting,
    access: 'person',
    command: keepGreeting,
    upload: greetingBytes,
    input: ({ form, params }) => {
      const file = form.file('recording');
      return {
        applicationId: params.applicationId,
        words: form.text('words'),
        content: file ? Buffer.from(file.bytes).toString('base64') : '',
      };
    },
    done: toPhotos('applications.greeting.kept'),
    page: photosPage,
  }),
  action({
    path: paths.greetingRemove,
    access: 'person',
    command: removeGreeting,
    input: ({ params }) => params,
    done: toPhotos('applications.greeting.removed'),
    page: photosPage,
  }),
  addressPage,
  action({
    path: paths.address,
    access: 'person',
    command: correctAddress,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      personId: params.personId,
      email: form.text('email'),
    }),
    done: (_, { params }) => ({
      to: paths.application.href(params),
      flash: 'applications.address.done',
    }),
    page: addressPage,
  }),
  guardiansPage,
  action({
    path: paths.guardians,
    access: 'person',
    command: addGuardian,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      ...Object.fromEntries(
        ['givenName', 'familyName', 'email', 'relation', 'language'].map((n) => [n, form.text(n)]),
      ),
    }),
    done: (_, { params }) => ({
      to: paths.guardians.href(params),
      flash: 'applications.guardians.added',
    }),
    page: guardiansPage,
  }),
  action({
    path: paths.guardianEnd,
    access: 'person',
    command: endGuardianship,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      guardianId: form.text('guardianId'),
      lastDay: form.date('lastDay'),
    }),
    done: (_, { params }) => ({
      to: paths.guardians.href(params),
      flash: 'applications.guardians.ended',
    }),
    page: guardiansPage,
  }),
  action({
    path: paths.import,
    access: 'person',
    command: readPupilsTable,
    upload: listBytes,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      schoolId: form.text('schoolId'),
      ...sentList(form),
      ...cutOf(form),
    }),
    done: (read, { form, params }) => {
      const list = sentList(form);
      return {
        to: paths.import.href(params),
        show: {
          ...openAgain(read.columns.map((c) => c.key)),
          packed: inParts(packList(Buffer.from(list.content, 'base64'))),
          list: [JSON.stringify({ ...read, fileName: list.fileName })],
        },
      };
    },
    page: importPage,
  }),
  action({
    path: paths.importForget,
    access: 'person',
    command: forgetReading,
    upload: listBytes,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      schoolId: form.text('schoolId'),
      header: listIn(form)?.columns.map((c) => c.header) ?? [],
    }),
    done: (_, { form, params }) => {
      const list = listIn(form);
      const keys = guessColumns(list?.columns.map((c) => c.header) ?? []);
      return {
        to: paths.import.href(params),
        show: {
          ...openAgain(keys),
          list: list
            ? [
                JSON.stringify({
                  ...list,
                  remembered: null,
                  columns: list.columns.map((c, i) => ({ ...c, key: keys[i] ?? '' })),
                }),
              ]
            : [],
        },
      };
    },
    page: importPage,
  }),
  action({
    path: paths.importCheck,
    access: 'person',
    command: checkPupils,
    upload: listBytes,
    input: ({ form, params }) => {
      const list = listIn(form);
      return {
        intakeId: params.intakeId,
        schoolId: form.text('schoolId'),
        ...sentList(form),
        ...(list
          ? {
              encoding: list.encoding === 'xlsx' ? '' : list.encoding,
              separator: list.separator ?? '',
              headerRow: list.headerRow,
              headerRows: list.headerRows,
              columns: list.columns.map((_, i) => form.text(`column.${i}`)),
            }
          : {}),
        slash: form.text('slash'),
        nameOrder: form.text('nameOrder'),
        remember: true,
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
    path: paths.ask,
    access: 'person',
    command: askForWords,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      what: params.what,
      guardianId: form.text('guardianId'),
      name: form.text('name'),
      email: form.text('email'),
      language: form.text('language') || undefined,
    }),
    done: toApplication('applications.asked.done'),
    page: askPage,
  }),
  action({
    path: paths.part,
    access: 'person',
    command: saveAnswers,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      pageId: params.part,
      seen: form.text('seen'),
      shown: form.text('shown'),
      fields: fieldsIn(form),
      draft: form.text('do') !== 'next',
    }),
    done: ({ next, brought }, { form, params }) => {
      const at = { applicationId: params.applicationId };
      const then = form.text('do');
      if (then === 'later')
        return { to: paths.application.href(at), flash: 'applications.part.saved' };
      if (then.startsWith('another ')) {
        const question = then.slice('another '.length);
        return { to: `${paths.part.href(params)}#f-${encodeURIComponent(question)}` };
      }
      if (brought)
        return {
          to: `${paths.part.href(params)}#f-${encodeURIComponent(brought)}`,
          flash: 'applications.part.brought',
        };
      // on a phone one page leads to the next that is still empty
      return next
        ? { to: paths.part.href({ ...at, part: next }), flash: 'applications.part.saved' }
        : { to: paths.check.href(at) };
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
    page: checkPage,
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
