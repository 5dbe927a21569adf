import { type FormChange, mapWords, say } from '#engines/forms/index.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { safeNext } from '#modules/people/core/index.ts';
import { contentDisposition } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route, raw } from '#platform/http/page.ts';
import type { Path } from '#platform/http/path.ts';
import { fileInRanges } from '#platform/http/ranges.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { fileBytes, kindsToAdd, questionToAdd } from '../core/rules.ts';
import {
  adaptForm,
  askAgain,
  changeForm,
  declineRequest,
  getAnswerPage,
  getBeside,
  getCheck,
  getFile,
  getForm,
  getPreview,
  getRequest,
  getWords,
  listForms,
  openRequest,
  publishForm,
  recallRequest,
  remindRequest,
  savePage,
  sendBack,
  submitAnswers,
  takeNewerForm,
  undoChange,
} from '../server/index.ts';
import { AnswerPage, CheckPage, DeclinePage, IntroPage, introTitle } from './pages/answer.tsx';
import {
  EditPage,
  FormPage,
  FormsPage,
  PreviewPage,
  PublishPage,
  TranslatePage,
} from './pages/forms.tsx';
import { AskAgainPage, BesidePage, RecallPage, SendBackPage, WordsPage } from './pages/words.tsx';
import { paths, type Ways, waysByLink, waysSignedIn } from './paths.ts';

const language = (lang: string) => chooseLanguage(lang);

/** What stands in the fields of a page, without what the form itself brings along. */
function fieldsIn(form: FormData): Record<string, string[]> {
  const { token, requestId, pageId, seen, do: _, ...fields } = form.values;
  return fields;
}

/** Files that were chosen for a question, or beside those it has (`file.<question>`). */
function filesIn(form: FormData) {
  return Object.entries(form.files).map(([field, file]) => ({
    question: field.replace(/^file\./, ''),
    name: file.name.slice(0, 255),
    content: Buffer.from(file.bytes).toString('base64'),
  }));
}

/** Pictures and sound are shown and played; a document is saved first, since it may hold anything. */
function fileAnswer(
  request: Request,
  file: { name: string; mediaType: string; content: string },
): Response {
  const answer = fileInRanges(
    request,
    new Uint8Array(Buffer.from(file.content, 'base64')),
    file.mediaType,
  );
  const how = file.mediaType === 'application/pdf' ? 'attachment' : 'inline';
  answer.headers.set('content-disposition', contentDisposition(file.name, how));
  return answer;
}

/**
 * The pages on which somebody answers. They are the same by a link and signed in; only the proof differs.
 * @param waysOf the addresses, out of the parameters of the path
 */
function answering(
  at: { intro: Path; page: Path; check: Path; decline: Path; file: Path },
  access: 'anyone' | 'person',
  waysOf: (params: Record<string, string>) => Ways,
): Route[] {
  const ways = (context: { params: object }) => waysOf(context.params as Record<string, string>);
  const hand = (context: { params: object }) => {
    const { token, requestId } = ways(context);
    return { token: token.slice(0, 100), requestId: requestId as `frq_${string}` | '' };
  };
  const pageId = (context: { params: object }) =>
    (context.params as Record<string, string>).pageId ?? '';
  const asking = (context: PageContext) => ({ ...hand(context), language: language(context.lang) });

  const intro = page({
    path: at.intro,
    access,
    load: async (context) => {
      const request = await context.ask(getRequest, asking(context));
      const frozen = request.submittedAt
        ? (await context.ask(getCheck, asking(context))).frozen
        : null;
      return { request, frozen, ways: ways(context) };
    },
    title: (v, { request }) => introTitle(v, request),
    view: (v, data) => <IntroPage v={v} {...data} />,
  });
  const answerPage = page({
    path: at.page,
    access,
    islands: ['autosave'],
    load: async (context) => ({
      data: await context.ask(getAnswerPage, {
        ...asking(context),
        pageId: pageId(context).slice(0, 80),
      }),
      ways: ways(context),
      checked: context.search.has('check'),
    }),
    title: (v, { data }) => data.page?.title ?? introTitle(v, data.request),
    view: (v, data) => <AnswerPage v={v} {...data} />,
  });
  const check = page({
    path: at.check,
    access,
    load: async (context) => ({
      data: await context.ask(getCheck, asking(context)),
      ways: ways(context),
    }),
    title: (v) => v.t('forms.check.title'),
    view: (v, data) => <CheckPage v={v} {...data} />,
  });
  const decline = page({
    path: at.decline,
    access,
    load: async (context) => ({
      request: await context.ask(getRequest, asking(context)),
      ways: ways(context),
    }),
    title: (v) => v.t('forms.decline.title'),
    view: (v, data) => <DeclinePage v={v} {...data} />,
  });
  return [
    intro,
    answerPage,
    check,
    decline,
    action({
      path: at.intro,
      access,
      command: openRequest,
      input: (context) => hand(context),
      done: (result, context) => ({
        to: result.next ? ways(context).page(result.next) : ways(context).check,
      }),
      page: intro,
    }),
    action({
      path: at.page,
      access,
      command: savePage,
      input: (context) => ({
        ...hand(context),
        pageId: pageId(context),
        seen: context.form.text('seen'),
        fields: fieldsIn(context.form),
        files: filesIn(context.form),
        draft: context.form.text('do') !== 'next',
      }),
      upload: fileBytes,
      done: (result, context) => {
        const way = ways(context);
        const then = context.form.text('do');
        if (then === 'later') return { to: way.intro, flash: 'forms.flash.kept' };
        if (then.startsWith('another ')) {
          const question = then.slice('another '.length);
          return { to: `${way.page(pageId(context))}#f-${encodeURIComponent(question)}` };
        }
        return { to: result.next ? way.page(result.next) : way.check };
      },
      page: answerPage,
    }),
    raw({
      method: 'get',
      path: at.file,
      access,
      handle: async (request, { ask, params }) => {
        const { token, requestId } = waysOf(params as Record<string, string>);
        return fileAnswer(
          request,
          await ask(getFile, {
            token: token.slice(0, 100),
            requestId: requestId as `frq_${string}` | '',
            fileId: (params as { formFileId: string }).formFileId as `ffi_${string}`,
          }),
        );
      },
    }),
    action({
      path: at.check,
      access,
      command: submitAnswers,
      input: (context) => ({ ...hand(context), language: language(context.lang) }),
      done: (_, context) => ({ to: ways(context).intro }),
      page: check,
    }),
    action({
      path: at.decline,
      access,
      command: declineRequest,
      input: (context) => ({
        ...hand(context),
        reason: context.form.text('reason'),
        note: context.form.text('note'),
      }),
      done: (_, context) => ({ to: ways(context).intro }),
      page: decline,
    }),
  ];
}

const asked = ({ ask, params, lang }: Pick<PageContext, 'ask' | 'lang'> & { params: object }) =>
  ask(getWords, {
    requestId: (params as { requestId: string }).requestId as `frq_${string}`,
    language: language(lang),
  });

const wordsPage = page({
  path: paths.words,
  access: 'person',
  load: asked,
  title: (v, words) =>
    v.t('forms.words.title', { part: words.request.title, who: words.request.addressee.name }),
  view: (v, words) => <WordsPage v={v} words={words} />,
});
const managed = async (context: Parameters<typeof asked>[0]) => {
  const words = await asked(context);
  if (!words.request.mayManage) throw new Refusal(notFound);
  return words;
};
const sendBackPage = page({
  path: paths.sendBack,
  access: 'person',
  load: async (context) => {
    const words = await asked(context);
    if (!words.maySendBack) throw new Refusal(notFound);
    return words;
  },
  title: (v, words) => v.t('forms.send-back.title', { who: words.request.addressee.name }),
  view: (v, words) => <SendBackPage v={v} words={words} />,
});
const besidePage = page({
  path: paths.beside,
  access: 'person',
  load: async ({ ask, params, lang }) => ({
    requestId: params.requestId,
    both: await ask(getBeside, {
      requestId: params.requestId as `frq_${string}`,
      language: language(lang),
    }),
  }),
  title: (v, { both }) => v.t('forms.beside.title', { part: both.title }),
  view: (v, data) => <BesidePage v={v} {...data} />,
});
const recallPage = page({
  path: paths.recall,
  access: 'person',
  load: managed,
  title: (v, words) => v.t('forms.recall.title', { who: words.request.addressee.name }),
  view: (v, words) => <RecallPage v={v} words={words} />,
});
const askAgainPage = page({
  path: paths.askAgain,
  access: 'person',
  load: managed,
  title: (v) => v.t('forms.again.title'),
  view: (v, words) => <AskAgainPage v={v} words={words} />,
});

const requestOf = ({ params }: { params: { requestId: string } }) => ({
  requestId: params.requestId as `frq_${string}`,
});

const requests: Route[] = [
  wordsPage,
  sendBackPage,
  besidePage,
  recallPage,
  askAgainPage,
  action({
    path: paths.sendBack,
    access: 'person',
    command: sendBack,
    input: ({ params, form }) => ({ ...requestOf({ params }), word: form.text('word') }),
    done: ({ requestId }) => ({
      to: paths.words.href({ requestId }),
      flash: 'forms.flash.sent-back',
    }),
    page: sendBackPage,
  }),
  action({
    path: paths.remind,
    access: 'person',
    command: remindRequest,
    input: requestOf,
    done: (_, { params, form }) => ({
      to: form.text('back') ? safeNext(form.text('back')) : paths.words.href(params),
      flash: 'forms.flash.reminded',
    }),
    page: wordsPage,
  }),
  action({
    path: paths.recall,
    access: 'person',
    command: recallRequest,
    input: requestOf,
    done: (_, { params }) => ({ to: paths.words.href(params), flash: 'forms.flash.recalled' }),
    page: recallPage,
  }),
  action({
    path: paths.askAgain,
    access: 'person',
    command: askAgain,
    input: ({ params, form }) => ({
      ...requestOf({ params }),
      name: form.text('name'),
      email: form.text('email'),
    }),
    done: (_, { params }) => ({ to: paths.words.href(params), flash: 'forms.flash.asked-again' }),
    page: askAgainPage,
  }),
];

const formIn = ({ ask, params, lang }: Pick<PageContext, 'ask' | 'lang'> & { params: object }) =>
  ask(getForm, {
    formId: (params as { formId: string }).formId as `frm_${string}`,
    language: language(lang),
  });
/** Only an organisation's own form is changed; of another there is no such page. */
const ownFormIn = async (context: Parameters<typeof formIn>[0]) => {
  const form = await formIn(context);
  if (form.org === null) throw new Refusal(notFound);
  return form;
};

const formsPage = page({
  path: paths.forms,
  access: 'person',
  load: ({ ask, lang }) => ask(listForms, { language: language(lang) }),
  title: (v) => v.t('forms.forms.title'),
  view: (v, list) => <FormsPage v={v} list={list} />,
});
const formPage = page({
  path: paths.form,
  access: 'person',
  load: formIn,
  title: (v, form) => say(form.definition.title, v.lang),
  view: (v, form) => <FormPage v={v} form={form} />,
});
const editPage = page({
  path: paths.edit,
  access: 'person',
  load: async (context) => {
    const form = await ownFormIn(context);
    const pages = form.definition.sections.flatMap((section) => section.pages);
    if (!pages.some((one) => one.id === context.params.pageId)) throw new Refusal(notFound);
    return { form, pageId: context.params.pageId };
  },
  title: (v, { form }) => say(form.definition.title, v.lang),
  view: (v, data) => <EditPage v={v} {...data} />,
});
const translatePage = page({
  path: paths.translate,
  access: 'person',
  load: async (context) => {
    const form = await ownFormIn(context);
    const to = context.params.language;
    if (!/^[a-z]{2,3}$/.test(to)) throw new Refusal(notFound);
    const words: { address: string; english: string; there: string }[] = [];
    mapWords(form.definition, (there, address) => {
      const english = say(there, 'en');
      // “A1” or “5” is written alike in every language
      const alike = /^[A-Z]?\d*$/.test(english) ? english : '';
      words.push({ address, english, there: there[to] ?? alike });
      return there;
    });
    return { form, language: to, words };
  },
  title: (v, { language: to }) =>
    v.t('forms.translate.page-title', { language: v.fmt.language(to) }),
  view: (v, data) => <TranslatePage v={v} {...data} />,
});
const previewPage = page({
  path: paths.preview,
  access: 'person',
  load: async (context) => ({
    formId: context.params.formId,
    preview: await context.ask(getPreview, {
      formId: context.params.formId as `frm_${string}`,
      pageId: context.params.pageId,
      language: language(context.lang),
    }),
  }),
  title: (v, { preview }) => v.t('forms.preview.title', { page: preview.page.title }),
  view: (v, data) => <PreviewPage v={v} {...data} isOwn={data.preview.org !== null} />,
});
const publishPage = page({
  path: paths.publish,
  access: 'person',
  load: ownFormIn,
  title: (v, form) => v.t('forms.publish.title', { form: say(form.definition.title, v.lang) }),
  view: (v, form) => <PublishPage v={v} form={form} />,
});

const changing = ({ params, form }: { params: { formId: string }; form: FormData }) => ({
  formId: params.formId as `frm_${string}`,
  version: form.text('version'),
});

/** What a button of the page of one question asks for. */
function changesIn(form: FormData, pageId: string): FormChange[] {
  const question = form.text('question');
  const order = form.text('order').split(' ');
  switch (form.text('do')) {
    case 'hide':
      return [{ do: 'hide-question', question }];
    case 'require':
    case 'optional':
      return [{ do: 'require', question, required: form.text('do') === 'require' }];
    case 'up': {
      const at = order.indexOf(question);
      const moved = order.filter((id) => id !== question);
      moved.splice(Math.max(0, at - 1), 0, question);
      return [{ do: 'reorder', page: pageId, questions: moved }];
    }
    default:
      return Object.keys(form.values).flatMap((name): FormChange[] => {
        const parts = name.split('.');
        const to = parts.pop() ?? '';
        if (parts[0] !== question || parts.length < 2) return [];
        return [
          { do: 'reword', at: `questions.${parts.join('.')}`, language: to, text: form.text(name) },
        ];
      });
  }
}

/** A question's id out of its English words; two of the same words are one question too many, and refused. */
function idFor(label: string): string {
  const words = label
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `own-${words.slice(0, 50).replace(/-$/, '') || 'question'}`;
}

function wordsIn(form: FormData, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(form.values)
      .filter((key) => key.startsWith(`${name}.`))
      .map((key) => [key.slice(name.length + 1), form.text(key)]),
  );
}

function addedIn(form: FormData, pageId: string): FormChange[] {
  const kind = kindsToAdd.find((one) => one === form.text('kind')) ?? 'long-text';
  const label = wordsIn(form, 'label');
  const options = Object.fromEntries(
    Object.entries(wordsIn(form, 'options')).map(([to, text]) => [
      to,
      text.split('\n').flatMap((line) => line.trim() || []),
    ]),
  );
  const hint = wordsIn(form, 'hint');
  const hasHint = Object.values(hint).some((text) => text !== '');
  // where only one language was given a hint, the others show it rather than nothing
  const anyHint = Object.values(hint).find((text) => text !== '') ?? '';
  const fullHint = Object.fromEntries(
    Object.entries(hint).map(([to, text]) => [to, hasHint && text === '' ? anyHint : text]),
  );
  const question = questionToAdd(
    idFor(label.en ?? ''),
    kind,
    { label, hint: fullHint },
    options,
    form.flag('required'),
  );
  return [{ do: 'add-question', page: pageId, after: form.text('after') || null, question }];
}

const toEdit =
  (flash: string) =>
  (_: unknown, { params }: { params: { formId: string; pageId: string } }) => ({
    to: paths.edit.href(params),
    flash,
  });
const toForm =
  (flash: string) =>
  (_: unknown, { params }: { params: { formId: string } }) => ({
    to: paths.form.href(params),
    flash,
  });

const adapting: Route[] = [
  formsPage,
  formPage,
  editPage,
  translatePage,
  previewPage,
  publishPage,
  raw({
    method: 'get',
    path: paths.chooseTranslation,
    access: 'person',
    handle: async (_, context) => {
      const form = await ownFormIn(context);
      const to = context.search.get('to') ?? '';
      return new Response(null, {
        status: 303,
        headers: {
          location: /^[a-z]{2,3}$/.test(to)
            ? paths.translate.href({ formId: form.id, language: to })
            : paths.form.href({ formId: form.id }),
        },
      });
    },
  }),
  action({
    path: paths.adapt,
    access: 'person',
    command: adaptForm,
    input: ({ form }) => ({ key: form.text('key'), orgId: form.text('orgId') }),
    done: (result) => ({
      to: paths.form.href({ formId: result.formId }),
      flash: 'forms.flash.adapted',
    }),
    page: formsPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: changeForm,
    input: (context) => ({
      ...changing(context),
      changes: changesIn(context.form, context.params.pageId),
    }),
    done: toEdit('forms.flash.changed'),
    page: editPage,
  }),
  action({
    path: paths.addQuestion,
    access: 'person',
    command: changeForm,
    input: (context) => ({
      ...changing(context),
      changes: addedIn(context.form, context.params.pageId),
    }),
    done: toEdit('forms.flash.added'),
    page: editPage,
  }),
  action({
    path: paths.translate,
    access: 'person',
    command: changeForm,
    input: (context) => ({
      ...changing(context),
      changes: [
        {
          do: 'translate',
          language: context.params.language,
          words: Object.fromEntries(
            Object.entries(wordsIn(context.form, 'words')).filter(([, text]) => text !== ''),
          ),
        },
      ],
    }),
    done: toForm('forms.flash.translated'),
    page: translatePage,
  }),
  action({
    path: paths.undo,
    access: 'person',
    command: undoChange,
    input: (context) => ({ ...changing(context), number: context.form.text('number') }),
    done: toForm('forms.flash.undone'),
    page: formPage,
  }),
  action({
    path: paths.newer,
    access: 'person',
    command: takeNewerForm,
    input: changing,
    done: toForm('forms.flash.newer'),
    page: formPage,
  }),
  action({
    path: paths.publish,
    access: 'person',
    command: publishForm,
    input: (context) => ({ ...changing(context), sure: context.form.flag('sure') }),
    done: toForm('forms.flash.published'),
    page: publishPage,
  }),
];

export const routes: Route[] = [
  ...adapting,
  ...requests,
  ...answering(
    {
      intro: paths.answer as Path,
      page: paths.answerPage as Path,
      check: paths.answerCheck as Path,
      decline: paths.answerDecline as Path,
      file: paths.answerFile as Path,
    },
    'anyone',
    (params) => waysByLink(params.token ?? ''),
  ),
  ...answering(
    {
      intro: paths.request as Path,
      page: paths.requestPage as Path,
      check: paths.requestCheck as Path,
      decline: paths.requestDecline as Path,
      file: paths.requestFile as Path,
    },
    'person',
    (params) => waysSignedIn(params.requestId ?? ''),
  ),
];
