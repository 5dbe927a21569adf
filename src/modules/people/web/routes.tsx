import { action, page, type Route } from '#platform/http/page.ts';
import { safeNext } from '../core/rules.ts';
import {
  changeLanguage,
  changeOwnDetails,
  getOwnAccount,
  requestCode,
  signIn,
  signOut,
  signOutEverywhere,
} from '../server/index.ts';
import { AccountPage } from './pages/account.tsx';
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

export const routes: Route[] = [
  signInPage,
  codePage,
  accountPage,
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
    done: () => ({ to: '/', session: null }),
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
