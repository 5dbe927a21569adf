import { isId, type OrientationTestId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  lackingIn,
  type OwnTest,
  ownQuestions,
  type Translation,
  testFor,
  testOf,
  translatedQuestions,
  type UnderstandingTest,
} from '../../core/schema.ts';
import * as store from '../store/index.ts';

/** What a stored test says, as it was written. */
export function ownOf(row: Pick<store.TestRow, 'language' | 'title' | 'questions'>): OwnTest {
  return {
    language: row.language,
    title: row.title,
    questions: ownQuestions.parse(row.questions),
  };
}

/** The words of a stored translation. */
export function wordsOf(row: store.TranslationRow): Translation {
  return {
    language: row.language,
    title: row.title,
    questions: translatedQuestions.parse(row.questions),
  };
}

/** The test that a stored translation was made of. */
export const translatedFrom = (row: store.TranslationRow): OwnTest =>
  ownOf({
    language: row.from_language,
    title: row.from_title,
    questions: row.from_questions,
  });

/**
 * The test of an orientation, one of the product's or one that an organisation wrote, in its newest version.
 * @returns its version too, and the languages it can be read in, its first one in front: 0 and none of the product's,
 *   which know all that the product knows
 */
export async function testNamed(
  read: Readable,
  id: string,
): Promise<{ test: UnderstandingTest; version: number; languages: string[] } | null> {
  const shipped = testFor(id);
  if (shipped) return { test: shipped, version: 0, languages: [] };
  if (!isId('ots', id)) return null;
  const row = await store.testById(read, id as OrientationTestId);
  if (!row) return null;
  const own = ownOf(row);
  const whole = (await store.translationsOf(read, [row.id]))
    .filter((x) => x.number === row.version)
    .map(wordsOf)
    .filter((words) => words.language !== own.language && lackingIn(own, words) === 0);
  return {
    test: testOf(row.id, own, whole),
    version: row.version,
    languages: [own.language, ...whole.map((words) => words.language)],
  };
}
