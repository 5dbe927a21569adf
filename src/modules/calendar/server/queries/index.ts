export {
  type AboutFacts,
  type EventSource,
  setEventSources,
} from './abouts.ts';
export { agendaOf, getFeed, getOwnFeed, setAgendaSources } from './feed.ts';
export * from './meetings.ts';
export * from './polls.ts';
