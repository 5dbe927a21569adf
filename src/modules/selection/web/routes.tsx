import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  addLateApplications,
  answerReview,
  askReview,
  cancelRound,
  closeRound,
  decideRound,
  declareConflict,
  dropRater,
  getCalibration,
  getChances,
  getCriteria,
  getLetter,
  getNews,
  getOutcome,
  getRating,
  getReview,
  getRound,
  handReview,
  listRounds,
  listToRate,
  moveUp,
  nameRater,
  noteGivenUp,
  openRating,
  openRound,
  planOutcome,
  publishRound,
  ratePupil,
  reviseRating,
  saveRound,
  sayAbroad,
  startCalibration,
  takeBackRound,
  writeLetter,
} from '../server/index.ts';
import { CalibrationPage } from './pages/calibration.tsx';
import { ChancesPage } from './pages/chances.tsx';
import { CriteriaPage } from './pages/criteria.tsx';
import { EditPage, mostCriteria, RatersPage } from './pages/edit.tsx';
import { NewsPage, ReviewPage } from './pages/news.tsx';
import { LetterPage, OutcomePage } from './pages/outcome.tsx';
import { ConflictPage, pupilIn, RatePage, ToRatePage } from './pages/rate.tsx';
import { RoundPage } from './pages/round.tsx';
import { RoundsPage } from './pages/rounds.tsx';
import { paths } from './paths.ts';

type Round = ViewOf<typeof getRound>;
type InRound = { roundId: string };
type OfPupil = { roundId: string; code: string };

/** The round of a page. It is not there for somebody whom the page is not for. */
const roundFor =
  (isFor: (r: Round) => boolean = () => true) =>
  async ({ ask, params }: Pick<PageContext, 'ask'> & { params: InRound }) => {
    const r = await ask(getRound, { roundId: params.roundId });
    if (!isFor(r)) throw new Refusal(notFound);
    return r;
  };

const roundsPage = page({
  path: paths.rounds,
  access: 'person',
  load: ({ ask, params }) => ask(listRounds, { intakeId: params.intakeId }),
  title: (v) => v.t('selection.rounds.title'),
  view: (v, list) => <RoundsPage v={v} list={list} />,
});

const chancesPage = page({
  path: paths.chances,
  access: 'person',
  load: ({ ask, params }) => ask(getChances, { intakeId: params.intakeId }),
  title: (v) => v.t('selection.chances.title'),
  view: (v, c) => <ChancesPage v={v} c={c} />,
});

const roundPage = page({
  path: paths.round,
  access: 'person',
  load: roundFor(),
  title: (v, r) => v.t('selection.round.title', { school: r.school }),
  view: (v, r) => <RoundPage v={v} r={r} />,
});

const editPage = page({
  path: paths.edit,
  access: 'person',
  load: roundFor((r) => r.mayPrepare && r.state === 'draft'),
  title: (v) => v.t('selection.edit.title'),
  view: (v, r) => <EditPage v={v} r={r} />,
});

const ratersPage = page({
  path: paths.raters,
  access: 'person',
  load: roundFor((r) => r.mayPrepare),
  title: (v) => v.t('selection.raters.who'),
  view: (v, r) => <RatersPage v={v} r={r} />,
});

const criteriaPage = page({
  path: paths.criteria,
  access: 'person',
  load: ({ ask, params }) => ask(getCriteria, { roundId: params.roundId }),
  title: (v, c) => v.t('selection.criteria.page', { school: c.school }),
  view: (v, c) => <CriteriaPage v={v} c={c} />,
});

const toRatePage = page({
  path: paths.toRate,
  access: 'person',
  load: ({ ask, params }) => ask(listToRate, { roundId: params.roundId }),
  title: (v) => v.t('selection.rate.list-title'),
  view: (v, list) => <ToRatePage v={v} list={list} />,
});

const ratePage = page({
  path: paths.rate,
  access: 'person',
  load: ({ ask, params }) => ask(getRating, params),
  title: (v, r) => pupilIn(v, r),
  view: (v, r) => <RatePage v={v} r={r} />,
});

const conflictPage = page({
  path: paths.conflict,
  access: 'person',
  load: async ({ ask, params }) => {
    const r = await ask(getRating, params);
    if (r.state !== 'rating' || r.isLeftOut) throw new Refusal(notFound);
    return r;
  },
  title: (v) => v.t('selection.conflict.title'),
  view: (v, r) => <ConflictPage v={v} r={r} />,
});

const calibrationPage = page({
  path: paths.calibration,
  access: 'person',
  load: ({ ask, params }) => ask(getCalibration, { roundId: params.roundId }),
  title: (v) => v.t('selection.calibration.title'),
  view: (v, c) => <CalibrationPage v={v} c={c} />,
});

const outcomePage = page({
  path: paths.outcome,
  access: 'person',
  load: ({ ask, params }) => ask(getOutcome, { roundId: params.roundId }),
  title: (v) => v.t('selection.outcome.title'),
  view: (v, o) => <OutcomePage v={v} o={o} />,
});

const letterPage = page({
  path: paths.letter,
  access: 'person',
  load: ({ ask, params }) => ask(getLetter, params),
  title: (v, l) => v.t('selection.letter.title', { pupil: l.name }),
  view: (v, l) => <LetterPage v={v} l={l} />,
});

const newsPage = page({
  path: paths.news,
  access: 'person',
  load: ({ ask, params }) => ask(getNews, { applicationId: params.applicationId }),
  title: (v, n) =>
    v.t(n.isOwn ? 'selection.news.title' : 'selection.news.title-of', { pupil: n.pupil }),
  view: (v, n) => <NewsPage v={v} n={n} />,
});

const reviewPage = page({
  path: paths.review,
  access: 'person',
  load: async ({ ask, params }) => {
    const r = await ask(getReview, { reviewId: params.reviewId });
    if (r.id !== params.roundId) throw new Refusal(notFound);
    return r;
  },
  title: (v) => v.t('selection.review.kicker'),
  view: (v, r) => <ReviewPage v={v} r={r} />,
});

const inRound = ({ params }: { params: InRound }) => ({ roundId: params.roundId });
const ofPupil = ({ params }: { params: OfPupil }) => ({
  roundId: params.roundId,
  code: params.code,
});
const toRound =
  (flash: string) =>
  (_: unknown, { params }: { params: InRound }) => ({
    to: paths.round.href({ roundId: params.roundId }),
    flash,
  });
const toOutcome =
  (flash: string) =>
  (_: unknown, { params }: { params: InRound }) => ({
    to: paths.outcome.href({ roundId: params.roundId }),
    flash,
  });

/** Criteria that have a name; the others were left empty, or emptied. */
function criteriaTyped(form: FormData) {
  return Array.from({ length: mostCriteria }, (_, i) => ({
    key: form.text(`criteria.${i}.key`),
    title: form.text(`criteria.${i}.title`),
    low: form.text(`criteria.${i}.low`),
    middle: form.text(`criteria.${i}.middle`),
    high: form.text(`criteria.${i}.high`),
    weight: form.text(`criteria.${i}.weight`) || '1',
  })).filter((c) => c.title !== '');
}

/** Numbered lines of a form, until one is missing. */
function numbered<T>(form: FormData, name: string, read: (at: string) => T): T[] {
  const found: T[] = [];
  for (let i = 0; `${name}.${i}.${lineKey[name]}` in form.values; i++)
    found.push(read(`${name}.${i}`));
  return found;
}
const lineKey: Record<string, string> = { scores: 'criterion', results: 'code' };

export const routes: Route[] = [
  roundsPage,
  chancesPage,
  roundPage,
  editPage,
  ratersPage,
  criteriaPage,
  toRatePage,
  ratePage,
  conflictPage,
  calibrationPage,
  outcomePage,
  letterPage,
  newsPage,
  reviewPage,
  action({
    path: paths.rounds,
    access: 'person',
    command: openRound,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      schoolId: form.text('schoolId'),
    }),
    done: ({ roundId }) => ({ to: paths.round.href({ roundId }), flash: 'selection.done.opened' }),
    page: roundsPage,
  }),
  action({
    path: paths.cancel,
    access: 'person',
    command: cancelRound,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      version: form.text('version'),
      reason: form.text('reason'),
    }),
    done: toRound('selection.done.cancelled'),
    page: roundPage,
  }),
  action({
    path: paths.reviewHand,
    access: 'person',
    command: handReview,
    input: ({ form, params }) => ({ reviewId: params.reviewId, personId: form.text('personId') }),
    done: (_, { params }) => ({ to: paths.review.href(params), flash: 'selection.done.handed' }),
    page: reviewPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: saveRound,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      version: form.text('version'),
      places: form.text('places'),
      reservePlaces: form.text('reservePlaces'),
      pointsMax: form.text('pointsMax'),
      isBlind: form.flag('isBlind'),
      rateUntil: form.date('rateUntil'),
      newsOn: form.date('newsOn'),
      note: form.text('note'),
      firstTieRule: form.text('firstTieRule') || 'none',
      neverAbroadFirst: form.flag('neverAbroadFirst'),
      criteria: criteriaTyped(form),
    }),
    done: toRound('selection.done.saved'),
    page: editPage,
  }),
  action({
    path: paths.publish,
    access: 'person',
    command: publishRound,
    input: ({ form, params }) => ({ roundId: params.roundId, version: form.text('version') }),
    done: toRound('selection.done.published'),
    page: roundPage,
  }),
  action({
    path: paths.takeBack,
    access: 'person',
    command: takeBackRound,
    input: inRound,
    done: toRound('selection.done.taken-back'),
    page: roundPage,
  }),
  action({
    path: paths.raters,
    access: 'person',
    command: nameRater,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      personId: form.text('personId'),
      interviews: form.flag('interviews'),
    }),
    done: (_, { params }) => ({ to: paths.raters.href(params), flash: 'selection.done.rater' }),
    page: ratersPage,
  }),
  action({
    path: paths.dropRater,
    access: 'person',
    command: dropRater,
    input: ({ form, params }) => ({ roundId: params.roundId, personId: form.text('personId') }),
    done: (_, { params }) => ({
      to: paths.raters.href(params),
      flash: 'selection.done.rater-dropped',
    }),
    page: ratersPage,
  }),
  action({
    path: paths.openRating,
    access: 'person',
    command: openRating,
    input: inRound,
    done: toRound('selection.done.rating'),
    page: roundPage,
  }),
  action({
    path: paths.late,
    access: 'person',
    command: addLateApplications,
    input: inRound,
    done: toRound('selection.done.late'),
    page: roundPage,
  }),
  action({
    path: paths.calibrate,
    access: 'person',
    command: startCalibration,
    input: inRound,
    done: (_, { params }) => ({
      to: paths.calibration.href(params),
      flash: 'selection.done.calibrating',
    }),
    page: roundPage,
  }),
  action({
    path: paths.rate,
    access: 'person',
    command: ratePupil,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      code: params.code,
      note: form.text('note'),
      scores: numbered(form, 'scores', (at) => ({
        criterion: form.text(`${at}.criterion`),
        points: form.text(`${at}.points`),
        reason: form.text(`${at}.reason`),
      })),
    }),
    done: ({ next, left }, { form, params }) =>
      next && form.text('do') !== 'list'
        ? {
            to: paths.rate.href({ roundId: params.roundId, code: next }),
            flash: 'selection.done.rated',
          }
        : {
            to: paths.toRate.href({ roundId: params.roundId }),
            flash: left === 0 ? 'selection.done.all-rated' : 'selection.done.rated',
          },
    page: ratePage,
  }),
  action({
    path: paths.conflict,
    access: 'person',
    command: declareConflict,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      code: params.code,
      kind: form.text('kind'),
    }),
    done: (_, { params }) => ({
      to: paths.toRate.href({ roundId: params.roundId }),
      flash: 'selection.done.left-out',
    }),
    page: conflictPage,
  }),
  action({
    path: paths.revise,
    access: 'person',
    command: reviseRating,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      code: params.code,
      criterion: params.criterion,
      points: form.text('points'),
      reason: form.text('reason'),
      remark: form.text('remark'),
    }),
    done: (_, { params }) => ({
      to: paths.calibration.href({ roundId: params.roundId }),
      flash: 'selection.done.revised',
    }),
    page: calibrationPage,
  }),
  action({
    path: paths.abroad,
    access: 'person',
    command: sayAbroad,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      code: params.code,
      was: form.text('was'),
    }),
    done: toOutcome('selection.done.saved'),
    page: outcomePage,
  }),
  action({
    path: paths.outcome,
    access: 'person',
    command: planOutcome,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      version: form.text('version'),
      reason: form.text('reason'),
      results: numbered(form, 'results', (at) => ({
        code: form.text(`${at}.code`),
        result: form.text(`${at}.result`),
      })),
    }),
    done: toOutcome('selection.done.planned'),
    page: outcomePage,
  }),
  action({
    path: paths.letter,
    access: 'person',
    command: writeLetter,
    input: ({ form, params }) => ({
      roundId: params.roundId,
      code: params.code,
      version: form.text('version'),
      strength: form.text('strength'),
      words: form.text('words'),
    }),
    done: ({ next }, { form, params }) =>
      next && form.text('do') !== 'back'
        ? {
            to: paths.letter.href({ roundId: params.roundId, code: next }),
            flash: 'selection.done.letter',
          }
        : {
            to: paths.outcome.href({ roundId: params.roundId }),
            flash: 'selection.done.letter',
          },
    page: letterPage,
  }),
  action({
    path: paths.decide,
    access: 'person',
    command: decideRound,
    input: ({ form, params }) => ({ roundId: params.roundId, version: form.text('version') }),
    done: toOutcome('selection.done.decided'),
    page: outcomePage,
  }),
  action({
    path: paths.givenUp,
    access: 'person',
    command: noteGivenUp,
    input: ofPupil,
    done: toOutcome('selection.done.given-up'),
    page: outcomePage,
  }),
  action({
    path: paths.moveUp,
    access: 'person',
    command: moveUp,
    input: ofPupil,
    done: toOutcome('selection.done.moved-up'),
    page: outcomePage,
  }),
  action({
    path: paths.close,
    access: 'person',
    command: closeRound,
    input: inRound,
    done: toOutcome('selection.done.closed'),
    page: outcomePage,
  }),
  action({
    path: paths.askReview,
    access: 'person',
    command: askReview,
    input: ({ form, params }) => ({
      applicationId: params.applicationId,
      words: form.text('words'),
    }),
    done: (_, { params }) => ({ to: paths.news.href(params), flash: 'selection.done.asked' }),
    page: newsPage,
  }),
  action({
    path: paths.review,
    access: 'person',
    command: answerReview,
    input: ({ form, params }) => ({
      reviewId: params.reviewId,
      answer: form.text('answer'),
      words: form.text('words'),
    }),
    done: (_, { params }) => ({ to: paths.review.href(params), flash: 'selection.done.answered' }),
    page: reviewPage,
  }),
];
