import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { email, idOf, languageCode, line } from '#kernel/schema.ts';
import { askFor, requestsAbout } from '#modules/forms/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { mayAskForWords } from '../../core/policy.ts';
import { askKinds, asksForGuardian } from '../../core/schema.ts';
import { auditOf, loadApplication } from './loaded.ts';

export const askForWords = command({
  name: 'applications.ask-for-words',
  summary:
    'Ask a class teacher, a language teacher or a guardian for their part of an application, by name and address. The pupil may ask teachers and guardians too.',
  input: z.object({
    applicationId: idOf('app'),
    what: z.enum(askKinds, { error: 'platform.invalid.choose' }),
    /** a guardian who is known already: then the two below are not looked at */
    guardianId: z.union([z.literal(''), idOf('per')]).default(''),
    name: z.union([z.literal(''), line(120)]).default(''),
    email: z.union([z.literal(''), email]).default(''),
    language: languageCode.default('en'),
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayAskForWords(actor, a.parties),
  run: async (tools, a, input) => {
    if (a.state === 'withdrawn' || a.state === 'not_selected')
      return stale('applications.refused.closed');
    const asGuardian = asksForGuardian(input.what);
    if (asGuardian && a.isOfAge) return fail('applications.asked.of-age');
    const known = a.guardians.find((g) => asGuardian && g.guardian_id === input.guardianId);
    if (input.guardianId && !known)
      return fail('applications.asked.no-guardian', undefined, 'guardianId');
    const addressee = known
      ? {
          personId: known.guardian_id,
          name:
            known.given_name && known.family_name
              ? displayName({
                  given_name: known.given_name,
                  family_name: known.family_name,
                  preferred_name: known.preferred_name,
                })
              : '',
          email: known.email ?? '',
        }
      : { personId: null, name: input.name, email: input.email };
    if (!addressee.name) return fail('platform.invalid.required', undefined, 'name');
    if (!known && !addressee.email) return fail('platform.invalid.required', undefined, 'email');
    const before = await requestsAbout(
      { read: tools.tx, actor: tools.actor, language: 'en', today: tools.today },
      'application',
      a.id,
    );
    const open = before.some(
      (r) =>
        r.capacity === input.what &&
        ['asked', 'opened', 'draft', 'submitted'].includes(r.state) &&
        (known ? r.addressee.id === known.guardian_id : r.addressee.email === addressee.email),
    );
    if (open) return stale('applications.asked.already');
    const { requestId } = await askFor(tools, {
      formKey: input.what,
      askingOrgId: a.parties.sendingSchoolId,
      about: { kind: 'application', id: a.id },
      subjectId: a.parties.pupilId,
      addressee,
      capacity: input.what,
      asGuardian,
      language: known?.language ?? input.language,
      readers: {
        orgs: [
          a.parties.sendingSchoolId,
          ...(a.parties.sendingOrgId ? [a.parties.sendingOrgId] : []),
        ],
        persons: [],
      },
    });
    return ok({ requestId });
  },
  audit: (a, input) => ({ ...auditOf(a), details: { what: input.what } }),
});
