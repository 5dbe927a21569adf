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
  TextArea,
} from '#ui/index.ts';
import type { getEvent } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** What was said and agreed. Its first words are the agenda, so that nobody begins on an empty page. */
export function MinutesPage({ v, event: e }: { v: View; event: ViewOf<typeof getEvent> }) {
  const href = paths.minutes.href({ eventId: e.id });
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
