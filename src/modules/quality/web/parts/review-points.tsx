import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Facts,
  Form,
  fieldId,
  Hidden,
  LinkButton,
  Prose,
  RadioGroup,
  Section,
  StatusTag,
  TextField,
} from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import type { getReviews } from '../../server/index.ts';
import { dayOf } from './said.tsx';

type Reviews = ViewOf<typeof getReviews>;

/** Points somebody was asked to look at: what proves each, and whether they found it so. */
export function ReviewPoints({
  v,
  r,
  href,
  back,
}: {
  v: View;
  r: Reviews;
  href: string;
  back?: string;
}) {
  const words = wordingFor(v.lang, r.questionnaire);
  const f = bind(v, href);
  const open = r.points.filter((p) => p.review === 'asked');
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
          {back && <LinkButton href={back}>{v.t('quality.criterion.back')}</LinkButton>}
        </ButtonRow>
      </Form>
    </div>
  );
}

/** What somebody has said already. */
export function SaidReviews({ v, r }: { v: View; r: Reviews }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const said = r.points.filter((p) => p.review !== 'asked');
  if (said.length === 0) return null;
  return (
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
  );
}
