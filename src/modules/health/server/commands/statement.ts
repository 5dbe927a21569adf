import { z } from 'zod';
import type { Answers, PersonName } from '#engines/forms/index.ts';
import { allow } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { hashToken } from '#platform/dice.ts';
import { statementSignedMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { decidersOf, nameOf, urlOf } from './loaded.ts';
import { draftInput, savePage, signatureInput, signPart } from './record.ts';

export const token = z.object({ token: z.string().max(300) });

/** Why the row policies are opened: a physician has no account, the link is the proof. */
const byLink = 'physician-link';

/** What the link leads to while it lives; null once it was used, withdrawn or is over. */
async function loadLinked(
  { tx, now }: { tx: Tx; now: Temporal.Instant },
  input: { token: string },
) {
  const link = await store.linkByHash(tx, hashToken(input.token));
  if (!link || link.used_at || link.withdrawn_at) return null;
  if (Temporal.Instant.compare(link.expires_at, now) <= 0) return null;
  const record = await store.recordOf(tx, link.pupil_id, true);
  const on = await store.caseOf(tx, link.pupil_id, today());
  return record && on && record.id === link.record_id && !record.destroyedAt
    ? { link, record, on }
    : null;
}

export const saveStatement = command({
  name: 'health.save-statement',
  summary: 'Keep one page of the physician’s part, by the link, sealed.',
  input: token.extend(draftInput.shape),
  opensRows: byLink,
  keepsFailure: true,
  load: loadLinked,
  permit: () => allow,
  run: (tools, { record }, input) => savePage(tools, record, 'physician', input),
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

/** Who signs, as they wrote their name on the form. */
function physicianIn(answers: Answers): string {
  const name = Object.values(answers).find(
    (a): a is PersonName => typeof a === 'object' && a !== null && 'family' in a && !('city' in a),
  );
  return [name?.given, name?.family].filter(Boolean).join(' ');
}

export const signStatement = command({
  name: 'health.sign-statement',
  summary:
    'Sign the physician’s statement with name and date. The link ends and shows nothing of it any more.',
  input: token.extend(signatureInput.shape),
  opensRows: byLink,
  load: loadLinked,
  permit: () => allow,
  run: async (tools, { record, on, link }, input) => {
    const signed = await signPart(tools, record, 'physician', input, async ({ answers }) =>
      physicianIn(answers),
    );
    if (!signed.ok) return signed;
    await store.endLinks(tools.tx, record.id, { used_at: tools.now });
    const pupil = await nameOf(tools.tx, on.pupilId);
    for (const to of await decidersOf(tools.tx, on, tools.today))
      await tools.post(
        statementSignedMail(to, {
          pupil,
          url: urlOf(tools, `/sealed/${on.pupilId}`),
          key: link.id,
        }),
      );
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});
