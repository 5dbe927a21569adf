import type { CareNoteId, HealthRecordId, Id, PersonId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Opened, type Place, vaultOf } from '#platform/vault/index.ts';
import type { HealthPart, PartContent } from '../../core/index.ts';
import { partRow } from './index.ts';

/** The room of the vault that is destroyed with a health record; what else is sealed about the person stays. */
export const healthRoom = 'health';

/** Each sealed text is bound to its row and its person: moved elsewhere it does not open. */
const places = {
  part: (id: HealthRecordId, part: HealthPart, person: PersonId): Place => ({
    table: 'health_parts',
    column: 'sealed',
    row: `${id}.${part}`,
    person,
    room: healthRoom,
  }),
  reason: (id: Id<'hlo'>, person: PersonId): Place => ({
    table: 'health_looks',
    column: 'reason',
    row: id,
    person,
    room: healthRoom,
  }),
  note: (id: CareNoteId, person: PersonId): Place => ({
    table: 'care_notes',
    column: 'sealed',
    row: id,
    person,
    room: healthRoom,
  }),
  remark: (id: CareNoteId, person: PersonId): Place => ({
    table: 'care_notes',
    column: 'remark',
    row: id,
    person,
    room: healthRoom,
  }),
};

type Whose = { id: HealthRecordId; pupilId: PersonId };

export function sealPart(
  runtime: Runtime,
  read: Readable,
  record: Whose,
  part: HealthPart,
  content: PartContent,
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(
    read,
    places.part(record.id, part, record.pupilId),
    JSON.stringify(content),
  );
}

/** A part opened: with its version, what was said and signed; or since when it is gone; null when nobody has begun it. */
export async function openPart(
  runtime: Runtime,
  read: Readable,
  record: Whose,
  part: HealthPart,
): Promise<
  | { state: 'open'; version: number; signedAt: Temporal.Instant | null; content: PartContent }
  | { state: 'gone'; since: Temporal.Instant }
  | null
> {
  const row = await partRow(read, record.id, part);
  if (!row) return null;
  const opened = await vaultOf(runtime.config).open(
    read,
    places.part(record.id, part, record.pupilId),
    row.sealed,
  );
  if (opened.state === 'gone') return opened;
  return {
    state: 'open',
    version: row.version,
    signedAt: row.signed_at,
    content: JSON.parse(opened.text) as PartContent,
  };
}

/** Why a record was opened, and who did in words: what they were called stays readable when they have left. */
export type Reason = { reason: string; by: string; org: string };

export function sealReason(
  runtime: Runtime,
  read: Readable,
  look: { id: Id<'hlo'>; pupilId: PersonId },
  reason: Reason,
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(
    read,
    places.reason(look.id, look.pupilId),
    JSON.stringify(reason),
  );
}

export async function openReason(
  runtime: Runtime,
  read: Readable,
  look: { id: Id<'hlo'>; pupilId: PersonId },
  sealed: Buffer,
): Promise<Reason | null> {
  const opened = await vaultOf(runtime.config).open(
    read,
    places.reason(look.id, look.pupilId),
    sealed,
  );
  return opened.state === 'open' ? (JSON.parse(opened.text) as Reason) : null;
}

type Note = { id: CareNoteId; pupilId: PersonId };

export function sealNote(
  runtime: Runtime,
  read: Readable,
  note: Note,
  text: string,
  column: 'note' | 'remark' = 'note',
): Promise<Buffer> {
  return vaultOf(runtime.config).seal(read, places[column](note.id, note.pupilId), text);
}

export function openNote(
  runtime: Runtime,
  read: Readable,
  note: Note,
  sealed: Buffer,
  column: 'note' | 'remark' = 'note',
): Promise<Opened> {
  return vaultOf(runtime.config).open(read, places[column](note.id, note.pupilId), sealed);
}
