import { Refusal } from '#kernel/errors.ts';
import type { FirstContactId, OrgId, PartnershipId, SharedDecisionId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { loadMessagesAbout } from '#modules/messaging/web/index.ts';
import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { download, spreadsheetType } from '#platform/http/download.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import { isWorking, shareKinds, wordFields } from '../core/index.ts';
import {
  acceptAgreement,
  answerContact,
  answerProposal,
  answerTask,
  askDecision,
  changeAgreement,
  chooseContact,
  decide,
  declineContact,
  endPartnership,
  getAgreement,
  getAgreementPrint,
  getContact,
  getContactForm,
  getDecision,
  getDecisionForm,
  getPartnership,
  getProposalForm,
  getResponsibilities,
  giveOpinion,
  listDecisionSubjects,
  listDecisions,
  listPartnerships,
  proposePartnership,
  proposeTask,
  putAgreement,
  saveAgreement,
  sendBackAgreement,
  sheetOfResponsibilities,
  tryCooperation,
  withdrawDecision,
  withdrawTask,
  writeContact,
} from '../server/index.ts';
import { AgreementPage, EditPage, VersionPage } from './pages/agreement.tsx';
import { ContactPage, LettersPage, ProposePage, type Wish, WritePage } from './pages/contact.tsx';
import {
  ChooseDecisionPage,
  DecisionPage,
  DecisionsPage,
  NewDecisionPage,
} from './pages/decisions.tsx';
import { EndPage, PartnershipPage } from './pages/partnership.tsx';
import { PartnershipsPage } from './pages/partnerships.tsx';
import { ResponsibilitiesPage, TaskPage } from './pages/responsibilities.tsx';
import { paths } from './paths.ts';

const partnershipIn = (params: { partnershipId: string }) => ({
  partnershipId: params.partnershipId as PartnershipId,
});
const contactIn = (params: { contactId: string }) => ({
  contactId: params.contactId as FirstContactId,
});
const decisionIn = (params: { decisionId: string }) => ({
  decisionId: params.decisionId as SharedDecisionId,
});

/** `kind:id` out of an address or a form; empty parts when it is something else. */
function aboutIn(text: string): { aboutKind: string; aboutId: string } {
  const [aboutKind = '', aboutId = ''] = text.slice(0, 100).split(':');
  return { aboutKind, aboutId };
}

/** What somebody looked for in partner finding, as it stands in the address; null when it is not all there. */
function wishIn(search: URLSearchParams): Wish | null {
  const short = (name: string) => (search.get(name) ?? '').slice(0, 10);
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(short('month')) ? short('month') : '';
  const [pupils, age, months] = ['pupils', 'age', 'months'].map((name) => Number(short(name)));
  return pupils && age && months && month
    ? { pupils, age, months, from: Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 }) }
    : null;
}

const listPage = page({
  path: paths.partnerships,
  access: 'person',
  load: async ({ ask, actor }) => {
    if (actor.orgs.length === 0) throw new Refusal(notFound);
    return ask(listPartnerships, {});
  },
  title: (v) => v.t('partnerships.list.title'),
  view: (v, data) => (
    <PartnershipsPage v={v} data={data} findHref={organisationsPaths.directory.href()} />
  ),
});

const writePage = page({
  path: paths.writeTo,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    form: await ask(getContactForm, { orgId: params.orgId as OrgId }),
    wish: wishIn(search),
    fromOrg: search.get('forOrg') ?? '',
  }),
  title: (v, { form }) => v.t('partnerships.write.title', { org: form.to.name }),
  view: (v, data) => <WritePage v={v} {...data} />,
});

const contactPage = page({
  path: paths.contact,
  access: 'person',
  load: ({ ask, params }) => ask(getContact, contactIn(params)),
  title: (_, contact) => contact.subject,
  view: (v, contact) => <ContactPage v={v} contact={contact} />,
});

const proposePage = page({
  path: paths.propose,
  access: 'person',
  load: ({ ask, params, search }) =>
    ask(getProposalForm, {
      orgId: params.orgId as OrgId,
      contactId: (search.get('letter') ?? '') as FirstContactId | '',
    }),
  title: (v, form) => v.t('partnerships.propose.title', { org: form.to.name }),
  view: (v, form) => <ProposePage v={v} form={form} />,
});

const lettersPage = page({
  path: paths.letters,
  access: 'person',
  load: async ({ ask, params }) => {
    const { own } = await ask(listPartnerships, {});
    const found = own.find((o) => o.orgId === params.orgId && o.mayChoose);
    if (!found) throw new Refusal(notFound);
    return found;
  },
  title: (v) => v.t('partnerships.choice.title'),
  view: (v, own) => <LettersPage v={v} own={own} />,
});

const partnershipPage = page({
  path: paths.partnership,
  access: 'person',
  load: async (context) => {
    const { ask, params } = context;
    const p = await ask(getPartnership, partnershipIn(params));
    return {
      p,
      messages: isWorking(p.state)
        ? await loadMessagesAbout(context, { kind: 'partnership', id: p.id })
        : null,
      decisions: (
        await ask(listDecisions, { aboutKind: 'partnership', aboutId: params.partnershipId })
      ).decisions,
    };
  },
  title: (_, { p }) => p.other.name,
  view: (v, data) => <PartnershipPage v={v} {...data} />,
});

const endPage = page({
  path: paths.end,
  access: 'person',
  load: async ({ ask, params }) => {
    const p = await ask(getPartnership, partnershipIn(params));
    if (!p.can.end) throw new Refusal(notFound);
    return p;
  },
  title: (v) => v.t('partnerships.end.title'),
  view: (v, p) => <EndPage v={v} p={p} />,
});

const loadAgreement = ({
  ask,
  params,
  lang,
}: Pick<PageContext, 'ask' | 'lang'> & { params: { partnershipId: string } }) =>
  ask(getAgreement, { ...partnershipIn(params), language: lang });

const agreementPage = page({
  path: paths.agreement,
  access: 'person',
  load: loadAgreement,
  title: (v) => v.t('partnerships.agreement.title'),
  view: (v, a) => <AgreementPage v={v} a={a} />,
});

const editPage = page({
  path: paths.editAgreement,
  access: 'person',
  load: loadAgreement,
  title: (v) => v.t('partnerships.edit.title'),
  view: (v, a) => <EditPage v={v} a={a} />,
});

const versionPage = page({
  path: paths.version,
  access: 'person',
  load: ({ ask, params, lang }) =>
    ask(getAgreement, { ...partnershipIn(params), number: params.number, language: lang }),
  title: (v, a) => v.t('partnerships.versions.number', { number: a.shown.number }),
  view: (v, a) => <VersionPage v={v} a={a} />,
});

const paper = raw({
  method: 'get',
  path: paths.paper,
  access: 'person',
  handle: async (_, { ask, params, t }) => {
    const { print, first, second, number } = await ask(getAgreementPrint, {
      ...partnershipIn(params),
      number: params.number,
    });
    const made = await tryCooperation(print);
    if (!made.ok) throw new Refusal(made);
    return download(new Uint8Array(made.bytes), {
      name: `${t('partnerships.pdf.file', { first, second })} ${number}.pdf`,
      mediaType: 'application/pdf',
    });
  },
});

const tablePage = page({
  path: paths.responsibilities,
  access: 'person',
  load: ({ ask, params }) => ask(getResponsibilities, partnershipIn(params)),
  title: (v) => v.t('partnerships.table.title'),
  view: (v, table) => <ResponsibilitiesPage v={v} table={table} />,
});

const tableFile = raw({
  method: 'get',
  path: paths.responsibilitiesFile,
  access: 'person',
  handle: async (_, { ask, params, lang, t }) => {
    const table = await ask(getResponsibilities, partnershipIn(params));
    const bytes = await sheetOfResponsibilities(table, lang);
    return download(bytes, {
      name: `${t('partnerships.table.title')} ${table.school} ${table.supporting}.xlsx`,
      mediaType: spreadsheetType,
    });
  },
});

const taskPage = page({
  path: paths.task,
  access: 'person',
  load: async ({ ask, params }) => {
    const table = await ask(getResponsibilities, partnershipIn(params));
    const task = table.tasks.find((each) => each.id === params.taskId);
    if (!task || !table.mayChange) throw new Refusal(notFound);
    return { table, task };
  },
  title: (v, { task }) => v.t(`partnerships.task.${task.id}`),
  view: (v, data) => <TaskPage v={v} {...data} />,
});

const decisionsPage = page({
  path: paths.decisions,
  access: 'person',
  load: async ({ ask, actor, search }) => {
    if (actor.orgs.length === 0) throw new Refusal(notFound);
    const about = aboutIn(search.get('about') ?? '');
    return {
      list: await ask(listDecisions, about),
      about: about.aboutKind ? { kind: about.aboutKind, id: about.aboutId } : null,
    };
  },
  title: (v) => v.t('partnerships.decisions.title'),
  view: (v, data) => <DecisionsPage v={v} {...data} />,
});

const chooseDecisionPage = page({
  path: paths.chooseDecision,
  access: 'person',
  load: ({ ask }) => ask(listDecisionSubjects, {}),
  title: (v) => v.t('partnerships.choose.title'),
  view: (v, { subjects }) => <ChooseDecisionPage v={v} subjects={subjects} />,
});

const newDecisionPage = page({
  path: paths.newDecision,
  access: 'person',
  load: ({ ask, search }) =>
    ask(getDecisionForm, {
      ...aboutIn(search.get('about') ?? ''),
      replacesId: (search.get('replaces') ?? '') as SharedDecisionId | '',
    }),
  title: (v) => v.t('partnerships.ask.title'),
  view: (v, form) => <NewDecisionPage v={v} form={form} />,
});

const decisionPage = page({
  path: paths.decision,
  access: 'person',
  load: ({ ask, params }) => ask(getDecision, decisionIn(params)),
  title: (_, d) => d.question,
  view: (v, d) => <DecisionPage v={v} d={d} />,
});

export const routes: Route[] = [
  listPage,
  writePage,
  proposePage,
  lettersPage,
  contactPage,
  partnershipPage,
  endPage,
  agreementPage,
  editPage,
  versionPage,
  paper,
  tablePage,
  tableFile,
  taskPage,
  decisionsPage,
  chooseDecisionPage,
  newDecisionPage,
  decisionPage,
  action({
    path: paths.writeTo,
    access: 'person',
    command: writeContact,
    input: ({ params, form }) => ({
      fromOrgId: form.text('fromOrgId'),
      toOrgId: params.orgId,
      subject: form.text('subject'),
      message: form.text('message'),
    }),
    done: ({ contactId }) => ({
      to: paths.contact.href({ contactId }),
      flash: 'partnerships.flash.sent',
    }),
    page: writePage,
    limit: { name: 'first-letters', points: 20, seconds: 3600 },
  }),
  action({
    path: paths.answerContact,
    access: 'person',
    command: answerContact,
    input: ({ params, form }) => ({ contactId: params.contactId, answer: form.text('answer') }),
    done: (_, { params }) => ({
      to: paths.contact.href(params),
      flash: 'partnerships.flash.answered',
    }),
    page: contactPage,
  }),
  action({
    path: paths.declineContact,
    access: 'person',
    command: declineContact,
    input: ({ params, form }) => ({ contactId: params.contactId, answer: form.text('answer') }),
    done: (_, { params }) => ({
      to: paths.contact.href(params),
      flash: 'partnerships.flash.declined',
    }),
    page: contactPage,
  }),
  action({
    path: paths.letters,
    access: 'person',
    command: chooseContact,
    input: ({ params, form }) => ({
      orgId: params.orgId,
      closed: form.flag('closed'),
      note: form.text('note'),
    }),
    done: () => ({ to: paths.partnerships.href(), flash: 'partnerships.flash.saved' }),
    page: lettersPage,
  }),
  action({
    path: paths.propose,
    access: 'person',
    command: proposePartnership,
    input: ({ params, form }) => ({
      fromOrgId: form.text('fromOrgId'),
      toOrgId: params.orgId,
      greeting: form.text('greeting'),
      contactId: form.text('contactId'),
    }),
    done: ({ partnershipId }) => ({
      to: paths.partnership.href({ partnershipId }),
      flash: 'partnerships.flash.proposed',
    }),
    page: proposePage,
  }),
  action({
    path: paths.answerProposal,
    access: 'person',
    command: answerProposal,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      answer: form.text('answer'),
      reason: form.text('reason'),
    }),
    done: ({ state }, { params }) =>
      state === 'agreeing'
        ? { to: paths.editAgreement.href(params), flash: 'partnerships.flash.begun' }
        : { to: paths.partnership.href(params), flash: 'partnerships.flash.declined' },
    page: partnershipPage,
  }),
  action({
    path: paths.end,
    access: 'person',
    command: endPartnership,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      reason: form.text('reason'),
      sure: form.flag('sure'),
    }),
    done: (_, { params }) => ({
      to: paths.partnership.href(params),
      flash: 'partnerships.flash.ended',
    }),
    page: endPage,
  }),
  action({
    path: paths.editAgreement,
    access: 'person',
    command: saveAgreement,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      number: form.text('number'),
      version: form.text('version'),
      paid: form.text('paid') === 'yes',
      ...Object.fromEntries(wordFields.map((field) => [field, form.text(field)])),
      languages: ['languages', 'languages2', 'languages3']
        .map((name) => form.text(name))
        .filter((code) => code !== ''),
      renewsOn: form.date('renewsOn'),
    }),
    done: (_, { params }) => ({
      to: paths.agreement.href(params),
      flash: 'partnerships.flash.saved',
    }),
    page: editPage,
  }),
  action({
    path: paths.putAgreement,
    access: 'person',
    command: putAgreement,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      number: form.text('number'),
      version: form.text('version'),
    }),
    done: (_, { params }) => ({
      to: `${paths.agreement.href(params)}#accept`,
      flash: 'partnerships.flash.put',
    }),
    page: agreementPage,
  }),
  action({
    path: paths.acceptAgreement,
    access: 'person',
    command: acceptAgreement,
    input: async ({ params, form, lang }) => ({
      ...partnershipIn(params),
      number: form.text('number'),
      orgId: form.text('orgId'),
      sha256: form.text('sha256'),
      language: lang,
      agrees: form.flag('agrees'),
    }),
    done: ({ complete }, { params }) => ({
      to: paths.partnership.href(params),
      flash: complete ? 'partnerships.flash.agreed' : 'partnerships.flash.accepted',
    }),
    page: agreementPage,
  }),
  action({
    path: paths.sendBack,
    access: 'person',
    command: sendBackAgreement,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      number: form.text('number'),
      reason: form.text('reason'),
    }),
    done: (_, { params }) => ({
      to: paths.editAgreement.href(params),
      flash: 'partnerships.flash.sent-back',
    }),
    page: agreementPage,
  }),
  action({
    path: paths.changeAgreement,
    access: 'person',
    command: changeAgreement,
    input: ({ params, form }) => ({ ...partnershipIn(params), reason: form.text('reason') }),
    done: (_, { params }) => ({ to: paths.editAgreement.href(params) }),
    page: agreementPage,
  }),
  action({
    path: paths.task,
    access: 'person',
    command: proposeTask,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      taskId: params.taskId,
      ...Object.fromEntries(shareKinds.map((kind) => [kind, form.list(kind)])),
      reason: form.text('reason'),
    }),
    done: (_, { params }) => ({
      to: `${paths.responsibilities.href(params)}#proposals`,
      flash: 'partnerships.flash.task-proposed',
    }),
    page: taskPage,
  }),
  action({
    path: paths.answerTask,
    access: 'person',
    command: answerTask,
    input: ({ params, form }) => ({
      ...partnershipIn(params),
      changeId: params.changeId,
      answer: form.text('answer'),
      words: form.text('words'),
    }),
    done: (_, { params, form }) => ({
      to: paths.responsibilities.href(params),
      flash:
        form.text('answer') === 'accept'
          ? 'partnerships.flash.task-accepted'
          : 'partnerships.flash.task-refused',
    }),
    page: tablePage,
  }),
  action({
    path: paths.withdrawTask,
    access: 'person',
    command: withdrawTask,
    input: ({ params }) => ({ ...partnershipIn(params), changeId: params.changeId }),
    done: (_, { params }) => ({
      to: paths.responsibilities.href(params),
      flash: 'partnerships.flash.task-withdrawn',
    }),
    page: tablePage,
  }),
  action({
    path: paths.newDecision,
    access: 'person',
    command: askDecision,
    input: ({ form }) => ({
      ...aboutIn(form.text('about')),
      orgId: form.text('orgId'),
      topic: form.text('topic'),
      question: form.text('question'),
      background: form.text('background'),
      // one a line, as they are typed
      options: form
        .text('options')
        .split(/\r\n?|\n/)
        .map((option) => option.trim())
        .filter((option) => option !== ''),
      decidingOrgId: form.text('decidingOrgId'),
      dueOn: form.date('dueOn'),
      replacesId: form.text('replacesId'),
    }),
    done: ({ decisionId }) => ({
      to: paths.decision.href({ decisionId }),
      flash: 'partnerships.flash.asked',
    }),
    page: newDecisionPage,
  }),
  action({
    path: paths.opinion,
    access: 'person',
    command: giveOpinion,
    input: ({ params, form }) => ({
      ...decisionIn(params),
      orgId: form.text('orgId'),
      favours: form.text('favours'),
      words: form.text('words'),
    }),
    done: (_, { params }) => ({
      to: `${paths.decision.href(params)}#opinions`,
      flash: 'partnerships.flash.saved',
    }),
    page: decisionPage,
  }),
  action({
    path: paths.decide,
    access: 'person',
    command: decide,
    input: ({ params, form }) => ({
      ...decisionIn(params),
      chosen: form.text('chosen'),
      otherWords: form.text('otherWords'),
      reason: form.text('reason'),
    }),
    done: (_, { params }) => ({
      to: paths.decision.href(params),
      flash: 'partnerships.flash.decided',
    }),
    page: decisionPage,
  }),
  action({
    path: paths.withdrawDecision,
    access: 'person',
    command: withdrawDecision,
    input: ({ params, form }) => ({ ...decisionIn(params), reason: form.text('reason') }),
    done: (_, { params }) => ({
      to: paths.decision.href(params),
      flash: 'partnerships.flash.withdrawn',
    }),
    page: decisionPage,
  }),
];
