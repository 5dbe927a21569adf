/** A sign-in code lives this long and takes this many tries. */
export const codeMinutes = 15;
export const codeTries = 5;
/** Codes sent to one address within an hour, so that nobody's mailbox is flooded. */
export const codesPerHour = 6;

export type CodeState = {
  attempts: number;
  expiresAt: Temporal.Instant;
  usedAt: Temporal.Instant | null;
};

/** Whether a code may still be tried; the reason is a message key. */
export function codeProblem(code: CodeState | undefined, now: Temporal.Instant): string | null {
  if (!code || code.usedAt) return 'people.code.none';
  if (Temporal.Instant.compare(code.expiresAt, now) <= 0) return 'people.code.expired';
  if (code.attempts >= codeTries) return 'people.code.too-many';
  return null;
}

/** The name as the person wants to be called, then the family name. */
export function displayName(person: {
  given_name: string;
  family_name: string;
  preferred_name?: string | null;
}): string {
  return `${person.preferred_name || person.given_name} ${person.family_name}`;
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return (
    (words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')
  ).toUpperCase();
}

/** Only an address of ours may be returned to after sign-in. */
export function safeNext(next: string | null | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
