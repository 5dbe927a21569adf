import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Card, CardGrid, EmptyState, PageHead, Section } from '#ui/index.ts';
import type { listOwn } from '../../server/index.ts';
import { ApplicationStatus } from '../parts/status.tsx';
import { paths } from '../paths.ts';

export function OwnPage({ v, own }: { v: View; own: ViewOf<typeof listOwn> }) {
  const nothing = own.own.length + own.children.length + own.intakes.length === 0;
  const stay = (a: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate }) =>
    v.t('applications.stay', { from: a.startsOn, until: a.endsOn });
  return (
    <>
      <PageHead title={v.t('applications.own.title')} />
      {nothing && (
        <EmptyState
          title={v.t('applications.own.empty')}
          text={v.t('applications.own.empty-text')}
        />
      )}
      {own.own.length > 0 && (
        <Section title={v.t('applications.own.mine')}>
          <CardGrid>
            {own.own.map((a) => (
              <Card
                key={a.id}
                href={paths.application.href({ applicationId: a.id })}
                title={a.intakeName}
                top={<ApplicationStatus v={v} a={a} />}
              >
                <p>{stay(a)}</p>
                <p>{a.school}</p>
              </Card>
            ))}
          </CardGrid>
        </Section>
      )}
      {own.children.length > 0 && (
        <Section title={v.t('applications.own.children')}>
          <CardGrid>
            {own.children.map((a) => (
              <Card
                key={a.id}
                href={paths.application.href({ applicationId: a.id })}
                title={a.pupil}
                top={<ApplicationStatus v={v} a={a} />}
              >
                <p>{stay(a)}</p>
                <p>{a.school}</p>
              </Card>
            ))}
          </CardGrid>
        </Section>
      )}
      {own.intakes.length > 0 && (
        <Section title={v.t('applications.own.intakes')}>
          <CardGrid>
            {own.intakes.map((i) => (
              <Card key={i.id} href={paths.list.href({ intakeId: i.id })} title={i.name}>
                <p>{stay(i)}</p>
                <p>{v.t('applications.own.counts', i.counts)}</p>
              </Card>
            ))}
          </CardGrid>
        </Section>
      )}
    </>
  );
}
