export { planGroup, tickOff } from './groups.ts';
export {
  confirmArrival,
  consentNeededFrom,
  planJourney,
  planShares,
  recordDeparture,
  recordReturn,
  reportDelay,
  writeLegs,
} from './journeys.ts';
export { notePaper } from './papers.ts';
export { tellJourneyChange, tellJourneyJob, tellTrip, tellTripJob } from './tell.ts';
export { addTicket, ticketBytes } from './tickets.ts';
export { answerTrip, askTrip, callOffTrip, changeTrip, draftTrip, tripFacts } from './trips.ts';
export { zonesFor } from './zones.ts';
