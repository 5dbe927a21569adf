import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { allowIf } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { prose, version } from '#kernel/schema.ts';
import { applicationsInRound, familyOf } from '#modules/applications/server/index.ts';
import { command } from '#platform/command.ts';
import { mayDecideRound } from '../../core/policy.ts';
import { cancelledDays, lifecycle } from '../../core/rules/index.ts';
import { inRound } from '../../core/schema.ts';
import { cancelledMail } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, loadRound } from './loaded.ts';
import { cannot, noGuards } from './prepare.ts';

export const cancelRound = command({
  name: 'selection.cancel-round',
  summary:
    'Stop a round before its decision, with a reason that pupils read. Applications stay as they are; a new round may follow.',
  input: z.object({ ...inRound, version, reason: prose(1000) }),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor, round) => mayDecideRound(actor, round.parties),
  run: async (tools, round, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const verdict = can(lifecycle, round.state, 'cancel', { roles: ['school'], subject: noGuards });
    if (!verdict.ok) return cannot(round.state);
    if (round.row.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (
      !(await store.moveRound(tx, round.id, round.state, {
        state: verdict.to,
        cancelled: { by: actor.personId, at: now, reason: input.reason },
      }))
    )
      return stale('platform.error.already-done');
    await store.releaseCandidates(tx, round.id, now);
    const applications = await applicationsInRound(tx, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
    });
    const open = applications.filter((a) => a.state === 'draft' || a.state === 'submitted');
    const { origin } = tools.runtime.config;
    for (const { id } of open) {
      const family = await familyOf(tools, id);
      if (!family) continue;
      const about = { ...family.stay, applicationId: id, roundId: round.id };
      if (family.pupil) await tools.post(cancelledMail(family.pupil, 'pupil', about, origin));
      for (const guardian of family.guardians)
        await tools.post(cancelledMail(guardian, 'guardian', about, origin));
    }
    return ok({ told: open.length });
  },
  audit: (round, _, { told }) => ({ ...auditOf(round), details: { from: round.state, told } }),
});

export const eraseCancelled = command({
  name: 'selection.erase-cancelled',
  summary: `Erase what raters said of pupils in a round that was stopped ${cancelledDays} days ago. Run by the installation itself, every night.`,
  input: z.object(inRound),
  load: ({ tx }, input) => loadRound(tx, input.roundId),
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx, now }, round) => {
    const due = round.row.cancelled_at?.add({ hours: 24 * cancelledDays });
    if (!due || round.row.ratings_erased_at || Temporal.Instant.compare(due, now) > 0)
      return stale('platform.error.already-done');
    await store.eraseRatings(tx, round.id, now);
    return ok();
  },
  audit: auditOf,
});
