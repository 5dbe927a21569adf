import { applications } from '#modules/applications/web/index.ts';
import { audit } from '#modules/audit/web/index.ts';
import { calendar } from '#modules/calendar/web/index.ts';
import { clubs } from '#modules/clubs/web/index.ts';
import { documents } from '#modules/documents/web/index.ts';
import { emergency } from '#modules/emergency/web/index.ts';
import { forms } from '#modules/forms/web/index.ts';
import { health } from '#modules/health/web/index.ts';
import { hosting } from '#modules/hosting/web/index.ts';
import { inclusion } from '#modules/inclusion/web/index.ts';
import { learning } from '#modules/learning/web/index.ts';
import { messaging } from '#modules/messaging/web/index.ts';
import { mobilities } from '#modules/mobilities/web/index.ts';
import { organisations } from '#modules/organisations/web/index.ts';
import { orientation } from '#modules/orientation/web/index.ts';
import { partnerships } from '#modules/partnerships/web/index.ts';
import { people } from '#modules/people/web/index.ts';
import { placements } from '#modules/placements/web/index.ts';
import { practices } from '#modules/practices/web/index.ts';
import { projects } from '#modules/projects/web/index.ts';
import { quality } from '#modules/quality/web/index.ts';
import { reference } from '#modules/reference/web/index.ts';
import { resources } from '#modules/resources/web/index.ts';
import { rounds } from '#modules/rounds/web/index.ts';
import { schoollife } from '#modules/schoollife/web/index.ts';
import { selection } from '#modules/selection/web/index.ts';
import { support } from '#modules/support/web/index.ts';
import { travel } from '#modules/travel/web/index.ts';
import type { WebModule } from '#platform/http/page.ts';

/** All web doors. Modules that need what others add (sections of a dossier, entries of a feed) are given it here. */
export const webModules: WebModule[] = [
  audit,
  people,
  organisations,
  reference,
  documents,
  forms,
  calendar,
  messaging,
  partnerships,
  projects,
  applications,
  hosting,
  resources,
  selection,
  mobilities,
  placements,
  learning,
  travel,
  health,
  inclusion,
  orientation,
  support,
  schoollife,
  emergency,
  quality,
  practices,
  clubs,
  rounds,
];
