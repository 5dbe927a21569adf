import { Fragment } from 'preact';
import { languageCodes } from '#kernel/languages.ts';
import { zoneOptions } from '#modules/calendar/web/index.ts';
import { allZones } from '#modules/organisations/core/index.ts';
import { intents, questionnaire } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  FieldSet,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  SelectField,
} from '#ui/index.ts';
import { levels, ticksOf, weekdays } from '../../core/rules.ts';
import { experiences, peerRoles } from '../../core/types.ts';
import type { getEntry } from '../../server/index.ts';
import { HoursField } from '../parts/hours.tsx';
import { themeText } from '../parts/words.ts';
import { paths } from '../paths.ts';

/** rows of wishes and of languages that are offered to be filled */
export const rows = [0, 1, 2] as const;

/** What somebody tells so that a group can be found: wishes, languages, hours, experience. */
export function RegisterPage({ v, entry: e }: { v: View; entry: ViewOf<typeof getEntry> }) {
  const href = paths.register.href({ clubRoundId: e.id });
  const ticks = ticksOf(e.free);
  const initial: Record<string, string | string[]> = {
    orgId: e.orgId,
    role: e.role,
    experience: e.experience,
    timeZone: e.entryZone,
  };
  for (const day of weekdays) {
    const own = ticks.filter((tick) => tick.startsWith(`${day}-`));
    initial[`free.${day}`] = own.filter((tick) => /[a-z]/.test(tick));
    initial[`exact.${day}`] = own.filter((tick) => !/[a-z]/.test(tick));
  }
  for (const i of rows) {
    initial[`wants.${i}.theme`] = e.wants[i]?.theme ?? '';
    initial[`wants.${i}.intent`] = e.wants[i]?.intent ?? 'improve';
    initial[`languages.${i}.code`] = e.spoken[i]?.code ?? '';
    initial[`languages.${i}.level`] = e.spoken[i]?.level ?? 'B1';
  }
  const f = bind(v, href, initial);
  const themes = questionnaire.criteria
    .filter((c) => e.themes.length === 0 || e.themes.includes(c.id))
    .map((c) => ({ value: c.id, label: themeText(v, c.id) }));
  const languages = (e.languages.length > 0 ? e.languages : [...languageCodes])
    .map((code) => ({ value: code as string, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
  return (
    <>
      <PageHead
        title={v.t('rounds.register.title')}
        lead={v.t('rounds.register.lead')}
        breadcrumbs={[
          { href: paths.rounds.href(), label: v.t('rounds.nav') },
          { href: paths.round.href({ clubRoundId: e.id }), label: e.name },
        ]}
        breadcrumbsLabel={v.t('rounds.crumbs')}
      />
      <ErrorSummary
        title={v.t('rounds.form.errors')}
        lead={v.t('rounds.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="register" keep>
        {e.organisations.length > 1 ? (
          <SelectField
            {...f.text('orgId')}
            label={v.t('rounds.field.organisation')}
            options={e.organisations.map((o) => ({ value: o.id, label: o.name }))}
          />
        ) : (
          <Hidden name="orgId" value={e.orgId} />
        )}
        <FieldSet
          name="wants"
          label={v.t('rounds.register.wants')}
          hint={v.t(e.prefilled ? 'rounds.register.wants-prefilled' : 'rounds.register.wants-lead')}
        >
          {rows.map((i) => (
            <Fragment key={i}>
              <SelectField
                {...f.text(`wants.${i}.theme`)}
                label={v.t('rounds.field.want', { number: i + 1 })}
                emptyLabel={v.t(i === 0 ? 'rounds.field.choose' : 'rounds.field.none')}
                options={themes}
              />
              <SelectField
                {...f.text(`wants.${i}.intent`)}
                label={v.t('rounds.field.intent', { number: i + 1 })}
                options={intents.map((intent) => ({
                  value: intent,
                  label: v.t(`rounds.intent.${intent}`),
                }))}
              />
            </Fragment>
          ))}
        </FieldSet>
        <FieldSet
          name="languages"
          label={v.t('rounds.register.languages')}
          hint={v.t('rounds.register.languages-lead')}
        >
          {rows.map((i) => (
            <Fragment key={i}>
              <SelectField
                {...f.text(`languages.${i}.code`)}
                label={v.t('rounds.field.language', { number: i + 1 })}
                emptyLabel={v.t(i === 0 ? 'rounds.field.choose' : 'rounds.field.none')}
                options={languages}
              />
              <SelectField
                {...f.text(`languages.${i}.level`)}
                label={v.t('rounds.field.level', { number: i + 1 })}
                options={levels.map((level) => ({
                  value: level,
                  label: v.t(`rounds.level.${level}`),
                }))}
              />
            </Fragment>
          ))}
        </FieldSet>
        <SelectField
          {...f.text('timeZone')}
          label={v.t('rounds.field.own-zone')}
          hint={v.t('rounds.field.own-zone-hint')}
          options={zoneOptions(v, allZones, e.entryZone)}
        />
        <HoursField v={v} f={f} />
        <RadioGroup
          {...f.text('role')}
          label={v.t('rounds.field.role')}
          options={peerRoles.map((role) => ({ value: role, label: v.t(`rounds.role.${role}`) }))}
        />
        <RadioGroup
          {...f.text('experience')}
          label={v.t('rounds.field.experience')}
          hint={v.t('rounds.field.experience-hint')}
          options={experiences.map((each) => ({
            value: each,
            label: v.t(`rounds.experience.${each}`),
          }))}
        />
        <ButtonRow>
          <Button>{v.t(e.registered ? 'rounds.register.save' : 'rounds.register.button')}</Button>
          <LinkButton href={paths.round.href({ clubRoundId: e.id })}>
            {v.t('rounds.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
