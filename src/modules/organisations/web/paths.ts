import { path } from '#platform/http/path.ts';
import type { SharedKind } from '../core/types.ts';

export const paths = {
  directory: path('/directory'),
  map: path('/directory/map'),
  findHosts: path('/directory/find'),
  inviteOrganisation: path('/organisations/invite'),
  organisation: path('/organisations/:orgId'),
  editProfile: path('/organisations/:orgId/edit'),
  part: path('/organisations/:orgId/profile/:part'),
  sharing: path('/organisations/:orgId/shared'),
  askNetwork: path('/organisations/:orgId/network/ask'),
  inviteMember: path('/organisations/:orgId/network/invite'),
  answerMembership: path('/organisations/:orgId/network/answer'),
  endNetworkMembership: path('/organisations/:orgId/network/:memberOrgId/end'),
  inviteColleague: path('/organisations/:orgId/colleagues/invite'),
  endMembership: path('/organisations/:orgId/colleagues/:personId/end'),
  invitation: path('/invitations/:invitationId'),
  resendInvitation: path('/invitations/:invitationId/resend'),
  withdrawInvitation: path('/invitations/:invitationId/withdraw'),
  join: path('/join/:token'),
};

/** Where a first letter to an organisation is written; what was looked for goes with it. */
type ContactPath = (orgId: string, wish: Record<string, string>) => string;
let contact: ContactPath | null = null;

/** The roof hands over the page of partnerships; no address of anybody is shown here. */
export function setContactPath(path: ContactPath): void {
  contact = path;
}

let wall: ((orgId: string) => string) | null = null;

/** The roof hands over the wall of a school: those who work there come to it from its page. */
export function setSchoolWall(path: (orgId: string) => string): void {
  wall = path;
}

export function schoolWall(orgId: string): string | null {
  return wall?.(orgId) ?? null;
}

type SharedPlaces = Partial<Record<SharedKind, (orgId: string) => string>>;
let places: SharedPlaces = {};

/** The roof hands over where an organisation writes its own version of what networks share. */
export function setSharedPlaces(given: SharedPlaces): void {
  places = given;
}

export function sharedPlace(kind: SharedKind, orgId: string): string | null {
  return places[kind]?.(orgId) ?? null;
}

export function contactPath(orgId: string, wish: Record<string, string> = {}): string | null {
  return contact ? contact(orgId, wish) : null;
}
