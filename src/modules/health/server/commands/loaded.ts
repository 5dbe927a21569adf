import type { Actor, PersonActor } from '#kernel/actor.ts';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { lockDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf, personById } from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import type { CommandTools } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { HealthCase, RecordState } from '../../core/index.ts';
import type { Recipient } from '../notices.ts';
import * as store from '../store/index.ts';

export type Loaded = { on: HealthCase; record: RecordState | null };
export type LoadedInDossier = Loaded & { dossier: Dossier };

/** A pupil's record under lock, as its owners come to it. */
export async function loadOwn(
  { tx }: { tx: Tx },
  input: { pupilId: PersonId },
): Promise<Loaded | null> {
  const on = await store.caseOf(tx, input.pupilId, today());
  return on && { on, record: await store.recordOf(tx, input.pupilId, true) };
}

/** The same through a dossier, as everybody else comes to it. */
export async function loadShared(
  { tx }: { tx: Tx },
  input: { mobilityId: MobilityId },
): Promise<LoadedInDossier | null> {
  const dossier = await lockDossier(tx, input.mobilityId);
  if (!dossier) return null;
  const on = await store.caseOf(tx, dossier.pupilId, today(), dossier);
  return on && { on, dossier, record: await store.recordOf(tx, dossier.pupilId) };
}

/** Those who decide: the guardians of today, or the pupil from 18 on. */
export async function decidersOf(
  read: Readable,
  on: HealthCase,
  today: Temporal.PlainDate,
): Promise<Recipient[]> {
  if (on.ofAge) return pupilOf(read, on);
  return (await guardiansOf(read, [on.pupilId], today)).flatMap((g) => recipient(g));
}

export async function pupilOf(read: Readable, on: HealthCase): Promise<Recipient[]> {
  const pupil = await personById(read, on.pupilId);
  return pupil ? recipient(pupil) : [];
}

/** Somebody by mail; nobody without an address. */
export function recipient(p: {
  id: PersonId;
  email: string | null;
  language: string;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
}): Recipient[] {
  return p.email
    ? [{ personId: p.id, address: p.email, language: p.language, name: displayName(p) }]
    : [];
}

export async function recipientsById(read: Readable, ids: PersonId[]): Promise<Recipient[]> {
  const found: Recipient[] = [];
  for (const id of new Set(ids)) {
    const person = await personById(read, id);
    if (person) found.push(...recipient(person));
  }
  return found;
}

/** What a pupil is called; the mother of two must see at once of whom it speaks. */
export async function nameOf(read: Readable, id: PersonId): Promise<string> {
  const person = await personById(read, id);
  return person ? displayName(person) : '';
}

export function actingPerson(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Error('somebody acts here');
  return actor;
}

export const urlOf = ({ runtime }: CommandTools, path: string) => `${runtime.config.origin}${path}`;
