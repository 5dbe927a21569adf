import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  StatusTag,
  Table,
  type Tone,
} from '#ui/index.ts';
import type { getEvent } from '../../server/index.ts';
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
  const answer = paths.answerEvent.href(params);
  const f = bind(v, answer);
  return (
    <>
      <PageHead
        title={e.title}
        breadcrumbs={[{ href: paths.events.href(), label: v.t('calendar.events.title') }]}
        breadcrumbsLabel={v.t('calendar.crumbs')}
        actions={
          e.can.change && (
            <ButtonRow>
              <LinkButton href={paths.editEvent.href(params)}>
                {v.t('calendar.event.change')}
              </LinkButton>
              <LinkButton href={paths.cancelEvent.href(params)}>
                {v.t('calendar.event.cancel')}
              </LinkButton>
            </ButtonRow>
          )
        }
      />
      <ErrorSummary title={v.t('calendar.form.errors')} errors={f.errors} />
      {e.cancelled && (
        <Notice tone="stop" title={v.t('calendar.event.is-cancelled')}>
          <p>{v.t('calendar.event.is-cancelled-text', { who: e.organiserName })}</p>
        </Notice>
      )}
      <Facts
        items={[
          {
            label: v.t('calendar.field.when'),
            value: v.t('calendar.event.when', {
              from: v.fmt.moment(e.startsAt, e.timeZone),
              until: v.fmt.time(e.endsAt, e.timeZone),
              zone: e.timeZone.replaceAll('_', ' '),
            }),
          },
          ...(e.place ? [{ label: v.t('calendar.field.place'), value: e.place }] : []),
          ...(e.url
            ? [{ label: v.t('calendar.field.url'), value: <a href={e.url}>{e.url}</a> }]
            : []),
          { label: v.t('calendar.field.organiser'), value: e.organiserName },
        ]}
      />
      {e.description && (
        <Prose>
          {e.description.split('\n').map((text, i) => (
            <p key={`${i}-${text}`}>{text}</p>
          ))}
        </Prose>
      )}
      {e.can.answer && (
        <Section title={v.t('calendar.event.do-you-come')}>
          {e.ownAnswer && <p>{v.t(`calendar.event.own-${e.ownAnswer}`)}</p>}
          <Form action={answer}>
            <ButtonRow>
              <Button name="answer" value="yes">
                {v.t('calendar.answer.yes')}
              </Button>
              <Button kind="quiet" name="answer" value="maybe">
                {v.t('calendar.answer.maybe')}
              </Button>
              <Button kind="quiet" name="answer" value="no">
                {v.t('calendar.answer.no')}
              </Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {e.agenda.length > 0 && (
        <Section title={v.t('calendar.field.agenda')}>
          <ol class="prose-list">
            {e.agenda.map((point, i) => (
              <li key={`${i}-${point}`}>{point}</li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={v.t('calendar.event.participants')}>
        <Table
          caption={v.t('calendar.event.participants')}
          hideCaption
          columns={[
            { key: 'name', label: v.t('calendar.field.name') },
            { key: 'answer', label: v.t('calendar.field.answer') },
          ]}
          rows={e.participants.map((p) => ({
            id: p.id,
            cells: {
              name: p.name,
              answer: (
                <StatusTag tone={tones[p.answer]} text={v.t(`calendar.answered.${p.answer}`)} />
              ),
            },
          }))}
        />
      </Section>
    </>
  );
}

export function CancelEventPage({ v, event: e }: { v: View; event: Event }) {
  const href = paths.cancelEvent.href({ eventId: e.id });
  return (
    <>
      <ErrorSummary title={v.t('calendar.form.errors')} errors={bind(v, href).errors} />
      <ConfirmPanel
        level={1}
        title={v.t('calendar.event.cancel-title', { title: e.title })}
        action={href}
        confirmText={v.t('calendar.event.cancel')}
        danger
        cancelHref={paths.event.href({ eventId: e.id })}
        cancelText={v.t('calendar.form.back')}
      >
        <p>{v.t('calendar.event.cancel-text')}</p>
      </ConfirmPanel>
    </>
  );
}
