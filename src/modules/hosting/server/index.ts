import type { IntakeId } from '#kernel/ids.ts';
import { sharedTask } from '#modules/partnerships/server/index.ts';
import { today } from '#platform/clock.ts';
import type { Reader } from '#platform/database/index.ts';
import type { ServerModule } from '#platform/module.ts';
import { recruitTask, vettedOn } from '../core/rules.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';
import { intakeById, offersOf, pupilsToHost } from './store.ts';

export { recruitingFor } from './queries.ts';
export {
  type Family,
  familiesOf,
  familyById,
  lockFamily,
  lockOffer,
  offerById,
  offersOf,
  offersOfIntakes,
} from './store.ts';
export const {
  addFamily,
  addFamilyMember,
  addHostOffer,
  changeFamilyDetails,
  changeFamilyHome,
  changeFamilyLetter,
  changeFamilyMember,
  changeHostOffer,
  forgetFamily,
  linkHostParent,
  recordFamilyCheck,
  removeFamilyMember,
} = commands;
export const { getFamily, getNewFamily, listFamilies, listOffers } = queries;

/**
 * Days on which an intake reached steps of its timeline. `families-vetted`: every organisation that hosts has as many
 * ready families as pupils to host. Asked past the row policies, since families are hidden from other organisations.
 */
export async function hostingFacts(
  read: Reader,
  intakeId: IntakeId,
): Promise<Partial<Record<'families-vetted', Temporal.PlainDate>>> {
  const intake = await intakeById(read, intakeId);
  if (!intake) return {};
  const offers = await offersOf(read, intakeId);
  const orgIds = [...new Set(offers.map((o) => o.hosting_org_id))];
  const stay = { from: intake.starts_on, until: intake.ends_on, today: today() };
  const days: Temporal.PlainDate[] = [];
  for (const orgId of orgIds) {
    // families that its schools recruit themselves are proposed by it as well
    const recruiting = (await sharedTask(read, orgId, recruitTask)).filter((p) => p.isTheirs);
    const schools = offers
      .filter((o) => o.hosting_org_id === orgId)
      .map((o) => o.host_school_id)
      .filter((id) => recruiting.some((p) => p.orgId === id));
    const vetted = (await queries.readyFamilies(read, [orgId, ...schools], stay))
      .map(vettedOn)
      .sort(Temporal.PlainDate.compare);
    // the day on which the last of the needed families was ready
    const day = vetted[(await pupilsToHost(read, intakeId, [orgId])) - 1];
    if (!day) return {};
    days.push(day);
  }
  const last = days.sort(Temporal.PlainDate.compare).at(-1);
  return last ? { 'families-vetted': last } : {};
}

export const hosting: ServerModule = {
  commands: [...commands.allCommands],
  queries: [queries.listOffers, queries.listFamilies, queries.getNewFamily, queries.getFamily],
  jobs,
  handlers,
  privacy,
};
