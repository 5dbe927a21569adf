export type { Audience, Moment, StayOf } from './types.ts';
