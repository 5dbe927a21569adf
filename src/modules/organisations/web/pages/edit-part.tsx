import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  CheckboxGroup,
  DateField,
  ErrorSummary,
  FieldSet,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { audiences, levels, serviceKinds } from '../../core/types.ts';
import type { getPart } from '../../server/index.ts';
import {
  ageOptions,
  lengthOptions,
  monthOptions,
  searchedLanguageOptions,
} from '../parts/directory-filters.tsx';
import { paths } from '../paths.ts';

type Part = ViewOf<typeof getPart>;
type Fields = ReturnType<typeof bind>;

/** Empty rows below those that are filled. */
const spareRows = 3;

/** The content as the fields of the form: names are the places in the content. */
function valuesOf({
  told,
}: Part): Record<string, string | number | boolean | string[] | Temporal.PlainDate> {
  if (!told) return {};
  switch (told.part) {
    case 'languages':
      return Object.fromEntries(
        told.content.spoken.map((code, i) => [`content.spoken.${i}`, code]),
      );
    case 'learning':
      return {
        'content.ageFrom': told.content.ageFrom,
        'content.ageTo': told.content.ageTo,
        'content.years': told.content.years,
        'content.subjects': told.content.subjects.join('\n'),
      };
    case 'hosting':
      return {
        'content.autumn': told.content.autumn,
        'content.spring': told.content.spring,
        'content.secondSemester': told.content.secondSemester,
        'content.arrivalMonths': told.content.arrivalMonths.map(String),
        'content.longestMonths': told.content.longestMonths,
        'content.level': told.content.level,
      };
    case 'services':
      return {
        'content.offers': told.content.offers,
        'content.regions': told.content.regions,
      };
    case 'community':
    case 'strengths':
      return Object.fromEntries(
        Object.entries(told.content.texts).map(([code, text]) => [`content.texts.${code}`, text]),
      );
    case 'holidays':
      return Object.fromEntries(
        told.content.periods.flatMap((p, i) => [
          [`content.periods.${i}.name`, p.name],
          [`content.periods.${i}.from`, Temporal.PlainDate.from(p.from)],
          [`content.periods.${i}.to`, Temporal.PlainDate.from(p.to)],
        ]),
      );
    case 'programme':
      return { 'content.code': told.content.code };
  }
}

export function EditPartPage({ v, part }: { v: View; part: Part }) {
  const href = paths.part.href({ orgId: part.orgId, part: part.part });
  const back = paths.organisation.href({ orgId: part.orgId });
  const f = bind(v, href, { ...valuesOf(part), audience: part.audience });
  return (
    <>
      <PageHead
        title={v.t(`organisations.part.${part.part}`)}
        kicker={part.name}
        lead={v.t(`organisations.part-lead.${part.part}`)}
        breadcrumbs={[
          { href: paths.directory.href(), label: v.t('organisations.directory.title') },
          { href: back, label: part.name },
        ]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary
        title={v.t('organisations.form.errors')}
        lead={v.t('organisations.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id={`part-${part.part}`} keep>
        <Hidden name="version" value={String(part.version)} />
        <PartFields v={v} f={f} part={part} />
        <RadioGroup
          name="audience"
          label={v.t('organisations.profile.audience')}
          value={f.text('audience').value}
          error={f.text('audience').error}
          options={audiences.map((audience) => ({
            value: audience,
            label: v.t(`organisations.audience.${audience}`),
            hint: v.t(`organisations.audience-hint.${audience}`),
          }))}
        />
        <ButtonRow>
          <Button>{v.t('organisations.form.save')}</Button>
          <LinkButton href={back}>{v.t('organisations.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

const dateLabels = (v: View) => ({
  day: v.t('organisations.field.day'),
  month: v.t('organisations.field.month'),
  year: v.t('organisations.field.year'),
});

function PartFields({ v, f, part }: { v: View; f: Fields; part: Part }) {
  const t = (key: string, params = {}) => v.t(`organisations.${key}`, params);
  const optionalLabel = t('field.optional');
  switch (part.part) {
    case 'languages': {
      const told = part.told?.part === 'languages' ? part.told.content.spoken.length : 0;
      const rows = Math.min(12, Math.max(4, told + 2));
      const options = searchedLanguageOptions(v);
      return (
        <>
          {Array.from({ length: rows }, (_, i) => `content.spoken.${i}`).map((name, i) => (
            <SelectField
              key={name}
              {...f.text(name)}
              label={t('profile.language-number', { number: i + 1 })}
              emptyLabel={t('profile.no-more')}
              options={options}
            />
          ))}
        </>
      );
    }
    case 'learning':
      return (
        <>
          <SelectField
            {...f.text('content.ageFrom')}
            label={t('profile.age-from')}
            emptyLabel={t('field.choose')}
            options={ageOptions()}
          />
          <SelectField
            {...f.text('content.ageTo')}
            label={t('profile.age-to')}
            emptyLabel={t('field.choose')}
            options={ageOptions()}
          />
          <TextField
            {...f.text('content.years')}
            label={t('profile.years')}
            hint={t('profile.years-hint')}
            optionalLabel={optionalLabel}
          />
          <TextArea
            {...f.text('content.subjects')}
            label={t('profile.subjects')}
            hint={t('profile.subjects-hint')}
            optionalLabel={optionalLabel}
            rows={8}
          />
        </>
      );
    case 'hosting':
      return (
        <>
          <TextField
            {...f.text('content.autumn')}
            label={t('profile.autumn')}
            hint={t(part.kind === 'school' ? 'profile.places-hint' : 'profile.families-hint')}
            inputmode="numeric"
            width={4}
          />
          <TextField
            {...f.text('content.spring')}
            label={t('profile.spring')}
            inputmode="numeric"
            width={4}
          />
          <Checkbox {...f.tick('content.secondSemester')} label={t('profile.accepts-second')} />
          <CheckboxGroup
            {...f.choices('content.arrivalMonths')}
            label={t('profile.arrivals')}
            options={monthOptions(v)}
            inline
          />
          <SelectField
            {...f.text('content.longestMonths')}
            label={t('profile.longest')}
            emptyLabel={t('field.choose')}
            options={lengthOptions(v)}
          />
          <SelectField
            {...f.text('content.level')}
            label={t('profile.level')}
            hint={t('profile.level-hint')}
            optionalLabel={optionalLabel}
            emptyLabel={t('profile.no-level')}
            options={levels.map((level) => ({ value: level, label: level }))}
          />
        </>
      );
    case 'services':
      return (
        <>
          <CheckboxGroup
            {...f.choices('content.offers')}
            label={t('part.services')}
            options={serviceKinds.map((kind) => ({ value: kind, label: t(`service.${kind}`) }))}
          />
          <TextField
            {...f.text('content.regions')}
            label={t('profile.regions-field')}
            hint={t('profile.regions-hint')}
            optionalLabel={optionalLabel}
          />
        </>
      );
    case 'community':
    case 'strengths':
      return (
        <>
          {part.languages.map((code) => (
            <TextArea
              key={code}
              {...f.text(`content.texts.${code}`)}
              label={t('profile.in', { language: v.fmt.language(code) })}
              optionalLabel={optionalLabel}
              rows={6}
            />
          ))}
        </>
      );
    case 'holidays': {
      const filled = part.told?.part === 'holidays' ? part.told.content.periods.length : 0;
      const sent = Object.keys(v.form.values).filter((name) => name.endsWith('.name')).length;
      return (
        <>
          {Array.from({ length: Math.min(20, Math.max(filled + spareRows, sent)) }, (_, i) => {
            const at = `content.periods.${i}`;
            return (
              <FieldSet
                key={at}
                name={at}
                label={t('profile.holiday-number', { number: i + 1 })}
                error={f.text(at).error}
              >
                <TextField {...f.text(`${at}.name`)} label={t('profile.holiday-name')} />
                <DateField
                  {...f.date(`${at}.from`)}
                  label={t('profile.first-day')}
                  labels={dateLabels(v)}
                />
                <DateField
                  {...f.date(`${at}.to`)}
                  label={t('profile.last-day')}
                  labels={dateLabels(v)}
                />
              </FieldSet>
            );
          })}
        </>
      );
    }
    case 'programme':
      return (
        <TextField
          {...f.text('content.code')}
          label={t('profile.programme-code')}
          hint={t('profile.programme-hint')}
          optionalLabel={optionalLabel}
          width={20}
        />
      );
  }
}
