import { defineEvent } from '#kernel/event.ts';
import type { ClubId, PersonId } from '#kernel/ids.ts';

/** A member has left: whoever brings people together may offer the place on. */
export const memberLeft = defineEvent<{ clubId: ClubId; personId: PersonId }>()(
  'clubs.member-left',
);
