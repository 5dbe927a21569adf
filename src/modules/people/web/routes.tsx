import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { action, type PageContext, page, type Route } from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { safeNext } from '../core/rules.ts';
import {
  answerConsent,
  changeLanguage,
  changeOwnDetails,
  getConsents,
  getOwnAccount,
  listOwnConsents,
  requestCode,
  signIn,
  signOut,
  signOutEverywhere,
  withdrawConsent,
} from '../server/index.ts';
import { AccountPage } from './pages/account.tsx';
import { ConsentPage, type OneConsent, WithdrawPage } from './pages/consent.tsx';
import { ConsentsPage, OwnConsentsPage } from './pages/consents.tsx';
import { CodePage, SignInPage } from './pages/sign-in.tsx';
import { paths } from './paths.ts';

const signInPage = page({
  path: paths.signIn,
  access: 'anyone',
  load: async ({ search }) => ({ next: safeNext(search.get('next')) }),
  title: (v) => v.t('people.sign-in.title'),
  view: (v, data) => <SignInPage v={v} {...data} />,
});

const codePage = page({
  path: paths.signInCode,
  access: 'anyone',
  load: async ({ search }) => ({
    email: search.get('email') ?? '',
    next: safeNext(search.get('next')),
    code: search.get('code') ?? '',
    choose: search.getAll('who').map((who) => ({ id: who.slice(0, 30), name: who.slice(31) })),
  }),
  title: (v) => v.t('people.code.title'),
  // after a wrong code the address stands in the form that was sent, not in the address bar
  view: (v, data) => (
    <CodePage
      v={v}
      {...data}
      email={v.form.values.email?.[0] ?? data.email}
      next={v.form.values.next?.[0] ?? data.next}
    />
  ),
});

const accountPage = page({
  path: paths.account,
  access: 'person',
  load: async ({ ask }) => ({ account: await ask(getOwnAccount, {}) }),
  title: (v) => v.t('people.account.title'),
  view: (v, data) => <AccountPage v={v} {...data} />,
});

const ownConsentsPage = page({
  path: paths.ownConsents,
  access: 'person',
  load: ({ ask }) => ask(listOwnConsents, {}),
  title: (v) => v.t('people.consents.title'),
  view: (v, own) => <OwnConsentsPage v={v} own={own} />,
});

const consentsOf = ({
  ask,
  params,
  lang,
}: Pick<PageContext, 'ask' | 'lang'> & { params: { pupilId: string } }) =>
  ask(getConsents, { pupilId: params.pupilId, language: chooseLanguage(lang) });

const consentsPage = page({
  path: paths.consents,
  access: 'person',
  load: consentsOf,
  title: (v, c) => v.t('people.consents.title-of', { pupil: c.pupil.name }),
  view: (v, c) => <ConsentsPage v={v} c={c} />,
});

/** One consent that the reader is asked for; for others it is not there. */
const oneConsent =
  (withdrawing: boolean) =>
  async (
    context: Pick<PageContext, 'ask' | 'lang'> & {
      params: { pupilId: string; applicationId: string; kind: string };
    },
  ): Promise<OneConsent> => {
    const c = await consentsOf(context);
    const o = c.occasions.find((each) => each.applicationId === context.params.applicationId);
    const kind = o?.kinds.find((each) => each.kind === context.params.kind);
    if (!o?.open || !kind?.wording || (withdrawing && kind.mine !== 'yes'))
      throw new Refusal(notFound);
    return { c, o, kind, wording: kind.wording };
  };

const consentPage = page({
  path: paths.consent,
  access: 'person',
  load: oneConsent(false),
  title: (v, { kind, c }) =>
    v.t(`people.consents.question-${kind.kind.replace('_', '-')}`, { pupil: c.pupil.called }),
  view: (v, one) => <ConsentPage v={v} {...one} />,
});

const withdrawPage = page({
  path: paths.consentWithdraw,
  access: 'person',
  load: oneConsent(true),
  title: (v) => v.t('people.consents.take-back'),
  view: (v, one) => <WithdrawPage v={v} {...one} />,
});

export const routes: Route[] = [
  signInPage,
  codePage,
  accountPage,
  ownConsentsPage,
  consentsPage,
  consentPage,
  withdrawPage,
  action({
    path: paths.consent,
    access: 'person',
    command: answerConsent,
    input: ({ form, params, lang }) => ({
      ...params,
      language: chooseLanguage(form.text('language'), lang),
      wording: form.text('wording'),
      answer: form.text('answer'),
      withPupil: form.flag('withPupil'),
      tellSchool: form.flag('tellSchool'),
    }),
    done: (_, { params }) => ({
      to: paths.consents.href({ pupilId: params.pupilId }),
      flash: 'people.consents.answered',
    }),
    page: consentPage,
  }),
  action({
    path: paths.consentWithdraw,
    access: 'person',
    command: withdrawConsent,
    input: ({ form, params }) => ({ ...params, tellSchool: form.flag('tellSchool') }),
    done: (_, { params }) => ({
      to: paths.consents.href({ pupilId: params.pupilId }),
      flash: 'people.consents.withdrawn',
    }),
    page: withdrawPage,
  }),
  action({
    path: paths.signIn,
    access: 'anyone',
    command: requestCode,
    limit: { name: 'code', points: 20, seconds: 600 },
    input: ({ form, lang }) => ({ email: form.text('email'), language: lang }),
    done: (_, { form }) => ({
      to: paths.signInCode.href(undefined, {
        email: form.text('email').toLowerCase(),
        next: safeNext(form.text('next')),
      }),
    }),
    page: signInPage,
  }),
  action({
    path: paths.signInCode,
    access: 'anyone',
    command: signIn,
    limit: { name: 'sign-in', points: 30, seconds: 600 },
    input: ({ form, userAgent }) => ({
      email: form.text('email'),
      code: form.text('code'),
      personId: form.text('personId'),
      device: deviceName(userAgent),
    }),
    done: (result, { form }) => {
      const next = safeNext(form.text('next'));
      if (result.token) return { to: next, session: result.token };
      const search = new URLSearchParams({
        email: form.text('email'),
        code: form.text('code'),
        next,
      });
      for (const who of result.choose) search.append('who', `${who.id} ${who.name}`);
      return { to: `${paths.signInCode.href()}?${search}` };
    },
    page: codePage,
  }),
  action({
    path: paths.signOut,
    access: 'person',
    command: signOut,
    input: ({ sessionToken }) => ({ token: sessionToken }),
    // somebody else at the same address comes back to where they were
    done: (_, { form }) => ({
      to: form.text('next')
        ? paths.signIn.href(undefined, { next: safeNext(form.text('next')) })
        : '/',
      session: null,
    }),
    page: accountPage,
  }),
  action({
    path: paths.signOutEverywhere,
    access: 'person',
    command: signOutEverywhere,
    input: () => ({}),
    done: () => ({ to: '/', session: null, flash: 'people.account.signed-out-everywhere' }),
    page: accountPage,
  }),
  action({
    path: paths.account,
    access: 'person',
    command: changeOwnDetails,
    input: ({ form }) => ({
      version: form.text('version'),
      givenName: form.text('givenName'),
      familyName: form.text('familyName'),
      preferredName: form.text('preferredName'),
      phone: form.text('phone'),
      language: form.text('language'),
    }),
    done: () => ({
      to: paths.account.href(),
      flash: 'people.account.saved',
      cookies: [{ name: 'language', value: '', maxAge: 0 }],
    }),
    page: accountPage,
  }),
  action({
    path: paths.language,
    access: 'anyone',
    command: changeLanguage,
    input: ({ form }) => ({ language: form.text('language'), next: form.text('next') }),
    done: (result, { form }) => ({
      to: safeNext(form.text('next')),
      cookies: [{ name: 'language', value: result.language, maxAge: 31_536_000 }],
    }),
    page: signInPage,
  }),
];

/** A device as its owner would call it: browser and system, no more. */
export function deviceName(userAgent: string): string {
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(userAgent)?.[0] ?? '';
  const system = /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(userAgent)?.[0] ?? '';
  return [browser, system].filter(Boolean).join(' · ');
}
