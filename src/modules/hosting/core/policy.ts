import type { Actor } from '#kernel/actor.ts';
import { isPerson, worksFor } from '#kernel/actor.ts';
import { allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';

export type OfferSides = { hostSchoolId: OrgId; hostingOrgId: OrgId };
export type FamilySides = { orgId: OrgId; memberIds: readonly (PersonId | null)[] };

/** An offer is made by the hosting organisation or by the host school itself. Its partners read it. */
export function mayOffer(actor: Actor, offer: OfferSides, partners: readonly OrgId[]): Decision {
  if (
    worksFor(actor, offer.hostingOrgId, 'head', 'coordinator') ||
    worksFor(actor, offer.hostSchoolId, 'head', 'coordinator')
  )
    return allow;
  return partners.some((id) => worksFor(actor, id)) ? refuse('hosting.refused.offer') : hide;
}

/** Host families are known to their own organisation and to themselves; to everybody else they do not exist. */
export function maySeeFamily(actor: Actor, family: FamilySides): boolean {
  return (
    worksFor(actor, family.orgId, 'head', 'coordinator', 'volunteer') || isOfFamily(actor, family)
  );
}

export function isOfFamily(actor: Actor, family: FamilySides): boolean {
  return family.memberIds.some((id) => isPerson(actor, id));
}

/** What the family says of itself (household, home, letter): written by its organisation or by the family. */
export function mayDescribeFamily(actor: Actor, family: FamilySides): Decision {
  if (worksFor(actor, family.orgId, 'head', 'coordinator') || isOfFamily(actor, family))
    return allow;
  return maySeeFamily(actor, family) ? refuse('hosting.refused.family') : hide;
}

/** Checks are recorded by the organisation alone: nobody vouches for themselves. */
export function mayVetFamily(actor: Actor, family: FamilySides): Decision {
  if (isOfFamily(actor, family)) return refuse('hosting.refused.own-family');
  if (worksFor(actor, family.orgId, 'head', 'coordinator')) return allow;
  return maySeeFamily(actor, family) ? refuse('hosting.refused.family') : hide;
}

/**
 * Enters a family: head or coordinator, unless the organisation has agreed with every partner that the other one recruits.
 * The families it keeps already stay its own.
 */
export function mayKeepFamilies(
  actor: Actor,
  orgId: OrgId,
  recruiting: readonly { name: string; isOurs: boolean }[],
): Decision {
  if (!worksFor(actor, orgId, 'head', 'coordinator')) return hide;
  return recruiting.length === 0 || recruiting.some((partner) => partner.isOurs)
    ? allow
    : refuse('hosting.refused.others-recruit', {
        who: recruiting.map((partner) => partner.name).join(', '),
      });
}
