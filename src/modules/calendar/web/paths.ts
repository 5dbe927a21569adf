import { path } from '#platform/http/path.ts';

export const paths = {
  feed: path('/calendar/feed'),
  /** the file is `<token>.ics` */
  feedFile: path('/calendar/:file'),
  events: path('/events'),
  newEvent: path('/events/new'),
  event: path('/events/:eventId'),
  editEvent: path('/events/:eventId/edit'),
  cancelEvent: path('/events/:eventId/cancel'),
  answerEvent: path('/events/:eventId/answer'),
};
