import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ConfirmPanel,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  TaskList,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { licences } from '../../core/types.ts';
import type { getPractice, listReports } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Practice = ViewOf<typeof getPractice>;

function Head({ v, c, title, lead }: { v: View; c: Practice; title: string; lead: string }) {
  return (
    <PageHead
      title={title}
      lead={lead}
      breadcrumbs={[
        { href: paths.practices.href(), label: v.t('practices.catalogue.title') },
        { href: paths.practice.href({ practiceId: c.id }), label: c.title },
      ]}
      breadcrumbsLabel={v.t('practices.crumbs')}
    />
  );
}

/** Before a card is read by everybody: under which licence, with which name, and that it tells of nobody. */
export function ReleasePage({ v, practice: c }: { v: View; practice: Practice }) {
  const href = paths.release.href({ practiceId: c.id });
  const f = bind(v, href, { licence: c.licence, namedAs: c.namedAs });
  return (
    <>
      <Head
        v={v}
        c={c}
        title={v.t('practices.release.title')}
        lead={v.t('practices.release.lead')}
      />
      <ErrorSummary title={v.t('practices.form.errors')} errors={f.errors} />
      <Form action={href}>
        <RadioGroup
          {...f.text('licence')}
          label={v.t('practices.field.licence')}
          options={licences.map((l) => ({
            value: l,
            label: v.t(`practices.licence.${l}`),
            hint: v.t(`practices.licence.${l}-hint`),
          }))}
        />
        <TextField
          {...f.text('namedAs')}
          label={v.t('practices.field.namedAs')}
          hint={v.t('practices.field.namedAs-hint')}
          optionalLabel={v.t('practices.field.optional')}
        />
        <Checkbox {...f.tick('noPersons')} label={v.t('practices.release.no-persons')} />
        <ButtonRow>
          <Button>{v.t('practices.release.button')}</Button>
          <LinkButton href={paths.practice.href({ practiceId: c.id })}>
            {v.t('practices.form.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function WithdrawPage({ v, practice: c }: { v: View; practice: Practice }) {
  return (
    <>
      <Head
        v={v}
        c={c}
        title={v.t('practices.withdraw.title')}
        lead={v.t('practices.withdraw.lead')}
      />
      <ConfirmPanel
        title={v.t('practices.withdraw.sure', { card: c.title })}
        action={paths.withdraw.href({ practiceId: c.id })}
        confirmText={v.t('practices.withdraw.button')}
        danger
        cancelHref={paths.practice.href({ practiceId: c.id })}
        cancelText={v.t('practices.form.back')}
      >
        <p>{v.t('practices.withdraw.text')}</p>
      </ConfirmPanel>
    </>
  );
}

export function ReportPage({ v, practice: c }: { v: View; practice: Practice }) {
  const href = paths.report.href({ practiceId: c.id });
  const f = bind(v, href);
  return (
    <>
      <Head v={v} c={c} title={v.t('practices.report.title')} lead={v.t('practices.report.lead')} />
      <ErrorSummary title={v.t('practices.form.errors')} errors={f.errors} />
      <Form action={href}>
        <TextArea {...f.text('reason')} label={v.t('practices.report.reason')} rows={4} />
        <ButtonRow>
          <Button>{v.t('practices.report.button')}</Button>
          <LinkButton href={paths.practice.href({ practiceId: c.id })}>
            {v.t('practices.form.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function ReportsPage({ v, list }: { v: View; list: ViewOf<typeof listReports> }) {
  return (
    <>
      <PageHead title={v.t('practices.reports.title')} lead={v.t('practices.reports.lead')} />
      {list.reports.length > 0 ? (
        <TaskList
          items={list.reports.map((r, i) => ({
            id: `${r.practiceId}-${i}`,
            title: r.title,
            href: paths.practice.href({ practiceId: r.practiceId }),
            hint: r.reason,
            tone: 'now',
            statusText: v.t('practices.reports.open'),
          }))}
        />
      ) : (
        <EmptyState
          title={v.t('practices.reports.none')}
          text={v.t('practices.reports.none-text')}
        />
      )}
    </>
  );
}
