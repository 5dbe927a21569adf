import { z } from 'zod';
import { maxCell, maxRows } from './rules.ts';

const atMostACell = z.string().max(maxCell, { error: 'platform.invalid.too-long' });

function cleaned(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .normalize('NFC')
      .trim()
  );
}

/**
 * Text of one cell: may stay empty while drafting. Line ends are one kind, control characters and broken surrogates go,
 * since they can be neither stored nor printed nor hashed.
 */
export const cellText = z.string().default('').transform(cleaned).pipe(atMostACell);

/** The same where what is left out stays as it was; a default would make it empty. */
export const keptText = z.string().transform(cleaned).pipe(atMostACell).optional();

/** The same where something must be written. */
export const neededText = cellText.pipe(z.string().min(1, { error: 'platform.invalid.required' }));

export const rowInput = z.object({
  subject: cellText,
  outcome: cellText,
  learned: cellText,
  assessed: cellText,
  recognised: cellText,
});

export const rowsInput = z
  .array(rowInput)
  .max(maxRows, { error: 'learning.invalid.too-many-rows' });
