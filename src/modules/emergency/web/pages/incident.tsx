import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  StatusTag,
  TextArea,
  TextField,
  Timeline,
} from '#ui/index.ts';
import { incidentKinds } from '../../core/index.ts';
import type { getIncident } from '../../server/index.ts';
import { First112, Phone } from '../parts/call.tsx';
import { CaseLink } from '../parts/case-link.tsx';
import { paths } from '../paths.ts';

export type Incident = ViewOf<typeof getIncident>;
type Props = { v: View; i: Incident };

/** What an incident is called: the pupil's name, or that it is a drill. */
export function incidentTitle(v: View, i: Incident): string {
  return i.drill
    ? v.t('emergency.drill.title')
    : v.t('emergency.incident.title', { pupil: i.pupil ?? '' });
}

/** At three in the morning: who, where, what next, who knows. */
export function IncidentPage({ v, i }: Props) {
  const errors = bind(v, v.form.action).errors;
  return (
    <>
      <PageHead
        title={incidentTitle(v, i)}
        lead={v.t('emergency.incident.raised', {
          who: i.raisedBy || v.t('emergency.raised-as.case'),
          part: v.t(`emergency.raised-as.${i.raisedAs}`),
          at: v.fmt.moment(i.raisedAt, i.timeZone),
        })}
        breadcrumbs={[{ href: paths.start.href(), label: v.t('emergency.title') }]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      <ErrorSummary title={v.t('emergency.errors')} errors={errors} />
      {i.drill && <Notice tone="wait" title={v.t('emergency.drill.notice')} />}
      {!i.drill && i.state !== 'closed' && <First112 v={v} />}
      <Others v={v} i={i} />
      <Standing v={v} i={i} />
      {i.state === 'closed' ? <Report v={v} i={i} /> : <Who v={v} i={i} />}
      {i.state === 'taken' && <Kind v={v} i={i} />}
      {i.kind && <StepList v={v} i={i} />}
      <Log v={v} i={i} />
      {i.state === 'taken' && <Close v={v} i={i} />}
      <Told v={v} i={i} />
    </>
  );
}

function Standing({ v, i }: Props) {
  const at = { incidentId: i.id };
  if (i.state === 'alarm')
    return (
      <Section title={v.t('emergency.incident.waits')} id="take">
        {i.nextAt && (
          <p>{v.t('emergency.incident.goes-on', { at: v.fmt.time(i.nextAt, i.timeZone) })}</p>
        )}
        <Form action={paths.take.href(at)}>
          <ButtonRow>
            <Button>{v.t('emergency.incident.take')}</Button>
          </ButtonRow>
        </Form>
      </Section>
    );
  if (i.state === 'closed') return <Notice tone="done" title={v.t('emergency.state.closed')} />;
  return (
    <Notice
      tone={i.isMine ? 'now' : 'wait'}
      title={
        i.isMine
          ? v.t('emergency.incident.yours')
          : v.t('emergency.incident.has-it', { who: i.takenBy })
      }
    >
      {!i.isMine && (
        <Form action={paths.takeOver.href(at)}>
          <Hidden name="version" value={String(i.version)} />
          <Button kind="quiet">{v.t('emergency.incident.take-over')}</Button>
        </Form>
      )}
    </Notice>
  );
}

/** Several alarms about one child are one night: whoever has one must see the other. */
function Others({ v, i }: Props) {
  if (i.others.length === 0) return null;
  return (
    <Notice tone="late" title={v.t('emergency.incident.other', { pupil: i.pupil ?? '' })}>
      <ul>
        {i.others.map((o) => (
          <li key={o.id}>
            <a href={paths.incident.href({ incidentId: o.id })}>
              {v.t('emergency.incident.other-line', {
                part: v.t(`emergency.raised-as.${o.raisedAs}`),
                at: timeText(v, i, o.at),
                state: v.t(`emergency.state.${o.state}`),
              })}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** So many numbers stand first; the others unfold. */
const firstNumbers = 4;

function Who({ v, i }: Props) {
  if (i.people.length === 0) return null;
  const numbers = (people: Incident['people']) => (
    <Facts
      items={people.map((p) => ({
        label: v.t(`emergency.part.${p.what}`),
        value: (
          <>
            {p.name} {p.phone !== '' && <Phone number={p.phone} />}
          </>
        ),
      }))}
    />
  );
  return (
    <Section title={v.t('emergency.incident.who-where')} id="who">
      {i.home ? (
        <p>
          {v.t('emergency.incident.sleeps')} <b>{i.home.name}</b>
          <br />
          {i.home.address}
        </p>
      ) : (
        <p>
          <StatusTag tone="stop" text={v.t('emergency.incident.no-home')} />
        </p>
      )}
      {numbers(i.people.slice(0, firstNumbers))}
      {i.people.length > firstNumbers && (
        <Details summary={v.t('emergency.incident.more-numbers')} wide>
          {numbers(i.people.slice(firstNumbers))}
        </Details>
      )}
    </Section>
  );
}

function Told({ v, i }: Props) {
  return (
    <Section title={v.t('emergency.incident.told')} id="told">
      <ul>
        {i.tellings.map((t) => (
          <li key={`${t.name} ${t.channel} ${t.at}`}>
            {t.name}, {v.t(`emergency.channel.${t.channel}`)}, {v.fmt.time(t.at, i.timeZone)}{' '}
            {t.failed && <StatusTag tone="stop" text={v.t('emergency.incident.not-arrived')} />}
          </li>
        ))}
      </ul>
      {i.mobilityId && <CaseLink v={v} caseId={i.caseId} mobilityId={i.mobilityId} />}
    </Section>
  );
}

/** A time of today as a time, of another day with its day. */
function timeText(v: View, i: Incident, at: Temporal.Instant): string {
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(i.timeZone).toPlainDate();
  return dayOf(at).equals(dayOf(i.now)) ? v.fmt.time(at, i.timeZone) : v.fmt.moment(at, i.timeZone);
}

function Kind({ v, i }: Props) {
  const action = paths.kind.href({ incidentId: i.id });
  const f = bind(v, action, { kind: i.kind });
  const form = (
    <Form action={action} id="kind-form">
      <Hidden name="version" value={String(i.version)} />
      <RadioGroup
        {...f.text('kind')}
        label={v.t('emergency.incident.which')}
        options={incidentKinds.map((k) => ({ value: k, label: v.t(`emergency.kind.${k}`) }))}
      />
      <ButtonRow>
        <Button kind={i.kind ? 'quiet' : 'primary'}>{v.t('emergency.incident.choose')}</Button>
      </ButtonRow>
    </Form>
  );
  return i.kind ? (
    <Details
      summary={v.t('emergency.incident.is', { kind: v.t(`emergency.kind.${i.kind}`) })}
      open={v.form.action === action}
      wide
    >
      {form}
    </Details>
  ) : (
    <Section title={v.t('emergency.incident.what')} id="kind">
      {form}
    </Section>
  );
}

function StepList({ v, i }: Props) {
  const next = i.steps.find((s) => !s.done);
  return (
    <Section
      title={v.t(i.state === 'closed' ? 'emergency.report.steps' : 'emergency.incident.steps')}
      id="steps"
    >
      <p class="hint">{v.t('emergency.incident.ours', { version: i.procedure })}</p>
      {i.steps.map((s) => (
        <Section key={s.id} level={3} title={v.t(`emergency.step.${s.id}`)} id={`step-${s.id}`}>
          <p>
            {s.done ? (
              <StatusTag
                tone="done"
                text={v.t('emergency.incident.done', {
                  who: [s.done.who, s.done.second].filter(Boolean).join(' + '),
                  at: timeText(v, i, s.done.at),
                })}
              />
            ) : (
              <StatusTag
                tone={s.late ? 'late' : s === next ? 'now' : 'wait'}
                text={v.t(s.late ? 'emergency.incident.was-due' : 'emergency.incident.due', {
                  at: timeText(v, i, s.dueAt),
                  who: v.t(`emergency.by.${s.by}`),
                })}
              />
            )}
          </p>
          {s.done?.words && <p>{s.done.words}</p>}
          {!s.done && s.calls.length > 0 && (
            <p>
              {v.t('emergency.incident.call')}{' '}
              {s.calls.map((c, at) => (
                <span key={`${c.name} ${c.phone}`}>
                  {at > 0 && <br />}
                  {c.name} <Phone number={c.phone} />
                </span>
              ))}
            </p>
          )}
          {!s.done && i.state === 'taken' && <MarkStep v={v} i={i} s={s} isNext={s === next} />}
        </Section>
      ))}
    </Section>
  );
}

function MarkStep({ v, i, s, isNext }: Props & { s: Incident['steps'][number]; isNext: boolean }) {
  const action = paths.step.href({ incidentId: i.id, incidentStep: s.id });
  const f = bind(v, action);
  return (
    <Details
      summary={v.t('emergency.incident.mark')}
      open={isNext || v.form.action === action}
      wide
    >
      <Form action={action} label={v.t(`emergency.step.${s.id}`)} sensitive>
        {s.two && (
          <TextField
            {...f.text(`second.${s.id}`)}
            label={v.t('emergency.incident.second')}
            hint={v.t('emergency.incident.second-hint')}
          />
        )}
        <TextField
          {...f.text(`words.${s.id}`)}
          label={v.t('emergency.incident.words')}
          optionalLabel={v.t('emergency.optional')}
        />
        <ButtonRow>
          <Button kind={isNext ? 'primary' : 'quiet'}>{v.t('emergency.incident.is-done')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

/** What a line says in words; a step and a kind by their names. */
function lineText(v: View, l: Incident['lines'][number]) {
  if (l.kind === 'kind' && l.step)
    return v.t('emergency.line.kind', { kind: v.t(`emergency.kind.${l.step}`) });
  if (l.kind === 'step' && l.step)
    return v.t('emergency.line.step', { step: v.t(`emergency.step.${l.step}`) });
  if (l.kind === 'note') return l.words;
  return v.t(`emergency.line.${l.kind}`);
}

function Log({ v, i }: Props) {
  const action = paths.note.href({ incidentId: i.id });
  const f = bind(v, action);
  return (
    <Section title={v.t('emergency.incident.log')} id="log">
      <Timeline
        items={i.lines.map((l) => ({
          id: l.id,
          dateText: v.fmt.moment(l.at, i.timeZone),
          datetime: l.at.toString(),
          who: [l.who, l.second].filter(Boolean).join(' + '),
          what: lineText(v, l),
        }))}
      />
      {i.notes.length > 0 && (
        <Section level={3} title={v.t('emergency.incident.confidential')} id="confidential">
          <Timeline
            items={i.notes.map((n) => ({
              id: n.id,
              dateText: v.fmt.moment(n.at, i.timeZone),
              datetime: n.at.toString(),
              who: n.who,
              what: n.words,
            }))}
          />
        </Section>
      )}
      <Details summary={v.t('emergency.incident.write')} open={v.form.action === action} wide>
        <Form action={action} id="note" sensitive>
          <Hidden name="key" value={f.text('key').value || i.key} />
          <TextArea {...f.text('words')} label={v.t('emergency.incident.note')} rows={3} />
          {!i.drill && (
            <Checkbox
              {...f.tick('confidential')}
              label={v.t('emergency.incident.make-confidential')}
              hint={v.t('emergency.incident.confidential-hint')}
            />
          )}
          <ButtonRow>
            <Button kind="quiet">{v.t('emergency.incident.save-note')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

function Close({ v, i }: Props) {
  const action = paths.close.href({ incidentId: i.id });
  const f = bind(v, action);
  const open = i.steps.filter((s) => !s.done).length;
  return (
    <Details summary={v.t('emergency.incident.close')} open={v.form.action === action} wide>
      {open > 0 && <p class="hint">{v.t('emergency.incident.steps-open', { count: open })}</p>}
      <Form action={action} id="close" sensitive>
        <Hidden name="version" value={String(i.version)} />
        <TextArea {...f.text('happened')} label={v.t('emergency.incident.happened')} rows={4} />
        <TextArea
          {...f.text('learned')}
          label={v.t('emergency.incident.learned')}
          hint={v.t('emergency.incident.learned-hint')}
          rows={4}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('emergency.incident.close-now')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

function Report({ v, i }: Props) {
  const minutes = (from: Temporal.Instant, until: Temporal.Instant) =>
    Math.round(from.until(until).total('minutes'));
  const told = i.lines.filter((l) => l.kind === 'told').length;
  return (
    <Section
      title={v.t(i.drill ? 'emergency.drill.report' : 'emergency.incident.report')}
      id="report"
    >
      <Facts
        items={[
          ...(i.takenAt
            ? [
                {
                  label: v.t('emergency.report.taken-after'),
                  value: v.t('emergency.within', { minutes: minutes(i.raisedAt, i.takenAt) }),
                },
              ]
            : []),
          { label: v.t('emergency.report.rounds'), value: v.fmt.number(told) },
          {
            label: v.t('emergency.report.not-arrived'),
            value: v.fmt.number(i.tellings.filter((t) => t.failed).length),
          },
          {
            label: v.t('emergency.report.steps'),
            value: v.t('emergency.report.steps-of', {
              done: i.steps.filter((s) => s.done).length,
              count: i.steps.length,
            }),
          },
          {
            label: v.t('emergency.report.late'),
            value: v.fmt.number(i.steps.filter((s) => !s.done || s.late).length),
          },
          { label: v.t('emergency.incident.happened'), value: i.happened },
          { label: v.t('emergency.incident.learned'), value: i.learned },
        ]}
      />
    </Section>
  );
}
