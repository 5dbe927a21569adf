export * from './cases.ts';
export * from './concerns.ts';
export * from './contacts.ts';
export * from './evaluations.ts';
export * from './sealed.ts';
