import { z } from 'zod';
import { all, allow, refuse } from '#kernel/decision.ts';
import type { AssessmentId, AssessmentReviewerId, PersonId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, line } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { hashToken, newToken } from '#platform/dice.ts';
import { mayAssess } from '../../core/policy.ts';
import {
  answerFaults,
  itemsFor,
  keptAnswer,
  missingProof,
  newestOf,
  questionnaireOf,
  sameAnswer,
  sameClaim,
  versionChange,
} from '../../core/rules/index.ts';
import { answerInput, reviewInput } from '../../core/schema.ts';
import type { Answer, Review, ReviewerId } from '../../core/types.ts';
import { declinedMail, outsideMail, reviewMail } from '../notices.ts';
import * as store from '../store/index.ts';

type Saved = Answer & { review: Review | null; renewsReview: boolean; asksAnew: boolean };

/** How an answer goes in beside the one that is kept: whoever confirmed something else has confirmed nothing. */
function besideKept(next: Answer, kept: store.KeptAnswer | undefined): Saved {
  const stands = sameClaim(kept, next) && kept?.lookAgain !== true && kept?.review !== 'declined';
  const complete = next.status === 'documented_audited' && missingProof(next)[0] === 'confirmation';
  return {
    ...next,
    review: stands ? (kept?.review ?? null) : complete ? 'asked' : null,
    renewsReview: !stands && kept !== undefined,
    asksAnew: !stands && complete,
  };
}

export const answerItems = command({
  name: 'quality.answer-items',
  summary:
    'Save the answers to one criterion. `seen` is the newest answer of the criterion you had before you, so that two people do not overwrite each other; `questionnaire` the version whose words you read.',
  input: z.object({
    assessmentId: idOf('ass'),
    criterionId: z.string().max(10),
    seen: z.string().max(40).default(''),
    questionnaire: z.string().max(20).default(''),
    answers: z.record(z.string().max(10), answerInput),
  }),
  load: async ({ tx }, input) => {
    const assessment = await store.assessmentForUpdate(tx, input.assessmentId);
    if (!assessment) return null;
    const items = itemsFor(
      assessment.scope,
      assessment.applies_as,
      assessment.questionnaire_version,
    ).filter((i) => i.criterion === input.criterionId);
    return items.length > 0 ? { assessment, items } : null;
  },
  permit: (actor, { assessment }) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async (tools, { assessment, items }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const kept = await store.answersOf(tx, assessment.id);
    const asked = new Set(items.map((i) => i.id));
    const doer = (await store.sharesOf(tx, [assessment.id])).find(
      (s) => s.criterion_id === input.criterionId,
    )?.person_id;
    const changed: Saved[] = [];
    const faults = [];
    for (const [itemId, answer] of Object.entries(input.answers)) {
      if (!asked.has(itemId))
        return fail('platform.invalid.value', undefined, `answers.${itemId}.status`);
      if (answer.status === '') continue;
      const before = kept.get(itemId);
      const next = keptAnswer(itemId, { ...answer, status: answer.status });
      if (before && sameAnswer(before, next) && !before.lookAgain) continue;
      faults.push(...answerFaults(itemId, answer, today, actor.personId, doer ?? null));
      changed.push(besideKept(next, before));
    }
    if (faults.length > 0) return failAll(faults);
    // the same answers sent twice are no conflict
    if (changed.length === 0) return ok({ saved: 0, saying: 'all' });
    // the words changed while somebody typed: what was typed stays, and is looked at again beside the new words
    const read = input.questionnaire || assessment.questionnaire_version;
    const { reworded } = versionChange(
      questionnaireOf(read),
      questionnaireOf(assessment.questionnaire_version),
    );
    if (changed.some((c) => reworded.includes(c.itemId)))
      return stale('quality.refused.reworded-meanwhile');
    const newest = newestOf([...asked].flatMap((id) => kept.get(id)?.answeredAt ?? []));
    if ((newest?.toString() ?? '') !== input.seen) return stale('platform.error.changed-meanwhile');
    const unknown = await strangerAmong(tools, assessment, changed);
    if (unknown) return fail('platform.invalid.value', undefined, `answers.${unknown}.reviewerId`);
    await store.saveAnswers(tx, assessment.id, changed, { personId: actor.personId, now });
    await askReviewers(tools, assessment, changed);
    const lacking = changed.some((c) => missingProof(c).some((m) => m !== 'confirmation'));
    return ok({ saved: changed.length, saying: lacking ? 'lacking' : 'all' });
  },
  audit: ({ assessment }, input, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { criterion: input.criterionId, saved: result.saved },
  }),
});

type Assessment = NonNullable<Awaited<ReturnType<typeof store.assessmentForUpdate>>>;

/** The first point whose reviewer neither works for the organisation nor was invited by its team. */
async function strangerAmong(
  { tx, today }: CommandTools,
  { id, org_id: orgId }: Assessment,
  answers: Saved[],
): Promise<string | undefined> {
  const named = answers.filter((a) => a.reviewerId);
  if (named.length === 0) return undefined;
  const members = new Set<string>([
    ...(await membersOf(tx, orgId, today)).map((m) => m.person_id),
    ...(await store.outsidersOf(tx, id)).map((o) => o.id),
  ]);
  return named.find((a) => a.reviewerId && !members.has(a.reviewerId))?.itemId;
}

/** Asks by mail whoever has something to look at now, once a day for each assessment. */
async function askReviewers(
  { tx, now, today, post, actor, runtime }: CommandTools,
  assessment: Assessment,
  answers: Saved[],
): Promise<void> {
  const ids = new Set<string>(answers.flatMap((a) => (a.asksAnew && a.reviewerId) || []));
  if (ids.size === 0 || actor.kind !== 'person') return;
  for (const member of await membersOf(tx, assessment.org_id, today)) {
    if (!ids.has(member.person_id)) continue;
    const mail = reviewMail(member, {
      assessmentId: assessment.id,
      from: actor.name,
      day: today,
      origin: runtime.config.origin,
    });
    if (mail) await post(mail);
  }
  for (const outsider of await store.outsidersOf(tx, assessment.id)) {
    if (!ids.has(outsider.id)) continue;
    const token = newToken();
    const hash = hashToken(token);
    await store.setOutsiderLink(tx, outsider.id as AssessmentReviewerId, {
      hash,
      expiresAt: now.add({ hours: 24 * outsideDays }),
    });
    await post(
      outsideMail(outsider, {
        from: actor.name,
        orgName: (await organisationById(tx, assessment.org_id))?.name ?? '',
        days: outsideDays,
        url: `${runtime.config.origin}/outside-reviews/${token}`,
        // each link is mailed once
        key: hash.toString('hex').slice(0, 16),
      }),
    );
  }
}

/** How long the link of somebody from elsewhere opens. */
const outsideDays = 30;

type Reviewed = { seen: string; reviews: Record<string, z.output<typeof reviewInput>> };

export const reviewByLink = command({
  name: 'quality.review-by-link',
  summary:
    'For somebody from elsewhere whom a team has asked by mail: say of what it calls documented and audited whether you found it so.',
  input: z.object({
    token: line(100),
    seen: z.string().max(40).default(''),
    reviews: z.record(z.string().max(10), reviewInput),
  }),
  opensRows: 'the link of a reviewer from elsewhere',
  load: async ({ tx, now }, input) => {
    const outsider = await store.outsiderByHash(tx, hashToken(input.token), now);
    const assessment =
      outsider && (await store.assessmentForUpdate(tx, outsider.assessment_id as AssessmentId));
    return outsider && assessment ? { outsider, assessment } : null;
  },
  permit: () => allow,
  run: (tools, { outsider, assessment }, input) =>
    takeReviews(tools, assessment, input, {
      id: outsider.id as AssessmentReviewerId,
      name: outsider.name,
    }),
  audit: ({ assessment }, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { confirmed: result.confirmed, declined: result.declined },
  }),
});

export const reviewAnswers = command({
  name: 'quality.review-answers',
  summary:
    'Say of what colleagues call documented and audited whether you have looked at it and found it so. Only who was named as reviewer, never who answered.',
  input: z.object({
    assessmentId: idOf('ass'),
    seen: z.string().max(40).default(''),
    reviews: z.record(z.string().max(10), reviewInput),
  }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) => mayAssess(actor, assessment.org_id),
  run: async (tools, assessment, input) => {
    const { actor } = tools;
    return actor.kind === 'person'
      ? takeReviews(tools, assessment, input, { id: actor.personId, name: actor.name })
      : fail('platform.error.refused');
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { confirmed: result.confirmed, declined: result.declined },
  }),
});

/** Keeps what a reviewer says, and tells who answered where they did not find it so. */
async function takeReviews(
  { tx, now, today, post, runtime }: CommandTools,
  assessment: Assessment,
  input: Reviewed,
  by: { id: ReviewerId; name: string },
) {
  const answers = await store.answersOf(tx, assessment.id);
  const given = Object.entries(input.reviews).filter(([, review]) => review.verdict !== '');
  const faults = [];
  for (const [itemId, review] of given) {
    const answer = answers.get(itemId);
    const field = `reviews.${itemId}.verdict`;
    if (answer?.reviewerId !== by.id || answer.answeredBy === by.id)
      return fail('quality.refused.not-reviewer', undefined, field, 'refused');
    // said already, by the same person: nothing to say again
    if (answer.review !== 'asked')
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (review.verdict === 'declined' && review.words === '')
      faults.push({
        field: `reviews.${itemId}.words`,
        reason: 'quality.invalid.review-words',
      });
  }
  if (given.length === 0) return fail('quality.invalid.review-none', undefined, 'reviews');
  if (faults.length > 0) return failAll(faults);
  const newest = newestOf(given.flatMap(([id]) => answers.get(id)?.answeredAt ?? []));
  if (newest && input.seen && Temporal.Instant.compare(newest, input.seen) > 0)
    return stale('platform.error.changed-meanwhile');
  for (const [itemId, review] of given)
    await store.saveReview(tx, assessment.id, {
      itemId,
      verdict: review.verdict as 'confirmed' | 'declined',
      words: review.words,
      now,
    });
  const declined = given.filter(([, review]) => review.verdict === 'declined');
  const askers = new Set<PersonId>(
    declined.flatMap(([itemId]) => answers.get(itemId)?.answeredBy ?? []),
  );
  if (askers.size > 0) {
    for (const member of await membersOf(tx, assessment.org_id, today)) {
      if (!askers.has(member.person_id)) continue;
      const mail = declinedMail(member, {
        assessmentId: assessment.id,
        from: by.name,
        key: `${by.id}:${now}`,
        origin: runtime.config.origin,
      });
      if (mail) await post(mail);
    }
  }
  return ok({ confirmed: given.length - declined.length, declined: declined.length });
}
