export * from './about.ts';
export * from './clubs.ts';
export * from './desk.ts';
export * from './plans.ts';
export * from './room.ts';
