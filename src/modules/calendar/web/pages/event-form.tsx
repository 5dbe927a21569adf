import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  CheckboxGroup,
  DateField,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  SearchBox,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { occasionOf } from '../../core/rules/index.ts';
import { type PlannedKind, plannedKinds } from '../../core/types.ts';
import type { getAbout, getEvent, listReachablePersons } from '../../server/index.ts';
import { zoneOptions } from '../parts/zone.ts';
import { paths } from '../paths.ts';

export type Fields = ReturnType<typeof bind>;

export type FormData = {
  /** null where it is about nothing */
  about: ViewOf<typeof getAbout> | null;
  persons: ViewOf<typeof listReachablePersons>['persons'];
  /** what the list of people was searched for */
  q: string;
  /** whether the list holds only the first of many */
  more: boolean;
  timeZone: string;
  zones: readonly string[];
  /** codes of countries, in the order in which readers look for them */
  countries: readonly string[];
};

/** More people than this are looked for by name, and stand behind a fold. */
const shownAtOnce = 8;

/** People by what they are to the dossier or project; others stand behind a fold. */
export function PeopleFields({
  v,
  f,
  data,
  invited = [],
}: {
  v: View;
  f: Fields;
  data: FormData;
  invited?: readonly { id: string; name: string }[];
}) {
  const { about, persons, q } = data;
  const people = about?.people ?? [];
  const known = new Set<string>(people.map((p) => p.id));
  const relations = [...Map.groupBy(people, (p) => p.relation)];
  const many = relations.filter(([, those]) => those.length > 2);
  const others = [
    ...invited.filter((p) => !known.has(p.id)).map((p) => ({ ...p, org: '' })),
    ...persons.filter((p) => !known.has(p.id) && !invited.some((i) => i.id === p.id)),
  ];
  const field = f.choices(about ? 'otherIds' : 'participantIds');
  const othersList = (
    <CheckboxGroup
      {...field}
      label={v.t(about ? 'calendar.event.others' : 'calendar.event.participants')}
      hint={
        others.length > 0
          ? undefined
          : q
            ? v.t('calendar.event.none-found', { q })
            : v.t('calendar.event.nobody-yet')
      }
      options={others.map((p) => ({ value: p.id, label: p.name, hint: p.org || undefined }))}
    />
  );
  if (!about)
    return others.length > shownAtOnce ? (
      <Details
        summary={v.t('calendar.event.choose', { count: others.length })}
        open={q !== '' || field.values.length > 0 || Boolean(field.error)}
      >
        {othersList}
      </Details>
    ) : (
      othersList
    );
  return (
    <>
      {many.length > 0 && (
        <CheckboxGroup
          {...f.choices('relations')}
          label={v.t('calendar.event.groups')}
          options={many.map(([relation, those]) => ({
            value: relation,
            label: v.t('calendar.event.group', {
              relation: v.t(`calendar.relation.${relation}`),
              count: those.length,
            }),
          }))}
        />
      )}
      <CheckboxGroup
        {...f.choices('participantIds')}
        label={v.t('calendar.event.participants')}
        options={people.map((p) => ({
          value: p.id,
          label: p.name,
          hint: [v.t(`calendar.relation.${p.relation}`), p.side].filter(Boolean).join(', '),
        }))}
      />
      {others.length > 0 && (
        <Details
          summary={v.t('calendar.event.others')}
          open={others.some((p) => field.values.includes(p.id))}
        >
          {othersList}
        </Details>
      )}
    </>
  );
}

/** Asked only in the night in which clocks go back: which of the two. */
export function Which({ v, f, end }: { v: View; f: Fields; end: 'from' | 'until' }) {
  const name = `${end}Which`;
  const { value, error } = f.text(name);
  if (!value && !error) return null;
  const { value: time } = f.text(end);
  return (
    <RadioGroup
      name={name}
      value={value}
      error={error}
      label={v.t('calendar.field.which', { time })}
      options={(['first', 'second'] as const).map((each) => ({
        value: each,
        label: v.t(`calendar.which.${each}`, { time }),
      }))}
    />
  );
}

export function SearchPeople({
  v,
  action,
  data,
}: {
  v: View;
  action: string;
  data: Pick<FormData, 'q' | 'more' | 'persons' | 'about'>;
}) {
  const { q, more, persons, about } = data;
  if (!more && !q && (about || persons.length <= shownAtOnce)) return null;
  return (
    <>
      <SearchBox
        action={action}
        label={v.t('calendar.event.find')}
        value={q}
        buttonText={v.t('calendar.event.find-button')}
        {...(about ? { keep: { about: `${about.about.kind}:${about.about.id}` } } : {})}
      />
      <p>
        {more
          ? v.t('calendar.event.more', { count: persons.length })
          : v.t('calendar.event.find-first')}
      </p>
    </>
  );
}

export function EventFormPage({
  v,
  event,
  kind,
  data,
}: {
  v: View;
  event?: ViewOf<typeof getEvent>;
  /** chosen before, by a link */
  kind?: PlannedKind;
  data: FormData;
}) {
  const { about, timeZone, zones, countries } = data;
  const href = event ? paths.editEvent.href({ eventId: event.id }) : paths.newEvent.href();
  const action =
    !event && about
      ? paths.newEvent.href(undefined, { about: `${about.about.kind}:${about.about.id}` })
      : href;
  const back = event
    ? paths.event.href({ eventId: event.id })
    : (about?.href ?? paths.calendar.href());
  const starts = event?.startsAt.toZonedDateTimeISO(event.timeZone);
  const ends = event?.endsAt.toZonedDateTimeISO(event.timeZone);
  const time = (at: Temporal.ZonedDateTime | undefined) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' });
  const f = bind(v, href, {
    kind: event?.kind ?? kind ?? 'meeting',
    title: event?.title,
    description: event?.description,
    day: starts?.toPlainDate(),
    from: time(starts),
    until: event?.kind === 'deadline' ? '' : time(ends),
    fromWhich: starts && occasionOf(starts),
    untilWhich: ends && occasionOf(ends),
    timeZone,
    place: event?.place,
    countryCode: event ? event.countryCode : about?.countryCode,
    url: event?.url,
    agenda: event?.agenda.join('\n'),
    shared: event?.shared,
    participantIds: event?.participants.map((p) => p.id),
    otherIds: event?.participants.map((p) => p.id),
  });
  const optional = v.t('calendar.form.optional');
  const offered = about ? about.plans : plannedKinds;
  return (
    <>
      <PageHead
        title={
          event
            ? v.t('calendar.event.change', { kind: event.kind })
            : about
              ? v.t('calendar.event.plan-about', { title: about.about.title })
              : v.t('calendar.page.plan')
        }
        lead={v.t('calendar.event.mail-follows')}
        breadcrumbs={[
          { href: paths.calendar.href(), label: v.t('calendar.page.title') },
          ...(about ? [{ href: about.href, label: about.about.title }] : []),
        ]}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      <SearchPeople v={v} action={href} data={data} />
      <Form action={action} id="event" keep={!event}>
        {event && <Hidden name="sequence" value={String(event.sequence)} />}
        {event ? null : offered.length > 1 ? (
          <RadioGroup
            {...f.text('kind')}
            label={v.t('calendar.field.kind')}
            inline
            options={offered.map((each) => ({
              value: each,
              label: v.t(`calendar.kind.${each}`),
            }))}
          />
        ) : (
          <Hidden name="kind" value={offered[0] ?? 'meeting'} />
        )}
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
        <Which v={v} f={f} end="from" />
        <TextField
          {...f.text('until')}
          label={v.t('calendar.field.until')}
          hint={offered.includes('deadline') ? v.t('calendar.field.until-hint') : undefined}
          width={6}
        />
        <Which v={v} f={f} end="until" />
        <SelectField
          {...f.text('timeZone')}
          label={v.t('calendar.field.zone')}
          hint={v.t('calendar.field.zone-hint')}
          options={zoneOptions(v, zones, f.text('timeZone').value)}
        />
        <TextField
          {...f.text('place')}
          label={v.t('calendar.field.place')}
          hint={v.t('calendar.field.place-hint')}
          optionalLabel={optional}
        />
        <SelectField
          {...f.text('countryCode')}
          label={v.t('calendar.field.country')}
          emptyLabel={v.t('calendar.field.no-country')}
          optionalLabel={optional}
          options={countries.map((code) => ({ value: code, label: v.fmt.country(code) }))}
        />
        <TextField
          {...f.text('url')}
          label={v.t('calendar.field.url')}
          optionalLabel={optional}
          type="url"
        />
        <PeopleFields v={v} f={f} data={data} invited={event?.participants ?? []} />
        {about && (
          <Checkbox
            {...f.tick('shared')}
            label={v.t('calendar.field.shared', { title: about.about.title })}
            hint={v.t('calendar.field.shared-hint')}
          />
        )}
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
        <ButtonRow>
          <Button>{v.t(event ? 'calendar.form.save' : 'calendar.event.invite')}</Button>
          <LinkButton href={back}>{v.t('calendar.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
