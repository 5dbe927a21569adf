import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  Facts,
  Form,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
} from '#ui/index.ts';
import { reviewAnswers } from '../../core/types.ts';
import type { getNews, getReview } from '../../server/index.ts';
import { Crumbs, Faults, Paragraphs, said, titleOf } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type News = ViewOf<typeof getNews>;

/** The letter first, the rest below: nobody has to read how they were seen. */
export function NewsPage({ v, n }: { v: View; n: News }) {
  return (
    <>
      <PageHead
        kicker={n.school}
        title={v.t(n.isOwn ? 'selection.news.title' : 'selection.news.title-of', {
          pupil: n.pupil,
        })}
        lead={n.intakeName}
      />
      <Faults v={v} />
      {n.review?.answer && <Answer v={v} n={n} review={n.review} />}
      <Prose>
        <Paragraphs text={n.words} lang={n.language === v.lang ? undefined : n.language} />
        <p>{v.t('selection.news.signed', { school: n.school })}</p>
      </Prose>
      <Details
        summary={v.t(n.isOwn ? 'selection.news.seen' : 'selection.news.seen-of', {
          pupil: n.pupil,
        })}
      >
        <p>{v.t('selection.news.seen-lead')}</p>
        <p>{v.t('selection.news.seen-as')}</p>
        <Facts
          items={n.seen.map((c) => ({ label: said(v, c, 'title'), value: said(v, c, c.level) }))}
        />
        <p>
          <a href={paths.criteria.href({ roundId: n.roundId })}>{v.t('selection.criteria.link')}</a>
        </p>
      </Details>
      <Review v={v} n={n} />
    </>
  );
}

function Answer({ v, n, review }: { v: View; n: News; review: NonNullable<News['review']> }) {
  return (
    <Notice
      tone={review.answer === 'changed' ? 'done' : 'now'}
      title={v.t(`selection.review.told-${(review.answer ?? 'upheld').replaceAll('_', '-')}`, {
        school: n.school,
      })}
    >
      <Paragraphs text={review.answerWords ?? ''} />
    </Notice>
  );
}

function Review({ v, n }: { v: View; n: News }) {
  if (n.review)
    return (
      <Section title={v.t('selection.review.asked')}>
        <Prose>
          <p>{v.t('selection.review.asked-on', { at: v.fmt.moment(n.review.askedAt) })}</p>
          <Paragraphs text={n.review.words} />
          {!n.review.answer && <p>{v.t('selection.review.waits', { school: n.school })}</p>}
        </Prose>
      </Section>
    );
  if (!n.mayAskReview || !n.reviewUntil) return null;
  const href = paths.askReview.href({ applicationId: n.applicationId });
  const f = bind(v, href);
  return (
    <Section
      title={v.t('selection.review.ask')}
      lead={v.t('selection.review.ask-lead', { until: n.reviewUntil })}
    >
      <Details summary={v.t('selection.review.ask-open')} open={v.form.action === href}>
        <Form action={href} id={`review-${n.applicationId}`} keep>
          <TextArea
            {...f.text('words')}
            label={v.t('selection.review.words')}
            hint={v.t('selection.review.words-hint')}
            rows={5}
          />
          <ButtonRow>
            <Button>{v.t('selection.review.ask-button')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

/** Who reads the page, where it is a person. */
const nameOf = (v: View) => (v.actor.kind === 'person' ? v.actor.name : null);

export function ReviewPage({ v, r }: { v: View; r: ViewOf<typeof getReview> }) {
  const at = { roundId: r.id, reviewId: r.reviewId };
  const href = paths.review.href(at);
  const f = bind(v, href);
  return (
    <>
      <PageHead
        kicker={v.t('selection.review.kicker')}
        title={r.pupil}
        lead={v.t(`selection.result.${r.result.replaceAll('_', '-')}`)}
        {...Crumbs(v, r, {
          rounds: paths.rounds.href({ intakeId: r.intakeId }),
          round: paths.round.href({ roundId: r.id }),
        })}
      />
      <Faults v={v} />
      <Section title={v.t('selection.review.family-says')}>
        <Prose>
          <Paragraphs text={r.words} />
          <p class="hint">{v.t('selection.review.asked-on', { at: v.fmt.moment(r.askedAt) })}</p>
        </Prose>
      </Section>
      <Section title={v.t('selection.review.raters-say')}>
        <Facts
          items={r.said.map((s) => ({
            label: titleOf(v, r.criteria, s.criterion),
            value: v.t('selection.rate.said', { points: s.points, reason: s.reason }),
          }))}
        />
        {r.deviationReason && <p>{r.deviationReason}</p>}
        <Details summary={v.t('selection.review.letter')}>
          <Prose>
            <Paragraphs text={r.letter} lang={r.language === v.lang ? undefined : r.language} />
          </Prose>
        </Details>
      </Section>
      {r.answer && (
        <Notice
          tone="done"
          title={v.t(`selection.review.told-${r.answer.replaceAll('_', '-')}`, {
            school: r.school,
          })}
        >
          <Paragraphs text={r.answerWords ?? ''} />
        </Notice>
      )}
      {!r.answer && !r.mayAnswer && (
        <Notice tone="wait" title={v.t('selection.review.other-person')}>
          <p>
            {r.handedTo
              ? v.t('selection.review.handed', { who: r.handedTo })
              : v.t('selection.refused.other-person-answers')}
          </p>
        </Notice>
      )}
      {!r.answer && r.mayAnswer && r.handedTo && r.handedTo !== nameOf(v) && (
        <Notice tone="wait" title={v.t('selection.review.handed', { who: r.handedTo })} />
      )}
      {r.reviewers.length > 0 && <Hand v={v} r={r} />}
      {r.mayAnswer && (
        <Section
          title={v.t('selection.review.answer')}
          lead={v.t('selection.review.answer-lead', { pupil: r.pupil })}
        >
          <Form action={href} id={`answer-${r.reviewId}`} keep>
            <RadioGroup
              {...f.text('answer')}
              label={v.t('selection.review.which')}
              options={reviewAnswers.map((a) => ({
                value: a,
                label: v.t(`selection.review.answer-${a.replaceAll('_', '-')}`),
                hint: v.t(`selection.review.hint-${a.replaceAll('_', '-')}`),
              }))}
            />
            <TextArea
              {...f.text('words')}
              label={v.t('selection.review.reason')}
              hint={v.t('selection.review.reason-hint')}
              rows={6}
            />
            <ButtonRow>
              <Button>{v.t('selection.review.send')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}

/** Somebody else may be asked to answer: who neither rated nor decided. */
function Hand({ v, r }: { v: View; r: ViewOf<typeof getReview> }) {
  const href = paths.reviewHand.href({ roundId: r.id, reviewId: r.reviewId });
  const f = bind(v, href);
  return (
    <Details
      summary={v.t('selection.review.hand')}
      open={(!r.mayAnswer && !r.handedTo) || v.form.action === href}
    >
      <Form action={href}>
        <SelectField
          {...f.text('personId')}
          label={v.t('selection.review.hand-to')}
          hint={v.t('selection.review.hand-hint')}
          emptyLabel={v.t('selection.review.hand-choose')}
          options={r.reviewers.map((m) => ({
            value: m.id,
            label: v.t('selection.raters.named', { name: m.name, org: m.org }),
          }))}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('selection.review.hand-button')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}
