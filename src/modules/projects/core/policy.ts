import { type Actor, worksFor } from '#kernel/actor.ts';
import { all, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { sidesOfRole } from './rules/index.ts';
import type { PartyRole, Side } from './types.ts';

export type Party = { orgId: OrgId; role: PartyRole };

/** Head and coordinator of a school; the school becomes the coordinator of the project. */
export function mayCreateProject(actor: Actor, org: { id: OrgId; kind: string }): Decision {
  if (!worksFor(actor, org.id)) return hide;
  return all(
    allowIf(
      worksFor(actor, org.id, 'head', 'coordinator'),
      refuse('projects.refused.only-leaders'),
    ),
    allowIf(org.kind === 'school', refuse('projects.refused.only-schools')),
  );
}

export function maySeeProject(actor: Actor, parties: readonly Party[]): boolean {
  return parties.some((p) => worksFor(actor, p.orgId));
}

/** Head and coordinator of the school that coordinates it; others of the project are told whom to ask. */
export function mayRunProject(
  actor: Actor,
  project: { coordinatorId: OrgId; coordinatorName: string; parties: readonly Party[] },
): Decision {
  if (!maySeeProject(actor, project.parties)) return hide;
  return allowIf(
    worksFor(actor, project.coordinatorId, 'head', 'coordinator'),
    refuse('projects.refused.only-coordinator', { org: project.coordinatorName }),
  );
}

/** The sides somebody stands on in a project, by the organisations they work for. */
export function sidesOfActor(actor: Actor, parties: readonly Party[]): Side[] {
  const own = parties.filter((p) => worksFor(actor, p.orgId)).flatMap((p) => sidesOfRole(p.role));
  return [...new Set(own)];
}

/** Ticked by the side whose step it is; a pupil's step by the schools. */
export function mayMarkStep(actor: Actor, parties: readonly Party[], side: Side): Decision {
  const leading = parties.filter((p) => worksFor(actor, p.orgId, 'head', 'coordinator'));
  if (!maySeeProject(actor, parties)) return hide;
  const sides = leading.flatMap((p) => sidesOfRole(p.role));
  return allowIf(
    sides.includes(side) || (side === 'pupil' && leading.some((p) => p.role === 'school')),
    refuse('projects.refused.not-your-step'),
  );
}

/** Head and coordinator of an organisation make its timelines; its other members see them. */
export function mayShapeTimelines(actor: Actor, orgId: OrgId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  return allowIf(
    worksFor(actor, orgId, 'head', 'coordinator'),
    refuse('projects.refused.only-timeline-leaders'),
  );
}
