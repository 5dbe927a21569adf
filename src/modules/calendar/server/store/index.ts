export * from './events.ts';
export * from './minutes.ts';
export * from './polls.ts';
export * from './settings.ts';
