import type { OrgId } from '#kernel/ids.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import type { Zones } from '../../core/index.ts';

const fallbackZone = 'Europe/Brussels';

/** The zones of both schools; before a host school is known its supporting organisation stands in. */
export async function zonesFor(
  read: Readable,
  dossier: { sendingSchoolId: OrgId; hostSchoolId: OrgId | null; hostingOrgId: OrgId | null },
): Promise<Zones> {
  const home = await organisationById(read, dossier.sendingSchoolId);
  const hostId = dossier.hostSchoolId ?? dossier.hostingOrgId;
  const host = hostId ? await organisationById(read, hostId) : undefined;
  return {
    home: home?.time_zone ?? fallbackZone,
    host: host?.time_zone ?? home?.time_zone ?? fallbackZone,
  };
}
