import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  StatusTag,
  Table,
  TextArea,
  type Tone,
} from '#ui/index.ts';
import type { listCases, listCasesOfStay } from '../../server/index.ts';
import { Places } from '../parts/places.tsx';
import { paths } from '../paths.ts';

export type CaseLine = ViewOf<typeof listCases>['cases'][number];

/** Where a case stands, as a word with its tone: who handles it, or by when somebody must. */
export function CaseStatus({ v, c }: { v: View; c: CaseLine }) {
  const { tone, text } = caseStatus(v, c);
  return <StatusTag tone={tone} text={text} />;
}

function caseStatus(v: View, c: CaseLine): { tone: Tone; text: string } {
  if (c.state === 'closed')
    return { tone: 'done', text: v.t(`support.outcome.${c.outcome ?? 'settled'}`) };
  if (c.late && c.takeUpBy)
    return { tone: 'late', text: v.t('support.case.late', { at: c.takeUpBy }) };
  if (c.takeUpBy) return { tone: 'now', text: v.t('support.case.take-by', { at: c.takeUpBy }) };
  if (c.state === 'waiting' && c.waitingUntil)
    return { tone: 'wait', text: v.t('support.case.waits', { date: c.waitingUntil }) };
  return { tone: 'wait', text: v.t('support.case.handled-by', { who: c.handler ?? '' }) };
}

export function CasesPage({ v, cases }: { v: View; cases: CaseLine[] }) {
  const open = cases.filter((c) => c.state !== 'closed');
  const closed = cases.filter((c) => c.state === 'closed');
  return (
    <>
      <PageHead title={v.t('support.cases.title')} lead={v.t('support.cases.lead')} />
      <Places v={v} />
      {cases.length === 0 ? (
        <EmptyState title={v.t('support.cases.none')} text={v.t('support.cases.none-text')} />
      ) : (
        <>
          <Section title={v.t('support.cases.open')} id="open">
            {open.length === 0 ? (
              <p>{v.t('support.cases.none-open')}</p>
            ) : (
              <CaseTable v={v} cases={open} caption={v.t('support.cases.open')} />
            )}
          </Section>
          {closed.length > 0 && (
            <Section title={v.t('support.cases.closed')} id="closed" folded>
              <CaseTable v={v} cases={closed} caption={v.t('support.cases.closed')} />
            </Section>
          )}
        </>
      )}
    </>
  );
}

function CaseTable({ v, cases, caption }: { v: View; cases: CaseLine[]; caption: string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      rowHeader="pupil"
      columns={[
        { key: 'pupil', label: v.t('support.contacts.pupil') },
        { key: 'level', label: v.t('support.case.level') },
        { key: 'state', label: v.t('support.case.state') },
      ]}
      rows={cases.map((c) => ({
        id: c.id,
        cells: {
          pupil: <a href={paths.case.href({ caseId: c.id })}>{c.pupil}</a>,
          level: c.inConfidence
            ? v.t('support.cases.in-confidence', { level: v.t(`support.level.${c.level}`) })
            : v.t(`support.level.${c.level}`),
          state: <CaseStatus v={v} c={c} />,
        },
      }))}
    />
  );
}

type OfStay = ViewOf<typeof listCasesOfStay>;

/** Opening a case by hand: what happened, how bad, and who is left out. */
export function NewCasePage({ v, stay }: { v: View; stay: OfStay }) {
  const action = paths.newCase.href({ mobilityId: stay.id });
  const f = bind(v, action);
  return (
    <>
      <PageHead
        title={v.t('support.case.new', { pupil: stay.pupil })}
        lead={v.t('support.case.new-lead')}
        breadcrumbs={[
          { href: mobilityPaths.dossier.href({ mobilityId: stay.id }), label: stay.pupil },
        ]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      {stay.mayOpen.length === 0 ? (
        <Notice title={v.t('support.case.not-yours')}>
          <p>{v.t('support.refused.not-this-level')}</p>
        </Notice>
      ) : (
        <Form action={action} id="new-case" sensitive>
          <TextArea
            {...f.text('words')}
            label={v.t('support.case.what')}
            hint={v.t('support.case.what-hint')}
            rows={4}
          />
          <RadioGroup
            {...f.text('level')}
            label={v.t('support.case.how-bad')}
            options={stay.mayOpen.map((level) => ({
              value: level,
              label: v.t(`support.level.${level}`),
              hint: v.t(`support.level-hint.${level}`),
            }))}
          />
          {stay.mayLeaveOut && (
            <Checkbox
              {...f.tick('withoutContact')}
              label={v.t('support.case.without-contact')}
              hint={v.t('support.case.without-contact-hint')}
            />
          )}
          <ButtonRow>
            <Button>{v.t('support.case.open')}</Button>
            <LinkButton href={mobilityPaths.dossier.href({ mobilityId: stay.id })}>
              {v.t('support.to-dossier')}
            </LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}
