export * from './contacts.ts';
export * from './decisions.ts';
export * from './leaders.ts';
export * from './partnerships.ts';
export * from './retention.ts';
export * from './tasks.ts';
