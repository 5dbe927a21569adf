import type { OrgId, PersonId } from './ids.ts';

/** What somebody does for an organisation. */
export const orgRoles = [
  'head',
  'coordinator',
  'teacher',
  'mentor',
  'volunteer',
  'facilitator',
] as const;
export type OrgRole = (typeof orgRoles)[number];

export type PersonActor = {
  kind: 'person';
  personId: PersonId;
  name: string;
  language: string;
  isAdmin: boolean;
  /** a pupil who applied, or somebody who stands for one */
  applies?: boolean;
  /** organisations acted for, with the roles held there */
  orgs: { orgId: OrgId; roles: readonly OrgRole[] }[];
};
export type SystemActor = { kind: 'system'; reason: string };
export type VisitorActor = { kind: 'visitor' };
export type Actor = PersonActor | SystemActor | VisitorActor;

export const visitor: VisitorActor = { kind: 'visitor' };

/** The actor for jobs and start-up: `reason` says which. */
export function system(reason: string): SystemActor {
  return { kind: 'system', reason };
}

/** Roles the actor holds in an organisation; empty for strangers. */
export function rolesIn(actor: Actor, orgId: string | null | undefined): readonly OrgRole[] {
  if (actor.kind !== 'person' || !orgId) return [];
  return actor.orgs.find((o) => o.orgId === orgId)?.roles ?? [];
}

/** True for a member of the organisation with one of the roles (any role when none is named). */
export function worksFor(
  actor: Actor,
  orgId: string | null | undefined,
  ...roles: OrgRole[]
): boolean {
  const held = rolesIn(actor, orgId);
  return roles.length === 0 ? held.length > 0 : held.some((r) => roles.includes(r));
}

/** True for somebody who holds one of the roles in any organisation: for ways in that each organisation's page decides on. */
export function worksSomewhere(actor: Actor, ...roles: OrgRole[]): boolean {
  return actor.kind === 'person' && actor.orgs.some((o) => worksFor(actor, o.orgId, ...roles));
}

export function isPerson(actor: Actor, personId: string | null | undefined): boolean {
  return actor.kind === 'person' && actor.personId === personId;
}

export function orgIdsOf(actor: Actor): OrgId[] {
  return actor.kind === 'person' ? actor.orgs.map((o) => o.orgId) : [];
}
