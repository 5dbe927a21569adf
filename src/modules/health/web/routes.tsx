import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import {
  answerNote,
  askDestruction,
  askPhysician,
  breakGlass,
  confirmRecord,
  destroyRecord,
  endNote,
  getAnswers,
  getCareNote,
  getEmergency,
  getEnvelope,
  getNoteToCheck,
  getNoteToWrite,
  getRecord,
  getStatement,
  keepRecord,
  listDestructions,
  listDuties,
  listLooks,
  listOwnRecords,
  lookInto,
  proposeNote,
  readRecord,
  remindFamily,
  saveAnswers,
  saveStatement,
  signHistory,
  signStatement,
  withdrawLink,
} from '../server/index.ts';
import {
  HistoryPage,
  PhysicianPage,
  SignPage,
  StatementFillPage,
  StatementPage,
} from './pages/fill.tsx';
import {
  ConfirmPage,
  DestroyPage,
  LooksPage,
  OwnPage,
  ReadPage,
  RecordPage,
} from './pages/own.tsx';
import {
  CheckNotePage,
  DestroyNowPage,
  DestructionsPage,
  EmergencyPage,
  EnvelopePage,
  NotePage,
  PrintNotePage,
  WriteNotePage,
} from './pages/shared.tsx';
import { EnvelopePart, NotePart } from './parts/dossier.tsx';
import { paths } from './paths.ts';

const pupilOf = (params: { pupilId: string }) => ({ pupilId: params.pupilId as PersonId });
const dossierOf = (params: { mobilityId: string }) => ({
  mobilityId: params.mobilityId as MobilityId,
});

const ownPage = page({
  path: paths.own,
  access: 'person',
  load: ({ ask }) => ask(listOwnRecords, {}),
  title: (v) => v.t('health.own.title'),
  view: (v, data) => <OwnPage v={v} data={data} />,
});

const recordPage = page({
  path: paths.record,
  access: 'person',
  load: ({ ask, params }) => ask(getRecord, pupilOf(params)),
  title: (v, data) =>
    v.t(data.own ? 'health.record.title-own' : 'health.record.title', { name: data.name }),
  view: (v, data) => <RecordPage v={v} data={data} />,
});

const historyPage = page({
  path: paths.fill,
  access: 'person',
  load: ({ ask, params, lang }) =>
    ask(getAnswers, { ...pupilOf(params), page: params.page, language: chooseLanguage(lang) }),
  title: (v, data) => data.page?.title ?? v.t('health.part.guardian'),
  view: (v, data) => <HistoryPage v={v} data={data} />,
});

const signPage = page({
  path: paths.sign,
  access: 'person',
  load: ({ ask, params, lang }) =>
    ask(getAnswers, { ...pupilOf(params), language: chooseLanguage(lang) }),
  title: (v, data) => v.t('health.history.title', { name: data.name }),
  view: (v, data) => <SignPage v={v} data={data} />,
});

/** Only those who decide find the page on which something is decided. */
const deciding = <D extends { mayWrite: boolean }>(data: D): D => {
  if (!data.mayWrite) throw new Refusal(notFound);
  return data;
};

const physicianPage = page({
  path: paths.physician,
  access: 'person',
  load: async ({ ask, params }) => deciding(await ask(getRecord, pupilOf(params))),
  title: (v, data) => v.t('health.physician.title', { name: data.name }),
  view: (v, data) => <PhysicianPage v={v} data={data} />,
});

const readPage = page({
  path: paths.read,
  access: 'person',
  load: ({ ask, params }) => ask(readRecord, pupilOf(params)),
  title: (v, data) => v.t('health.read.title', { name: data.name }),
  view: (v, data) => <ReadPage v={v} data={data} />,
});

const confirmPage = page({
  path: paths.confirm,
  access: 'person',
  load: async ({ ask, params }) => ({
    data: deciding(await ask(getRecord, pupilOf(params))),
    read: await ask(readRecord, pupilOf(params)),
  }),
  title: (v, { data }) => v.t('health.confirm.title', { name: data.name }),
  view: (v, data) => <ConfirmPage v={v} {...data} />,
});

const looksPage = page({
  path: paths.looks,
  access: 'person',
  load: ({ ask, params }) => ask(listLooks, pupilOf(params)),
  title: (v, data) => v.t('health.looks.title', { name: data.name }),
  view: (v, data) => <LooksPage v={v} data={data} />,
});

const destroyPage = page({
  path: paths.destroy,
  access: 'person',
  load: async ({ ask, params }) => deciding(await ask(getRecord, pupilOf(params))),
  title: (v, data) => v.t('health.destroy.ask-title', { name: data.name }),
  view: (v, data) => <DestroyPage v={v} data={data} />,
});

const statementPage = page({
  path: paths.statement,
  access: 'anyone',
  frame: 'plain',
  load: async ({ ask, params, lang }) => ({
    token: params.token,
    data: (await ask(getStatement, { token: params.token, language: chooseLanguage(lang) })).open,
  }),
  title: (v) => v.t('health.statement.title'),
  view: (v, data) => <StatementPage v={v} {...data} />,
});

const statementFillPage = page({
  path: paths.statementPage,
  access: 'anyone',
  frame: 'plain',
  load: async ({ ask, params, lang }) => ({
    token: params.token,
    data: (await ask(getStatement, { ...params, language: chooseLanguage(lang) })).open,
  }),
  title: (v) => v.t('health.statement.title'),
  view: (v, data) => <StatementFillPage v={v} {...data} />,
});

const envelopePage = page({
  path: paths.envelope,
  access: 'person',
  load: ({ ask, params }) => ask(getEnvelope, dossierOf(params)),
  title: (v, data) => v.t('health.envelope.title', { pupil: data.pupil }),
  view: (v, data) => <EnvelopePage v={v} data={data} />,
});

const emergencyPage = page({
  path: paths.emergency,
  access: 'person',
  load: async ({ ask, params, runtime, actor }) => {
    const data = await ask(getEmergency, dossierOf(params));
    if (data.openUntil === null) return { data, inside: null };
    const looked = await lookInto(runtime, actor, data.mobilityId);
    return { data, inside: looked.ok ? looked : null };
  },
  title: (v, { data }) => v.t('health.emergency.ask', { pupil: data.pupil }),
  view: (v, data) => <EmergencyPage v={v} {...data} />,
});

const notePage = page({
  path: paths.note,
  access: 'person',
  load: ({ ask, params }) => ask(getCareNote, dossierOf(params)),
  title: (v, data) => v.t('health.note.for', { pupil: data.pupil }),
  view: (v, data) => <NotePage v={v} data={data} />,
});

const printNotePage = page({
  path: paths.printNote,
  access: 'person',
  frame: 'plain',
  load: ({ ask, params }) => ask(getCareNote, dossierOf(params)),
  title: (v, data) => v.t('health.note.for', { pupil: data.pupil }),
  view: (v, data) => <PrintNotePage v={v} data={data} />,
});

const writeNotePage = page({
  path: paths.writeNote,
  access: 'person',
  load: ({ ask, params }) => ask(getNoteToWrite, dossierOf(params)),
  title: (v, data) => v.t('health.note.write-title', { pupil: data.pupil }),
  view: (v, data) => <WriteNotePage v={v} data={data} />,
});

const checkNotePage = page({
  path: paths.checkNote,
  access: 'person',
  load: ({ ask, params }) => ask(getNoteToCheck, dossierOf(params)),
  title: (v, data) => v.t('health.note.check-title', { pupil: data.pupil }),
  view: (v, data) => <CheckNotePage v={v} data={data} />,
});

const destructionsPage = page({
  path: paths.destructions,
  access: 'person',
  load: ({ ask }) => ask(listDestructions, {}),
  title: (v) => v.t('health.destructions.title'),
  view: (v, data) => <DestructionsPage v={v} data={data} />,
});

const destroyNowPage = page({
  path: paths.destroyNow,
  access: 'person',
  load: async ({ ask, params }) => {
    const { rows } = await ask(listDestructions, {});
    const row = rows.find((r) => r.recordId === params.recordId);
    if (!row) throw new Refusal(notFound);
    return { row };
  },
  title: (v, { row }) => v.t('health.destructions.confirm', { pupil: row.pupil }),
  view: (v, data) => <DestroyNowPage v={v} {...data} />,
});

/** What was typed on a page of questions; the form's own buttons and its version are no answers. */
function typed(form: FormData): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(form.values).filter(([name]) => name !== 'do' && name !== 'version'),
  );
}

/** "Another row" and "later" keep what stands there without saying what is missing. */
const keepsOnly = (form: FormData) => form.text('do') !== 'next';
const another = (form: FormData) => form.text('do').startsWith('another ');

export const routes: Route[] = [
  ownPage,
  recordPage,
  historyPage,
  signPage,
  physicianPage,
  readPage,
  confirmPage,
  looksPage,
  destroyPage,
  statementPage,
  statementFillPage,
  envelopePage,
  emergencyPage,
  notePage,
  printNotePage,
  writeNotePage,
  checkNotePage,
  destructionsPage,
  destroyNowPage,
  action({
    path: paths.fill,
    access: 'person',
    command: saveAnswers,
    input: ({ params, form }) => ({
      ...pupilOf(params),
      page: params.page,
      fields: typed(form),
      version: form.text('version'),
      draft: keepsOnly(form),
    }),
    done: (result, { params, form }) =>
      another(form)
        ? { to: paths.fill.href(params), show: {} }
        : {
            to:
              result.next && !keepsOnly(form)
                ? paths.fill.href({ ...params, page: result.next })
                : paths.sign.href(params),
            flash: 'health.fill.saved',
          },
    page: historyPage,
  }),
  action({
    path: paths.sign,
    access: 'person',
    command: signHistory,
    input: ({ params, form, lang }) => ({
      ...pupilOf(params),
      version: form.text('version'),
      language: chooseLanguage(lang),
    }),
    done: (_, { params }) => ({ to: paths.record.href(params), flash: 'health.sign.thanks' }),
    page: signPage,
  }),
  action({
    path: paths.physician,
    access: 'person',
    command: askPhysician,
    input: ({ params, form, lang }) => ({
      ...pupilOf(params),
      email: form.text('email'),
      language: chooseLanguage(lang),
    }),
    done: (result, { params }) => ({
      to: paths.physician.href(params),
      flash: result.mailed ? 'health.physician.mailed' : 'health.physician.made',
    }),
    page: physicianPage,
  }),
  action({
    path: paths.withdrawLink,
    access: 'person',
    command: withdrawLink,
    input: ({ params }) => pupilOf(params),
    done: (_, { params }) => ({
      to: paths.physician.href(params),
      flash: 'health.physician.withdrawn',
    }),
    page: physicianPage,
  }),
  action({
    path: paths.confirm,
    access: 'person',
    command: confirmRecord,
    input: ({ params, form }) => ({ ...pupilOf(params), sure: form.flag('sure') }),
    done: (_, { params }) => ({ to: paths.record.href(params), flash: 'health.confirm.thanks' }),
    page: confirmPage,
  }),
  action({
    path: paths.destroy,
    access: 'person',
    command: askDestruction,
    input: ({ params, form }) => ({ ...pupilOf(params), sure: form.flag('sure') }),
    done: (_, { params }) => ({ to: paths.record.href(params), flash: 'health.destroy.done' }),
    page: destroyPage,
  }),
  action({
    path: paths.keep,
    access: 'person',
    command: keepRecord,
    input: ({ params }) => pupilOf(params),
    done: (_, { params }) => ({ to: paths.record.href(params), flash: 'health.destroy.kept' }),
    page: recordPage,
  }),
  action({
    path: paths.statementPage,
    access: 'anyone',
    command: saveStatement,
    limit: { name: 'health-statement', points: 60, seconds: 600 },
    input: ({ params, form }) => ({
      ...params,
      fields: typed(form),
      version: form.text('version'),
      draft: keepsOnly(form),
    }),
    done: (result, { params, form }) =>
      another(form)
        ? { to: paths.statementPage.href(params), show: {} }
        : {
            to:
              result.next && !keepsOnly(form)
                ? paths.statementPage.href({ ...params, page: result.next })
                : paths.statement.href(params),
            flash: 'health.fill.saved',
          },
    page: statementFillPage,
  }),
  action({
    path: paths.statementSign,
    access: 'anyone',
    command: signStatement,
    limit: { name: 'health-statement', points: 60, seconds: 600 },
    input: ({ params, form, lang }) => ({
      ...params,
      version: form.text('version'),
      language: chooseLanguage(lang),
    }),
    done: (_, { params }) => ({
      to: paths.statement.href(params),
      flash: 'health.statement.thanks',
    }),
    page: statementPage,
  }),
  action({
    path: paths.remind,
    access: 'person',
    command: remindFamily,
    input: ({ params }) => dossierOf(params),
    done: (_, { params }) => ({ to: paths.envelope.href(params), flash: 'health.remind.done' }),
    page: envelopePage,
  }),
  action({
    path: paths.emergency,
    access: 'person',
    command: breakGlass,
    input: ({ params, form }) => ({ ...dossierOf(params), reason: form.text('reason') }),
    done: (_, { params }) => ({ to: paths.emergency.href(params) }),
    page: emergencyPage,
  }),
  action({
    path: paths.writeNote,
    access: 'person',
    command: proposeNote,
    input: ({ params, form }) => ({ ...dossierOf(params), text: form.text('text') }),
    done: (_, { params }) => ({
      to: paths.writeNote.href(params),
      flash: 'health.note.proposed-done',
    }),
    page: writeNotePage,
  }),
  action({
    path: paths.checkNote,
    access: 'person',
    command: answerNote,
    input: ({ params, form }) => ({
      ...dossierOf(params),
      number: form.text('number'),
      answer: form.text('answer'),
      remark: form.text('remark'),
    }),
    done: (result, { params }) =>
      result.state === 'accepted'
        ? { to: paths.note.href(params), flash: 'health.note.accepted-done' }
        : { to: paths.checkNote.href(params), flash: 'health.note.sent-back-done' },
    page: checkNotePage,
  }),
  action({
    path: paths.endNote,
    access: 'person',
    command: endNote,
    input: ({ params, form }) => ({ ...dossierOf(params), number: form.text('number') }),
    // who wrote a proposal may not read the accepted note: all who may end one see the envelope
    done: (_, { params }) => ({ to: paths.envelope.href(params), flash: 'health.note.ended' }),
    page: envelopePage,
  }),
  action({
    path: paths.destroyNow,
    access: 'person',
    command: destroyRecord,
    input: ({ params, form }) => ({ ...params, sure: form.flag('sure') }),
    done: () => ({ to: paths.destructions.href(), flash: 'health.destructions.done' }),
    page: destroyNowPage,
  }),
];

/** What is due about health, and who is waited for; the administrator's requests last. */
export async function tasks({ ask, t, actor }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { rows } = await ask(listDuties, {});
  const found = rows.map((r): Task => {
    const record = { pupilId: r.pupilId };
    const dossier = { mobilityId: r.mobilityId ?? '' };
    const href = {
      history: paths.sign.href(record),
      physician: paths.physician.href(record),
      confirm: paths.confirm.href(record),
      'check-note': paths.checkNote.href(dossier),
      'write-note': paths.writeNote.href(dossier),
      record: paths.envelope.href(dossier),
    }[r.duty];
    return {
      id: `health-${r.duty}-${r.mobilityId ?? r.pupilId}`,
      title: t(`health.task.${r.duty}`),
      about: r.pupil,
      due: r.due,
      href,
      ...(r.waitingFor === null
        ? { action: t(`health.task.${r.duty}-button`) }
        : { waitingFor: r.waitingFor || t('health.task.the-physician') }),
    };
  });
  if (!actor.isAdmin) return found;
  const { rows: asked } = await ask(listDestructions, {});
  return [
    ...found,
    ...asked.map(
      (r): Task => ({
        id: `health-destroy-${r.recordId}`,
        title: t('health.task.destroy'),
        about: r.pupil,
        href: paths.destroyNow.href({ recordId: r.recordId }),
        action: t('health.task.destroy-button'),
      }),
    ),
  ];
}

/** In the dossier stands how far the record is, or for the host family the way to the care note. */
export async function dossier(
  { ask }: PageContext<string, PersonActor>,
  mobilityId: string,
  v: View,
): Promise<DossierSection[]> {
  const here = { mobilityId: mobilityId as MobilityId };
  const section = (title: string, body: DossierSection['body']) => [
    { id: 'health', order: 60, title, body },
  ];
  const envelope = await unlessRefused(ask(getEnvelope, here));
  if (envelope) return section(v.t('health.dossier.title'), <EnvelopePart v={v} data={envelope} />);
  const note = await unlessRefused(ask(getCareNote, here));
  return note ? section(v.t('health.note.title'), <NotePart v={v} data={note} />) : [];
}
