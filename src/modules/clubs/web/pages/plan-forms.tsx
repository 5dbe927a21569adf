import {
  itemById,
  itemsOfCriterion,
  questionnaire,
  wordingFor,
} from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  ErrorSummary,
  FieldSet,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { dueDay, stepsAtMost } from '../../core/rules/index.ts';
import { outcomes, planStatuses } from '../../core/types.ts';
import type { getPlan, getPlanForm } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Plan = ViewOf<typeof getPlan>;
type New = ViewOf<typeof getPlanForm>;

/** Steps that stand open; a first plan has rarely more. */
const stepsShown = 3;

/** A plan as it is begun or written anew: aim, measure, steps, and what one wants to hear about it. */
export function PlanFormPage({ v, form, plan }: { v: View; form: New | null; plan: Plan | null }) {
  const clubId = form?.clubId ?? plan?.clubId ?? '';
  const href = plan
    ? paths.revise.href({ clubId, planId: plan.id })
    : paths.newPlan.href({ clubId });
  const r = plan?.revisions[0];
  const words = wordingFor(v.lang);
  // a card gives its steps, and what showed that it works; the first own priority in its theme the point
  const card = form?.practice;
  const suggested = card && {
    itemId: form.priorities.find((id) => itemById(id)?.criterion === card.criterionId),
    aim: v.t('clubs.plan.aim-of-card', { card: card.title }),
    measure: card.evidence.slice(0, 1000),
    steps: card.steps.slice(0, stepsAtMost).map((what) => ({
      what: what.slice(0, 300),
      who: '',
      due: '',
      done: false,
    })),
  };
  const steps = Object.fromEntries(
    Array.from({ length: stepsAtMost }, (_, i) => i).flatMap((i) => {
      const s = r?.steps[i] ?? suggested?.steps[i];
      return [
        [`steps.${i}.what`, s?.what],
        [`steps.${i}.who`, s?.who],
        [`steps.${i}.done`, s?.done],
      ];
    }),
  );
  const f = bind(v, href, {
    statusNow: r?.statusNow,
    statusWished: r?.statusWished,
    itemId: suggested?.itemId,
    aim: r?.aim ?? suggested?.aim,
    measure: r?.measure ?? suggested?.measure,
    wanted: r?.wanted,
    ...steps,
  });
  const statuses = planStatuses.map((s) => ({ value: s, label: v.t(`clubs.status.${s}`) }));
  const theme = card?.criterionId ?? form?.criterionId;
  // a month stands in its two fields, and the day stays empty
  const dueOf = (i: number) => {
    const field = f.date(`steps.${i}.due`);
    const [year = '', month = '', day = ''] = (r?.steps[i]?.due ?? '').split('-');
    return v.form.action === href || !dueDay(r?.steps[i]?.due ?? '')
      ? field
      : { ...field, value: { day, month, year } };
  };
  const allSteps = Array.from({ length: stepsAtMost }, (_, i) => i);
  // what is written or wrong in there is never folded away
  const further = allSteps.slice(stepsShown).some((i) =>
    [`steps.${i}.what`, `steps.${i}.who`, `steps.${i}.due`, `steps.${i}.due.month`].some((name) => {
      const field = f.text(name);
      return field.value !== '' || field.error !== undefined;
    }),
  );
  const stepFields = (i: number) => (
    <FieldSet key={String(i)} name={`steps.${i}`} label={v.t('clubs.plan.step', { number: i + 1 })}>
      <TextField
        {...f.text(`steps.${i}.what`)}
        label={v.t('clubs.plan.step-what')}
        {...(i > 0 ? { optionalLabel: v.t('clubs.field.optional') } : {})}
      />
      <TextField
        {...f.text(`steps.${i}.who`)}
        label={v.t('clubs.plan.step-who')}
        optionalLabel={v.t('clubs.field.optional')}
      />
      <DateField
        {...dueOf(i)}
        label={v.t('clubs.plan.step-due')}
        hint={v.t('clubs.plan.step-due-hint')}
        optionalLabel={v.t('clubs.field.optional')}
        labels={{
          day: v.t('clubs.field.day'),
          month: v.t('clubs.field.month'),
          year: v.t('clubs.field.year'),
        }}
      />
      {plan && <Checkbox {...f.tick(`steps.${i}.done`)} label={v.t('clubs.plan.step-is-done')} />}
    </FieldSet>
  );
  return (
    <>
      <PageHead
        title={v.t(plan ? 'clubs.plan.revise' : 'clubs.plan.begin')}
        lead={v.t(plan ? 'clubs.plan.revise-lead' : 'clubs.plan.begin-lead')}
        breadcrumbs={[
          {
            href: paths.club.href({ clubId }),
            label: form?.clubName || plan?.clubName || v.t('clubs.nav'),
          },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        lead={v.t('clubs.form.nothing-lost')}
        errors={f.errors}
      />
      {form?.begun && (
        <Notice tone="now" title={v.t('clubs.plan.begun-before')}>
          <a href={paths.plan.href({ clubId, planId: form.begun })}>{v.t('clubs.plan.to-begun')}</a>
        </Notice>
      )}
      <Form action={href} id="action-plan" keep>
        {plan && r && <Hidden name="version" value={String(r.number)} />}
        {form?.practice && <Hidden name="practiceId" value={form.practice.id} />}
        {card && <p>{v.t('clubs.plan.with-practice', { card: card.title })}</p>}
        {form && theme && (
          <SelectField
            {...f.text('itemId')}
            label={v.t('clubs.plan.point')}
            hint={v.t('clubs.plan.point-hint')}
            emptyLabel={v.t('clubs.plan.choose')}
            options={[
              {
                label: words.criterion(theme).text,
                options: itemsOfCriterion(theme)
                  .filter((id) => !form.taken.includes(id))
                  .map((id) => ({ value: id, label: words.item(id).text })),
              },
              ...questionnaire.criteria
                .filter((c) => c.id !== theme)
                .map((c) => ({
                  label: words.criterion(c.id).text,
                  options: itemsOfCriterion(c.id)
                    .filter((id) => !form.taken.includes(id))
                    .map((id) => ({ value: id, label: words.item(id).text })),
                })),
            ]}
          />
        )}
        <SelectField
          {...f.text('statusNow')}
          label={v.t('clubs.plan.now')}
          emptyLabel={v.t('clubs.plan.choose')}
          options={statuses}
        />
        <SelectField
          {...f.text('statusWished')}
          label={v.t('clubs.plan.wished')}
          emptyLabel={v.t('clubs.plan.choose')}
          options={statuses}
        />
        <TextArea
          {...f.text('aim')}
          label={v.t('clubs.plan.aim')}
          hint={v.t('clubs.plan.aim-hint')}
          rows={2}
        />
        <TextArea
          {...f.text('measure')}
          label={v.t('clubs.plan.measure')}
          hint={v.t('clubs.plan.measure-hint')}
          rows={2}
        />
        {allSteps.slice(0, stepsShown).map(stepFields)}
        <Details summary={v.t('clubs.plan.more-steps')} open={further}>
          {allSteps.slice(stepsShown).map(stepFields)}
        </Details>
        <TextArea
          {...f.text('wanted')}
          label={v.t('clubs.plan.wanted')}
          hint={v.t('clubs.plan.wanted-hint')}
          optionalLabel={v.t('clubs.field.optional')}
          rows={2}
        />
        {plan && (
          <TextArea
            {...f.text('changed')}
            label={v.t('clubs.plan.changed')}
            hint={v.t('clubs.plan.changed-hint')}
            optionalLabel={v.t('clubs.field.optional')}
            rows={2}
          />
        )}
        <ButtonRow>
          <Button>{v.t('clubs.plan.save')}</Button>
          <LinkButton
            href={plan ? paths.plan.href({ clubId, planId: plan.id }) : paths.club.href({ clubId })}
          >
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** What came of a plan, and what it says about the point of the questionnaire. */
export function ClosePlanPage({ v, plan: p }: { v: View; plan: Plan }) {
  const href = paths.closePlan.href({ clubId: p.clubId, planId: p.id });
  const r = p.revisions[0];
  const f = bind(v, href, { status: r?.statusWished });
  return (
    <>
      <PageHead
        title={v.t('clubs.plan.close')}
        lead={r?.aim}
        breadcrumbs={[
          {
            href: paths.plan.href({ clubId: p.clubId, planId: p.id }),
            label: v.t('clubs.plan.of', { who: p.who }),
          },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={f.errors} />
      <Form action={href}>
        <Hidden name="version" value={String(p.version)} />
        <RadioGroup
          {...f.text('reached')}
          label={v.t('clubs.plan.reached-label')}
          options={outcomes.map((o) => ({ value: o, label: v.t(`clubs.plan.reached.${o}`) }))}
        />
        <TextArea
          {...f.text('result')}
          label={v.t('clubs.plan.result')}
          hint={v.t('clubs.plan.result-hint')}
          rows={5}
        />
        <SelectField
          {...f.text('status')}
          label={v.t('clubs.plan.new-status')}
          hint={v.t('clubs.plan.new-status-hint')}
          emptyLabel={v.t('clubs.plan.no-status')}
          options={planStatuses.map((s) => ({ value: s, label: v.t(`clubs.status.${s}`) }))}
        />
        <ButtonRow>
          <Button>{v.t('clubs.plan.close-button')}</Button>
          <LinkButton href={paths.plan.href({ clubId: p.clubId, planId: p.id })}>
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
