export * from './forming.ts';
export * from './life.ts';
export * from './meetings.ts';
export * from './nightly.ts';
export * from './plans.ts';
export * from './room.ts';
