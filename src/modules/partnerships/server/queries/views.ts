import { z } from 'zod';
import { type Actor, orgIdsOf } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idView } from '#kernel/schema.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  actingSide,
  type PartnershipState,
  partnershipLifecycle,
  taskParties,
  type Waiting,
  waitingIn as whoseTurn,
} from '../../core/index.ts';
import { sidesOf } from '../commands/loaded.ts';
import type * as stored from '../store/index.ts';
import * as store from '../store/index.ts';

export const stateView = z.enum(
  partnershipLifecycle.states.map((s) => s.name) as [PartnershipState, ...PartnershipState[]],
);

export const sideView = z.object({
  orgId: idView('org'),
  name: z.string(),
  kind: z.string(),
  city: z.string(),
  countryCode: z.string(),
});

export const waitingView = z.object({
  what: z.enum(['answer', 'write', 'accept', 'task', 'renew']),
  /** whose turn it is, in words; empty when either may */
  who: z.string(),
  mine: z.boolean(),
});

export const partiesView = z.array(z.enum(taskParties));
export const sharesView = z.object({
  does: partiesView,
  approves: partiesView,
  asked: partiesView,
  told: partiesView,
});

export function firstSide(p: stored.PartnershipRecord) {
  return {
    orgId: p.first_org_id,
    name: p.first_name,
    kind: p.first_kind,
    city: p.first_city,
    countryCode: p.first_country,
  };
}
export function secondSide(p: stored.PartnershipRecord) {
  return {
    orgId: p.second_org_id,
    name: p.second_name,
    kind: p.second_kind,
    city: p.second_city,
    countryCode: p.second_country,
  };
}

/** Own side first, for who works on one. */
export function ownAndOther(actor: Actor, p: stored.PartnershipRecord) {
  const ownsSecond = orgIdsOf(actor).includes(p.second_org_id);
  const leads = actingSide(actor, sidesOf(p));
  const own: OrgId = leads ?? (ownsSecond ? p.second_org_id : p.first_org_id);
  return own === p.first_org_id
    ? { own: firstSide(p), other: secondSide(p) }
    : { own: secondSide(p), other: firstSide(p) };
}

type Turn = Waiting & { who: string; mine: boolean };

/** Whose turn it is in some partnerships, as this actor reads it: as a question that needs no database any more. */
export async function waitingIn(
  read: Readable,
  actor: Actor,
  records: readonly stored.PartnershipRecord[],
  today: Temporal.PlainDate,
): Promise<(id: stored.PartnershipRecord['id']) => Turn[]> {
  const standing = await store.standingOf(
    read,
    records.map((p) => p.id),
  );
  const turns = new Map(
    records.map((p) => {
      const { newest, acceptedBy, proposedBy } = standing(p.id);
      const me = actingSide(actor, sidesOf(p));
      const waiting = whoseTurn(
        {
          ...sidesOf(p),
          state: p.state,
          proposedByOrgId: p.proposed_by_org_id,
          renewsOn: p.renews_on,
        },
        {
          drafting: newest?.state === 'draft',
          accepted: newest?.state === 'open' ? acceptedBy : null,
          proposals: proposedBy,
        },
        today,
      );
      return [
        p.id,
        waiting.map((w) => ({
          ...w,
          who: w.by === null ? '' : w.by === p.first_org_id ? p.first_name : p.second_name,
          mine: me !== null && (w.by === null || w.by === me),
        })),
      ];
    }),
  );
  return (id) => turns.get(id) ?? [];
}
