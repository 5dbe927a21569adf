import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { type Direction, leavesSoon, means } from '../../core/index.ts';
import {
  Connections,
  JourneyChanged,
  JourneyFacts,
  JourneyLegs,
  JourneyStatus,
  type Journeys,
} from '../parts/journey.tsx';
import { Late } from '../parts/late.tsx';
import type { Tickets } from '../parts/tickets.tsx';
import { TicketsPart } from '../parts/tickets.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; journeys: Journeys; now: Temporal.Instant };

function Head({ v, journeys: j, title }: { v: View; journeys: Journeys; title: string }) {
  return (
    <PageHead
      title={title}
      breadcrumbs={[{ href: mobilityPaths.dossier.href({ mobilityId: j.id }), label: j.pupil }]}
      breadcrumbsLabel={v.t('travel.crumbs')}
    />
  );
}

/** The thing to tap now: leave, arrive, home. One large button for a phone at a station. */
function Tap({ v, journeys: j, now }: Props) {
  const here = { mobilityId: j.id };
  const tap = (what: 'depart' | 'arrive' | 'return', about?: string) => (
    <NextStep
      kicker={v.t('travel.tap.kicker')}
      title={v.t(j.isPupil ? `travel.tap.${what}-self` : `travel.tap.${what}`, { pupil: j.pupil })}
      about={about}
      action={
        <Form action={paths[what].href(here)}>
          <Button>
            {v.t(j.isPupil ? `travel.tap.${what}-button-self` : `travel.tap.${what}-button`)}
          </Button>
        </Form>
      }
    />
  );
  if (j.may.depart && j.outward && leavesSoon(j.outward.leavesAt, now)) return tap('depart');
  if (j.may.arrive && j.state !== 'ready') return tap('arrive', v.t('travel.tap.arrive-tells'));
  if (j.may.return && j.back && leavesSoon(j.back.leavesAt, now)) return tap('return');
  return null;
}

/** What is possible but unusual now: leaving long before the plan, home long before the end. */
function Unusual({ v, journeys: j, now }: Props) {
  const here = { mobilityId: j.id };
  const early = j.may.depart && j.outward && !leavesSoon(j.outward.leavesAt, now);
  const home = j.may.return && j.back && !leavesSoon(j.back.leavesAt, now);
  const arrived = j.may.arrive && j.state === 'ready';
  if (!early && !home && !arrived) return null;
  return (
    <Details summary={v.t('travel.unusual')}>
      {early && (
        <Form action={paths.depart.href(here)}>
          <Button kind="quiet">{v.t('travel.tap.depart-early', { pupil: j.pupil })}</Button>
        </Form>
      )}
      {arrived && (
        <Form action={paths.arrive.href(here)}>
          <Button kind="quiet">{v.t('travel.tap.arrive-early', { pupil: j.pupil })}</Button>
        </Form>
      )}
      {home && (
        <Form action={paths.return.href(here)}>
          <Button kind="quiet">{v.t('travel.tap.return-early', { pupil: j.pupil })}</Button>
        </Form>
      )}
    </Details>
  );
}

/** The way there and the way back. */
export function TravelPage(props: Props & { tickets: Tickets }) {
  const { v, journeys: j, tickets } = props;
  const here = { mobilityId: j.id };
  const sent = v.form.action !== '' ? bind(v, v.form.action).errors : [];
  const ways = [
    { direction: 'outward' as const, journey: j.outward, may: j.may.planOutward },
    { direction: 'return' as const, journey: j.back, may: j.may.planReturn },
  ];
  const late = j.delay === 'outward' ? j.outward : j.back;
  const connectionHref = (journey: NonNullable<Journeys['outward']>) =>
    journey.goesOnFrom === null
      ? null
      : paths.connection.href({ ...here, direction: journey.direction });
  const beforeConsent = ['selected', 'placed', 'agreed'].includes(j.state);
  return (
    <>
      <Head v={v} journeys={j} title={v.t('travel.title')} />
      <ErrorSummary title={v.t('travel.errors')} errors={sent} />
      <Tap {...props} />
      {j.delay && late && (
        <Late
          v={v}
          journey={{
            mobilityId: j.id,
            direction: j.delay,
            version: late.version,
            legs: late.legs,
            currentLeg: late.currentLeg,
            connectionHref: connectionHref(late),
          }}
        />
      )}
      {beforeConsent && (
        <Notice title={v.t('travel.before-consent')}>
          <p>{v.t('travel.refused.no-consent')}</p>
        </Notice>
      )}
      {j.consentNeeded && (
        <Notice tone="late" title={v.t('travel.waits-for-consent')}>
          <p>
            {j.consentNeeded.length > 0
              ? v.t('travel.refused.consent-of', {
                  pupil: j.pupil,
                  who: v.fmt.list(j.consentNeeded),
                })
              : v.t('travel.refused.leaves-without-consent')}
          </p>
          <LinkButton href={mobilityPaths.consent.href(here)}>
            {v.t('travel.open-consent')}
          </LinkButton>
        </Notice>
      )}
      {ways.map(({ direction, journey, may }) => (
        <Section
          key={direction}
          id={direction}
          title={v.t(`travel.way.${direction}`)}
          action={
            journey && may ? (
              <a href={paths.plan.href({ ...here, direction })}>{v.t('travel.plan.change')}</a>
            ) : undefined
          }
        >
          {journey ? (
            <>
              <p>
                <JourneyStatus v={v} journey={journey} />
              </p>
              <JourneyChanged
                v={v}
                change={journey.changes[0]}
                of={{ ...journey, arrived: journey.arrivedAt !== null }}
              />
              {!journey.arrivedAt && (
                <Connections
                  v={v}
                  legs={journey.legs}
                  next={{
                    by: journey.goesOnBy,
                    href: connectionHref(journey),
                    isPupil: j.isPupil,
                  }}
                />
              )}
              <JourneyFacts v={v} journey={journey} />
              <JourneyLegs v={v} journey={journey} />
              {may && (
                <p>
                  <a href={paths.legs.href({ ...here, direction })}>
                    {v.t(journey.legs.length > 0 ? 'travel.legs.change' : 'travel.legs.add')}
                  </a>
                  {!journey.departedAt && (
                    <>
                      {' · '}
                      <a href={paths.cancel.href({ ...here, direction })}>
                        {v.t('travel.cancel.open')}
                      </a>
                    </>
                  )}
                </p>
              )}
            </>
          ) : (
            <EmptyState
              level={3}
              title={v.t(`travel.none.${direction}`)}
              text={v.t('travel.none.text', { school: j.sendingSchool })}
              action={
                may && (
                  <LinkButton
                    kind={direction === 'outward' ? 'primary' : 'quiet'}
                    href={paths.plan.href({ ...here, direction })}
                  >
                    {v.t(`travel.plan.${direction}`)}
                  </LinkButton>
                )
              }
            />
          )}
        </Section>
      ))}
      <TicketsPart v={v} journeys={j} tickets={tickets} />
      <Section title={v.t('travel.also')} id="also">
        <ButtonRow>
          <LinkButton href={paths.trips.href(here)}>{v.t('travel.trip.list')}</LinkButton>
          {j.may.papers && (
            <LinkButton href={paths.papers.href(here)}>{v.t('travel.papers.title')}</LinkButton>
          )}
        </ButtonRow>
      </Section>
      <Unusual {...props} />
    </>
  );
}

/** Writing a journey down: times belong to the place, and somebody meets the pupil. */
export function PlanPage({
  v,
  journeys: j,
  direction,
}: {
  v: View;
  journeys: Journeys;
  direction: Direction;
}) {
  const here = { mobilityId: j.id };
  const action = paths.plan.href({ ...here, direction });
  const back = paths.travel.href(here);
  const journey = direction === 'outward' ? j.outward : j.back;
  const may = direction === 'outward' ? j.may.planOutward : j.may.planReturn;
  const [from, to] = direction === 'outward' ? [j.homeCity, j.hostCity] : [j.hostCity, j.homeCity];
  const local = (at: Temporal.Instant | undefined, zone: string) => at?.toZonedDateTimeISO(zone);
  const leaves = local(journey?.leavesAt, journey?.leavesZone ?? '');
  const arrives = local(journey?.arrivesAt, journey?.arrivesZone ?? '');
  const time = (at: Temporal.ZonedDateTime | undefined) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' });
  const day = direction === 'outward' ? j.startsOn : j.endsOn;
  const f = bind(v, action, {
    leavesOn: leaves?.toPlainDate() ?? day,
    leavesAt: time(leaves),
    arrivesOn: arrives?.toPlainDate() ?? day,
    arrivesAt: time(arrives),
    means: journey?.means,
    details: journey?.details,
    broughtBy: journey?.broughtBy,
    broughtByPhone: journey?.broughtByPhone,
    metBy: journey?.metBy,
    metByPhone: journey?.metByPhone,
  });
  const labels = { day: v.t('travel.day'), month: v.t('travel.month'), year: v.t('travel.year') };
  return (
    <>
      <Head v={v} journeys={j} title={v.t(`travel.plan.${direction}`)} />
      <ErrorSummary title={v.t('travel.errors')} errors={f.errors} />
      {!may ? (
        <Notice title={v.t('travel.plan.not-now')}>
          <p>
            {v.t(
              ['selected', 'placed', 'agreed'].includes(j.state)
                ? 'travel.refused.no-consent'
                : 'travel.plan.not-now-text',
            )}
          </p>
          <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
        </Notice>
      ) : (
        <Form action={action} id={`plan-${direction}`} keep>
          <Hidden name="version" value={String(journey?.version ?? 0)} />
          {journey?.group && (
            <Notice title={v.t('travel.plan.in-group')}>
              <p>{v.t('travel.plan.in-group-text', { companion: journey.group.companion })}</p>
            </Notice>
          )}
          <DateField
            {...f.date('leavesOn')}
            label={v.t('travel.field.leaves-on', { place: from })}
            labels={labels}
          />
          <TextField
            {...f.text('leavesAt')}
            label={v.t('travel.field.leaves-at')}
            hint={v.t('travel.field.local', { place: from })}
            inputmode="text"
            width={6}
          />
          <DateField
            {...f.date('arrivesOn')}
            label={v.t('travel.field.arrives-on', { place: to })}
            labels={labels}
          />
          <TextField
            {...f.text('arrivesAt')}
            label={v.t('travel.field.arrives-at')}
            hint={v.t('travel.field.local', { place: to })}
            inputmode="text"
            width={6}
          />
          <RadioGroup
            {...f.text('means')}
            label={v.t('travel.field.means')}
            options={means.map((m) => ({ value: m, label: v.t(`travel.means.${m}`) }))}
          />
          <TextArea
            {...f.text('details')}
            label={v.t('travel.field.details')}
            hint={v.t('travel.field.details-hint')}
            optionalLabel={v.t('travel.optional')}
            rows={3}
          />
          <TextField
            {...f.text('broughtBy')}
            label={v.t('travel.field.brought-by-ask', { place: from })}
            hint={v.t('travel.field.never-alone')}
          />
          <TextField
            {...f.text('broughtByPhone')}
            label={v.t('travel.field.brought-by-phone')}
            hint={v.t('travel.field.phone-hint')}
            optionalLabel={v.t('travel.optional')}
            type="tel"
            width={20}
          />
          <TextField
            {...f.text('metBy')}
            label={v.t('travel.field.met-by-ask')}
            hint={v.t('travel.field.met-by-hint')}
          />
          <TextField
            {...f.text('metByPhone')}
            label={v.t('travel.field.met-by-phone')}
            optionalLabel={v.t('travel.optional')}
            type="tel"
            width={20}
          />
          <ButtonRow>
            <Button>{v.t('travel.plan.save')}</Button>
            <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

/** Before a plan is taken back. */
export function CancelPage({
  v,
  journeys: j,
  direction,
}: {
  v: View;
  journeys: Journeys;
  direction: Direction;
}) {
  const here = { mobilityId: j.id };
  const action = paths.cancel.href({ ...here, direction });
  const journey = direction === 'outward' ? j.outward : j.back;
  const may = direction === 'outward' ? j.may.planOutward : j.may.planReturn;
  return (
    <>
      <Head v={v} journeys={j} title={v.t('travel.cancel.open')} />
      <ErrorSummary title={v.t('travel.errors')} errors={bind(v, action).errors} />
      {may && journey && !journey.departedAt ? (
        <ConfirmPanel
          title={v.t(`travel.cancel.sure-${direction}`, { pupil: j.pupil })}
          action={action}
          confirmText={v.t('travel.cancel.confirm')}
          danger
          cancelHref={paths.travel.href(here)}
          cancelText={v.t('travel.cancel.keep')}
          fields={<Hidden name="version" value={String(journey.version)} />}
        >
          <p>{v.t('travel.cancel.text')}</p>
          {journey.group && <p>{v.t('travel.cancel.group', { pupil: j.pupil })}</p>}
        </ConfirmPanel>
      ) : (
        <Notice title={v.t('travel.cancel.not-now')}>
          <p>{v.t('travel.cancel.not-now-text')}</p>
          <LinkButton href={paths.travel.href(here)}>{v.t('travel.back')}</LinkButton>
        </Notice>
      )}
    </>
  );
}

/** Before a ticket is thrown away with its file. */
export function RemoveTicketPage({
  v,
  tickets,
  ticket,
}: {
  v: View;
  tickets: { id: string; pupil: string };
  ticket: { id: string; title: string };
}) {
  const here = { mobilityId: tickets.id };
  const action = paths.removeTicket.href({ ...here, documentId: ticket.id });
  const back = paths.travel.href(here);
  return (
    <>
      <PageHead
        title={v.t('travel.ticket.remove')}
        breadcrumbs={[
          { href: mobilityPaths.dossier.href(here), label: tickets.pupil },
          { href: back, label: v.t('travel.title') },
        ]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={bind(v, action).errors} />
      <ConfirmPanel
        title={v.t('travel.ticket.remove-sure', { title: ticket.title })}
        action={action}
        confirmText={v.t('travel.ticket.remove')}
        danger
        cancelHref={back}
        cancelText={v.t('travel.ticket.keep')}
      >
        <p>{v.t('travel.ticket.remove-text')}</p>
      </ConfirmPanel>
    </>
  );
}
