export { meetingMinutes, meetings, wordsIn } from './rules.ts';
export type { MemberState } from './types.ts';
