import { z } from 'zod';
import type { FormDefinition } from '#engines/forms/index.ts';
import shipped from './data/tests.json' with { type: 'json' };
import type { OrientationKind } from './types.ts';

export type UnderstandingTest = {
  id: string;
  kinds: readonly OrientationKind[];
  form: FormDefinition;
  answers: Readonly<Record<string, { right: string; why: Readonly<Record<string, string>> }>>;
};

/** The product's short tests: few questions, one right answer each, and why. */
export const shippedTests = shipped as unknown as readonly UnderstandingTest[];
export const testIds = shippedTests.map((t) => t.id) as [string, ...string[]];
/** The one page and section that a test has. */
export const testPage = 'questions';
export const testSection = 'test';

export function testFor(id: string): UnderstandingTest | undefined {
  return shippedTests.find((t) => t.id === id);
}

/** The test that usually goes with an orientation of a kind; '' when none does. */
export function testOfKind(kind: OrientationKind): string {
  return shippedTests.find((t) => t.kinds.includes(kind))?.id ?? '';
}

/** How many answers are right, question by question. */
export function rightOf(
  test: UnderstandingTest,
  given: Readonly<Record<string, unknown>>,
): { question: string; given: string; right: boolean }[] {
  return Object.entries(test.answers).map(([question, answer]) => ({
    question,
    given: String(given[question] ?? ''),
    right: given[question] === answer.right,
  }));
}

/** A clock time as people type it: 9:30, 9h30, 09.30. */
export const clock = z
  .string()
  .trim()
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'orientation.invalid.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));
