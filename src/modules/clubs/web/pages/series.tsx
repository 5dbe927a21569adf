import { zoneOptions } from '#modules/calendar/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
} from '#ui/index.ts';
import { daysBetween, meetingsOf, roadmapOf, wordsIn } from '../../core/rules/index.ts';
import type { getClub, getRoom } from '../../server/index.ts';
import { ClockFields, PlaceField } from '../parts/meeting-fields.tsx';
import { paths } from '../paths.ts';

/** The days of the meetings that follow, all by one clock. Those that were held stay as they are. */
export function SeriesPage({
  v,
  club: c,
  room: r,
}: {
  v: View;
  club: ViewOf<typeof getClub>;
  room: ViewOf<typeof getRoom>;
}) {
  const href = paths.series.href({ clubId: c.id });
  const dayOf = (m: (typeof r.meetings)[number]) =>
    m.startsAt.toZonedDateTimeISO(m.timeZone).toPlainDate();
  const planned = new Map(r.meetings.map((m) => [m.templateId, dayOf(m)]));
  const stops = roadmapOf(planned, r.variant);
  const last = r.meetings.at(-1);
  const zones = [
    ...new Set([...(r.timeZone ? [r.timeZone] : []), ...c.members.map((m) => m.timeZone)]),
  ];
  const f = bind(v, href, {
    time: last?.startsAt
      .toZonedDateTimeISO(last.timeZone)
      .toPlainTime()
      .toString({ smallestUnit: 'minute' }),
    timeZone: r.timeZone ?? zones[0],
    url: last?.url,
    ...Object.fromEntries(stops.map((s) => [`dates.${s.templateId}`, s.on ?? s.about])),
  });
  const open = meetingsOf(r.variant).filter(
    (t) => !r.meetings.some((m) => m.templateId === t.id && m.over),
  );
  return (
    <>
      <PageHead
        title={v.t('clubs.series.title')}
        lead={v.t('clubs.series.lead', daysBetween)}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId: c.id }), label: c.name },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        lead={v.t('clubs.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        <Hidden name="version" value={String(c.version)} />
        {open.map((t) => (
          <DateField
            key={t.id}
            {...f.date(`dates.${t.id}`)}
            label={wordsIn(t.title, v.lang)}
            hint={wordsIn(t.purpose, v.lang)}
            labels={{
              day: v.t('clubs.field.day'),
              month: v.t('clubs.field.month'),
              year: v.t('clubs.field.year'),
            }}
          />
        ))}
        <ClockFields
          v={v}
          f={f}
          zoneHint={v.t('clubs.series.zone-hint')}
          zones={zoneOptions(v, zones, '')}
        />
        <PlaceField v={v} f={f} />
        <ButtonRow>
          <Button>{v.t('clubs.kick-off.button')}</Button>
          <LinkButton href={paths.club.href({ clubId: c.id })}>
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
