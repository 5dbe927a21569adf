export { meetingTimes } from './rules.ts';
export type { Answer, EventKind } from './types.ts';
