import { z } from 'zod';
import { all, refuse } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { optionalProse, prose } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { mayRate } from '../../core/policy.ts';
import { conflictKind, criterionKey, ofPupil, pointsInput } from '../../core/schema.ts';
import * as store from '../store.ts';
import { auditOf, loadPupil } from './loaded.ts';
import { cannot } from './prepare.ts';

type Loaded = NonNullable<Awaited<ReturnType<typeof loadForRating>>>;

async function loadForRating(
  tx: Parameters<typeof loadPupil>[0],
  input: Parameters<typeof loadPupil>[1],
) {
  const found = await loadPupil(tx, input);
  return found && { ...found, conflicts: await store.conflictsOf(tx, found.id) };
}

const leftOut = (loaded: Loaded, actor: Parameters<typeof mayRate>[0]) =>
  actor.kind === 'person' &&
  loaded.conflicts.some(
    (c) => c.application_id === loaded.candidate.application_id && c.person_id === actor.personId,
  );

/** A rater, and not one who declared to be too close to this pupil. */
const mayRateThis = (actor: Parameters<typeof mayRate>[0], loaded: Loaded) =>
  all(
    mayRate(actor, loaded.parties),
    leftOut(loaded, actor) ? refuse('selection.refused.left-out') : { allow: true },
  );

export const ratePupil = command({
  name: 'selection.rate-pupil',
  summary:
    'Save your points and reasons for one pupil, all of them or some. Nobody else reads them before everybody has rated.',
  input: z.object({
    ...ofPupil,
    scores: z.array(pointsInput).max(10),
    note: optionalProse(4000),
  }),
  load: ({ tx }, input) => loadForRating(tx, input),
  permit: mayRateThis,
  run: async ({ tx, actor, now }, loaded, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (loaded.state !== 'rating') return cannot(loaded.state);
    if (loaded.candidate.application_state === 'withdrawn')
      return stale('selection.refused.pupil-withdrew');
    const of = {
      roundId: loaded.id,
      applicationId: loaded.candidate.application_id,
      raterId: actor.personId,
    };
    for (const [i, score] of input.scores.entries()) {
      const known = loaded.criteria.some((c) => c.key === score.criterion);
      if (!known || (score.points ?? 1) > loaded.row.points_max)
        return fail('platform.invalid.value', undefined, `scores.${i}.points`);
      if (score.points === null && score.reason !== '')
        return fail('selection.rate.points-missing', undefined, `scores.${i}.points`);
    }
    for (const { criterion, points, reason } of input.scores)
      if (points === null) await store.dropRating(tx, { ...of, criterion });
      else await store.putRating(tx, { ...of, criterion, points, reason, now });
    const me = loaded.raters.find((r) => r.person_id === actor.personId);
    if (me?.interviews && input.note) await store.putInterview(tx, of, input.note, now);
    const progress = await store.progressOf(tx, loaded.id);
    const candidates = await store.candidatesOf(tx, loaded.id);
    const open = candidates.filter(
      (c) =>
        c.application_state !== 'withdrawn' &&
        progress.some(
          (p) =>
            p.application_id === c.application_id && p.person_id === actor.personId && !p.has_rated,
        ) &&
        !loaded.conflicts.some(
          (x) => x.application_id === c.application_id && x.person_id === actor.personId,
        ),
    );
    const isComplete = !open.some((c) => c.code === input.code);
    return ok({
      isComplete,
      next: open.find((c) => c.code !== input.code)?.code ?? null,
      left: open.length,
    });
  },
  audit: (loaded, input) => ({
    ...auditOf(loaded),
    details: { pupil: input.code, criteria: input.scores.length },
  }),
});

export const declareConflict = command({
  name: 'selection.declare-conflict',
  summary:
    'Say that you are too close to a pupil to rate them. You are left out for this pupil, and what you had said goes.',
  input: z.object({ ...ofPupil, kind: conflictKind }),
  load: ({ tx }, input) => loadForRating(tx, input),
  permit: (actor, loaded) => mayRate(actor, loaded.parties),
  run: async ({ tx, actor, now }, loaded, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (loaded.state !== 'rating') return cannot(loaded.state);
    await store.putConflict(
      tx,
      {
        roundId: loaded.id,
        applicationId: loaded.candidate.application_id,
        personId: actor.personId,
      },
      input.kind,
      now,
    );
    return ok();
  },
  audit: (loaded, input) => ({ ...auditOf(loaded), details: { pupil: input.code } }),
});

export const reviseRating = command({
  name: 'selection.revise-rating',
  summary:
    'Change your own points for one pupil and criterion after talking, with a remark. What you said before is kept.',
  input: z.object({
    ...ofPupil,
    criterion: criterionKey,
    points: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1).max(10),
    reason: prose(1000),
    remark: prose(1000),
  }),
  load: ({ tx }, input) => loadForRating(tx, input),
  permit: mayRateThis,
  run: async ({ tx, actor, now }, loaded, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (loaded.state !== 'calibrating') return cannot(loaded.state);
    if (input.points > loaded.row.points_max)
      return fail('platform.invalid.value', undefined, 'points');
    const before = (await store.ratingsOf(tx, loaded.id)).find(
      (r) =>
        r.application_id === loaded.candidate.application_id &&
        r.rater_id === actor.personId &&
        r.criterion === input.criterion,
    );
    if (!before) return fail('selection.refused.nothing-to-revise');
    const of = {
      roundId: loaded.id,
      applicationId: loaded.candidate.application_id,
      raterId: actor.personId,
      criterion: input.criterion,
    };
    if (before.points === input.points && before.reason === input.reason)
      return stale('platform.error.already-done');
    await store.insertRevision(tx, {
      ...of,
      number: before.version,
      points: before.points,
      reason: before.reason,
      remark: input.remark,
      now,
    });
    await store.putRating(tx, { ...of, points: input.points, reason: input.reason, now });
    return ok();
  },
  audit: (loaded, input) => ({
    ...auditOf(loaded),
    details: { pupil: input.code, criterion: input.criterion },
  }),
});
