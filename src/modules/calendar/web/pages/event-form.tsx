import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SearchBox,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { getEvent, listReachablePersons } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function EventFormPage({
  v,
  event,
  persons,
  q = '',
  more = false,
  timeZone,
  zones,
}: {
  v: View;
  event?: ViewOf<typeof getEvent>;
  persons: ViewOf<typeof listReachablePersons>['persons'];
  /** what the list of people was searched for */
  q?: string;
  /** whether the list holds only the first of many */
  more?: boolean;
  timeZone: string;
  zones: readonly string[];
}) {
  const href = event ? paths.editEvent.href({ eventId: event.id }) : paths.newEvent.href();
  const back = event ? paths.event.href({ eventId: event.id }) : paths.events.href();
  const starts = event?.startsAt.toZonedDateTimeISO(event.timeZone);
  const ends = event?.endsAt.toZonedDateTimeISO(event.timeZone);
  const time = (at: Temporal.ZonedDateTime | undefined) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' });
  const f = bind(v, href, {
    title: event?.title,
    description: event?.description,
    day: starts?.toPlainDate(),
    from: time(starts),
    until: time(ends),
    timeZone,
    place: event?.place,
    url: event?.url,
    agenda: event?.agenda.join('\n'),
  });
  const optional = v.t('calendar.form.optional');
  return (
    <>
      <PageHead
        title={v.t(event ? 'calendar.event.change' : 'calendar.events.plan')}
        lead={v.t('calendar.event.mail-follows')}
        breadcrumbs={[{ href: paths.events.href(), label: v.t('calendar.events.title') }]}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      {(more || q) && (
        <SearchBox
          action={href}
          label={v.t('calendar.event.find')}
          value={q}
          buttonText={v.t('calendar.event.find-button')}
        />
      )}
      {more && <p>{v.t('calendar.event.more', { count: persons.length })}</p>}
      <Form action={href} id="event" keep={!event}>
        {event && <Hidden name="sequence" value={String(event.sequence)} />}
        <TextField {...f.text('title')} label={v.t('calendar.field.title')} required />
        <DateField
          {...f.date('day')}
          label={v.t('calendar.field.day')}
          labels={{
            day: v.t('calendar.form.day'),
            month: v.t('calendar.form.month'),
            year: v.t('calendar.form.year'),
          }}
        />
        <TextField
          {...f.text('from')}
          label={v.t('calendar.field.from')}
          hint={v.t('calendar.field.time-hint')}
          width={6}
          required
        />
        <TextField {...f.text('until')} label={v.t('calendar.field.until')} width={6} required />
        <TextField
          {...f.text('timeZone')}
          label={v.t('calendar.field.zone')}
          hint={v.t('calendar.field.zone-hint')}
          suggestions={zones}
          width={20}
          required
        />
        <TextField
          {...f.text('place')}
          label={v.t('calendar.field.place')}
          optionalLabel={optional}
        />
        <TextField
          {...f.text('url')}
          label={v.t('calendar.field.url')}
          optionalLabel={optional}
          type="url"
        />
        <TextArea
          {...f.text('description')}
          label={v.t('calendar.field.description')}
          optionalLabel={optional}
          rows={3}
        />
        <TextArea
          {...f.text('agenda')}
          label={v.t('calendar.field.agenda')}
          hint={v.t('calendar.field.agenda-hint')}
          optionalLabel={optional}
          rows={5}
        />
        {!event && (
          <CheckboxGroup
            {...f.choices('participantIds')}
            label={v.t('calendar.event.participants')}
            hint={
              persons.length > 0
                ? undefined
                : q
                  ? v.t('calendar.event.none-found', { q })
                  : v.t('calendar.event.nobody-yet')
            }
            options={persons.map((p) => ({ value: p.id, label: p.name, hint: p.org }))}
          />
        )}
        <ButtonRow>
          <Button>{v.t(event ? 'calendar.form.save' : 'calendar.event.invite')}</Button>
          <LinkButton href={back}>{v.t('calendar.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
