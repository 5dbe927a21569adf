export { meetingMinutes, meetings, wordsIn } from './rules/index.ts';
export type { MemberState } from './types.ts';
