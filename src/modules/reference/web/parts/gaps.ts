import type { View } from '#platform/http/page.ts';
import type { CalendarGap } from '../../core/index.ts';

/** A gap as it comes out of a query. */
type ToldGap = Pick<CalendarGap, 'countryCode' | 'region' | 'schoolYear' | 'what'> & {
  regions?: string[] | undefined;
  from?: Temporal.PlainDate | undefined;
  until?: Temporal.PlainDate | undefined;
};

/** What is not known or doubtful about the holidays a plan rests on, a sentence each. */
export function gapTexts(v: Pick<View, 't' | 'fmt'>, gaps: readonly ToldGap[]): string[] {
  return gaps.map((gap) => {
    const country = v.fmt.country(gap.countryCode);
    const place = gap.region === '' ? country : `${country} (${gap.region})`;
    const known = { place, year: gap.schoolYear };
    switch (gap.what) {
      case 'no-region-chosen':
        return v.t('reference.gap.no-region-chosen', {
          ...known,
          regions: v.fmt.list(gap.regions ?? []),
        });
      case 'week-between':
      case 'overlap':
        return v.t(`reference.gap.${gap.what}`, {
          ...known,
          from: gap.from ?? null,
          until: gap.until ?? null,
        });
      default:
        return v.t(`reference.gap.${gap.what}`, known);
    }
  });
}
