import { Fragment } from 'preact';
import { faultsOnPage, QuestionFields } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
} from '#ui/index.ts';
import type { getTest } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Test = ViewOf<typeof getTest>;

/** What was ticked, as it stands in the address after answering: it is kept nowhere. */
export function answersIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .slice(0, 2000)
      .split('~')
      .map((pair) => pair.split('.'))
      .filter((pair): pair is [string, string] => pair.length === 2),
  );
}
export const answersText = (answers: readonly { question: string; given: string }[]): string =>
  answers.map((a) => `${a.question}.${a.given}`).join('~');

/** Each question again with the right answer and why, kindly. */
function Explained({ v, rows }: { v: View; rows: NonNullable<Test['explained']> }) {
  return (
    <>
      {rows.map((r) => (
        <Section key={r.question} title={r.question}>
          <p>
            <StatusTag
              tone={r.right ? 'done' : 'now'}
              text={v.t(r.right ? 'orientation.test.right' : 'orientation.test.not-yet')}
            />
          </p>
          {!r.right && <p>{v.t('orientation.test.yours', { answer: r.given })}</p>}
          <p>
            <strong>{r.answer}</strong>
          </p>
          <p>{r.why}</p>
        </Section>
      ))}
    </>
  );
}

/** That a test is not there in one's language, and in which else it is. */
function InLanguages({ v, test, chosen }: { v: View; test: Test; chosen: string }) {
  const { language, languages } = test;
  if (!language) return null;
  const others = languages.filter((code) => code !== language);
  const named = v.fmt.language(language);
  return (
    <>
      {chosen === '' && language !== v.lang && (
        <p>
          {v.t('orientation.test.not-in-yours', {
            yours: v.fmt.language(v.lang),
            language: named,
            org: test.orgName,
          })}
        </p>
      )}
      {others.length > 0 && (
        <p>
          {v.t('orientation.test.also-in')}{' '}
          {others.map((code, i) => (
            <Fragment key={code}>
              {i > 0 && ' · '}
              <a href={paths.test.href({ orientationId: test.id }, { in: code })}>
                {v.fmt.language(code)}
              </a>
            </Fragment>
          ))}
        </p>
      )}
    </>
  );
}

/** A short test: a few questions, then every answer explained; as often as one likes. */
export function TestPage({ v, test, chosen }: { v: View; test: Test; chosen: string }) {
  const here = { orientationId: test.id };
  const action = paths.test.href(here);
  const inLanguage = paths.test.href(here, { in: chosen });
  const { page, explained } = test;
  const right = explained?.filter((r) => r.right).length ?? 0;
  const of = explained?.length ?? 0;
  // a test that an organisation wrote may not be there in the reader's language
  const lang = test.language && test.language !== v.lang ? test.language : undefined;
  return (
    <>
      <PageHead
        title={page?.title ?? test.title}
        titleLang={lang}
        lead={explained ? undefined : v.t('orientation.test.lead')}
        breadcrumbs={[{ href: paths.orientation.href(here), label: test.title }]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
      />
      {explained ? (
        <>
          <Notice
            tone={right === of ? 'done' : 'now'}
            title={v.t('orientation.test.result', { right, of })}
          >
            <p>{v.t(right === of ? 'orientation.test.all' : 'orientation.test.some')}</p>
          </Notice>
          <div lang={lang}>
            <Explained v={v} rows={explained} />
          </div>
          <ButtonRow>
            <LinkButton kind={right === of ? 'quiet' : 'primary'} href={inLanguage}>
              {v.t('orientation.test.again')}
            </LinkButton>
            <LinkButton href={paths.orientation.href(here)}>{v.t('orientation.back')}</LinkButton>
          </ButtonRow>
        </>
      ) : (
        page && (
          <>
            <ErrorSummary
              title={v.t('orientation.errors')}
              errors={faultsOnPage(v, page, action)}
            />
            <InLanguages v={v} test={test} chosen={chosen} />
            <Form action={inLanguage}>
              <div lang={lang}>
                <QuestionFields v={v} page={page} action={action} />
              </div>
              <Button>{v.t('orientation.test.send')}</Button>
            </Form>
          </>
        )
      )}
    </>
  );
}
