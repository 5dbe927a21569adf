import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { ticketBytes } from './commands/index.ts';
export { keepTravel, remindTravel } from './jobs.ts';
export { awayOn, travelFacts, tripTitle } from './queries/index.ts';
export { arrivalsOf } from './store/index.ts';

export const {
  addTicket,
  answerTrip,
  askTrip,
  callOffTrip,
  cancelJourney,
  changeTrip,
  confirmArrival,
  delayGroup,
  draftTrip,
  forgetOld,
  notePaper,
  planGroup,
  planJourney,
  recordDeparture,
  recordReturn,
  remindPapers,
  remindSilent,
  remindTrip,
  removeTicket,
  reportDelay,
  tellCancelled,
  tellJourneyChange,
  tellReminder,
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
  listTickets,
  listTravelDuties,
  listTrips,
} = queries;

export const travel: ServerModule = {
  commands: [
    planJourney,
    cancelJourney,
    writeLegs,
    reportDelay,
    addTicket,
    removeTicket,
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
    remindTrip,
    tellJourneyChange,
    tellCancelled,
    delayGroup,
    tellTrip,
    tellReminder,
    remindSilent,
    remindPapers,
    forgetOld,
  ],
  queries: [
    getJourneys,
    listTickets,
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
