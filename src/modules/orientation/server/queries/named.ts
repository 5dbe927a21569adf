import { isId, type OrientationTestId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  type OwnTest,
  ownQuestions,
  testFor,
  testOf,
  type UnderstandingTest,
} from '../../core/schema.ts';
import * as store from '../store/index.ts';

/** What a stored test says, as it was written. */
export function ownOf(row: store.TestRow): OwnTest {
  return {
    language: row.language,
    title: row.title,
    questions: ownQuestions.parse(row.questions),
  };
}

/**
 * The test of an orientation, one of the product's or one that an organisation wrote, in its newest version.
 * @returns its version and language too: 0 and null of the product's, which know several
 */
export async function testNamed(
  read: Readable,
  id: string,
): Promise<{ test: UnderstandingTest; version: number; language: string | null } | null> {
  const shipped = testFor(id);
  if (shipped) return { test: shipped, version: 0, language: null };
  if (!isId('ots', id)) return null;
  const row = await store.testById(read, id as OrientationTestId);
  return row
    ? { test: testOf(row.id, ownOf(row)), version: row.version, language: row.language }
    : null;
}
