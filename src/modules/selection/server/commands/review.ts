import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import type { ReviewId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, prose } from '#kernel/schema.ts';
import { decideInRound, reopenInRound } from '#modules/applications/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import {
  mayAnswerReview,
  mayDecideRound,
  mayReadNews,
  raterRoles,
  schoolDeciders,
  tookNoPart,
} from '../../core/policy.ts';
import { reviewDays, reviewUntil } from '../../core/rules/index.ts';
import { reviewAnswer } from '../../core/schema.ts';
import {
  handReviewMail,
  letterTemplate,
  type Reviewer,
  recordedReason,
  reviewMail,
} from '../notices.ts';
import * as store from '../store.ts';
import { pupilOf, tellFamily } from './decide.ts';
import { auditOf, type LoadedRound, loadRound } from './loaded.ts';

/** The day on which a family was told, where the school is. */
export function toldOn(news: Pick<store.NewsRow, 'told_at'>): Temporal.PlainDate | null {
  return news.told_at?.toZonedDateTimeISO('Europe/Brussels').toPlainDate() ?? null;
}

/** Who planned and who took the decision: neither looks at it again. */
export function decidersOf(round: LoadedRound) {
  return [round.row.decided_by, round.row.planned_by];
}

/** Mails those who may answer; in the background, since a family does not see who works at the school. */
export const tellReviewersJob = job<{ reviewId: ReviewId }>('selection.tell-reviewers');

export const askReview = command({
  name: 'selection.ask-review',
  summary:
    'Ask the school to look at a decision again, in your own words, within fourteen days. Another person answers.',
  input: z.object({ applicationId: idOf('app'), words: prose(2000) }),
  load: async ({ tx }, input) => {
    const news = await store.newsOfApplication(tx, input.applicationId);
    const round = news && (await store.roundById(tx, news.round_id));
    if (!news || !round) return null;
    const guardians = await store.guardianIdsOf(tx, news.pupil_id, today());
    return { news, round, guardianIds: guardians.map((g) => g.guardian_id) };
  },
  permit: (actor, { news, guardianIds }) =>
    mayReadNews(actor, { pupilId: news.pupil_id, guardianIds }),
  run: async (tools, { news }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (news.result === 'selected') return fail('selection.refused.nothing-to-review');
    const told = toldOn(news);
    if (!told || Temporal.PlainDate.compare(tools.today, reviewUntil(told)) > 0)
      return fail('selection.refused.review-late', { days: reviewDays });
    if (await store.reviewOfApplication(tx, input.applicationId))
      return stale('platform.error.already-done');
    const reviewId = newId('rev');
    await store.insertReview(tx, {
      id: reviewId,
      roundId: news.round_id,
      applicationId: news.application_id,
      pupilId: news.pupil_id,
      askedBy: actor.personId,
      words: input.words,
      now,
    });
    await tools.enqueue(tellReviewersJob, { reviewId });
    return ok({ reviewId });
  },
  audit: ({ round }, _, { reviewId }) => ({
    subjectId: reviewId,
    orgId: round.school_id,
    details: { round: round.id },
  }),
});

export const tellReviewers = command({
  name: 'selection.tell-reviewers',
  summary: 'Mail those of the school who may answer a review. Run by the installation itself.',
  input: z.object({ reviewId: idOf('rev') }),
  load: async ({ tx }, input) => {
    const review = await store.reviewById(tx, input.reviewId);
    const round = review && (await loadRound(tx, review.round_id));
    return review && round ? { review, round } : null;
  },
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx, today: day, post, runtime }, { review, round }) => {
    const deciders = decidersOf(round);
    const members = (await membersOf(tx, round.parties.schoolId, day)).filter((m) =>
      m.roles.some((role) => (schoolDeciders as string[]).includes(role)),
    );
    const free = members.filter((m) => tookNoPart(m.person_id, round.parties, deciders));
    const about = { reviewId: review.id, roundId: round.id, school: round.row.school_name };
    // where all who decide had a part in it, they ask somebody else
    const mail = free.length > 0 ? reviewMail : handReviewMail;
    for (const m of free.length > 0 ? free : members) {
      const to = reviewerOf(m);
      if (to) await post(mail(to, about, runtime.config.origin));
    }
    return ok();
  },
  audit: ({ review, round }) => ({ subjectId: review.id, orgId: round.parties.schoolId }),
});

function reviewerOf(m: Awaited<ReturnType<typeof membersOf>>[number]): Reviewer | null {
  if (!m.email) return null;
  return {
    id: m.person_id,
    name: m.preferred_name || m.given_name,
    email: m.email,
    language: m.language,
  };
}

/** Who may be asked to answer a review: people of the two organisations who had no part in the decision. */
export async function reviewersFor(read: Readable, round: LoadedRound, day: Temporal.PlainDate) {
  const deciders = decidersOf(round);
  const found: (Awaited<ReturnType<typeof membersOf>>[number] & { org: string })[] = [];
  for (const [orgId, org] of [
    [round.parties.schoolId, round.row.school_name],
    [round.parties.supportOrgId, round.row.support_name ?? ''],
  ] as const)
    for (const m of orgId ? await membersOf(read, orgId, day) : [])
      if (
        m.roles.some((role) => (raterRoles as string[]).includes(role)) &&
        tookNoPart(m.person_id, round.parties, deciders) &&
        !found.some((f) => f.person_id === m.person_id)
      )
        found.push({ ...m, org });
  return found;
}

export const handReview = command({
  name: 'selection.hand-review',
  summary:
    'Ask a colleague, or somebody of the supporting organisation, to answer a review: somebody who neither rated nor decided. They get a mail.',
  input: z.object({ reviewId: idOf('rev'), personId: idOf('per') }),
  load: async ({ tx }, input) => {
    const review = await store.reviewForUpdate(tx, input.reviewId);
    const round = review && (await loadRound(tx, review.round_id));
    return review && round ? { review, round } : null;
  },
  permit: (actor, { round }) => mayDecideRound(actor, round.parties),
  run: async ({ tx, actor, now, today: day, post, runtime }, { review, round }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const person = (await reviewersFor(tx, round, day)).find((m) => m.person_id === input.personId);
    if (!person) return fail('selection.refused.had-a-part', undefined, 'personId');
    if (review.handed_to === person.person_id) return stale('platform.error.already-done');
    if (!(await store.handReview(tx, review.id, { to: person.person_id, by: actor.personId, now })))
      return stale('platform.error.already-done');
    const to = reviewerOf(person);
    if (to)
      await post(
        reviewMail(
          to,
          { reviewId: review.id, roundId: round.id, school: round.row.school_name },
          runtime.config.origin,
        ),
      );
    return ok();
  },
  audit: ({ review, round }) => ({ ...auditOf(round), subjectId: review.id }),
});

export const answerReview = command({
  name: 'selection.answer-review',
  summary:
    'Answer a family that asked to look again: the decision stands, was looked at again and stands, or is changed and the pupil goes.',
  input: z.object({ reviewId: idOf('rev'), answer: reviewAnswer, words: prose(4000) }),
  load: async ({ tx }, input) => {
    const review = await store.reviewForUpdate(tx, input.reviewId);
    const round = review && (await loadRound(tx, review.round_id));
    return review && round ? { review, round } : null;
  },
  permit: (actor, { review, round }) =>
    mayAnswerReview(actor, round.parties, {
      deciders: decidersOf(round),
      handedTo: review.handed_to,
    }),
  run: async (tools, { review, round }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (
      !(await store.answerReview(tx, review.id, {
        answer: input.answer,
        words: input.words,
        by: actor.personId,
        now,
      }))
    )
      return stale('platform.error.already-done');
    if (input.answer === 'changed') {
      const pupil = await pupilOf(tx, round, review.application_id);
      if (!pupil) return stale('platform.error.changed-meanwhile');
      if (!pupil.hasFirstConsent)
        return fail('selection.refused.consent-missing', { pupil: pupil.givenName });
      const not =
        (pupil.state === 'not_selected' ? await reopenInRound(tools, pupil.id) : null) ??
        (await decideInRound(tools, {
          applicationId: pupil.id,
          result: 'selected',
          reason: recordedReason('review_changed', actor.language, input.words),
        }));
      if (not) return not;
      await store.tellNews(
        tx,
        { roundId: round.id, applicationId: pupil.id },
        {
          toldAt: now,
          result: 'selected',
          reserveRank: null,
          by: actor.personId,
          words: letterTemplate(
            {
              result: 'review_changed',
              pupil: pupil.preferredName || pupil.givenName,
              school: round.row.school_name,
              reserveRank: null,
              strength: null,
            },
            pupil.language,
          ),
        },
      );
    }
    await tellFamily(tools, review.application_id, `review-${review.id}`);
    return ok();
  },
  audit: ({ review, round }, input) => ({
    ...auditOf(round),
    subjectId: review.id,
    details: { answer: input.answer },
  }),
});
