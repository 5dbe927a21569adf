import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Card, CardGrid, EmptyState, PageHead, Section } from '#ui/index.ts';
import type { listOwn } from '../../server/index.ts';
import { ApplicationStatus } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Own = ViewOf<typeof listOwn>;

const stay = (v: View, a: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate }) =>
  v.t('applications.stay', { from: a.startsOn, until: a.endsOn });

/** One's own applications go by their group; those of children by the child. */
function Applications({
  v,
  title,
  list,
  own = false,
}: {
  v: View;
  title: string;
  list: Own['own'] | Own['children'];
  own?: boolean;
}) {
  if (list.length === 0) return null;
  return (
    <Section title={title}>
      <CardGrid>
        {list.map((a) => (
          <Card
            key={a.id}
            href={paths.application.href({ applicationId: a.id })}
            title={own ? a.intakeName : a.pupil}
            top={<ApplicationStatus v={v} a={a} own={own} />}
          >
            <p>{stay(v, a)}</p>
            <p>{a.school}</p>
          </Card>
        ))}
      </CardGrid>
    </Section>
  );
}

export function OwnPage({ v, own }: { v: View; own: Own }) {
  const nothing = own.own.length + own.children.length + own.intakes.length === 0;
  return (
    <>
      <PageHead title={v.t('applications.own.title')} />
      {nothing && (
        <EmptyState
          title={v.t('applications.own.empty')}
          text={v.t('applications.own.empty-text')}
        />
      )}
      <Applications v={v} title={v.t('applications.own.mine')} list={own.own} own />
      <Applications v={v} title={v.t('applications.own.children')} list={own.children} />
      {own.intakes.length > 0 && (
        <Section title={v.t('applications.own.intakes')}>
          <CardGrid>
            {own.intakes.map((i) => (
              <Card key={i.id} href={paths.list.href({ intakeId: i.id })} title={i.name}>
                <p>{stay(v, i)}</p>
                <p>{v.t('applications.own.counts', i.counts)}</p>
              </Card>
            ))}
          </CardGrid>
        </Section>
      )}
    </>
  );
}
