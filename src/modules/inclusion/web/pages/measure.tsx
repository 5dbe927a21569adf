import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { anchors, stepOwners } from '../../core/index.ts';
import { costText, type Measure, MeasureStatus, saidText } from '../parts/measure.tsx';
import { Steps } from '../parts/steps.tsx';
import { paths } from '../paths.ts';
import { Faults, OpinionForm } from './plan.tsx';

type Props = { v: View; m: Measure };

/** One measure: for who carries it out what and by when; for the contacts all that is to be decided. */
export function MeasurePage({ v, m }: Props) {
  const here = { measureId: m.id };
  const onlyDoes = m.applicationId === null;
  return (
    <>
      <PageHead
        kicker={v.t('inclusion.measure.kicker', { pupil: m.pupil })}
        title={m.title}
        lead={<MeasureStatus v={v} state={m.state} doer={m.doer} />}
        {...(m.applicationId
          ? {
              breadcrumbs: [
                {
                  href: paths.plan.href({ applicationId: m.applicationId }),
                  label: v.t('inclusion.plan.of', { pupil: m.pupil }),
                },
              ],
              breadcrumbsLabel: v.t('inclusion.crumbs'),
            }
          : {})}
        actions={
          m.can.plan && (
            <LinkButton href={paths.editMeasure.href(here)}>{v.t('inclusion.change')}</LinkButton>
          )
        }
      />
      <Faults v={v} />
      {onlyDoes && (
        <Notice title={v.t('inclusion.doer.title', { contact: m.contact })}>
          <p>{v.t('inclusion.doer.text', { contact: m.contact })}</p>
        </Notice>
      )}
      <Facts
        items={[
          ...(m.what ? [{ label: v.t('inclusion.measure.what'), value: m.what }] : []),
          { label: v.t('inclusion.field.doer'), value: m.doer },
          { label: v.t('inclusion.field.by-on'), value: v.fmt.date(m.byOn) },
          ...(m.cost ? [{ label: v.t('inclusion.field.cost'), value: costText(v, m.cost) }] : []),
          ...(m.contact ? [{ label: v.t('inclusion.field.contact'), value: m.contact }] : []),
        ]}
      />
      {m.can.giveOpinion && <OpinionForm v={v} id={m.id} said={m.myOpinion} />}
      <Moves v={v} m={m} />
      {m.can.sayEffect && (
        <LinkButton kind="primary" href={paths.effect.href(here)}>
          {v.t('inclusion.effect.ask')}
        </LinkButton>
      )}
      {m.effects.length > 0 && (
        <Section title={v.t('inclusion.effect.title')}>
          <Facts
            items={m.effects.map((e) => ({
              label: e.mine ? v.t('inclusion.effect.yours') : e.by,
              value: `${v.t(`inclusion.points.${e.points}`)}${e.words ? ` · ${e.words}` : ''}`,
            }))}
          />
        </Section>
      )}
      {(m.steps.length > 0 || m.can.plan) && (
        <Section title={v.t('inclusion.steps.title')}>
          <Steps v={v} steps={m.steps} />
          {m.can.plan && <StepForm v={v} m={m} />}
        </Section>
      )}
      {m.said && m.state !== 'proposed' && <CostForm v={v} m={m} />}
    </>
  );
}

function Moves({ v, m }: Props) {
  const differ = m.said?.family === 'differs';
  const move = (transition: string, kind: 'primary' | 'quiet') => (
    <Button kind={kind} name="transition" value={transition}>
      {v.t(`inclusion.move.${transition}`)}
    </Button>
  );
  if (!m.can.agree && !m.can.start && !m.can.finish && !m.can.drop) return null;
  return (
    <Section title={v.t('inclusion.move.title')}>
      {m.said &&
        m.state === 'proposed' &&
        saidText(v, m.said).map((text) => <p key={text}>{text}</p>)}
      {differ && m.can.agree && (
        <Notice tone="late" title={v.t('inclusion.move.differ')}>
          <p>{v.t('inclusion.move.differ-text')}</p>
        </Notice>
      )}
      <Form action={paths.move.href({ measureId: m.id })} label={v.t('inclusion.move.title')}>
        <Hidden name="version" value={String(m.version)} />
        {differ && m.can.agree && (
          <Checkbox name="talkedWithBoth" label={v.t('inclusion.move.talked')} checked={false} />
        )}
        <ButtonRow>
          {m.can.agree && move('agree', 'primary')}
          {m.can.finish && move('finish', 'primary')}
          {m.can.start && move('start', 'quiet')}
          {m.can.drop && move('drop', 'quiet')}
        </ButtonRow>
      </Form>
    </Section>
  );
}

function StepForm({ v, m }: Props) {
  const action = paths.newStep.href({ measureId: m.id });
  const f = bind(v, action, { who: 'pupil', anchor: 'departure', days: '-14' });
  return (
    <Details summary={v.t('inclusion.steps.add')} open={f.errors.length > 0}>
      <Form action={action} label={v.t('inclusion.steps.add')}>
        <TextField
          {...f.text('title')}
          label={v.t('inclusion.steps.what')}
          hint={v.t('inclusion.measure.title-hint')}
        />
        <SelectField
          {...f.text('who')}
          label={v.t('inclusion.steps.who')}
          options={stepOwners.map((who) => ({ value: who, label: v.t(`inclusion.owner.${who}`) }))}
        />
        <TextField
          {...f.text('days')}
          label={v.t('inclusion.steps.days')}
          hint={v.t('inclusion.steps.days-hint')}
          width={6}
        />
        <SelectField
          {...f.text('anchor')}
          label={v.t('inclusion.steps.anchor')}
          options={anchors.map((a) => ({ value: a, label: v.t(`inclusion.anchor.${a}`) }))}
        />
        <Button kind="quiet">{v.t('inclusion.steps.put')}</Button>
      </Form>
      {m.steps
        .filter((s) => !s.doneOn)
        .map((s) => (
          <Form
            key={s.id}
            action={paths.removeStep.href({ measureId: m.id, stepId: s.id })}
            label={v.t('inclusion.steps.remove', { title: s.title })}
          >
            <Button kind="link">{v.t('inclusion.steps.remove', { title: s.title })}</Button>
          </Form>
        ))}
    </Details>
  );
}

function CostForm({ v, m }: Props) {
  const action = paths.cost.href({ measureId: m.id });
  const real = m.cost?.realCents;
  const f = bind(v, action, { real: typeof real === 'number' ? (real / 100).toFixed(2) : '' });
  if (m.cost?.line === 'none') return null;
  return (
    <Section title={v.t('inclusion.cost.title')}>
      <Form action={action} label={v.t('inclusion.cost.title')}>
        <TextField
          {...f.text('real')}
          label={v.t('inclusion.field.real')}
          inputmode="decimal"
          width={10}
          suffix="EUR"
        />
        <Button kind="quiet">{v.t('inclusion.save')}</Button>
      </Form>
    </Section>
  );
}

/** Did it help? Five points and, for who wants, words. */
export function EffectPage({ v, m }: Props) {
  const action = paths.effect.href({ measureId: m.id });
  const back = paths.measure.href({ measureId: m.id });
  const f = bind(v, action);
  const head = (
    <PageHead
      kicker={m.title}
      title={v.t('inclusion.effect.ask')}
      lead={<p>{v.t('inclusion.effect.lead')}</p>}
      breadcrumbs={[{ href: back, label: m.title }]}
      breadcrumbsLabel={v.t('inclusion.crumbs')}
    />
  );
  if (!m.can.sayEffect)
    return (
      <>
        {head}
        <Notice title={v.t('inclusion.effect.not-now')}>
          <p>{v.t('inclusion.effect.not-now-text')}</p>
        </Notice>
      </>
    );
  return (
    <>
      {head}
      <ErrorSummary title={v.t('inclusion.form.errors')} errors={f.errors} />
      <Form action={action} sensitive>
        <RadioGroup
          {...f.text('points')}
          label={v.t('inclusion.effect.points')}
          options={[5, 4, 3, 2, 1].map((n) => ({
            value: String(n),
            label: v.t(`inclusion.points.${n}`),
          }))}
        />
        <TextArea
          {...f.text('words')}
          label={v.t('inclusion.effect.words')}
          optionalLabel={v.t('inclusion.optional')}
          rows={3}
        />
        <ButtonRow>
          <Button>{v.t('inclusion.effect.save')}</Button>
          <LinkButton href={back}>{v.t('inclusion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
