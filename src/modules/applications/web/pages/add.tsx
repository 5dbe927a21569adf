import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import type { getAdding } from '../../server/index.ts';
import { GuardianFields } from '../parts/guardian-fields.tsx';
import { SchoolChoice } from '../parts/school-choice.tsx';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

export function AddPage({ v, adding }: { v: View; adding: ViewOf<typeof getAdding> }) {
  const at = { intakeId: adding.id };
  const school = adding.schools[0];
  const f = bind(v, paths.add.href(at), { language: school?.language ?? v.lang });
  const tongues = [...new Set([...languages, ...adding.schools.map((s) => s.language)])];
  const languageOptions = tongues.map((code) => ({ value: code, label: v.fmt.language(code) }));
  const optional = v.t('applications.optional');
  return (
    <>
      <PageHead
        kicker={adding.name}
        title={v.t('applications.add.title')}
        lead={v.t('applications.add.lead')}
        breadcrumbs={[{ href: paths.list.href(at), label: v.t('applications.own.title') }]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      <Form action={paths.add.href(at)}>
        <SchoolChoice v={v} schools={adding.schools} chosen={f.text('schoolId').value} />
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
        <DateField
          {...f.date('birthDate')}
          label={v.t('applications.field.birth-date')}
          labels={{
            day: v.t('applications.field.day'),
            month: v.t('applications.field.month'),
            year: v.t('applications.field.year'),
          }}
          required
        />
        <RadioGroup
          {...f.text('gender')}
          label={v.t('applications.field.gender')}
          optionalLabel={optional}
          inline
          options={(['f', 'm', 'x'] as const).map((g) => ({
            value: g,
            label: v.t(`applications.gender.${g}`),
          }))}
        />
        <TextField
          {...f.text('schoolClass')}
          label={v.t('applications.list.class')}
          optionalLabel={optional}
          width={10}
        />
        <TextField
          {...f.text('email')}
          label={v.t('applications.field.email')}
          type="email"
          inputmode="email"
          required
        />
        <SelectField
          {...f.text('language')}
          label={v.t('applications.field.language')}
          options={languageOptions}
          required
        />
        <Section
          title={v.t('applications.add.guardian')}
          lead={v.t('applications.add.guardian-lead')}
        >
          <GuardianFields
            v={v}
            f={f}
            names={{
              givenName: 'guardianGivenName',
              familyName: 'guardianFamilyName',
              email: 'guardianEmail',
              relation: 'guardianRelation',
              language: 'guardianLanguage',
            }}
            languages={languageOptions}
            sameLanguage={v.t('applications.field.same-language')}
          />
        </Section>
        <ButtonRow>
          <Button>{v.t('applications.add.save')}</Button>
          <LinkButton href={paths.list.href(at)}>{v.t('applications.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
