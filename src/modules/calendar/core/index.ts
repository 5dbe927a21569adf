export type { Answer, EventKind } from './types.ts';
