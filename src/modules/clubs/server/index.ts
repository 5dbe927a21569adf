import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { clubNames } from './store.ts';

export const {
  acceptMembership,
  declineMembership,
  formClub,
  planKickOff,
  proposeMembers,
  startClub,
} = commands;
export const { getClub, listCandidates, listClubs } = queries;

export const clubs: ServerModule = {
  commands: [formClub, proposeMembers, acceptMembership, declineMembership, startClub, planKickOff],
  queries: [listCandidates, listClubs, getClub],
  privacy,
};
