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
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { testRows } from '../../core/schema.ts';
import type { getTestForm, listTests } from '../../server/index.ts';
import { paths } from '../paths.ts';

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
                about: v.t('orientation.own-test.line', {
                  count: test.questions,
                  language: v.fmt.language(test.language),
                  org: test.orgName,
                }),
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
      {here && (
        <Form
          action={paths.retireTest.href(here)}
          label={v.t(test.retired ? 'orientation.own-test.offer' : 'orientation.own-test.retire')}
        >
          <Hidden name="retired" value={test.retired ? '' : 'on'} />
          <p class="hint">{v.t('orientation.own-test.retire-hint')}</p>
          <ButtonRow>
            <Button kind="quiet">
              {v.t(test.retired ? 'orientation.own-test.offer' : 'orientation.own-test.retire')}
            </Button>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}
