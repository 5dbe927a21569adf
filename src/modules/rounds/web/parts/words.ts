import { wordingFor } from '#modules/quality/core/index.ts';
import type { View } from '#platform/http/page.ts';

export const themeText = (v: Pick<View, 'lang'>, theme: string) =>
  wordingFor(v.lang).criterion(theme).text;

export const languageNames = (v: View, codes: readonly string[]) =>
  v.fmt.list(codes.map((code) => v.fmt.language(code)));

/** Tuesday 15 February 2027 at 14:00, by a clock that is named. */
export function momentText(v: View, meeting: { at: Temporal.Instant; timeZone: string }): string {
  const day = meeting.at.toZonedDateTimeISO(meeting.timeZone).toPlainDate();
  return v.t('rounds.when', {
    day: v.fmt.weekday(day),
    time: v.fmt.time(meeting.at, meeting.timeZone),
  });
}
