import { applications } from '#modules/applications/server/index.ts';
import { audit } from '#modules/audit/server/index.ts';
import { calendar } from '#modules/calendar/server/index.ts';
import { clubs } from '#modules/clubs/server/index.ts';
import { documents } from '#modules/documents/server/index.ts';
import { emergency } from '#modules/emergency/server/index.ts';
import { forms } from '#modules/forms/server/index.ts';
import { health } from '#modules/health/server/index.ts';
import { hosting } from '#modules/hosting/server/index.ts';
import { inclusion } from '#modules/inclusion/server/index.ts';
import { learning } from '#modules/learning/server/index.ts';
import { messaging } from '#modules/messaging/server/index.ts';
import { mobilities } from '#modules/mobilities/server/index.ts';
import { organisations } from '#modules/organisations/server/index.ts';
import { orientation } from '#modules/orientation/server/index.ts';
import { partnerships } from '#modules/partnerships/server/index.ts';
import { people } from '#modules/people/server/index.ts';
import { placements } from '#modules/placements/server/index.ts';
import { practices } from '#modules/practices/server/index.ts';
import { projects } from '#modules/projects/server/index.ts';
import { quality } from '#modules/quality/server/index.ts';
import { reference } from '#modules/reference/server/index.ts';
import { resources } from '#modules/resources/server/index.ts';
import { rounds } from '#modules/rounds/server/index.ts';
import { schoollife } from '#modules/schoollife/server/index.ts';
import { selection } from '#modules/selection/server/index.ts';
import { support } from '#modules/support/server/index.ts';
import { travel } from '#modules/travel/server/index.ts';
import { sendMail } from '#platform/mail/outbox.ts';
import type { ServerModule } from '#platform/module.ts';
import type { Job } from '#platform/queue.ts';

export { reactions } from './reactions.ts';

/** All server doors, in the order of the house (src/modules/order.json). */
export const serverModules: Record<string, ServerModule> = {
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
};

export const commands = Object.values(serverModules).flatMap((m) => m.commands);
export const queries = Object.values(serverModules).flatMap((m) => m.queries);

/** Who takes answers by mail. */
export function inboundOfAll(): NonNullable<ServerModule['inbound']> {
  return Object.assign({}, ...Object.values(serverModules).map((m) => m.inbound));
}

export function jobsOfAll(): Job<object>[] {
  return [sendMail as Job<object>, ...Object.values(serverModules).flatMap((m) => m.jobs ?? [])];
}
