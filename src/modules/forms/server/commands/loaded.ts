import { createHash } from 'node:crypto';
import {
  type Answers,
  type CompiledForm,
  type Facts,
  type Frozen,
  fieldsOf,
  fingerprint,
  type Section,
} from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { FormRequestId, FormVersionId, OrgId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { hashToken, keyedHash } from '#platform/dice.ts';
import type { Proof } from '../../core/policy.ts';
import { factsFor, isOfAge, isSealed, isState, sectionOf, soundForm } from '../../core/rules.ts';
import type { RequestCircumstances, RequestParties } from '../../core/types.ts';
import * as store from '../store.ts';

// Versions never change, so each is put together once in a process. More than these are not answered at a time.
const compiled = new Map<FormVersionId, CompiledForm>();
const mostCompiled = 200;

/** A published version, ready to be used; null when the reader may not see it. */
export async function compiledVersion(
  read: Readable,
  id: FormVersionId,
): Promise<CompiledForm | null> {
  const known = compiled.get(id);
  if (known) return known;
  const definition = await store.definitionOf(read, id);
  if (!definition) return null;
  const form = soundForm(definition);
  const oldest = compiled.keys().next().value;
  if (compiled.size >= mostCompiled && oldest) compiled.delete(oldest);
  compiled.set(id, form);
  return form;
}

/** How the person who answers is known: by the link of the mail, or signed in. One of the two is empty. */
export type HandedIn = { token: string; requestId: FormRequestId | '' };

/** The secret of a link. It is made again for a reminder, so nothing but its hash is kept. */
export function linkToken(secret: string, id: FormRequestId, number: number): string {
  return keyedHash(secret, `form-request:${id}:${number}`).toString('base64url');
}

export function proofOf(hand: HandedIn): Proof {
  return hand.token ? 'link' : 'person';
}

/** The request a hand leads to, with all that decisions about it read; null when there is none. */
export async function requestIn(
  read: Readable,
  hand: HandedIn,
  today: Temporal.PlainDate,
): Promise<LoadedRequest | null> {
  const row = hand.token
    ? await store.requestByToken(read, hashToken(hand.token))
    : hand.requestId
      ? await store.requestById(read, hand.requestId)
      : undefined;
  return row ? loaded(read, row, today) : null;
}

/** The same under lock. */
export async function requestToChange(
  tx: Tx,
  hand: HandedIn,
  today: Temporal.PlainDate,
): Promise<LoadedRequest | null> {
  if (!hand.token && !hand.requestId) return null;
  const row = await store.requestForUpdate(
    tx,
    hand.token ? { hash: hashToken(hand.token) } : { id: hand.requestId as FormRequestId },
  );
  return row ? loaded(tx, row, today) : null;
}

export type LoadedRequest = {
  row: store.RequestRow;
  parties: RequestParties;
  circumstances: RequestCircumstances;
  /** name of who it is about; '' when it is about nobody */
  subject: string;
  facts: Facts;
};

async function loaded(
  read: Readable,
  row: store.RequestRow,
  today: Temporal.PlainDate,
): Promise<LoadedRequest | null> {
  if (!isState(row.state)) return null;
  const guards =
    row.as_guardian && row.addressee_id && row.subject_id
      ? await guardiansOf(read, [row.subject_id as PersonId], today)
      : null;
  return {
    row,
    ...partiesOf(row),
    circumstances: circumstancesOf(row, guards?.map((g) => g.id) ?? null, today),
    subject: subjectOf(row),
    facts: factsFor(row.subject_id ? { birthDate: row.subject_birth } : null, today),
  };
}

export function partiesOf(row: store.RequestRow): { parties: RequestParties } {
  return {
    parties: {
      addresseeId: row.addressee_id,
      askedBy: row.asked_by,
      askingOrgId: row.asking_org_id,
      subjectId: row.subject_id,
      readerOrgs: row.reader_orgs as OrgId[],
      readerPersons: row.reader_persons as PersonId[],
      state: row.state as RequestParties['state'],
    },
  };
}

/** @param guardians who holds parental responsibility today; null when nobody with an account was asked as such */
export function circumstancesOf(
  row: store.RequestRow,
  guardians: readonly PersonId[] | null,
  today: Temporal.PlainDate,
): RequestCircumstances {
  return {
    expiresAt: row.expires_at,
    asGuardian: row.as_guardian,
    subjectIsOfAge: isOfAge(row.subject_birth, today),
    stillGuards: guardians === null || guardians.some((id) => id === row.addressee_id),
  };
}

export function subjectOf(row: store.RequestRow): string {
  return row.subject_given && row.subject_family
    ? displayName({
        given_name: row.subject_given,
        family_name: row.subject_family,
        preferred_name: row.subject_preferred,
      })
    : '';
}

export function askerOf(row: store.RequestRow): string {
  return row.asker_given && row.asker_family
    ? displayName({
        given_name: row.asker_given,
        family_name: row.asker_family,
        preferred_name: row.asker_preferred,
      })
    : '';
}

/** The form and the section that were asked for. */
export async function asked(
  read: Readable,
  row: store.RequestRow,
): Promise<{ form: CompiledForm; section: Section } | null> {
  const form = await compiledVersion(read, row.version_id);
  const section = form && sectionOf(form.definition, row.section_id);
  return form && section ? { form, section } : null;
}

/** Where sealed answers belong: the key is of the person they are about, the text is bound to its request. */
export type SealedPlace = { subjectId: PersonId; requestId: FormRequestId };

/** Seals what is answered in sections of sensitivity `health`; given by the module that keeps the keys. */
export type AnswerVault = {
  seal(tx: Tx, place: SealedPlace, text: string): Promise<Buffer>;
  /** null when the key was destroyed */
  open(read: Readable, place: SealedPlace, sealed: Buffer): Promise<string | null>;
};

let vault: AnswerVault | null = null;

/** Hands the vault down from the module that stands above. Without one, no health question is asked. */
export function setAnswerVault(given: AnswerVault): void {
  vault = given;
}

export function hasVault(): boolean {
  return vault !== null;
}

export type Kept = {
  answers: Answers;
  /** pages whose fields hold something that is no answer yet */
  typed: Record<string, Record<string, string[]>>;
  frozen: Frozen | null;
  savedAt: Temporal.Instant | null;
};

const nothing: Kept = { answers: {}, typed: {}, frozen: null, savedAt: null };

/** What is kept of the answers. */
export async function keptAnswers(read: Readable, row: store.RequestRow): Promise<Kept> {
  const found = await store.answersOf(read, row.id);
  if (!found) return nothing;
  if (!found.sealed) return { ...found };
  const text =
    vault && row.subject_id
      ? await vault.open(read, { subjectId: row.subject_id, requestId: row.id }, found.sealed)
      : null;
  if (text === null) return nothing;
  return {
    ...(JSON.parse(text) as Pick<Kept, 'answers' | 'typed' | 'frozen'>),
    savedAt: found.savedAt,
  };
}

/** Keeps answers, sealed where the section asks for it. */
export async function keep(
  tx: Tx,
  row: store.RequestRow,
  section: Section,
  kept: Omit<Kept, 'savedAt'>,
  now: Temporal.Instant,
): Promise<void> {
  if (!isSealed(section)) return store.keepAnswers(tx, row.id, { ...kept, sealed: null }, now);
  if (!vault || !row.subject_id) throw new Error('health answers need a vault and a person');
  const sealed = await vault.seal(
    tx,
    { subjectId: row.subject_id, requestId: row.id },
    JSON.stringify(kept),
  );
  await store.keepAnswers(tx, row.id, { answers: {}, typed: {}, frozen: null, sealed }, now);
}

/**
 * What a page's fields hold now, as a short text: who saves says what they saw, so that two devices do not write over
 * each other unknowingly.
 */
export function seenOf(form: CompiledForm, pageId: string, kept: Pick<Kept, 'answers' | 'typed'>) {
  const fields = kept.typed[pageId] ?? fieldsOf(form, pageId, kept.answers);
  return createHash('sha256').update(fingerprint(fields)).digest('base64url').slice(0, 16);
}

/** Whom an audit line is about. */
export function auditOf({ row }: LoadedRequest) {
  return { subjectId: row.id, orgId: row.asking_org_id };
}

/** Nobody signed in stands behind a link. */
export function personIn(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.personId : null;
}
