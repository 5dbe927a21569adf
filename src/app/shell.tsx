import type { VNode } from 'preact';
import type { Failure } from '#kernel/outcome.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { askAddress, partnershipPaths } from '#modules/partnerships/web/index.ts';
import { initialsOf } from '#modules/people/core/index.ts';
import { peoplePaths } from '#modules/people/web/index.ts';
import { projectsPaths } from '#modules/projects/web/index.ts';
import { workerPath } from '#platform/http/offline.ts';
import type { NavPlace, View } from '#platform/http/page.ts';
import { assetPath, type Shell } from '#platform/http/server.tsx';
import { formatsFor, languages } from '#platform/i18n/index.ts';
import {
  Avatar,
  Button,
  ButtonRow,
  Flash,
  Form,
  Hidden,
  Layout,
  LinkButton,
  Notice,
  PageHead,
  Prose,
} from '#ui/index.ts';
import { appPaths } from './paths.ts';
import { webModules } from './web-registry.ts';

/** Pages stand under the entry of the navigation that leads to them. */
function placeOf(path: string): string {
  // what partners ask each other stands with the partners
  if (/^\/(decisions|contacts)(\/|$)/.test(path)) return partnershipPaths.partnerships.href();
  if (!path.startsWith('/intakes/')) return path;
  return /^\/intakes\/[^/]+\/applications/.test(path)
    ? applicationsPaths.own.href()
    : projectsPaths.projects.href();
}

/** Things partners decide about, by the first part of the addresses of their pages. */
const decidedAbout: Record<string, string> = {
  mobilities: 'mobility',
  intakes: 'intake',
  projects: 'project',
  partnerships: 'partnership',
};

/** From every page a decision can be asked for: about what the page belongs to, else about something to be chosen. */
function askHref(v: View): string | null {
  if (v.actor.kind !== 'person' || v.actor.orgs.length === 0) return null;
  const [, place = '', id = ''] = (v.url.split('?')[0] ?? '').split('/');
  const kind = decidedAbout[place];
  return kind && /^[a-z]{3}_/.test(id)
    ? askAddress(kind, id)
    : partnershipPaths.chooseDecision.href();
}

function navOf(v: View) {
  if (v.actor.kind !== 'person') return [];
  const home = { href: appPaths.home.href(), label: v.t('app.nav.home'), order: 0 };
  const path = placeOf(v.url.split('?')[0] ?? '/');
  const places: NavPlace[] = [home, ...webModules.flatMap((m) => m.nav?.(v) ?? [])];
  return places
    .sort((a, b) => a.order - b.order)
    .map(({ href, label, group }) => ({
      href,
      label,
      ...(group && { group: v.t(`app.nav.${group}`) }),
      current: href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`),
    }));
}

/** Each language says its own name, so that whoever reads it finds it. */
function LanguageChoice({ v }: { v: View }) {
  return (
    <Form action={peoplePaths.language.href()} label={v.t('app.language')}>
      <Hidden name="next" value={v.url} />
      {languages
        .filter((l) => l !== v.lang)
        .map((l) => (
          <Button key={l} kind="link" name="language" value={l}>
            <span lang={l}>{formatsFor(l).language(l)}</span>
          </Button>
        ))}
    </Form>
  );
}

function Account({ v }: { v: View }) {
  if (v.actor.kind !== 'person') {
    return <LinkButton href={peoplePaths.signIn.href()}>{v.t('people.sign-in.title')}</LinkButton>;
  }
  return (
    <>
      <a href={peoplePaths.account.href()} class="who">
        <Avatar initials={initialsOf(v.actor.name)} />
        <span>{v.actor.name}</span>
      </a>
      <Form action={peoplePaths.signOut.href()}>
        <Button kind="link">{v.t('app.sign-out')}</Button>
      </Form>
    </>
  );
}

export const shell: Shell = {
  page(v, { title, body, scripts, frame, offline }) {
    const ask = frame === 'plain' ? null : askHref(v);
    return (
      <Layout
        lang={v.lang}
        dir={v.dir}
        title={`${title} – ${v.t('app.name')}`}
        description={v.t('app.description')}
        productName={v.t('app.name')}
        homeHref={appPaths.home.href()}
        stylesheetUrl={assetPath('main.css')}
        iconUrl={assetPath('icon.svg')}
        touchIconUrl={assetPath('icon-180.png')}
        manifestUrl={appPaths.manifest.href(undefined, { lang: v.lang })}
        workerUrl={v.actor.kind === 'person' ? workerPath : undefined}
        scriptUrls={[assetPath('enhance.js'), ...scripts.map((s) => assetPath(`${s}.js`))]}
        skipText={v.t('app.skip')}
        navLabel={v.t('app.nav.label')}
        moreLabel={v.t('app.nav.more')}
        nav={frame === 'plain' ? [] : navOf(v)}
        account={<Account v={v} />}
        banner={
          v.demo && (
            <p>
              {v.t('app.demo.banner')}{' '}
              <a href={appPaths.personas.href()}>{v.t('app.demo.change')}</a>
            </p>
          )
        }
        footer={
          <>
            {ask && <a href={ask}>{v.t('partnerships.decisions.ask')}</a>}
            <a href={appPaths.privacy.href()}>{v.t('app.privacy')}</a>
            <a href="/api/v1/openapi.json">{v.t('app.api')}</a>
            <LanguageChoice v={v} />
          </>
        }
      >
        {offline && (
          // the worker shows it and writes the time, where the page comes from the device
          <div data-from-device hidden>
            <Notice tone="late" title={v.t('app.offline.kept-title')}>
              <p>{v.t('app.offline.kept', { time: '%time%' })}</p>
            </Notice>
          </div>
        )}
        {v.flash && <Flash text={v.flash} />}
        {body}
      </Layout>
    ) as VNode;
  },
  failure(v, failure: Failure) {
    const title = v.t(`app.failure.${failure.kind}`);
    return {
      title,
      body: (
        <>
          <PageHead title={title} />
          <Prose>
            {failure.faults.map((f) => (
              <p key={f.reason}>{v.t(f.reason, f.params)}</p>
            ))}
          </Prose>
          <ButtonRow>
            <LinkButton href={appPaths.home.href()}>{v.t('app.failure.home')}</LinkButton>
          </ButtonRow>
        </>
      ),
    };
  },
  signInPath: peoplePaths.signIn.pattern,
};
