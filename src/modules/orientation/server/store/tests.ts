import type { OrgId, OrientationTestId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { OwnTest, Translation } from '../../core/index.ts';

function tests(read: Readable) {
  return read
    .selectFrom('orientation_tests as t')
    .innerJoin('orientation_test_versions as w', (j) =>
      j.onRef('w.test_id', '=', 't.id').onRef('w.number', '=', 't.version'),
    )
    .innerJoin('organisations as o', 'o.id', 't.org_id')
    .selectAll('t')
    .select([
      'w.language',
      'w.questions',
      'w.written_by_name',
      'w.written_at',
      'o.name as org_name',
    ]);
}
export type TestRow = Awaited<ReturnType<ReturnType<typeof tests>['execute']>>[number];

export function testById(read: Readable, id: OrientationTestId): Promise<TestRow | undefined> {
  return tests(read).where('t.id', '=', id).executeTakeFirst();
}

export async function lockTest(tx: Tx, id: OrientationTestId): Promise<TestRow | undefined> {
  await tx.selectFrom('orientation_tests').select('id').where('id', '=', id).forUpdate().execute();
  return testById(tx, id);
}

/** Tests of some organisations, with how many orientations use each. */
export function testsOf(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return tests(read)
    .select((eb) =>
      eb
        .selectFrom('orientations as r')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('r.test', '=', 't.id')
        .where('r.state', '<>', 'cancelled')
        .as('used'),
    )
    .where('t.org_id', 'in', orgIds)
    .orderBy('t.title')
    .orderBy('t.id')
    .execute();
}

type Writing = { by: string; now: Temporal.Instant };

async function insertVersion(
  tx: Tx,
  at: { id: OrientationTestId; number: number },
  own: OwnTest,
  { by, now }: Writing,
): Promise<void> {
  await tx
    .insertInto('orientation_test_versions')
    .values({
      test_id: at.id,
      number: at.number,
      language: own.language,
      title: own.title,
      questions: json(own.questions),
      written_by_name: by,
      written_at: now,
    })
    .execute();
}

export async function insertTest(
  tx: Tx,
  t: { id: OrientationTestId; orgId: OrgId; basedOn: string },
  own: OwnTest,
  writing: Writing,
): Promise<void> {
  await tx
    .insertInto('orientation_tests')
    .values({
      id: t.id,
      org_id: t.orgId,
      title: own.title,
      based_on: t.basedOn,
      created_at: writing.now,
    })
    .execute();
  await insertVersion(tx, { id: t.id, number: 1 }, own, writing);
}

/** @returns whether the test still was at that version; the words before stay as their own version */
export async function updateTest(
  tx: Tx,
  t: { id: OrientationTestId; version: number },
  own: OwnTest,
  writing: Writing,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('orientation_tests')
    .set({ title: own.title, version: t.version + 1 })
    .where('id', '=', t.id)
    .where('version', '=', t.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await insertVersion(tx, { id: t.id, number: t.version + 1 }, own, writing);
  return true;
}

export async function retireTest(
  tx: Tx,
  id: OrientationTestId,
  at: Temporal.Instant | null,
): Promise<void> {
  await tx.updateTable('orientation_tests').set({ retired_at: at }).where('id', '=', id).execute();
}

/** What some tests are translated to, of every version, the newest first. */
export function translationsOf(read: Readable, ids: readonly OrientationTestId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('orientation_test_translations as x')
    .innerJoin('orientation_test_versions as w', (j) =>
      j.onRef('w.test_id', '=', 'x.test_id').onRef('w.number', '=', 'x.number'),
    )
    .selectAll('x')
    .select([
      'w.language as from_language',
      'w.title as from_title',
      'w.questions as from_questions',
    ])
    .where('x.test_id', 'in', ids)
    .orderBy('x.number', 'desc')
    .orderBy('x.language')
    .execute();
}
export type TranslationRow = Awaited<ReturnType<typeof translationsOf>>[number];

type TranslationKey = { testId: OrientationTestId; number: number; language: string };

/**
 * Keeps the words of a translation; `version` is that of the words that were changed, 0 where there were none.
 * @returns whether they still were at that version
 */
export async function saveTranslation(
  tx: Tx,
  { testId, number, language }: TranslationKey,
  words: Translation,
  version: number,
  { by, now }: Writing,
): Promise<boolean> {
  const written = {
    title: words.title,
    questions: json(words.questions),
    version: version + 1,
    written_by_name: by,
    written_at: now,
  };
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('orientation_test_translations')
      .values({ test_id: testId, number, language, ...written })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx
    .updateTable('orientation_test_translations')
    .set(written)
    .where('test_id', '=', testId)
    .where('number', '=', number)
    .where('language', '=', language)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns whether there was a translation at that version */
export async function deleteTranslation(
  tx: Tx,
  { testId, number, language }: TranslationKey,
  version: number,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('orientation_test_translations')
    .where('test_id', '=', testId)
    .where('number', '=', number)
    .where('language', '=', language)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
