import { path } from '#platform/http/path.ts';

export const paths = {
  threads: path('/threads'),
  stream: path('/threads/stream'),
  settings: path('/threads/settings'),
  /** of the calendar, where everybody sets the clock they live by */
  clock: path('/calendar/feed'),
  /** about what, and to whom, stands in the search: `?kind=mobility&about=mob_…&with=host_school` */
  newThread: path('/threads/new'),
  announce: path('/threads/announce'),
  held: path('/threads/held'),
  acceptHeld: path('/threads/held/:heldId/accept'),
  deleteHeld: path('/threads/held/:heldId/delete'),
  thread: path('/threads/:threadId'),
  closeThread: path('/threads/:threadId/close'),
  reopenThread: path('/threads/:threadId/reopen'),
  remind: path('/threads/:threadId/remind'),
  file: path('/threads/:threadId/files/:fileId'),
  safeguarding: path('/safeguarding/:orgId'),
};
