import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  Details,
  Form,
  Hidden,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** Who holds parental responsibility: the school keeps it right, since only those people answer for the pupil. */
export function GuardiansPage({ v, a }: { v: View; a: ViewOf<typeof getApplication> }) {
  const at = { applicationId: a.id };
  const f = bind(v, paths.guardians.href(at));
  const ending = bind(v, paths.guardianEnd.href(at));
  const sent = v.form.values.guardianId?.[0];
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={v.t('applications.guardians.title', { pupil: a.pupil })}
        lead={v.t('applications.guardians.lead')}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: v.t('applications.application.title-of', { pupil: a.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {a.guardians.length === 0 && <p>{v.t('applications.guardians.none')}</p>}
      {a.guardians.map((g) => (
        <Section key={g.id} title={g.name ?? v.t(`applications.relation.${g.relation}`)} level={3}>
          <p>{v.t(`applications.relation.${g.relation}`)}</p>
          <Details summary={v.t('applications.guardians.end')}>
            <p>{v.t('applications.guardians.end-text', { pupil: a.pupil })}</p>
            <Form action={paths.guardianEnd.href(at)}>
              <Hidden name="guardianId" value={g.id} />
              <DateField
                {...(sent === g.id ? ending.date('lastDay') : { name: 'lastDay' })}
                label={v.t('applications.guardians.last-day')}
                labels={{
                  day: v.t('applications.field.day'),
                  month: v.t('applications.field.month'),
                  year: v.t('applications.field.year'),
                }}
                required
              />
              <ButtonRow>
                <Button kind="danger">{v.t('applications.guardians.end-button')}</Button>
              </ButtonRow>
            </Form>
          </Details>
        </Section>
      ))}
      {!a.isOfAge && (
        <Section title={v.t('applications.guardians.add')}>
          <Form action={paths.guardians.href(at)}>
            <TextField
              {...f.text('givenName')}
              label={v.t('applications.field.given-name')}
              required
              width={20}
            />
            <TextField
              {...f.text('familyName')}
              label={v.t('applications.field.family-name')}
              required
              width={20}
            />
            <TextField
              {...f.text('email')}
              label={v.t('applications.field.email')}
              type="email"
              inputmode="email"
              required
            />
            <RadioGroup
              {...f.text('relation')}
              label={v.t('applications.field.relation')}
              inline
              options={(['mother', 'father', 'guardian'] as const).map((r) => ({
                value: r,
                label: v.t(`applications.relation.${r}`),
              }))}
              required
            />
            <SelectField
              {...f.text('language')}
              label={v.t('applications.field.language')}
              options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
              required
            />
            <ButtonRow>
              <Button>{v.t('applications.guardians.add-button')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}
