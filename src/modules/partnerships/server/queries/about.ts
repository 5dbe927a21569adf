import { type FirstContactId, isId, type PartnershipId } from '#kernel/ids.ts';
import type { About, Relation } from '#modules/messaging/core/index.ts';
import type { AboutSource } from '#modules/messaging/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { addressOf } from '../../core/index.ts';
import * as store from '../store/index.ts';

/** Who answers for an organisation reads what is written to it. */
const answering = ['head', 'coordinator'] as const;

type Side = { orgId: Relation['orgId'] & string; name: string };

/** Two organisations that talk with each other, about nobody in particular. */
function between(
  [first, second]: readonly [Side, Side],
  about: Pick<About, 'title' | 'href' | 'endedOn'>,
): About {
  const relationOf = ({ orgId, name }: Side): Relation => ({
    relation: 'partner',
    choice: `partner:${orgId}`,
    part: { key: 'messaging.part.partner' },
    name,
    orgId,
    roles: answering,
  });
  return {
    ...about,
    relations: [relationOf(first), relationOf(second)],
    safeguardingOrgs: [],
    confidential: false,
    leadOrgId: first.orgId,
  };
}

const dayOf = (at: Temporal.Instant | null, zone: string) =>
  at ? at.toZonedDateTimeISO(zone).toPlainDate() : null;

async function partnershipAbout(read: Readable, id: string): Promise<About | null> {
  const p = isId('pts', id) ? await store.partnershipById(read, id as PartnershipId) : null;
  if (!p) return null;
  return between(
    [
      { orgId: p.first_org_id, name: p.first_name },
      { orgId: p.second_org_id, name: p.second_name },
    ],
    {
      title: `${p.first_name} · ${p.second_name}`,
      href: addressOf.partnership(p.id),
      endedOn: dayOf(p.ended_at, p.first_zone),
    },
  );
}

async function contactAbout(read: Readable, id: string): Promise<About | null> {
  const c = isId('fct', id) ? await store.contactById(read, id as FirstContactId) : undefined;
  // until it is answered nobody is asked to read more than the one letter
  if (!c || c.state === 'open' || c.state === 'declined') return null;
  return between(
    [
      { orgId: c.from_org_id, name: c.from_name },
      { orgId: c.to_org_id, name: c.to_name },
    ],
    { title: c.subject, href: addressOf.contact(c.id), endedOn: null },
  );
}

/** What conversations between organisations are about, for the roof to hand to messages. */
export const threadSources: { contact: AboutSource; partnership: AboutSource } = {
  contact: ({ read }, id) => contactAbout(read, id),
  partnership: ({ read }, id) => partnershipAbout(read, id),
};
