import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { type Dossier, rolesFor } from '#modules/mobilities/core/index.ts';
import { lockDossier } from '#modules/mobilities/server/index.ts';
import { isOfAge } from '#modules/people/core/index.ts';
import { command } from '#platform/command.ts';
import type { Place } from '#platform/vault/index.ts';
import { type CardWords, cardInput, cardWords } from '../../core/index.ts';
import * as store from '../store.ts';
import { openSealed, sealAt } from './incidents.ts';

export const cardPlace = (mobilityId: MobilityId, person: PersonId): Place => ({
  table: 'emergency_cards',
  column: 'sealed',
  row: mobilityId,
  person,
  room: 'emergency-card',
});

/** What is sealed, as it was written; empty words where there is nothing or nobody can open it any more. */
export function wordsIn(text: string): CardWords {
  return cardWords.parse(text === '' ? {} : JSON.parse(text));
}

/** Pupil and guardians fill it in; words about health are decided by a guardian, or by a pupil of age. */
export function decidesHealth(
  actor: Actor,
  dossier: Pick<Dossier, 'parties' | 'pupilBirthDate'>,
  today: Temporal.PlainDate,
): boolean {
  const roles = rolesFor(actor, dossier, today);
  return isOfAge(dossier.pupilBirthDate, today)
    ? roles.includes('pupil')
    : roles.includes('guardian');
}

export const saveCard = command({
  name: 'emergency.save-card',
  summary:
    'Fill in the emergency card: insurance, own number, and what a helper should know about health if the family wants that.',
  input: cardInput,
  load: async ({ tx }, input) => {
    const dossier = await lockDossier(tx, input.mobilityId);
    return dossier && { dossier, card: await store.lockCard(tx, dossier.id) };
  },
  permit: (actor, { dossier }, _, { today }): Decision => {
    const roles = rolesFor(actor, dossier, today);
    if (roles.includes('pupil') || roles.includes('guardian')) return allow;
    return roles.length > 0 ? refuse('emergency.refused.family-fills-card') : hide;
  },
  run: async (tools, { dossier, card }, input) => {
    const { tx, actor, now, today, runtime } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if ((card?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const place = cardPlace(dossier.id, dossier.pupilId);
    const before = wordsIn(card ? await openSealed(runtime, tx, place, card.sealed) : '');
    const decides = decidesHealth(actor, dossier, today);
    if (decides && input.health !== '' && !input.agree)
      return fail('emergency.card.agree-first', undefined, 'agree');
    const health = decides ? (input.agree ? input.health : '') : before.health;
    const isSame = health !== '' && health === before.health;
    await store.saveCard(tx, {
      mobilityId: dossier.id,
      pupilId: dossier.pupilId,
      sealed: await sealAt(
        tools,
        place,
        JSON.stringify({
          insurer: input.insurer,
          policy: input.policy,
          insurerPhone: input.insurerPhone,
          ownPhone: input.ownPhone,
          health,
        } satisfies CardWords),
      ),
      agreedBy:
        health === '' ? null : isSame && !decides ? (card?.agreed_by ?? null) : actor.personId,
      agreedAt: health === '' ? null : isSame ? (card?.agreed_at ?? now) : now,
      changedBy: actor.personId,
      now,
      version: input.version,
    });
    return ok();
  },
  audit: (_, input) => ({ subjectId: input.mobilityId }),
});

export const forgetOld = command({
  name: 'emergency.forget-old',
  summary:
    'Delete what has been kept long enough: incidents two years after they were closed, rotas and notes after thirteen months, cards a month after the stay, devices with their session.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'follows the terms of the privacy page',
  run: async ({ tx, now, today }) => {
    await store.forget(tx, {
      now,
      closedBefore: now.subtract({ hours: 24 * 730 }),
      dutyBefore: now.subtract({ hours: 24 * 396 }),
      endedBefore: today.subtract({ days: 30 }),
    });
    return ok();
  },
});
