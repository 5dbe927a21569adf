import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  Section,
  TextArea,
} from '#ui/index.ts';
import type { getEvent } from '../../server/index.ts';
import { Lines } from '../parts/meeting.tsx';
import { paths } from '../paths.ts';

const changedMeanwhile = 'platform.error.changed-meanwhile';

/** What was said and agreed. Its first words are the agenda, so that nobody begins on an empty page. */
export function MinutesPage({ v, event: e }: { v: View; event: ViewOf<typeof getEvent> }) {
  const href = paths.minutes.href({ eventId: e.id });
  // somebody else wrote while this was typed: theirs is shown beside, so that saving takes nothing away unread
  const theirs =
    v.form.action === href && v.form.faults.some((x) => x.reason === changedMeanwhile)
      ? e.minutes
      : null;
  const f = bind(v, href, {
    text: e.minutes?.text ?? e.agenda.map((point) => `${point}:\n`).join('\n'),
  });
  return (
    <>
      <PageHead
        title={v.t(e.minutes ? 'calendar.minutes.correct' : 'calendar.minutes.write')}
        lead={v.t('calendar.minutes.lead')}
        breadcrumbs={[
          { href: paths.calendar.href(), label: v.t('calendar.page.title') },
          { href: paths.event.href({ eventId: e.id }), label: e.title },
        ]}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      {theirs && (
        <Section
          title={v.t('calendar.minutes.meanwhile')}
          lead={v.t('calendar.minutes.by', {
            who: theirs.by,
            at: v.fmt.moment(theirs.at, e.ownZone),
          })}
        >
          <Lines text={theirs.text} />
          <p>{v.t('calendar.minutes.meanwhile-text')}</p>
        </Section>
      )}
      <Form action={href} id="minutes" keep>
        <Hidden name="number" value={String(e.minutes?.number ?? 0)} />
        <TextArea
          {...f.text('text')}
          label={v.t('calendar.minutes.title')}
          hint={v.t('calendar.minutes.hint')}
          rows={14}
        />
        <ButtonRow>
          <Button>{v.t('calendar.minutes.save')}</Button>
          <LinkButton href={paths.event.href({ eventId: e.id })}>
            {v.t('calendar.form.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
