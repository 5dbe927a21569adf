import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Card,
  CardGrid,
  ErrorSummary,
  Form,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { templates } from '../../core/types.ts';
import type { listTimelines } from '../../server/index.ts';
import { paths } from '../paths.ts';

type List = ViewOf<typeof listTimelines>;

export function TimelinesPage({ v, list }: { v: View; list: List }) {
  const href = paths.timelines.href();
  const f = bind(v, href, { base: 'january' });
  const owners = list.owners.flatMap((o) => [
    { value: o.orgId, label: o.name },
    ...o.projects.map((p) => ({
      value: `${o.orgId} ${p.id}`,
      label: v.t('projects.own.for-project', { project: p.title }),
    })),
  ]);
  return (
    <>
      <PageHead
        title={v.t('projects.own.title')}
        lead={v.t('projects.own.lead')}
        breadcrumbs={[{ href: paths.projects.href(), label: v.t('projects.list.title') }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      {list.timelines.length > 0 && (
        <CardGrid>
          {list.timelines.map((t) => (
            <Card key={t.id} href={paths.timeline.href({ templateId: t.id })} title={t.name}>
              <p>
                {v.t('projects.own.of', {
                  org: t.projectTitle ?? t.orgName,
                  base: v.t(`projects.template.${t.base}`),
                })}
              </p>
              <p>
                {t.number === null
                  ? v.t('projects.own.not-in-use')
                  : v.t('projects.own.in-use', { number: t.number })}
              </p>
            </Card>
          ))}
        </CardGrid>
      )}
      {owners.length > 0 && (
        <Section title={v.t('projects.own.make')} id="make">
          <Form action={href}>
            <RadioGroup
              {...f.text('base')}
              label={v.t('projects.own.base')}
              options={templates.map((name) => ({
                value: name,
                label: v.t(`projects.template.${name}`),
                hint: v.t(`projects.template-hint.${name}`),
              }))}
            />
            <TextField
              {...f.text('name')}
              label={v.t('projects.own.name')}
              hint={v.t('projects.own.name-hint')}
              width={20}
              required
            />
            <SelectField {...f.text('orgId')} label={v.t('projects.own.owner')} options={owners} />
            <ButtonRow>
              <Button>{v.t('projects.own.make-it')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}
