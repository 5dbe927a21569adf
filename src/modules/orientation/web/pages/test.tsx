import { say } from '#engines/forms/index.ts';
import type { FormPage } from '#modules/forms/core/index.ts';
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
import { rightOf, testFor } from '../../core/schema.ts';
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
function Explained({ v, test, given }: { v: View; test: Test; given: Record<string, string> }) {
  const known = testFor(test.test);
  if (!known) return null;
  const questions = known.form.sections.flatMap((s) => s.pages.flatMap((p) => p.questions));
  const results = rightOf(known, given);
  return (
    <>
      {results.map((r) => {
        const question = questions.find((q) => q.id === r.question);
        if (question?.kind !== 'choice') return null;
        const answer = known.answers[r.question];
        const words = (id: string | undefined) => {
          const option = question.options.find((o) => o.id === id);
          return option ? say(option.label, v.lang) : '–';
        };
        return (
          <Section key={r.question} title={say(question.label, v.lang)}>
            <p>
              <StatusTag
                tone={r.right ? 'done' : 'now'}
                text={v.t(r.right ? 'orientation.test.right' : 'orientation.test.not-yet')}
              />
            </p>
            {!r.right && <p>{v.t('orientation.test.yours', { answer: words(r.given) })}</p>}
            <p>
              <strong>{words(answer?.right)}</strong>
            </p>
            <p>{say(answer?.why ?? {}, v.lang)}</p>
          </Section>
        );
      })}
    </>
  );
}

/** A short test: a few questions, then every answer explained; as often as one likes. */
export function TestPage({
  v,
  test,
  page,
  given,
}: {
  v: View;
  test: Test;
  page: FormPage | null;
  given: Record<string, string> | null;
}) {
  const here = { orientationId: test.id };
  const action = paths.test.href(here);
  const known = testFor(test.test);
  const right = known && given ? rightOf(known, given).filter((r) => r.right).length : 0;
  const of = known ? Object.keys(known.answers).length : 0;
  return (
    <>
      <PageHead
        title={page?.title ?? test.title}
        lead={given ? undefined : v.t('orientation.test.lead')}
        breadcrumbs={[{ href: paths.orientation.href(here), label: test.title }]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
      />
      {given ? (
        <>
          <Notice
            tone={right === of ? 'done' : 'now'}
            title={v.t('orientation.test.result', { right, of })}
          >
            <p>{v.t(right === of ? 'orientation.test.all' : 'orientation.test.some')}</p>
          </Notice>
          <Explained v={v} test={test} given={given} />
          <ButtonRow>
            <LinkButton kind={right === of ? 'quiet' : 'primary'} href={action}>
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
            <Form action={action}>
              <QuestionFields v={v} page={page} action={action} />
              <Button>{v.t('orientation.test.send')}</Button>
            </Form>
          </>
        )
      )}
    </>
  );
}
