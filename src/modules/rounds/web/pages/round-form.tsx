import { languageCodes } from '#kernel/languages.ts';
import { zoneOptions } from '#modules/calendar/web/index.ts';
import { allZones } from '#modules/organisations/core/index.ts';
import { questionnaire } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  CheckboxGroup,
  DateField,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { getDesk } from '../../server/index.ts';
import { themeText } from '../parts/words.ts';
import { paths } from '../paths.ts';

type Round = ViewOf<typeof getDesk>;

/** Opens a round, or changes one until members are asked. */
export function RoundFormPage({ v, round }: { v: View; round: Round | null }) {
  const href = round ? paths.change.href({ clubRoundId: round.id }) : paths.open.href();
  const f = bind(v, href, {
    name: round?.name,
    about: round?.about,
    themes: round?.themes ?? [],
    languages: round?.languages ?? [],
    ownTheme: round?.ownTheme ?? true,
    timeZone: round?.timeZone ?? 'Europe/Brussels',
    registerUntil: round?.registerUntil ?? v.today.add({ days: 21 }),
    kickOffWeek: round?.kickOffWeek ?? v.today.add({ days: 42 - v.today.dayOfWeek + 1 }),
    weeksBetween: round?.weeksBetween ?? 4,
  });
  const parts = {
    day: v.t('rounds.field.day'),
    month: v.t('rounds.field.month'),
    year: v.t('rounds.field.year'),
  };
  const languages = languageCodes
    .map((code) => ({ value: code as string, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
  return (
    <>
      <PageHead
        title={v.t(round ? 'rounds.change.title' : 'rounds.open.title')}
        lead={v.t('rounds.open.lead')}
        breadcrumbs={[
          { href: paths.rounds.href(), label: v.t('rounds.nav') },
          ...(round
            ? [{ href: paths.desk.href({ clubRoundId: round.id }), label: round.name }]
            : []),
        ]}
        breadcrumbsLabel={v.t('rounds.crumbs')}
      />
      <ErrorSummary
        title={v.t('rounds.form.errors')}
        lead={v.t('rounds.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        {round && <Hidden name="version" value={String(round.version)} />}
        <TextField
          {...f.text('name')}
          label={v.t('rounds.field.name')}
          hint={v.t('rounds.field.name-hint')}
          required
        />
        <TextArea
          {...f.text('about')}
          label={v.t('rounds.field.about')}
          optionalLabel={v.t('rounds.field.optional')}
          rows={3}
        />
        <DateField
          {...f.date('registerUntil')}
          label={v.t('rounds.field.register-until')}
          labels={parts}
        />
        <DateField
          {...f.date('kickOffWeek')}
          label={v.t('rounds.field.kick-off-week')}
          hint={v.t('rounds.field.kick-off-week-hint')}
          labels={parts}
        />
        <SelectField
          {...f.text('weeksBetween')}
          label={v.t('rounds.field.weeks-between')}
          hint={v.t('rounds.field.weeks-between-hint')}
          options={[3, 4, 5, 6, 7, 8, 9, 10].map((weeks) => ({
            value: String(weeks),
            label: v.t('rounds.field.weeks', { weeks }),
          }))}
        />
        <SelectField
          {...f.text('timeZone')}
          label={v.t('rounds.field.time-zone')}
          hint={v.t('rounds.field.time-zone-hint')}
          options={zoneOptions(v, allZones, '')}
        />
        <Checkbox
          {...f.tick('ownTheme')}
          label={v.t('rounds.field.own-theme')}
          hint={v.t('rounds.field.own-theme-hint')}
        />
        <Details summary={v.t('rounds.field.themes')} open={f.choices('themes').values.length > 0}>
          <CheckboxGroup
            {...f.choices('themes')}
            label={v.t('rounds.field.themes-label')}
            hint={v.t('rounds.field.themes-hint')}
            options={questionnaire.criteria.map((c) => ({
              value: c.id,
              label: themeText(v, c.id),
            }))}
          />
        </Details>
        <Details
          summary={v.t('rounds.field.languages')}
          open={f.choices('languages').values.length > 0}
        >
          <CheckboxGroup
            {...f.choices('languages')}
            label={v.t('rounds.field.languages-label')}
            hint={v.t('rounds.field.languages-hint')}
            inline
            options={languages}
          />
        </Details>
        <ButtonRow>
          <Button>{v.t(round ? 'rounds.change.button' : 'rounds.open.button')}</Button>
          <LinkButton
            href={round ? paths.desk.href({ clubRoundId: round.id }) : paths.rounds.href()}
          >
            {v.t('rounds.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
