export * from './clock.ts';
export * from './fitting.ts';
export * from './forming.ts';
export * from './plans.ts';
export * from './report.ts';
export * from './rooms.ts';
export * from './series.ts';
export * from './voting.ts';
