import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import {
  applicationsInRound,
  familyOf,
  intakeWithProject,
  partiesOf,
  supportChosen,
} from '#modules/applications/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newCode, newId } from '#platform/dice.ts';
import type { CommandTools } from '#platform/runtime.ts';
import { mayDecideRound, mayOpenRound, mayPrepare, raterRoles } from '../../core/policy.ts';
import {
  codeAt,
  criteriaFaults,
  drawLots,
  lifecycle,
  shippedCriteria,
  shippedTieRules,
} from '../../core/rules/index.ts';
import { inRound, roundInput } from '../../core/schema.ts';
import type { RoundState } from '../../core/types.ts';
import { criteriaMail, isShipped, raterMail, shippedWords } from '../notices.ts';
import * as store from '../store.ts';
import {
  auditOf,
  type LoadedRound,
  loadRound,
  ratersDone,
  ratersNeeded,
  stillIn,
} from './loaded.ts';

/** Why a round cannot move that way now: a sentence for who pressed the button. */
export function cannot(state: RoundState) {
  return stale(`selection.refused.is-${state}`);
}

/** What the lifecycle's guards ask, with nothing in the way: each command says what it knows. */
export const noGuards = { ready: true, candidates: 1, enoughRatings: true, lettersWritten: true };

export const openRound = command({
  name: 'selection.open-round',
  summary:
    'Begin a selection round of your school for an intake, with proposed criteria. Nobody else is told before you publish it.',
  input: z.object({ intakeId: idOf('int'), schoolId: idOf('org') }),
  load: async ({ tx }, input) => {
    const intake = await intakeWithProject(tx, input.intakeId);
    if (!intake) return null;
    const parties = await partiesOf(tx, intake.project_id);
    return {
      intake,
      parties,
      school: parties.find((p) => p.org_id === input.schoolId && p.role === 'school'),
      known: await store.roundOf(tx, input.intakeId, input.schoolId),
    };
  },
  permit: (actor, { parties }, input) =>
    mayOpenRound(actor, {
      schoolId: input.schoolId,
      otherParties: parties.map((p) => p.org_id),
    }),
  run: async ({ tx, actor, now, today }, { intake, school, known }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!school) return fail('selection.refused.school-opens');
    if (known) return stale('selection.refused.one-round');
    const id = newId('rnd');
    const rateUntil = today.add({ days: 21 });
    await store.insertRound(tx, {
      id,
      intakeId: input.intakeId,
      schoolId: input.schoolId,
      supportOrgId: await supportChosen(tx, intake.id, input.schoolId),
      places: 3,
      rateUntil,
      newsOn: rateUntil.add({ days: 7 }),
      tieRules: shippedTieRules,
      by: actor.personId,
      now,
    });
    await store.replaceCriteria(
      tx,
      id,
      shippedCriteria.map((c) => ({
        ...c,
        ...shippedWords(c.key, actor.language),
        shipped: c.key,
      })),
    );
    return ok({ roundId: id });
  },
  audit: (_, input, { roundId }) => ({
    subjectId: roundId,
    orgId: input.schoolId,
    details: { intake: input.intakeId },
  }),
});

export const saveRound = command({
  name: 'selection.save-round',
  summary:
    'Save places, dates, criteria, weights and the rule for equal scores while the round is a draft.',
  input: roundInput.safeExtend({ ...inRound, version }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx }, round, input) => {
    if (round.state !== 'draft') return stale('selection.refused.criteria-fixed');
    const faults = criteriaFaults(input.criteria);
    if (faults.length > 0)
      return failAll(
        faults.map(
          (f): Fault => ({
            reason: f.reason,
            field: `criteria.${f.index}.title`,
            params: { criterion: input.criteria[f.index]?.title ?? '' },
          }),
        ),
      );
    const known = shippedCriteria.map((c) => c.key);
    await store.replaceCriteria(
      tx,
      round.id,
      input.criteria.map((c) => ({ ...c, shipped: isShipped(c.key, c, known) ? c.key : null })),
    );
    const tieRules = [
      ...(input.firstTieRule === 'none' ? [] : [`criterion:${input.firstTieRule}`]),
      ...(input.neverAbroadFirst ? ['never_abroad'] : []),
      'lot',
    ];
    const support =
      round.row.support_org_id ??
      (await supportChosen(tx, round.row.intake_id, round.row.school_id));
    return (await store.updateDraft(tx, round.id, input.version, input, tieRules, support))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: (round, input) => ({
    ...auditOf(round),
    details: { criteria: input.criteria.length, places: input.places },
  }),
});

/** What is missing before pupils may read it, as faults. */
function unready(round: LoadedRound, today: Temporal.PlainDate): Fault[] {
  const faults: Fault[] = criteriaFaults(round.criteria).map((f) => ({
    reason: f.reason,
    params: { criterion: round.criteria[f.index]?.title ?? '' },
  }));
  if (round.raters.length < ratersNeeded)
    faults.push({ reason: 'selection.refused.too-few-raters', params: { count: ratersNeeded } });
  if (Temporal.PlainDate.compare(round.row.rate_until, today) < 0)
    faults.push({ reason: 'selection.refused.dates-past' });
  return faults;
}

export const publishRound = command({
  name: 'selection.publish-round',
  summary:
    'Publish the criteria of a round: pupils and guardians read them in plain words. From now on they are fixed.',
  input: z.object({ ...inRound, version }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async (tools, round, input) => {
    const { tx, now, today } = tools;
    const faults = round.state === 'draft' ? unready(round, today) : [];
    const verdict = can(lifecycle, round.state, 'publish', {
      roles: ['school'],
      subject: { ...noGuards, ready: faults.length === 0 },
    });
    if (!verdict.ok) return verdict.reason === 'guard' ? failAll(faults) : cannot(round.state);
    if (round.row.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (!(await store.moveRound(tx, round.id, 'draft', { state: verdict.to, publishedAt: now })))
      return stale('platform.error.changed-meanwhile');
    await tellFamilies(tools, round);
    return ok();
  },
  audit: auditOf,
});

/** Mails the families of the intake that they can read how the school chooses. */
async function tellFamilies(tools: CommandTools, round: LoadedRound): Promise<void> {
  const { origin } = tools.runtime.config;
  const applications = await applicationsInRound(tools.tx, {
    intakeId: round.row.intake_id,
    schoolId: round.row.school_id,
  });
  for (const a of applications) {
    if (a.state !== 'draft' && a.state !== 'submitted') continue;
    const family = await familyOf(tools, a.id);
    if (!family) continue;
    const about = { ...family.stay, roundId: round.id, newsOn: round.row.news_on };
    if (family.pupil) await tools.post(criteriaMail(family.pupil, 'pupil', about, origin));
    for (const guardian of family.guardians)
      await tools.post(criteriaMail(guardian, 'guardian', about, origin));
  }
}

export const takeBackRound = command({
  name: 'selection.take-back-round',
  summary: 'Take a published round back to a draft, as long as nobody has begun to rate.',
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async ({ tx }, round) => {
    const verdict = can(lifecycle, round.state, 'take-back', {
      roles: ['school'],
      subject: noGuards,
    });
    if (!verdict.ok)
      return round.state === 'draft' ? cannot('draft') : stale('selection.refused.criteria-fixed');
    return (await store.moveRound(tx, round.id, 'published', {
      state: verdict.to,
      publishedAt: null,
    }))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});

export const nameRater = command({
  name: 'selection.name-rater',
  summary:
    'Ask a colleague of the school or of its supporting organisation to rate, with or without interviews.',
  input: z.object({ ...inRound, personId: idOf('per'), interviews: z.boolean().default(false) }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx, now, today, post, runtime }, round, input) => {
    if (!['draft', 'published', 'rating'].includes(round.state)) return cannot(round.state);
    const orgs = [round.parties.schoolId, round.parties.supportOrgId].filter((id) => id !== null);
    for (const orgId of orgs) {
      const member = (await membersOf(tx, orgId, today)).find(
        (m) => m.person_id === input.personId,
      );
      if (!member?.roles.some((role) => (raterRoles as string[]).includes(role))) continue;
      await store.putRater(tx, {
        roundId: round.id,
        personId: input.personId,
        orgId,
        interviews: input.interviews,
        now,
      });
      if (round.state === 'rating' && member.email)
        await post(
          raterMail(
            {
              id: member.person_id,
              name: member.preferred_name || member.given_name,
              email: member.email,
              language: member.language,
            },
            mailAbout(round),
            runtime.config.origin,
          ),
        );
      return ok();
    }
    return fail('selection.refused.rater-elsewhere', undefined, 'personId');
  },
  audit: (round, input) => ({ ...auditOf(round), details: { rater: input.personId } }),
});

function mailAbout(round: LoadedRound) {
  return {
    roundId: round.id,
    school: round.row.school_name,
    intake: round.row.intake_name ?? '',
    until: round.row.rate_until,
  };
}

export const dropRater = command({
  name: 'selection.drop-rater',
  summary: 'Take somebody off the list of raters who has not rated anybody completely yet.',
  input: z.object({ ...inRound, personId: idOf('per') }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx }, round, input) => {
    if (!['draft', 'published', 'rating'].includes(round.state)) return cannot(round.state);
    const progress = await store.progressOf(tx, round.id);
    if (progress.some((p) => p.person_id === input.personId && p.has_rated))
      return fail('selection.refused.has-rated');
    if (round.state !== 'draft' && round.raters.length <= ratersNeeded)
      return fail('selection.refused.too-few-raters', { count: ratersNeeded });
    return (await store.deleteRater(tx, round.id, input.personId))
      ? ok()
      : stale('platform.error.already-done');
  },
  audit: (round, input) => ({ ...auditOf(round), details: { rater: input.personId } }),
});

/** Gives the pupils who came meanwhile neutral names, in an order that says nothing. */
async function takeIn(tx: Tx, round: LoadedRound, now: Temporal.Instant): Promise<number> {
  const known = await store.candidatesOf(tx, round.id);
  const applications = await applicationsInRound(tx, {
    intakeId: round.row.intake_id,
    schoolId: round.row.school_id,
  });
  const fresh = applications.filter(
    (a) => a.state === 'submitted' && !known.some((c) => c.application_id === a.id),
  );
  const order = drawLots(
    fresh.map((a) => a.id),
    Number(newCode()),
  );
  await store.insertCandidates(
    tx,
    round.id,
    order.flatMap((id, i) => {
      const a = fresh.find((each) => each.id === id);
      return a ? [{ applicationId: a.id, pupilId: a.pupilId, code: codeAt(known.length + i) }] : [];
    }),
    now,
  );
  return fresh.length;
}

export const openRating = command({
  name: 'selection.open-rating',
  summary:
    'Let the raters begin with the applications that are submitted. From now on nothing of the criteria changes.',
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx, now, post, runtime }, round) => {
    if (round.state !== 'published') return cannot(round.state);
    const taken = await takeIn(tx, round, now);
    const verdict = can(lifecycle, round.state, 'open-rating', {
      roles: ['school', 'supporting'],
      subject: { ...noGuards, candidates: taken },
    });
    if (!verdict.ok) return fail('selection.refused.no-applications');
    if (!(await store.moveRound(tx, round.id, 'published', { state: verdict.to, ratingAt: now })))
      return stale('platform.error.changed-meanwhile');
    for (const r of round.raters)
      if (r.email && r.given_name && r.language)
        await post(
          raterMail(
            {
              id: r.person_id,
              name: r.preferred_name || r.given_name,
              email: r.email,
              language: r.language,
            },
            mailAbout(round),
            runtime.config.origin,
          ),
        );
    return ok({ pupils: taken });
  },
  audit: (round, _, { pupils }) => ({ ...auditOf(round), details: { pupils } }),
});

export const addLateApplications = command({
  name: 'selection.add-late-applications',
  summary: 'Take the applications into the round that were submitted after the rating began.',
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx, now }, round) => {
    if (round.state !== 'rating') return cannot(round.state);
    const pupils = await takeIn(tx, round, now);
    return pupils > 0 ? ok({ pupils }) : stale('platform.error.already-done');
  },
  audit: (round, _, { pupils }) => ({ ...auditOf(round), details: { pupils } }),
});

export const startCalibration = command({
  name: 'selection.start-calibration',
  summary:
    'Close the ratings and compare them: every pupil needs two complete ratings. The number of the lot is drawn now.',
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayPrepare(actor, round.parties),
  run: async ({ tx, now }, round) => {
    const candidates = stillIn(await store.candidatesOf(tx, round.id));
    const done = await ratersDone(tx, round);
    const missing = candidates.filter((c) => done(c.application_id) < ratersNeeded);
    const verdict = can(lifecycle, round.state, 'calibrate', {
      roles: ['school', 'supporting'],
      subject: { ...noGuards, enoughRatings: candidates.length > 0 && missing.length === 0 },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard'
        ? fail('selection.refused.not-all-rated', {
            count: missing.length,
            pupils: missing.map((c) => c.code).join(', '),
          })
        : cannot(round.state);
    return (await store.moveRound(tx, round.id, 'rating', {
      state: verdict.to,
      calibratingAt: now,
      lotNumber: Number(newCode()),
    }))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: (round) => auditOf(round),
});
