export { connectGroup, connectGroupJob, writeConnection } from './connections.ts';
export { planGroup, tickOff } from './groups.ts';
export {
  cancelJourney,
  confirmArrival,
  consentNeededFrom,
  delayGroup,
  delayGroupJob,
  planJourney,
  recordDeparture,
  recordReturn,
  reportDelay,
  writeLegs,
} from './journeys.ts';
export { forgetOld } from './keep.ts';
export { notePaper } from './papers.ts';
export { plannersOf, planShares } from './planners.ts';
export {
  remindPapers,
  remindSilent,
  remindTrip,
  tellReminder,
  tellReminderJob,
} from './reminders.ts';
export {
  tellCancelled,
  tellCancelledJob,
  tellJourneyChange,
  tellJourneyJob,
  tellTrip,
  tellTripJob,
} from './tell.ts';
export { addTicket, removeTicket, ticketBytes, ticketKind } from './tickets.ts';
export { answerTrip, askTrip, callOffTrip, changeTrip, draftTrip, tripFacts } from './trips.ts';
export { zonesFor } from './zones.ts';
