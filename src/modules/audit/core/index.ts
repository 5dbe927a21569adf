export type { StoryLine } from './types.ts';
