export * from './clubs.ts';
export * from './meetings.ts';
export * from './plans.ts';
