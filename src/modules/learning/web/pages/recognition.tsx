import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  StatusTag,
  TextArea,
} from '#ui/index.ts';
import { decisions } from '../../core/index.ts';
import { Lines } from '../parts/rows.tsx';
import { paths } from '../paths.ts';
import { ComplementFacts, type Recognition } from './complement.tsx';

const tones = { recognised: 'done', partly: 'late', not_recognised: 'stop' } as const;

/** What the sending school recognises of the time abroad, row by row. */
export function RecognitionPage({ v, recognition }: { v: View; recognition: Recognition }) {
  const at = { mobilityId: recognition.mobilityId };
  const href = paths.recognition.href(at);
  const f = bind(
    v,
    href,
    Object.fromEntries(
      recognition.rows.flatMap((row) => [
        [`decisions.${row.position}.decision`, row.decision],
        [`decisions.${row.position}.reason`, row.reason],
      ]),
    ),
  );
  const asks = recognition.my.decides && recognition.waitsFor === null && !recognition.complete;
  return (
    <>
      <PageHead
        kicker={recognition.pupil}
        title={v.t('learning.recognition.title')}
        lead={v.t('learning.recognition.lead', { school: recognition.sendingSchool })}
        breadcrumbs={[{ href: paths.agreement.href(at), label: v.t('learning.title') }]}
        breadcrumbsLabel={v.t('learning.crumbs')}
      />
      <ErrorSummary
        title={v.t('learning.errors')}
        lead={v.t('learning.nothing-lost')}
        errors={f.errors}
      />
      {recognition.complete ? (
        <Notice tone="done" title={v.t('learning.recognition.complete')} />
      ) : recognition.waitsFor === 'complement' && recognition.my.reports ? (
        <NextStep
          kicker={v.t('learning.next')}
          title={v.t('learning.task.report')}
          action={
            <LinkButton kind="primary" href={paths.complement.href(at)}>
              {v.t('learning.complement.go')}
            </LinkButton>
          }
        />
      ) : recognition.waitsFor ? (
        <Notice
          tone="wait"
          title={v.t(`learning.recognition.waits.${recognition.waitsFor}`, {
            school: recognition.hostSchool ?? '',
            pupil: recognition.pupil,
          })}
        />
      ) : asks ? null : (
        <Notice
          tone="wait"
          title={v.t('learning.recognition.by', { school: recognition.sendingSchool })}
        />
      )}
      <ComplementFacts v={v} recognition={recognition} />
      {asks ? (
        <Form action={href} id="recognition" keep>
          {recognition.rows.map((row) => (
            <Section key={row.position} title={row.subject}>
              <RowFacts v={v} row={row} />
              <RadioGroup
                {...f.text(`decisions.${row.position}.decision`)}
                label={v.t('learning.recognition.decision', { subject: row.subject })}
                options={decisions.map((value) => ({
                  value,
                  label: v.t(`learning.decision.${value}`),
                }))}
              />
              <TextArea
                {...f.text(`decisions.${row.position}.reason`)}
                label={v.t('learning.recognition.reason')}
                hint={v.t('learning.recognition.reason-hint')}
                rows={2}
              />
            </Section>
          ))}
          <p class="hint">{v.t('learning.recognition.final')}</p>
          <ButtonRow>
            <Button>{v.t('learning.recognition.button')}</Button>
          </ButtonRow>
        </Form>
      ) : (
        recognition.rows.map((row) => (
          <Section key={row.position} title={row.subject}>
            <RowFacts v={v} row={row} />
            {row.decision && (
              <>
                <p>
                  <StatusTag
                    tone={tones[row.decision]}
                    text={v.t(`learning.decision.${row.decision}`)}
                  />
                </p>
                {row.reason && (
                  <p>
                    <Lines text={row.reason} />
                  </p>
                )}
              </>
            )}
          </Section>
        ))
      )}
    </>
  );
}

function RowFacts({ v, row }: { v: View; row: Recognition['rows'][number] }) {
  return (
    <Facts
      items={[
        { label: v.t('learning.cell.outcome'), value: <Lines text={row.outcome} /> },
        { label: v.t('learning.cell.recognised'), value: <Lines text={row.recognised} /> },
        ...(row.result
          ? [
              {
                label: v.t('learning.complement.column'),
                value: (
                  <>
                    {v.t(`learning.result.${row.result}`)}
                    {row.remark && (
                      <>
                        <br />
                        <Lines text={row.remark} />
                      </>
                    )}
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
