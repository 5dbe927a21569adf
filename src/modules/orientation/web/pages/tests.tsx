import { languageOptions } from '#modules/resources/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  FieldSet,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TaskList,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { testRows } from '../../core/schema.ts';
import type { getTestForm, getTranslationForm, listTests } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** What a test is, with the languages it can be read in, and where one waits for its words. */
function About({ v, test }: { v: View; test: ViewOf<typeof listTests>['tests'][number] }) {
  const shown = test.translations.filter((x) => x.state === 'shown').map((x) => x.language);
  const waiting = test.translations.filter((x) => x.state !== 'shown').map((x) => x.language);
  const named = (codes: string[]) => v.fmt.list(codes.map((code) => v.fmt.language(code)));
  return (
    <>
      {v.t('orientation.own-test.line', {
        count: test.questions,
        language: named([test.language, ...shown]),
        org: test.orgName,
      })}
      {waiting.length > 0 && (
        <>
          {' '}
          <StatusTag
            tone="now"
            text={v.t('orientation.own-test.waiting', { languages: named(waiting) })}
          />
        </>
      )}
    </>
  );
}

/** Tests of one's organisations, and those of the product to begin from. */
export function TestsPage({ v, list }: { v: View; list: ViewOf<typeof listTests> }) {
  return (
    <>
      <PageHead
        title={v.t('orientation.own-test.title')}
        lead={v.t('orientation.own-test.lead')}
        breadcrumbs={[{ href: paths.orientations.href(), label: v.t('orientation.list.title') }]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
        actions={
          <LinkButton kind="primary" href={paths.newTest.href()}>
            {v.t('orientation.own-test.write')}
          </LinkButton>
        }
      />
      <Section title={v.t('orientation.own-test.yours')}>
        {list.tests.length === 0 ? (
          <EmptyState
            level={3}
            title={v.t('orientation.own-test.none')}
            text={v.t('orientation.own-test.none-text')}
          />
        ) : (
          <Table
            caption={v.t('orientation.own-test.yours')}
            hideCaption
            rowHeader="title"
            columns={[
              { key: 'title', label: v.t('orientation.own-test.name') },
              { key: 'about', label: v.t('orientation.own-test.about') },
              { key: 'used', label: v.t('orientation.own-test.used') },
            ]}
            rows={list.tests.map((test) => ({
              id: test.id,
              cells: {
                title: (
                  <a href={paths.ownTest.href({ orientationTestId: test.id })}>{test.title}</a>
                ),
                about: <About v={v} test={test} />,
                used: test.retired ? (
                  <StatusTag tone="none" text={v.t('orientation.own-test.retired')} />
                ) : (
                  v.t('orientation.own-test.used-in', { count: test.used })
                ),
              },
            }))}
          />
        )}
      </Section>
      <Section
        title={v.t('orientation.own-test.shipped')}
        lead={v.t('orientation.own-test.shipped-lead')}
      >
        <ul>
          {list.shipped.map((test) => (
            <li key={test.id}>
              {v.t('orientation.own-test.shipped-line', {
                title: test.title,
                count: test.questions,
              })}{' '}
              <a href={paths.newTest.href(undefined, { from: test.id })}>
                {v.t('orientation.own-test.begin-from', { title: test.title })}
              </a>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

type TestForm = ViewOf<typeof getTestForm>;

const initialOf = (test: TestForm, orgId: string) => ({
  orgId,
  language: test.language,
  title: test.title,
  ...Object.fromEntries(
    test.questions.flatMap((q, i) => [
      [`questions.${i}.text`, q.text],
      ...q.choices.map((choice, n) => [`questions.${i}.choices.${n}`, choice]),
      [`questions.${i}.right`, q.right >= 0 ? String(q.right) : ''],
      [`questions.${i}.why`, q.why],
    ]),
  ),
});

function QuestionRow({ v, f, i }: { v: View; f: ReturnType<typeof bind>; i: number }) {
  const at = (name: string) => `questions.${i}.${name}`;
  const places = Array.from({ length: testRows.choices }, (_, n) => n);
  return (
    <FieldSet
      name={`question-${i}`}
      label={v.t('orientation.own-test.question', { number: i + 1 })}
    >
      <TextArea {...f.text(at('text'))} label={v.t('orientation.own-test.text')} rows={2} />
      {places.map((n) => (
        <TextField
          key={n}
          {...f.text(at(`choices.${n}`))}
          label={v.t('orientation.own-test.choice', { number: n + 1 })}
          optionalLabel={n > 1 ? v.t('orientation.optional') : undefined}
        />
      ))}
      <RadioGroup
        {...f.text(at('right'))}
        label={v.t('orientation.own-test.right')}
        inline
        options={places.map((n) => ({
          value: String(n),
          label: v.t('orientation.own-test.choice', { number: n + 1 }),
        }))}
      />
      <TextArea
        {...f.text(at('why'))}
        label={v.t('orientation.own-test.why')}
        hint={v.t('orientation.own-test.why-hint')}
        rows={2}
      />
    </FieldSet>
  );
}

const translationTones = { shown: 'done', begun: 'now', before: 'late' } as const;

/** What a test is translated to, and one language more. */
function Languages({
  v,
  test,
  here,
}: {
  v: View;
  test: TestForm;
  here: { orientationTestId: string };
}) {
  const there = [test.language, ...test.translations.map((x) => x.language)];
  return (
    <Section
      id="languages"
      title={v.t('orientation.own-test.languages')}
      lead={v.t('orientation.own-test.languages-lead', {
        language: v.fmt.language(test.language),
      })}
    >
      {test.translations.length > 0 && (
        <TaskList
          items={test.translations.map((x) => ({
            id: x.language,
            title: v.fmt.language(x.language),
            href: paths.translation.href(here, { language: x.language }),
            tone: translationTones[x.state],
            statusText: v.t(`orientation.own-test.is-${x.state}`),
          }))}
        />
      )}
      <Form action={paths.translation.href(here)} method="get">
        <SelectField
          name="language"
          label={v.t('orientation.own-test.further')}
          value={['en', 'fr'].find((code) => !there.includes(code))}
          options={languageOptions(v).filter((o) => !there.includes(o.value))}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('orientation.own-test.translate')}</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

/** Writing a test, or changing it: questions, choices, which is right and why. */
export function WriteTestPage({ v, test }: { v: View; test: TestForm }) {
  const here = test.id ? { orientationTestId: test.id } : null;
  const action = here ? paths.ownTest.href(here) : paths.newTest.href();
  const f = bind(v, action, initialOf(test, test.orgs[0]?.id ?? ''));
  // what is written, and one to write; the others are folded away
  const rows = Array.from({ length: testRows.questions }, (_, i) => i);
  const last = rows.findLastIndex((i) =>
    ['text', 'why', 'choices.0'].some((name) => f.text(`questions.${i}.${name}`).value !== ''),
  );
  const [shown, more] = [rows.slice(0, last + 2), rows.slice(last + 2)];
  const row = (i: number) => <QuestionRow key={i} v={v} f={f} i={i} />;
  return (
    <>
      <PageHead
        title={test.id ? test.title : v.t('orientation.own-test.write')}
        lead={v.t(test.used > 0 ? 'orientation.own-test.edit-lead' : 'orientation.own-test.how')}
        breadcrumbs={[
          { href: paths.orientations.href(), label: v.t('orientation.list.title') },
          { href: paths.tests.href(), label: v.t('orientation.own-test.title') },
        ]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
        actions={
          here && (
            <LinkButton href={paths.newTest.href(undefined, { from: here.orientationTestId })}>
              {v.t('orientation.own-test.copy')}
            </LinkButton>
          )
        }
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      <Form action={action} id={test.id ?? 'new-test'} keep>
        {test.id ? (
          <Hidden name="version" value={String(test.version)} />
        ) : (
          <Hidden name="basedOn" value={test.basedOn} />
        )}
        {!test.id && test.orgs.length > 1 ? (
          <SelectField
            {...f.text('orgId')}
            label={v.t('orientation.field.org')}
            options={test.orgs.map((o) => ({ value: o.id, label: o.name }))}
          />
        ) : (
          !test.id && <Hidden name="orgId" value={test.orgs[0]?.id ?? ''} />
        )}
        <TextField {...f.text('title')} label={v.t('orientation.own-test.name')} />
        <SelectField
          {...f.text('language')}
          label={v.t('orientation.own-test.language')}
          options={languageOptions(v)}
        />
        {shown.map(row)}
        {more.length > 0 && (
          <Details summary={v.t('orientation.own-test.more')} wide>
            {more.map(row)}
          </Details>
        )}
        <ButtonRow>
          <Button>{v.t('orientation.save')}</Button>
          <LinkButton href={paths.tests.href()}>{v.t('orientation.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
      {here && <Languages v={v} test={test} here={here} />}
      {here && (
        <Section
          title={v.t(test.retired ? 'orientation.own-test.offer' : 'orientation.own-test.retire')}
        >
          <p>{v.t('orientation.own-test.retire-hint')}</p>
          <Form action={paths.retireTest.href(here)}>
            <Hidden name="retired" value={test.retired ? '' : 'on'} />
            <Button kind="quiet">
              {v.t(test.retired ? 'orientation.own-test.offer' : 'orientation.own-test.retire')}
            </Button>
          </Form>
        </Section>
      )}
    </>
  );
}

type TranslationForm = ViewOf<typeof getTranslationForm>;

/** What one translates stands above the field for its words. */
function OneQuestion({
  v,
  f,
  test,
  i,
}: {
  v: View;
  f: ReturnType<typeof bind>;
  test: TranslationForm;
  i: number;
}) {
  const at = (name: string) => `questions.${i}.${name}`;
  const question = test.from.questions[i];
  if (!question) return null;
  const first = (text: string) => <span lang={test.from.language}>{text}</span>;
  return (
    <FieldSet
      name={`question-${i}`}
      label={v.t('orientation.own-test.question', { number: i + 1 })}
    >
      <TextArea
        {...f.text(at('text'))}
        label={v.t('orientation.own-test.text')}
        hint={first(question.text)}
        rows={3}
      />
      {question.choices.map(
        (choice, n) =>
          choice && (
            <TextField
              key={`${i}-${n}`}
              {...f.text(at(`choices.${n}`))}
              label={v.t(
                n === question.right
                  ? 'orientation.own-test.right-choice'
                  : 'orientation.own-test.choice',
                { number: n + 1 },
              )}
              hint={first(choice)}
            />
          ),
      )}
      <TextArea
        {...f.text(at('why'))}
        label={v.t('orientation.own-test.why')}
        hint={first(question.why)}
        rows={3}
      />
    </FieldSet>
  );
}

/** A test in a further language: its words beside those of the first. It can be saved half and goes on later. */
export function TranslationPage({ v, test }: { v: View; test: TranslationForm }) {
  const here = { orientationTestId: test.id };
  const params = {
    language: v.fmt.language(test.language),
    from: v.fmt.language(test.from.language),
  };
  const f = bind(v, paths.translation.href(here), {
    title: test.title,
    ...Object.fromEntries(
      test.questions.flatMap((q, i) => [
        [`questions.${i}.text`, q.text],
        ...q.choices.map((choice, n) => [`questions.${i}.choices.${n}`, choice]),
        [`questions.${i}.why`, q.why],
      ]),
    ),
  });
  return (
    <>
      <PageHead
        title={v.t('orientation.own-test.translation', params)}
        lead={v.t('orientation.own-test.translation-lead', params)}
        breadcrumbs={[
          { href: paths.tests.href(), label: v.t('orientation.own-test.title') },
          { href: paths.ownTest.href(here), label: test.from.title },
        ]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      {test.begunFrom && (
        <Notice title={v.t(`orientation.own-test.from-${test.begunFrom}`, params)}>
          <p>{v.t('orientation.own-test.look-through', params)}</p>
        </Notice>
      )}
      {test.version > 0 && test.lacking > 0 && (
        <Notice title={v.t('orientation.own-test.lacking', { count: test.lacking })}>
          <p>{v.t('orientation.own-test.until-then', params)}</p>
        </Notice>
      )}
      <Form
        action={paths.translation.href(here, { language: test.language })}
        id={`${test.id}-${test.number}-${test.language}`}
        keep
      >
        <Hidden name="number" value={String(test.number)} />
        <Hidden name="version" value={String(test.version)} />
        <TextField
          {...f.text('title')}
          label={v.t('orientation.own-test.name')}
          hint={<span lang={test.from.language}>{test.from.title}</span>}
        />
        {test.from.questions.map((q, i) => (
          <OneQuestion key={q.text} v={v} f={f} test={test} i={i} />
        ))}
        <ButtonRow>
          <Button>{v.t('orientation.save')}</Button>
          <LinkButton href={paths.ownTest.href(here)}>{v.t('orientation.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
