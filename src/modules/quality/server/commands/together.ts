import { z } from 'zod';
import { all, allow, refuse } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { mayAssess } from '../../core/policy.ts';
import { byCriterion, itemsFor, standards } from '../../core/rules/index.ts';
import { shareMail } from '../notices.ts';
import * as store from '../store/index.ts';

const criterionIds = (a: NonNullable<Awaited<ReturnType<typeof store.assessmentForUpdate>>>) =>
  new Set(
    byCriterion(itemsFor(a.scope, a.applies_as, a.questionnaire_version)).map(
      (group) => group.criterion.id,
    ),
  );

export const shareCriteria = command({
  name: 'quality.share-criteria',
  summary:
    'Ask colleagues to answer the criteria they know. Everybody may still answer everything; whoever is newly asked gets a mail.',
  input: z.object({
    assessmentId: idOf('ass'),
    version,
    shares: z.record(z.string().max(10), z.union([idOf('per'), z.literal('')])),
  }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx, actor, now, today, post, runtime }, assessment, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const asked = criterionIds(assessment);
    const members = await membersOf(tx, assessment.org_id, today);
    const shares = [];
    for (const [criterionId, personId] of Object.entries(input.shares)) {
      if (personId === '') continue;
      if (!asked.has(criterionId) || !members.some((m) => m.person_id === personId))
        return fail('platform.invalid.value', undefined, `shares.${criterionId}`);
      shares.push({ criterionId, personId });
    }
    const before = await store.sharesOf(tx, [assessment.id]);
    if (!(await store.bumpVersion(tx, assessment.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    await store.replaceShares(tx, assessment.id, shares, { personId: actor.personId, now });
    const fresh = shares.filter(
      (s) =>
        s.personId !== actor.personId &&
        !before.some((b) => b.criterion_id === s.criterionId && b.person_id === s.personId),
    );
    for (const [personId, theirs] of Map.groupBy(fresh, (s) => s.personId)) {
      const member = members.find((m) => m.person_id === personId);
      const mail =
        member &&
        shareMail(member, {
          assessmentId: assessment.id,
          from: actor.name,
          criterionIds: theirs.map((s) => s.criterionId),
          key: `${input.version}`,
          origin: runtime.config.origin,
        });
      if (mail) await post(mail);
    }
    return ok({ shared: shares.length, told: new Set(fresh.map((s) => s.personId)).size });
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { shared: result.shared },
  }),
});

export const setWishes = command({
  name: 'quality.set-wishes',
  summary:
    'Say for each criterion which status you wish for; an empty one leaves it open. Possible at any time, also after submission.',
  input: z.object({
    assessmentId: idOf('ass'),
    version,
    wishes: z.record(
      z.string().max(10),
      z.union([z.enum(['in_progress', 'implemented', 'documented_audited']), z.literal('')]),
    ),
  }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) => mayAssess(actor, assessment.org_id),
  run: async ({ tx }, assessment, input) => {
    const asked = criterionIds(assessment);
    const wishes = [];
    for (const [criterionId, wished] of Object.entries(input.wishes)) {
      if (wished === '') continue;
      if (!asked.has(criterionId))
        return fail('platform.invalid.value', undefined, `wishes.${criterionId}`);
      wishes.push({ criterionId, wished });
    }
    if (!(await store.bumpVersion(tx, assessment.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    await store.replaceWishes(tx, assessment.id, wishes);
    return ok({ count: wishes.length });
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { count: result.count },
  }),
});

export const saveStandard = command({
  name: 'quality.save-standard',
  summary:
    'Keep your own words on one quality standard; without words the text is made from the answers again. `seen` is when it was last edited as you had it before you.',
  input: z.object({
    assessmentId: idOf('ass'),
    standardId: z.string().max(40),
    seen: z.string().max(40).default(''),
    words: z.string().trim().max(8000, { error: 'platform.invalid.too-long' }).default(''),
  }),
  load: async ({ tx }, input) => {
    const assessment = await store.assessmentForUpdate(tx, input.assessmentId);
    const standard = standards.find((s) => s.id === input.standardId);
    return assessment && standard ? { assessment, standard } : null;
  },
  permit: (actor, { assessment }) => mayAssess(actor, assessment.org_id),
  run: async ({ tx, actor, now }, { assessment, standard }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const kept = (await store.textsOf(tx, assessment.id)).find(
      (t) => t.standard_id === standard.id,
    );
    if ((kept?.words ?? '') === input.words) return ok({ saved: false });
    if ((kept?.edited_at.toString() ?? '') !== input.seen)
      return stale('platform.error.changed-meanwhile');
    await store.saveText(
      tx,
      assessment.id,
      { standardId: standard.id, words: input.words },
      { personId: actor.personId, now },
    );
    return ok({ saved: true });
  },
  audit: ({ assessment, standard }, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { standard: standard.id, saved: result.saved },
  }),
});
