import { defineEvent } from '#kernel/event.ts';
import type { ApplicationId } from '#kernel/ids.ts';

/** A consent that counted counts no longer: somebody took back a yes. Says neither who nor what. */
export const consentLost = defineEvent<{ applicationId: ApplicationId }>()('people.consent-lost');
