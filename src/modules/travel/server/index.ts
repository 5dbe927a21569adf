import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { travelFacts } from './queries.ts';
export { arrivalsOf } from './store.ts';

export const { confirmArrival, planJourney, recordDeparture, recordReturn } = commands;
export const { getJourneys, listOwnJourneys, listTravelDuties } = queries;

export const travel: ServerModule = {
  commands: [planJourney, recordDeparture, confirmArrival, recordReturn],
  queries: [getJourneys, listOwnJourneys, listTravelDuties],
  privacy,
};
