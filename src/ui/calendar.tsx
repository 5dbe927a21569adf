import type { ComponentChildren } from 'preact';

export interface DayEntry {
  readonly id: string;
  /** "09:00", or what a whole day says. */
  readonly time: string;
  readonly title: ComponentChildren;
  /** Kind, place, state. */
  readonly about?: ComponentChildren;
}

export interface DayListProps {
  readonly days: readonly {
    /** YYYY-MM-DD. */
    readonly day: string;
    readonly text: string;
    readonly today?: boolean;
    readonly entries: readonly DayEntry[];
  }[];
  /** Stands beside a {@link MonthTable} that shows the same: left out where that has room. */
  readonly narrow?: boolean;
}

/** What is on, day by day. */
export function DayList({ days, narrow }: DayListProps) {
  return (
    <ol class={narrow ? 'days is-narrow' : 'days'}>
      {days.map(({ day, text, today, entries }) => (
        <li key={day} class={today ? 'day is-today' : 'day'}>
          <time dateTime={day}>{text}</time>
          <ul>
            {entries.map((entry) => (
              <li key={entry.id}>
                <span class="day-time">{entry.time}</span>
                <span>
                  {entry.title}
                  {entry.about && <span class="day-about">{entry.about}</span>}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

export interface MonthTableProps {
  readonly caption: string;
  /** Seven, from the first day of the week. */
  readonly weekdays: readonly string[];
  readonly weeks: readonly (readonly {
    readonly day: string;
    readonly number: number;
    /** Of the month before or after. */
    readonly outside?: boolean;
    readonly today?: boolean;
    readonly entries: readonly DayEntry[];
  }[])[];
}

/** A month as a table of weeks, on wide screens: a {@link DayList} shows the same on narrow ones and on paper. */
export function MonthTable({ caption, weekdays, weeks }: MonthTableProps) {
  return (
    <table class="month">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map(({ day, number, outside, today, entries }) => (
              <td key={day} class={outside ? 'is-outside' : today ? 'is-today' : undefined}>
                <time dateTime={day}>{number}</time>
                {entries.length > 0 && (
                  <ul>
                    {entries.map((entry) => (
                      <li key={entry.id}>
                        <span class="day-time">{entry.time}</span> {entry.title}
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
