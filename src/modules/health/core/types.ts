import type { Answers, Frozen } from '#engines/forms/index.ts';
import type { HealthRecordId, PersonId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';

/** The two halves of a record: what the family knows, and what a physician finds. */
export const healthParts = ['guardian', 'physician'] as const;
export type HealthPart = (typeof healthParts)[number];

/** What is said to people who may not read it: how far a part is, and since when. */
export type PartState = {
  part: HealthPart;
  state: 'empty' | 'draft' | 'signed';
  signedAt: Temporal.Instant | null;
  /** something was changed since it was signed */
  changed: boolean;
};

/** What stands sealed in a part: the answers as they are now, and in words what was signed last. */
export type PartContent = {
  answers: Answers;
  signed: { frozen: Frozen; by: string } | null;
};

/** Whom a decision about somebody's health is made on. */
export type HealthCase = {
  pupilId: PersonId;
  /** the pupil is 18 and decides alone */
  ofAge: boolean;
  /** those who are guardians today, whatever the dossier says */
  guardians: readonly PersonId[];
  /** null where no dossier is looked at */
  dossier: Dossier | null;
};

/** A record as far as it can be read without a key. */
export type RecordState = {
  id: HealthRecordId;
  pupilId: PersonId;
  createdAt: Temporal.Instant;
  confirmedAt: Temporal.Instant | null;
  destroyAskedAt: Temporal.Instant | null;
  destroyedAt: Temporal.Instant | null;
  version: number;
  parts: PartState[];
};

export const noteStates = ['proposed', 'sent_back', 'accepted', 'withdrawn', 'replaced'] as const;
export type NoteState = (typeof noteStates)[number];
