import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  Notice,
  PageHead,
  Prose,
  Section,
  TextField,
} from '#ui/index.ts';
import type { getInvitation } from '../../server/index.ts';
import { placeOf, When } from '../parts/when.tsx';
import { paths } from '../paths.ts';

/** An invitation as the link of its mail opens it: nobody need sign in to say yes or no. */
export function InvitedPage({
  v,
  meeting: m,
  token,
}: {
  v: View;
  meeting: ViewOf<typeof getInvitation>;
  token: string;
}) {
  const href = paths.invitation.href({ token });
  const f = bind(v, href, { note: m.note });
  return (
    <>
      <PageHead title={m.title} kicker={v.t('calendar.invited.kicker', { who: m.organiser })} />
      <ErrorSummary title={v.t('calendar.form.errors')} errors={f.errors} />
      {m.cancelled ? (
        <Notice tone="stop" title={v.t('calendar.event.is-cancelled')}>
          <p>{v.t('calendar.event.is-cancelled-text', { who: m.organiser })}</p>
        </Notice>
      ) : m.over ? (
        <Notice tone="now" title={v.t('calendar.invited.over')} />
      ) : (
        m.ownAnswer !== 'open' && (
          <Notice tone="done" title={v.t(`calendar.event.own-${m.ownAnswer}`)} />
        )
      )}
      <Facts
        items={[
          {
            label: v.t('calendar.field.when'),
            value: <When v={v} times={m} ownZone={m.ownZone} />,
          },
          ...(m.place || m.countryCode
            ? [{ label: v.t('calendar.field.place'), value: placeOf(v, m) }]
            : []),
          ...(m.url
            ? [{ label: v.t('calendar.field.url'), value: <a href={m.url}>{m.url}</a> }]
            : []),
        ]}
      />
      {m.description && (
        <Prose>
          {m.description.split('\n').map((line, i) => (
            <p key={`${i}-${line}`}>{line}</p>
          ))}
        </Prose>
      )}
      {m.agenda.length > 0 && (
        <Section title={v.t('calendar.field.agenda')}>
          <ol class="prose-list">
            {m.agenda.map((point, i) => (
              <li key={`${i}-${point}`}>{point}</li>
            ))}
          </ol>
        </Section>
      )}
      {!m.cancelled && !m.over && (
        <Section title={v.t('calendar.event.do-you-come')}>
          <Form action={href}>
            <TextField
              {...f.text('note')}
              label={v.t('calendar.field.note', { who: m.organiser })}
              optionalLabel={v.t('calendar.form.optional')}
              maxlength={300}
            />
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
      <p>
        <a href={paths.event.href({ eventId: m.eventId })}>{v.t('calendar.invited.whole')}</a>
      </p>
    </>
  );
}
