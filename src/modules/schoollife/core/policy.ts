import { type Actor, rolesIn } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';

/** Whoever works at a school sees its wall, takes on and notes what happened; for everybody else there is none. */
export function mayUseWall(actor: Actor, orgId: OrgId): Decision {
  return allowIf(rolesIn(actor, orgId).length > 0, hide);
}

/** What everybody may read in the name of the school is opened by who leads it. */
export function mayOpenPage(actor: Actor, orgId: OrgId): Decision {
  const roles = rolesIn(actor, orgId);
  if (roles.length === 0) return hide;
  return roles.some((r) => r === 'head' || r === 'coordinator')
    ? allow
    : refuse('schoollife.refused.leaders-only');
}
