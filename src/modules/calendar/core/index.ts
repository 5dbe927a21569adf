export type { About, AboutKind, Answer, EventKind, PlannedKind, PollAnswer } from './types.ts';
