import { papersOf } from '#modules/travel/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import type { CardWords } from '../../core/index.ts';
import { cardPlace, wordsIn } from '../commands/cards.ts';
import { openSealed } from '../commands/incidents.ts';
import type * as store from '../store.ts';

/**
 * What the family wrote on the card of a stay; the insurance out of the papers for the journey where they wrote none.
 * The caller decides who may read it. Row policies must be open: papers are for those who see to them.
 */
export async function cardWordsOf(
  runtime: Runtime,
  read: Readable,
  stay: Pick<store.StayRow, 'id' | 'pupil_id'>,
  card: Awaited<ReturnType<typeof store.cardOf>>,
): Promise<CardWords> {
  const words = wordsIn(
    card ? await openSealed(runtime, read, cardPlace(stay.id, stay.pupil_id), card.sealed) : '',
  );
  if (words.insurer || words.policy || words.insurerPhone) return words;
  const paper = (await papersOf(read, [stay.id])).find((p) => p.kind === 'insurance');
  return paper
    ? {
        ...words,
        insurer: paper.insurer,
        policy: paper.policyNumber,
        insurerPhone: paper.hotline,
      }
    : words;
}
