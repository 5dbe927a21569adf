import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  TextField,
} from '#ui/index.ts';
import { paths } from '../paths.ts';
import { Which } from './event-form.tsx';

type Invited = {
  title: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  ownZone: string;
  organiser: string;
};

/** Another time for a meeting, by somebody who is signed in. */
export function ProposePage({ v, eventId, event }: { v: View; eventId: string; event: Invited }) {
  const back = paths.event.href({ eventId });
  const crumbs = [
    { href: paths.calendar.href(), label: v.t('calendar.page.title') },
    { href: back, label: event.title },
  ];
  const href = paths.proposeTime.href({ eventId });
  return <Propose v={v} event={event} href={href} back={back} crumbs={crumbs} />;
}

/** The same by the link of an invitation, for who is not. */
export function ProposeByLinkPage({ v, token, event }: { v: View; token: string; event: Invited }) {
  const back = paths.invitation.href({ token });
  const href = paths.proposeByLink.href({ token });
  const crumbs = [{ href: back, label: event.title }];
  return <Propose v={v} event={event} href={href} back={back} crumbs={crumbs} />;
}

/** Another time, on the own clock of who suggests it. */
function Propose({
  v,
  event: e,
  href,
  back,
  crumbs,
}: {
  v: View;
  event: Invited;
  href: string;
  back: string;
  crumbs: { href: string; label: string }[];
}) {
  const starts = e.startsAt.toZonedDateTimeISO(e.ownZone);
  const time = (at: Temporal.Instant) =>
    at.toZonedDateTimeISO(e.ownZone).toPlainTime().toString({ smallestUnit: 'minute' });
  const f = bind(v, href, {
    day: starts.toPlainDate(),
    from: time(e.startsAt),
    until: time(e.endsAt),
  });
  return (
    <>
      <PageHead
        title={v.t('calendar.proposal.suggest')}
        lead={v.t('calendar.proposal.lead', { who: e.organiser })}
        breadcrumbs={crumbs}
        breadcrumbsLabel={v.t('calendar.crumbs')}
      />
      <ErrorSummary
        title={v.t('calendar.form.errors')}
        lead={v.t('calendar.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="propose" keep>
        <DateField
          {...f.date('day')}
          label={v.t('calendar.field.day')}
          labels={{
            day: v.t('calendar.form.day'),
            month: v.t('calendar.form.month'),
            year: v.t('calendar.form.year'),
          }}
        />
        <TextField
          {...f.text('from')}
          label={v.t('calendar.field.from')}
          hint={v.t('calendar.proposal.clock', { place: v.fmt.zone(e.ownZone) })}
          width={6}
          required
        />
        <Which v={v} f={f} end="from" />
        <TextField {...f.text('until')} label={v.t('calendar.field.until')} width={6} required />
        <Which v={v} f={f} end="until" />
        <TextField
          {...f.text('note')}
          label={v.t('calendar.field.note', { who: e.organiser })}
          optionalLabel={v.t('calendar.form.optional')}
          maxlength={300}
        />
        <ButtonRow>
          <Button>{v.t('calendar.proposal.send')}</Button>
          <LinkButton href={back}>{v.t('calendar.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
