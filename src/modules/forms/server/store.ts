import { sql } from 'kysely';
import type { Answers, FormChange, FormDefinition, Frozen } from '#engines/forms/index.ts';
import type {
  FormFileId,
  FormId,
  FormRequestId,
  FormVersionId,
  OrgId,
  PersonId,
} from '#kernel/ids.ts';
import { json, type Param, prepared, type Readable, type Tx } from '#platform/database/index.ts';
import type { DeclineReason, PublishedForm, RequestState } from '../core/types.ts';

// Forms and their versions

/** The newest published version of an organisation's own form, else of the product's. */
export async function newestVersion(
  read: Readable,
  key: string,
  orgId: OrgId | null,
): Promise<PublishedForm | undefined> {
  const rows = await newestOfKey(read, { key, org: orgId ?? '' });
  const row = rows[0];
  return row && { ...row, definition: row.definition as unknown as FormDefinition };
}

const newestOfKey = prepared((read, param: Param<{ key: string; org: string }>) =>
  read
    .selectFrom(
      sql<{
        id: FormVersionId;
        key: string;
        number: number;
        org_id: OrgId | null;
        definition: unknown;
      }>`app_newest_form(${param('key')}, ${param('org')})`.as('f'),
    )
    .select(['f.id', 'f.key', 'f.number', 'f.org_id as orgId', 'f.definition']),
);

export async function definitionOf(
  read: Readable,
  id: FormVersionId,
): Promise<FormDefinition | undefined> {
  const row = await read
    .selectFrom('form_versions')
    .select('definition')
    .where('id', '=', id)
    .executeTakeFirst();
  return row && (row.definition as unknown as FormDefinition);
}

export function formById(read: Readable, id: FormId) {
  return read
    .selectFrom('forms as f')
    .leftJoin('organisations as o', 'o.id', 'f.org_id')
    .select(['f.id', 'f.key', 'f.org_id', 'o.name as org_name'])
    .where('f.id', '=', id)
    .executeTakeFirst();
}

export function formByKey(read: Readable, key: string, orgId: OrgId | null) {
  return read
    .selectFrom('forms')
    .select(['id', 'key', 'org_id'])
    .where('key', '=', key)
    .where('org_id', orgId === null ? 'is' : '=', orgId)
    .executeTakeFirst();
}

/** The product's forms and those of some organisations, each with its newest version. */
export function listForms(read: Readable, orgIds: OrgId[]) {
  return read
    .selectFrom('forms as f')
    .leftJoin('organisations as o', 'o.id', 'f.org_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('form_versions as v')
          .select(['v.number', 'v.published_at', 'v.definition', 'v.id as version_id'])
          .whereRef('v.form_id', '=', 'f.id')
          .orderBy('v.number', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .leftJoin('form_drafts as d', 'd.form_id', 'f.id')
    .select([
      'f.id',
      'f.key',
      'f.org_id',
      'o.name as org_name',
      'newest.number',
      'newest.published_at',
      'newest.definition',
      'd.changes as draft_changes',
    ])
    .where((eb) =>
      eb.or([
        eb('f.org_id', 'is', null),
        ...(orgIds.length > 0 ? [eb('f.org_id', 'in', orgIds)] : []),
      ]),
    )
    .orderBy('f.created_at')
    .orderBy('f.id')
    .execute();
}

export function versionsOf(read: Readable, formId: FormId) {
  return read
    .selectFrom('form_versions as v')
    .leftJoin('persons as p', 'p.id', 'v.published_by')
    .select([
      'v.id',
      'v.number',
      'v.base_id',
      'v.fingerprint',
      'v.definition',
      'v.changes',
      'v.published_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('v.form_id', '=', formId)
    .orderBy('v.number', 'desc')
    .execute();
}

/** Of all versions, the newest first. */
export function fingerprintsOf(read: Readable, formId: FormId) {
  return read
    .selectFrom('form_versions')
    .select(['number', 'fingerprint'])
    .where('form_id', '=', formId)
    .orderBy('number', 'desc')
    .execute();
}

export async function insertForm(
  tx: Tx,
  form: { id: FormId; key: string; orgId: OrgId | null; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('forms')
    .values({ id: form.id, key: form.key, org_id: form.orgId, created_at: form.now })
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function insertVersion(
  tx: Tx,
  version: {
    id: FormVersionId;
    formId: FormId;
    number: number;
    baseId: FormVersionId | null;
    fingerprint: string;
    definition: FormDefinition;
    changes: readonly FormChange[];
    publishedBy: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('form_versions')
    .values({
      id: version.id,
      form_id: version.formId,
      number: version.number,
      base_id: version.baseId,
      fingerprint: version.fingerprint,
      definition: json(version.definition as never),
      changes: json(version.changes as never),
      published_by: version.publishedBy,
      published_at: version.now,
    })
    .execute();
}

/** Two processes that start at once register the product's forms one after the other. */
export async function lockShipped(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('forms shipped'))`.execute(tx);
}

export async function draftOf(read: Readable, formId: FormId) {
  const row = await read
    .selectFrom('form_drafts')
    .selectAll()
    .where('form_id', '=', formId)
    .executeTakeFirst();
  return row && { ...row, changes: row.changes as unknown as FormChange[] };
}

export async function draftForUpdate(tx: Tx, formId: FormId) {
  const row = await tx
    .selectFrom('form_drafts')
    .selectAll()
    .where('form_id', '=', formId)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, changes: row.changes as unknown as FormChange[] };
}

export async function insertDraft(
  tx: Tx,
  draft: {
    formId: FormId;
    baseId: FormVersionId;
    changes: readonly FormChange[];
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('form_drafts')
    .values({
      form_id: draft.formId,
      base_id: draft.baseId,
      changes: json(draft.changes as never),
      changed_by: draft.by,
      changed_at: draft.now,
    })
    .execute();
}

export async function updateDraft(
  tx: Tx,
  formId: FormId,
  draft: {
    baseId?: FormVersionId;
    changes: readonly FormChange[];
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('form_drafts')
    .set((eb) => ({
      ...(draft.baseId ? { base_id: draft.baseId } : {}),
      changes: json(draft.changes as never),
      changed_by: draft.by,
      changed_at: draft.now,
      version: eb('version', '+', 1),
    }))
    .where('form_id', '=', formId)
    .execute();
}

// Requests

const withPeople = (read: Readable) =>
  (read as Tx)
    .selectFrom('form_requests as r')
    .innerJoin('form_versions as v', 'v.id', 'r.version_id')
    .innerJoin('forms as f', 'f.id', 'v.form_id')
    .leftJoin('persons as s', 's.id', 'r.subject_id')
    .leftJoin('persons as b', 'b.id', 'r.asked_by')
    .innerJoin('organisations as o', 'o.id', 'r.asking_org_id')
    .selectAll('r')
    .select([
      'f.key as form_key',
      's.given_name as subject_given',
      's.family_name as subject_family',
      's.preferred_name as subject_preferred',
      's.birth_date as subject_birth',
      'b.given_name as asker_given',
      'b.family_name as asker_family',
      'b.preferred_name as asker_preferred',
      'b.email as asker_email',
      'b.language as asker_language',
      'o.name as org_name',
    ]);
export type RequestRow = Awaited<ReturnType<typeof requestById>> & {};

export function requestById(read: Readable, id: FormRequestId) {
  return withPeople(read).where('r.id', '=', id).executeTakeFirst();
}

/** The request of a link with what is kept of its answers, in one question to the database: each page of a form asks it. */
export async function requestByToken(
  read: Readable,
  hash: Buffer,
): Promise<{ row: RequestRow; kept: KeptRow | undefined } | undefined> {
  const [row] = await requestsByToken(read, { hash });
  if (!row) return undefined;
  const { kept_answers: answers, kept_typed: typed, kept_saved_at: saved_at } = row;
  const kept =
    answers && typed && saved_at
      ? keptOf({ answers, typed, frozen: row.kept_frozen, saved_at })
      : undefined;
  return { row, kept };
}

const requestsByToken = prepared((read, param: Param<{ hash: Buffer }>) =>
  withPeople(read)
    .leftJoin('form_answers as w', 'w.request_id', 'r.id')
    .select([
      'w.answers as kept_answers',
      'w.typed as kept_typed',
      'w.frozen as kept_frozen',
      'w.saved_at as kept_saved_at',
    ])
    .where('r.token_hash', '=', param('hash')),
);

export function requestsAbout(read: Readable, kind: string, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return (
    withPeople(read)
      .where('r.about_kind', '=', kind)
      .where('r.about_id', 'in', ids)
      // what was sent back stands behind the request that follows it
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('form_requests as n')
              .select('n.id')
              .whereRef('n.follows_id', '=', 'r.id')
              .where('n.state', 'not in', ['recalled', 'declined']),
          ),
        ),
      )
      .orderBy('r.asked_at')
      .orderBy('r.id')
      .execute()
  );
}

/** What somebody is asked for, and what they asked others for and still wait for. */
export function requestsOf(read: Readable, personId: PersonId) {
  return withPeople(read)
    .where((eb) => eb.or([eb('r.addressee_id', '=', personId), eb('r.asked_by', '=', personId)]))
    .where('r.state', 'in', ['asked', 'opened', 'draft', 'declined'])
    .orderBy('r.asked_at')
    .execute();
}

export function requestForUpdate(tx: Tx, by: { id: FormRequestId } | { hash: Buffer }) {
  const found = withPeople(tx).forUpdate('r');
  return (
    'id' in by ? found.where('r.id', '=', by.id) : found.where('r.token_hash', '=', by.hash)
  ).executeTakeFirst();
}

export async function insertRequest(
  tx: Tx,
  r: {
    id: FormRequestId;
    versionId: FormVersionId;
    sectionId: string;
    about: { kind: string; id: string };
    subjectId: PersonId | null;
    askedBy: PersonId | null;
    askingOrgId: OrgId;
    addressee: { id: PersonId | null; name: string; email: string };
    capacity: string;
    asGuardian: boolean;
    language: string;
    readerOrgs: readonly OrgId[];
    readerPersons: readonly PersonId[];
    tokenHash: Buffer;
    expiresAt: Temporal.Instant;
    mailKey: string;
    /** the request whose answers it begins with, and what was said about them */
    follows?: { id: FormRequestId; word: string };
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('form_requests')
    .values({
      id: r.id,
      version_id: r.versionId,
      section_id: r.sectionId,
      about_kind: r.about.kind,
      about_id: r.about.id,
      subject_id: r.subjectId,
      asked_by: r.askedBy,
      asking_org_id: r.askingOrgId,
      addressee_id: r.addressee.id,
      addressee_name: r.addressee.name,
      addressee_email: r.addressee.email,
      capacity: r.capacity,
      as_guardian: r.asGuardian,
      language: r.language,
      reader_orgs: [...r.readerOrgs],
      reader_persons: [...r.readerPersons],
      token_hash: r.tokenHash,
      expires_at: r.expiresAt,
      asked_at: r.now,
      mail_keys: [r.mailKey],
      ...(r.follows ? { follows_id: r.follows.id, follow_word: r.follows.word } : {}),
    })
    .execute();
}

export async function updateRequest(
  tx: Tx,
  id: FormRequestId,
  change: Partial<{
    state: RequestState;
    opened_at: Temporal.Instant;
    submitted_at: Temporal.Instant;
    ended_at: Temporal.Instant | null;
    decline_reason: DeclineReason | null;
    decline_note: string;
    reminded_at: Temporal.Instant;
    reminded: number;
    expires_at: Temporal.Instant;
    asked_at: Temporal.Instant;
    link_number: number;
    token_hash: Buffer;
    addressee_id: PersonId | null;
    addressee_name: string;
    addressee_email: string;
    mail_keys: string[];
  }>,
): Promise<void> {
  await tx
    .updateTable('form_requests')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Who reads what will be handed in; what was handed in was handed in for those who were named then. */
export async function setReaders(
  tx: Tx,
  about: { kind: string; ids: readonly string[] },
  orgIds: readonly OrgId[],
): Promise<void> {
  if (about.ids.length === 0) return;
  await tx
    .updateTable('form_requests')
    .set({ reader_orgs: [...orgIds] })
    .where('about_kind', '=', about.kind)
    .where('about_id', 'in', [...about.ids])
    .where('state', 'in', ['asked', 'opened', 'draft', 'declined'])
    .execute();
}

// Answers

type AnswersRow = Awaited<ReturnType<typeof answersByRequest>>[number];
type KeptRow = ReturnType<typeof keptOf>;

const keptOf = (row: AnswersRow) => ({
  answers: row.answers as unknown as Answers,
  typed: row.typed as unknown as Record<string, Record<string, string[]>>,
  frozen: row.frozen as unknown as Frozen | null,
  savedAt: row.saved_at,
});

export async function answersOf(read: Readable, id: FormRequestId): Promise<KeptRow | undefined> {
  const [row] = await answersByRequest(read, { id });
  return row && keptOf(row);
}

const answersByRequest = prepared((read, param: Param<{ id: FormRequestId }>) =>
  read
    .selectFrom('form_answers')
    .select(['answers', 'typed', 'frozen', 'saved_at'])
    .where('request_id', '=', param('id')),
);

export type KeptAnswers = {
  answers: Answers;
  typed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  frozen: Frozen | null;
};

/** Writes over what is kept, whatever its version: callers hold the lock on the request and have compared. */
export async function keepAnswers(
  tx: Tx,
  id: FormRequestId,
  kept: KeptAnswers,
  now: Temporal.Instant,
): Promise<void> {
  const values = {
    answers: json(kept.answers as never),
    typed: json(kept.typed as never),
    frozen: kept.frozen === null ? null : json(kept.frozen as never),
    saved_at: now,
  };
  await tx
    .insertInto('form_answers')
    .values({ request_id: id, ...values })
    .onConflict((c) =>
      c
        .column('request_id')
        .doUpdateSet((eb) => ({ ...values, version: eb('form_answers.version', '+', 1) })),
    )
    .execute();
}

/** The request that asks to correct what was handed in with this one, unless it was taken back. */
export function followerOf(read: Readable, id: FormRequestId) {
  return read
    .selectFrom('form_requests')
    .select(['id', 'state', 'asked_at'])
    .where('follows_id', '=', id)
    .where('state', '<>', 'recalled')
    .executeTakeFirst();
}

/** Requests of the same section about the same thing, for the holders of parental responsibility. */
export function besideOf(read: Readable, row: RequestRow) {
  return withPeople(read)
    .where('r.about_kind', '=', row.about_kind)
    .where('r.about_id', '=', row.about_id)
    .where('r.section_id', '=', row.section_id)
    .where('f.key', '=', row.form_key)
    .where('r.as_guardian', '=', true)
    .where('r.state', '=', 'submitted')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('form_requests as n')
            .select('n.id')
            .whereRef('n.follows_id', '=', 'r.id')
            .where('n.state', '=', 'submitted'),
        ),
      ),
    )
    .orderBy('r.submitted_at')
    .orderBy('r.id')
    .execute();
}

/** Lets a request begin with what was handed in before; who sends it back may not be who reads it. */
export async function copyAnswers(
  tx: Tx,
  from: FormRequestId,
  to: FormRequestId,
  now: Temporal.Instant,
): Promise<void> {
  await sql`select app_copy_answers(${from}, ${to}, ${now.toString()}::timestamptz)`.execute(tx);
}

// Files

/** Files that may be answers of a request: its own, and those of what was handed in before it. */
export async function filesOf(read: Readable, row: Pick<RequestRow, 'id' | 'follows_id'>) {
  const ids = [row.id];
  for (let before = row.follows_id; before; ) {
    ids.push(before);
    const found = await read
      .selectFrom('form_requests')
      .select('follows_id')
      .where('id', '=', before)
      .executeTakeFirst();
    before = found?.follows_id ?? null;
  }
  return read
    .selectFrom('form_files')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}
export async function insertFile(
  tx: Tx,
  file: {
    id: FormFileId;
    requestId: FormRequestId;
    field: string;
    name: string;
    mediaType: string;
    size: number;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('form_files')
    .values({
      id: file.id,
      request_id: file.requestId,
      field: file.field,
      name: file.name,
      media_type: file.mediaType,
      size: file.size,
      storage_key: file.key,
      added_at: file.now,
    })
    .execute();
}

/** Takes files away that are no answer any more. */
export async function deleteFiles(tx: Tx, ids: readonly FormFileId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('form_files')
    .where('id', 'in', [...ids])
    .execute();
}

/** Takes away the files of somebody who is asked no more. */
export async function dropFiles(tx: Tx, id: FormRequestId): Promise<void> {
  await sql`select app_drop_files(${id})`.execute(tx);
}

/** What another person wrote is nobody else's to go on with. */
export async function dropAnswers(tx: Tx, id: FormRequestId): Promise<void> {
  // who asked may not see what was begun, so a function takes it away for them
  await sql`select app_drop_answers(${id})`.execute(tx);
}

/**
 * Which of these mails the receiving server refused for good, and when. For who had them sent: they know the keys.
 * A mail that is only late is not among them.
 */
export async function failedMails(
  read: Readable,
  sendKeys: readonly string[],
): Promise<{ send_key: string; failed_at: Temporal.Instant }[]> {
  if (sendKeys.length === 0) return [];
  const { rows } = await sql<{
    send_key: string;
    failed_at: Temporal.Instant;
  }>`select * from app_failed_mails(${[...sendKeys]})`.execute(read as Tx);
  return rows;
}

/** Deletes what was asked about a thing that is forgotten; the answers go with the requests. */
export async function deleteAbout(tx: Tx, about: { kind: string; id: string }): Promise<void> {
  // what follows names what it follows
  await tx
    .updateTable('form_requests')
    .set({ follows_id: null })
    .where('about_kind', '=', about.kind)
    .where('about_id', '=', about.id)
    .execute();
  await tx
    .deleteFrom('form_requests')
    .where('about_kind', '=', about.kind)
    .where('about_id', '=', about.id)
    .execute();
}
