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
  Notice,
  PageHead,
  RadioGroup,
  Section,
} from '#ui/index.ts';
import { kickOffTemplate, meetingMinutes } from '../../core/rules/index.ts';
import { variants } from '../../core/types.ts';
import type { getClub } from '../../server/index.ts';
import { AgendaTable } from '../parts/agenda.tsx';
import { ClockFields, PlaceField } from '../parts/meeting-fields.tsx';
import { paths } from '../paths.ts';

type Club = ViewOf<typeof getClub>;

/** Day, clock and zone of the kick-off; planned once more it moves, and everybody is told. */
export function KickOffPage({ v, club: c }: { v: View; club: Club }) {
  const href = paths.kickOff.href({ clubId: c.id });
  const template = kickOffTemplate();
  const before = c.meetings.find((m) => m.templateId === template.id);
  const local = before?.startsAt.toZonedDateTimeISO(before.timeZone);
  const zones = [
    ...new Set([...(before ? [before.timeZone] : []), ...c.members.map((m) => m.timeZone)]),
  ];
  const f = bind(v, href, {
    date: local?.toPlainDate(),
    time: local?.toPlainTime().toString({ smallestUnit: 'minute' }),
    timeZone: before?.timeZone ?? zones[0],
    url: before?.url,
    variant: c.variant,
  });
  return (
    <>
      <PageHead
        title={v.t(before ? 'clubs.kick-off.move' : 'clubs.kick-off.plan')}
        lead={v.t('clubs.kick-off.lead', { minutes: meetingMinutes })}
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
      {c.state === 'forming' ? (
        <Notice tone="late" title={v.t('clubs.refused.not-running')} />
      ) : (
        <Form action={href}>
          <Hidden name="version" value={String(c.version)} />
          <DateField
            {...f.date('date')}
            label={v.t('clubs.field.date')}
            labels={{
              day: v.t('clubs.field.day'),
              month: v.t('clubs.field.month'),
              year: v.t('clubs.field.year'),
            }}
          />
          <ClockFields
            v={v}
            f={f}
            zoneHint={v.t('clubs.field.time-zone-hint')}
            zones={zoneOptions(v, zones, '')}
          />
          {!before && (
            <RadioGroup
              {...f.text('variant')}
              label={v.t('clubs.field.variant')}
              options={variants.map((each) => ({
                value: each,
                label: v.t(`clubs.variant.${each}`),
              }))}
            />
          )}
          <PlaceField v={v} f={f} />
          <ButtonRow>
            <Button>{v.t('clubs.kick-off.button')}</Button>
            <LinkButton href={paths.club.href({ clubId: c.id })}>
              {v.t('clubs.kick-off.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      )}
      <Section title={v.t('clubs.kick-off.agenda')}>
        <AgendaTable v={v} template={template} />
      </Section>
    </>
  );
}
