import { z } from 'zod';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayAssess } from '../../core/policy.ts';
import { itemById, itemsFor } from '../../core/rules/index.ts';
import type { Level } from '../../core/types.ts';
import * as store from '../store/index.ts';

/**
 * Proposes to an organisation's self-assessment that a point has come to a status, because somebody closed a plan. To be
 * called inside a command of another module, by a person who works for the organisation. People of the organisation see
 * it in their open assessment, or in the next they begin, and take it or leave it.
 * @param proposal `source` is what the proposal comes from (the id of the plan): proposed again, the newest word counts;
 *   `planLabel` is its name as people know it, at most 200 letters of it are kept
 * @throws RangeError when the questionnaire in force has no such point, or somebody proposes who does not work there
 */
export async function proposeStatus(
  { tx, actor, now }: Pick<CommandTools, 'tx' | 'actor' | 'now'>,
  proposal: { orgId: OrgId; itemId: string; status: Level; source: string; planLabel: string },
): Promise<void> {
  if (!itemById(proposal.itemId))
    throw new RangeError(`the questionnaire has no point "${proposal.itemId}"`);
  if (actor.kind !== 'person' || !mayAssess(actor, proposal.orgId).allow)
    throw new RangeError('only people of the organisation propose a status');
  await store.saveProposal(tx, {
    ...proposal,
    id: newId('spr'),
    planLabel: proposal.planLabel.slice(0, 200),
    personId: actor.personId,
    now,
  });
}

export const answerProposal = command({
  name: 'quality.answer-proposal',
  summary:
    'Take the status that a closed plan proposes into an open assessment, or leave the answer as it is.',
  input: z.object({
    proposalId: idOf('spr'),
    assessmentId: idOf('ass'),
    answer: z.enum(['take', 'leave'], { error: 'platform.invalid.choose' }),
  }),
  load: async ({ tx }, input) => {
    const assessment = await store.assessmentForUpdate(tx, input.assessmentId);
    const proposal = await store.proposalForUpdate(tx, input.proposalId);
    return assessment && proposal ? { assessment, proposal } : null;
  },
  permit: (actor, { assessment, proposal }) =>
    all(
      mayAssess(actor, proposal.org_id),
      allowIf(assessment.org_id === proposal.org_id, hide),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx, actor, now }, { assessment, proposal }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (proposal.state !== 'open') return stale('platform.error.already-done');
    const asked = itemsFor(
      assessment.scope,
      assessment.applies_as,
      assessment.questionnaire_version,
    ).some((item) => item.id === proposal.item_id);
    if (!asked) return fail('quality.refused.not-asked', undefined, 'answer');
    const taken = input.answer === 'take';
    if (taken) {
      const kept = (await store.answersOf(tx, assessment.id)).get(proposal.item_id);
      const audited = proposal.status === 'documented_audited';
      if (kept?.status !== proposal.status || kept.lookAgain)
        await store.saveAnswers(
          tx,
          assessment.id,
          [
            {
              itemId: proposal.item_id,
              status: proposal.status,
              reason: '',
              note: kept?.note ?? '',
              // "documented" still asks for what proves it: the page says so
              evidence: audited ? (kept?.evidence ?? '') : '',
              evidenceOn: audited ? (kept?.evidenceOn ?? null) : null,
              reviewerId: null,
              review: null,
              renewsReview: kept !== undefined,
            },
          ],
          { personId: actor.personId, now },
        );
    }
    await store.answerProposal(tx, proposal.id, {
      state: taken ? 'taken' : 'left',
      personId: actor.personId,
      assessmentId: assessment.id,
      now,
    });
    return ok({ taken });
  },
  audit: ({ assessment, proposal }, _, result) => ({
    subjectId: proposal.id,
    orgId: assessment.org_id,
    details: { item: proposal.item_id, taken: result.taken },
  }),
});
