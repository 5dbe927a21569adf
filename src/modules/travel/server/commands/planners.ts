import type { PersonId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { doesTask, type Shares } from '#modules/partnerships/core/index.ts';
import { responsibilityFor } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';

type Sending = Pick<Dossier, 'sendingSchoolId' | 'sendingOrgId'>;

/** Who of the sending side plans a journey, by their table of who does what. */
export function planShares(read: Readable, dossier: Sending): Promise<Shares> {
  const pair = { schoolId: dossier.sendingSchoolId, supportingId: dossier.sendingOrgId };
  return responsibilityFor(read, pair, 'plan-travel');
}

/** Who says how a journey goes on, by name: the companion of a group, else those of the sending side who plan it. */
export async function plannersOf(
  read: Readable,
  dossier: Sending,
  shares: Shares,
  group: { companionId: PersonId } | null,
): Promise<string[]> {
  const [companion] = group ? await personsByIds(read, [group.companionId]) : [];
  if (companion) return [displayName(companion)];
  const ids = [
    ...(doesTask(shares, 'sending-school') ? [dossier.sendingSchoolId] : []),
    ...(dossier.sendingOrgId && doesTask(shares, 'sending-support') ? [dossier.sendingOrgId] : []),
  ];
  const found = await organisationsByIds(read, ids);
  return ids.flatMap((id) => found.find((o) => o.id === id)?.name ?? []);
}
