/** Secret part of a feed's address: the person it is for, then what only this installation can compute. */
export function feedToken(personId: string, mac: string): string {
  return `${personId.slice('per_'.length)}.${mac}`;
}

export function personOfToken(token: string): { id: `per_${string}`; mac: string } | null {
  const parts = /^([0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/.exec(token);
  return parts ? { id: `per_${parts[1]}`, mac: parts[2] ?? '' } : null;
}

/** The link of a mail by which one person answers one invitation or poll without signing in. */
export function answerToken(thingId: string, personId: string, mac: string): string {
  return `${thingId}.${personId.slice('per_'.length)}.${mac}`;
}

export function partsOfAnswerToken(
  token: string,
): { thingId: `evt_${string}` | `pol_${string}`; personId: `per_${string}`; mac: string } | null {
  const parts = /^((?:evt|pol)_[0-9a-z]{4,40})\.([0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/.exec(token);
  return parts
    ? {
        thingId: parts[1] as `evt_${string}`,
        personId: `per_${parts[2]}`,
        mac: parts[3] ?? '',
      }
    : null;
}
