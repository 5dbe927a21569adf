import { z } from 'zod';
import { allowIf, hide } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { assessAgainFrom } from '../../core/rules/index.ts';
import { againMail } from '../notices.ts';
import * as store from '../store/index.ts';

/** Once an assessment: whoever began it, or who leads the organisation when they no longer work there. */
export const remindToAssess = command({
  name: 'quality.remind-to-assess',
  summary:
    'Remind an organisation to assess again half a year after its last time, by the installation.',
  input: z.object({ assessmentId: idOf('ass') }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor) => allowIf(actor.kind === 'system', hide),
  run: async ({ tx, now, today, post, runtime }, assessment) => {
    if (assessment.state !== 'submitted' || assessment.reminded_at || !assessment.submitted_at)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const organisation = await organisationById(tx, assessment.org_id);
    if (!organisation) return fail('platform.error.already-done');
    const members = await membersOf(tx, assessment.org_id, today);
    const starter = members.filter((m) => m.person_id === assessment.person_id);
    const leaders = members.filter((m) =>
      m.roles.some((role) => role === 'coordinator' || role === 'head'),
    );
    let told = 0;
    for (const member of starter.length > 0 ? starter : leaders) {
      const mail = againMail(member, {
        assessmentId: assessment.id,
        orgName: organisation.name,
        againOn: assessment.again_on,
        today,
        submittedOn: assessment.submitted_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
        origin: runtime.config.origin,
      });
      if (!mail) continue;
      await post(mail);
      told += 1;
    }
    await store.markReminded(tx, assessment.id, now);
    return ok({ told });
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { told: result.told },
  }),
});

/**
 * A club has ended in which people of these organisations were: they are reminded half a year after it instead of after
 * their last assessment. For whoever keeps a club together, in their transaction.
 * @returns how many organisations
 */
export function lookAgainAfter(
  tx: Tx,
  orgIds: readonly OrgId[],
  endedOn: Temporal.PlainDate,
): Promise<number> {
  const end = endedOn.add({ days: 1 }).toZonedDateTime('Europe/Brussels').toInstant();
  return store.setAgain(tx, orgIds, assessAgainFrom(endedOn), end);
}
