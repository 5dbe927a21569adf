import type { MeasureId, PersonId, WishId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Place, vaultOf } from '#platform/vault/index.ts';
import { type BarrierKind, barrierKinds, type WishContent } from '../../core/index.ts';

/** What was sealed, or null once the pupil's key was destroyed: then nobody can read it any more. */
export type Read<T> = T | null;

const wishPlace = (person: PersonId, row: WishId): Place => ({
  table: 'inclusion_wishes',
  column: 'sealed',
  row,
  person,
});
const measurePlace = (person: PersonId, row: MeasureId): Place => ({
  table: 'inclusion_measures',
  column: 'sealed',
  row,
  person,
});
const effectPlace = (person: PersonId, row: MeasureId, by: PersonId): Place => ({
  table: 'inclusion_effects',
  column: 'sealed',
  row: `${row}.${by}`,
  person,
});

async function opened(
  read: Readable,
  runtime: Runtime,
  place: Place,
  sealed: Buffer,
): Promise<Read<string>> {
  const found = await vaultOf(runtime.config).open(read, place, sealed);
  return found.state === 'open' ? found.text : null;
}

export function sealWish(
  read: Readable,
  runtime: Runtime,
  at: { pupilId: PersonId; id: WishId },
  content: WishContent,
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(read, wishPlace(at.pupilId, at.id), JSON.stringify(content));
}

export async function openWish(
  read: Readable,
  runtime: Runtime,
  at: { pupil_id: PersonId; id: WishId; sealed: Buffer },
): Promise<Read<WishContent>> {
  const text = await opened(read, runtime, wishPlace(at.pupil_id, at.id), at.sealed);
  if (text === null) return null;
  const found = JSON.parse(text) as { kind: string | null; words: string; wish: string };
  const kind = barrierKinds.find((k): k is BarrierKind => k === found.kind) ?? null;
  return { kind, words: found.words, wish: found.wish };
}

export function sealWhat(
  read: Readable,
  runtime: Runtime,
  at: { pupilId: PersonId; id: MeasureId },
  what: string,
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(read, measurePlace(at.pupilId, at.id), what);
}

export function openWhat(
  read: Readable,
  runtime: Runtime,
  at: { pupil_id: PersonId; id: MeasureId; sealed: Buffer },
): Promise<Read<string>> {
  return opened(read, runtime, measurePlace(at.pupil_id, at.id), at.sealed);
}

export function sealEffect(
  read: Readable,
  runtime: Runtime,
  at: { pupilId: PersonId; id: MeasureId; by: PersonId },
  words: string,
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(read, effectPlace(at.pupilId, at.id, at.by), words);
}

export function openEffect(
  read: Readable,
  runtime: Runtime,
  pupilId: PersonId,
  at: { measure_id: MeasureId; person_id: PersonId; sealed: Buffer },
): Promise<Read<string>> {
  return opened(read, runtime, effectPlace(pupilId, at.measure_id, at.person_id), at.sealed);
}
