import { path } from '#platform/http/path.ts';

export const paths = {
  orientations: path('/orientations'),
  plan: path('/orientations/new'),
  orientation: path('/orientations/:orientationId'),
  edit: path('/orientations/:orientationId/edit'),
  invite: path('/orientations/:orientationId/invite'),
  attendance: path('/orientations/:orientationId/attendance'),
  certificates: path('/orientations/:orientationId/certificates'),
  cancel: path('/orientations/:orientationId/cancel'),
  test: path('/orientations/:orientationId/test'),
  goals: path('/mobilities/:mobilityId/languages'),
  level: path('/mobilities/:mobilityId/languages/:goalId'),
  nearby: path('/mobilities/:mobilityId/nearby'),
  allowNearby: path('/mobilities/:mobilityId/nearby/allow'),
  withdrawNearby: path('/mobilities/:mobilityId/nearby/withdraw'),
  answerBuddy: path('/mobilities/:mobilityId/buddies/:pairId'),
  endBuddy: path('/mobilities/:mobilityId/buddies/:pairId/end'),
  buddies: path('/buddies'),
  endPair: path('/buddies/:pairId/end'),
};
