import letters from '../data/letters.json' with { type: 'json' };

/** Counts up when letters or words are folded another way: entries of the directory made before are made anew. */
export const foldVersion = 1;

const table = new Map<string, string[]>(
  Object.values(letters as Record<string, Record<string, string>>).flatMap((script) =>
    Object.entries(script).map(([letter, written]) => [letter, written.split(' ')] as const),
  ),
);
// Greek ου is one sound and has one Latin spelling; as single letters it would become "oy"
const pairs: [RegExp, string][] = [
  [/ού/g, 'ou'],
  [/ου/g, 'ou'],
];

function written(text: string, way: 0 | 1): string {
  let out = '';
  for (const letter of text) {
    const known = table.get(letter);
    if (known) {
      out += known[way] ?? known[0];
      continue;
    }
    for (const part of letter.normalize('NFKD'))
      if (!/\p{M}/u.test(part)) out += table.get(part)?.[way] ?? table.get(part)?.[0] ?? part;
  }
  return out;
}

const lower = (text: string): string => {
  let out = text.normalize('NFC').toLowerCase();
  for (const [pair, by] of pairs) out = out.replace(pair, by);
  return out;
};

/**
 * Text without accents and in Latin letters, as people type it who have neither on their keyboard: "Rīga" is "riga",
 * "Αθήνα" is "athina". Also the order of lists: all scripts in one alphabet.
 */
export function fold(text: string): string {
  return written(lower(text), 0).trim();
}

/**
 * The words of a text, folded, each with the other ways in which it is commonly written: "Köln" is koln and koeln,
 * "София" is sofiya and sofia, "Ниш" is nish and nis.
 * @returns one list a word, the usual way first
 */
export function wordsOf(text: string): string[][] {
  return lower(text)
    .split(/[^\p{L}\p{M}\p{N}·]+/u)
    .filter((word) => word !== '')
    .map((word) => [
      ...new Set([written(word, 0), written(word, 1)].filter((w) => w !== '').map(cut)),
    ]);
}

/** Longer words are no names, and would only fill the index. */
const cut = (word: string) => word.slice(0, 40);
