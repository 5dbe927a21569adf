import { defineEvent } from '#kernel/event.ts';
import type { InvitationId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import type { InvitationKind, PartyKind } from './types.ts';

export const invitationAccepted = defineEvent<{
  invitationId: InvitationId;
  kind: InvitationKind;
  projectId: ProjectId | null;
  /** as what the organisation takes part in the project */
  projectRole: PartyKind | null;
  orgId: OrgId | null;
  personId: PersonId;
}>()('organisations.invitation-accepted');
