/** The first characters of a hash, enough for a person to compare. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12);
}
