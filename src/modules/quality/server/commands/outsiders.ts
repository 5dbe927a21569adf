import { z } from 'zod';
import { all, allow, refuse } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { email, idOf, languageCode, line, optionalLine } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayAssess } from '../../core/policy.ts';
import * as store from '../store/index.ts';

/** More than these is no team that knows its reviewers. */
const outsidersAtMost = 10;

export const inviteReviewer = command({
  name: 'quality.invite-reviewer',
  summary:
    'Name somebody from elsewhere who may look at what you call documented and audited. They get a link by mail as soon as you ask them about a point, and see that point and its evidence alone.',
  input: z.object({
    assessmentId: idOf('ass'),
    name: line(120),
    organisation: optionalLine(200),
    email,
    language: languageCode,
  }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx, actor, now, today }, assessment, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const members = await membersOf(tx, assessment.org_id, today);
    // a colleague is chosen from the list, and signs in as who they are
    if (members.some((m) => m.email?.toLowerCase() === input.email.toLowerCase()))
      return fail('quality.invalid.reviewer-inside', undefined, 'email');
    const known = await store.outsidersOf(tx, assessment.id);
    if (known.some((o) => o.email.toLowerCase() === input.email.toLowerCase()))
      return fail('platform.error.already-done', undefined, 'email', 'conflict');
    if (known.length >= outsidersAtMost)
      return fail('quality.invalid.reviewers-many', { most: outsidersAtMost }, 'email');
    const id = newId('arv');
    await store.insertOutsider(tx, {
      ...input,
      id,
      assessmentId: assessment.id,
      by: actor.personId,
      now,
    });
    return ok({ reviewerId: id });
  },
  audit: (assessment) => ({ subjectId: assessment.id, orgId: assessment.org_id }),
});

export const removeReviewer = command({
  name: 'quality.remove-reviewer',
  summary:
    'Take back the invitation of somebody from elsewhere: their link opens nothing any more. Who has confirmed something stays.',
  input: z.object({ assessmentId: idOf('ass'), reviewerId: idOf('arv') }),
  load: async ({ tx }, input) => {
    const assessment = await store.assessmentForUpdate(tx, input.assessmentId);
    const outsider =
      assessment &&
      (await store.outsidersOf(tx, assessment.id)).find((o) => o.id === input.reviewerId);
    return assessment && outsider ? { assessment, outsider } : null;
  },
  permit: (actor, { assessment }) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx }, { assessment }, input) => {
    const answers = await store.answersOf(tx, assessment.id);
    const said = [...answers.values()].some(
      (a) => a.reviewerId === input.reviewerId && a.review === 'confirmed',
    );
    if (said) return fail('quality.invalid.reviewer-said', undefined, 'reviewerId');
    await store.deleteOutsider(tx, input.reviewerId);
    return ok();
  },
  audit: ({ assessment }) => ({ subjectId: assessment.id, orgId: assessment.org_id }),
});
