import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { optionalProse, prose, version } from '#kernel/schema.ts';
import {
  applicationsInRound,
  decideInRound,
  familyOf,
} from '#modules/applications/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { command } from '#platform/command.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import type { CommandTools } from '#platform/runtime.ts';
import { mayDecideRound } from '../../core/policy.ts';
import { levelOf, lifecycle } from '../../core/rules/index.ts';
import { criterionKey, inRound, ofPupil, pupilCode, result } from '../../core/schema.ts';
import type { Result } from '../../core/types.ts';
import { letterTemplate, newsMail, recordedReason, withStrength } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, type LoadedRound, loadPupil, loadRound, proposalOf, stillIn } from './loaded.ts';
import { cannot, noGuards } from './prepare.ts';

export const sayAbroad = command({
  name: 'selection.say-abroad',
  summary:
    'Say whether a pupil was abroad for a longer stay before, for the rule of equal scores that asks for it.',
  input: z.object({ ...ofPupil, was: z.enum(['yes', 'no', 'unknown']) }),
  load: ({ tx }, input) => loadPupil(tx, input),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async ({ tx }, round, input) => {
    if (round.state !== 'calibrating') return cannot(round.state);
    await store.updateCandidate(tx, round.id, round.candidate.application_id, {
      was_abroad: input.was === 'unknown' ? null : input.was === 'yes',
    });
    return ok();
  },
  audit: (round, input) => ({ ...auditOf(round), details: { pupil: input.code } }),
});

export const planOutcome = command({
  name: 'selection.plan-outcome',
  summary:
    'Save who is to be selected, who stands on the reserve list and who is not selected this time; a reason where it is not as proposed.',
  input: z.object({
    ...inRound,
    version,
    results: z.array(z.object({ code: pupilCode, result })).max(500),
    reason: optionalProse(2000),
  }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async ({ tx, actor }, round, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (round.state !== 'calibrating') return cannot(round.state);
    const { placed, candidates } = await proposalOf(tx, round);
    const planned = new Map<string, Result>(input.results.map((r) => [r.code, r.result]));
    if (placed.some((p) => !planned.has(p.code))) return stale('selection.refused.pupils-changed');
    const chosen = placed.filter((p) => planned.get(p.code) === 'selected');
    if (chosen.length > round.row.places)
      return fail('selection.refused.too-many-selected', {
        places: round.row.places,
        chosen: chosen.length,
      });
    const deviates = placed.some((p) => planned.get(p.code) !== p.proposed);
    if (deviates && input.reason === '')
      return fail('selection.refused.reason-missing', undefined, 'reason');
    if (
      !(await store.updatePlan(tx, round.id, input.version, {
        by: actor.personId,
        reason: deviates ? input.reason : null,
      }))
    )
      return stale('platform.error.changed-meanwhile');
    const letters = await store.newsOf(tx, round.id);
    let reserve = 0;
    for (const p of placed) {
      const to = planned.get(p.code) as Result;
      const reserveRank = to === 'reserve' ? ++reserve : null;
      await store.updateCandidate(tx, round.id, p.applicationId, {
        planned: to,
        rank: p.rank,
        reserve_rank: reserveRank,
      });
      const letter = letters.find((l) => l.application_id === p.applicationId);
      // a letter says what was planned when it was written: with another result, or place in the list, it is written anew
      if (letter && (letter.result !== to || letter.reserve_rank !== reserveRank))
        await store.dropLetter(tx, round.id, p.applicationId);
    }
    return ok({ deviates, pupils: candidates.length });
  },
  audit: (round, input, { deviates }) => ({
    ...auditOf(round),
    details: {
      deviates,
      selected: input.results.filter((r) => r.result === 'selected').length,
      reserve: input.results.filter((r) => r.result === 'reserve').length,
    },
  }),
});

export const writeLetter = command({
  name: 'selection.write-letter',
  summary:
    'Write the words a pupil will read, with one true strength that the raters saw. Nothing is sent before the decision.',
  input: z.object({
    ...ofPupil,
    strength: criterionKey,
    words: prose(4000),
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  }),
  load: ({ tx }, input) => loadPupil(tx, input),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async ({ tx, actor, now }, round, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (round.state !== 'calibrating') return cannot(round.state);
    const { candidate } = round;
    if (!candidate.planned) return fail('selection.refused.plan-first');
    if (!round.criteria.some((c) => c.key === input.strength))
      return fail('platform.invalid.choose', undefined, 'strength');
    const [pupil] = await applicationsInRound(tx, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
      ids: [candidate.application_id],
    });
    if (!pupil) return stale('platform.error.changed-meanwhile');
    const language = chooseLanguage(pupil.language);
    const written = await store.putLetter(tx, {
      roundId: round.id,
      applicationId: candidate.application_id,
      pupilId: candidate.pupil_id,
      result: candidate.planned as Result,
      reserveRank: candidate.reserve_rank,
      strength: input.strength,
      words: withStrength(input.words, round.criteria, input.strength, language),
      language,
      by: actor.personId,
      version: input.version,
      now,
    });
    if (!written) return stale('platform.error.changed-meanwhile');
    const letters = await store.newsOf(tx, round.id);
    const open = stillIn(await store.candidatesOf(tx, round.id)).filter(
      (c) => !letters.some((l) => l.application_id === c.application_id),
    );
    return ok({ next: open[0]?.code ?? null });
  },
  audit: (round, input) => ({ ...auditOf(round), details: { pupil: input.code } }),
});

/** Mails pupil and guardians that there is news, without saying which. */
async function tellFamily(
  tools: CommandTools,
  applicationId: store.CandidateRow['application_id'],
  occasion: string,
): Promise<void> {
  const family = await familyOf(tools, applicationId);
  if (!family) return;
  const { origin } = tools.runtime.config;
  const about = { ...family.stay, applicationId, occasion };
  if (family.pupil) await tools.post(newsMail(family.pupil, 'pupil', about, origin));
  for (const guardian of family.guardians)
    await tools.post(newsMail(guardian, 'guardian', about, origin));
}

export const decideRound = command({
  name: 'selection.decide-round',
  summary:
    'Take the decision and tell all pupils at the same moment: whoever is selected goes on, everybody reads their letter.',
  input: z.object({ ...inRound, version }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async (tools, round, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const { placed, candidates } = await proposalOf(tx, round);
    const letters = await store.newsOf(tx, round.id);
    const unwritten = candidates.filter((c) => {
      const letter = letters.find((l) => l.application_id === c.application_id);
      return !c.planned || letter?.result !== c.planned;
    });
    const verdict = can(lifecycle, round.state, 'decide', {
      roles: ['school'],
      subject: { ...noGuards, lettersWritten: unwritten.length === 0 },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard'
        ? fail('selection.refused.letters-missing', {
            count: unwritten.length,
            pupils: unwritten.map((c) => c.code).join(', '),
          })
        : cannot(round.state);
    if (round.row.version !== input.version) return stale('platform.error.changed-meanwhile');
    const consentMissing = await withoutConsent(tx, round, candidates);
    if (consentMissing.length > 0) return failAll(consentMissing);
    if (
      !(await store.moveRound(tx, round.id, 'calibrating', {
        state: verdict.to,
        decided: { by: actor.personId, at: now },
      }))
    )
      return stale('platform.error.already-done');
    for (const candidate of candidates) {
      const to = candidate.planned as Result;
      if (to !== 'reserve') {
        const not = await decideInRound(tools, {
          applicationId: candidate.application_id,
          result: to,
          reason: recordedReason(to, actor.language, round.row.deviation_reason),
        });
        if (not) return not;
      }
      const seen = placed.find((p) => p.applicationId === candidate.application_id);
      await store.tellNews(
        tx,
        { roundId: round.id, applicationId: candidate.application_id },
        {
          toldAt: now,
          seen: Object.fromEntries(
            Object.entries(seen?.byCriterion ?? {}).map(([key, mean]) => [
              key,
              levelOf(mean, round.row.points_max),
            ]),
          ),
        },
      );
      await tellFamily(tools, candidate.application_id, 'decided');
    }
    const count = (to: Result) => candidates.filter((c) => c.planned === to).length;
    return ok({ selected: count('selected'), reserve: count('reserve') });
  },
  audit: (round, _, { selected, reserve }) => ({
    ...auditOf(round),
    details: { selected, reserve },
  }),
});

/** Selected pupils whose guardians have not said yes: named, so that somebody can ask them. */
async function withoutConsent(
  tx: CommandTools['tx'],
  round: LoadedRound,
  candidates: readonly store.CandidateRow[],
): Promise<Fault[]> {
  const chosen = candidates.filter((c) => c.planned === 'selected');
  const applications = await applicationsInRound(tx, {
    intakeId: round.row.intake_id,
    schoolId: round.row.school_id,
    ids: chosen.map((c) => c.application_id),
  });
  return applications
    .filter((a) => !a.hasFirstConsent)
    .map((a) => ({
      reason: 'selection.refused.consent-missing',
      params: {
        pupil: displayName({
          given_name: a.givenName,
          family_name: a.familyName,
          preferred_name: a.preferredName,
        }),
      },
    }));
}

export const noteGivenUp = command({
  name: 'selection.note-given-up',
  summary: 'Note that a selected pupil has given up the place, so that the reserve list moves up.',
  input: z.object(ofPupil),
  load: ({ tx }, input) => loadPupil(tx, input),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async ({ tx, now }, round) => {
    if (round.state !== 'decided') return cannot(round.state);
    if (round.candidate.application_state !== 'selected')
      return fail('selection.refused.holds-no-place');
    if (round.candidate.gave_up_at) return stale('platform.error.already-done');
    await store.updateCandidate(tx, round.id, round.candidate.application_id, {
      gave_up_at: now,
    });
    return ok();
  },
  audit: (round, input) => ({ ...auditOf(round), details: { pupil: input.code } }),
});

/** Places that nobody holds. */
export function freePlaces(
  places: number,
  candidates: readonly Pick<store.CandidateRow, 'application_state' | 'gave_up_at'>[],
): number {
  const held = candidates.filter((c) => c.application_state === 'selected' && !c.gave_up_at);
  return Math.max(0, places - held.length);
}

/** The next on the reserve list who still waits. */
export function nextInReserve(
  candidates: readonly store.CandidateRow[],
): store.CandidateRow | undefined {
  return candidates
    .filter((c) => c.reserve_rank !== null && c.application_state === 'submitted')
    .sort((a, b) => (a.reserve_rank ?? 0) - (b.reserve_rank ?? 0))[0];
}

async function pupilOf(
  tx: CommandTools['tx'],
  round: LoadedRound,
  id: store.CandidateRow['application_id'],
) {
  const [pupil] = await applicationsInRound(tx, {
    intakeId: round.row.intake_id,
    schoolId: round.row.school_id,
    ids: [id],
  });
  return pupil;
}

export const moveUp = command({
  name: 'selection.move-up',
  summary: 'Give a free place to the next pupil of the reserve list, who is told kindly.',
  input: z.object(ofPupil),
  load: ({ tx }, input) => loadPupil(tx, input),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async (tools, round, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (round.state !== 'decided') return cannot(round.state);
    const candidates = await store.candidatesOf(tx, round.id);
    if (round.candidate.moved_up_at) return stale('platform.error.already-done');
    if (freePlaces(round.row.places, candidates) === 0)
      return fail('selection.refused.no-free-place');
    if (nextInReserve(candidates)?.code !== input.code)
      return fail('selection.refused.not-next-in-reserve');
    const pupil = await pupilOf(tx, round, round.candidate.application_id);
    if (!pupil) return stale('platform.error.changed-meanwhile');
    if (!pupil.hasFirstConsent)
      return fail('selection.refused.consent-missing', { pupil: pupil.givenName });
    const not = await decideInRound(tools, {
      applicationId: pupil.id,
      result: 'selected',
      reason: recordedReason('moved_up', actor.language, null),
    });
    if (not) return not;
    await store.updateCandidate(tx, round.id, pupil.id, { moved_up_at: now });
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
            result: 'moved_up',
            pupil: pupil.preferredName || pupil.givenName,
            school: round.row.school_name,
            reserveRank: null,
            strength: null,
          },
          pupil.language,
        ),
      },
    );
    await tellFamily(tools, pupil.id, 'moved-up');
    return ok();
  },
  audit: (round, input) => ({ ...auditOf(round), details: { pupil: input.code } }),
});

export const closeRound = command({
  name: 'selection.close-round',
  summary:
    'Close the round: whoever still stands on the reserve list is told that the list is closed.',
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async (tools, round) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const verdict = can(lifecycle, round.state, 'close', { roles: ['school'], subject: noGuards });
    if (!verdict.ok) return cannot(round.state);
    const reviews = await store.reviewsOf(tx, round.id);
    if (reviews.some((r) => !r.answer)) return fail('selection.refused.review-open');
    if (!(await store.moveRound(tx, round.id, 'decided', { state: verdict.to, closedAt: now })))
      return stale('platform.error.already-done');
    const waiting = (await store.candidatesOf(tx, round.id)).filter(
      (c) => c.application_state === 'submitted',
    );
    for (const candidate of waiting) {
      const pupil = await pupilOf(tx, round, candidate.application_id);
      if (!pupil) continue;
      const not = await decideInRound(tools, {
        applicationId: pupil.id,
        result: 'not_selected',
        reason: recordedReason('reserve_closed', actor.language, null),
      });
      if (not) return not;
      await store.tellNews(
        tx,
        { roundId: round.id, applicationId: pupil.id },
        {
          toldAt: now,
          result: 'not_selected',
          reserveRank: null,
          by: actor.personId,
          words: letterTemplate(
            {
              result: 'reserve_closed',
              pupil: pupil.preferredName || pupil.givenName,
              school: round.row.school_name,
              reserveRank: null,
              strength: null,
            },
            pupil.language,
          ),
        },
      );
      await tellFamily(tools, pupil.id, 'reserve-closed');
    }
    return ok({ told: waiting.length });
  },
  audit: (round, _, { told }) => ({ ...auditOf(round), details: { told } }),
});

export { pupilOf, tellFamily };
