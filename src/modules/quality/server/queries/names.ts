import type { PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { namesOf } from '../store/index.ts';

type Named = {
  given_name: string | null;
  family_name: string | null;
  preferred_name: string | null;
};

/** A name out of a row that may have none; empty when the reader does not see the person. */
export function nameIn(row: Named): string {
  return row.given_name
    ? displayName({
        given_name: row.given_name,
        family_name: row.family_name ?? '',
        preferred_name: row.preferred_name,
      })
    : '';
}

/** Names of several people at once, by id. */
export async function nameBook(
  read: Readable,
  ids: Iterable<PersonId | null>,
): Promise<(id: PersonId | null) => string> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  const names = new Map((await namesOf(read, wanted)).map((row) => [row.id, nameIn(row)]));
  return (id) => (id ? (names.get(id) ?? '') : '');
}
