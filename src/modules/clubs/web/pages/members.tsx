import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
} from '#ui/index.ts';
import { clubSize } from '../../core/rules/index.ts';
import type { getClub, listCandidates } from '../../server/index.ts';
import { Anyway, CandidateTable } from '../parts/candidates.tsx';
import { paths } from '../paths.ts';

/** Further people for a club that is still forming: a place that was declined is offered on. */
export function MembersPage({
  v,
  club: c,
  candidates,
}: {
  v: View;
  club: ViewOf<typeof getClub>;
  candidates: ViewOf<typeof listCandidates>['candidates'];
}) {
  const href = paths.members.href({ clubId: c.id });
  const f = bind(v, href);
  return (
    <>
      <PageHead
        title={v.t('clubs.more.title')}
        lead={v.t('clubs.more.lead', { most: clubSize.max })}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId: c.id }), label: c.name },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        lead={v.t('clubs.form.nothing-lost')}
        errors={f.errors}
      />
      {candidates.length === 0 ? (
        <EmptyState
          title={v.t('clubs.more.nobody')}
          text={v.t('clubs.more.nobody-text')}
          action={
            <LinkButton href={paths.club.href({ clubId: c.id })}>
              {v.t('clubs.kick-off.back')}
            </LinkButton>
          }
        />
      ) : (
        <Form action={href}>
          <CandidateTable
            v={v}
            candidates={candidates}
            criterionId={c.criterionId}
            ticks={f.choices('members')}
          />
          <Anyway v={v} f={f} />
          <ButtonRow>
            <Button>{v.t('clubs.more.button')}</Button>
            <LinkButton href={paths.club.href({ clubId: c.id })}>
              {v.t('clubs.kick-off.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}
