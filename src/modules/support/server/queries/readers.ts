import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { organisationsByIds, staffOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  type ConcernRaiser,
  type ConcernReader,
  type ConcernSubject,
  routeIfWished,
  routeOf,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

export type ReadingOrg = { role: ConcernReader; orgId: OrgId; readers: store.Reader[] };

/** Who says it, and about whom: what a route follows from. */
type Said = { raiser: ConcernRaiser; about: readonly ConcernSubject[] };

export const saidIn = (concern: Pick<store.ConcernRow, 'raised_as' | 'about'>): Said => ({
  raiser: concern.raised_as as ConcernRaiser,
  about: concern.about as ConcernSubject[],
});

/** The organisation that a reader of a route works for; null when the stay has none. */
export const orgOfReader = (dossier: Dossier, role: ConcernReader): OrgId | null =>
  ({
    sending_support: dossier.sendingOrgId,
    sending_school: dossier.sendingSchoolId,
    hosting_support: dossier.hostingOrgId,
  })[role];

/** Who has a part of their own in a stay, now or before: pupil, parents, families, contact persons. */
export async function nearStay(
  read: Readable,
  dossier: Pick<Dossier, 'id' | 'parties'>,
): Promise<Set<PersonId>> {
  const near = dossier.parties
    .filter((p) => ['pupil', 'guardian', 'host_family', 'contact_person'].includes(p.role))
    .flatMap((p) => p.personId ?? []);
  return new Set([...near, ...(await store.familyPersons(read, dossier.id))]);
}

/**
 * Heads and coordinators of the organisations of a route, in its order; organisations where nobody is left are passed
 * over. Whoever has a part of their own in the stay (family, parent, contact person) is never among them, nor anybody
 * who works for those it is about.
 */
export async function readersFor(
  read: Readable,
  dossier: Dossier,
  { raiser, about }: Said,
  today: Temporal.PlainDate,
  route: readonly ConcernReader[] = routeOf(raiser, about),
): Promise<ReadingOrg[]> {
  const near = await nearStay(read, dossier);
  const orgs = route.flatMap((role) => {
    const orgId = orgOfReader(dossier, role);
    return orgId ? [{ role, orgId }] : [];
  });
  const team = (
    await staffOf(
      read,
      orgs.map((o) => o.orgId),
      today,
    )
  ).filter((m) => m.roles.some((r) => r === 'head' || r === 'coordinator') && !near.has(m.id));
  const concerned = await store.concernedAmong(
    read,
    { mobilityId: dossier.id, about },
    team.map((m) => m.id),
  );
  return orgs
    .map(({ role, orgId }) => ({
      role,
      orgId,
      readers: team
        .filter((m) => m.org_id === orgId && !concerned.has(m.id))
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
  const route = await readersFor(read, dossier, saidIn(concern), today);
  const next = route.find((r) => !asked.some((x) => x.org_id === r.orgId));
  const [org] = next ? await organisationsByIds(read, [next.orgId]) : [];
  return org ? { id: org.id, name: org.name } : null;
}

/** Readers that whoever wrote may choose when nobody of the route is left. */
export async function readersIfWished(
  read: Readable,
  dossier: Dossier,
  said: Said,
  today: Temporal.PlainDate,
): Promise<ReadingOrg | null> {
  const wider = routeIfWished(said.raiser, said.about);
  const [first] = await readersFor(read, dossier, said, today, wider);
  return first ?? null;
}
