import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#ui/index.ts';
import { evaluationTopics } from '../../core/index.ts';
import type { getEvaluation } from '../../server/index.ts';
import { Points } from '../parts/points.tsx';
import { paths } from '../paths.ts';

export type Evaluation = ViewOf<typeof getEvaluation>;
type Props = { v: View; evaluation: Evaluation };

/** Looking back: one short form for each side, one's own words again, and counts for the organisations. */
export function EvaluationPage({ v, evaluation: e }: Props) {
  const dossier = mobilityPaths.dossier.href({ mobilityId: e.id });
  return (
    <>
      <PageHead
        title={v.t('support.evaluation.title')}
        lead={v.t('support.evaluation.lead')}
        breadcrumbs={[{ href: dossier, label: e.pupil }]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      {!e.returned && (
        <EmptyState
          title={v.t('support.evaluation.not-yet')}
          text={v.t('support.refused.not-returned')}
        />
      )}
      {e.open.length > 0 && <EvaluationForm v={v} evaluation={e} />}
      {e.mine.map((m) => (
        <Section
          key={m.role}
          title={v.t('support.evaluation.yours', { role: v.t(`mobilities.role.${m.role}`) })}
        >
          <p>{v.t('support.evaluation.sent', { at: m.at })}</p>
          <Facts
            items={[
              ...evaluationTopics.map((topic) => ({
                label: v.t(`support.evaluation.topic.${topic}`),
                value: v.t(`support.points.${m.ratings[topic]}`),
              })),
              ...(m.best ? [{ label: v.t('support.evaluation.best'), value: m.best }] : []),
              ...(m.change ? [{ label: v.t('support.evaluation.change'), value: m.change }] : []),
            ]}
          />
        </Section>
      ))}
      {e.counts && e.returned && <Counts v={v} counts={e.counts} />}
      <LinkButton href={dossier}>{v.t('support.to-dossier')}</LinkButton>
    </>
  );
}

function EvaluationForm({ v, evaluation: e }: Props) {
  const action = paths.evaluation.href({ mobilityId: e.id });
  const f = bind(v, action, { role: e.open[0] });
  return (
    <>
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Form action={action} id="evaluation" keep>
        {e.open.length > 1 ? (
          <RadioGroup
            {...f.text('role')}
            label={v.t('support.evaluation.as')}
            options={e.open.map((role) => ({ value: role, label: v.t(`mobilities.role.${role}`) }))}
          />
        ) : (
          <Hidden name="role" value={e.open[0] ?? ''} />
        )}
        {evaluationTopics.map((topic) => (
          <Points
            key={topic}
            v={v}
            field={f.text(`ratings.${topic}`)}
            label={v.t(`support.evaluation.topic.${topic}`)}
          />
        ))}
        <TextArea
          {...f.text('best')}
          label={v.t('support.evaluation.best')}
          optionalLabel={v.t('support.optional')}
          rows={3}
        />
        <TextArea
          {...f.text('change')}
          label={v.t('support.evaluation.change')}
          optionalLabel={v.t('support.optional')}
          rows={3}
        />
        <p class="hint">{v.t('support.evaluation.who-reads')}</p>
        <ButtonRow>
          <Button>{v.t('support.evaluation.send')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

function Counts({ v, counts }: { v: View; counts: NonNullable<Evaluation['counts']> }) {
  const total = counts.answered.reduce((sum, a) => sum + a.count, 0);
  if (total === 0) {
    return (
      <Section title={v.t('support.evaluation.counts')}>
        <EmptyState
          level={3}
          title={v.t('support.evaluation.none')}
          text={v.t('support.evaluation.none-text')}
        />
      </Section>
    );
  }
  return (
    <Section
      title={v.t('support.evaluation.counts')}
      lead={
        <p>
          {v.fmt.list(
            counts.answered.map((a) =>
              v.t('support.evaluation.answered', {
                role: v.t(`mobilities.role.${a.role}`),
                count: a.count,
              }),
            ),
          )}
        </p>
      }
    >
      <Table
        caption={v.t('support.evaluation.counts')}
        hideCaption
        rowHeader="topic"
        columns={[
          { key: 'topic' as string, label: v.t('support.evaluation.question') },
          ...[1, 2, 3, 4, 5].map((n) => ({
            key: String(n),
            label: v.t(`support.points.${n}`),
            numeric: true,
          })),
        ]}
        rows={counts.topics.map(({ topic, points }) => ({
          id: topic,
          cells: {
            topic: v.t(`support.evaluation.topic.${topic}`),
            ...Object.fromEntries(points.map((count, i) => [String(i + 1), v.fmt.number(count)])),
          } as Record<string, string>,
        }))}
      />
    </Section>
  );
}
