import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { insertConsent } from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { languages } from '#platform/i18n/index.ts';
import { mayConsent } from '../../core/policy.ts';
import { consentWording } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, loadApplication } from './loaded.ts';

export const giveFirstConsent = command({
  name: 'applications.give-first-consent',
  summary:
    'Agree that the pupil applies. A guardian does so for a minor; a pupil of age for themselves. Not yet binding.',
  input: z.object({
    applicationId: idOf('app'),
    language: z.enum(languages, { error: 'platform.invalid.language' }).default('en'),
    agree: z.literal(true, { error: 'applications.consent.tick' }),
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayConsent(actor, a.parties, a.isOfAge),
  run: async ({ tx, actor, now }, a, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (a.state === 'withdrawn' || a.state === 'not_selected')
      return stale('applications.refused.closed');
    if (a.consents.some((c) => c.given_by === actor.personId))
      return stale('platform.error.already-done');
    const capacity = a.isOfAge ? ('pupil_of_age' as const) : ('guardian' as const);
    await insertConsent(tx, {
      id: newId('con'),
      pupilId: a.parties.pupilId,
      applicationId: a.id,
      kind: 'first',
      wording: consentWording(input.language, {
        pupil: `${a.described.given_name} ${a.described.family_name}`,
        consenter: actor.name,
        capacity,
        project: a.described.project_title,
        school: a.described.school_name,
        startsOn: a.described.starts_on,
        endsOn: a.described.ends_on,
      }),
      language: input.language,
      givenBy: actor.personId,
      capacity,
      now,
    });
    return ok({ capacity });
  },
  audit: (a, input, { capacity }) => ({
    ...auditOf(a),
    details: { language: input.language, capacity },
  }),
});

export const withdrawConsent = command({
  name: 'applications.withdraw-consent',
  summary: 'Take back the first consent you gave. It counts from now on, at any time.',
  input: z.object({ applicationId: idOf('app') }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayConsent(actor, a.parties, a.isOfAge),
  run: async ({ tx, actor, now }, a) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    return (await store.withdrawFirstConsent(tx, a.id, actor.personId, now))
      ? ok()
      : stale('platform.error.already-done');
  },
  audit: auditOf,
});
