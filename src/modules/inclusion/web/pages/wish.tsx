import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  TextArea,
} from '#ui/index.ts';
import { barrierKinds } from '../../core/index.ts';
import type { Plan } from '../parts/measure.tsx';
import { Readers } from '../parts/readers.tsx';
import { paths } from '../paths.ts';

/** One question in simple words. Why is folded away: nobody has to open it. */
export function WishPage({ v, plan }: { v: View; plan: Plan }) {
  const here = { applicationId: plan.applicationId };
  const action = paths.wish.href(here);
  const f = bind(v, action, { kind: 'none' });
  const contact = plan.as === 'contact';
  return (
    <>
      <PageHead
        title={v.t(`inclusion.wish.question.${plan.as}`, { pupil: plan.pupil })}
        lead={<p>{v.t(`inclusion.wish.lead.${plan.as}`)}</p>}
        breadcrumbs={[
          {
            href: paths.plan.href(here),
            label: v.t(plan.as === 'pupil' ? 'inclusion.plan.own' : 'inclusion.plan.of', {
              pupil: plan.pupil,
            }),
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
        <TextArea
          {...f.text('wish')}
          label={v.t('inclusion.wish.wish')}
          hint={v.t('inclusion.wish.wish-hint')}
          rows={4}
        />
        <Details summary={v.t('inclusion.wish.why')} open={contact}>
          <p>{v.t('inclusion.wish.why-text')}</p>
          <RadioGroup
            {...f.text('kind')}
            label={v.t('inclusion.wish.kind')}
            options={[
              { value: 'none', label: v.t('inclusion.wish.rather-not') },
              ...barrierKinds.map((kind) => ({
                value: kind,
                label: v.t(`inclusion.barrier.${kind}`),
              })),
            ]}
          />
          <TextArea
            {...f.text('words')}
            label={v.t('inclusion.wish.words')}
            optionalLabel={v.t('inclusion.optional')}
            rows={3}
          />
        </Details>
        <Checkbox
          {...f.tick('shared')}
          label={v.t(`inclusion.wish.share.${plan.as}`, {
            pupil: plan.pupil,
            parents: plan.readers.filter((r) => r.why === 'guardian').length,
          })}
        />
        <ButtonRow>
          <Button>{v.t('inclusion.wish.save')}</Button>
          {!contact && (
            <Button kind="quiet" formaction={paths.nothing.href(here)}>
              {v.t('inclusion.wish.nothing')}
            </Button>
          )}
          <LinkButton href={paths.plan.href(here)}>{v.t('inclusion.back')}</LinkButton>
        </ButtonRow>
      </Form>
      <Readers v={v} readers={plan.readers} />
    </>
  );
}
