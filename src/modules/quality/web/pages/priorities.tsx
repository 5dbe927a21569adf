import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
} from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import { maxPriorities } from '../../core/rules/index.ts';
import { intents } from '../../core/types.ts';
import type { getAssessment } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;

/** Up to three points, ranked, each with what one wants: independent of how far the point has come. */
export function PrioritiesPage({ v, assessment: a }: { v: View; assessment: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  const href = paths.priorities.href({ assessmentId: a.id });
  const places = Array.from({ length: maxPriorities }, (_, index) => index);
  const f = bind(
    v,
    href,
    Object.fromEntries(
      places.flatMap((index) => [
        [`priorities.${index}.itemId`, a.priorities[index]?.itemId],
        [`priorities.${index}.intent`, a.priorities[index]?.intent],
      ]),
    ),
  );
  const options = a.criteria.map((c) => ({
    label: words.criterion(c.id).text,
    options: c.items.map((item) => ({
      value: item.id,
      label: item.status
        ? `${words.item(item.id).text} (${words.status(item.status).text})`
        : words.item(item.id).text,
    })),
  }));
  return (
    <>
      <PageHead
        title={v.t('quality.priorities.title')}
        lead={v.t('quality.priorities.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          {
            href: paths.assessment.href({ assessmentId: a.id }),
            label: v.t(`quality.scope.${a.scope}-for`, { organisation: a.orgName }),
          },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      <Notice title={v.t('quality.priorities.who-sees')}>
        <p>{v.t('quality.priorities.who-sees-text')}</p>
      </Notice>
      <Form action={href}>
        <Hidden name="version" value={String(a.version)} />
        {places.map((index) => (
          <Section key={index} title={v.t('quality.priorities.place', { number: index + 1 })}>
            <SelectField
              {...f.text(`priorities.${index}.itemId`)}
              label={v.t('quality.priorities.point')}
              emptyLabel={v.t('quality.priorities.none')}
              options={options}
            />
            <RadioGroup
              {...f.text(`priorities.${index}.intent`)}
              label={v.t('quality.priorities.intent')}
              options={intents.map((intent) => ({
                value: intent,
                label: words.intent(intent).text,
              }))}
            />
          </Section>
        ))}
        <ButtonRow>
          <Button>{v.t('quality.priorities.save')}</Button>
          <LinkButton href={paths.assessment.href({ assessmentId: a.id })}>
            {v.t('quality.criterion.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
