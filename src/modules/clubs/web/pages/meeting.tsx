import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  DateField,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  StatusTag,
  TextField,
} from '#ui/index.ts';
import {
  elapsed,
  protocolById,
  remaining,
  roomPointOf,
  shown,
  templateById,
  wordsIn,
} from '../../core/rules/index.ts';
import type { getKickOff, getMeeting } from '../../server/index.ts';
import { Dots } from '../parts/dots.tsx';
import { FileList, Upload } from '../parts/room.tsx';
import { paths } from '../paths.ts';

type Meeting = ViewOf<typeof getMeeting>;
type KickOff = ViewOf<typeof getKickOff>;
type Part = { v: View; m: Meeting };

const at = (m: Meeting) => ({ clubId: m.clubId, eventId: m.id });
const isOver = (m: Meeting) => m.begun && !m.live;

/** A meeting: the clock that all see, the agenda, who sits with whom, and what stays of it. */
export function MeetingPage({
  v,
  meeting: m,
  kickOff,
}: {
  v: View;
  meeting: Meeting;
  kickOff: KickOff | null;
}) {
  const template = templateById(m.templateId);
  const title = template ? wordsIn(template.title, v.lang) : m.clubName;
  const errors = [
    paths.point,
    paths.pause,
    paths.attendance,
    paths.here,
    paths.votes,
    paths.rooms,
    paths.decisions,
    paths.agree,
    paths.recording,
    paths.slides,
  ].flatMap((path) => bind(v, path.href(at(m))).errors);
  return (
    <>
      <PageHead
        title={title}
        lead={[
          v.t('clubs.meeting.when', {
            when: v.fmt.moment(m.startsAt, m.timeZone),
            zone: v.fmt.zone(m.timeZone),
          }),
          v.fmt.time(m.startsAt, m.ownZone) === v.fmt.time(m.startsAt, m.timeZone)
            ? ''
            : v.t('clubs.meeting.yours', { time: v.fmt.time(m.startsAt, m.ownZone) }),
        ]
          .filter(Boolean)
          .join(' ')}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId: m.clubId }), label: m.clubName },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
        actions={
          <>
            {m.url && !isOver(m) && (
              <LinkButton kind="primary" href={m.url}>
                {v.t('clubs.meeting.join')}
              </LinkButton>
            )}
            <LinkButton href={`/events/${m.id}`}>{v.t('clubs.meeting.invitation')}</LinkButton>
          </>
        }
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={errors} />
      {m.live && (
        <p data-club-changed hidden>
          <a href={paths.meeting.href(at(m))}>{v.t('clubs.meeting.changed')}</a>
        </p>
      )}
      <Clock v={v} m={m} />
      <Attendance v={v} m={m} />
      {kickOff && m.live && <Dots v={v} at={at(m)} kickOff={kickOff} />}
      <Agenda v={v} m={m} />
      {kickOff && !m.live && <Dots v={v} at={at(m)} kickOff={kickOff} />}
      <Rooms v={v} m={m} />
      <Decisions v={v} m={m} />
      <Report v={v} m={m} />
      <Section title={v.t('clubs.slides.title')}>
        <FileList v={v} clubId={m.clubId} files={m.files} />
        {(m.clubState === 'running' || m.clubState === 'alumni') && (
          <Details summary={v.t('clubs.slides.add')}>
            <Upload v={v} href={paths.slides.href(at(m))} />
          </Details>
        )}
      </Section>
      <Recording v={v} m={m} />
    </>
  );
}

/** The point that runs and what is left of it. Without scripts: until when. */
function Clock({ v, m }: Part) {
  const template = templateById(m.templateId);
  const point = m.points.at(-1);
  const line = point && template?.agenda[point.position];
  if (!template || !m.live) return null;
  const minutes = line ? line.end - line.start : 0;
  const rest = point && line ? remaining(point, minutes, m.now) : 0;
  const endsAt = Temporal.Instant.fromEpochMilliseconds(m.now + rest);
  const next = point && template.agenda[point.position + 1] ? point.position + 1 : null;
  return (
    <>
      <section
        class={point?.since === null ? 'clock is-resting' : rest < 0 ? 'clock is-over' : 'clock'}
        aria-label={v.t('clubs.clock.title')}
        hidden={!line}
        data-clock={paths.clock.href(at(m))}
        data-stream={paths.stream.href(at(m))}
        data-meeting={m.id}
        data-now={String(m.now)}
        data-position={point ? String(point.position) : ''}
        data-spent={String(point?.spent ?? 0)}
        data-since={point?.since ? String(point.since) : ''}
        data-runs={v.t('clubs.clock.runs')}
        data-soon={v.t('clubs.clock.soon')}
        data-over={v.t('clubs.clock.over')}
      >
        <p class="clock-what" data-clock-title>
          {line ? wordsIn(line.title, v.lang) : ''}
        </p>
        <p class="clock-left" role="timer" data-clock-left>
          {point && line
            ? point.since === null
              ? shown(rest)
              : v.t('clubs.clock.until', { time: v.fmt.time(endsAt, m.ownZone) })
            : ''}
        </p>
        <p class="hidden" aria-live="polite" data-clock-say />
      </section>
      {m.leads && (
        <ButtonRow>
          {point?.since && next !== null && (
            <Start v={v} m={m} position={next} label={v.t('clubs.clock.next')} primary />
          )}
          {point?.since && (
            <Form action={paths.pause.href(at(m))}>
              <Button kind="quiet">{v.t('clubs.clock.pause')}</Button>
            </Form>
          )}
          {point && point.since === null && (
            <Start v={v} m={m} position={point.position} label={v.t('clubs.clock.go-on')} primary />
          )}
          {!point && <Start v={v} m={m} position={0} label={v.t('clubs.clock.begin')} primary />}
        </ButtonRow>
      )}
    </>
  );
}

function Start({
  v,
  m,
  position,
  label,
  primary = false,
}: Part & { position: number; label: string; primary?: boolean }) {
  return (
    <Form action={paths.point.href(at(m))} label={v.t('clubs.clock.title')}>
      <Hidden name="position" value={String(position)} />
      <Button {...(primary ? {} : { kind: 'quiet' as const })}>{label}</Button>
    </Form>
  );
}

/** The points with the time at which each is planned to end, how long it took, and for who leads a button to go there. */
function Agenda({ v, m }: Part) {
  const template = templateById(m.templateId);
  if (!template) return null;
  const current = m.points.at(-1);
  return (
    <Section title={v.t('clubs.agenda.title')} lead={wordsIn(template.purpose, v.lang)}>
      <ol class="steps">
        {template.agenda.map((line, position) => {
          const its = m.points.find((p) => p.position === position);
          const isCurrent = m.live && current?.position === position;
          const ends = m.startsAt.add({ minutes: line.end });
          const title = wordsIn(line.title, v.lang);
          return (
            <li
              key={String(line.start)}
              data-point={String(position)}
              data-minutes={String(line.end - line.start)}
              data-title={title}
              aria-current={isCurrent ? 'step' : undefined}
            >
              <p class="steps-title">{title}</p>
              <div class="steps-text">
                <p class="hint">
                  {v.t('clubs.agenda.planned', {
                    minutes: line.end - line.start,
                    until: v.fmt.time(ends, m.ownZone),
                    lead: v.t(`clubs.lead.${line.lead}`),
                  })}
                  {its && its.since === null && !isCurrent && (
                    <>
                      {' · '}
                      {v.t('clubs.agenda.took', {
                        minutes: Math.round(elapsed(its, m.now) / 60_000),
                      })}
                    </>
                  )}
                </p>
                {wordsIn(line.how, v.lang) && <p>{wordsIn(line.how, v.lang)}</p>}
                {m.leads && m.live && !isCurrent && (
                  <Start
                    v={v}
                    m={m}
                    position={position}
                    label={v.t(its ? 'clubs.clock.go-back' : 'clubs.clock.go-to', { point: title })}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** Who is here: each may say so, and who leads notes it for all. The calendar keeps it. */
function Attendance({ v, m }: Part) {
  const { attendance: a } = m;
  if (!m.begun) return null;
  const href = paths.attendance.href(at(m));
  const f = bind(v, href, {
    present: a.people
      .filter((p) => (a.taken ? p.present === true : p.coming))
      .map((p) => p.personId),
  });
  const there = a.people.filter((p) => p.present);
  return (
    <Section title={v.t(isOver(m) ? 'clubs.attendance.title-over' : 'clubs.attendance.title')}>
      <p>
        {a.taken
          ? v.t('clubs.attendance.there', {
              count: there.length,
              of: a.people.length,
              who: v.fmt.list(there.map((p) => p.name)),
            })
          : v.t('clubs.attendance.not-yet')}
      </p>
      {a.maySayHere && (
        <Form action={paths.here.href(at(m))}>
          <Button kind="quiet">{v.t('clubs.attendance.say-here')}</Button>
        </Form>
      )}
      {m.leads && m.clubState !== 'archived' && (
        <Details
          summary={v.t(a.taken ? 'clubs.attendance.change' : 'clubs.attendance.take')}
          open={(m.live && !a.taken) || f.errors.length > 0}
        >
          <Form action={href}>
            <CheckboxGroup
              {...f.choices('present')}
              label={v.t('clubs.attendance.who')}
              hint={v.t('clubs.attendance.hint')}
              options={a.people.map((p) => ({ value: p.personId, label: p.name }))}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('clubs.attendance.save')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </Section>
  );
}

/** Who sits with whom; in one's own room the protocol runs along with the clock. */
function Rooms({ v, m }: Part) {
  const point = roomPointOf(m.templateId);
  if (point === null) return null;
  return (
    <Section title={v.t('clubs.rooms.title')} lead={v.t('clubs.rooms.lead')}>
      {m.rooms.length === 0 && <p>{v.t('clubs.rooms.none')}</p>}
      {m.rooms.map((room) => {
        const protocol = protocolById(room.protocolId);
        return (
          <Section
            key={String(room.room)}
            level={3}
            title={v.t(room.yours ? 'clubs.rooms.yours' : 'clubs.rooms.room', {
              number: room.room,
            })}
          >
            {room.yours && protocol && (
              <p
                class="clock-round"
                role="status"
                hidden
                data-room={String(room.room)}
                data-at={String(point)}
                data-steps={JSON.stringify(
                  protocol.steps.map((s) => ({
                    minutes: s.minutes,
                    text: `${wordsIn(s.title, v.lang)} (${v.t(`clubs.rooms.speaks.${s.speaks}`)})`,
                  })),
                )}
                data-names={JSON.stringify(room.people.map((p) => p.name))}
                data-words={v.t('clubs.rooms.round', {
                  round: '{round}',
                  rounds: '{rounds}',
                  who: '{who}',
                  step: '{step}',
                  left: '{left}',
                })}
                data-done={v.t('clubs.rooms.over')}
              />
            )}
            <ol>
              {room.people.map((p) => (
                <li key={p.name}>
                  {p.name}
                  {p.you && <> ({v.t('clubs.rooms.you')})</>}
                  {p.planId ? (
                    <>
                      {': '}
                      <a href={paths.plan.href({ clubId: m.clubId, planId: p.planId })}>
                        {v.t('clubs.rooms.plan')}
                      </a>
                    </>
                  ) : (
                    <span class="hint"> {v.t('clubs.rooms.no-plan')}</span>
                  )}
                </li>
              ))}
            </ol>
            {room.withFacilitator && <p>{v.t('clubs.rooms.facilitator')}</p>}
            {protocol && (
              <Details
                summary={v.t('clubs.rooms.protocol', {
                  name: wordsIn(protocol.name, v.lang),
                  minutes: protocol.minutes,
                })}
              >
                <ol>
                  {protocol.steps.map((s) => (
                    <li key={s.id}>
                      {v.t('clubs.rooms.step', {
                        minutes: s.minutes,
                        step: wordsIn(s.title, v.lang),
                      })}{' '}
                      <span class="hint">{v.t(`clubs.rooms.speaks.${s.speaks}`)}</span>
                    </li>
                  ))}
                </ol>
              </Details>
            )}
          </Section>
        );
      })}
      {m.mayDraw && !m.attendance.taken && <p>{v.t('clubs.invalid.attendance-first')}</p>}
      {m.mayDraw && m.attendance.taken && (
        <Form action={paths.rooms.href(at(m))}>
          <Button kind={m.rooms.length > 0 ? 'quiet' : 'primary'}>
            {v.t(m.rooms.length > 0 ? 'clubs.rooms.again' : 'clubs.rooms.draw')}
          </Button>
        </Form>
      )}
    </Section>
  );
}

function Decisions({ v, m }: Part) {
  const href = paths.decisions.href(at(m));
  const f = bind(v, href);
  if (m.decisions.length === 0 && !(m.leads && m.begun)) return null;
  return (
    <Section title={v.t('clubs.decisions.title')}>
      {m.decisions.length > 0 && (
        <Prose>
          <ol>
            {m.decisions.map((d) => (
              <li key={String(d.number)}>
                <bdi>{d.text}</bdi>
              </li>
            ))}
          </ol>
        </Prose>
      )}
      {m.leads && m.begun && (
        <Form action={href}>
          <TextField
            {...f.text('text')}
            label={v.t('clubs.decisions.new')}
            hint={v.t('clubs.decisions.hint')}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('clubs.decisions.button')}</Button>
          </ButtonRow>
        </Form>
      )}
    </Section>
  );
}

function Report({ v, m }: Part) {
  if (!m.begun) return null;
  return (
    <Section
      title={v.t('clubs.report.title')}
      action={
        m.leads ? (
          <a href={paths.report.href(at(m))}>
            {v.t(m.report ? 'clubs.report.change' : 'clubs.report.write')}
          </a>
        ) : undefined
      }
    >
      {m.report ? (
        <>
          <Prose>
            {m.report.text.split(/\n{2,}/).map((p) => (
              <p key={p} class="as-typed" dir="auto">
                {p}
              </p>
            ))}
          </Prose>
          <p class="hint">
            {v.t('clubs.report.by', {
              who: m.report.by,
              when: v.fmt.moment(m.report.at, m.ownZone),
            })}{' '}
            <a href={`/events/${m.id}`}>{v.t('clubs.report.confirm')}</a>
          </p>
        </>
      ) : (
        <p>{v.t('clubs.report.none')}</p>
      )}
    </Section>
  );
}

/** Nobody is recorded who does not want it, and a link does not stay for ever. */
function Recording({ v, m }: Part) {
  if (m.clubState === 'archived') return null;
  const { recording: r } = m;
  // nobody had agreed, so there is nothing to agree to any more
  if (isOver(m) && r.agreed === 0 && !r.url) return null;
  const href = paths.recording.href(at(m));
  const f = bind(v, href, { url: r.url, until: r.until });
  return (
    <Section title={v.t('clubs.recording.title')} lead={v.t('clubs.recording.lead')}>
      <p>
        <StatusTag
          tone={r.agreed === r.needed ? 'done' : 'wait'}
          text={v.t('clubs.recording.agreed', { agreed: r.agreed, needed: r.needed })}
        />
      </p>
      {r.url && r.until && (
        <Notice tone="done" title={v.t('clubs.recording.there')}>
          <p>
            <a href={r.url}>{v.t('clubs.recording.watch')}</a>{' '}
            {v.t('clubs.recording.until', { date: r.until })}
          </p>
        </Notice>
      )}
      {r.missing.length > 0 && (
        <p class="hint">{v.t('clubs.recording.missing', { who: v.fmt.list(r.missing) })}</p>
      )}
      <Form action={paths.agree.href(at(m))}>
        <Hidden name="agree" value={r.mine ? '' : 'yes'} />
        <Button kind="quiet">
          {v.t(r.mine ? 'clubs.recording.take-back' : 'clubs.recording.agree')}
        </Button>
      </Form>
      {m.leads && m.begun && r.missing.length === 0 && (
        <Form action={href}>
          <TextField
            {...f.text('url')}
            label={v.t('clubs.recording.url')}
            hint={v.t('clubs.recording.url-hint')}
            type="url"
          />
          <DateField
            {...f.date('until')}
            label={v.t('clubs.recording.last-day')}
            hint={v.t('clubs.recording.last-day-hint', { date: r.longest })}
            labels={{
              day: v.t('clubs.field.day'),
              month: v.t('clubs.field.month'),
              year: v.t('clubs.field.year'),
            }}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('clubs.recording.save')}</Button>
          </ButtonRow>
        </Form>
      )}
    </Section>
  );
}
