import { Refusal } from '#kernel/errors.ts';
import type { MobilityId } from '#kernel/ids.ts';
import { download } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, page, type Route, raw } from '#platform/http/page.ts';
import { cells } from '../core/index.ts';
import {
  changeAgreement,
  decideRecognition,
  declineAgreement,
  getAgreement,
  getAgreementPrint,
  getRecognition,
  issueComplement,
  openForSignature,
  saveDraft,
  signAgreement,
  startAgreement,
  tryAgreement,
} from '../server/index.ts';
import { AgreementPage } from './pages/agreement.tsx';
import { ComplementPage } from './pages/complement.tsx';
import { EditPage, typedRows } from './pages/edit.tsx';
import { RecognitionPage } from './pages/recognition.tsx';
import { SignPage } from './pages/sign.tsx';
import { VersionPage } from './pages/version.tsx';
import { paths } from './paths.ts';

const idIn = (params: { mobilityId: string }) => params.mobilityId as MobilityId;

const agreementPage = page({
  path: paths.agreement,
  access: 'person',
  load: ({ ask, params, lang }) => ask(getAgreement, { mobilityId: idIn(params), language: lang }),
  title: (v, data) => v.t('learning.title-of', { pupil: data.pupil }),
  view: (v, data) => <AgreementPage v={v} agreement={data} />,
});

const editPage = page({
  path: paths.edit,
  access: 'person',
  load: async ({ ask, params, lang, search }) => ({
    agreement: await ask(getAgreement, { mobilityId: idIn(params), language: lang }),
    blank: search.get('blank') === '1' ? 1 : 0,
  }),
  title: (v) => v.t('learning.edit.title'),
  view: (v, data) => <EditPage v={v} {...data} />,
});

const signPage = page({
  path: paths.sign,
  access: 'person',
  load: ({ ask, params, lang }) => ask(getAgreement, { mobilityId: idIn(params), language: lang }),
  title: (v) => v.t('learning.sign.title'),
  view: (v, data) => <SignPage v={v} agreement={data} />,
});

const versionPage = page({
  path: paths.version,
  access: 'person',
  load: ({ ask, params, lang }) =>
    ask(getAgreement, { mobilityId: idIn(params), number: params.number, language: lang }),
  title: (v, data) => v.t('learning.versions.title-one', { number: data.shown?.number ?? 0 }),
  view: (v, data) => <VersionPage v={v} agreement={data} />,
});

const complementPage = page({
  path: paths.complement,
  access: 'person',
  load: ({ ask, params }) => ask(getRecognition, { mobilityId: idIn(params) }),
  title: (v) => v.t('learning.complement.title'),
  view: (v, data) => <ComplementPage v={v} recognition={data} />,
});

const recognitionPage = page({
  path: paths.recognition,
  access: 'person',
  load: ({ ask, params }) => ask(getRecognition, { mobilityId: idIn(params) }),
  title: (v) => v.t('learning.recognition.title'),
  view: (v, data) => <RecognitionPage v={v} recognition={data} />,
});

/** The rows as typed, without the one that was asked away. */
function rowsOf(form: FormData) {
  const removed = /^remove-(\d{1,3})$/.exec(form.text('do'))?.[1];
  return Array.from({ length: typedRows(form.values) }, (_, i) => i)
    .filter((i) => String(i) !== removed)
    .map((i) => Object.fromEntries(cells.map((cell) => [cell, form.text(`rows.${i}.${cell}`)])));
}

/** Numbered groups of fields: `results.0.result`, `results.0.remark` … as objects. */
function groupsOf(form: FormData, name: string, fields: string[]): Record<string, string>[] {
  const groups: Record<string, string>[] = [];
  for (let i = 0; i < 100; i++) {
    if (!fields.some((field) => form.values[`${name}.${i}.${field}`])) break;
    groups.push(
      Object.fromEntries(fields.map((field) => [field, form.text(`${name}.${i}.${field}`)])),
    );
  }
  return groups;
}

const preview = raw({
  method: 'get',
  path: paths.preview,
  access: 'person',
  handle: async (_, { ask, params, t }) => {
    const { print } = await ask(getAgreementPrint, {
      mobilityId: idIn(params),
      number: params.number,
    });
    const made = await tryAgreement(print);
    if (!made.ok) throw new Refusal(made);
    const name = `${t('learning.pdf.title', { pupil: print.content.pupil.name })} ${print.content.number} ${t('learning.pdf.preview')}.pdf`;
    return download(new Uint8Array(made.bytes), { name, mediaType: 'application/pdf' });
  },
});

export const routes: Route[] = [
  agreementPage,
  editPage,
  signPage,
  versionPage,
  complementPage,
  recognitionPage,
  preview,
  action({
    path: paths.agreement,
    access: 'person',
    command: startAgreement,
    input: ({ params }) => ({ mobilityId: params.mobilityId }),
    done: (_, { params }) => ({ to: paths.edit.href(params) }),
    page: agreementPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: saveDraft,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      number: form.text('number'),
      version: form.text('version'),
      rows: rowsOf(form),
      monitoring: form.text('monitoring'),
      reintegration: form.text('reintegration'),
    }),
    done: (result, { params, form }) => {
      const asked = form.text('do');
      if (asked === 'add-row')
        return { to: `${paths.edit.href(params, { blank: 1 })}#row-${result.rows + 1}` };
      if (asked.startsWith('remove-'))
        return { to: paths.edit.href(params), flash: 'learning.flash.removed' };
      return { to: paths.agreement.href(params), flash: 'learning.flash.saved' };
    },
    page: editPage,
  }),
  action({
    path: paths.open,
    access: 'person',
    command: openForSignature,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      number: form.text('number'),
      version: form.text('version'),
    }),
    done: (_, { params }) => ({ to: paths.agreement.href(params), flash: 'learning.flash.opened' }),
    page: agreementPage,
  }),
  action({
    path: paths.sign,
    access: 'person',
    command: signAgreement,
    input: ({ params, form, lang }) => ({
      mobilityId: params.mobilityId,
      number: form.text('number'),
      role: form.text('role'),
      sha256: form.text('sha256'),
      language: lang,
      agrees: form.flag('agrees'),
    }),
    done: (result, { params }) => ({
      to: paths.agreement.href(params),
      flash: result.complete ? 'learning.flash.complete' : 'learning.flash.signed',
    }),
    page: signPage,
  }),
  action({
    path: paths.decline,
    access: 'person',
    command: declineAgreement,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      number: form.text('number'),
      reason: form.text('reason'),
    }),
    done: (_, { params }) => ({
      to: paths.agreement.href(params),
      flash: 'learning.flash.declined',
    }),
    page: signPage,
  }),
  action({
    path: paths.change,
    access: 'person',
    command: changeAgreement,
    input: ({ params, form }) => ({ mobilityId: params.mobilityId, reason: form.text('reason') }),
    done: (_, { params }) => ({ to: paths.edit.href(params) }),
    page: agreementPage,
  }),
  action({
    path: paths.complement,
    access: 'person',
    command: issueComplement,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      confirmedFrom: form.date('confirmedFrom'),
      confirmedUntil: form.date('confirmedUntil'),
      remarks: form.text('remarks'),
      results: groupsOf(form, 'results', ['position', 'result', 'remark']),
    }),
    done: (_, { params }) => ({
      to: paths.recognition.href(params),
      flash: 'learning.flash.reported',
    }),
    page: complementPage,
  }),
  action({
    path: paths.recognition,
    access: 'person',
    command: decideRecognition,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      // rows without an answer stay open: a decision may take until the next conference
      decisions: groupsOf(form, 'decisions', ['decision', 'reason'])
        .map((group, position) => ({ ...group, position }))
        .filter((group) => 'decision' in group && group.decision !== ''),
    }),
    done: (result, { params }) => ({
      to: paths.recognition.href(params),
      flash: result.complete ? 'learning.flash.recognised' : 'learning.flash.decided',
    }),
    page: recognitionPage,
  }),
];
