import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextField,
} from '#ui/index.ts';
import { sides } from '../../core/types.ts';
import type { getOwnTimeline } from '../../server/index.ts';
import { stepTitle, titleIn } from '../parts/step.tsx';
import { paths } from '../paths.ts';

export type OwnTimeline = ViewOf<typeof getOwnTimeline>;
type Step = OwnTimeline['steps'][number];

/** "4 weeks before departure", as one reads it. */
function whenText(v: View, step: Pick<Step, 'anchor' | 'offset' | 'fixed'>): string {
  const { months = 0, weeks = 0, days = 0, stayShare } = step.offset;
  if (stayShare) return v.t('projects.own.share', { percent: Math.round(stayShare * 100) });
  const total = months || weeks || days;
  if (total === 0) return v.t(`projects.own.on-${step.anchor}`);
  const unit = months ? 'months' : weeks ? 'weeks' : 'days';
  const length = v.t(`projects.own.${unit}`, { count: Math.abs(total) });
  return v.t(`projects.own.${total < 0 ? 'before' : 'after'}-${step.anchor}`, { length });
}

export function OwnTimelinePage({ v, timeline: t }: { v: View; timeline: OwnTimeline }) {
  const at = { templateId: t.id };
  const hide = paths.hideStep.href(at);
  const publish = paths.publishTimeline.href(at);
  const hidden = t.steps.filter((s) => s.hidden);
  return (
    <>
      <PageHead
        title={t.name}
        kicker={t.orgName}
        lead={v.t('projects.own.page-lead', t.example)}
        breadcrumbs={[
          { href: paths.projects.href(), label: v.t('projects.list.title') },
          { href: paths.timelines.href(), label: v.t('projects.own.title') },
        ]}
        breadcrumbsLabel={v.t('projects.crumbs')}
        actions={
          t.can.change && (
            <LinkButton href={paths.newStep.href(at)}>{v.t('projects.own.add')}</LinkButton>
          )
        }
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        errors={[...bind(v, hide).errors, ...bind(v, publish).errors]}
      />
      {t.can.change && (t.changed || t.number === null) && (
        <Notice
          tone="now"
          title={v.t(t.number === null ? 'projects.own.not-in-use' : 'projects.own.changed')}
        >
          <p>{v.t('projects.own.publish-text')}</p>
          <Form action={publish}>
            <Hidden name="version" value={String(t.version)} />
            <Button>{v.t('projects.own.publish')}</Button>
          </Form>
        </Notice>
      )}
      <Section title={v.t('projects.own.steps')} id="steps">
        <Table
          caption={v.t('projects.own.steps')}
          hideCaption
          rowHeader="step"
          columns={[
            { key: 'step', label: v.t('projects.timeline-page.step') },
            { key: 'when', label: v.t('projects.own.when') },
            { key: 'example', label: v.t('projects.own.example') },
            { key: 'side', label: v.t('projects.timeline-page.whose') },
            { key: 'change', label: v.t('projects.own.change'), hideLabel: true },
          ]}
          rows={t.steps
            .filter((s) => !s.hidden)
            .map((s) => ({
              id: s.id,
              cells: {
                step: (
                  <>
                    {t.can.change && !s.fixed ? (
                      <a href={paths.step.href({ ...at, stepId: s.id })}>{stepTitle(v, s)}</a>
                    ) : (
                      stepTitle(v, s)
                    )}
                    {s.dependsOn.length > 0 && (
                      <p class="hint">
                        {v.t('projects.timeline-page.waits-for', {
                          steps: v.fmt.list(s.dependsOn.map((id) => titleIn(v, t.steps, id))),
                        })}
                      </p>
                    )}
                  </>
                ),
                when: whenText(v, s),
                example: s.latest && v.fmt.date(s.latest),
                side: v.t(`projects.side.${s.side}`),
                change: t.can.change && !s.fixed && (
                  <HideForm v={v} t={t} step={s} hidden="yes" href={hide} />
                ),
              },
            }))}
        />
      </Section>
      {hidden.length > 0 && (
        <Section title={v.t('projects.own.hidden', { count: hidden.length })} id="hidden">
          <Table
            caption={v.t('projects.own.hidden', { count: hidden.length })}
            hideCaption
            columns={[
              { key: 'step', label: v.t('projects.timeline-page.step') },
              { key: 'change', label: v.t('projects.own.change'), hideLabel: true },
            ]}
            rows={hidden.map((s) => ({
              id: s.id,
              cells: {
                step: stepTitle(v, s),
                change: t.can.change && <HideForm v={v} t={t} step={s} hidden="no" href={hide} />,
              },
            }))}
          />
        </Section>
      )}
      {t.versions.length > 0 && (
        <Details summary={v.t('projects.own.versions')}>
          <ul>
            {t.versions.map((x) => (
              <li key={x.number}>{v.t('projects.own.version', { number: x.number, at: x.at })}</li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

function HideForm({
  v,
  t,
  step,
  hidden,
  href,
}: {
  v: View;
  t: OwnTimeline;
  step: Step;
  hidden: 'yes' | 'no';
  href: string;
}) {
  const word = hidden === 'yes' ? 'hide' : 'show';
  return (
    <Form action={href} label={v.t(`projects.own.${word}-of`, { step: stepTitle(v, step) })}>
      <Hidden name="version" value={String(t.version)} />
      <Hidden name="stepId" value={step.id} />
      <Hidden name="hidden" value={hidden} />
      <Button kind="quiet">{v.t(`projects.own.${word}`)}</Button>
    </Form>
  );
}

/** One step of an own timeline: changed, or a new one. */
export function StepFormPage({
  v,
  timeline: t,
  step,
}: {
  v: View;
  timeline: OwnTimeline;
  step: Step | null;
}) {
  const at = { templateId: t.id };
  const href = step ? paths.step.href({ ...at, stepId: step.id }) : paths.newStep.href(at);
  const back = paths.timeline.href(at);
  const { months, weeks, days = 0 } = step?.offset ?? { weeks: -4 };
  const amount = months ?? weeks ?? days;
  const f = bind(v, href, {
    titleEn: step?.title?.en,
    titleFr: step?.title?.fr,
    amount: String(Math.abs(amount)),
    unit: months !== undefined ? 'months' : weeks !== undefined ? 'weeks' : 'days',
    direction: amount > 0 ? 'after' : 'before',
    anchor: step?.anchor ?? 'start',
    side: step?.side ?? 'sending',
    duration: step?.duration || '',
    dependsOn: step?.dependsOn ?? [],
  });
  const choice = (name: string, values: readonly string[]) => (
    <RadioGroup
      {...f.text(name)}
      label={v.t(`projects.own.field.${name}`)}
      options={values.map((value) => ({ value, label: v.t(`projects.own.${name}.${value}`) }))}
      inline
    />
  );
  const shipped = step && !step.id.startsWith('own-');
  return (
    <>
      <PageHead
        title={step ? stepTitle(v, step) : v.t('projects.own.add')}
        lead={v.t(step ? 'projects.own.change-lead' : 'projects.own.add-lead')}
        breadcrumbs={[
          { href: paths.timelines.href(), label: v.t('projects.own.title') },
          { href: back, label: t.name },
        ]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        <Hidden name="version" value={String(t.version)} />
        <TextField
          {...f.text('titleEn')}
          label={v.t('projects.own.field.title-en')}
          {...(shipped && {
            hint: v.t('projects.own.field.title-hint'),
            optionalLabel: v.t('projects.form.optional'),
          })}
        />
        <TextField
          {...f.text('titleFr')}
          label={v.t('projects.own.field.title-fr')}
          {...(shipped && { optionalLabel: v.t('projects.form.optional') })}
        />
        <TextField
          {...f.text('amount')}
          label={v.t('projects.own.field.amount')}
          hint={step ? v.t('projects.own.field.amount-now', { when: whenText(v, step) }) : ''}
          inputmode="decimal"
          width={4}
          required
        />
        {choice('unit', ['days', 'weeks', 'months'])}
        {choice('direction', ['before', 'after'])}
        {choice('anchor', ['start', 'end'])}
        <SelectField
          {...f.text('side')}
          label={v.t('projects.timeline-page.whose')}
          hint={v.t('projects.own.field.side-hint')}
          options={sides.map((side) => ({ value: side, label: v.t(`projects.side.${side}`) }))}
        />
        <TextField
          {...f.text('duration')}
          label={v.t('projects.own.field.duration')}
          hint={v.t('projects.own.field.duration-hint')}
          optionalLabel={v.t('projects.form.optional')}
          inputmode="numeric"
          width={4}
        />
        <Details summary={v.t('projects.own.field.depends-on')} open={f.errors.length > 0}>
          <CheckboxGroup
            {...f.choices('dependsOn')}
            label={v.t('projects.own.field.depends-on')}
            options={t.steps
              .filter((s) => s.id !== step?.id && !s.hidden)
              .map((s) => ({ value: s.id, label: stepTitle(v, s) }))}
          />
        </Details>
        <ButtonRow>
          <Button>{v.t('projects.own.save-step')}</Button>
          <LinkButton href={back}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
