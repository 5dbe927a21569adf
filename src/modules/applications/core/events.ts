import { defineEvent } from '#kernel/event.ts';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';

/** The sending school has chosen this pupil; the dossier of the mobility opens. */
export const pupilSelected = defineEvent<{ applicationId: ApplicationId }>()(
  'applications.pupil-selected',
);

/** What this application said is erased tonight: whoever holds more about it erases it in the same step. */
export const applicationForgotten = defineEvent<{
  applicationId: ApplicationId;
  pupilId: PersonId;
}>()('applications.application-forgotten');

/** What a pupil wrote who went abroad is erased tonight; the dossier is kept on. */
export const letterForgotten = defineEvent<{ applicationId: ApplicationId }>()(
  'applications.letter-forgotten',
);
