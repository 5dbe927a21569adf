import { type CompiledForm, fingerprint } from '#engines/forms/index.ts';
import { laterOf } from '#kernel/dates.ts';
import { shippedForms, soundForm } from '#modules/forms/core/index.ts';
import { type HealthPart, healthParts, type PartState } from './types.ts';

/** How long an opening in an emergency lasts. */
export const emergencyMinutes = 60;
/** A reason is a sentence, not a letter. */
export const reasonLength = { min: 20, max: 1000 };
/** A physician's link lives this long; a new one can be made at any time. */
export const linkDays = 30;
export const noteLength = 4000;
export const remarkLength = 1000;
/** Nobody is reminded twice within so many hours. */
export const remindHours = 24;
/** After the last stay a record is kept this long, and then destroyed. */
export const retentionDays = 90;
/** An emergency is possible until so many days after a stay: an illness may come home with the pupil. */
export const emergencyDaysAfter = 30;

const keys: Record<HealthPart, string> = { guardian: 'health-history', physician: 'physician' };

function compiled(part: HealthPart): { form: CompiledForm; sectionId: string; version: string } {
  const definition = shippedForms.find((f) => f.id === keys[part]);
  const section = definition?.sections[0];
  if (!definition || !section) throw new Error(`there is no form ${keys[part]}`);
  return {
    form: soundForm(definition),
    sectionId: section.id,
    version: `${definition.id} ${checksum(fingerprint(definition))}`,
  };
}

/** Says two versions of a form apart; no secret hangs on it (FNV-1a, 32 bits). */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}

/**
 * The questions of each part. They come with the product; what was signed is kept in the words it was read in, so a later
 * version changes nothing that somebody has said.
 */
export const questionsOf: Record<HealthPart, ReturnType<typeof compiled>> = {
  guardian: compiled('guardian'),
  physician: compiled('physician'),
};

/** What is missing, for those who see no more than that. */
export function missingParts(parts: readonly PartState[]): HealthPart[] {
  return parts.filter((p) => p.state !== 'signed').map((p) => p.part);
}

/** A part that nobody has begun has no row. */
export function allParts(
  found: readonly {
    part: string;
    state: string;
    signedAt: Temporal.Instant | null;
    changed: boolean;
  }[],
): PartState[] {
  return healthParts.map((part) => {
    const row = found.find((p) => p.part === part);
    return {
      part,
      state: row ? (row.state as PartState['state']) : 'empty',
      signedAt: row?.signedAt ?? null,
      changed: row?.changed ?? false,
    };
  });
}

/** The days around a departure on which "is it still true?" is asked: from six weeks before, by two weeks before. */
export function confirmationTerm(startsOn: Temporal.PlainDate): {
  from: Temporal.PlainDate;
  due: Temporal.PlainDate;
} {
  return { from: startsOn.subtract({ days: 42 }), due: startsOn.subtract({ days: 14 }) };
}

/**
 * Whether the family is asked once more before the departure: the record is complete, was last confirmed before the term
 * began, and the pupil has not come home.
 */
export function asksToConfirm(
  record: { parts: readonly PartState[]; confirmedAt: Temporal.Instant | null },
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate },
  today: Temporal.PlainDate,
): boolean {
  if (missingParts(record.parts).length > 0 || record.confirmedAt === null) return false;
  const { from } = confirmationTerm(stay.startsOn);
  if (Temporal.PlainDate.compare(today, from) < 0) return false;
  if (Temporal.PlainDate.compare(today, stay.endsOn) > 0) return false;
  const confirmedOn = record.confirmedAt.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  return Temporal.PlainDate.compare(confirmedOn, from) < 0;
}

/**
 * When the record is to be complete: eight weeks before the departure, while there is time to see a physician, and never
 * earlier than two weeks after the dossier was opened: nobody is late before they were asked.
 */
export function recordDue(stay: {
  startsOn: Temporal.PlainDate;
  openedAt: Temporal.Instant;
}): Temporal.PlainDate {
  const openedOn = stay.openedAt.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  return laterOf(stay.startsOn.subtract({ days: 56 }), openedOn.add({ days: 14 }));
}

/** From when on a record is destroyed by itself; null while no stay is known. */
export function retainedUntil(
  stays: readonly { endsOn: Temporal.PlainDate }[],
): Temporal.PlainDate | null {
  const last = stays
    .map((s) => s.endsOn)
    .sort(Temporal.PlainDate.compare)
    .at(-1);
  return last ? last.add({ days: retentionDays }) : null;
}

/** Whether somebody can be in danger within this dossier at all. */
export function emergencyPossible(
  dossier: { state: string; endsOn: Temporal.PlainDate },
  today: Temporal.PlainDate,
): boolean {
  const last = dossier.endsOn.add({ days: emergencyDaysAfter });
  return dossier.state !== 'withdrawn' && Temporal.PlainDate.compare(today, last) <= 0;
}
