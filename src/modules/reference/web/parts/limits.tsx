import type { StayLimits } from '#engines/planner/index.ts';
import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { RadioGroup, SelectField, TextField } from '#ui/index.ts';
import { limitPoints } from '../../core/rules.ts';

/** Limits as the fields of `Limits` hold them. */
export function limitValues(limits: StayLimits | null | undefined) {
  return {
    shortestDays: limits?.shortestDays,
    shortestMonths: limits?.shortestMonths,
    longestDays: limits?.longestDays,
    longestMonths: limits?.longestMonths,
    latestArrivalDay: limits?.latestArrival?.day,
    latestArrivalMonth: limits?.latestArrival?.month,
    secondSemester: limits?.secondSemester ? (limits.secondSemester.accepted ? 'yes' : 'no') : '',
    secondSemesterDay: limits?.secondSemester?.from.day,
    secondSemesterMonth: limits?.secondSemester?.from.month,
    secondSemesterDays: limits?.secondSemester?.longestDays,
  };
}

/** What was typed into the fields of `Limits`. */
export const limitInput = (form: { text: (name: string) => string }) => ({
  shortestDays: form.text('shortestDays'),
  shortestMonths: form.text('shortestMonths'),
  longestDays: form.text('longestDays'),
  longestMonths: form.text('longestMonths'),
  latestArrivalDay: form.text('latestArrivalDay'),
  latestArrivalMonth: form.text('latestArrivalMonth'),
  secondSemester: form.text('secondSemester'),
  secondSemesterDay: form.text('secondSemesterDay'),
  secondSemesterMonth: form.text('secondSemesterMonth'),
  secondSemesterDays: form.text('secondSemesterDays'),
});

/** What limits say, a sentence each. */
export function limitSentences(v: View, limits: StayLimits): string[] {
  return limitPoints(limits).map(({ key, count, on }) =>
    v.t(`reference.limit.${key}`, { count, day: on ? v.fmt.shortDate(on) : '' }),
  );
}

/** What is asked about stays in a country. */
export function Limits({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  const months = Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1),
    label: v.fmt.month(new Temporal.PlainDate(2028, i + 1, 1)).replace(/\s*\d+$/, ''),
  }));
  const number = (name: string, label: string, hint?: string) => (
    <TextField
      {...f.text(name)}
      label={v.t(label)}
      hint={hint && v.t(hint)}
      optionalLabel={v.t('reference.optional')}
      inputmode="numeric"
      width={6}
    />
  );
  const month = (name: string, label: string) => (
    <SelectField
      {...f.text(name)}
      label={v.t(label)}
      optionalLabel={v.t('reference.optional')}
      emptyLabel={v.t('reference.form.choose')}
      options={months}
    />
  );
  return (
    <>
      {number('shortestDays', 'reference.field.shortest-days', 'reference.field.days-hint')}
      {number('shortestMonths', 'reference.field.shortest-months', 'reference.field.months-hint')}
      {number('longestDays', 'reference.field.longest-days')}
      {number('longestMonths', 'reference.field.longest-months')}
      {number('latestArrivalDay', 'reference.field.latest-arrival-day')}
      {month('latestArrivalMonth', 'reference.field.latest-arrival-month')}
      <RadioGroup
        {...f.text('secondSemester')}
        label={v.t('reference.field.second-semester')}
        options={['', 'yes', 'no'].map((value) => ({
          value,
          label: v.t(`reference.form.second-${value || 'unknown'}`),
        }))}
      />
      {number('secondSemesterDay', 'reference.field.second-day')}
      {month('secondSemesterMonth', 'reference.field.second-month')}
      {number('secondSemesterDays', 'reference.field.second-longest')}
    </>
  );
}
