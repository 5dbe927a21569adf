import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { dateInput, idOf } from '#kernel/schema.ts';
import { personById } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { noticeKinds, pleaseLookMail } from '../notices.ts';

/** Where the notice leads: the literal addresses of this module's pages. */
function pathOf(at: {
  kind: string;
  applicationId?: string | undefined;
  measureId?: string | undefined;
}) {
  if (at.measureId) return `/measures/${at.measureId}`;
  return `/applications/${at.applicationId}/${at.kind === 'call-back' ? 'family' : 'plan'}`;
}

export const tellPerson = command({
  name: 'inclusion.tell-person',
  summary:
    'Tell somebody by mail that something waits for them; the installation does this by itself.',
  input: z.object({
    personId: idOf('per'),
    kind: z.enum(noticeKinds),
    applicationId: idOf('app').optional(),
    measureId: idOf('mea').optional(),
    key: z.string().max(200),
    by: dateInput.optional(),
  }),
  load: async ({ tx, actor }, input) => {
    if (actor.kind !== 'system') return null;
    return (await personById(tx, input.personId)) ?? null;
  },
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ post, runtime }, person, input) => {
    if (person.email)
      await post(
        pleaseLookMail(
          { address: person.email, personId: person.id, language: person.language },
          input.kind,
          {
            url: `${runtime.config.origin}${pathOf(input)}`,
            sendKey: input.key,
            by: input.by ?? null,
          },
        ),
      );
    return ok();
  },
});
