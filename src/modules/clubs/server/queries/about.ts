import { isId, type PersonId } from '#kernel/ids.ts';
import type { About, Relation } from '#modules/messaging/core/index.ts';
import type { AboutSource } from '#modules/messaging/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { PracticeClubSource } from '#modules/practices/server/index.ts';
import * as store from '../store/index.ts';

/** A club as what conversations are about: everybody who is in it today. Whoever leaves reads no more. */
export const clubThreads: AboutSource = async ({ read }, id): Promise<About | null> => {
  const club = isId('clu', id) ? await store.clubById(read, id) : undefined;
  if (!club) return null;
  const members = (await store.membersOf(read, [club.id])).filter((m) => m.state === 'accepted');
  const relationOf = (personId: PersonId, name: string, part: string): Relation => ({
    relation: part,
    choice: 'member',
    part: { key: `clubs.part.${part}` },
    name,
    personId,
  });
  return {
    title: club.name,
    href: `/clubs/${club.id}`,
    relations: [
      relationOf(club.facilitator_id, displayName(club), 'facilitator'),
      ...members.map((m) => relationOf(m.person_id, displayName(m), 'member')),
    ],
    safeguardingOrgs: [],
    confidential: false,
    leadOrgId: null,
    // who wants less reads it on the page; what is important is mailed by the club itself
    quiet: members.filter((m) => m.notice !== 'everything').map((m) => m.person_id),
    endedOn: club.archived_at?.toZonedDateTimeISO('UTC').toPlainDate() ?? null,
  };
};

/** The clubs somebody is in, for the cards they write. */
export const clubsForPractices: PracticeClubSource = async (read, personId) =>
  (await store.clubsWith(read, personId)).map((c) => ({
    id: c.id,
    name: c.name,
    criterionId: c.criterion_id,
    orgId: c.org_id,
  }));
