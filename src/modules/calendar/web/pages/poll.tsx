import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { pollAnswers, polledKinds } from '../../core/types.ts';
import type { getPoll, getPollByLink, getPollTimes } from '../../server/index.ts';
import { Lines, whereFacts } from '../parts/meeting.tsx';
import { Sure } from '../parts/sure.tsx';
import { timeIn } from '../parts/when.tsx';
import { zoneOptions } from '../parts/zone.ts';
import { paths } from '../paths.ts';
import { type FormData, PeopleFields, SearchPeople } from './event-form.tsx';

type Poll = ViewOf<typeof getPoll>;

const crumbs = (v: View) => [{ href: paths.calendar.href(), label: v.t('calendar.page.title') }];

const lengths = [30, 45, 60, 90, 120, 180, 240];

/** First page of looking for a date: what for, with whom, how long. */
export function NewPollPage({ v, data }: { v: View; data: FormData }) {
  const { about, timeZone, zones } = data;
  const href = paths.newPoll.href();
  const action = about
    ? paths.newPoll.href(undefined, { about: `${about.about.kind}:${about.about.id}` })
    : href;
  const f = bind(v, href, {
    kind: 'meeting',
    minutes: 60,
    firstDay: v.today.add({ days: 3 }),
    timeZone,
  });
  const optional = v.t('calendar.form.optional');
  const kinds = polledKinds.filter((kind) => !about || about.plans.includes(kind));
  return (
    <>
      <PageHead
        title={v.t('calendar.poll.new')}
        lead={v.t('calendar.poll.new-lead')}
        breadcrumbs={crumbs(v)}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      <SearchPeople v={v} action={href} data={data} />
      <Form action={action} id="poll" keep>
        {kinds.length > 1 ? (
          <RadioGroup
            {...f.text('kind')}
            label={v.t('calendar.field.kind')}
            inline
            options={kinds.map((kind) => ({ value: kind, label: v.t(`calendar.kind.${kind}`) }))}
          />
        ) : (
          <Hidden name="kind" value={kinds[0] ?? 'meeting'} />
        )}
        <TextField {...f.text('title')} label={v.t('calendar.field.title')} required />
        <SelectField
          {...f.text('minutes')}
          label={v.t('calendar.poll.length')}
          options={lengths.map((minutes) => ({
            value: String(minutes),
            label: v.t('calendar.poll.length-minutes', { minutes }),
          }))}
        />
        <DateField
          {...f.date('firstDay')}
          label={v.t('calendar.poll.first-day')}
          hint={v.t('calendar.poll.first-day-hint')}
          labels={{
            day: v.t('calendar.form.day'),
            month: v.t('calendar.form.month'),
            year: v.t('calendar.form.year'),
          }}
        />
        <SelectField
          {...f.text('timeZone')}
          label={v.t('calendar.field.zone')}
          hint={v.t('calendar.field.zone-hint')}
          options={zoneOptions(v, zones, f.text('timeZone').value)}
        />
        <PeopleFields v={v} f={f} data={data} />
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
        <ButtonRow>
          <Button>{v.t('calendar.poll.go-on')}</Button>
          <LinkButton href={about?.href ?? paths.calendar.href()}>
            {v.t('calendar.form.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** Second page: half hours of two weeks, with what is known of everybody's days. */
export function PollTimesPage({ v, poll: p }: { v: View; poll: ViewOf<typeof getPollTimes> }) {
  const href = paths.pollTimes.href({ pollId: p.id });
  const f = bind(v, href, {
    times: p.days.flatMap((d) => d.times.filter((t) => t.chosen).map((t) => String(t.startsAt))),
  });
  const { values, error } = f.choices('times');
  const first = p.days.flatMap((d) => d.times)[0]?.startsAt;
  const clock = (zone: string) => first?.toZonedDateTimeISO(zone).offset;
  const away = p.asked.filter((a) => clock(a.zone) !== clock(p.timeZone));
  const hintOf = (t: (typeof p.days)[number]['times'][number]) =>
    [
      t.taken.length > 0 && v.t('calendar.poll.taken', { who: v.fmt.list(t.taken) }),
      ...t.odd.map(({ name, time }) => v.t('calendar.poll.odd', { name, time })),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      <PageHead
        title={v.t('calendar.poll.times-title', { title: p.title })}
        lead={v.t('calendar.poll.times-lead', { zone: v.fmt.zone(p.timeZone), minutes: p.minutes })}
        breadcrumbs={crumbs(v)}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={error ? [{ href: '#times', text: error }] : []}
      />
      {away.length > 0 && (
        <p>
          {v.t('calendar.poll.other-clocks', {
            who: v.fmt.list(away.map((a) => `${a.name} (${v.fmt.zone(a.zone)})`)),
          })}
        </p>
      )}
      <Form action={href} label={v.t('calendar.poll.times-title', { title: p.title })}>
        <div id="times">
          {p.days
            .filter((d) => d.times.length > 0)
            .map(({ day, times }) => {
              const chosen = times.filter((t) => values.includes(String(t.startsAt))).length;
              return (
                <Details
                  key={day.toString()}
                  open={chosen > 0}
                  wide
                  summary={
                    chosen > 0
                      ? v.t('calendar.poll.day-chosen', { day: v.fmt.weekday(day), count: chosen })
                      : v.fmt.weekday(day)
                  }
                >
                  <fieldset class="choices is-inline">
                    <legend class="hidden">{v.fmt.weekday(day)}</legend>
                    {times.map((t) => {
                      const id = `t-${t.startsAt.epochMilliseconds}`;
                      const hint = hintOf(t);
                      return (
                        <div class="choice" key={id}>
                          <input
                            type="checkbox"
                            id={id}
                            name="times"
                            value={String(t.startsAt)}
                            checked={values.includes(String(t.startsAt))}
                            aria-describedby={hint ? `${id}-about` : undefined}
                          />
                          <label for={id}>{t.time}</label>
                          {hint && (
                            <div class="hint" id={`${id}-about`}>
                              {hint}
                            </div>
                          )}
                        </div>
                      );
                    })}
                  </fieldset>
                </Details>
              );
            })}
        </div>
        <ButtonRow>
          <Button name="do" value="ask">
            {v.t('calendar.poll.ask', { count: p.asked.length })}
          </Button>
          <Button kind="quiet" name="do" value="keep">
            {v.t('calendar.poll.keep')}
          </Button>
        </ButtonRow>
      </Form>
    </>
  );
}

/** A proposed time on the own clock of who reads. */
function timeLabel(v: View, p: ViewOf<typeof getPollByLink>, at: Temporal.Instant): string {
  return v.t('calendar.poll.time', {
    day: v.fmt.weekday(at.toZonedDateTimeISO(p.ownZone).toPlainDate()),
    from: timeIn(v, at, p.ownZone),
    until: timeIn(v, at.add({ minutes: p.minutes }), p.ownZone),
  });
}

/** Yes, if need be, or no to each time, on the own clock of who answers. */
function Times({
  v,
  poll: p,
  href,
}: {
  v: View;
  poll: ViewOf<typeof getPollByLink>;
  href: string;
}) {
  const nameOf = (at: Temporal.Instant) => `answer.${at}`;
  const f = bind(
    v,
    href,
    Object.fromEntries(p.times.map((t) => [nameOf(t.startsAt), t.own ?? undefined])),
  );
  const there = (at: Temporal.Instant) =>
    at.toZonedDateTimeISO(p.ownZone).offset === at.toZonedDateTimeISO(p.timeZone).offset
      ? undefined
      : v.t('calendar.poll.there', {
          time: timeIn(v, at, p.timeZone),
          zone: v.fmt.zone(p.timeZone),
        });
  return (
    <>
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="poll-answers" keep>
        {p.times.map(({ startsAt }) => (
          <RadioGroup
            key={String(startsAt)}
            {...f.text(nameOf(startsAt))}
            inline
            label={timeLabel(v, p, startsAt)}
            hint={there(startsAt)}
            options={pollAnswers.map((answer) => ({
              value: answer,
              label: v.t(`calendar.poll-answer.${answer}`),
            }))}
          />
        ))}
        <ButtonRow>
          <Button>{v.t('calendar.poll.answer')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

function About({ v, poll: p }: { v: View; poll: ViewOf<typeof getPollByLink> }) {
  return (
    <>
      {p.description && <Lines text={p.description} />}
      {(p.place || p.url) && <Facts items={whereFacts(v, { ...p, countryCode: null })} />}
      {p.answered && p.state === 'open' && (
        <Notice tone="done" title={v.t('calendar.poll.answered')}>
          <p>{v.t('calendar.poll.answered-text', { who: p.organiser })}</p>
        </Notice>
      )}
      {(p.state === 'planned' || p.state === 'withdrawn') && (
        <Notice tone="now" title={v.t(`calendar.poll.is-${p.state}`, { who: p.organiser })} />
      )}
    </>
  );
}

/** A poll for who is asked, and for who asks: then with what everybody said, the best time first. */
export function PollPage({ v, poll: p }: { v: View; poll: Poll }) {
  const params = { pollId: p.id };
  return (
    <>
      <PageHead
        title={p.title}
        kicker={v.t('calendar.poll.kicker', { who: p.organiser })}
        lead={
          p.mayAnswer
            ? v.t('calendar.poll.lead', { zone: v.fmt.zone(p.ownZone), minutes: p.minutes })
            : undefined
        }
        breadcrumbs={crumbs(v)}
        breadcrumbsLabel={v.t('calendar.crumbs')}
        actions={
          p.results &&
          (p.state === 'open' || p.state === 'draft') && (
            <>
              {p.state === 'draft' && (
                <LinkButton kind="primary" href={paths.pollTimes.href(params)}>
                  {v.t('calendar.poll.choose-times')}
                </LinkButton>
              )}
              <LinkButton href={paths.withdrawPoll.href(params)}>
                {v.t('calendar.poll.withdraw')}
              </LinkButton>
            </>
          )
        }
      />
      <About v={v} poll={p} />
      {p.eventId && (
        <p>
          <a href={paths.event.href({ eventId: p.eventId })}>{v.t('calendar.poll.open-meeting')}</a>
        </p>
      )}
      {p.mayAnswer && <Times v={v} poll={p} href={paths.poll.href(params)} />}
      {p.results && p.state !== 'draft' && <Results v={v} poll={p} results={p.results} />}
    </>
  );
}

function Results({
  v,
  poll: p,
  results,
}: {
  v: View;
  poll: Poll;
  results: NonNullable<Poll['results']>;
}) {
  const href = paths.closePoll.href({ pollId: p.id });
  const f = bind(v, href, { inviteSilent: true });
  const names = (list: string[]) => (list.length > 0 ? v.fmt.list(list) : '–');
  const label = (at: Temporal.Instant) => timeLabel(v, p, at);
  const open = results.times.filter((t) => !t.past);
  return (
    <>
      <Section
        title={v.t('calendar.poll.results')}
        lead={[
          results.silent.length > 0
            ? v.t('calendar.poll.silent', { who: v.fmt.list(results.silent) })
            : v.t('calendar.poll.all-answered'),
          v.t('calendar.page.zone', { zone: v.fmt.zone(p.ownZone) }),
        ].join(' ')}
      >
        {results.undelivered.length > 0 && (
          <Notice
            tone="late"
            title={v.t('calendar.poll.undelivered', { who: v.fmt.list(results.undelivered) })}
          >
            <p>{v.t('calendar.event.undelivered-text')}</p>
          </Notice>
        )}
        <Table
          caption={v.t('calendar.poll.results')}
          hideCaption
          columns={[
            { key: 'time', label: v.t('calendar.field.when') },
            { key: 'yes', label: v.t('calendar.poll-answer.yes') },
            { key: 'maybe', label: v.t('calendar.poll-answer.if_need_be') },
            { key: 'no', label: v.t('calendar.poll-answer.no') },
          ]}
          rows={results.times.map((t) => ({
            id: String(t.startsAt),
            cells: {
              time: (
                <>
                  {label(t.startsAt)}
                  {t.odd.map(({ name, time }) => (
                    <StatusTag
                      key={name}
                      tone="late"
                      text={v.t('calendar.poll.odd', { name, time })}
                    />
                  ))}
                </>
              ),
              yes: names(t.yes),
              maybe: names(t.ifNeedBe),
              no: names(t.no),
            },
          }))}
        />
      </Section>
      {p.state === 'open' && (
        <Section title={v.t('calendar.poll.decide')}>
          <ErrorSummary title={v.t('calendar.form.errors')} errors={f.errors} />
          {open.length === 0 ? (
            <p>{v.t('calendar.poll.all-past')}</p>
          ) : (
            <Form action={href}>
              <RadioGroup
                {...f.text('startsAt')}
                label={v.t('calendar.poll.which-time')}
                options={open.map((t) => ({
                  value: String(t.startsAt),
                  label: label(t.startsAt),
                  hint: v.t('calendar.poll.counts', {
                    yes: t.yes.length,
                    maybe: t.ifNeedBe.length,
                    no: t.no.length,
                  }),
                }))}
              />
              {results.silent.length > 0 && (
                <Checkbox
                  {...f.tick('inviteSilent')}
                  label={v.t('calendar.poll.invite-silent')}
                  hint={v.fmt.list(results.silent)}
                />
              )}
              <ButtonRow>
                <Button>{v.t('calendar.poll.plan')}</Button>
              </ButtonRow>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}

export function WithdrawPollPage({ v, poll: p }: { v: View; poll: Poll }) {
  return (
    <Sure
      v={v}
      action={paths.withdrawPoll.href({ pollId: p.id })}
      backHref={paths.poll.href({ pollId: p.id })}
      title={v.t('calendar.poll.withdraw-title', { title: p.title })}
      text={v.t('calendar.poll.withdraw-text')}
      confirm={v.t('calendar.poll.withdraw')}
    />
  );
}

/** The same for who comes by the link of the mail and is not signed in. */
export function AskedPage({
  v,
  poll: p,
  token,
}: {
  v: View;
  poll: ViewOf<typeof getPollByLink>;
  token: string;
}) {
  return (
    <>
      <PageHead
        title={p.title}
        kicker={v.t('calendar.poll.kicker', { who: p.organiser })}
        lead={
          p.state === 'open'
            ? v.t('calendar.poll.lead', { zone: v.fmt.zone(p.ownZone), minutes: p.minutes })
            : undefined
        }
      />
      <About v={v} poll={p} />
      {p.state === 'open' && <Times v={v} poll={p} href={paths.asked.href({ token })} />}
    </>
  );
}
