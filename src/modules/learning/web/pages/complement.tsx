import { documentPaths } from '#modules/documents/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  PageHead,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#ui/index.ts';
import { results } from '../../core/index.ts';
import type { getRecognition } from '../../server/index.ts';
import { Lines } from '../parts/rows.tsx';
import { paths } from '../paths.ts';

export type Recognition = ViewOf<typeof getRecognition>;

/** What the host school confirms after the stay: asked of it, shown to the others. */
export function ComplementPage({ v, recognition }: { v: View; recognition: Recognition }) {
  const at = { mobilityId: recognition.mobilityId };
  const href = paths.complement.href(at);
  const { complement } = recognition;
  const f = bind(v, href, {
    confirmedFrom: recognition.startsOn,
    // a stay is confirmed up to today at the most
    confirmedUntil:
      Temporal.PlainDate.compare(recognition.endsOn, v.today) > 0 ? v.today : recognition.endsOn,
  });
  const head = (
    <PageHead
      kicker={recognition.pupil}
      title={v.t('learning.complement.title')}
      lead={v.t('learning.complement.lead', { school: recognition.hostSchool ?? '' })}
      breadcrumbs={[{ href: paths.agreement.href(at), label: v.t('learning.title') }]}
      breadcrumbsLabel={v.t('learning.crumbs')}
    />
  );
  const errors = (
    <ErrorSummary
      title={v.t('learning.errors')}
      lead={v.t('learning.nothing-lost')}
      errors={f.errors}
    />
  );
  if (complement)
    return (
      <>
        {head}
        {errors}
        <ComplementFacts v={v} recognition={recognition} />
        <Results v={v} recognition={recognition} />
      </>
    );
  if (!recognition.my.reports || recognition.waitsFor !== 'complement')
    return (
      <>
        {head}
        {errors}
        <EmptyState
          title={v.t('learning.complement.none')}
          text={v.t(
            recognition.waitsFor === 'complement'
              ? 'learning.complement.by-host'
              : `learning.complement.waits.${recognition.waitsFor ?? 'stay'}`,
            { school: recognition.hostSchool ?? '' },
          )}
        />
      </>
    );
  const labels = {
    day: v.t('learning.date.day'),
    month: v.t('learning.date.month'),
    year: v.t('learning.date.year'),
  };
  return (
    <>
      {head}
      {errors}
      <Form action={href} id="complement" keep>
        <DateField
          {...f.date('confirmedFrom')}
          label={v.t('learning.complement.from')}
          labels={labels}
        />
        <DateField
          {...f.date('confirmedUntil')}
          label={v.t('learning.complement.until')}
          hint={
            Temporal.PlainDate.compare(recognition.endsOn, v.today) > 0
              ? v.t('learning.complement.until-hint', { date: recognition.endsOn })
              : undefined
          }
          labels={labels}
        />
        {recognition.rows.map((row, i) => (
          <Section key={row.position} title={row.subject}>
            <p>
              <Lines text={row.outcome} />
            </p>
            <Hidden name={`results.${i}.position`} value={String(row.position)} />
            <RadioGroup
              {...f.text(`results.${i}.result`)}
              label={v.t('learning.complement.result', { subject: row.subject })}
              options={results.map((value) => ({ value, label: v.t(`learning.result.${value}`) }))}
            />
            <TextArea
              {...f.text(`results.${i}.remark`)}
              label={v.t('learning.complement.remark')}
              optionalLabel={v.t('learning.optional')}
              rows={2}
            />
          </Section>
        ))}
        <TextArea
          {...f.text('remarks')}
          label={v.t('learning.complement.remarks')}
          optionalLabel={v.t('learning.optional')}
          rows={4}
        />
        <p class="hint">{v.t('learning.complement.final')}</p>
        <ButtonRow>
          <Button>{v.t('learning.complement.button')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

export function ComplementFacts({ v, recognition }: { v: View; recognition: Recognition }) {
  const { complement } = recognition;
  if (!complement) return null;
  return (
    <Facts
      items={[
        {
          label: v.t('learning.complement.stay'),
          value: v.t('learning.pdf.from-until', {
            from: v.fmt.date(complement.confirmedFrom),
            until: v.fmt.date(complement.confirmedUntil),
          }),
        },
        {
          label: v.t('learning.complement.issued'),
          value: v.t('learning.complement.issued-by', {
            who: complement.issuer,
            school: recognition.hostSchool ?? '',
            at: v.fmt.moment(complement.issuedAt),
          }),
        },
        ...(complement.remarks
          ? [
              {
                label: v.t('learning.complement.remarks'),
                value: <Lines text={complement.remarks} />,
              },
            ]
          : []),
        {
          label: v.t('learning.versions.paper'),
          value: complement.documentId ? (
            <a href={documentPaths.document.href({ documentId: complement.documentId })} download>
              {v.t('learning.complement.pdf')}
            </a>
          ) : (
            v.t('learning.versions.being-made')
          ),
        },
      ]}
    />
  );
}

function Results({ v, recognition }: { v: View; recognition: Recognition }) {
  return (
    <Table
      caption={v.t('learning.complement.title')}
      hideCaption
      rowHeader="subject"
      columns={[
        { key: 'subject', label: v.t('learning.cell.subject') },
        { key: 'outcome', label: v.t('learning.cell.outcome') },
        { key: 'result', label: v.t('learning.complement.column') },
        { key: 'remark', label: v.t('learning.complement.remark') },
      ]}
      rows={recognition.rows.map((row) => ({
        id: String(row.position),
        cells: {
          subject: row.subject,
          outcome: <Lines text={row.outcome} />,
          result: row.result ? v.t(`learning.result.${row.result}`) : '',
          remark: <Lines text={row.remark} />,
        },
      }))}
    />
  );
}
