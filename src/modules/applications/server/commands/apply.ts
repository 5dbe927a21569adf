import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { languages } from '#platform/i18n/index.ts';
import type { Answers } from '../../core/index.ts';
import { mayWrite } from '../../core/policy.ts';
import { lifecycle, missingParts } from '../../core/rules/index.ts';
import { type PartInput, partInput } from '../../core/schema.ts';
import { applicationInWords } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, loadApplication } from './loaded.ts';

/** What one page adds to the answers that are kept. */
function keptOf(input: PartInput): Answers {
  switch (input.part) {
    case 'about': {
      const { aboutMe, interests, mustContinue } = input;
      return { about: { aboutMe, interests: [...new Set(interests)], mustContinue } };
    }
    case 'why':
      return { why: { why: input.why } };
    case 'languages': {
      const others = input.others.flatMap(({ language, level }) =>
        language !== '' && level !== '' ? [{ language, level }] : [],
      );
      return { languages: { motherTongue: input.motherTongue, others } };
    }
    case 'food': {
      if (input.hasAllergies === 'no')
        return { food: { allergies: [], otherAllergy: '', diet: input.diet } };
      const kinds = [...new Set([...input.allergies, ...input.serious])];
      return {
        food: {
          allergies: kinds.map((kind) => ({
            kind,
            severity: input.serious.includes(kind) ? ('serious' as const) : ('mild' as const),
          })),
          otherAllergy: input.otherAllergy,
          diet: input.diet,
        },
      };
    }
    case 'home': {
      const { acceptsSmoking, acceptsPets, acceptsSharedRoom, acceptsSingleAdult } = input;
      return {
        home: {
          smokes: input.smokes === 'yes',
          acceptsSmoking,
          acceptsPets,
          acceptsSharedRoom,
          acceptsSingleAdult,
        },
      };
    }
    case 'letter':
      return { letter: { letter: input.letter } };
  }
}

export const saveAnswers = command({
  name: 'applications.save-answers',
  summary: 'Save one page of your application. Only the pupil writes it, until it is submitted.',
  input: partInput,
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: async ({ tx }, a, input) => {
    if (a.state !== 'draft') return stale('applications.refused.already-submitted');
    if (a.version !== input.version) return stale('platform.error.changed-meanwhile');
    const answers = { ...a.answers, ...keptOf(input) };
    return (await store.updateAnswers(tx, a.id, a.version, answers))
      ? ok({ missing: missingParts(answers) })
      : stale('platform.error.changed-meanwhile');
  },
  audit: (a, input) => ({ ...auditOf(a), details: { part: input.part } }),
});

export const submitApplication = command({
  name: 'applications.submit-application',
  summary:
    'Submit your application to your school. What you wrote is kept as you read it and no longer changes.',
  input: z.object({
    applicationId: idOf('app'),
    version,
    language: z.enum(languages, { error: 'platform.invalid.language' }).default('en'),
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: async ({ tx, now }, a, input) => {
    const missing = missingParts(a.answers);
    const verdict = can(lifecycle, a.state, 'submit', {
      roles: ['pupil'],
      subject: { complete: missing.length === 0, hasFirstConsent: a.hasFirstConsent },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard'
        ? fail('applications.refused.incomplete', { count: missing.length })
        : stale(
            a.state === 'submitted'
              ? 'platform.error.already-done'
              : 'applications.refused.already-submitted',
          );
    const moved = await store.updateState(tx, a.id, input.version, {
      state: verdict.to,
      frozen: applicationInWords(a.answers, input.language),
      submittedAt: now,
    });
    return moved
      ? ok({ hasFirstConsent: a.hasFirstConsent })
      : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});

export const withdrawApplication = command({
  name: 'applications.withdraw-application',
  summary: 'Withdraw your application. No reason is asked.',
  input: z.object({ applicationId: idOf('app'), version }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayWrite(actor, a.parties),
  run: async ({ tx, now }, a, input) => {
    const verdict = can(lifecycle, a.state, 'withdraw', {
      roles: ['pupil'],
      subject: { complete: true, hasFirstConsent: a.hasFirstConsent },
    });
    if (!verdict.ok)
      return stale(
        a.state === 'selected'
          ? 'applications.refused.withdraw-selected'
          : 'platform.error.already-done',
      );
    return (await store.updateState(tx, a.id, input.version, { state: verdict.to, closedAt: now }))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});
