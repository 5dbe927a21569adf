import { defineEvent } from '#kernel/event.ts';
import type { ApplicationId } from '#kernel/ids.ts';

/** The sending school has chosen this pupil; the dossier of the mobility opens. */
export const pupilSelected = defineEvent<{ applicationId: ApplicationId }>()(
  'applications.pupil-selected',
);
