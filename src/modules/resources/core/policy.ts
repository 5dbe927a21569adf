import { type Actor, worksFor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { licenceOf } from './rules.ts';
import type { ResourceFacts } from './types.ts';

/** Head, coordinator and teacher write the library of their organisation; volunteers read it. */
export function mayWriteFor(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator', 'teacher', 'facilitator'),
    refuse('resources.refused.not-your-role'),
  );
}

/** Whoever reads somebody else's resource is told whose it is; the own one is changed by those who may write. */
export function mayChange(actor: Actor, resource: ResourceFacts): Decision {
  if (!worksFor(actor, resource.orgId))
    return refuse('resources.refused.theirs', { org: resource.orgName });
  return mayWriteFor(actor, resource.orgId);
}

/** An organisation says of what others made that it uses it: not of its own, and not of what is gone. */
export function mayMark(actor: Actor, orgId: OrgId, resource: ResourceFacts): Decision {
  const writes = mayWriteFor(actor, orgId);
  if (!writes.allow) return writes;
  if (resource.orgId === orgId) return refuse('resources.refused.own');
  return resource.withdrawn ? refuse('resources.refused.withdrawn') : allow;
}

/** A copy of one's own to change: where the licence lets it. */
export function mayAdapt(actor: Actor, orgId: OrgId, resource: ResourceFacts): Decision {
  const marks = mayMark(actor, orgId, resource);
  if (!marks.allow) return marks;
  return licenceOf(resource.licence)?.adapt === 'no'
    ? refuse('resources.refused.no-adapting', { org: resource.orgName })
    : allow;
}
