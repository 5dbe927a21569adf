import type { Answers, CompiledForm, Facts } from '#engines/forms/index.ts';
import type { ApplicationId, FormVersionId, OrgId, PersonId } from '#kernel/ids.ts';
import { factsFor } from '#modules/forms/core/index.ts';
import { compiledOnce, compiledVersion, versionOf } from '#modules/forms/server/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Place, vaultOf } from '#platform/vault/index.ts';
import { isSealedPage, parted, sealedQuestions } from '../../core/rules/index.ts';
import { applicationForm } from '../../core/schema.ts';
import type { FrozenApplication } from '../../core/types.ts';

/** Whose form it is: the version answers were given to, else the newest of who sends the pupil. */
type FormBelongs = {
  version_id: FormVersionId | null;
  sending_school_id: OrgId;
  sending_org_id: OrgId | null;
};

/**
 * The form of an application: the version it was begun with; before that the newest of the school, else of the
 * organisation that supports it, else the product's.
 */
export async function formOf(
  read: Readable,
  a: FormBelongs,
): Promise<{ versionId: FormVersionId; form: CompiledForm }> {
  if (a.version_id) {
    const form = await compiledVersion(read, a.version_id);
    if (form) return { versionId: a.version_id, form };
  }
  const ofSchool = await versionOf(read, applicationForm, a.sending_school_id);
  const version =
    ofSchool?.orgId || !a.sending_org_id
      ? ofSchool
      : await versionOf(read, applicationForm, a.sending_org_id);
  if (!version) throw new Error(`there is no form "${applicationForm}"`);
  return { versionId: version.id, form: compiledOnce(version) };
}

export function factsOf(
  row: { birth_date: Temporal.PlainDate | null },
  today: Temporal.PlainDate,
): Facts {
  return factsFor({ birthDate: row.birth_date }, today);
}

type Typed = Record<string, Record<string, string[]>>;

/** All that is kept of somebody's answers, what was sealed among it. */
export type Kept = {
  answers: Answers;
  /** pages whose fields hold something that is no answer yet */
  typed: Typed;
  /** once it is sent: what the family alone reads, in the words it was sent in */
  sealedWords: FrozenApplication | null;
};

/** What stands inside the seal. */
type Sealed = { answers: Answers; typed: Typed; words: FrozenApplication | null };

/** What an application kept, as its row holds it. */
export type KeptRow = {
  id: ApplicationId;
  pupil_id: PersonId;
  answers: unknown;
  typed: unknown;
  sealed: Buffer | null;
};

/**
 * Each application has a room of its own in the vault: forgetting one leaves what the same pupil says in the next, and
 * what stands in a health record is not touched.
 */
const roomOf = (id: ApplicationId) => `application ${id}`;
const placeOf = ({ id, pupil_id }: Pick<KeptRow, 'id' | 'pupil_id'>): Place => ({
  table: 'applications',
  column: 'sealed',
  row: id,
  person: pupil_id,
  room: roomOf(id),
});

/** Opens what is kept. What was sealed with a key that is destroyed is not there any more. */
export async function openKept(
  runtime: Pick<Runtime, 'config'>,
  read: Readable,
  row: KeptRow,
): Promise<Kept> {
  const open: Kept = {
    answers: row.answers as Answers,
    typed: row.typed as Typed,
    sealedWords: null,
  };
  if (!row.sealed) return open;
  const opened = await vaultOf(runtime.config).open(read, placeOf(row), row.sealed);
  if (opened.state === 'gone') return open;
  const inside = JSON.parse(opened.text) as Sealed;
  return {
    answers: { ...open.answers, ...inside.answers },
    typed: { ...open.typed, ...inside.typed },
    sealedWords: inside.words,
  };
}

type Sealing = { runtime: Pick<Runtime, 'config'>; tx: Tx; now: Temporal.Instant };

export async function seal(
  { runtime, tx, now }: Sealing,
  row: Pick<KeptRow, 'id' | 'pupil_id'>,
  content: Sealed,
): Promise<Buffer> {
  const vault = vaultOf(runtime.config);
  await vault.ensureKey(tx, row.pupil_id, now, roomOf(row.id));
  return vault.seal(tx, placeOf(row), JSON.stringify(content));
}

/** For good, in every backup too: what this application said where health is asked about. */
export async function destroySeal(
  { runtime, tx, now }: Sealing,
  row: Pick<KeptRow, 'id' | 'pupil_id'>,
): Promise<void> {
  await vaultOf(runtime.config).destroyKey(tx, row.pupil_id, now, roomOf(row.id));
}

/** Parts what is to be kept into what the row holds in clear and what is sealed. */
export function partedKept(form: CompiledForm, kept: Pick<Kept, 'answers' | 'typed'>) {
  const sealedIds = sealedQuestions(form);
  const answers = parted(kept.answers, (id) => sealedIds.has(id));
  const typed = parted(kept.typed, (pageId) => isSealedPage(form, pageId));
  return {
    open: { answers: answers.open, typed: typed.open },
    sealed: { answers: answers.sealed, typed: typed.sealed },
  };
}
