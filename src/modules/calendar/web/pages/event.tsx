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
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextField,
  type Tone,
} from '#ui/index.ts';
import type { getEvent } from '../../server/index.ts';
import { Agenda, AnswerForm, Lines, whereFacts } from '../parts/meeting.tsx';
import { Sure } from '../parts/sure.tsx';
import { When } from '../parts/when.tsx';
import { paths } from '../paths.ts';

type Event = ViewOf<typeof getEvent>;

const tones: Record<Event['participants'][number]['answer'], Tone> = {
  open: 'wait',
  yes: 'done',
  no: 'stop',
  maybe: 'now',
};

export function EventPage({ v, event: e }: { v: View; event: Event }) {
  const params = { eventId: e.id };
  const hrefs = [
    paths.answerEvent.href(params),
    paths.addTask.href(params),
    paths.attendance.href(params),
    paths.settleProposal.href(params),
    paths.confirmMinutes.href(params),
  ];
  const errors = hrefs.flatMap((href) => bind(v, href).errors);
  return (
    <>
      <PageHead
        title={e.title}
        kicker={[v.t(`calendar.kind.${e.kind}`), e.about?.title].filter(Boolean).join(' · ')}
        breadcrumbs={[{ href: paths.calendar.href(), label: v.t('calendar.page.title') }]}
        breadcrumbsLabel={v.t('calendar.crumbs')}
        actions={
          e.can.change && (
            <ButtonRow>
              <LinkButton href={paths.editEvent.href(params)}>
                {v.t('calendar.event.change', { kind: e.kind })}
              </LinkButton>
              <LinkButton href={paths.cancelEvent.href(params)}>
                {v.t('calendar.event.cancel', { kind: e.kind })}
              </LinkButton>
            </ButtonRow>
          )
        }
      />
      <ErrorSummary title={v.t('calendar.form.errors')} errors={errors} />
      {e.cancelled && (
        <Notice tone="stop" title={v.t('calendar.event.is-cancelled')}>
          <p>{v.t('calendar.event.is-cancelled-text', { who: e.organiser.name })}</p>
        </Notice>
      )}
      <Proposals v={v} event={e} />
      <Facts
        items={[
          {
            label: v.t('calendar.field.when'),
            value: <When v={v} times={e} ownZone={e.ownZone} isMoment={e.kind === 'deadline'} />,
          },
          ...whereFacts(v, e),
          { label: v.t('calendar.field.organiser'), value: e.organiser.name },
          ...(e.about
            ? [
                {
                  label: v.t('calendar.field.seen-by'),
                  value: e.shared
                    ? v.t('calendar.event.seen-by-all', { title: e.about.title })
                    : v.t('calendar.event.seen-by-invited'),
                },
              ]
            : []),
        ]}
      />
      {e.description && <Lines text={e.description} />}
      {e.can.answer && <Answer v={v} event={e} />}
      <Agenda v={v} points={e.agenda} />
      {e.can.takePart && e.begun && e.kind !== 'deadline' && <Minutes v={v} event={e} />}
      {e.can.takePart && (e.begun || e.tasks.length > 0) && <Tasks v={v} event={e} />}
      <People v={v} event={e} />
    </>
  );
}

function Proposals({ v, event: e }: { v: View; event: Event }) {
  if (!e.can.change) return null;
  return (
    <>
      {e.proposals.map((p) => (
        <Notice key={p.personId} tone="now" title={v.t('calendar.proposal.title', { who: p.name })}>
          <p>
            <When v={v} times={{ ...p, timeZone: e.timeZone }} ownZone={e.ownZone} />
          </p>
          {p.note && <p>{v.t('calendar.proposal.note', { note: p.note })}</p>}
          <Form
            action={paths.settleProposal.href({ eventId: e.id })}
            label={v.t('calendar.proposal.title', { who: p.name })}
          >
            <Hidden name="personId" value={p.personId} />
            <ButtonRow>
              <Button name="take" value="yes">
                {v.t('calendar.proposal.take')}
              </Button>
              <Button kind="quiet" name="take" value="no">
                {v.t('calendar.proposal.keep')}
              </Button>
            </ButtonRow>
          </Form>
        </Notice>
      ))}
    </>
  );
}

function Answer({ v, event: e }: { v: View; event: Event }) {
  const href = paths.answerEvent.href({ eventId: e.id });
  return (
    <Section
      title={v.t('calendar.event.do-you-come')}
      lead={e.ownAnswer && v.t(`calendar.event.own-${e.ownAnswer}`)}
      action={
        <a href={paths.proposeTime.href({ eventId: e.id })}>{v.t('calendar.proposal.suggest')}</a>
      }
    >
      <AnswerForm v={v} action={href} organiser={e.organiser.name} />
    </Section>
  );
}

function Minutes({ v, event: e }: { v: View; event: Event }) {
  const params = { eventId: e.id };
  const m = e.minutes;
  const write = paths.minutes.href(params);
  if (!m)
    return (
      <Section title={v.t('calendar.minutes.title')}>
        <p>{v.t('calendar.minutes.none')}</p>
        <LinkButton href={write}>{v.t('calendar.minutes.write')}</LinkButton>
      </Section>
    );
  return (
    <Section
      title={v.t('calendar.minutes.title')}
      id="minutes"
      lead={v.t('calendar.minutes.by', { who: m.by, at: v.fmt.moment(m.at, e.ownZone) })}
      action={<a href={write}>{v.t('calendar.minutes.correct')}</a>}
    >
      <Lines text={m.text} />
      <p>
        {m.confirmedBy.length > 0 ? (
          <StatusTag
            tone="done"
            text={v.t('calendar.minutes.confirmed-by', { who: v.fmt.list(m.confirmedBy) })}
          />
        ) : (
          <StatusTag tone="wait" text={v.t('calendar.minutes.confirmed-by-nobody')} />
        )}
      </p>
      {!m.ownConfirmation && (
        <Form action={paths.confirmMinutes.href(params)}>
          <Hidden name="number" value={String(m.number)} />
          <ButtonRow>
            <Button kind="quiet">{v.t('calendar.minutes.confirm')}</Button>
          </ButtonRow>
        </Form>
      )}
      {e.earlierMinutes.length > 0 && (
        <Details summary={v.t('calendar.minutes.earlier', { count: e.earlierMinutes.length })}>
          {e.earlierMinutes.map((each) => (
            <Section
              key={each.number}
              level={3}
              title={v.t('calendar.minutes.by', {
                who: each.by,
                at: v.fmt.moment(each.at, e.ownZone),
              })}
            >
              <Lines text={each.text} />
            </Section>
          ))}
        </Details>
      )}
    </Section>
  );
}

function Tasks({ v, event: e }: { v: View; event: Event }) {
  const href = paths.addTask.href({ eventId: e.id });
  const f = bind(v, href);
  const people = [
    { id: e.organiser.id, name: e.organiser.name },
    ...e.participants.filter((p) => p.id !== e.organiser.id),
  ];
  const done = (k: Event['tasks'][number]) => (
    <Form
      action={paths.finishTask.href({ eventId: e.id, followUpId: k.id })}
      label={v.t('calendar.tasks.of', { task: k.title })}
    >
      <Hidden name="done" value={k.done ? 'no' : 'yes'} />
      <Button kind="link">{v.t(k.done ? 'calendar.tasks.undo' : 'calendar.tasks.done')}</Button>
    </Form>
  );
  return (
    <Section title={v.t('calendar.tasks.title')} id="tasks">
      {e.tasks.length > 0 && (
        <Table
          caption={v.t('calendar.tasks.title')}
          hideCaption
          columns={[
            { key: 'title', label: v.t('calendar.tasks.what') },
            { key: 'who', label: v.t('calendar.tasks.who') },
            { key: 'due', label: v.t('calendar.tasks.by') },
            { key: 'state', label: v.t('calendar.tasks.state') },
            { key: 'do', label: v.t('calendar.tasks.do'), hideLabel: true },
          ]}
          rows={e.tasks.map((k) => ({
            id: k.id,
            cells: {
              title: k.title,
              who: k.who,
              due: k.dueOn ? v.fmt.date(k.dueOn) : v.t('calendar.tasks.no-day'),
              state: k.done ? (
                <StatusTag tone="done" text={v.t('calendar.tasks.is-done')} />
              ) : k.dueOn && Temporal.PlainDate.compare(k.dueOn, v.today) < 0 ? (
                <StatusTag tone="late" text={v.t('calendar.tasks.is-late')} />
              ) : (
                <StatusTag tone="wait" text={v.t('calendar.tasks.is-open')} />
              ),
              do: k.mayFinish ? done(k) : '',
            },
          }))}
        />
      )}
      <Details summary={v.t('calendar.tasks.add')} open={f.errors.length > 0}>
        <Form action={href} id="task" keep>
          <TextField {...f.text('title')} label={v.t('calendar.tasks.what')} required />
          <SelectField
            {...f.text('personId')}
            label={v.t('calendar.tasks.who')}
            emptyLabel={v.t('calendar.tasks.choose')}
            options={people.map((p) => ({ value: p.id, label: p.name }))}
          />
          <DateField
            {...f.date('dueOn')}
            label={v.t('calendar.tasks.by')}
            optionalLabel={v.t('calendar.form.optional')}
            labels={{
              day: v.t('calendar.form.day'),
              month: v.t('calendar.form.month'),
              year: v.t('calendar.form.year'),
            }}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('calendar.tasks.save')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

function People({ v, event: e }: { v: View; event: Event }) {
  if (e.participants.length === 0) return null;
  const attendance = paths.attendance.href({ eventId: e.id });
  const f = bind(v, attendance, {
    present: e.participants.filter((p) => p.attended ?? p.answer === 'yes').map((p) => p.id),
  });
  const noted = e.participants.some((p) => p.attended !== null);
  const answers = e.kind !== 'deadline';
  return (
    <Section title={v.t('calendar.event.participants')} id="people">
      <Table
        caption={v.t('calendar.event.participants')}
        hideCaption
        columns={[
          { key: 'name', label: v.t('calendar.field.name') },
          ...(answers ? [{ key: 'answer' as const, label: v.t('calendar.field.answer') }] : []),
          ...(noted ? [{ key: 'attended' as const, label: v.t('calendar.field.attended') }] : []),
        ]}
        rows={e.participants.map((p) => ({
          id: p.id,
          cells: {
            name: (
              <>
                {p.name}
                {p.undelivered && (
                  <>
                    {' '}
                    <StatusTag tone="late" text={v.t('calendar.event.undelivered')} />
                  </>
                )}
              </>
            ),
            answer: (
              <>
                <StatusTag tone={tones[p.answer]} text={v.t(`calendar.answered.${p.answer}`)} />
                {p.note && <p class="hint">{p.note}</p>}
              </>
            ),
            attended:
              p.attended === null ? (
                ''
              ) : (
                <StatusTag
                  tone={p.attended ? 'done' : 'none'}
                  text={v.t(p.attended ? 'calendar.attended.yes' : 'calendar.attended.no')}
                />
              ),
          },
        }))}
      />
      {e.participants.some((p) => p.undelivered) && (
        <p class="hint">{v.t('calendar.event.undelivered-text')}</p>
      )}
      {e.can.change && e.begun && answers && (
        <Details summary={v.t('calendar.attended.note')} open={f.errors.length > 0}>
          <Form action={attendance}>
            <CheckboxGroup
              {...f.choices('present')}
              label={v.t('calendar.attended.who')}
              options={e.participants.map((p) => ({ value: p.id, label: p.name }))}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('calendar.form.save')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </Section>
  );
}

export function CancelEventPage({ v, event: e }: { v: View; event: Event }) {
  return (
    <Sure
      v={v}
      action={paths.cancelEvent.href({ eventId: e.id })}
      backHref={paths.event.href({ eventId: e.id })}
      title={v.t('calendar.event.cancel-title', { title: e.title })}
      text={v.t('calendar.event.cancel-text')}
      confirm={v.t('calendar.event.cancel', { kind: e.kind })}
    />
  );
}
