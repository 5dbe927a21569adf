import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  Details,
  Facts,
  Form,
  PageHead,
  RadioGroup,
  Section,
} from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';
import { GuardianFields } from '../parts/guardian-fields.tsx';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** Who holds parental responsibility: the school keeps it right, since only those people answer for the pupil. */
export function GuardiansPage({ v, a }: { v: View; a: ViewOf<typeof getApplication> }) {
  const at = { applicationId: a.id };
  const f = bind(v, paths.guardians.href(at), { language: v.lang });
  const ending = bind(v, paths.guardianEnd.href(at));
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
      {a.guardians.length > 0 && (
        <Facts
          items={a.guardians.map((g) => ({
            label: v.t(`applications.relation.${g.relation}`),
            value: g.name ?? v.t('applications.answer.none'),
          }))}
        />
      )}
      {a.guardians.length > 0 && (
        <Details
          summary={v.t('applications.guardians.end')}
          open={v.form.action === paths.guardianEnd.href(at)}
        >
          <p>{v.t('applications.guardians.end-text', { pupil: a.pupil })}</p>
          <Form action={paths.guardianEnd.href(at)}>
            <RadioGroup
              {...ending.text('guardianId')}
              label={v.t('applications.guardians.end-who')}
              options={a.guardians.map((g) => ({
                value: g.id,
                label: g.name ?? v.t(`applications.relation.${g.relation}`),
              }))}
              required
            />
            <DateField
              {...ending.date('lastDay')}
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
      )}
      {!a.isOfAge && (
        <Section title={v.t('applications.guardians.add')}>
          <Form action={paths.guardians.href(at)}>
            <GuardianFields
              v={v}
              f={f}
              names={{
                givenName: 'givenName',
                familyName: 'familyName',
                email: 'email',
                relation: 'relation',
                language: 'language',
              }}
              languages={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
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
