import { peoplePaths } from '#modules/people/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Button, ErrorSummary, Form, LinkButton, PageHead } from '#ui/index.ts';
import type { getArrival } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** The mailed link: one button says yes, so that a mail program that opens links registers nobody. */
export function ArrivalPage({
  v,
  arrival: a,
  token,
}: {
  v: View;
  arrival: ViewOf<typeof getArrival>;
  token: string;
}) {
  const href = paths.arrival.href({ clubRoundId: a.id, token });
  const f = bind(v, href);
  if (a.arrival !== 'open')
    return (
      <>
        <PageHead
          title={v.t('rounds.arrival.over-title')}
          lead={v.t(`rounds.arrival.${a.arrival}`)}
        />
        <LinkButton
          kind="primary"
          href={
            a.arrival === 'used'
              ? peoplePaths.signIn.href(undefined, {
                  next: paths.round.href({ clubRoundId: a.id }),
                })
              : paths.round.href({ clubRoundId: a.id })
          }
        >
          {v.t(a.arrival === 'used' ? 'rounds.arrival.sign-in' : 'rounds.arrival.again')}
        </LinkButton>
      </>
    );
  return (
    <>
      <PageHead
        title={v.t('rounds.arrival.title', { name: a.name })}
        lead={v.t('rounds.arrival.lead', { round: a.name })}
      />
      <ErrorSummary title={v.t('rounds.form.errors')} lead="" errors={f.errors} />
      <Form action={href}>
        <p>{v.t('rounds.arrival.about', { email: a.email, organisation: a.organisation })}</p>
        <Button>{v.t('rounds.arrival.button')}</Button>
      </Form>
    </>
  );
}

/** The same words whether the address is known or not. */
export function SentPage({ v }: { v: View }) {
  return <PageHead title={v.t('rounds.sent.title')} lead={v.t('rounds.sent.lead')} />;
}
