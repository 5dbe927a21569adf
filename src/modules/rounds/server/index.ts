import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { offerPlaceJob } from './commands/index.ts';
export { keepRounds } from './jobs.ts';
export { peersTold } from './store.ts';

export const {
  acceptPlace,
  arrive,
  askMembers,
  changeRound,
  chooseStart,
  closeRound,
  confirmArrival,
  declinePlace,
  findGroups,
  forgetArrivals,
  forgetRound,
  giveUpGroup,
  lockGroup,
  lockPlace,
  movePerson,
  offerPlace,
  openRound,
  register,
  settleGroups,
  withdraw,
} = commands;
export const { getArrival, getDesk, getEntry, getRound, listRounds } = queries;

export const rounds: ServerModule = {
  commands: [
    openRound,
    changeRound,
    closeRound,
    arrive,
    confirmArrival,
    register,
    withdraw,
    findGroups,
    settleGroups,
    lockGroup,
    lockPlace,
    movePerson,
    chooseStart,
    askMembers,
    acceptPlace,
    declinePlace,
    giveUpGroup,
    offerPlace,
    forgetRound,
    forgetArrivals,
  ],
  queries: [listRounds, getRound, getEntry, getDesk, getArrival],
  jobs,
  handlers,
  privacy,
};
