import { Fragment } from 'preact';
import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { CheckboxGroup, Details, FieldSet } from '#ui/index.ts';
import { clockOf, dayParts, weekdays } from '../../core/rules.ts';

/** Any Monday: only the names of days are taken from it. */
const monday = Temporal.PlainDate.from('2027-01-04');

/** The week as people know it: parts of each day, and half-hours under them for who wants to be exact. No script needed. */
export function HoursField({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  const clock = (half: number) => clockOf(half).toString({ smallestUnit: 'minute' });
  return (
    <FieldSet
      name="free"
      label={v.t('rounds.hours.title')}
      hint={v.t('rounds.hours.lead')}
      error={f.text('free').error}
    >
      {weekdays.map((day) => {
        const name = v.fmt.weekday(monday.add({ days: day - 1 })).split(/[ ,]/)[0] ?? '';
        const halves = dayParts.flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, i) => from + i),
        );
        const exact = f.choices(`exact.${day}`);
        return (
          <Fragment key={day}>
            <CheckboxGroup
              {...f.choices(`free.${day}`)}
              label={name}
              inline
              options={dayParts.map((part) => ({
                value: `${day}-${part.id}`,
                label: v.t(`rounds.hours.${part.id}`, {
                  from: clock(part.from),
                  to: clock(part.to),
                }),
              }))}
            />
            <Details
              summary={
                exact.values.length > 0
                  ? v.t('rounds.hours.exact-some', { day: name, count: exact.values.length })
                  : v.t('rounds.hours.exact', { day: name })
              }
            >
              <CheckboxGroup
                {...exact}
                label={v.t('rounds.hours.halves', { day: name })}
                inline
                options={halves.map((half) => ({ value: `${day}-${half}`, label: clock(half) }))}
              />
            </Details>
          </Fragment>
        );
      })}
    </FieldSet>
  );
}
