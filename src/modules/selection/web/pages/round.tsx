import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  Details,
  Facts,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Prose,
  Section,
  Table,
  TaskList,
  TextArea,
} from '#ui/index.ts';
import type { getRound } from '../../server/index.ts';
import { Crumbs, Faults, Paragraphs, RoundStatus, said, TieRules } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Round = ViewOf<typeof getRound>;

export function RoundPage({ v, r }: { v: View; r: Round }) {
  const at = { roundId: r.id };
  return (
    <>
      <PageHead
        kicker={r.intakeName}
        title={v.t('selection.round.title', { school: r.school })}
        lead={<RoundStatus v={v} round={r} />}
        {...Crumbs(v, r, { rounds: paths.rounds.href({ intakeId: r.intakeId }) })}
      />
      <Faults v={v} />
      <Next v={v} r={r} />
      {r.openReviews.length > 0 && (
        <Notice tone="now" title={v.t('selection.round.reviews', { count: r.openReviews.length })}>
          {r.openReviews.some((each) => each.mayAnswer) ? (
            <p>
              {r.openReviews.map((each) => (
                <a key={each.id} href={paths.review.href({ ...at, reviewId: each.id })}>
                  {v.t('selection.review.open')}
                </a>
              ))}
            </p>
          ) : (
            <p>{v.t('selection.refused.other-person-answers')}</p>
          )}
          {r.mayDecide &&
            r.openReviews
              .filter((each) => !each.mayAnswer)
              .map((each) => (
                <p key={each.id}>
                  <a href={paths.review.href({ ...at, reviewId: each.id })}>
                    {v.t(
                      each.handed
                        ? 'selection.review.handed-see'
                        : 'selection.review.find-somebody',
                    )}
                  </a>
                </p>
              ))}
        </Notice>
      )}
      <Section
        title={v.t('selection.round.criteria')}
        {...(r.mayPrepare && r.state === 'draft'
          ? { action: <a href={paths.edit.href(at)}>{v.t('selection.change')}</a> }
          : {
              action: <a href={paths.criteria.href(at)}>{v.t('selection.round.as-pupils-read')}</a>,
            })}
      >
        <Table
          caption={v.t('selection.round.criteria')}
          hideCaption
          rowHeader="title"
          columns={[
            { key: 'title', label: v.t('selection.criteria.title') },
            { key: 'share', label: v.t('selection.criteria.share'), numeric: true },
          ]}
          rows={r.criteria.map((c) => ({
            id: c.key,
            cells: {
              title: said(v, c, 'title'),
              share: v.t('selection.percent', { share: c.share }),
            },
          }))}
        />
        <Facts
          items={[
            {
              label: v.t('selection.round.places'),
              value: v.t('selection.round.places-text', {
                places: r.places,
                reserve: r.reservePlaces,
              }),
            },
            {
              label: v.t('selection.round.blind'),
              value: v.t(r.isBlind ? 'selection.round.blind-yes' : 'selection.round.blind-no'),
            },
            {
              label: v.t('selection.round.dates'),
              value: v.t('selection.round.dates-text', { until: r.rateUntil, on: r.newsOn }),
            },
            {
              label: v.t('selection.round.tie'),
              value: <TieRules v={v} rules={r.tieRules} criteria={r.criteria} />,
            },
          ]}
        />
        {r.state === 'published' && r.mayDecide && (
          <Form action={paths.takeBack.href(at)}>
            <ButtonRow>
              <Button kind="quiet">{v.t('selection.round.take-back')}</Button>
            </ButtonRow>
          </Form>
        )}
      </Section>
      <Section
        title={v.t('selection.raters.title')}
        {...(r.mayPrepare && ['draft', 'published', 'rating'].includes(r.state)
          ? { action: <a href={paths.raters.href(at)}>{v.t('selection.change')}</a> }
          : {})}
      >
        {r.raters.length === 0 ? (
          <p>{v.t('selection.raters.none', { count: r.ratersNeeded })}</p>
        ) : (
          <TaskList
            items={r.raters.map((rater) => ({
              id: rater.personId,
              title: v.t('selection.raters.named', { name: rater.name ?? '–', org: rater.org }),
              tone: rater.of === 0 ? 'none' : rater.done === rater.of ? 'done' : 'wait',
              statusText:
                r.state === 'draft' || r.state === 'published'
                  ? v.t(rater.interviews ? 'selection.raters.interviews' : 'selection.raters.reads')
                  : v.t('selection.raters.progress', { done: rater.done, of: rater.of }),
            }))}
          />
        )}
      </Section>
      {r.mayCancel && <Cancel v={v} r={r} />}
    </>
  );
}

/** Stopping is possible until everybody has been told, and never without a word. */
function Cancel({ v, r }: { v: View; r: Round }) {
  const href = paths.cancel.href({ roundId: r.id });
  const f = bind(v, href);
  return (
    <Section title={v.t('selection.cancel.title')}>
      <Details summary={v.t('selection.cancel.summary')} open={v.form.action === href}>
        <p>{v.t('selection.cancel.what-happens')}</p>
        <Form action={href}>
          <Hidden name="version" value={String(r.version)} />
          <TextArea
            {...f.text('reason')}
            label={v.t('selection.cancel.reason')}
            hint={v.t('selection.cancel.reason-hint')}
            rows={4}
            required
          />
          <ButtonRow>
            <Button kind="danger">{v.t('selection.cancel.button')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

/** The one thing to do now, and for whom it waits. */
function Next({ v, r }: { v: View; r: Round }) {
  const at = { roundId: r.id };
  const rating = r.state === 'rating' && r.isRater && (
    <NextStep
      kicker={v.t('selection.next')}
      title={v.t('selection.next.rate')}
      about={v.t('selection.next.rate-about', { until: r.rateUntil })}
      action={
        <LinkButton kind="primary" href={paths.toRate.href(at)}>
          {v.t('selection.next.rate-button')}
        </LinkButton>
      }
    />
  );
  switch (r.state) {
    case 'draft':
      return <NextDraft v={v} r={r} />;
    case 'published':
      return r.mayPrepare ? (
        <ConfirmPanel
          title={v.t('selection.next.open-rating')}
          action={paths.openRating.href(at)}
          confirmText={v.t('selection.next.open-rating-button')}
          cancelHref={paths.criteria.href(at)}
          cancelText={v.t('selection.round.as-pupils-read')}
        >
          <p>{v.t('selection.next.open-rating-text', { submitted: r.late, drafts: r.drafts })}</p>
        </ConfirmPanel>
      ) : (
        <Notice tone="wait" title={v.t('selection.next.waits', { school: r.school })}>
          <p>{v.t('selection.next.waits-rating')}</p>
        </Notice>
      );
    case 'rating':
      return (
        <>
          {rating}
          {r.mayPrepare && r.late > 0 && (
            <Notice tone="now" title={v.t('selection.next.late', { count: r.late })}>
              <Form action={paths.late.href(at)}>
                <Button kind="quiet">{v.t('selection.next.late-button')}</Button>
              </Form>
            </Notice>
          )}
          {r.mayPrepare && r.notYetRated.length > 0 && (
            <Notice
              tone="wait"
              title={v.t('selection.next.not-all-rated', { count: r.notYetRated.length })}
            >
              <p>
                {v.t('selection.next.not-all-rated-text', {
                  pupils: v.fmt.list(r.notYetRated),
                  count: r.ratersNeeded,
                })}
              </p>
            </Notice>
          )}
          {r.mayPrepare && r.notYetRated.length === 0 && (
            <ConfirmPanel
              title={v.t('selection.next.calibrate')}
              action={paths.calibrate.href(at)}
              confirmText={v.t('selection.next.calibrate-button')}
              cancelHref={paths.rounds.href({ intakeId: r.intakeId })}
              cancelText={v.t('selection.later')}
            >
              <p>{v.t('selection.next.calibrate-text')}</p>
            </ConfirmPanel>
          )}
        </>
      );
    case 'calibrating':
      return (
        <NextStep
          kicker={v.t('selection.next')}
          title={v.t('selection.next.compare')}
          about={v.t('selection.next.compare-about')}
          action={
            <>
              <LinkButton kind="primary" href={paths.calibration.href(at)}>
                {v.t('selection.next.compare-button')}
              </LinkButton>
              <LinkButton href={paths.outcome.href(at)}>
                {v.t('selection.next.outcome-button')}
              </LinkButton>
            </>
          }
        />
      );
    case 'cancelled':
      return (
        <Notice tone="stop" title={v.t('selection.cancelled.title', { school: r.school })}>
          <Paragraphs text={r.cancelReason ?? ''} />
          <p>{v.t('selection.cancelled.kept')}</p>
          {r.mayDecide && (
            <LinkButton href={paths.rounds.href({ intakeId: r.intakeId })}>
              {v.t('selection.cancelled.again')}
            </LinkButton>
          )}
        </Notice>
      );
    default:
      return (
        <Notice
          tone="done"
          title={v.t('selection.next.decided', {
            who: r.decidedBy ?? r.school,
            at: r.decidedAt ? v.fmt.moment(r.decidedAt) : '',
          })}
        >
          <ButtonRow>
            <LinkButton kind="primary" href={paths.outcome.href(at)}>
              {v.t('selection.next.outcome-button')}
            </LinkButton>
            <LinkButton href={paths.calibration.href(at)}>
              {v.t('selection.next.compare-button')}
            </LinkButton>
          </ButtonRow>
        </Notice>
      );
  }
}

function NextDraft({ v, r }: { v: View; r: Round }) {
  const at = { roundId: r.id };
  if (!r.mayPrepare)
    return (
      <Notice tone="wait" title={v.t('selection.next.waits', { school: r.school })}>
        <p>{v.t('selection.next.waits-publish')}</p>
      </Notice>
    );
  if (r.raters.length < r.ratersNeeded)
    return (
      <NextStep
        kicker={v.t('selection.next')}
        title={v.t('selection.next.raters')}
        about={v.t('selection.next.raters-about', { count: r.ratersNeeded })}
        action={
          <>
            <LinkButton kind="primary" href={paths.raters.href(at)}>
              {v.t('selection.next.raters-button')}
            </LinkButton>
            <LinkButton href={paths.edit.href(at)}>{v.t('selection.edit.title')}</LinkButton>
          </>
        }
      />
    );
  if (!r.mayDecide)
    return (
      <Notice tone="wait" title={v.t('selection.next.waits', { school: r.school })}>
        <p>{v.t('selection.next.waits-publish')}</p>
      </Notice>
    );
  return (
    <ConfirmPanel
      title={v.t('selection.next.publish')}
      action={paths.publish.href(at)}
      confirmText={v.t('selection.next.publish-button')}
      cancelHref={paths.edit.href(at)}
      cancelText={v.t('selection.next.publish-not-yet')}
      fields={<Hidden name="version" value={String(r.version)} />}
    >
      <Prose>
        <p>{v.t('selection.next.publish-text')}</p>
      </Prose>
    </ConfirmPanel>
  );
}
