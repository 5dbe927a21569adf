export { meetingMinutes, meetings, wordsIn } from './rules.ts';
export type { ClubState, MemberState } from './types.ts';
