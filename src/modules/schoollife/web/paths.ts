import { path } from '#platform/http/path.ts';

export const paths = {
  wall: path('/schools/:orgId/wall'),
  takeOn: path('/schools/:orgId/wall/take-on'),
  print: path('/schools/:orgId/wall/print'),
  finish: path('/schools/:orgId/wall/:actionId/done'),
  giveBack: path('/schools/:orgId/wall/:actionId/give-back'),
  event: path('/schools/:orgId/wall/event'),
  page: path('/schools/:orgId/page'),
  show: path('/schools/:orgId/page/:itemId/show'),
  life: path('/schools/:orgId/life'),
};
