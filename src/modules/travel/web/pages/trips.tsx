import { programmeCountries } from '#kernel/countries.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { adultRelations, means } from '../../core/index.ts';
import { type OneTrip, TripRows, type Trips } from '../parts/trip.tsx';
import { paths } from '../paths.ts';

/** All trips of a stay. */
export function TripsPage({ v, trips }: { v: View; trips: Trips }) {
  const here = { mobilityId: trips.id };
  const ask = trips.mayAsk && (
    <LinkButton kind="primary" href={paths.newTrip.href(here)}>
      {v.t('travel.trip.new')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title={v.t('travel.trip.list')}
        lead={v.t('travel.trip.lead')}
        breadcrumbs={[
          { href: mobilityPaths.dossier.href(here), label: trips.pupil },
          { href: paths.travel.href(here), label: v.t('travel.title') },
        ]}
        breadcrumbsLabel={v.t('travel.crumbs')}
        actions={trips.rows.length > 0 && ask}
      />
      {trips.rows.length === 0 ? (
        <EmptyState
          title={v.t('travel.trip.none')}
          text={v.t('travel.trip.none-text')}
          action={ask}
        />
      ) : (
        <TripRows v={v} trips={trips} />
      )}
    </>
  );
}

/** Near the programme's countries; whoever goes further talks with the organisation first. */
const alsoNear = ['CH', 'GB', 'AD', 'MC', 'SM', 'VA', 'AL', 'BA', 'ME', 'MD', 'UA', 'XK'];

/** The fields of the form as they were saved. */
const typedIn = (t: OneTrip) => ({
  place: t.place,
  countryCode: t.countryCode,
  purpose: t.purpose,
  leavesOn: t.leavesOn,
  leavesAt: t.leavesAt,
  returnsOn: t.returnsOn,
  returnsAt: t.returnsAt,
  adultName: t.adultName,
  adultAge: t.adultAge,
  adultPhone: t.adultPhone,
  adultRelation: t.adultRelation,
  means: t.means,
  details: t.details,
  sleepsAt: t.sleepsAt,
  catchUp: t.catchUp,
  insured: t.insured,
  papersReady: t.papersReady,
});

/** A new trip, or one that changes. */
export function TripFormPage({ v, trips, trip }: { v: View; trips: Trips; trip: OneTrip | null }) {
  const here = { mobilityId: trips.id };
  const action = trip ? paths.changeTrip.href({ tripId: trip.id }) : paths.newTrip.href(here);
  const back = trip ? paths.trip.href({ tripId: trip.id }) : paths.trips.href(here);
  const f = bind(v, action, trip ? typedIn(trip) : { countryCode: trips.hostCountry });
  const labels = { day: v.t('travel.day'), month: v.t('travel.month'), year: v.t('travel.year') };
  const optional = v.t('travel.optional');
  const may = trip ? trip.may.change : trips.mayAsk;
  const title = trip ? v.t('travel.trip.change') : v.t('travel.trip.new');
  const countries = [...programmeCountries, ...alsoNear]
    .map((code) => ({ value: code as string, label: v.fmt.country(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
  return (
    <>
      <PageHead
        title={title}
        lead={v.t(
          trip && trip.state !== 'draft' ? 'travel.trip.change-lead' : 'travel.trip.new-lead',
        )}
        breadcrumbs={[
          { href: mobilityPaths.dossier.href(here), label: trips.pupil },
          { href: paths.trips.href(here), label: v.t('travel.trip.list') },
        ]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary
        title={v.t('travel.errors')}
        lead={v.t('travel.nothing-lost')}
        errors={f.errors}
      />
      {!may ? (
        <Notice title={v.t('travel.trip.not-now')}>
          <p>{v.t('travel.trip.not-now-text')}</p>
          <LinkButton href={back}>{v.t('travel.trip.back')}</LinkButton>
        </Notice>
      ) : (
        <Form action={action} id={trip ? `trip-${trip.id}` : 'new-trip'} keep>
          {trip ? (
            <Hidden name="version" value={String(trip.version)} />
          ) : (
            <Hidden name="sendKey" value={trips.sendKey} />
          )}
          <Details summary={v.t('travel.trip.what-is-checked')}>
            <ul>
              {(['adult', 'school', 'entry', 'insurance', 'order'] as const).map((rule) => (
                <li key={rule}>{v.t(`travel.trip.checked.${rule}`)}</li>
              ))}
            </ul>
          </Details>
          <Section level={2} title={v.t('travel.trip.part.where')}>
            <TextField
              {...f.text('place')}
              label={v.t('travel.trip.field.place')}
              hint={v.t('travel.trip.field.place-hint')}
            />
            <SelectField
              {...f.text('countryCode')}
              label={v.t('travel.trip.field.country')}
              emptyLabel={v.t('travel.choose')}
              options={countries}
            />
            <TextArea
              {...f.text('purpose')}
              label={v.t('travel.trip.field.purpose')}
              optionalLabel={optional}
              rows={2}
            />
            <DateField
              {...f.date('leavesOn')}
              label={v.t('travel.trip.field.leaves-on')}
              labels={labels}
            />
            <TextField
              {...f.text('leavesAt')}
              label={v.t('travel.trip.field.leaves-at')}
              hint={v.t('travel.trip.field.leaves-at-hint')}
              width={6}
            />
            <DateField
              {...f.date('returnsOn')}
              label={v.t('travel.trip.field.returns-on')}
              labels={labels}
            />
            <TextField
              {...f.text('returnsAt')}
              label={v.t('travel.trip.field.returns-at')}
              width={6}
            />
            <TextField
              {...f.text('sleepsAt')}
              label={v.t('travel.trip.field.sleeps-at')}
              hint={v.t('travel.trip.field.sleeps-at-hint')}
            />
          </Section>
          <Section level={2} title={v.t('travel.trip.part.adult')}>
            <TextField
              {...f.text('adultName')}
              label={v.t('travel.trip.field.adult-name')}
              hint={v.t(
                trips.ofAge
                  ? 'travel.trip.field.adult-of-age'
                  : 'travel.trip.field.adult-name-hint',
              )}
            />
            <TextField
              {...f.text('adultAge')}
              label={v.t('travel.trip.field.adult-age')}
              inputmode="numeric"
              width={4}
            />
            <TextField
              {...f.text('adultPhone')}
              label={v.t('travel.trip.field.adult-phone')}
              hint={v.t('travel.trip.field.adult-phone-hint')}
              type="tel"
              width={20}
            />
            <SelectField
              {...f.text('adultRelation')}
              label={v.t('travel.trip.field.adult-relation')}
              emptyLabel={v.t('travel.choose')}
              optionalLabel={optional}
              options={adultRelations.map((r) => ({
                value: r,
                label: v.t(`travel.trip.relation.${r}`),
              }))}
            />
          </Section>
          <Section level={2} title={v.t('travel.trip.part.way')}>
            <RadioGroup
              {...f.text('means')}
              label={v.t('travel.field.means')}
              options={means.map((m) => ({ value: m, label: v.t(`travel.means.${m}`) }))}
            />
            <TextArea
              {...f.text('details')}
              label={v.t('travel.trip.field.details')}
              optionalLabel={optional}
              rows={2}
            />
            <TextArea
              {...f.text('catchUp')}
              label={v.t('travel.trip.field.catch-up')}
              hint={v.t('travel.trip.field.catch-up-hint')}
              optionalLabel={optional}
              rows={2}
            />
            <Checkbox {...f.tick('insured')} label={v.t('travel.trip.field.insured')} />
            <Checkbox {...f.tick('papersReady')} label={v.t('travel.trip.field.papers-ready')} />
          </Section>
          <ButtonRow>
            <Button>
              {v.t(
                trip && trip.state !== 'draft' ? 'travel.trip.save-change' : 'travel.trip.check',
              )}
            </Button>
            <LinkButton href={back}>{v.t('travel.trip.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}
