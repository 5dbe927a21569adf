import { type Actor, worksFor } from '#kernel/actor.ts';
import { all, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { StepDoers } from './rules/index.ts';
import type { PartyRole } from './types.ts';

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

/**
 * Ticked by who leads an organisation that does the step: by the table of responsibilities where a task of it covers the
 * step, else by the side that the timeline names (`doersOf`).
 */
export function mayMarkStep(
  actor: Actor,
  parties: readonly Party[],
  doers: Pick<StepDoers, 'orgIds'>,
): Decision {
  if (!maySeeProject(actor, parties)) return hide;
  return allowIf(
    doers.orgIds.some((orgId) => worksFor(actor, orgId, 'head', 'coordinator')),
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
