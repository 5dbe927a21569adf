import { path } from '#platform/http/path.ts';

export const paths = {
  organisations: path('/organisations'),
  inviteOrganisation: path('/organisations/invite'),
  organisation: path('/organisations/:orgId'),
  editProfile: path('/organisations/:orgId/edit'),
  inviteColleague: path('/organisations/:orgId/colleagues/invite'),
  endMembership: path('/organisations/:orgId/colleagues/:personId/end'),
  invitation: path('/invitations/:invitationId'),
  resendInvitation: path('/invitations/:invitationId/resend'),
  withdrawInvitation: path('/invitations/:invitationId/withdraw'),
  join: path('/join/:token'),
};
