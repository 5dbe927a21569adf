import { expect, it } from 'vitest';

/** What a journey knows of those who walk in it. */
type Watched = { complaints(): string[]; whereAll(): Promise<string> };

/**
 * The steps of a journey, each a test of its own: after one that failed the others are skipped, and no browser may have
 * complained meanwhile.
 * @param stage asked when a step begins: it opens before the first
 */
export function stepsOf(stage: () => Watched) {
  let failed = false;
  return (name: string, walk: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (failed) skip();
      try {
        await walk();
        expect(stage().complaints()).toEqual([]);
      } catch (error) {
        failed = true;
        if (error instanceof Error) error.message += `\n${await stage().whereAll()}`;
        throw error;
      }
    });
}
