/** Letters without their marks, so that "Anais" in a text is found for Anaïs. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('đ', 'd')
    .toLocaleLowerCase('und');
}

const word = /[\p{L}\p{M}]+/gu;
const address = /[^\s<>()",;:]+@[^\s<>()",;:]+/gu;

/**
 * A text without the pupil's own names and without mail addresses, which hold names. Every part of a name of three letters
 * or more is found as a whole word, whatever its case and marks; shorter parts (de, Ní, Le) are words of the language.
 * @param names given, preferred and family names as they are kept
 * @param mark what stands instead
 */
export function maskNames(text: string, names: readonly (string | null)[], mark: string): string {
  const hidden = new Set(
    names
      .flatMap((name) => name?.match(word) ?? [])
      .map(plain)
      .filter((part) => part.length >= 3),
  );
  const masked = text.replaceAll(address, mark);
  if (hidden.size === 0) return masked;
  return masked
    .normalize('NFC')
    .replaceAll(word, (found) => (isName(plain(found), hidden) ? mark : found));
}

/** Names are declined in some languages (Rūdolfs, Rūdolfam): a long one is also found with another ending. */
function isName(found: string, hidden: ReadonlySet<string>): boolean {
  if (hidden.has(found)) return true;
  for (const name of hidden)
    if (name.length >= 6 && found.startsWith(name.slice(0, -1)) && found.length <= name.length + 3)
      return true;
  return false;
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Neutral names of pupils: A, B … Z without I and O, then AA, AB …; never a number, which would look like a rank. */
export function codeAt(index: number): string {
  const n = letters.length;
  return index < n
    ? (letters[index] as string)
    : codeAt(Math.floor(index / n) - 1) + (letters[index % n] as string);
}
