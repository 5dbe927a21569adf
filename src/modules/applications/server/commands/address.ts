import { z } from 'zod';
import { allow, refuse } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { email, idOf } from '#kernel/schema.ts';
import { changeAddress } from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { mayDecide } from '../../core/policy.ts';
import { reachedAgain } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, guardianAddresses, loadApplication, pupilAddress } from './loaded.ts';

export const correctAddress = command({
  name: 'applications.correct-address',
  summary:
    'Write another address for a pupil or guardian whom mails do not reach. They get a mail there. An address that works is changed by nobody but its owner.',
  input: z.object({ applicationId: idOf('app'), personId: idOf('per'), email }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a, input) => {
    const decision = mayDecide(actor, a.parties);
    if (!decision.allow) return decision;
    return a.parties.pupilId === input.personId || a.parties.guardianIds.includes(input.personId)
      ? allow
      : refuse('applications.refused.not-of-the-family');
  },
  run: async ({ tx, now, today: day, post, runtime }, a, input) => {
    const to = [pupilAddress(a), ...guardianAddresses(a)].find((p) => p?.id === input.personId);
    // whoever can read their mails changes their address themselves: nobody takes over what somebody else signs in with
    const dead = await store.deadAddresses(tx, [to?.email ?? '']);
    if (!to || !dead.has(to.email.toLowerCase())) return stale('applications.refused.is-reached');
    if (await store.worksSomewhere(tx, to.id, day))
      return fail('applications.refused.works-somewhere');
    if (input.email.toLowerCase() === to.email.toLowerCase())
      return fail('applications.refused.same-address', undefined, 'email');
    await changeAddress(tx, to.id, input.email);
    await post(
      reachedAgain(
        { ...to, email: input.email },
        a.parties.pupilId === to.id ? 'pupil' : 'guardian',
        a.stay,
        runtime.config.origin,
        now,
      ),
    );
    return ok();
  },
  audit: (a, input) => ({ ...auditOf(a), details: { personId: input.personId } }),
});
