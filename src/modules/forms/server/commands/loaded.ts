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
import type { Fault } from '#kernel/outcome.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { hashToken, keyedHash } from '#platform/dice.ts';
import type { Proof } from '../../core/policy.ts';
import { factsFor, isOfAge, isState, readPage, sectionOf, soundForm } from '../../core/rules.ts';
import type { PublishedForm, RequestCircumstances, RequestParties } from '../../core/types.ts';
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
  return definition ? compiledOnce({ id, definition }) : null;
}

/** The same of one that was read already. */
export function compiledOnce({ id, definition }: Pick<PublishedForm, 'id' | 'definition'>) {
  const known = compiled.get(id);
  if (known) return known;
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
  if (hand.token) {
    const found = await store.requestByToken(read, hashToken(hand.token));
    const r = found && (await loaded(read, found.row, today));
    return r ? { ...r, kept: found.kept ?? nothing } : null;
  }
  const row = hand.requestId ? await store.requestById(read, hand.requestId) : undefined;
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
  /** what is kept of the answers, where it was read along */
  kept?: Kept;
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
  return (await store.answersOf(read, row.id)) ?? nothing;
}

/**
 * What a page's fields hold now, as a short text: who saves says what they saw, so that two devices do not write over
 * each other unknowingly.
 */
export function seenOf(form: CompiledForm, pageId: string, kept: Pick<Kept, 'answers' | 'typed'>) {
  const fields = kept.typed[pageId] ?? fieldsOf(form, pageId, kept.answers);
  return createHash('sha256').update(fingerprint(fields)).digest('base64url').slice(0, 16);
}

/** One page as a form sends it. */
type PageSent = {
  pageId: string;
  /** what the fields held when they were opened; empty writes over whatever is there */
  seen: string;
  fields: Readonly<Record<string, readonly string[]>>;
};

/**
 * Lays the fields of a page over what is kept. A draft keeps what is not an answer yet as it was typed.
 * @returns what is to be kept now, with what is wrong; null when another device has changed the page meanwhile
 */
export function layPage(
  form: CompiledForm,
  kept: Pick<Kept, 'answers' | 'typed'>,
  { pageId, seen, fields }: PageSent,
  known: { facts: Facts; draft: boolean },
) {
  const read = readPage(form, pageId, fields, { answers: kept.answers, ...known });
  const answers: Answers = { ...kept.answers, ...read.answers };
  const { [pageId]: _, ...others } = kept.typed;
  const typed = read.faults.length > 0 ? { ...others, [pageId]: { ...read.typed } } : others;
  const before = seenOf(form, pageId, kept);
  const after = seenOf(form, pageId, { answers, typed });
  // the same words twice are no quarrel: a repeated sending, or two devices that agree
  if (seen && seen !== before && after !== before) return null;
  return {
    answers,
    typed,
    seen: after,
    changed: after !== before,
    faults: read.faults as readonly Fault[],
  };
}

/** Whom an audit line is about. */
export function auditOf({ row }: LoadedRequest) {
  return { subjectId: row.id, orgId: row.asking_org_id };
}

/** Nobody signed in stands behind a link. */
export function personIn(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.personId : null;
}
