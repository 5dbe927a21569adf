import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Card,
  CardGrid,
  EmptyState,
  Form,
  Hidden,
  PageHead,
  Prose,
  Section,
} from '#ui/index.ts';
import type { listRounds } from '../../server/index.ts';
import { Faults, RoundStatus } from '../parts/words.tsx';
import { paths } from '../paths.ts';

export function RoundsPage({ v, list }: { v: View; list: ViewOf<typeof listRounds> }) {
  const at = { intakeId: list.intake.id };
  return (
    <>
      <PageHead
        kicker={list.intake.name}
        title={v.t('selection.rounds.title')}
        lead={v.t('selection.rounds.lead')}
      />
      <Faults v={v} />
      {list.rounds.length > 0 && (
        <CardGrid>
          {list.rounds.map((r) => (
            <Card
              key={r.id}
              href={paths.round.href({ roundId: r.id })}
              title={r.school}
              top={<RoundStatus v={v} round={r} />}
            >
              <p>{v.t('selection.rounds.places', { count: r.places })}</p>
            </Card>
          ))}
        </CardGrid>
      )}
      {list.openFor.map((school) => (
        <Section key={school.id} title={v.t('selection.rounds.none', { school: school.name })}>
          <Prose>
            <p>{v.t('selection.rounds.what')}</p>
            <p>{v.t('selection.rounds.or-alone')}</p>
          </Prose>
          <Form action={paths.rounds.href(at)}>
            <Hidden name="schoolId" value={school.id} />
            <ButtonRow>
              <Button>{v.t('selection.rounds.open')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      ))}
      {list.rounds.length === 0 && list.openFor.length === 0 && (
        <EmptyState
          title={v.t('selection.rounds.empty')}
          text={v.t('selection.rounds.empty-text')}
        />
      )}
      {list.seesChances && (
        <p>
          <a href={paths.chances.href(at)}>{v.t('selection.chances.link')}</a>
        </p>
      )}
    </>
  );
}
