import type { Actor } from '#kernel/actor.ts';
import { type BuddyPairId, isId } from '#kernel/ids.ts';
import type { AboutSource } from '#modules/messaging/server/index.ts';
import type { PartyRole } from '#modules/mobilities/core/index.ts';
import type { Audience, StayOf } from '#modules/resources/core/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { momentOf } from '../../core/rules.ts';
import * as store from '../store/index.ts';

const audienceOf: Partial<Record<PartyRole, Audience>> = {
  pupil: 'pupils',
  guardian: 'natural_families',
  host_family: 'host_families',
  contact_teacher: 'teachers',
  mentor: 'teachers',
  contact_person: 'volunteers',
};

/**
 * The stays somebody has a part in, as the library needs them: as whom, at which moment, accompanied by whom. Who applies has
 * none yet, and is prepared once chosen.
 */
export async function staysOf(
  { read, today }: { read: Reader; today: Temporal.PlainDate },
  actor: Actor,
): Promise<StayOf[]> {
  if (actor.kind !== 'person') return [];
  const rows = await store.ownStays(read, actor.personId, today);
  const applying = (await store.ownApplications(read, actor.personId, today)).map(
    (a): StayOf => ({
      mobilityId: null,
      audience: a.pupil_id === actor.personId ? 'pupils' : 'natural_families',
      moment: a.state === 'selected' ? 'preparing' : 'applying',
      orgIds: [a.sending_school_id, a.sending_org_id].flatMap((id) => (id ? [id] : [])),
    }),
  );
  const stays = rows.flatMap((r): StayOf[] => {
    const audience = audienceOf[r.role as PartyRole];
    const moment = momentOf({ startsOn: r.starts_on, endsOn: r.ends_on }, today);
    return audience && moment ? [{ mobilityId: r.id, audience, moment, orgIds: r.org_ids }] : [];
  });
  return [...stays, ...applying];
}

/**
 * What two buddies write about: the two of them, by first name. While one is under age the organisation that brought them
 * together reads along, and no word of it leaves by mail.
 */
export const buddiesSource: AboutSource = async ({ read }, id) => {
  const pair = isId('bud', id) ? await store.pairById(read, id as BuddyPairId) : undefined;
  if (!pair || (pair.state !== 'accepted' && pair.state !== 'suggested')) return null;
  const one = (choice: 'first' | 'second') => ({
    relation: choice,
    choice,
    part: { key: 'orientation.buddy.part' },
    personId: choice === 'first' ? pair.first_person_id : pair.second_person_id,
    name: choice === 'first' ? pair.first_name : pair.second_name,
    underAge: pair.protects,
  });
  return {
    title: `${pair.first_name}, ${pair.second_name}`,
    href: '/mobilities',
    relations: [one('first'), one('second')],
    safeguardingOrgs: [
      {
        orgId: pair.org_id,
        name: pair.org_name,
        part: { key: 'orientation.buddy.suggested-by' },
      },
    ],
    confidential: pair.protects,
    // what two of age wrote to each other falls to nobody
    leadOrgId: pair.protects ? pair.org_id : null,
    endedOn: null,
  };
};
