export * from './cases.ts';
export * from './concerns.ts';
export * from './contacts.ts';
export * from './evaluation.ts';
export * from './signals.ts';
