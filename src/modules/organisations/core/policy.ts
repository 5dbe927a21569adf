import { type Actor, isPerson, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { InvitationKind } from './types.ts';

function leads(actor: Actor, orgId: OrgId | null): boolean {
  return worksFor(actor, orgId, 'head', 'coordinator');
}

/** Head and coordinator keep the profile; their colleagues are told why not, others find nothing to edit. */
export function mayEditProfile(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(leads(actor, orgId), refuse('organisations.refused.only-leaders'));
}

export function mayInviteColleague(actor: Actor, orgId: OrgId): Decision {
  return mayEditProfile(actor, orgId);
}

/** Oneself, or head and coordinator; strangers do not learn who works where. */
export function mayEndMembership(
  actor: Actor,
  membership: { orgId: OrgId; personId: PersonId; last: boolean },
): Decision {
  if (!worksFor(actor, membership.orgId)) return hide;
  if (!leads(actor, membership.orgId) && !isPerson(actor, membership.personId))
    return refuse('organisations.refused.only-leaders');
  return membership.last ? refuse('organisations.refused.last-leader') : allow;
}

/** A whole new organisation is let in by an administrator, or by a project that invites it. */
export function mayInviteOrganisation(actor: Actor): Decision {
  return allowIf(actor.kind === 'person' && actor.isAdmin);
}

/** Sent again and withdrawn by who sent it, and by those who lead the same organisation. */
export function mayManageInvitation(
  actor: Actor,
  invitation: {
    kind: InvitationKind;
    invitedBy: PersonId | null;
    /** organisations the invitation speaks for */
    fromOrgs: readonly OrgId[];
  },
): Decision {
  if (actor.kind !== 'person') return hide;
  if (actor.isAdmin || isPerson(actor, invitation.invitedBy)) return allow;
  return allowIf(
    invitation.fromOrgs.some((orgId) => leads(actor, orgId)),
    refuse('organisations.refused.not-your-invitation'),
  );
}

/** A network speaks through its head and coordinators, an organisation through its own: both sides of a membership. */
export function mayChangeMembership(
  actor: Actor,
  membership: { networkId: OrgId; orgId: OrgId },
  side: 'network' | 'member' | 'either',
): Decision {
  const sides = {
    network: [membership.networkId],
    member: [membership.orgId],
    either: [membership.networkId, membership.orgId],
  }[side];
  if (!sides.some((orgId) => worksFor(actor, orgId))) return hide;
  return allowIf(
    sides.some((orgId) => leads(actor, orgId)),
    refuse('organisations.refused.only-leaders'),
  );
}

/** Entries of the directory are made anew by the installation when it starts. */
export function mayIndexDirectory(actor: Actor): Decision {
  return allowIf(actor.kind === 'system');
}
