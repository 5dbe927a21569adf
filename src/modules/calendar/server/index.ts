import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { setAgendaSources } from './queries.ts';
export {
  addParticipants,
  insertEvent,
  updateEvent,
} from './store.ts';

export const { answerInvitation, cancelMeeting, changeMeeting, planMeeting, renewFeed } = commands;
export const { getEvent, getFeed, getOwnFeed, listOwnEvents, listReachablePersons } = queries;

export const calendar: ServerModule = {
  commands: [renewFeed, planMeeting, changeMeeting, cancelMeeting, answerInvitation],
  queries: [getOwnFeed, getFeed, listOwnEvents, getEvent, listReachablePersons],
  privacy,
};
