import { sql } from 'kysely';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';

/** Who leads the organisation of a partner, by name and role; nothing for organisations that are no partner. */
export async function partnerLeaders(
  read: Readable,
  orgId: OrgId,
): Promise<
  {
    given_name: string;
    family_name: string;
    preferred_name: string | null;
    roles: string[];
  }[]
> {
  return read
    .selectFrom(
      sql<{
        person_id: PersonId;
        given_name: string;
        family_name: string;
        preferred_name: string | null;
        roles: string[];
      }>`app_partner_leaders(${orgId})`.as('leaders'),
    )
    .select(['given_name', 'family_name', 'preferred_name', 'roles'])
    .execute();
}
