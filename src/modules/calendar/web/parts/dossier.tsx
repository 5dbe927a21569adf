import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, DayList, Details, LinkButton } from '#ui/index.ts';
import type { listEventsAbout } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { byDay, datedEvent } from './days.tsx';

/** What is planned about a dossier; what is over stands behind a fold. */
export function EventsSection({
  v,
  events,
  timeZone,
  mobilityId,
  mayPlan,
}: {
  v: View;
  events: ViewOf<typeof listEventsAbout>['events'];
  timeZone: string;
  mobilityId: string;
  mayPlan: boolean;
}) {
  const dated = events.map((e) => datedEvent(v, { ...e, about: null }, timeZone));
  const today = v.today.toString();
  const days = [...byDay(dated)];
  const list = (those: typeof days) => (
    <DayList
      days={those.map(([day, entries]) => ({
        day,
        text: v.fmt.date(Temporal.PlainDate.from(day)),
        entries,
      }))}
    />
  );
  const coming = days.filter(([day]) => day >= today);
  const over = days.filter(([day]) => day < today);
  const about = { about: `mobility:${mobilityId}` };
  return (
    <>
      {coming.length > 0 ? list(coming) : <p>{v.t('calendar.section.none')}</p>}
      {over.length > 0 && (
        <Details summary={v.t('calendar.section.over', { count: over.length })} printed wide>
          {list(over)}
        </Details>
      )}
      {mayPlan && (
        <ButtonRow>
          <LinkButton href={paths.newEvent.href(undefined, about)}>
            {v.t('calendar.page.plan')}
          </LinkButton>
          <LinkButton href={paths.newPoll.href(undefined, about)}>
            {v.t('calendar.page.poll')}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  );
}
