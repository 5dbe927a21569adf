import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  TextField,
} from '#ui/index.ts';
import { templates } from '../../core/types.ts';

export type IntakeFormProps = {
  title: string;
  href: string;
  back: { href: string; label: string };
  /** own timelines that may be followed */
  own: { id: string; name: string; orgName: string; base: string }[];
  intake?: {
    name: string;
    template: string;
    templateId: string | null;
    templateNumber: number | null;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
    version: number;
  };
};

export function IntakeFormPage({
  v,
  title,
  href,
  back,
  own,
  intake,
}: { v: View } & IntakeFormProps) {
  const f = bind(v, href, {
    name: intake?.name,
    // what it follows is kept in the version it was laid out by, until another is chosen
    template: intake ? '' : 'january',
    startsOn: intake?.startsOn,
    endsOn: intake?.endsOn,
  });
  const labels = {
    day: v.t('projects.form.day'),
    month: v.t('projects.form.month'),
    year: v.t('projects.form.year'),
  };
  return (
    <>
      <PageHead
        title={title}
        lead={v.t('projects.intake.lead')}
        breadcrumbs={[back]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="intake" keep={!intake}>
        {intake && <Hidden name="version" value={String(intake.version)} />}
        <TextField
          {...f.text('name')}
          label={v.t('projects.field.intake-name')}
          hint={v.t('projects.field.intake-name-hint')}
          width={20}
          required
        />
        <DateField
          {...f.date('startsOn')}
          label={v.t('projects.field.starts-on')}
          labels={labels}
        />
        <DateField
          {...f.date('endsOn')}
          label={v.t('projects.field.ends-on')}
          hint={v.t('projects.field.ends-on-hint')}
          labels={labels}
        />
        <RadioGroup
          {...f.text('template')}
          label={v.t('projects.field.template')}
          options={[
            ...(intake
              ? [
                  {
                    value: '',
                    label: v.t('projects.field.template-keep'),
                    hint: intake.templateId
                      ? v.t('projects.own.follows', {
                          name: own.find((o) => o.id === intake.templateId)?.name ?? '',
                          number: intake.templateNumber ?? 0,
                        })
                      : v.t(`projects.template.${intake.template}`),
                  },
                ]
              : []),
            ...own.map((o) => ({
              value: o.id,
              label: o.name,
              hint: v.t('projects.own.of', {
                org: o.orgName,
                base: v.t(`projects.template.${o.base}`),
              }),
            })),
            ...templates.map((name) => ({
              value: name,
              label: v.t(`projects.template.${name}`),
              hint: v.t(`projects.template-hint.${name}`),
            })),
          ]}
        />
        <Notice tone="now" title={v.t('projects.intake.second-semester')}>
          <p>{v.t('projects.intake.second-semester-text')}</p>
        </Notice>
        <ButtonRow>
          <Button>{v.t(intake ? 'projects.form.save' : 'projects.intakes.open')}</Button>
          <LinkButton href={back.href}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
