import type { OrgRole } from '#kernel/actor.ts';
import { programmeCountries } from '#kernel/countries.ts';
import zonesByCountry from '../data/time-zones.json' with { type: 'json' };
import type { InvitationKind, InvitationState, OrgKind } from '../types.ts';

/** An invitation may be used this long when nothing else is said. */
export const invitationDays = 21;

/** Who keeps the profile, the colleagues and the projects of an organisation. */
export const leadingRoles: readonly OrgRole[] = ['head', 'coordinator'];

const rolesByKind: Record<OrgKind, readonly OrgRole[]> = {
  school: ['head', 'coordinator', 'teacher', 'mentor', 'facilitator'],
  supporting: ['head', 'coordinator', 'volunteer', 'mentor', 'facilitator'],
  network: ['head', 'coordinator'],
};

/** Roles that make sense in an organisation of this kind. */
export function rolesFor(kind: OrgKind): readonly OrgRole[] {
  return rolesByKind[kind];
}

export function isLeading(roles: readonly string[]): boolean {
  return roles.some((role) => (leadingRoles as readonly string[]).includes(role));
}

export function invitationState(
  invitation: {
    expires_at: Temporal.Instant;
    accepted_at: Temporal.Instant | null;
    withdrawn_at: Temporal.Instant | null;
  },
  now: Temporal.Instant,
): Exclude<InvitationState, 'unknown'> {
  if (invitation.accepted_at) return 'used';
  if (invitation.withdrawn_at) return 'withdrawn';
  return Temporal.Instant.compare(invitation.expires_at, now) <= 0 ? 'expired' : 'open';
}

/**
 * True when whoever accepts must have an organisation: all but an administrator of the installation.
 * An administrator may bring one, when the invitation names it.
 */
export function needsOrganisation(invitation: {
  kind: InvitationKind;
  orgName: string | null;
}): boolean {
  return invitation.kind !== 'admin' || invitation.orgName !== null;
}

const zones: Record<string, readonly string[]> = zonesByCountry;

/** Time zones of a country, the one of its capital first; empty for a country we do not know. */
export function zonesOf(country: string): readonly string[] {
  return zones[country] ?? [];
}

export const allZones: readonly string[] = programmeCountries.flatMap((country) =>
  zonesOf(country),
);

/** Organisation ID of Erasmus+: the letter E and eight digits, for example E10000001. */
export const oidPattern = /^E\d{8}$/;
