import type { Id, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Place, vaultOf } from '#platform/vault/index.ts';

/** Rooms of the vault: what is sealed in one opens nothing of the other, nor of the health record. */
const noteRoom = 'support';
const concernRoom = 'concerns';

const notePlace = (row: Id<'sno'>, person: PersonId): Place => ({
  table: 'support_notes',
  column: 'sealed',
  row,
  person,
  room: noteRoom,
});
const wordsPlace = (row: Id<'cwo'>, person: PersonId): Place => ({
  table: 'concern_words',
  column: 'sealed',
  row,
  person,
  room: concernRoom,
});

type Sealing = { runtime: Runtime; tx: Tx; now: Temporal.Instant };

async function sealAt({ runtime, tx, now }: Sealing, place: Place, text: string): Promise<Buffer> {
  const vault = vaultOf(runtime.config);
  await vault.ensureKey(tx, place.person, now, place.room);
  return vault.seal(tx, place, text);
}

async function openAt(
  runtime: Runtime,
  read: Readable,
  place: Place,
  sealed: Buffer,
): Promise<string> {
  const opened = await vaultOf(runtime.config).open(read, place, sealed);
  return opened.state === 'open' ? opened.text : '';
}

/** Seals a confidential note with the pupil's key. */
export const sealNote = (tools: Sealing, id: Id<'sno'>, pupilId: PersonId, words: string) =>
  sealAt(tools, notePlace(id, pupilId), words);

export const openNote = (
  runtime: Runtime,
  read: Readable,
  note: { id: Id<'sno'>; sealed: Buffer },
  pupilId: PersonId,
) => openAt(runtime, read, notePlace(note.id, pupilId), note.sealed);

/** Seals what is said in a concern with the key of whoever raised it. */
export const sealWords = (tools: Sealing, id: Id<'cwo'>, raisedBy: PersonId, words: string) =>
  sealAt(tools, wordsPlace(id, raisedBy), words);

export const openWords = (
  runtime: Runtime,
  read: Readable,
  words: { id: Id<'cwo'>; sealed: Buffer },
  raisedBy: PersonId,
) => openAt(runtime, read, wordsPlace(words.id, raisedBy), words.sealed);
