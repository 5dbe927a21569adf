import type { ApplicationId } from '#kernel/ids.ts';
import { openMobility } from '#modules/mobilities/server/index.ts';
import { joinProjectOnAcceptance } from '#modules/projects/server/index.ts';
import type { Reaction } from '#platform/runtime.ts';

/** What follows from what, across modules: when a later module must act on an earlier one's news, it stands here. */
export const reactions: Record<string, Reaction[]> = {
  // an organisation has followed the link of a project's invitation: it becomes a party
  'organisations.invitation-accepted': [(told, tools) => joinProjectOnAcceptance(told, tools)],
  // the school has selected a pupil: the dossier opens to those who share it
  'applications.pupil-selected': [
    (told, tools) =>
      openMobility(tools, (told.payload as { applicationId: ApplicationId }).applicationId),
  ],
};
