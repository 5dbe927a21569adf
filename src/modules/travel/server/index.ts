import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { ticketBytes } from './commands/index.ts';
export { awayOn, travelFacts, tripTitle } from './queries/index.ts';
export { arrivalsOf } from './store/index.ts';

export const {
  addTicket,
  answerTrip,
  askTrip,
  callOffTrip,
  changeTrip,
  confirmArrival,
  draftTrip,
  notePaper,
  planGroup,
  planJourney,
  recordDeparture,
  recordReturn,
  reportDelay,
  tellJourneyChange,
  tellTrip,
  tickOff,
  writeLegs,
} = commands;
export const {
  countGreen,
  getGroup,
  getGroupForm,
  getJourneys,
  getPapers,
  getTrip,
  listGroups,
  listOwnJourneys,
  listOwnTrips,
  listPaperDuties,
  listTravelDuties,
  listTrips,
} = queries;

export const travel: ServerModule = {
  commands: [
    planJourney,
    writeLegs,
    reportDelay,
    addTicket,
    planGroup,
    tickOff,
    recordDeparture,
    confirmArrival,
    recordReturn,
    notePaper,
    draftTrip,
    changeTrip,
    askTrip,
    answerTrip,
    callOffTrip,
    tellJourneyChange,
    tellTrip,
  ],
  queries: [
    getJourneys,
    listOwnJourneys,
    listTravelDuties,
    getPapers,
    listPaperDuties,
    getGroup,
    listGroups,
    getGroupForm,
    countGreen,
    getTrip,
    listTrips,
    listOwnTrips,
  ],
  jobs,
  handlers,
  privacy,
};
