import type {
  ApplicationId,
  ClubId,
  EventId,
  MobilityId,
  PersonId,
  SupportCaseId,
} from '#kernel/ids.ts';
import { consentLostJob } from '#modules/applications/server/index.ts';
import { fromCaseJob } from '#modules/emergency/server/index.ts';
import { forgetInForms } from '#modules/forms/server/index.ts';
import { forgetInInclusion } from '#modules/inclusion/server/index.ts';
import { followThreads } from '#modules/messaging/server/index.ts';
import { openMobility } from '#modules/mobilities/server/index.ts';
import { followAttendance } from '#modules/orientation/server/index.ts';
import { joinProjectOnAcceptance } from '#modules/projects/server/index.ts';
import { offerPlaceJob } from '#modules/rounds/server/index.ts';
import { forgetInSelection } from '#modules/selection/server/index.ts';
import type { Reaction } from '#platform/runtime.ts';

/** What follows from what, across modules: when a later module must act on an earlier one's news, it stands here. */
export const reactions: Record<string, Reaction[]> = {
  // an organisation has followed the link of a project's invitation: it becomes a party
  'organisations.invitation-accepted': [(told, tools) => joinProjectOnAcceptance(told, tools)],
  // a consent that counted counts no longer: the school is told so by the installation, not by the family
  'people.consent-lost': [
    (told, tools) =>
      tools.enqueue(consentLostJob, told.payload as { applicationId: ApplicationId }),
  ],
  // the school has selected a pupil: the dossier opens to those who share it
  'applications.pupil-selected': [
    (told, tools) =>
      openMobility(tools, (told.payload as { applicationId: ApplicationId }).applicationId),
  ],
  // with the phase people come and go: who reads what is written about it follows
  'mobilities.moved': [
    (told, tools) =>
      followThreads(tools, {
        kind: 'mobility',
        id: (told.payload as { mobilityId: string }).mobilityId,
      }),
  ],
  // who was there is noted in the calendar: of an orientation it is the same list
  'calendar.attendance-recorded': [
    (told, tools) => followAttendance(tools, (told.payload as { eventId: EventId }).eventId),
  ],
  // a worry has become an emergency: those on duty are told by the installation, whoever opened the case
  'support.case-raised': [
    async (told, tools) => {
      const { caseId, mobilityId, level } = told.payload as {
        caseId: SupportCaseId;
        mobilityId: MobilityId;
        level: string;
      };
      if (level === 'emergency') await tools.enqueue(fromCaseJob, { caseId, mobilityId });
    },
  ],
  // a member has left a club: somebody who waits in its round is asked
  'clubs.member-left': [
    (told, tools) =>
      tools.enqueue(offerPlaceJob, told.payload as { clubId: ClubId; personId: PersonId }),
  ],
  // the same of a pupil who went; what was done and spent for the stay has a time of its own
  'applications.letter-forgotten': [
    async (told, { tx }) => {
      const { applicationId } = told.payload as { applicationId: ApplicationId };
      await forgetInForms(tx, { kind: 'application', id: applicationId });
      await forgetInSelection(tx, applicationId);
    },
  ],
  // what an application said is erased: what others said of it goes with it
  'applications.application-forgotten': [
    async (told, { tx }) => {
      const about = told.payload as { applicationId: ApplicationId; pupilId: PersonId };
      await forgetInForms(tx, { kind: 'application', id: about.applicationId });
      await forgetInSelection(tx, about.applicationId);
      await forgetInInclusion(tx, about);
    },
  ],
};
