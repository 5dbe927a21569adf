import { gapTexts, referencePaths } from '#modules/reference/web/index.ts';
import type { View } from '#platform/http/page.ts';
import { Details, Notice } from '#ui/index.ts';

type Gaps = Parameters<typeof gapTexts>[1];

/** Whose holidays count in a plan, and what is not known of them. */
export function CalendarNote({
  v,
  counted,
  gaps,
  link,
}: {
  v: View;
  counted?: { sending: string[]; host: string[]; told: string[] };
  gaps: Gaps;
  /** only who works for an organisation may read the reference data */
  link: boolean;
}) {
  const names = (codes: string[]) => v.fmt.list(codes.map((code) => v.fmt.country(code)));
  return (
    <>
      {counted && (
        <p>
          {v.t('projects.calendar.counted', {
            sending: names(counted.sending),
            host: names(counted.host),
          })}{' '}
          {counted.told.length > 0 &&
            `${v.t('projects.calendar.told', { orgs: v.fmt.list(counted.told) })} `}
          {link && <a href={referencePaths.reference.href()}>{v.t('projects.calendar.where')}</a>}
        </p>
      )}
      {gaps.length > 0 && gaps.length <= 2 && (
        <Notice tone="none" title={v.t('projects.calendar.gaps')}>
          <GapList v={v} gaps={gaps} />
        </Notice>
      )}
      {gaps.length > 2 && (
        <Details summary={v.t('projects.calendar.gaps-many', { count: gaps.length })}>
          <GapList v={v} gaps={gaps} />
        </Details>
      )}
    </>
  );
}

function GapList({ v, gaps }: { v: View; gaps: Gaps }) {
  return (
    <ul>
      {gapTexts(v, gaps).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

type LimitFault = {
  rule: string;
  countryCode: string;
  day: Temporal.PlainDate | null;
  days: number;
  limit: number | null;
  source: string;
};

/** Where a stay goes beyond what a country allows: told, not forbidden, since only the hosting side knows for sure. */
export function LimitNotes({ v, limits }: { v: View; limits: readonly LimitFault[] }) {
  if (limits.length === 0) return null;
  return (
    <Notice tone="late" title={v.t('projects.limits.title')}>
      <ul>
        {limits.map((l) => (
          <li key={`${l.countryCode} ${l.rule}`}>
            {v.t(`projects.limits.${l.rule}`, {
              country: v.fmt.country(l.countryCode),
              days: l.days,
              limit: l.limit ?? 0,
              day: l.day,
              source: l.source,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
