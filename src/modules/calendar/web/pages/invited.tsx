import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ErrorSummary, Facts, Notice, PageHead, Section } from '#ui/index.ts';
import type { getInvitation } from '../../server/index.ts';
import { Agenda, AnswerForm, Lines, whereFacts } from '../parts/meeting.tsx';
import { When } from '../parts/when.tsx';
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
  const f = bind(v, href);
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
          ...whereFacts(v, m),
        ]}
      />
      {m.description && <Lines text={m.description} />}
      <Agenda v={v} points={m.agenda} />
      {!m.cancelled && !m.over && (
        <Section title={v.t('calendar.event.do-you-come')}>
          <AnswerForm v={v} action={href} organiser={m.organiser} note={m.note} />
          <p>
            <a href={paths.proposeByLink.href({ token })}>{v.t('calendar.proposal.suggest')}</a>
          </p>
        </Section>
      )}
      <p>
        <a href={paths.event.href({ eventId: m.eventId })}>{v.t('calendar.invited.whole')}</a>
      </p>
    </>
  );
}
