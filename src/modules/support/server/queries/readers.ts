import type { OrgId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { organisationsByIds, staffOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { type ConcernReader, type ConcernSubject, routeOf } from '../../core/index.ts';
import * as store from '../store/index.ts';

export type ReadingOrg = { role: ConcernReader; orgId: OrgId; readers: store.Reader[] };

/**
 * Heads and coordinators of the organisations of a route, in its order; organisations where nobody is left are passed
 * over. Whoever has a part of their own in the stay (family, parent, contact person) is never among them.
 */
export async function readersFor(
  read: Readable,
  dossier: Dossier,
  route: readonly ConcernReader[],
  today: Temporal.PlainDate,
): Promise<ReadingOrg[]> {
  const orgOf: Record<ConcernReader, OrgId | null> = {
    sending_support: dossier.sendingOrgId,
    sending_school: dossier.sendingSchoolId,
    hosting_support: dossier.hostingOrgId,
  };
  const near = new Set<string>(
    dossier.parties
      .filter((p) => ['pupil', 'guardian', 'host_family', 'contact_person'].includes(p.role))
      .flatMap((p) => p.personId ?? []),
  );
  for (const id of await store.familyPersons(read, dossier.id)) near.add(id);
  const orgs = route.flatMap((role) => {
    const orgId = orgOf[role];
    return orgId ? [{ role, orgId }] : [];
  });
  const team = await staffOf(
    read,
    orgs.map((o) => o.orgId),
    today,
  );
  return orgs
    .map(({ role, orgId }) => ({
      role,
      orgId,
      readers: team
        .filter(
          (m) =>
            m.org_id === orgId &&
            m.roles.some((r) => r === 'head' || r === 'coordinator') &&
            !near.has(m.id),
        )
        .map((m) => ({ personId: m.id, orgId, name: displayName(m) })),
    }))
    .filter((o) => o.readers.length > 0);
}

/** The organisation of a concern's route that nobody has asked yet; null when all have been. */
export async function nextReaders(
  read: Readable,
  dossier: Dossier,
  concern: Pick<store.ConcernRow, 'raised_as' | 'about'>,
  asked: readonly { org_id: OrgId }[],
  today: Temporal.PlainDate,
): Promise<{ id: OrgId; name: string } | null> {
  const about = concern.about as ConcernSubject[];
  const route = await readersFor(
    read,
    dossier,
    routeOf(concern.raised_as as 'pupil', about),
    today,
  );
  const next = route.find((r) => !asked.some((x) => x.org_id === r.orgId));
  const [org] = next ? await organisationsByIds(read, [next.orgId]) : [];
  return org ? { id: org.id, name: org.name } : null;
}
