import { type loadMessagesAbout, MessagesAboutPart } from '#modules/messaging/web/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Section,
  StatusTag,
  Table,
  TextArea,
} from '#ui/index.ts';
import { answerBy } from '../../core/index.ts';
import { Phone } from '../parts/phone.tsx';
import { Findings, type OneTrip, tripTone } from '../parts/trip.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; trip: OneTrip };
type Talk = Awaited<ReturnType<typeof loadMessagesAbout>>;

const day = (text: string) => Temporal.PlainDate.from(text);

function Head({ v, trip, title }: Props & { title: string }) {
  const here = { mobilityId: trip.mobilityId };
  return (
    <PageHead
      title={title}
      kicker={v.t('travel.trip.kicker', { pupil: trip.pupil })}
      lead={v.t('travel.trip.days', { from: trip.leavesOn, until: trip.returnsOn })}
      breadcrumbs={[
        { href: mobilityPaths.dossier.href(here), label: trip.pupil },
        { href: paths.trips.href(here), label: v.t('travel.trip.list') },
      ]}
      breadcrumbsLabel={v.t('travel.crumbs')}
    />
  );
}

/** A trip and everybody's answer, in one place. */
export function TripPage({ v, trip, talk }: Props & { talk: Talk | null }) {
  const here = { tripId: trip.id };
  const forms = [
    paths.answerTrip.href(here),
    paths.askTrip.href(here),
    paths.remindTrip.href(here),
  ];
  const sent = forms.includes(v.form.action) ? v.form.action : (forms[0] as string);
  const errors = bind(v, sent).errors;
  const draft = trip.state === 'draft';
  const mine = trip.seats.some((s) => s.mine);
  const stopped = trip.findings.some((f) => f.standing === 'stops');
  const waiting = trip.seats.filter((s) => s.turn).map((s) => s.name);
  return (
    <>
      <Head v={v} trip={trip} title={trip.place} />
      <ErrorSummary
        title={v.t('travel.errors')}
        lead={v.t('travel.nothing-lost')}
        errors={errors}
      />
      {!draft && !mine && !trip.may.remind && (
        <p>
          <StatusTag
            tone={trip.tooLate ? 'stop' : tripTone(trip.state, false)}
            text={
              trip.tooLate
                ? v.t('travel.trip.state.too_late')
                : waiting.length > 0
                  ? v.t('travel.trip.waits-for', { who: v.fmt.list(waiting) })
                  : v.t(`travel.trip.state.${trip.state}`)
            }
          />
        </p>
      )}
      <Answer v={v} trip={trip} />
      <Remind v={v} trip={trip} />
      {draft && (
        <NextStep
          kicker={v.t('travel.trip.next')}
          title={v.t(stopped ? 'travel.trip.settle-first' : 'travel.trip.ask-now')}
          about={
            stopped
              ? v.t('travel.trip.settle-text')
              : v.t('travel.trip.order', { who: v.fmt.list(trip.seats.map((s) => s.name)) })
          }
          action={
            trip.may.ask ? (
              <Form action={paths.askTrip.href(here)}>
                <Hidden name="version" value={String(trip.version)} />
                <ButtonRow>
                  <Button>{v.t('travel.trip.ask')}</Button>
                  <LinkButton href={paths.changeTrip.href(here)}>
                    {v.t('travel.trip.change')}
                  </LinkButton>
                </ButtonRow>
              </Form>
            ) : (
              <LinkButton kind="primary" href={paths.changeTrip.href(here)}>
                {v.t('travel.trip.change')}
              </LinkButton>
            )
          }
        />
      )}
      {trip.state === 'declined' && <Declined v={v} trip={trip} />}
      <Changed v={v} trip={trip} />
      {(trip.state === 'draft' || trip.state === 'asked') && (
        <Section title={v.t('travel.trip.rules')} id="rules">
          <Findings v={v} findings={trip.findings} />
          <p>{v.t('travel.trip.rules-note')}</p>
        </Section>
      )}
      {!draft && (
        <Section title={v.t('travel.trip.who-agrees')} id="answers">
          <Facts
            items={trip.seats.map((s) => ({
              label: v.t('travel.trip.seat', { side: s.side, name: s.name }),
              value: <Seat v={v} s={s} zone={trip.zone} />,
            }))}
          />
        </Section>
      )}
      <Section
        title={v.t('travel.trip.what')}
        id="trip"
        action={
          trip.may.change && !draft ? (
            <a href={paths.changeTrip.href(here)}>{v.t('travel.trip.change')}</a>
          ) : undefined
        }
      >
        <TripFacts v={v} trip={trip} />
      </Section>
      {talk && (
        <Section title={v.t('travel.trip.talk')} id="talk">
          <MessagesAboutPart v={v} {...talk} />
        </Section>
      )}
      {trip.may.callOff && (
        <ButtonRow>
          <LinkButton href={paths.callOffTrip.href(here)}>
            {v.t(draft ? 'travel.trip.throw-away' : 'travel.trip.call-off')}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  );
}

function Answer({ v, trip }: Props) {
  const action = paths.answerTrip.href({ tripId: trip.id });
  const f = bind(v, action);
  const seat = trip.seats.find((s) => s.mine);
  if (!seat) return null;
  return (
    <NextStep
      kicker={v.t('travel.trip.your-turn')}
      title={v.t('travel.trip.do-you-agree', { pupil: trip.pupil, place: trip.place })}
      about={v.t('travel.trip.agree-about', {
        side: seat.side,
        name: seat.name,
        from: trip.leavesOn,
        until: trip.returnsOn,
      })}
      action={
        <Form action={action}>
          <Hidden name="seat" value={seat.seat} />
          <Hidden name="round" value={String(trip.round)} />
          <TextArea
            {...f.text('note')}
            label={v.t('travel.trip.note', { pupil: trip.pupil })}
            hint={v.t('travel.trip.note-hint')}
            rows={2}
          />
          <ButtonRow>
            <Button name="answer" value="yes">
              {v.t('travel.trip.yes')}
            </Button>
            <Button kind="quiet" name="answer" value="no">
              {v.t('travel.trip.no')}
            </Button>
          </ButtonRow>
        </Form>
      }
    />
  );
}

/** Somebody is silent: one tap asks them again, once a day. */
function Remind({ v, trip }: Props) {
  const silent = trip.seats.filter((s) => s.silentSince !== null && !s.mine);
  if (!trip.may.remind || silent.length === 0) return null;
  return (
    <NextStep
      kicker={v.t('travel.trip.next')}
      title={v.t('travel.trip.remind-title', { who: v.fmt.list(silent.map((s) => s.name)) })}
      about={v.t('travel.trip.remind-about', {
        since: silent[0]?.silentSince ?? trip.leavesOn,
        by: answerBy(trip.leavesOn),
      })}
      action={
        <Form action={paths.remindTrip.href({ tripId: trip.id })}>
          <Button>{v.t('travel.trip.remind')}</Button>
        </Form>
      }
    />
  );
}

function Declined({ v, trip }: Props) {
  const no = trip.seats.find((s) => s.answer === 'no');
  if (!no) return null;
  return (
    <Notice tone="late" title={v.t('travel.trip.declined')}>
      <p>{v.t('travel.trip.declined-by', { who: no.by, note: no.note })}</p>
      <p>{v.t('travel.trip.declined-next')}</p>
      <LinkButton href={paths.newTrip.href({ mobilityId: trip.mobilityId })}>
        {v.t('travel.trip.new')}
      </LinkButton>
    </Notice>
  );
}

/** What it said before, beside what it says now. */
function Changed({ v, trip }: Props) {
  const last = trip.changes[0];
  if (!last || trip.state === 'called_off') return null;
  const { before } = last;
  const moved = last.what.some((part) => part === 'dates' || part === 'place');
  return (
    <Notice
      title={v.t('travel.trip.changed', {
        who: last.by,
        at: last.at,
        parts: v.fmt.list(last.what.map((part) => v.t(`travel.trip.changed-part.${part}`))),
      })}
    >
      {moved && (
        <Table
          caption={v.t('travel.trip.before-and-now')}
          hideCaption
          rowHeader="what"
          columns={[
            { key: 'what', label: v.t('travel.trip.what'), hideLabel: true },
            { key: 'before', label: v.t('travel.change.before') },
            { key: 'now', label: v.t('travel.change.now') },
          ]}
          rows={[
            {
              id: 'place',
              cells: {
                what: v.t('travel.trip.field.place'),
                before: before.place,
                now: trip.place,
              },
            },
            {
              id: 'leaves',
              cells: {
                what: v.t('travel.trip.fact.leaves'),
                before: v.t('travel.trip.day-at', {
                  day: v.fmt.shortDate(day(before.leavesOn)),
                  time: before.leavesAt,
                }),
                now: v.t('travel.trip.day-at', {
                  day: v.fmt.shortDate(trip.leavesOn),
                  time: trip.leavesAt,
                }),
              },
            },
            {
              id: 'returns',
              cells: {
                what: v.t('travel.trip.fact.returns'),
                before: v.t('travel.trip.day-at', {
                  day: v.fmt.shortDate(day(before.returnsOn)),
                  time: before.returnsAt,
                }),
                now: v.t('travel.trip.day-at', {
                  day: v.fmt.shortDate(trip.returnsOn),
                  time: trip.returnsAt,
                }),
              },
            },
          ]}
        />
      )}
      <p>{v.t('travel.trip.changed-note')}</p>
    </Notice>
  );
}

function Seat({ v, s, zone }: { v: View; s: OneTrip['seats'][number]; zone: string }) {
  if (s.answer)
    return (
      <>
        <StatusTag
          tone={s.answer === 'yes' ? 'done' : 'stop'}
          text={v.t(`travel.trip.answer.${s.answer}`)}
        />{' '}
        {s.at && v.t('travel.trip.said-by', { who: s.by, at: v.fmt.moment(s.at, zone) })}
        {s.note && <p>{s.note}</p>}
      </>
    );
  return (
    <>
      <StatusTag
        tone={s.turn ? (s.mine ? 'now' : 'wait') : 'none'}
        text={v.t(
          s.turn
            ? s.again
              ? 'travel.trip.asked-again'
              : 'travel.trip.asked'
            : 'travel.trip.asked-later',
        )}
      />{' '}
      {s.silentSince && v.t('travel.trip.silent', { since: s.silentSince })}
      {s.turn && s.remindedAt && (
        <> {v.t('travel.trip.reminded', { at: v.fmt.moment(s.remindedAt, zone) })}</>
      )}
    </>
  );
}

function TripFacts({ v, trip }: Props) {
  const at = (on: Temporal.PlainDate, time: string) =>
    v.t('travel.trip.day-at', { day: v.fmt.weekday(on), time });
  return (
    <Facts
      items={[
        {
          label: v.t('travel.trip.field.place'),
          value: v.t('travel.trip.place-in', {
            place: trip.place,
            country: v.fmt.country(trip.countryCode),
          }),
        },
        { label: v.t('travel.trip.fact.leaves'), value: at(trip.leavesOn, trip.leavesAt) },
        { label: v.t('travel.trip.fact.returns'), value: at(trip.returnsOn, trip.returnsAt) },
        {
          label: v.t('travel.trip.fact.adult'),
          value:
            trip.adultName === ''
              ? v.t('travel.trip.fact.nobody')
              : v.t(
                  trip.adultRelation
                    ? `travel.trip.fact.adult-${trip.adultRelation}`
                    : 'travel.trip.fact.adult-plain',
                  { name: trip.adultName, age: trip.adultAge ?? 0 },
                ),
        },
        ...(trip.adultPhone
          ? [
              {
                label: v.t('travel.trip.field.adult-phone'),
                value: <Phone number={trip.adultPhone} />,
              },
            ]
          : []),
        { label: v.t('travel.trip.fact.sleeps'), value: trip.sleepsAt },
        {
          label: v.t('travel.field.means'),
          value: trip.details
            ? `${v.t(`travel.means.${trip.means}`)}. ${trip.details}`
            : v.t(`travel.means.${trip.means}`),
        },
        ...(trip.purpose ? [{ label: v.t('travel.trip.field.purpose'), value: trip.purpose }] : []),
        {
          label: v.t('travel.trip.fact.school'),
          value: v.t('travel.trip.fact.school-days', { days: trip.schoolDays }),
        },
        ...(trip.catchUp
          ? [{ label: v.t('travel.trip.field.catch-up'), value: trip.catchUp }]
          : []),
        { label: v.t('travel.trip.fact.asker'), value: trip.asker },
      ]}
    />
  );
}

/** Before a trip is called off. */
export function CallOffPage({ v, trip }: Props) {
  const here = { tripId: trip.id };
  const draft = trip.state === 'draft';
  const action = paths.callOffTrip.href(here);
  return (
    <>
      <Head v={v} trip={trip} title={trip.place} />
      <ErrorSummary title={v.t('travel.errors')} errors={bind(v, action).errors} />
      {trip.may.callOff ? (
        <ConfirmPanel
          title={v.t(draft ? 'travel.trip.throw-away-sure' : 'travel.trip.call-off-sure')}
          action={action}
          confirmText={v.t(draft ? 'travel.trip.throw-away' : 'travel.trip.call-off')}
          danger
          cancelHref={paths.trip.href(here)}
          cancelText={v.t('travel.trip.back')}
          fields={<Hidden name="version" value={String(trip.version)} />}
        >
          <p>{v.t(draft ? 'travel.trip.throw-away-text' : 'travel.trip.call-off-text')}</p>
        </ConfirmPanel>
      ) : (
        <Notice title={v.t('travel.trip.not-now')}>
          <p>{v.t('travel.trip.refused.over')}</p>
          <LinkButton href={paths.trip.href(here)}>{v.t('travel.trip.back')}</LinkButton>
        </Notice>
      )}
    </>
  );
}
