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
  fieldId,
  Hidden,
  LinkButton,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  StatusTag,
  TextField,
} from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import type { getReviews } from '../../server/index.ts';
import { dayOf } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Reviews = ViewOf<typeof getReviews>;

/** What the reader was asked to look at: the evidence, and whether they found it so. */
export function ReviewsPage({ v, reviews: r }: { v: View; reviews: Reviews }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const at = { assessmentId: r.id };
  const href = paths.reviews.href(at);
  const f = bind(v, href);
  const [open, said] = [
    r.points.filter((p) => p.review === 'asked'),
    r.points.filter((p) => p.review !== 'asked'),
  ];
  const about = (p: Reviews['points'][number]) => (
    <Facts
      items={[
        { label: v.t('quality.field.evidence'), value: p.evidence },
        {
          label: v.t('quality.field.evidence-on'),
          value: p.evidenceOn ? v.fmt.date(p.evidenceOn) : '',
        },
        ...(p.note ? [{ label: v.t('quality.field.note'), value: p.note }] : []),
        {
          label: v.t('quality.table.answered-by'),
          value: `${p.answeredBy || v.t('quality.given.somebody')}, ${v.fmt.date(dayOf(p.answeredAt))}`,
        },
      ]}
    />
  );
  return (
    <>
      <PageHead
        kicker={r.orgName}
        title={v.t('quality.review.title')}
        lead={v.t('quality.review.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          {
            href: paths.assessment.href(at),
            label: v.t(`quality.scope.${r.scope}-for`, { organisation: r.orgName }),
          },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      {open.length === 0 ? (
        <EmptyState
          title={v.t('quality.review.none')}
          text={v.t('quality.review.none-text')}
          action={
            <LinkButton href={paths.assessment.href(at)}>
              {v.t('quality.result.answers')}
            </LinkButton>
          }
        />
      ) : (
        <div id={fieldId('reviews')} tabIndex={-1}>
          <Form action={href} id={`reviews-${r.id}`} keep>
            <Hidden name="seen" value={r.seen?.toString() ?? ''} />
            {open.map((p) => (
              <Section key={p.itemId} title={words.item(p.itemId).text}>
                {about(p)}
                <RadioGroup
                  {...f.text(`reviews.${p.itemId}.verdict`)}
                  label={v.t('quality.review.question')}
                  options={[
                    { value: 'confirmed', label: v.t('quality.review.yes') },
                    { value: 'declined', label: v.t('quality.review.no') },
                  ]}
                />
                <TextField
                  {...f.text(`reviews.${p.itemId}.words`)}
                  label={v.t('quality.review.words')}
                  hint={v.t('quality.review.words-hint')}
                />
              </Section>
            ))}
            <ButtonRow>
              <Button>{v.t('quality.review.save')}</Button>
              <LinkButton href={paths.assessment.href(at)}>
                {v.t('quality.criterion.back')}
              </LinkButton>
            </ButtonRow>
          </Form>
        </div>
      )}
      {said.length > 0 && (
        <Section title={v.t('quality.review.said')}>
          <Prose>
            <ul>
              {said.map((p) => (
                <li key={p.itemId}>
                  {words.item(p.itemId).text}{' '}
                  <StatusTag
                    tone={p.review === 'declined' ? 'late' : 'done'}
                    text={v.t(`quality.review.${p.review ?? 'asked'}`)}
                  />
                  {p.reviewWords && <> {p.reviewWords}</>}
                </li>
              ))}
            </ul>
          </Prose>
        </Section>
      )}
    </>
  );
}
