export { countGreen, getGroup, getGroupForm, listGroups } from './groups.ts';
export { getJourneys, listOwnJourneys, listTravelDuties, travelFacts } from './journeys.ts';
export { getPapers, listPaperDuties } from './papers.ts';
export { listTickets } from './tickets.ts';
export { awayOn, getTrip, listOwnTrips, listTrips, tripTitle } from './trips.ts';
