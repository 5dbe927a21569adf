export type { RoundState } from './types.ts';
