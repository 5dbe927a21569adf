import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, prose, version } from '#kernel/schema.ts';
import { setReaders } from '#modules/forms/server/index.ts';
import { responsibilityFor } from '#modules/partnerships/server/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { pupilSelected } from '../../core/index.ts';
import { mayChooseSupport, mayDecide, mayRemind } from '../../core/policy.ts';
import { lifecycle, waitingFor } from '../../core/rules/index.ts';
import { consentReminded, notSelectedMail, pupilReminded, selectedMail } from '../notices.ts';
import * as store from '../store.ts';
import { heldByRound } from './in-round.ts';
import {
  auditOf,
  guardianAddresses,
  type LoadedApplication,
  loadApplication,
  pairOf,
  pupilAddress,
  remindTask,
} from './loaded.ts';
import { atSchool } from './place.ts';

const decision = z.object({ applicationId: idOf('app'), version, reason: prose(2000) });

/** Why the application cannot be decided about now, as an outcome; null when it can. */
function undecidable(a: LoadedApplication, way: 'select' | 'decline') {
  const verdict = can(lifecycle, a.state, way, {
    roles: ['school'],
    subject: { complete: true, hasFirstConsent: a.hasFirstConsent },
  });
  if (verdict.ok) return null;
  if (verdict.reason === 'guard') return fail('applications.refused.no-consent');
  return a.state === 'draft'
    ? fail('applications.refused.not-submitted')
    : stale(
        a.state === 'withdrawn'
          ? 'applications.refused.closed'
          : 'applications.refused.already-decided',
      );
}

export const selectPupil = command({
  name: 'applications.select-pupil',
  summary:
    'Select a pupil for the mobility, with the reason. The head or coordinator of the sending school decides.',
  input: decision,
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayDecide(actor, a.parties),
  run: async ({ tx, actor, now, post, tell, runtime }, a, input) => {
    const not = undecidable(a, 'select');
    if (not) return not;
    if (await heldByRound(tx, a.id)) return fail('applications.refused.in-round');
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const moved = await store.updateState(tx, a.id, input.version, {
      state: 'selected',
      decision: { at: now, by: actor.personId, reason: input.reason },
    });
    if (!moved) return stale('platform.error.changed-meanwhile');
    const origin = runtime.config.origin;
    const pupil = pupilAddress(a);
    if (pupil) await post(selectedMail(pupil, 'pupil', a.stay, origin));
    for (const guardian of guardianAddresses(a))
      await post(selectedMail(guardian, 'guardian', a.stay, origin));
    tell(pupilSelected({ applicationId: a.id }));
    return ok();
  },
  audit: auditOf,
});

export const declinePupil = command({
  name: 'applications.decline-pupil',
  summary:
    'Tell a pupil kindly that they are not selected, with the reason for the record. The school decides.',
  input: decision,
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayDecide(actor, a.parties),
  run: async ({ tx, actor, now, post }, a, input) => {
    const not = undecidable(a, 'decline');
    if (not) return not;
    if (await heldByRound(tx, a.id)) return fail('applications.refused.in-round');
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const moved = await store.updateState(tx, a.id, input.version, {
      state: 'not_selected',
      closedAt: now,
      decision: { at: now, by: actor.personId, reason: input.reason },
    });
    if (!moved) return stale('platform.error.changed-meanwhile');
    const pupil = pupilAddress(a);
    if (pupil) await post(notSelectedMail(pupil, 'pupil', a.stay));
    for (const guardian of guardianAddresses(a))
      await post(notSelectedMail(guardian, 'guardian', a.stay));
    return ok();
  },
  audit: auditOf,
});

export const remindApplicant = command({
  name: 'applications.remind-applicant',
  summary:
    'Mail a friendly reminder to whoever has to act on an application: the pupil or the guardians. Once a day at most.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => {
    const a = await loadApplication(tx, input.applicationId, today());
    return a && { ...a, shares: await responsibilityFor(tx, pairOf(a.parties), remindTask) };
  },
  permit: (actor, a) => mayRemind(actor, a.parties, a.shares),
  run: async (tools, a) => {
    const turn = waitingFor({
      state: a.state,
      hasFirstConsent: a.hasFirstConsent,
      isOfAge: a.isOfAge,
      guardians: a.guardians.length,
    });
    const origin = tools.runtime.config.origin;
    const pupil = pupilAddress(a);
    let reminded = 0;
    if (turn === 'pupil-answers' && pupil) {
      await tools.post(pupilReminded(pupil, a.stay, origin, tools.today));
      reminded++;
    }
    if (turn === 'pupil-consent' && pupil) {
      await tools.post(consentReminded(pupil, a.stay, origin, tools.today));
      reminded++;
    }
    if (turn === 'guardian-consent') {
      for (const guardian of guardianAddresses(a)) {
        await tools.post(consentReminded(guardian, a.stay, origin, tools.today));
        reminded++;
      }
    }
    return reminded > 0 ? ok({ reminded }) : fail('applications.refused.nobody-to-remind');
  },
  audit: (a) => auditOf(a),
});

export const setSupportingOrganisation = command({
  name: 'applications.set-supporting-organisation',
  summary:
    'Choose the supporting organisation that works with the school for its pupils of an intake. It then reads their applications.',
  input: z.object({
    intakeId: idOf('int'),
    schoolId: idOf('org'),
    orgId: idOf('org'),
  }),
  load: async ({ tx }, input) => {
    const intake = await store.intakeWithProject(tx, input.intakeId);
    if (!intake) return null;
    const parties = await store.partiesOf(tx, intake.project_id);
    return {
      parties,
      school: parties.find((p) => p.org_id === input.schoolId && p.role === 'school'),
      support: parties.find((p) => p.org_id === input.orgId && p.role === 'supporting'),
    };
  },
  permit: (actor, loaded, input) => mayChooseSupport(actor, atSchool(loaded, input.schoolId)),
  run: async ({ tx }, { support }, input) => {
    if (!support) return fail('applications.refused.support-not-in-project', undefined, 'orgId');
    const changed = await store.updateSupport(tx, input.intakeId, input.schoolId, input.orgId);
    if (changed === 0) return fail('applications.refused.no-pupils-yet');
    const own = (await store.applicationsOfIntake(tx, input.intakeId)).filter(
      (a) => a.sending_school_id === input.schoolId,
    );
    await setReaders(tx, { kind: 'application', ids: own.map((a) => a.id) }, [
      input.schoolId,
      input.orgId,
    ]);
    return ok({ changed });
  },
  audit: (_, input) => ({
    subjectId: input.intakeId,
    orgId: input.schoolId,
    details: { supporting: input.orgId },
  }),
});
