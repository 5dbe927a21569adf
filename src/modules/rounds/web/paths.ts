import { path } from '#platform/http/path.ts';

export const paths = {
  rounds: path('/rounds'),
  open: path('/rounds/new'),
  round: path('/rounds/:clubRoundId'),
  change: path('/rounds/:clubRoundId/change'),
  arrive: path('/rounds/:clubRoundId/arrive'),
  arrival: path('/rounds/:clubRoundId/arrivals/:token'),
  register: path('/rounds/:clubRoundId/register'),
  withdraw: path('/rounds/:clubRoundId/withdraw'),
  accept: path('/rounds/:clubRoundId/groups/:groupId/accept'),
  decline: path('/rounds/:clubRoundId/groups/:groupId/decline'),
  desk: path('/rounds/:clubRoundId/desk'),
  find: path('/rounds/:clubRoundId/find'),
  ask: path('/rounds/:clubRoundId/ask'),
  close: path('/rounds/:clubRoundId/close'),
  lockGroup: path('/rounds/:clubRoundId/groups/:groupId/lock'),
  start: path('/rounds/:clubRoundId/groups/:groupId/start'),
  lockPlace: path('/rounds/:clubRoundId/groups/:groupId/people/:personId/lock'),
  giveUp: path('/rounds/:clubRoundId/groups/:groupId/give-up'),
  move: path('/rounds/:clubRoundId/people/:personId'),
};
