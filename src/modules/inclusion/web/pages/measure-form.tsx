import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { budgetLines } from '../../core/index.ts';
import type { getDrafting } from '../../server/index.ts';
import type { Measure } from '../parts/measure.tsx';
import { paths } from '../paths.ts';

export type Drafting = ViewOf<typeof getDrafting>;

const groups = ['family', 'sending', 'hosting', 'organisations'] as const;

/** Barrier to measure: what is done, who does it, by when, what it costs and from which line. */
export function MeasureFormPage({
  v,
  drafting,
  measure,
}: {
  v: View;
  drafting: Drafting;
  measure?: Measure;
}) {
  const plan = { applicationId: drafting.applicationId };
  const action = measure
    ? paths.editMeasure.href({ measureId: measure.id })
    : paths.newMeasure.href(plan);
  const back = measure ? paths.measure.href({ measureId: measure.id }) : paths.plan.href(plan);
  const euros = (cents: number | undefined) => (cents ? (cents / 100).toFixed(2) : '');
  const f = bind(
    v,
    action,
    measure
      ? {
          wishId: measure.wishId,
          title: measure.title,
          what: measure.what,
          doer: measure.doerId,
          byOn: measure.byOn,
          budgetLine: measure.cost?.line ?? 'none',
          estimate: euros(measure.cost?.estimateCents),
        }
      : { budgetLine: 'none', wishId: drafting.wishes.at(-1)?.id ?? '' },
  );
  const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
  return (
    <>
      <PageHead
        title={v.t(measure ? 'inclusion.measure.edit' : 'inclusion.measures.propose')}
        lead={
          <p>
            {v.t('inclusion.measure.for', {
              pupil: drafting.pupil,
              from: drafting.startsOn,
              until: drafting.endsOn,
            })}
          </p>
        }
        breadcrumbs={[
          {
            href: paths.plan.href(plan),
            label: v.t('inclusion.plan.of', { pupil: drafting.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
      />
      <ErrorSummary
        title={v.t('inclusion.form.errors')}
        lead={v.t('inclusion.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={action} sensitive>
        {measure && <Hidden name="version" value={String(measure.version)} />}
        {drafting.wishes.length > 0 && (
          <SelectField
            {...f.text('wishId')}
            label={v.t('inclusion.measure.answers')}
            hint={v.t('inclusion.measure.answers-hint')}
            emptyLabel={v.t('inclusion.measure.answers-none')}
            options={drafting.wishes.map((w) => ({
              value: w.id,
              label: short(
                `${w.by}: ${
                  w.content?.wish ||
                  w.content?.words ||
                  (w.content?.kind ? v.t(`inclusion.barrier.${w.content.kind}`) : '…')
                }`,
              ),
            }))}
          />
        )}
        <TextField
          {...f.text('title')}
          label={v.t('inclusion.measure.title')}
          hint={v.t('inclusion.measure.title-hint')}
        />
        <TextArea
          {...f.text('what')}
          label={v.t('inclusion.measure.what')}
          hint={v.t('inclusion.measure.what-hint')}
          optionalLabel={v.t('inclusion.optional')}
          rows={3}
        />
        <SelectField
          {...f.text('doer')}
          label={v.t('inclusion.field.doer')}
          emptyLabel={v.t('inclusion.choose')}
          options={groups
            .map((group) => ({
              label: v.t(`inclusion.doers.${group}`),
              options: drafting.doers
                .filter((d) => d.group === group)
                .map((d) => ({ value: d.id, label: d.name })),
            }))
            .filter((g) => g.options.length > 0)}
        />
        <DateField
          {...f.date('byOn')}
          label={v.t('inclusion.field.by-on')}
          labels={{
            day: v.t('inclusion.day'),
            month: v.t('inclusion.month'),
            year: v.t('inclusion.year'),
          }}
        />
        <SelectField
          {...f.text('budgetLine')}
          label={v.t('inclusion.field.line')}
          options={budgetLines.map((line) => ({
            value: line,
            label: v.t(`inclusion.line.${line}`),
          }))}
        />
        <TextField
          {...f.text('estimate')}
          label={v.t('inclusion.field.estimate')}
          optionalLabel={v.t('inclusion.optional')}
          inputmode="decimal"
          width={10}
          suffix="EUR"
        />
        <ButtonRow>
          <Button>{v.t(measure ? 'inclusion.save' : 'inclusion.measure.propose')}</Button>
          <LinkButton href={back}>{v.t('inclusion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
