export * from './cases.ts';
export * from './concerns.ts';
export * from './contacts.ts';
export * from './evaluations.ts';
export * from './plans.ts';
export * from './sealed.ts';
