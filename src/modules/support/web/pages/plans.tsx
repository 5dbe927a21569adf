import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  Section,
  StatusTag,
  TextArea,
} from '#ui/index.ts';
import { planAnswers } from '../../core/index.ts';
import type { listPlans } from '../../server/index.ts';
import { PlanWords } from '../parts/plan.tsx';
import { paths } from '../paths.ts';
import type { OneCase, Step } from './case.tsx';

export type Plan = ViewOf<typeof listPlans>['plans'][number];

/** Where a plan stands for the reader: their answer, that it waits for it, or that it is over. */
export function PlanStatus({ v, plan }: { v: View; plan: Plan }) {
  if (plan.ended) return <StatusTag tone="none" text={v.t('support.plan.over')} />;
  return plan.mine ? (
    <StatusTag
      tone={plan.mine.answer === 'agree' ? 'done' : 'wait'}
      text={v.t(`support.plan.you.${plan.mine.answer}`, { who: plan.by })}
    />
  ) : (
    <StatusTag tone="now" text={v.t('support.plan.you.open')} />
  );
}

/** What was agreed to help, in words for the pupil and those near: read it, agree, or ask for something else. */
export function PlansPage({ v, plans, chosen }: { v: View; plans: Plan[]; chosen: string }) {
  const [first] = plans;
  const open = plans.filter((p) => !p.ended);
  // one is answered at a time: the one that was sent, the one asked for, the first that waits
  const answered =
    open.find((p) => answerHref(p) === v.form.action) ??
    open.find((p) => p.id === chosen) ??
    open.find((p) => !p.mine) ??
    open[0];
  const own = first?.part === 'pupil';
  return (
    <>
      <PageHead
        title={v.t(own ? 'support.plan.title' : 'support.plan.title-of', {
          pupil: first?.pupil ?? '',
        })}
        lead={v.t(own ? 'support.plan.lead' : 'support.plan.lead-of')}
        breadcrumbs={
          first && [
            {
              href: mobilityPaths.dossier.href({ mobilityId: first.mobilityId }),
              label: first.pupil,
            },
          ]
        }
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      {plans.map((plan) => (
        <OnePlan key={plan.id} v={v} plan={plan} asks={plan === answered} />
      ))}
    </>
  );
}

const answerHref = (plan: Plan) =>
  paths.answerPlan.href({ mobilityId: plan.mobilityId, supportPlanId: plan.id });

function OnePlan({ v, plan, asks }: { v: View; plan: Plan; asks: boolean }) {
  const action = answerHref(plan);
  const f = bind(v, action, { answer: plan.mine?.answer ?? '', words: plan.mine?.words ?? '' });
  return (
    <Section title={v.t(`support.plan.name.${plan.tool}`)} id={plan.id}>
      <p>
        <PlanStatus v={v} plan={plan} />
      </p>
      <PlanWords v={v} plan={plan} />
      <p class="hint">
        {v.t('support.plan.written-by', { who: plan.by, at: plan.at })}{' '}
        {v.t(plan.part === 'pupil' ? 'support.plan.readers-you' : 'support.plan.readers', {
          guardians: plan.withGuardians ? 'yes' : 'no',
          family: plan.withFamily ? 'yes' : 'no',
        })}
      </p>
      {!plan.ended && !asks && (
        <LinkButton href={paths.plans.href({ mobilityId: plan.mobilityId }, { plan: plan.id })}>
          {v.t('support.plan.answer-it', { name: v.t(`support.plan.name.${plan.tool}`) })}
        </LinkButton>
      )}
      {asks && (
        <>
          <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
          <Form action={action} id={`answer-${plan.id}`} sensitive>
            <Hidden name="version" value={String(plan.version)} />
            <RadioGroup
              {...f.text('answer')}
              label={v.t('support.plan.what-do-you-say')}
              options={planAnswers.map((answer) => ({
                value: answer,
                label: v.t(`support.plan.say.${answer}`),
              }))}
            />
            <TextArea
              {...f.text('words')}
              label={v.t('support.plan.words')}
              hint={v.t('support.plan.words-hint', { who: plan.by })}
              optionalLabel={v.t('support.optional')}
              rows={3}
            />
            <ButtonRow>
              <Button>{v.t('support.plan.send')}</Button>
            </ButtonRow>
          </Form>
        </>
      )}
    </Section>
  );
}

/** Writing for the pupil what was agreed, on a page of its own: in words they use themselves. */
export function SharePlanPage({ v, c, s }: { v: View; c: OneCase; s: Step }) {
  const action = paths.sharePlan.href({ caseId: c.id, caseStepId: s.id });
  const { plan } = s;
  const f = bind(v, action, {
    aims: plan?.aims ?? '',
    help: plan?.help ?? '',
    reviewOn: plan?.reviewOn ?? null,
    withGuardians: plan?.withGuardians ?? true,
    withFamily: plan?.withFamily ?? false,
  });
  const back = paths.case.href({ caseId: c.id });
  return (
    <>
      <PageHead
        title={v.t(plan ? 'support.plan.change-it' : 'support.plan.write')}
        lead={v.t('support.plan.how')}
        breadcrumbs={[
          { href: paths.cases.href(), label: v.t('support.place.cases') },
          { href: back, label: v.t('support.case.title', { pupil: c.pupil }) },
        ]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Form action={action} id={`plan-${s.id}`} sensitive>
        <Hidden name="version" value={String(plan?.version ?? 0)} />
        <TextArea
          {...f.text('aims')}
          label={v.t('support.plan.aims')}
          hint={v.t('support.plan.aims-hint')}
          rows={4}
        />
        <TextArea
          {...f.text('help')}
          label={v.t('support.plan.help')}
          hint={v.t('support.plan.help-hint')}
          rows={4}
        />
        <DateField
          {...f.date('reviewOn')}
          label={v.t('support.plan.review')}
          optionalLabel={v.t('support.optional')}
          labels={{
            day: v.t('support.day'),
            month: v.t('support.month'),
            year: v.t('support.year'),
          }}
        />
        <Checkbox {...f.tick('withGuardians')} label={v.t('support.plan.with-guardians')} />
        <Checkbox
          {...f.tick('withFamily')}
          label={v.t('support.plan.with-family')}
          hint={v.t('support.plan.with-family-hint')}
        />
        <ButtonRow>
          <Button>{v.t('support.plan.share')}</Button>
          <LinkButton href={back}>{v.t('support.plan.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
